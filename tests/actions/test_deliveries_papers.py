"""Delivery notes show what left, with prices only when asked, on three papers, moved by millimetres."""

import datetime as dt
import io
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pypdf
import pytest

from orderdesk_gui.actions import companies, deliveries, deliveries_papers, orders, papers
from orderdesk_gui.actions.deliveries_papers import NoteChoice
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from tests.actions.selling_office import Office, office
from tests.actions.test_orders_papers import confirmed
from tests.actions.test_quotes_papers import text

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)


def sent(office: Office, quantity: str = "4", **changes: object) -> uuid.UUID:
    order_id = confirmed(office)
    line = orders.load(office["sales"], order_id).order.lines[0].id
    assert line is not None
    made = Delivery(
        order_id, TODAY, (Sent(line, D(quantity), "L2611", "木箱 2 箱"),), carrier="德邦物流", tracking="DPK36",
        gate_reason="客户特采", **changes,
    )  # type: ignore[arg-type]  # fmt: skip
    return deliveries.note(office["sales"], made).id


def test_the_note_shows_what_left_and_no_price(office: Office) -> None:
    delivery_id = sent(office)
    said = text(deliveries_papers.preview(office["sales"], delivery_id))
    for part in (
        "送货单", "DN-2026", "苏州云栎自动化设备有限公司", "枫屿路68号", "沈女士", "PO-77", "行星减速机", "L2611",
        "木箱2箱", "德邦物流DPK36", "共4台", "收货人签字",
    ):  # fmt: skip
        assert part in said, part
    assert "113.37" not in said and "453" not in said and "大写" not in said


def test_prices_when_asked(office: Office) -> None:
    delivery_id = sent(office)
    said = text(deliveries_papers.preview(office["sales"], delivery_id, NoteChoice(prices=True)))
    assert "113.37" in said and "453.48" in said and "肆佰伍拾叁元肆角捌分" in said


def test_where_it_went_as_noted(office: Office) -> None:
    where = {"address": "苏州市相城区新仓 3 号", "contact": "顾先生", "phone": "0512-5550 2288"}
    said = text(deliveries_papers.preview(office["sales"], sent(office, receiver=where)))
    assert "相城区新仓3号" in said and "顾先生" in said and "枫屿路" not in said and "沈女士" not in said


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("a5", (210, 148)), ("continuous", (241, 140))])
def test_three_papers(office: Office, paper: str, size: tuple[int, int]) -> None:
    content = deliveries_papers.preview(office["sales"], sent(office), NoteChoice(paper))  # type: ignore[arg-type]
    box = pypdf.PdfReader(io.BytesIO(content)).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == size
    assert "行星减速机" in text(content)


def test_the_print_is_moved_and_no_farther_than_paper_goes(office: Office) -> None:
    delivery_id = sent(office)
    still = deliveries_papers.preview(office["sales"], delivery_id, NoteChoice("continuous"))
    moved = deliveries_papers.preview(office["sales"], delivery_id, NoteChoice("continuous", x=D("2.5"), y=D("-1")))
    assert still != moved and text(still) == text(moved)
    for wrong in (NoteChoice(x=D("30.1")), NoteChoice(y=D("-31")), NoteChoice(x=D("NaN")), NoteChoice(x=D("0.25"))):
        with pytest.raises(UserError) as caught:
            deliveries_papers.preview(office["sales"], delivery_id, wrong)
        assert caught.value.field in ("x", "y")
    with pytest.raises(UserError, match="A5"):
        deliveries_papers.keep_choice(office["sales"], NoteChoice("letter"))  # type: ignore[arg-type]


def test_the_desk_remembers_its_printer(office: Office) -> None:
    delivery_id = sent(office)
    assert deliveries_papers.usual_choice(office["sales"]) == NoteChoice()
    kept = NoteChoice("continuous", True, letterhead=False, x=D("1.5"), y=D("-2"))
    deliveries_papers.keep_choice(office["sales"], replace(kept, language="en"))
    assert deliveries_papers.usual_choice(office["sales"]) == kept
    assert "453.48" in text(deliveries_papers.preview(office["sales"], delivery_id))


def test_issuing_keeps_the_bytes_once(office: Office) -> None:
    delivery_id = sent(office)
    issued = deliveries_papers.issue(office["sales"], delivery_id)
    assert issued.file_name.startswith("送货单_DN-2026-") and issued.changes.touches("paper")
    again = deliveries_papers.issue(office["sales"], delivery_id)
    assert (again.paper_id, again.changes.tx) == (issued.paper_id, None)
    assert papers.content(office["sales"], issued.paper_id) == (issued.file_name, issued.content)
    with pytest.raises(UserError, match="colleague"):
        papers.content(office["colleague"], issued.paper_id)


def test_one_that_was_taken_back(office: Office) -> None:
    delivery_id = sent(office)
    deliveries.void(office["sales"], delivery_id, "录错")
    assert "作废" in text(deliveries_papers.preview(office["sales"], delivery_id))
    with pytest.raises(UserError, match="taken back"):
        deliveries_papers.issue(office["sales"], delivery_id)


def test_a_return_is_called_one(office: Office) -> None:
    delivery_id = sent(office)
    (row,) = deliveries.list_deliveries(office["sales"]).rows
    line = orders.load(office["sales"], row.order_id).order.lines[0].id
    assert line is not None and row.id == delivery_id
    back = deliveries.note(
        office["sales"], Delivery(row.order_id, TODAY, (Sent(line, D(1)),), "return", note="包装破损")
    ).id
    issued = deliveries_papers.issue(office["sales"], back)
    said = text(issued.content)
    assert "退货单" in said and "包装破损" in said and "送货单" not in said and issued.file_name.startswith("退货单_")


def test_notes_of_the_demo_say_so(office: Office) -> None:
    delivery_id = sent(office)
    mine = companies.list_companies(office["admin"])[0]
    companies.save_company(office["admin"], replace(mine, demo=True))
    assert "演示" in text(deliveries_papers.preview(office["sales"], delivery_id))


def test_who_may(office: Office) -> None:
    delivery_id = sent(office)
    with pytest.raises(UserError, match="note deliveries"):
        deliveries_papers.issue(office["finance"], delivery_id)
    with pytest.raises(UserError, match="colleague"):
        deliveries_papers.preview(office["colleague"], delivery_id)
