"""The menus of the page of contracts: clauses of the library, and everything else that may be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from orderdesk_gui.rules.contract_facts import facts_of
from orderdesk_gui.rules.contract_making import from_library
from orderdesk_gui.rules.contracts import Clause
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.pages.contracts.beginnings import Beginnings
from orderdesk_gui.ui.pages.contracts.deeds import Deed, Deeds
from orderdesk_gui.ui.pages.contracts.sheet import Sheet

_CHOICES = (
    ("dispute.kind", "Disputes", (("court_plaintiff", "Court at the plaintiff"),
                                  ("court_defendant", "Court at the defendant"), ("arbitration", "Arbitration"))),
    ("delivery.mode", "Delivery", (("to_buyer", "To the buyer"), ("ex_works", "Collected by the buyer"),
                                   ("carrier", "Handed to a carrier"))),
    ("title.retained", "Retention of title", (("yes", "Yes"), ("no", "No"))),
    ("quantity.tolerance", "Quantity tolerance", (("yes", "Yes"), ("no", "No"))),
    ("inspection.commissioning", "Commissioning", (("yes", "Yes"), ("no", "No"))),
    ("price.tooling", "Tooling charged", (("yes", "Yes"), ("no", "No"))),
    ("buyer.size", "Size of the buyer", (("unknown", "Not known"), ("sme", "Small or medium"), ("large", "Large firm"),
                                         ("public", "Public body"))),
    ("seller.size", "Our own size", (("sme", "Small or medium"), ("large", "Large firm"))),
    ("goods.controlled", "Export-controlled goods", (("no", "No"), ("proven", "Yes, the end user's proof is filed"),
                                                     ("unproven", "Yes, without proof yet"))),
)  # fmt: skip
_LETTERHEADS = (("none", "No letterhead"), ("ours", "Our letterhead"), ("preprinted", "Room for pre-printed paper"))
_LANGUAGES = (("zh", "Chinese"), ("en", "English"), ("both", "Chinese and English"))


def library_menu(sheet: Sheet, browse: Callable[[], Any], parent: QWidget) -> QMenu:
    """The clauses of the library that belong under the heading that is shown and are not there yet."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    if sheet.opened is None or sheet.contract is None:
        return menu
    present = {one.library_key for one in sheet.contract.clauses}
    trade = "domestic" if sheet.contract.domestic else "export"
    zh = current_language() == "zh"
    for clause in sheet.opened.library.values():
        if clause.heading == sheet.heading and clause.key not in present and trade in clause.trades:
            action = menu.addAction(clause.title_zh if zh else clause.title_en)
            action.setToolTip(clause.risk_zh if zh else clause.risk_en)
            action.triggered.connect(lambda _on=False, clause=clause: sheet.add_clause(from_library(clause)))
    menu.addSeparator()
    own = Clause(sheet.heading, "", "新条款。", "New clause.")
    if sheet.heading:
        menu.addAction(tr("A clause in own words")).triggered.connect(lambda: sheet.add_clause(own))
    menu.addAction(icons.icon("books"), tr("Clause library…")).triggered.connect(lambda: browse())
    return menu


def paper_menu(sheet: Sheet, parent: QWidget) -> QMenu:
    """How the paper looks: with which letterhead, and in which language."""
    menu = QMenu(parent)
    if sheet.opened is not None and sheet.contract is not None:
        may = sheet.opened.view.editable
        head = facts_of(sheet.contract)["paper.letterhead"]
        for value, words in _LETTERHEADS:
            _choice(menu, words, head == value, may, partial(sheet.choose, "paper.letterhead", value))
        menu.addSeparator()
        for value, words in _LANGUAGES:
            _choice(menu, words, sheet.contract.language == value, may, partial(sheet.set_language, value))
    return menu


def _choice(menu: QMenu, words: str, chosen: bool, may: bool, run: Callable[[], Any]) -> None:
    action = menu.addAction(tr(words))
    action.setCheckable(True)
    action.setChecked(chosen)
    action.setEnabled(may)
    action.triggered.connect(lambda _on=False: run())


def more_menu(sheet: Sheet, deeds: Sequence[Deed], always: Sequence[Deed], parent: QWidget) -> QMenu:
    """Everything that may be done now, how the paper looks, and the choices that bring and take clauses."""
    menu = QMenu(parent)
    _add(menu, deeds)
    if sheet.opened is not None and sheet.opened.view.origin == "ours":
        menu.addSeparator()
        paper = paper_menu(sheet, menu)
        paper.setTitle(tr("Letterhead and language"))
        menu.addMenu(paper)
    if sheet.opened is not None and sheet.contract is not None and sheet.opened.view.editable:
        menu.addSeparator()
        facts = facts_of(sheet.contract)
        for name, title, values in _CHOICES:
            choices = menu.addMenu(tr(title))
            for value, words in values:
                _choice(choices, words, facts[name] == value, True, partial(sheet.choose, name, value))
    menu.addSeparator()
    _add(menu, always)
    return menu


def _add(menu: QMenu, deeds: Sequence[Deed]) -> None:
    for deed in deeds:
        menu.addAction(icons.icon(deed.icon), tr(deed.title)).triggered.connect(lambda _on=False, d=deed: d.run())


class Menus(QObject):
    """The menus of the page, each made when it is asked for."""

    def __init__(self, page: QWidget, sheet: Sheet, deeds: Deeds, beginnings: Beginnings) -> None:
        super().__init__(page)
        self._page, self._sheet, self._deeds, self._beginnings = page, sheet, deeds, beginnings

    def always(self) -> list[Deed]:
        """What needs no contract to be open; what is known of one that is stands ready."""
        view = self._sheet.opened.view if self._sheet.opened is not None else None

        def file_signed() -> None:
            known = (view.customer_id, view.came_from.quote_id) if view is not None else ()
            self._beginnings.file_signed(*known)

        return [
            Deed("File their signed paper…", "upload", file_signed),
            Deed("Clause library…", "books", self._beginnings.library),
        ]

    def more(self) -> QMenu:
        """Everything else that may be done."""
        return more_menu(self._sheet, self._deeds.others(), self.always(), self._page)

    def library(self) -> QMenu:
        """The clauses that may be added here."""
        return library_menu(self._sheet, self._beginnings.library, self._page)

    def paper(self) -> QMenu:
        """Letterhead and language."""
        return paper_menu(self._sheet, self._page)

    def pop_up(self, menu: QMenu, button: QToolButton) -> None:
        """Open `menu` beneath its button."""
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
