"""The page of inquiries on a real data file."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from orderdesk_gui.actions import drafts, inquiries
from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine
from orderdesk_gui.ui import theme, translations
from orderdesk_gui.ui.pages.inquiries.asks import from_json, to_json
from orderdesk_gui.ui.pages.inquiries.page import InquiriesPage
from orderdesk_gui.ui.pages.quotes.page import QuotesPage
from tests.ui.soundness import assert_page_is_sound

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def page_of(seat) -> InquiriesPage:
    page = seat.page()
    assert isinstance(page, InquiriesPage)
    return page


def noted(office, **values) -> uuid.UUID:
    line = InquiryLine("行星减速机 60 框", office.products[0], Decimal(20), "台")
    day = dt.date(2026, 11, 24)
    inquiry = Inquiry(day, customer_name="上海启泽食品机械有限公司", phone="021-33001188", lines=(line,))
    return inquiries.save(office.desk(), replace(inquiry, **values)).id


def show(seat, inquiry_id: uuid.UUID) -> InquiriesPage:
    seat.window.navigate("inquiries", inquiry_id)
    page = page_of(seat)
    seat.until(lambda: page.opened is not None and page.opened.id == inquiry_id)
    seat.settle()
    return page


def test_an_inquiry_of_a_stranger_is_noted_by_keyboard(sit_down, office) -> None:
    seat = sit_down("inquiries")
    seat.qtbot.keyClick(seat.page(), Qt.Key.Key_N, CTRL)
    page = page_of(seat)
    seat.until(lambda: page.ui.customer.hasFocus())
    seat.type("Kestrel Ltd")
    page.ui.phone.setFocus()
    seat.type("021-55667788")
    page.ui.grid.setFocus()
    seat.type("gearbox with special flange")
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.type("20")
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.qtbot.keyClick(seat.focus(), Qt.Key.Key_S, CTRL)
    seat.until(lambda: page.opened is not None and page.opened.id is not None)
    seat.settle()
    view = inquiries.load(office.desk(), page.opened.id)
    assert (view.inquiry.customer_name, view.inquiry.phone) == ("Kestrel Ltd", "021-55667788")
    assert view.inquiry.lines[0].text == "gearbox with special flange"
    assert view.inquiry.lines[0].quantity == Decimal(20)
    assert drafts.drafts_of(office.desk(), "inquiry") == []


def test_a_known_customer_fills_contact_and_phone(sit_down, office) -> None:
    seat = sit_down("inquiries")
    page = page_of(seat)
    page.new()
    seat.until(lambda: page.ui.customer.hasFocus())
    seat.type("cyzd")
    seat.until(lambda: page.ui.customer.popup.isVisible())
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.until(lambda: page.ui.contact.text() == "钱工")
    inquiry = page.typed()
    assert inquiry is not None and inquiry.customer_id == office.customers[1]
    assert inquiry.phone == "0512-6555 0142"


def test_one_click_makes_the_quotation(sit_down, office) -> None:
    seat = sit_down("inquiries")
    page = show(seat, noted(office, customer_id=office.customers[0], customer_name=""))
    page.main_action()
    seat.until(lambda: isinstance(seat.page(), QuotesPage))
    quotes_page = seat.page()
    seat.until(lambda: quotes_page.opened is not None)
    seat.settle()
    line = quotes_page.ui.grid.lines()[0]
    assert (line["code"], line["quantity"], line["unit_price"]) == ("PLF060-L1-5", Decimal(20), Decimal("486.00"))
    assert quotes_page.opened.inquiry[0] == page.opened.id


def test_an_error_stands_at_its_field(sit_down, office) -> None:
    seat = sit_down("inquiries")
    page = show(seat, noted(office))
    page.ui.customer.clear()
    page._typed()
    page.save()
    seat.settle()
    assert page.errors.marked() == ["customer_name"]
    assert page.dirty


def test_a_new_inquiry_that_was_never_saved_comes_back(sit_down, office) -> None:
    seat = sit_down("inquiries")
    page = page_of(seat)
    page.new()
    seat.until(lambda: page.ui.customer.hasFocus())
    seat.type("Alpine")
    page.keeper.keep_now()
    seat.settle()
    again = sit_down("inquiries")
    other = page_of(again)
    other.new()
    again.until(lambda: other.ui.customer.text() == "Alpine")
    assert other.dirty


def test_closing_and_reopening(sit_down, office) -> None:
    seat = sit_down("inquiries")
    inquiry_id = noted(office)
    page = show(seat, inquiry_id)
    page.decide("close")
    seat.until(lambda: page.opened is not None and page.opened.status == "closed")
    seat.settle()
    assert not page.ui.close_it.isVisible()
    page.decide("reopen")
    seat.until(lambda: page.opened is not None and page.opened.status == "open")


def test_what_is_kept_of_a_draft_is_all_of_it() -> None:
    line = InquiryLine("gearbox", uuid.UUID(int=7), Decimal("2.5"), "pc", None)
    inquiry = Inquiry(
        dt.date(2026, 11, 24), "fair", uuid.UUID(int=9), "Kestrel", "Ann", "123", (line,), None, "high", "low",
        "normal", "call", dt.date(2026, 11, 30), None, "two\nlines",
    )  # fmt: skip
    assert from_json(to_json(inquiry)) == inquiry


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_page_is_sound(sit_down, office, qapp, language: str, colours: str) -> None:
    translations.install(qapp, language)
    theme.apply(qapp, colours)
    seat = sit_down("inquiries")
    page = show(seat, noted(office, next_step="call", next_date=dt.date(2026, 11, 20)))
    assert_page_is_sound(page, own_words=[page.ui.number.text()])


def test_the_menu_brings_lists_in_and_out(sit_down, office) -> None:
    page = show(sit_down("inquiries"), noted(office))
    offered = {action.text(): action for action in page.menu().actions()}
    assert {"Import inquiries", "Export this list"} <= set(offered)


def test_ctrl_z_walks_back_through_saved_changes_and_ctrl_y_forward(sit_down, office) -> None:
    seat = sit_down("inquiries")
    inquiry_id = noted(office, next_step="one")
    page = show(seat, inquiry_id)
    for step in ("two", "three"):
        page.ui.next_step.setText(step)
        page.form.touched()
        page.save()
        seat.until(lambda: not page.dirty)
        seat.settle()
    page.list.setFocus()
    for key, expected in (("Z", "two"), ("Z", "one"), ("Z", "one"), ("Y", "two"), ("Y", "three")):
        seat.qtbot.keyClick(seat.focus(), getattr(Qt.Key, f"Key_{key}"), CTRL)
        seat.settle()
        seat.until(lambda expected=expected: page.ui.next_step.text() == expected)
    assert inquiries.load(office.desk(), inquiry_id).inquiry.next_step == "three"


def test_what_was_discarded_comes_back(sit_down, office) -> None:
    seat = sit_down("inquiries")
    page = show(seat, noted(office, next_step="one"))
    page.ui.next_step.setText("call tomorrow")
    page.form.touched()
    page.discard()
    seat.settle()
    assert page.ui.next_step.text() == "one"
    page.list.setFocus()
    page.undo()
    assert page.ui.next_step.text() == "call tomorrow" and page.dirty


def test_a_quantity_that_cannot_stand_says_so_at_its_cell(sit_down, office) -> None:
    seat = sit_down("inquiries")
    page = show(seat, noted(office))
    grid = page.ui.grid
    grid.focus_cell(0, "quantity")
    seat.type("0")
    seat.qtbot.keyClick(seat.focus(), ENTER)
    grid.focus_cell(0, "quantity")
    assert "above zero" in grid.note.text()
