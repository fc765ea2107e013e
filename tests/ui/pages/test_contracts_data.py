"""What stands behind the articles of a contract, edited on its page: payment, annexes, letterhead, the library."""

import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import drafts, notes
from orderdesk_gui.rules.contracts import Annex
from orderdesk_gui.rules.language import use_language
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.dialogs.contract_annexes import AnnexesDialog
from orderdesk_gui.ui.dialogs.contract_file import CURRENCIES, FileSignedDialog
from orderdesk_gui.ui.dialogs.contract_library import LibraryDialog
from orderdesk_gui.ui.dialogs.contract_new import NewContractDialog
from orderdesk_gui.ui.dialogs.contract_payment import PaymentDialog
from orderdesk_gui.ui.pages.contracts.kept import from_json, to_json
from orderdesk_gui.ui.pages.contracts.menus import more_menu, paper_menu
from orderdesk_gui.ui.pages.contracts.page import ContractsPage
from orderdesk_gui.ui.printing import LETTERHEAD_MM
from tests.actions.contract_office import Office
from tests.ui.pages.test_contracts_page import Open, draft, open_page, saved, selling, settle
from tests.ui.soundness import faults_of

__all__ = ["draft", "open_page", "selling"]


def payment_of(page: ContractsPage, *, again: bool = False) -> PaymentDialog:
    page.sheet.headings.setCurrentRow(7)
    assert page.ui.data_button.isVisible() and page.ui.data_button.text() == "Payment terms…"
    if again:  # offscreen the window is not active any more once a dialog was
        page.article_data.run()
    else:
        page.sheet.editor.setFocus()
        QTest.keyClick(page.sheet.editor, Qt.Key.Key_F4)
    found = [one for one in page.findChildren(PaymentDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_payment_terms_are_changed_in_the_contract_and_all_follows(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(draft)
    ask = payment_of(page)
    assert [row.share().share for row in ask.shares] == [D("0.3"), D("0.6"), D("0.1")]
    ask.shares[0].percent.setText("20")
    ask.shares[0].percent.textEdited.emit("20")
    assert ask.sum.text() == "90 %"
    ask._confirm()
    assert ask.isVisible() and "90" in ask.typed.accessibleDescription() + ask.problem.text()
    ask.add.click()
    ask.shares[-1].percent.setText("10")
    ask.shares[-1].percent.textEdited.emit("10")
    ask.shares[-1].trigger.setCurrentIndex(ask.shares[-1].trigger.findData("acceptance"))
    ask.shares[-1].days.setValue(15)
    ask.shares[0].deposit.setChecked(True)
    assert sum((row.share().share for row in ask.shares), D(0)) == 1
    ask._confirm()
    settle(qtbot, page)
    assert not page.findChildren(PaymentDialog) and page.sheet.dirty
    text = page.sheet.editor.toPlainText()
    assert "定金" in text and "15 日内" in text and "20%" in text
    assert page.sheet.heading == 7 and not any(one.edited for one in page.sheet.contract.clauses)  # type: ignore[union-attr]
    page.save()
    settle(qtbot, page)
    kept = saved(selling, draft).contract.payment
    assert kept.deposit_share == D("0.2") and kept.shares[-1] == Share(D("0.1"), "acceptance", 15)


def test_terms_can_be_typed_and_a_deposit_too_high_is_found_at_once(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(draft)
    ask = payment_of(page)
    ask.typed.setText("whenever")
    ask.typed.setModified(True)
    ask._confirm()
    assert ask.isVisible() and ask.errors.marked() == ["payment"]
    ask.typed.setText("月结60天（对账日25日），承兑")
    ask.typed.setModified(True)
    ask._confirm()
    settle(qtbot, page)
    assert page.sheet.contract is not None
    assert page.sheet.contract.payment == PaymentTerms("monthly", 60, 25, means="acceptance")
    assert {"payment.monthly_statement_day", "payment.acceptance"} <= {
        one.library_key for one in page.sheet.contract.clauses
    }
    ask = payment_of(page, again=True)
    ask.set_terms(
        PaymentTerms("split", shares=(Share(D("0.3"), "signing", 0, True), Share(D("0.7"), "before_shipment")))
    )
    ask._confirm()
    settle(qtbot, page)
    assert page.sheet.checked is not None and 12 in {one.finding.rule for one in page.sheet.checked.findings}


def test_annexes_are_put_in_with_a_text_or_an_attached_file(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    notes.attach(selling.sales, "contract", draft, [("CY-0187-02.pdf", b"%PDF")])
    page = open_page(draft)
    page.article_data.annexes()
    settle(qtbot, page)
    ask = page.findChild(AnnexesDialog)
    assert ask is not None
    ask.zh.setPlainText("额定转矩以本附件为准。")
    ask._confirm()
    assert ask.isVisible() and ask.errors.marked() == ["title"]
    ask.title.setText("技术协议")
    ask.title.textEdited.emit("技术协议")
    ask.add_annex()
    ask.file.setCurrentIndex(ask.file.findData("CY-0187-02.pdf"))
    ask.file.activated.emit(1)
    assert ask.title.text() == "CY-0187-02"
    ask._move(-1)
    ask._move(1)
    ask.add_annex()  # left empty: not taken
    ask._confirm()
    settle(qtbot, page)
    assert page.sheet.heading == 16 and "下列附件" in page.sheet.editor.toPlainText()
    page.save()
    settle(qtbot, page)
    assert saved(selling, draft).contract.annexes == (
        Annex("技术协议", zh="额定转矩以本附件为准。"), Annex("CY-0187-02", file="CY-0187-02.pdf"),
    )  # fmt: skip
    assert b"%PDF" in page.sheet.preview.content()
    drawn = page.sheet.preview.document
    pages = [drawn.getAllText(at).text() for at in range(drawn.pageCount())]
    assert "额定转矩以本附件为准" in pages[-1] and "CY-0187-02.pdf" in "".join(pages)


def test_what_was_typed_of_payment_and_annexes_survives_a_crash(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(draft)
    assert page.sheet.contract is not None
    terms = PaymentTerms("split", shares=(Share(D("0.25"), "signing", 3, True), Share(D("0.75"), "invoice", 30)))
    changed = replace(page.sheet.contract, payment=terms, annexes=(Annex("图纸", pages=3),))
    assert from_json(to_json(changed), page.sheet.contract) == changed
    page.sheet.follow(changed)
    page.keeper.flush()
    settle(qtbot, page)
    again = drafts.drafts_of(selling.sales, "contract")[0]
    view = saved(selling, draft)
    assert from_json(again.content, view.contract).payment == terms


def test_letterhead_and_language_are_chosen_beside_the_page(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(draft)
    actions = paper_menu(page.sheet, page).actions()
    plain = page.sheet.preview.content()
    assert [action.isChecked() for action in actions if action.isCheckable()] == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]
    actions[2].trigger()
    actions[6].trigger()
    settle(qtbot, page)
    assert page.sheet.contract is not None and page.sheet.contract.language == "both"
    assert page.sheet.contract.choices["paper.letterhead"] == "preprinted" and page.sheet.preview.content() != plain
    page.save()
    settle(qtbot, page)
    assert saved(selling, draft).contract.choices["paper.letterhead"] == "preprinted"

    def titles() -> list[str]:
        return [
            action.text() for action in more_menu(page.sheet, page.deeds.others(), page.menus.always(), page).actions()
        ]

    assert "File their signed paper…" in titles() and "Print without letterhead" not in titles()
    page.sheet.choose("paper.letterhead", "ours")
    assert "Print without letterhead" in titles()
    printed: list[float] = []
    monkeypatch.setattr(page, "print_paper", lambda _name, _content, blank=0: printed.append(blank))
    page.deeds.print_plain()
    assert printed == [LETTERHEAD_MM]


def test_nothing_need_be_open_to_file_a_paper_or_read_the_library(
    selling: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(None)
    titles = {command.title: command.run for command in page.commands()}
    titles["File their signed paper…"]()
    ask = page.findChild(FileSignedDialog)
    assert ask is not None and ask.isVisible() and ask.quotation.count() == 1
    ask._confirm()
    assert ask.errors.marked() == ["customer_id"]
    ask.reject()
    page.new()
    new = page.findChild(NewContractDialog)
    assert new is not None
    titles["Clause library…"]()
    settle(qtbot, page)
    library = page.findChild(LibraryDialog)
    assert library is not None and library.chosen() is not None
    library.search.setText("CC 634")
    one = library.chosen()
    assert one is not None and one.key == "payment.acceleration"
    shown = library.text.toPlainText()
    assert "Civil Code art. 634" in shown and one.zh[:12] in shown and "only where it is inserted by hand" in shown
    library.template.setCurrentIndex(1)
    library.template.activated.emit(1)
    assert library.chosen() is None  # no template takes it


def test_a_clause_of_the_library_is_put_into_the_contract(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(draft)
    for _ in range(2):
        page.beginnings.library()
        settle(qtbot, page)
        library = page.findChildren(LibraryDialog)[-1]
        library.search.setText("CC 634")
        library._take()
        settle(qtbot, page)
    assert page.sheet.contract is not None and page.sheet.heading == 7
    keys = [one.library_key for one in page.sheet.contract.clauses]
    assert keys.count("payment.acceleration") == 1


def test_a_contract_made_while_another_is_open_is_shown(
    selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot
) -> None:
    selling.won()
    page = open_page(draft)
    page.new()
    settle(qtbot, page)
    ask = page.findChild(NewContractDialog)
    assert ask is not None
    ask.confirm.click()
    settle(qtbot, page)
    settle(qtbot, page)
    assert page.shown_id() not in (None, draft)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_dialog_is_sound(language: str, selling: Office, draft: uuid.UUID, open_page: Open, qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    translations.install(application, language)
    notes.attach(selling.sales, "contract", draft, [("CY-0187-02.pdf", b"%PDF")])
    page = open_page(draft)
    view = saved(selling, draft)
    for run in (
        page.article_data.payment, page.article_data.annexes, page.beginnings.file_signed, page.beginnings.library,
        lambda: page.beginnings.file_signed(view.customer_id, view.came_from.quote_id), page.new,
    ):  # fmt: skip
        run()
        settle(qtbot, page)
        (dialog,) = (one for one in page.findChildren(QDialog) if one.isVisible())
        own = {view.came_from.quote_number, "CY-0187-02.pdf", *CURRENCIES}
        faults = faults_of(dialog, own, names=lambda text: text.startswith("苏州"))
        assert not faults, (type(dialog).__name__, faults)
        dialog.reject()
    use_language("en")
