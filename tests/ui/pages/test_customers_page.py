"""The page of customers: found, read, edited in place, saved, undone, in both languages."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import customers, drafts, inquiries, notes
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.customers import BankAccount, Contact, Customer
from orderdesk_gui.rules.inquiries import Inquiry
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.customers.confirm import ConfirmAccount
from orderdesk_gui.ui.pages.customers.detail import DATA, OVERVIEW
from orderdesk_gui.ui.pages.customers.page import CustomersPage
from orderdesk_gui.ui.undo_stack import UndoStack
from orderdesk_gui.ui.widgets.form_fields import FieldNote
from tests.ui.pages.desk_window import *  # noqa: F403
from tests.ui.pages.desk_window import settle, until
from tests.ui.soundness import assert_page_is_sound

LONG = "内蒙古自治区呼和浩特市经济技术开发区力昊高性能陶瓷装备与精密传动系统研究制造股份有限公司第二分公司" * 3
QIAN = Customer(
    name="苏州澄岳自动化设备有限公司", short_name="澄岳自动化", code="C007", uscc="91330203MA2AJ1KX7B", tier="key",
    credit_grade="A", credit_limit=Decimal(800000), payment=PaymentTerms("monthly", 30, 25),
    contacts=(Contact("钱工", "采购", phone="0512-65550142"),),
)  # fmt: skip
Show = Callable[[], CustomersPage]


def _type(page: CustomersPage, field: str, text: str) -> None:
    """Type into a field of the form."""
    getattr(page.detail.ui, field).setText(text)
    page.detail.form.changed.emit()


def _with_undo(page: CustomersPage, jobs: Background) -> None:
    """Give the window what the session gives it: a stack that hears of every change."""
    stack = UndoStack(jobs, page)
    jobs.changed.connect(stack.add)
    page.shell.session = SimpleNamespace(undo_stack=stack)


@pytest.fixture
def show(
    jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> Show:
    """Shows the page in a window of the size of a small laptop; asked whether to save, the person discards."""
    monkeypatch.setattr(CustomersPage, "_ask", lambda self: "discard")

    def made() -> CustomersPage:
        window = make_window([PageSpec("customers", "Customers", "users", CustomersPage)])
        window.resize(1366, 768)
        window.go("customers")
        settle(qtbot, jobs)
        page = window.current_page()
        assert isinstance(page, CustomersPage)
        return page

    return made


def test_the_first_customer_is_shown_with_what_is_known(firm: Desk, show: Show) -> None:
    made = customers.save(firm, QIAN).id
    customers.note_talk(firm, made, "要 24 套模组", "phone")
    notes.add_todo(firm, "回电", table="customer", record_id=made)
    page = show()
    assert page.detail.id() == made
    assert page.detail.ui.title.text() == QIAN.name
    assert "月结30天" in page.detail.head.subline or "30 days" in page.detail.head.subline
    assert page.detail.side.time_line.model().rowCount() == 1
    assert page.detail.form.customer() == customers.load(firm, made)
    assert not page.detail.is_changed()
    assert page.detail.ui.save_bar.isHidden()


def test_typing_shows_the_bar_and_saving_writes_it(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    page.edit()
    page.detail.ui.region.setText("苏州")
    page.detail.form.changed.emit()
    assert not page.detail.ui.save_bar.isHidden()
    page.save()
    settle(qtbot, jobs)
    assert customers.load(firm, made).region == "苏州"
    assert page.detail.ui.save_bar.isHidden()


def test_saved_edits_are_taken_back_one_by_one_and_done_again(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    _with_undo(page, jobs)
    for region in ("苏州", "无锡"):
        _type(page, "region", region)
        page.save()
        settle(qtbot, jobs)
    for step, region in ((page.undo, "苏州"), (page.undo, ""), (page.redo, "苏州"), (page.redo, "无锡")):
        step()
        settle(qtbot, jobs)
        assert (customers.load(firm, made).region, page.detail.ui.region.text()) == (region, region)


def test_nothing_saved_is_taken_back_while_something_is_typed(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    _with_undo(page, jobs)
    _type(page, "region", "苏州")
    page.save()
    settle(qtbot, jobs)
    _type(page, "industry", "机床")
    page.undo()
    settle(qtbot, jobs)
    assert customers.load(firm, made).region == "苏州"
    assert page.detail.ui.industry.text() == "机床"


def test_ctrl_z_in_a_field_without_typing_reaches_the_page(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    _with_undo(page, jobs)
    page.window().activateWindow()
    page.edit()
    edit = page.detail.ui.region
    edit.setFocus()
    qtbot.keyClicks(edit, "Suzhou")  # type: ignore[no-untyped-call]
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # type: ignore[no-untyped-call]
    assert edit.text() == ""  # first the typing
    qtbot.keyClicks(edit, "Suzhou")  # type: ignore[no-untyped-call]
    page.save()
    settle(qtbot, jobs)
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # type: ignore[no-untyped-call]
    settle(qtbot, jobs)
    assert customers.load(firm, made).region == ""
    qtbot.keyClick(edit, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)  # type: ignore[no-untyped-call]
    settle(qtbot, jobs)
    assert customers.load(firm, made).region == "Suzhou"


def test_what_was_typed_and_not_saved_comes_back(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    customers.save(firm, replace(QIAN, name="阿尔法", short_name=""))
    made = customers.save(firm, QIAN).id
    page = show()
    page.open(made)
    settle(qtbot, jobs)
    _type(page, "region", "苏州")
    grid = page.detail.form.contacts
    grid.set_cell(grid.lines()[0]["_id"], "title", "采购经理")
    page.detail.keeper.keep_now()
    settle(qtbot, jobs)
    customers.save(firm, replace(customers.load(firm, made), industry="机床"))  # somebody else, meanwhile
    again = show()  # as after a crash
    assert again.detail.id() == made
    assert (again.detail.ui.region.text(), again.detail.ui.industry.text()) == ("苏州", "机床")
    assert "back" in again.detail.ui.bar_note.text() and not again.detail.ui.save_bar.isHidden()
    again.save()
    settle(qtbot, jobs)
    saved = customers.load(firm, made)
    assert (saved.region, saved.industry, saved.contacts[0].title) == ("苏州", "机床", "采购经理")
    assert drafts.drafts_of(firm, "customer") == []


def test_a_new_customer_that_was_never_saved_comes_back_and_is_thrown_away(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    customers.save(firm, QIAN)
    page = show()
    page.new()
    settle(qtbot, jobs)
    _type(page, "name", "泊远 泵业")
    page.detail.keeper.keep_now()
    settle(qtbot, jobs)
    again = show()
    assert again.detail.is_new() and again.detail.ui.name.text() == "泊远 泵业"
    again.detail.ui.discard.click()
    settle(qtbot, jobs)
    assert drafts.drafts_of(firm, "customer") == [] and not again.detail.is_new()


def test_saving_keeps_what_others_saved_meanwhile(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    _type(page, "region", "苏州")
    customers.save(firm, replace(customers.load(firm, made), credit_grade="D"))
    page.save()
    settle(qtbot, jobs)
    saved = customers.load(firm, made)
    assert (saved.region, saved.credit_grade) == ("苏州", "D")


def test_an_account_is_confirmed_shown_and_unconfirmed_by_a_change(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = customers.save(firm, replace(QIAN, accounts=(BankAccount("中国银行", "488612345678"),))).id
    page = show()
    page.edit()
    told: list[bool] = []

    def answer(dialog: ConfirmAccount) -> int:
        told.append(bool(dialog.findChildren(FieldNote)))
        dialog._confirm()
        return dialog.result()

    monkeypatch.setattr(ConfirmAccount, "exec", answer)
    page.detail.ui.confirm_account.click()
    settle(qtbot, jobs)
    assert told == [True]  # who typed it in confirms it: better not
    assert customers.load(firm, made).accounts[0].confirmed_by == firm.user_id
    grid = page.detail.form.accounts
    column = grid._grid.column_number("confirmed")
    assert "周洁" in grid.model().index(0, column).data()
    grid.set_cell(grid.lines()[0]["_id"], "account", "999912345678")
    until(qtbot, lambda: "accounts" in page.detail.errors.marked())
    assert "周洁" not in grid.model().index(0, column).data()
    page.save()
    settle(qtbot, jobs)
    assert customers.load(firm, made).accounts[0].confirmed_at is None


def test_a_credit_limit_that_is_no_number_is_not_saved_as_none(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    page.detail.ui.credit_limit.setText("80 wan?")
    page.detail.ui.credit_limit.textEdited.emit("80 wan?")
    page.save()
    settle(qtbot, jobs)
    assert customers.load(firm, made).credit_limit == 800000
    assert "credit_limit" in page.detail.errors.marked() and page.detail.is_changed()


def test_discard_brings_back_what_was_saved(firm: Desk, show: Show) -> None:
    customers.save(firm, QIAN)
    page = show()
    page.detail.ui.name.setText("别的")
    page.detail.form.changed.emit()
    assert page.back_out()
    assert page.detail.ui.name.text() == QIAN.name
    assert not page.back_out()


def test_a_new_customer_needs_only_a_name(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    page = show()
    assert page.stack.currentWidget() is page._empty
    page.new()
    settle(qtbot, jobs)
    assert page.detail.is_new()
    page.save()
    settle(qtbot, jobs)
    assert page.detail.errors.marked() == ["name"]
    page.detail.ui.name.setText("泊远\n泵业")
    page.save()
    settle(qtbot, jobs)
    assert [row.name for row in customers.list_customers(firm).rows] == ["泊远 泵业"]
    assert page.detail.id() == customers.list_customers(firm).rows[0].id


def test_a_wrong_code_is_a_yellow_sentence_with_the_likely_one(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    right = "91350100M000100Y43"
    made = customers.save(firm, replace(QIAN, uscc="9135O100M000100Y43")).id
    page = show()
    page.edit()
    assert "uscc" in page.detail.errors.marked()
    assert page.detail.ui.uscc.property("error") == "yellow"
    assert right in page.detail.ui.uscc_change.toolTip()
    page.detail.ui.uscc_change.click()
    page.save()
    settle(qtbot, jobs)
    assert customers.load(firm, made).uscc == right
    until(qtbot, lambda: "uscc" not in page.detail.errors.marked())


def test_terms_are_typed_as_text_or_put_together(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    page.edit()
    field = page.detail.ui.payment
    for text, terms in (
        ("月结60天（对账日20）", PaymentTerms("monthly", 60, 20)),
        ("款到发货", PaymentTerms("prepaid")),
    ):
        field.ui.typed.setText(text)
        field.ui.typed.setModified(True)
        assert field.terms() == terms
    field.ui.typed.setText("下次再说")
    field.ui.typed.setModified(True)
    field.terms()
    assert not field.is_understood()
    page.save()
    settle(qtbot, jobs)
    assert customers.load(firm, made).payment == QIAN.payment
    field.ui.kind_box.setCurrentIndex(field.ui.kind_box.findData("split"))
    assert field.is_understood() and sum(share.share for share in field.terms().shares) == 1
    page.save()
    settle(qtbot, jobs)
    assert customers.load(firm, made).payment.kind == "split"


def test_a_contact_without_a_name_is_told_at_its_line(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    customers.save(firm, QIAN)
    page = show()
    page.edit()
    grid = page.detail.form.contacts
    grid.set_cell(grid.lines()[0]["_id"], "name", None)
    page.save()
    settle(qtbot, jobs)
    assert "contacts" in page.detail.errors.marked()
    assert page.detail.ui.tabs.currentIndex() == DATA


def test_inquiry_and_quotation_start_with_the_customer(firm: Desk, show: Show, qtbot: QtBot) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    went: list[tuple[str, Any]] = []
    page.navigate.connect(lambda key, id: went.append((key, id)))
    page.detail.ui.inquiry.click()
    page.detail.ui.quote.click()
    assert went == [("inquiries", {"customer": made}), ("quotations", {"customer": made})]


def test_tabs_and_filter_narrow_the_list(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    customers.save(firm, QIAN)
    customers.save(firm, Customer(name="泊远泵业"))
    customers.save(firm, Customer(name="旧客户", status="inactive"))
    page = show()
    assert [row.title for row in page.list.model.rows()] == ["泊远泵业", "澄岳自动化"] or page.list.model.total() == 2
    page.list.ui.search.setText("cyzdh")
    page.list._ask()
    settle(qtbot, jobs)
    assert [row.title for row in page.list.model.rows()] == ["澄岳自动化"]
    page.list.ui.search.setText("")
    page.list.tabs.set_value("inactive")
    page.list._ask()
    settle(qtbot, jobs)
    assert [row.title for row in page.list.model.rows()] == ["旧客户"]


def test_files_and_todos_are_kept(firm: Desk, show: Show, jobs: Background, qtbot: QtBot, tmp_path: Any) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    file = tmp_path / "图纸.pdf"
    file.write_bytes(b"%PDF")
    page.detail.side.files.files_added.emit([file])
    page.detail.side.todos.added.emit("回电", None)
    settle(qtbot, jobs)
    assert [each.name for each in notes.attachments(firm, "customer", made)] == ["图纸.pdf"]
    page.detail.side.todos.done_changed.emit(notes.todos(firm, "customer", made)[0].id, True)
    settle(qtbot, jobs)
    assert notes.todos(firm, "customer", made)[0].done


def test_what_is_typed_stays_while_others_write(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = customers.save(firm, QIAN).id
    page = show()
    page.detail.ui.region.setText("苏州")
    page.detail.form.changed.emit()
    customers.note_talk(firm, made, "x", "phone")
    page.refresh(None)
    settle(qtbot, jobs)
    assert page.detail.ui.region.text() == "苏州"
    assert page.detail.side.time_line.model().rowCount() == 1


def test_delete_offers_undo(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = customers.save(firm, QIAN)
    page = show()
    page.delete()
    settle(qtbot, jobs)
    assert customers.list_customers(firm).rows == ()
    assert made.id is not None and page.stack.currentWidget() is page._empty


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("tab", [OVERVIEW, DATA])
def test_the_page_is_sound_with_long_names(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot, qapp: QApplication, language: str, tab: int
) -> None:
    translations.install(qapp, language)
    made = customers.save(firm, replace(QIAN, name=LONG[:300], uscc="91330203MA2AJ1KX7B"[:17] + "X")).id
    customers.note_talk(firm, made, "说", "wechat")
    page = show()
    page.detail.ui.tabs.setCurrentIndex(tab)
    assert_page_is_sound(page, own_words=["CNY"])


def test_a_customer_is_begun_with_the_name_that_another_page_knows(firm: Desk, show: Show, qtbot: QtBot) -> None:
    page = show()
    page.open({"new": "新客户公司"})
    until(qtbot, lambda: page.detail.ui.name.text() == "新客户公司")
    assert page.detail.is_new() and page.detail.is_changed()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_lost_at_the_side_of_a_small_screen(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    """1920 x 1080 at 150 % has 1280 pixels."""
    translations.install(qapp, language)
    made = customers.save(firm, replace(QIAN, name=LONG[:300], accounts=(BankAccount("中国银行", "488612345678"),))).id
    inquiries.save(firm, Inquiry(firm.clock().date(), customer_id=made, customer_name="x", channel="phone"))
    page = show()
    page.window().resize(1280, 720)
    settle(qtbot, jobs)
    papers = page.detail.overview.papers
    last = papers.model().columnCount() - 1
    assert not papers.isColumnHidden(last)
    assert papers.columnViewportPosition(last) + papers.columnWidth(last) <= papers.viewport().width() + 1
    page.edit()
    settle(qtbot, jobs)
    assert page.detail.ui.data_scroll.horizontalScrollBar().maximum() == 0
    assert page.detail.form.accounts.horizontalScrollBar().maximum() == 0
    page.window().resize(1920, 1080)
    page.detail.ui.tabs.setCurrentIndex(OVERVIEW)
    settle(qtbot, jobs)
    assert not any(papers.isColumnHidden(number) for number in range(last))
    assert page.detail.ui.quote.text()


def test_a_number_of_no_plan_is_a_yellow_sentence_under_the_grid(firm: Desk, show: Show) -> None:
    customers.save(firm, replace(QIAN, contacts=(Contact("钱工", phone="12"),)))
    page = show()
    page.edit()
    assert "contacts" in page.detail.errors.marked()
    assert page.detail.form.contacts.property("error") == "yellow"


@pytest.mark.parametrize("name", ['<b>粗</b> & "Söhne"', "\u200fשלום 公司", "😀 公司", "名" * 300])
def test_names_of_every_kind_are_shown_and_saved_as_they_are(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot, name: str
) -> None:
    made = customers.save(firm, replace(QIAN, name=name, short_name="", contacts=(Contact(name),))).id
    page = show()
    assert page.list.model.rows()[0].title == name
    assert page.detail.head.ui.title.textFormat() == Qt.TextFormat.PlainText
    _type(page, "region", "苏州")
    page.save()
    settle(qtbot, jobs)
    saved = customers.load(firm, made)
    assert (saved.name, saved.contacts[0].name, saved.region) == (name, name, "苏州")


def test_an_empty_tab_says_what_belongs_there(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    page = show()
    said = {}
    for tab in ("all", "mine", "inactive"):
        page.list.tabs.set_value(tab)
        page.list._ask()
        settle(qtbot, jobs)
        labels = page.list.view.findChildren(QLabel)
        said[tab] = {label.text() for label in labels if label.text() and not label.isHidden()}
    assert all(len(words) >= 2 for words in said.values())
    assert len({frozenset(words) for words in said.values()}) == 3
