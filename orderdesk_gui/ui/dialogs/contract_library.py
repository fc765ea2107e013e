"""Shows the clause library and the templates: each clause with its text, its law, its risk and when it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.contract_findings import clause_law
from orderdesk_gui.rules.contract_library import LibraryClause, Template, fact_labels, vocabulary
from orderdesk_gui.rules.contract_text import PLACEHOLDER
from orderdesk_gui.rules.contracts import HEADINGS
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.rules.payment import MEANS_NAMES, TERMS_NAMES
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.dialogs.contract_dialog import ContractDialog

_KEY = Qt.ItemDataRole.UserRole + 1
_SPOKEN = {
    "yes": "Yes", "no": "No", "zh": "Chinese", "en": "English", "both": "Chinese and English",
    "month_end": "month end", "statement_day": "Statement day", "inclusive": "with tax", "exclusive": "without tax",
    "to_buyer": "To the buyer", "ex_works": "Collected by the buyer", "carrier": "Handed to a carrier",
    "court_plaintiff": "Court at the plaintiff", "court_defendant": "Court at the defendant",
    "arbitration": "Arbitration", "advance_balance": "advance and balance",
    "advance_balance_retention": "advance, balance and retention", "other": "other shares",
}  # fmt: skip


class LibraryDialog(ContractDialog):
    """`insert(clause)` is called with the clause chosen; without it the library can only be read."""

    def __init__(
        self,
        clauses: Iterable[LibraryClause],
        templates: Sequence[Template],
        insert: Callable[[LibraryClause], Any] | None,
        heading: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        sentence = tr("Our own first set of clauses, for reading and inserting. No legal advice.")
        super().__init__(tr("Clause library"), sentence, parent, 900)
        self.setMinimumHeight(560)
        self._zh = current_language() == "zh"
        self._clauses: Mapping[str, LibraryClause] = {one.key: one for one in clauses}
        self._templates, self._insert = templates, insert
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(self._left(), 2)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("The clause"))
        self.text.setTabChangesFocus(True)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setFont(theme.font(13))
        row.addWidget(self.text, 3)
        self.body.addLayout(row, 1)
        self._confirm = self.add_buttons(tr("Insert clause") if insert else tr("Close"), self._take)
        self._fill(heading)
        self.search.setFocus()

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Words of a clause, or its law"))
        self.search.setAccessibleName(tr("Words of a clause, or its law"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill(0))
        self.template = QComboBox()
        self.template.setAccessibleName(tr("Template"))
        self.template.addItem(tr("All clauses"), None)
        for one in self._templates:
            name = one.title_zh if self._zh else one.title_en
            self.template.addItem(tr("Template {name} v{version}", name=name, version=one.version), one)
        self.template.activated.connect(lambda _at: self._fill(0))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Clauses"))
        self.list.setMinimumWidth(300)
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.list.itemDoubleClicked.connect(lambda _item: self._take())
        for widget in (self.search, self.template):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        return column

    def _fill(self, heading: int) -> None:
        wanted = self.search.text().strip().casefold()
        template = self.template.currentData()
        taken = None if template is None else {one.key for one in template.clauses}
        self.list.clear()
        chosen: QListWidgetItem | None = None
        for at in HEADINGS:
            here = [
                one
                for one in self._clauses.values()
                if one.heading == at.number and (taken is None or one.key in taken) and self._matches(one, wanted)
            ]
            if here:
                self._row(f"{at.number}  {at.zh if self._zh else at.en}", None)
            for one in here:
                item = self._row(one.title_zh if self._zh else one.title_en, one.key)
                if chosen is None or (at.number == heading and self._clauses[_key(chosen)].heading != heading):
                    chosen = item
        if chosen is not None:
            self.list.setCurrentItem(chosen)
            self.list.scrollToItem(chosen, QListWidget.ScrollHint.PositionAtCenter)
        else:
            self._show(None)

    def _row(self, words: str, key: str | None) -> QListWidgetItem:
        """A clause, or without a key the heading over some."""
        item = QListWidgetItem(words if key is None else f"    {words}")
        item.setSizeHint(QSize(0, 28))
        if key is None:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setForeground(self.palette().brush(QPalette.ColorRole.PlaceholderText))
        else:
            item.setData(_KEY, key)
        self.list.addItem(item)
        return item

    def _matches(self, clause: LibraryClause, wanted: str) -> bool:
        laws = (clause_law(one, language) for one in clause.law for language in ("zh", "en"))
        said = " ".join((clause.title_zh, clause.title_en, clause.zh, clause.en, *clause.law, *laws)).casefold()
        return all(word in said for word in wanted.split())

    def chosen(self) -> LibraryClause | None:
        """The clause that is shown."""
        item = self.list.currentItem()
        return self._clauses[_key(item)] if item is not None and _key(item) else None

    def _show(self, item: QListWidgetItem | None) -> None:
        clause = self.chosen()
        self._confirm.setEnabled(clause is not None or self._insert is None)
        if clause is None:
            self.text.setPlainText(tr("No clause with these words.") if item is None else "")
            return
        parts = [
            f"<h3>{_safe(clause.title_zh if self._zh else clause.title_en)}</h3>",
            *(f"<p>{_readable(text, self._zh)}</p>" for text in self._texts(clause)),
            *(
                f"<p><b>{_safe(label)}</b><br/>{_safe(words)}</p>"
                for label, words in (
                    (tr("Risk"), clause.risk_zh if self._zh else clause.risk_en),
                    (tr("Law"), " · ".join(clause_law(one, current_language()) for one in clause.law)),
                    (tr("Used when"), self._used(clause)),
                    (tr("Key, version"), f"{clause.key} v{clause.version}, {clause.date.isoformat()}"),
                )
                if words
            ),
        ]
        self.text.setHtml("".join(parts))

    def _texts(self, clause: LibraryClause) -> tuple[str, str]:
        return (clause.zh, clause.en) if self._zh else (clause.en, clause.zh)

    def _used(self, clause: LibraryClause) -> str:
        """In which templates it stands, and under which facts."""
        found = []
        for template in self._templates:
            for one in template.clauses:
                if one.key == clause.key:
                    name = template.title_zh if self._zh else template.title_en
                    facts = [self._fact(fact, values) for fact, values in one.when.items()]
                    found.append(f"{name}: {'; '.join(facts) or tr('always')}")
        return " | ".join(found) or tr("only where it is inserted by hand")

    def _fact(self, name: str, values: Sequence[str]) -> str:
        zh, en = fact_labels().get(name, (name, name))
        said = " / ".join(self._spoken(value) for value in values)
        return f"{zh if self._zh else en} = {said}"

    def _spoken(self, value: str) -> str:
        for kind, name in TERMS_NAMES.items():
            if kind == value:
                return str(name)
        for means, names in MEANS_NAMES.items():
            if means == value:
                return names[0 if self._zh else 1]
        return tr(_SPOKEN[value]) if value in _SPOKEN else value

    def _take(self) -> None:
        clause = self.chosen()
        if self._insert is None:
            self.accept()
        elif clause is not None:
            self.accept()
            self._insert(clause)


def _key(item: QListWidgetItem) -> str:
    return str(item.data(_KEY) or "")


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _readable(text: str, zh: bool) -> str:
    """A clause with its placeholders called by what they stand for."""
    known = vocabulary()

    def name(found: Any) -> str:
        one = known.get(found[1])
        label = (one.label_zh if zh else one.label_en) if one else found[1]
        return f"<u>{_safe(label)}</u>"

    return PLACEHOLDER.sub(name, _safe(text)).replace("\n", "<br/>")
