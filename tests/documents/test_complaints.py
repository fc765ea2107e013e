"""The 8D report: every step with what was done, the same bytes for the same facts, later pages with their head."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from orderdesk_gui.documents.complaint_facts import ReportFacts, StepLine
from orderdesk_gui.documents.complaints import STEPS, render_8d
from orderdesk_gui.documents.facts import Letterhead


def facts(language: str = "zh", many: int = 1) -> ReportFacts:
    done = StepLine("封存同批 25 台，通知在途 12 台", "周洁", dt.date(2026, 11, 22), dt.date(2026, 11, 23), "有效")
    return ReportFacts(
        Letterhead("澜川传动科技（苏州）有限公司", "Lanchuan Drives Ltd."), "CP-2026-7K3F-0057", dt.date(2026, 11, 24),
        "泵壳组件 · 质量", "宁波泊远泵业有限公司",
        (("客户", "宁波泊远泵业有限公司"), ("批号", "B2611-07"), ("类型", "")),
        (("客户原话", "三台结合面渗油，线停着。"),),
        {"D3": (done,) * many, "D4": (StepLine("密封槽偏浅", due=dt.date(2026, 11, 25)),)},
        {step: {"D3": "done", "D4": "present"}.get(step, "future") for step in STEPS}, language,
    )  # fmt: skip


def text_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize(("language", "at"), [("zh", 0), ("en", 1)])
def test_every_step_stands_there(language: str, at: int) -> None:
    content = render_8d(facts(language))
    whole = "".join(text_of(content))
    for names in STEPS.values():
        assert names[at] in whole
    assert "封存同批" in whole and "2026-11-23" in whole and "三台结合面渗油" in whole
    assert whole.count(("尚未开始", "Not begun yet")[at]) == 6, "D2 has the problem, D3 and D4 their lines"
    assert content == render_8d(facts(language))


def test_many_measures_go_on_with_a_running_head() -> None:
    pages = text_of(render_8d(facts(many=60)))
    assert len(pages) > 1 and all("CP-2026-7K3F-0057" in page for page in pages)
    assert sum(page.count("封存同批") for page in pages) == 60
