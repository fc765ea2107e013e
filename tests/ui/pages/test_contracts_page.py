"""The page of contracts on a real data file."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import contracts, contracts_papers, contracts_review, contracts_saving, drafts, quotes
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import use_language
from orderdesk_gui.store.database import open_store
from orderdesk_gui.ui import theme, translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.contract_ask import AskDialog, Asked
from orderdesk_gui.ui.dialogs.contract_file import FileSignedDialog
from orderdesk_gui.ui.dialogs.contract_new import NewContractDialog
from orderdesk_gui.ui.dialogs.send import SendDialog
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.pages.contracts.page import ContractsPage
from orderdesk_gui.ui.registry import page_specs
from orderdesk_gui.ui.settings import Settings
from tests.actions.contract_office import TERMS, Office, config_folder, open_office
from tests.fixtures_store import Clock
from tests.ui.soundness import assert_page_is_sound

WAIT_MS = 20_000
Open = Callable[..., ContractsPage]


@pytest.fixture
def selling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("ORDERDESK_CONFIG", config_folder(tmp_path))
    clock = Clock()
    store = open_store(tmp_path / "data", clock)
    yield open_office(store, clock)
    store.close()


@pytest.fixture
def draft(selling: Office) -> uuid.UUID:
    return contracts_saving.from_quote(selling.sales, selling.won(payment=TERMS["30/60/10"])).id


@pytest.fixture
def open_page(selling: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Open]:
    """Opens the window on a contract, for sales unless told otherwise."""
    made: list[tuple[MainWindow, Background]] = []

    def sit(contract_id: object, desk: Desk | None = None) -> ContractsPage:
        jobs = Background(lambda: desk or selling.sales)
        specs = [spec for spec in page_specs() if spec.key == "contracts"]
        window = MainWindow(specs, jobs, Settings(tmp_path / "screen.json"))
        window.resize(1366, 768)
        window.show()
        qtbot.waitExposed(window)
        made.append((window, jobs))
        window.navigate("contracts", contract_id)
        page = window.current_page()
        assert isinstance(page, ContractsPage)
        settle(qtbot, page)
        return page

    yield sit
    for window, jobs in made:
        qtbot.waitUntil(lambda jobs=jobs: not jobs.busy, timeout=WAIT_MS)
        window.close()
        jobs.close()
        jobs.deleteLater()
        window.deleteLater()


def settle(qtbot: QtBot, page: ContractsPage) -> None:
    """Wait until nothing is under way: checks and pages are drawn a moment after the last key."""
    for _ in range(2):
        qtbot.waitUntil(
            lambda: not (page.shell.jobs.busy or page.sheet.checks.soon.isActive() or page.sheet.paper.soon.isActive()),
            timeout=WAIT_MS,
        )
        qtbot.wait(20)


def type_at_end(page: ContractsPage, heading: int, paragraph: int, text: str) -> None:
    page.sheet.headings.setCurrentRow(heading)
    editor = page.sheet.editor
    editor.go_to(paragraph)
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    editor.setTextCursor(cursor)
    editor.insertPlainText(text)


def saved(selling: Office, contract_id: uuid.UUID) -> contracts.ContractView:
    return contracts.load(selling.sales, contract_id)


def test_words_typed_in_place_are_saved_with_their_placeholders(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(draft)
    page.sheet.headings.setCurrentRow(7)
    assert "¥20,529.36" in page.sheet.editor.toPlainText() and "{" not in page.sheet.editor.toPlainText()
    before = saved(selling, draft).contract
    type_at_end(page, 7, 2, "买方付款时应注明合同编号。")
    assert page.sheet.dirty and page.ui.main.text() == "Send to legal"
    page.save()
    settle(qtbot, page)
    after = saved(selling, draft)
    words = {one.place: one.zh for one in after.contract.clauses}
    old = {one.place: one.zh for one in before.clauses}
    assert words.pop("clauses.7.2") == old.pop("clauses.7.2") + "买方付款时应注明合同编号。"
    assert words == old and "{payment.advance_amount}" in words["clauses.7.1"]
    assert [one.place for one in after.contract.clauses if one.edited] == ["clauses.7.2"] and not page.sheet.dirty


def test_enter_begins_a_clause_and_an_emptied_one_goes(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(draft)
    page.sheet.headings.setCurrentRow(3)
    editor = page.sheet.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    editor.insertPlainText("木箱应经熏蒸。")
    page.save()
    settle(qtbot, page)
    here = [one for one in saved(selling, draft).contract.clauses if one.number == 3]
    assert [(one.paragraph, one.library_key) for one in here] == [(1, "packing.standard"), (2, "")]
    assert here[1].zh == "木箱应经熏蒸。"
    page.sheet.editor.go_to(2)
    cursor = page.sheet.editor.textCursor()
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    cursor.removeSelectedText()
    page.save()
    settle(qtbot, page)
    assert len([one for one in saved(selling, draft).contract.clauses if one.number == 3]) == 1


def test_a_finding_stands_at_its_clause_and_a_click_mends_it(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(draft)
    type_at_end(page, 11, 2, "双方确认该违约金不得调整。")
    settle(qtbot, page)
    assert page.sheet.checked is not None
    assert [one.finding.place for one in page.sheet.checked.findings] == ["clauses.11.2"]
    assert [mark.quote for mark in page.sheet.editor.marks_of(2)] == ["双方确认该违约金不得调整"]
    page.sheet.headings.setCurrentRow(1)
    page.main_action()  # would send it to legal: allowed, the check only stops the paper
    settle(qtbot, page)
    assert saved(selling, draft).status == "review"
    contracts_review.take_back(selling.sales, draft)
    page.reload_shown()
    settle(qtbot, page)
    page.sheet.findings.next()
    assert page.sheet.heading == 11
    page.sheet.findings.mend()
    settle(qtbot, page)
    assert page.sheet.checked.findings == () and "不得调整" not in page.sheet.editor.toPlainText()


def test_a_value_is_changed_at_its_place(selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(draft)
    page.sheet.headings.setCurrentRow(9)
    page.sheet.editor.placeholder_clicked.emit("warranty.months", QRect(QPoint(0, 0), QPoint(9, 9)))
    sheet = page.sheet.value_sheet
    assert sheet.isVisible() and sheet.fields[0].text() == "12"
    sheet.fields[0].setText("24")
    QTest.keyClick(sheet.fields[0], Qt.Key.Key_Return)
    settle(qtbot, page)
    assert "质保期为 24 个月" in page.sheet.editor.toPlainText()
    page.sheet.editor.placeholder_clicked.emit("total.gross", QRect())
    assert sheet.fields[0].isHidden()  # totals follow the lines
    page.save()
    settle(qtbot, page)
    view = saved(selling, draft)
    assert view.contract.values["warranty.months"] == ("24", "24") and not view.needs_review


def test_both_languages_bring_the_prevailing_text(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(draft)
    page.head.language.changed.emit("both")
    page.sheet.headings.setCurrentRow(16)
    settle(qtbot, page)
    assert "以中文文本为准" in page.sheet.editor.toPlainText() and not page.sheet.editor_side.isHidden()
    assert page.sheet.preview.document.pageCount() > 4
    page.save()
    settle(qtbot, page)
    assert saved(selling, draft).contract.language == "both"


def test_from_a_quotation_to_the_signed_contract(selling: Office, open_page: Open, qtbot: QtBot) -> None:
    page = open_page({"from_quote": selling.won()})
    dialog = page.findChild(NewContractDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=WAIT_MS)
    dialog.title.setCurrentIndex(2)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: page.shown_id() is not None, timeout=WAIT_MS)
    settle(qtbot, page)
    made = page.shown_id()
    assert made is not None and saved(selling, made).contract.title == "买卖合同" and not dialog.isVisible()
    assert page.ui.main.text() == "Issue"
    page.main_action()
    settle(qtbot, page)
    assert saved(selling, made).status == "issued" and page.ui.main.text() == "Signed…"
    sending = page.findChild(SendDialog)  # the issued paper is offered to be handed on
    assert sending is not None and sending.isVisible()
    sending.reject()
    page.main_action()
    ask = page.findChild(AskDialog)
    assert ask is not None
    ask.confirm.click()
    settle(qtbot, page)
    view = saved(selling, made)
    assert (view.status, view.signed_on) == ("signed", view.contract.date)
    assert page.sheet.editor.isReadOnly() and page.ui.foot.isHidden()


def test_their_signed_paper_is_filed_and_its_scan_shown(
    selling: Office, open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    won = selling.won()
    page = open_page({"file_signed": selling.domestic})
    ask = page.findChild(FileSignedDialog)
    assert ask is not None
    settle(qtbot, page)
    assert ask.customer.text() == "苏州云栎自动化设备有限公司"
    assert [ask.quotation.itemText(at) for at in range(1, ask.quotation.count())] == [
        quotes.load(selling.sales, won).number
    ]
    ask.confirm.click()
    assert ask.isVisible()  # day and amount are missing
    ask.quotation.setCurrentIndex(1)
    ask.quotation.activated.emit(1)
    assert ask.total.value() == quotes.load(selling.sales, won).totals.total.gross
    scan = tmp_path / "合同.pdf"
    scan.write_bytes(b"%PDF scan")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scan))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    ask.dropEvent(QDropEvent(QPointF(5, 5), actions, data, buttons, Qt.KeyboardModifier.NoModifier))
    ask.number.setText("YL-88")
    ask.day.set_value(date(2026, 11, 20))
    ask.total.set_value(Decimal("99999.5"))
    ask.confirm.click()
    qtbot.waitUntil(lambda: page.shown_id() is not None, timeout=WAIT_MS)
    settle(qtbot, page)
    made = page.shown_id()
    assert made is not None and saved(selling, made).customer_number == "YL-88"
    assert saved(selling, made).came_from.quote_id == won and saved(selling, made).contract.total == Decimal("99999.5")
    assert page.ui.middle.isHidden() and page.notes.isVisible() and page.ui.notes_button.text() == "1"
    assert "YL-88" in page.ui.origin_line.text()


def test_legal_decides_on_the_page(selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot) -> None:
    contract = saved(selling, draft).contract
    clauses = tuple(replace(one, zh=one.zh + "木箱。") if one.number == 3 else one for one in contract.clauses)
    contracts_saving.save(selling.sales, draft, replace(contract, clauses=clauses))
    contracts_review.submit(selling.sales, draft)
    page = open_page(draft, selling.legal)
    assert page.ui.main.text() == "Decide…" and "Waiting for legal" in page.ui.notice_text.text()
    page.main_action()
    ask = page.findChild(AskDialog)
    assert ask is not None
    ask.confirm.click()
    settle(qtbot, page)
    review = saved(selling, draft).review
    assert review is not None and (review.status, review.decided_by) == ("approved", "秦律")
    assert contracts_papers.issue(selling.sales, draft).content


def test_what_was_typed_survives_a_crash(selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(draft)
    type_at_end(page, 2, 1, "另附检验报告。")
    page.keeper.keep_now()
    settle(qtbot, page)
    again = open_page(draft)  # another window on the same file, as after a crash
    assert again.sheet.dirty and "was kept" in again.ui.notice_text.text()
    assert "另附检验报告" in "".join(one.zh for one in again.sheet.contract.clauses)  # type: ignore[union-attr]
    again.discard()
    settle(qtbot, again)
    assert not again.sheet.dirty and drafts.drafts_of(selling.sales, "contract") == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_page_is_sound_in_both_languages(
    colours: str, selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, colours)
    contract = saved(selling, draft).contract
    clauses = tuple(replace(one, zh=one.zh + "收货人：____。") if one.number == 4 else one for one in contract.clauses)
    contracts_saving.save(selling.sales, draft, replace(contract, clauses=clauses))
    own = {"English", saved(selling, draft).number, f"{saved(selling, draft).number} · 销售合同"}
    for language in ("zh", "en"):
        translations.install(application, language)
        page = open_page(draft)
        page.sheet.headings.setCurrentRow(4)
        settle(qtbot, page)
        assert_page_is_sound(page, own_words=own)
    use_language("en")


def test_a_reason_of_several_lines_is_confirmed_by_keyboard(qtbot: QtBot) -> None:
    said: list[dict[str, Any]] = []
    ask = AskDialog("Void", "", [Asked("reason", "Reason", "text")], "Declare void", said.append)
    qtbot.addWidget(ask)
    ask.show()
    ask.activateWindow()
    qtbot.waitUntil(ask.isActiveWindow)
    field = ask.fields["reason"]
    qtbot.keyClicks(field, "one")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "two")
    assert said == []
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == [{"reason": "one\ntwo"}]
