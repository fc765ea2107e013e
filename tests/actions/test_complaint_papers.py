"""The 8D report says what is noted, in both languages, and how far each step is."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from orderdesk_gui.actions import complaint_measures, complaint_papers, complaint_sheet
from orderdesk_gui.actions.complaint_measures import Measure
from tests.actions.complained_office import complained
from tests.actions.selling_office import Office, office

__all__ = ["office"]


@pytest.mark.parametrize(("language", "words"), [("zh", "围堵措施"), ("en", "Interim containment")])
def test_the_report(office: Office, language: str, words: str) -> None:
    made, desk = complained(office), office["sales"]
    complaint_measures.save(desk, made, Measure("D3", "Seal 25 sets", desk.user_id, dt.date(2026, 11, 22)))
    shown = complaint_sheet.sheet(desk, made)
    drawn = complaint_papers.report(desk, made, language)
    assert shown.view.number in drawn.file_name and drawn.file_name.endswith(".pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn.content)).pages)
    for part in (words, shown.view.number, "Seal 25 sets", "GEAR-1", "2026-11-22"):
        assert part in text, part
    assert drawn.content == complaint_papers.report(desk, made, language).content
    facts = complaint_papers.facts(desk, shown, language)
    assert facts.states["D3"] == "present" and ("3 / 8 台" in dict(facts.problem).values())
