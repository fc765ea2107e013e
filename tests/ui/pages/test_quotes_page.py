"""The page of quotations on a real data file."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from orderdesk_gui.actions import (
    approvals,
    approvals_waiting,
    authority,
    contracts_history,
    contracts_saving,
    customers,
    drafts,
    notes,
    people,
    products,
    quotes,
    quotes_papers,
    quotes_saving,
)
from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.rules.language import use_language
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store.quotes import Quote
from orderdesk_gui.ui import theme, translations
from orderdesk_gui.ui.dialogs.approval import ApprovalDialog
from orderdesk_gui.ui.dialogs.lost import LostDialog
from orderdesk_gui.ui.dialogs.paper import PaperDialog
from orderdesk_gui.ui.dialogs.rush import RushDialog
from orderdesk_gui.ui.dialogs.send import SendDialog
from orderdesk_gui.ui.pages.quotes.columns import amount
from orderdesk_gui.ui.pages.quotes.draft import Look
from orderdesk_gui.ui.pages.quotes.page import QuotesPage
from orderdesk_gui.ui.pages.quotes.summaries import step_rows
from tests.ui.soundness import assert_page_is_sound

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def page_of(seat) -> QuotesPage:
    page = seat.page()
    assert isinstance(page, QuotesPage)
    return page


def press(seat, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    seat.qtbot.keyClick(seat.focus(), key, modifier)


def saved_quote(office, *, customer: int = 0, quantity: str = "3", price: str = "") -> uuid.UUID:
    """A saved draft with one line."""
    desk = office.desk()
    quote = quotes_saving.blank(desk, office.customers[customer])
    line = QuoteLine(
        Decimal(quantity), Decimal(price or "486.00"), product_id=office.products[0], code="PLF060-L1-5",
        name_zh="行星减速机 60 框 速比 5", name_en="Planetary gearbox 60, i = 5", unit="台",
        list_price=Decimal("486.00"), manual=bool(price),
    )  # fmt: skip
    return quotes_saving.save(desk, replace(quote, lines=(line,))).id


def issued_quote(office, **values) -> uuid.UUID:
    made = saved_quote(office, **values)
    assert approvals.submit(office.desk(), made).status == "approved"
    quotes_papers.issue(office.desk(), made)
    return made


def show(seat, quote_id: uuid.UUID) -> QuotesPage:
    seat.window.navigate("quotations", quote_id)
    page = page_of(seat)
    seat.until(lambda: page.quote_id() == quote_id)
    seat.settle()
    return page


def dialog(seat, kind: type[QDialog]):
    page = page_of(seat)
    seat.until(lambda: page.findChild(kind) is not None)
    found = page.findChild(kind)
    assert found is not None
    return found


def typed_new_quote(seat) -> QuotesPage:
    """Ctrl+N, the customer by pinyin initials, a product by pinyin initials, the quantity; keyboard alone."""
    press(seat, Qt.Key.Key_N, CTRL)
    page = page_of(seat)
    seat.until(lambda: page.ui.asking_customer.hasFocus())
    seat.type("qzby")
    press(seat, ENTER)
    seat.until(lambda: page.ui.grid.hasFocus())
    seat.type("xxjsj")
    editor = seat.focus()
    seat.until(lambda: editor.popup.isVisible())
    press(seat, ENTER)
    grid = page.ui.grid
    seat.until(lambda: grid.currentIndex().column() == grid.grid_model.column_number("quantity"))
    seat.type("4")
    press(seat, ENTER)
    seat.until(lambda: grid.lines()[0].get("unit_price") is not None)
    seat.settle()
    return page


def test_a_new_quotation_by_keyboard_alone_becomes_an_issued_pdf(sit_down) -> None:
    seat = sit_down("quotations")
    page = typed_new_quote(seat)
    assert page.ui.grid.lines()[0]["unit_price"] == Decimal("486.00")
    press(seat, Qt.Key.Key_S, CTRL)
    seat.until(lambda: page.quote_id() is not None)
    seat.settle()
    press(seat, ENTER, CTRL)  # submit: within the limits, so approved at once
    seat.until(lambda: page.opened is not None and page.opened.status == "approved")
    seat.settle()
    page.ui.grid.setFocus()
    press(seat, ENTER, CTRL)  # issue
    sending = dialog(seat, SendDialog)
    seat.settle()
    kept = quotes_papers.issued_paper(seat.office.desk(), page.quote_id())
    assert kept.content.startswith(b"%PDF")
    assert "启泽泵业" in kept.file_name
    sending.reject()
    assert page.opened is not None and page.opened.status == "issued"


def test_codes_pasted_from_excel_become_products(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    grid.grid_model.add_blank_at_end()
    grid.setCurrentIndex(grid.grid_model.index(1, grid.grid_model.column_number("code")))
    QGuiApplication.clipboard().setText("cp32-14-16\t\t20\nNO-SUCH-CODE\tSpecial flange\t2\n")
    grid.paste()
    seat.until(lambda: len(grid.lines()) == 3 and grid.lines()[1].get("unit_price") is not None)
    seat.settle()
    found, free = grid.lines()[1:]
    assert (found["code"], found["quantity"], found["unit_price"]) == ("CP32-14-16", Decimal(20), Decimal("46"))
    assert found["product_id"] == office.products[2]
    assert free.get("product_id") is None and free["name"] == "Special flange"


def test_a_code_typed_faster_than_it_is_found_is_still_that_product(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    grid.set_cell(grid.lines()[0]["_id"], "quantity", Decimal(3))
    grid.grid_model.add_blank_at_end()
    grid.setCurrentIndex(grid.grid_model.index(1, grid.grid_model.column_number("code")))
    grid.setFocus()
    seat.type("plf090-l1-10")
    press(seat, ENTER)
    seat.until(lambda: len(grid.lines()) == 2 and grid.lines()[1].get("unit_price") == Decimal(1120))
    assert grid.lines()[1]["code"] == "PLF090-L1-10"


def test_an_error_stands_at_its_cell_and_nothing_is_saved(sit_down) -> None:
    seat = sit_down("quotations")
    page = typed_new_quote(seat)
    grid = page.ui.grid
    grid.set_cell(grid.lines()[0]["_id"], "quantity", Decimal("-2"))
    page.save()
    seat.settle()
    line = grid.lines()[0]
    assert "above zero" in grid.grid_model.marks(line).problems["quantity"]
    assert grid.currentIndex().column() == grid.grid_model.column_number("quantity")
    assert quotes.list_quotes(seat.office.desk()).rows == ()


def test_an_error_of_the_terms_opens_them_at_the_field(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    page.terms.ui.valid_until.set_value(dt.date(2026, 11, 1))
    page.terms.changed.emit()
    page.save()
    seat.settle()
    assert page.terms.isVisible()
    assert page.terms.errors.marked() == ["valid_until"]


def test_what_was_typed_survives_a_crash(sit_down) -> None:
    seat = sit_down("quotations")
    page = typed_new_quote(seat)
    page.keeper.keep_now()
    seat.settle()
    kept = drafts.drafts_of(seat.office.desk(), "quote")
    assert len(kept) == 1 and kept[0].subject is None
    # Another window on the same file, as after a crash: the first one never saved or closed.
    again = sit_down("quotations")
    other = page_of(again)
    again.until(lambda: len(other.list_model.rows()) == 1)
    other.list.choose_first()
    again.until(lambda: other.opened is not None)
    again.settle()
    line = other.ui.grid.lines()[0]
    assert (line["code"], line["quantity"], line["unit_price"]) == ("PLF060-L1-5", Decimal(4), Decimal("486.00"))
    assert other.dirty
    other.save()
    again.until(lambda: other.quote_id() is not None)
    again.settle()
    assert drafts.drafts_of(seat.office.desk(), "quote") == []


def test_no_draft_is_left_behind_by_what_is_kept_while_it_is_saved(sit_down) -> None:
    seat = sit_down("quotations")
    page = typed_new_quote(seat)
    page.save()
    page.keeper.touch()
    assert not page.keeper._timer.isActive()
    seat.until(lambda: page.quote_id() is not None)
    seat.settle()
    assert drafts.drafts_of(seat.office.desk(), "quote") == []


def test_what_could_not_be_saved_is_kept(sit_down) -> None:
    seat = sit_down("quotations")
    page = typed_new_quote(seat)
    page.ui.grid.set_cell(page.ui.grid.lines()[0]["_id"], "quantity", Decimal("-2"))
    page.save()
    seat.settle()
    page.keeper.flush()
    seat.settle()
    assert len(drafts.drafts_of(seat.office.desk(), "quote")) == 1


def test_a_changed_quotation_comes_back_with_what_was_typed(sit_down, office) -> None:
    seat = sit_down("quotations")
    first, second = saved_quote(office), saved_quote(office, customer=1)
    page = show(seat, first)
    page.ui.grid.set_cell(page.ui.grid.lines()[0]["_id"], "quantity", Decimal(9))
    page.leave()
    page.open(second)
    seat.until(lambda: page.quote_id() == second)
    seat.settle()
    page.open(first)
    seat.until(lambda: page.quote_id() == first)
    seat.settle()
    assert page.ui.grid.lines()[0]["quantity"] == Decimal(9)
    assert quotes.load(office.desk(), first).quote.lines[0].quantity == Decimal(3)
    page.discard()
    seat.until(lambda: page.ui.grid.lines()[0]["quantity"] == Decimal(3))


def test_undo_first_inside_the_draft_then_of_what_was_saved(sit_down, office) -> None:
    seat = sit_down("quotations")
    quote_id = saved_quote(office)
    page = show(seat, quote_id)
    grid = page.ui.grid
    grid.set_cell(grid.lines()[0]["_id"], "quantity", Decimal(7))
    page.undo()
    assert grid.lines()[0]["quantity"] == Decimal(3)
    page.redo()
    seat.settle()
    page.save()
    seat.until(lambda: not page.dirty)
    seat.settle()
    assert quotes.load(office.desk(), quote_id).quote.lines[0].quantity == Decimal(7)
    page.undo()
    seat.settle()
    seat.until(lambda: quotes.load(office.desk(), quote_id).quote.lines[0].quantity == Decimal(3))
    seat.until(lambda: grid.lines()[0]["quantity"] == Decimal(3))


def test_a_second_person_signs_in_at_the_same_desk_to_approve(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office, price="460.00"))  # 5.3 % off: beyond the clerk's limit
    page.main_action()
    seat.until(lambda: page.opened is not None and page.opened.status == "submitted")
    seat.settle()
    page.main_action()
    asked = dialog(seat, ApprovalDialog)
    seat.until(lambda: asked.ui.login.count() > 0)
    assert asked.ui.sign_in.isVisible()
    assert asked.ui.login.currentData() == "wang"  # who was asked: only the password is left to type
    seat.until(lambda: asked.ui.password.hasFocus())
    asked.ui.login.setCurrentIndex(asked.ui.login.findData("wang"))
    asked.ui.password.setText("wrong")
    asked.ui.approve.click()
    seat.settle()
    assert asked.isVisible() and asked._errors.marked() == ["password"]
    asked.ui.password.setText("4321")
    asked.ui.approve.click()
    seat.until(lambda: page.opened is not None and page.opened.status == "approved")
    seat.settle()
    said = approvals_waiting.of_quote(office.desk(), page.quote_id())
    assert said is not None and said.steps[0].by == "王总监"


def test_a_return_wants_a_reason_and_shows_it(sit_down, office) -> None:
    quote_id = saved_quote(office, price="460.00")
    approvals.submit(office.desk(), quote_id)
    seat = sit_down("quotations", "wang")
    page = show(seat, quote_id)
    page.main_action()
    asked = dialog(seat, ApprovalDialog)
    assert not asked.ui.sign_in.isVisible()
    asked.ui.return_it.click()
    assert asked._errors.marked() == ["remark"]
    asked.ui.remark.setText("too cheap")
    asked.ui.return_it.click()
    seat.until(lambda: page.opened is not None and page.opened.status == "returned")
    seat.settle()
    assert "too cheap" in page.ui.notice_text.text()
    assert page.opened is not None and page.opened.draft.editable


def test_a_rush_wants_a_reason_which_the_approver_reads_first(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office, price="460.00"))
    (deed,) = [one for one in page.deeds.others(page.typed()) if one.key == "rush"]
    deed.run()
    asked = dialog(seat, RushDialog)
    asked.submit.click()
    assert asked.errors.marked() == ["why"]
    asked.why.setText("line is down")
    asked.submit.click()
    seat.until(lambda: page.opened is not None and page.opened.status == "submitted")
    seat.settle()
    rows = page.ui.approval_band.rows()
    assert rows[0].text == "Rush: line is down"
    assert rows[1].text.endswith("王总监") and rows[1].detail == "waiting"
    assert not [one for one in page.deeds.others(page.opened.draft) if one.key == "rush"]
    office.clock.now += dt.timedelta(hours=5)
    late = approvals_waiting.of_quote(office.desk(), page.quote_id())
    assert late is not None
    assert [(row.text, row.detail) for row in step_rows(late)][1] == ("sales manager → general manager", "overdue")


def test_who_stands_in_is_offered_to_sign_in(sit_down, office) -> None:
    today = office.clock.now.date()
    quote_id = saved_quote(office, price="460.00")
    approvals.submit(office.desk(), quote_id)
    helper = people.Person(login="xu", name="许跟", role="follow_up")
    made = people.save_person(office.desk("boss"), helper, "2468")
    authority.delegate(office.desk("wang"), made.id, today, today)
    seat = sit_down("quotations")
    page = show(seat, quote_id)
    page.main_action()
    asked = dialog(seat, ApprovalDialog)
    seat.until(lambda: asked.ui.login.findData("xu") >= 0)
    asked.ui.login.setCurrentIndex(asked.ui.login.findData("xu"))
    asked.ui.password.setText("2468")
    asked.ui.approve.click()
    seat.until(lambda: approvals_waiting.of_quote(office.desk(), quote_id).steps[0].status == "approved")
    said = approvals_waiting.of_quote(office.desk(), quote_id).steps[0]
    assert (said.by, said.instead_of) == ("许跟", "王总监")


def test_copying_prices_anew_and_shows_the_difference(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office, price="540.00"))
    page.deeds.copy()
    seat.until(lambda: page.opened is not None and bool(page.opened.draft.copied_from))
    seat.settle()
    grid = page.ui.grid
    line = grid.lines()[0]
    assert line["unit_price"] == Decimal("486.00")
    seat.until(lambda: grid.grid_model.marks(grid.lines()[0]).icon == "arrow-down")
    assert "540.00" in grid.grid_model.marks(line).tip
    assert "1 price differs" in page.ui.notice_text.text()
    assert page.quote_id() is None


def test_losing_asks_for_the_reason(sit_down, office) -> None:
    seat = sit_down("quotations")
    quote_id = issued_quote(office)
    page = show(seat, quote_id)
    page.deeds.lose()
    asked = dialog(seat, LostDialog)
    asked.ui.reason.setCurrentIndex(asked.ui.reason.findData("other"))
    asked.ui.confirm.click()
    seat.settle()
    assert asked.errors.marked() == ["note"]  # another reason needs a word
    asked.ui.note.setText("project stopped")
    asked.ui.confirm.click()
    seat.until(lambda: page.opened is not None and page.opened.status == "lost")
    seat.settle()
    view = quotes.load(office.desk(), quote_id)
    assert (view.lost_reason, view.lost_note) == ("other", "project stopped")
    assert "project stopped" in page.ui.notice_text.text()


def test_an_issued_quotation_is_frozen_until_it_is_revised(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, issued_quote(office))
    grid = page.ui.grid
    assert not any(column.editable for column in grid.grid_model.columns)
    assert not page.ui.save.isVisible()
    page.deeds.revise()
    seat.until(lambda: page.opened is not None and page.opened.draft.revision == 2)
    seat.settle()
    assert page.opened is not None and page.opened.draft.editable
    assert grid.grid_model.columns[grid.grid_model.column_number("quantity")].editable


def test_what_was_offered_stays_when_the_price_list_changes(sit_down, office) -> None:
    quote_id = issued_quote(office)
    month = products.price_lists(office.desk("wang"))[0]
    dearer = products.Price(office.products[0], unit_price=Decimal("600"))
    products.save_price_list(office.desk("wang"), month, [dearer])
    seat = sit_down("quotations")
    line = show(seat, quote_id).ui.grid.lines()[0]
    assert (line["unit_price"], line["list_price"], line["vs_list"]) == (Decimal("486"), Decimal("486"), Decimal(0))


def test_every_issued_revision_can_be_printed_again(sit_down, office) -> None:
    quote_id = issued_quote(office)
    quotes_saving.revise(office.desk(), quote_id)
    approvals.submit(office.desk(), quote_id)
    quotes_papers.issue(office.desk(), quote_id)
    seat = sit_down("quotations")
    page = show(seat, quote_id)
    papers = next(action.menu() for action in page.menu().actions() if action.text() == "Issued revisions")
    assert [action.text()[:2] for action in papers.actions()] == ["R1", "R2"]
    papers.actions()[0].trigger()
    shown = dialog(seat, PaperDialog)
    assert shown._content == quotes_papers.issued_paper(office.desk(), quote_id, 1).content
    shown.accept()


def test_a_typed_share_of_the_list_price_sets_the_price(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    line_id = grid.lines()[0]["_id"]
    grid.set_cell(line_id, "vs_list", Decimal("0.10"))
    seat.until(lambda: grid.lines()[0]["unit_price"] == Decimal("437.40"))
    assert grid.lines()[0]["manual"]
    assert grid.grid_model.marks(grid.lines()[0]).tones["unit_price"] == "yellow"
    seat.until(lambda: any(row.tone == "yellow" for row in page.ui.approval_band.rows()))
    grid.set_cell(line_id, "unit_price", None)  # emptied: the price list decides again
    seat.until(lambda: grid.lines()[0]["unit_price"] == Decimal("486.00"))
    assert not grid.lines()[0]["manual"]


def test_a_larger_quantity_finds_its_price_break(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    grid.set_cell(grid.lines()[0]["_id"], "quantity", Decimal(100))
    seat.until(lambda: grid.lines()[0]["unit_price"] == Decimal("471.42"))
    seat.until(lambda: (page.ui.totals_band.totals() or None) is not None)
    seat.until(lambda: page.ui.totals_band.totals().total == "47,142.00")


def test_terms_and_files_open_and_close_by_keys(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    page.edit()
    press(seat, Qt.Key.Key_T, CTRL)
    assert page.terms.isVisible() and page.terms.isAncestorOf(seat.focus())
    press(seat, Qt.Key.Key_Escape)
    assert not page.terms.isVisible() and page.ui.grid.hasFocus()
    press(seat, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert page.notes.isVisible()
    press(seat, Qt.Key.Key_Escape)
    assert not page.notes.isVisible()
    page.ui.grid.focus_cell(0, "quantity")
    press(seat, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert page.why.isVisible() and page.why.pinned


def test_goods_for_abroad_bear_no_vat(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    grid.use_mode("exclusive", "USD")
    grid.prices.free_vat = Decimal(0)
    offered = []
    grid.prices.find_products("PLF060", None, lambda choices, _total, _after: offered.extend(choices))
    seat.until(lambda: bool(offered))
    assert offered[0].values["vat_rate"] == Decimal(0)


def test_saving_at_once_waits_for_the_price(sit_down, office) -> None:
    seat = sit_down("quotations")
    quote_id = saved_quote(office)
    page = show(seat, quote_id)
    page.ui.grid.set_cell(page.ui.grid.lines()[0]["_id"], "quantity", Decimal(100))
    page.save()  # Ctrl+S right behind the last digit
    seat.until(lambda: not page.dirty)
    seat.settle()
    (line,) = quotes.load(office.desk(), quote_id).quote.lines
    assert (line.quantity, line.unit_price) == (Decimal(100), Decimal("471.42"))


def test_what_is_typed_is_kept_when_another_page_is_shown(sit_down, office) -> None:
    seat = sit_down("quotations")
    quote_id = saved_quote(office)
    page = show(seat, quote_id)
    page.ui.grid.set_cell(page.ui.grid.lines()[0]["_id"], "quantity", Decimal(8))
    seat.window.navigate("inquiries")
    seat.settle()
    (kept,) = drafts.drafts_of(office.desk(), "quote")
    assert kept.subject == quote_id


def test_prices_change_between_with_and_without_tax(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office, price="452.00"))
    grid = page.ui.grid
    combo = page.terms.ui.tax_mode
    combo.setCurrentIndex(combo.findData("exclusive"))
    combo.activated.emit(combo.currentIndex())
    seat.until(lambda: grid.lines()[0]["unit_price"] == Decimal("400"))
    seat.settle()
    assert grid.grid_model.headerData(
        grid.grid_model.column_number("unit_price"), Qt.Orientation.Horizontal
    ) == "Price excl. tax"  # fmt: skip


def test_the_preview_shows_the_pages_of_the_draft(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    page.print()
    shown = dialog(seat, PaperDialog)
    assert shown.pages() == 1
    shown.accept()


def test_files_and_to_dos_hang_on_a_quotation(sit_down, office, tmp_path) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    drawing = tmp_path / "drawing.pdf"
    drawing.write_bytes(b"%PDF-1.4 drawing")
    page.toggle_notes()
    assert page.notes.isVisible()
    page.notes.files.files_added.emit([drawing])
    page.notes.todos.added.emit("call Qian", dt.date(2026, 11, 30))
    seat.until(lambda: page.ui.notes_button.text() == "1  ·  1")
    seat.settle()
    assert [one.name for one in notes.attachments(office.desk(), "quote", page.quote_id())] == ["drawing.pdf"]
    assert page.back_out() and not page.notes.isVisible()


def test_the_paper_shows_the_columns_that_the_grid_shows(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    assert grid.paper_columns() == ("code", "name", "unit", "quantity", "price_gross", "gross")
    grid.show_columns([*grid.shown_columns(), "other_price", "tax", "customer_part_no"])
    assert grid.paper_columns() == (
        "code", "customer_code", "name", "unit", "quantity", "price_net", "price_gross", "tax_rate", "tax", "gross",
    )  # fmt: skip
    grid.set_cell(grid.lines()[0]["_id"], "delivery_date", dt.date(2026, 12, 16))
    assert grid.paper_columns()[-1] == "delivery"


def test_the_sheet_explains_the_price_step_by_step(sit_down, office) -> None:
    issued = issued_quote(office)
    quotes_saving.decide(office.desk(), issued, "win")
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office, price="470.00"))
    grid = page.ui.grid
    grid.focus_cell(0, "unit_price")
    seat.until(lambda: page.why.isVisible())
    seat.settle()
    told = page.why._rows.accessibleName()
    assert "List 2026-07 486.00" in told
    assert "price set by hand 470.00" in told
    assert "Last sold 2026-11-24, 3 486.00" in told
    assert "Margin" not in told  # a clerk may not see it
    grid.focus_cell(0, "quantity")
    assert not page.why.isVisible()
    assert page.why.geometry().bottom() <= page.ui.lower.mapTo(page.ui.popup_area, QPoint(0, 0)).y()


def test_without_the_right_no_margin_is_shown(sit_down, office) -> None:
    quote_id = saved_quote(office)
    clerk = sit_down("quotations")
    page = show(clerk, quote_id)
    line_id = page.ui.grid.lines()[0]["_id"]
    clerk.until(lambda: page.ui.grid.explained(line_id) is not None)
    assert page.ui.grid.explained(line_id).margin is None
    boss = sit_down("quotations", "wang")
    seen = show(boss, quote_id)
    line_id = seen.ui.grid.lines()[0]["_id"]
    boss.until(lambda: seen.ui.grid.explained(line_id) is not None)
    assert seen.ui.grid.explained(line_id).margin == Decimal("0.302")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_page_is_sound(sit_down, office, qapp, language: str, colours: str) -> None:
    translations.install(qapp, language)
    theme.apply(qapp, colours)
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office, customer=2, price="440.00"))
    seat.settle()
    own = [page.ui.number.text()]
    assert_page_is_sound(page, own_words=own)
    page.toggle_terms()
    assert_page_is_sound(page, own_words=own)
    use_language("en")


def test_an_empty_page_offers_the_first_step(sit_down) -> None:
    seat = sit_down("quotations")
    page = page_of(seat)
    assert page.ui.detail.currentWidget() is page.ui.nothing
    assert_page_is_sound(page)


def test_leaving_and_coming_back_keeps_columns_and_tab(sit_down, office, qtbot: QtBot) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    page.ui.grid.show_columns(["name", "quantity", "unit_price", "other_price", "gross"])
    page.ui.tabs.set_value("all")
    state = page.page_state()
    again = sit_down("quotations")
    other = page_of(again)
    other.restore(state)
    assert "other_price" in other.ui.grid.shown_columns() and "vs_list" not in other.ui.grid.shown_columns()
    assert other.ui.tabs.value() == "all"
    assert "price_net" in other.ui.grid.paper_columns()


def test_a_saved_reorder_names_the_quotation_it_repeats(sit_down, office) -> None:
    seat = sit_down("quotations")
    before = saved_quote(office)
    page = show(seat, before)
    page.deeds.copy()
    seat.until(lambda: page.opened is not None and bool(page.opened.draft.copied_from))
    seat.settle()
    page.save()
    seat.until(lambda: page.quote_id() is not None)
    with office.desk().reading() as connection:
        row = connection.execute(select(Quote.copied_from).where(Quote.id == page.quote_id())).one()
    assert row.copied_from == before


def test_a_draft_revision_above_an_issued_one_can_be_deleted(sit_down, office) -> None:
    seat = sit_down("quotations")
    quote_id = issued_quote(office)
    page = show(seat, quote_id)
    assert page.opened is not None
    assert "delete" not in [deed.key for deed in page.deeds.others(page.opened.draft)]
    page.deeds.revise()
    seat.until(lambda: page.opened is not None and page.opened.draft.revision == 2)
    seat.settle()
    deeds = {deed.key: deed for deed in page.deeds.others(page.opened.draft)}
    deeds["delete"].run()
    seat.settle()
    assert quotes.load(office.desk(), quote_id).status == "issued"


def test_the_newest_quotation_is_shown_at_the_first_visit(sit_down, office) -> None:
    made = saved_quote(office)
    seat = sit_down("quotations")
    page = page_of(seat)
    seat.until(lambda: page.quote_id() == made)
    assert page.list.current_id() == made


def test_a_new_quotation_is_the_chosen_row_as_soon_as_it_is_kept(sit_down, office) -> None:
    saved_quote(office)
    seat = sit_down("quotations")
    page = typed_new_quote(seat)
    page.keeper.flush()
    seat.settle()
    assert page.quote_id() is None
    assert page.list.current_id() == ("kept", page.keeper.draft_id)


def test_an_earlier_approval_that_holds_is_said(sit_down, office) -> None:
    quote_id = saved_quote(office, price="460.00")
    approvals.submit(office.desk(), quote_id, note="Like revision 1.")
    seat = sit_down("quotations")
    page = show(seat, quote_id)
    assert page.ui.approval_band.rows()[0].text == "Like revision 1."


def test_a_customer_not_found_is_begun_with_the_name_typed(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = page_of(seat)
    asked: list[object] = []
    page.navigate.connect(lambda key, id: asked.append((key, id)))
    page.new()
    page.ui.asking_customer.setText(" 新客户公司 ")
    page.ui.asking_new_customer.click()
    assert asked == [("customers", {"new": "新客户公司"})]


def test_undo_takes_the_draft_back_first_and_then_what_was_saved(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.grid_model.index(0, grid.grid_model.column_number("unit_price")))
    seat.type("450")
    press(seat, ENTER)
    seat.settle()
    press(seat, Qt.Key.Key_S, CTRL)
    seat.settle()
    assert not page.dirty
    press(seat, Qt.Key.Key_Z, CTRL)
    seat.until(lambda: grid.lines()[0]["unit_price"] == Decimal("486.00"))
    seat.settle()
    assert not page.dirty


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("quantity", "0", "Enter a quantity above zero."),
        ("quantity", "-3", "Enter a quantity above zero."),
        ("quantity", "1000000000000", "too large"),
        ("unit_price", "1.1234567", "more than 6 decimals"),
        ("unit_price", "-1", "zero or more"),
        ("vat_rate", "99", "VAT rate"),
    ],
)
def test_a_figure_that_cannot_stand_says_so_at_its_cell(sit_down, office, key: str, typed: str, said: str) -> None:
    seat = sit_down("quotations")
    seat.window.resize(1600, 800)  # all columns have room
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    grid.setFocus()
    grid.focus_cell(0, key)
    seat.type(typed)
    press(seat, ENTER)
    seat.settle()
    grid.focus_cell(0, key)
    assert said in grid.note.text()
    seat.type("1")
    press(seat, ENTER)
    seat.settle()
    grid.focus_cell(0, key)
    assert grid.note.text() == ""


def test_pasted_figures_are_checked_as_typed_ones_are(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    grid.focus_cell(0, "quantity")
    QGuiApplication.clipboard().setText("0\nNaN\n")
    grid.paste()
    seat.settle()
    assert grid.note.text() == "Enter a quantity above zero."


def test_units_are_shown_in_the_language_of_the_screen_and_kept_as_they_are(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    model = page.ui.grid.grid_model
    cell = model.index(0, model.column_number("unit"))
    assert cell.data() == "set"
    draft = page.typed()
    assert draft is not None and draft.quote.lines[0].unit == "台"


def test_f4_shows_all_products_with_this_customers_prices(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office, customer=1))
    grid = page.ui.grid
    grid.grid_model.add_blank_at_end()
    grid.setFocus()
    grid.focus_cell(1, "code")
    press(seat, Qt.Key.Key_F4)
    editor = seat.focus()
    seat.until(lambda: editor.popup.isVisible())
    assert [(one.code, one.price) for one in editor.popup.choices()] == [
        ("CP32-14-16", "43.70"), ("PLF060-L1-5", "461.70"), ("PLF090-L1-10", "1,064.00"),
    ]  # fmt: skip
    press(seat, Qt.Key.Key_Down)
    press(seat, Qt.Key.Key_Down)
    press(seat, ENTER)
    seat.until(lambda: len(grid.lines()) == 2 and grid.lines()[1].get("unit_price") == Decimal("1064"))


def saved_by_keyboard(seat, page: QuotesPage, *prices: str) -> None:
    """Type a price into the first line and save, once per price."""
    grid = page.ui.grid
    for price in prices:
        grid.setFocus()
        grid.focus_cell(0, "unit_price")
        seat.type(price)
        press(seat, ENTER)
        seat.settle()
        press(seat, Qt.Key.Key_S, CTRL)
        seat.until(lambda: not page.dirty)
        seat.settle()


def test_ctrl_z_walks_back_through_saved_changes_and_ctrl_y_forward(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    saved_by_keyboard(seat, page, "480", "470", "460")
    grid = page.ui.grid

    def price_is(price: str) -> bool:
        return not page.dirty and grid.lines()[0]["unit_price"] == Decimal(price)

    for price in ("470", "480", "486"):
        press(seat, Qt.Key.Key_Z, CTRL)
        seat.until(lambda price=price: price_is(price))
        seat.settle()
    press(seat, Qt.Key.Key_Z, CTRL)  # the first save stays
    seat.settle()
    assert price_is("486") and page.quote_id() is not None
    for keys in ((Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)):
        press(seat, *keys)
        seat.settle()
    seat.until(lambda: price_is("470"))
    grid.focus_cell(0, "quantity")
    seat.type("5")
    press(seat, ENTER)
    seat.settle()
    press(seat, Qt.Key.Key_Z, CTRL)  # what is typed comes first
    seat.settle()
    assert grid.lines()[0]["quantity"] == Decimal(3)
    press(seat, Qt.Key.Key_Z, CTRL)  # nothing else is typed: the saved change before
    seat.until(lambda: price_is("480"))


def test_saved_changes_wait_for_what_is_typed(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    saved_by_keyboard(seat, page, "480")
    page.terms.ui.project.setText("Phase 2")
    page.terms.changed.emit()
    page.undo()
    seat.settle()
    assert page.ui.grid.lines()[0]["unit_price"] == Decimal("480")
    assert page.dirty and page.terms.ui.project.text() == "Phase 2"


def test_the_undo_of_an_issued_quotation_names_the_way_out(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, issued_quote(office))
    said: list[str] = []
    page.shell.toast = lambda text, undo=None, tone="green": said.append(str(text))
    page.undo()
    seat.settle()
    assert any("Make a new revision instead" in text for text in said)


def test_the_contact_person_is_chosen_printed_and_written_to(sit_down, office) -> None:
    desk = office.desk()
    known = customers.load(desk, office.customers[0])
    people = (*known.contacts, Contact("李工", title="采购", phone="0512-1234 5678", email="li@qize.example"))
    customers.save(desk, replace(known, contacts=people))
    quote_id = saved_quote(office)
    seat = sit_down("quotations")
    page = show(seat, quote_id)
    box = page.terms.ui.contact
    assert [box.itemText(n) for n in range(box.count())] == ["孙丽", "李工 · 采购"] and box.currentIndex() == 0
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert page.ui.customer_detail.text().startswith("李工 · 采购")
    page.save()
    seat.until(lambda: not page.dirty)
    seat.settle()
    page.main_action()
    seat.until(lambda: page.opened is not None and page.opened.status == "approved")
    seat.settle()
    page.main_action()
    sending = dialog(seat, SendDialog)
    assert (sending.ui.to.text(), sending._email) == ("李工", "li@qize.example")
    sending.reject()
    seat.settle()
    customers.save(desk, replace(known, contacts=known.contacts))  # he left
    assert quotes_papers.facts_of(desk, quote_id).buyer.contact == "李工 采购"
    view = quotes.load(desk, quote_id)
    assert view.contact is not None and view.contact.email == "li@qize.example"


def test_the_look_of_the_paper_is_kept_with_the_draft_and_after_it_is_saved(sit_down, office) -> None:
    quote_id, other = saved_quote(office), saved_quote(office, customer=1)
    seat = sit_down("quotations")
    page = show(seat, quote_id)
    for combo, value in ((page.terms.ui.language, "both"), (page.terms.ui.letterhead, False)):
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
    page.keeper.keep_now()
    seat.settle()
    page.open(other)
    seat.until(lambda: page.quote_id() == other)
    seat.settle()
    assert page.terms.look() == Look()
    page.open(quote_id)
    seat.until(lambda: page.quote_id() == quote_id)
    seat.settle()
    assert page.terms.look() == Look("both", False) and page.dirty
    page.save()
    seat.until(lambda: not page.dirty)
    seat.settle()
    again = sit_down("quotations")
    assert show(again, quote_id).terms.look() == Look("both", False)


def test_an_issued_price_is_explained_as_it_was_found_then(sit_down, office) -> None:
    quote_id = issued_quote(office)
    month = products.price_lists(office.desk("wang"))[0]
    products.save_price_list(
        office.desk("wang"), month, [products.Price(office.products[0], unit_price=Decimal("600"))]
    )
    seat = sit_down("quotations")
    page = show(seat, quote_id)
    page.ui.grid.setFocus()
    page.ui.grid.focus_cell(0, "unit_price")
    seat.until(lambda: page.why.isVisible())
    seat.settle()
    told = page.why._rows.accessibleName()
    assert "486.00" in told and "600" not in told
    assert "as it was found then" in page.why.note.text()


def test_the_name_stays_readable_on_a_small_screen(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    grid = page.ui.grid
    name = grid.grid_model.column_number("name")
    for width in (1366, 1280, 1100):
        seat.window.resize(width, 720)
        seat.settle()
        assert grid.columnWidth(name) >= 170, width
    assert not grid.isColumnHidden(grid.grid_model.column_number("gross"))


def test_specifications_are_read_in_the_language_of_the_screen(sit_down, office) -> None:
    desk = office.desk("wang")
    known = products.load(desk, office.products[0])
    named = replace(known, specification="机座 60 mm，法兰输出", specification_en="frame 60 mm, flange")
    products.save(desk, named)
    quote = quotes_saving.blank(office.desk(), office.customers[0])
    line = QuoteLine(
        Decimal(1), Decimal("486"), product_id=office.products[0], code="PLF060-L1-5", name_zh=known.name_zh,
        name_en=known.name_en, specification=named.specification, unit="台",
    )  # fmt: skip
    quote_id = quotes_saving.save(office.desk(), replace(quote, lines=(line,))).id
    seat = sit_down("quotations")
    page = show(seat, quote_id)
    model = page.ui.grid.grid_model
    assert model.index(0, model.column_number("name")).data() == "Planetary gearbox 60, i = 5 frame 60 mm, flange"
    draft = page.typed()
    assert draft is not None and draft.quote.lines[0].specification == "机座 60 mm，法兰输出"


def test_the_approval_of_a_draft_does_not_follow_to_the_next_quotation(sit_down, office) -> None:
    draft, issued = saved_quote(office, price="400.00"), issued_quote(office)
    seat = sit_down("quotations")
    page = show(seat, draft)
    page.figures._assess()  # on its way when the next one is shown
    page.open(issued)
    seat.until(lambda: page.quote_id() == issued)
    seat.settle()
    assert not any(row.tone == "yellow" for row in page.ui.approval_band.rows())


def test_a_negative_amount_reads_as_a_number() -> None:
    pricing = SimpleNamespace(tax_mode="inclusive", currency="CNY")
    line = {"unit_price": Decimal("10"), "quantity": Decimal("-5"), "vat_rate": Decimal("0.13")}
    assert amount(line, pricing, "gross") == "−50.00"


def test_the_sheet_never_covers_the_price_that_it_explains(sit_down, office) -> None:
    desk = office.desk()
    quote = quotes_saving.blank(desk, office.customers[0])
    line = QuoteLine(
        Decimal(2), Decimal("480"), product_id=office.products[0], code="PLF060-L1-5", name_zh="行星减速机", unit="台",
        manual=True,
    )  # fmt: skip
    quote_id = quotes_saving.save(desk, replace(quote, lines=(line,) * 8)).id
    seat = sit_down("quotations")
    page = show(seat, quote_id)
    grid = page.ui.grid
    grid.setFocus()
    for row in range(8):
        grid.focus_cell(row, "unit_price")
        seat.until(page.why.isVisible)
        cell = grid.visualRect(grid.currentIndex())
        corner = grid.viewport().mapTo(page.ui.popup_area, cell.topLeft())
        assert not page.why.geometry().intersects(cell.translated(corner - cell.topLeft())), row


def test_a_won_quotation_leads_to_the_contract_made_from_it(sit_down, office) -> None:
    seat = sit_down("quotations")
    won = issued_quote(office)
    quotes_saving.decide(office.desk(), won, "win")
    page = show(seat, won)
    assert (page.ui.life._steps[2].detail, page.deeds.main(page.opened.draft).title) == ("to be made", "Make contract")
    made = contracts_saving.from_quote(office.desk(), won)
    assert contracts_history.grown_from(office.desk(), won) == (made.id, made.number)
    page.load(won)
    seat.settle()
    step = page.ui.life._steps[2]
    assert (step.state, step.page, step.id) == ("done", "contracts", made.id)
    assert step.detail == f"CT…{made.number[-4:]}"
    with seat.qtbot.waitSignal(page.navigate) as asked:
        page.main_action()
    assert asked.args == ["contracts", made.id]


def test_a_contract_that_was_thrown_away_may_be_made_again(sit_down, office) -> None:
    seat = sit_down("quotations")
    won = issued_quote(office)
    quotes_saving.decide(office.desk(), won, "win")
    made = contracts_saving.from_quote(office.desk(), won)
    contracts_saving.delete(office.desk(), made.id)
    assert contracts_history.grown_from(office.desk(), won) is None
    page = show(seat, won)
    assert page.deeds.main(page.opened.draft).title == "Make contract"


def test_who_is_asked_for_a_customer_is_not_interrupted_by_what_changes_meanwhile(sit_down, office) -> None:
    seat = sit_down("quotations")
    shown = saved_quote(office)
    page = show(seat, shown)
    page.new()
    seat.type("q")
    page.reload()
    seat.settle()
    assert page.begin.asking()
    assert page.ui.asking_customer.text() == "q"
    page.back_out()
    seat.settle()
    assert page.on_sheet()
    assert page.quote_id() == shown
