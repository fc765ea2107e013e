"""Edits the annexes of a contract: title, number, pages, the attached file they are, or their text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.contracts import Annex
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.dialogs.contract_dialog import ContractDialog


class AnnexesDialog(ContractDialog):
    """`taken(annexes)` is called with annexes that all have a title; `files` are names of what is attached."""

    def __init__(
        self,
        annexes: Sequence[Annex],
        files: Sequence[str],
        taken: Callable[[tuple[Annex, ...]], Any],
        parent: QWidget | None = None,
    ) -> None:
        sentence = tr("Annexes are listed in the last article. A text is printed on a page of its own.")
        super().__init__(tr("Annexes"), sentence, parent, 760)
        self._annexes, self._taken = list(annexes), taken
        self._filling = False
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(self._left())
        row.addLayout(self._right(files), 1)
        self.body.addLayout(row, 1)
        self.add_buttons(tr("Apply"), self._confirm, long=True)
        self._fill_list()
        self.list.setCurrentRow(0 if self._annexes else -1)
        self._show(self.list.currentRow())
        if not self._annexes:
            self.add_annex()

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Annexes"))
        self.list.setFixedWidth(208)
        self.list.currentRowChanged.connect(self._show)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, icon, run in (
            (tr("Add an annex"), "plus", self.add_annex), (tr("Annex up"), "chevron-up", lambda: self._move(-1)),
            (tr("Annex down"), "chevron-down", lambda: self._move(1)), (tr("Take this annex out"), "trash", self._drop),
        ):  # fmt: skip
            button = QToolButton()
            button.setAutoRaise(True)
            button.setAccessibleName(name)
            button.setToolTip(name)
            icons.set_icon(button, icon)
            button.clicked.connect(run)
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        return column

    def _right(self, files: Sequence[str]) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(8)
        self.title, self.title_en, self.reference = QLineEdit(), QLineEdit(), QLineEdit()
        self.pages = QSpinBox()
        self.pages.setRange(0, 999)
        self.pages.setSpecialValueText(tr("not said"))
        self.file = QComboBox()
        self.file.addItem(tr("none"), "")
        for name in dict.fromkeys([*files, *(one.file for one in self._annexes if one.file)]):
            self.file.addItem(name, name)
        self.zh, self.en = QPlainTextEdit(), QPlainTextEdit()
        for text in (self.zh, self.en):
            text.setTabChangesFocus(True)
            text.setMinimumHeight(96)
        for label, field in (
            (tr("Title in Chinese"), self.title), (tr("Title in English"), self.title_en),
            (tr("Number, revision"), self.reference), (tr("Number of pages"), self.pages),
            (tr("Attached file"), self.file), (tr("Text in Chinese"), self.zh), (tr("Text in English"), self.en),
        ):  # fmt: skip
            field.setAccessibleName(label)
            form.addRow(label, field)
        self.errors.add("title", self.title)
        for line in (self.title, self.title_en, self.reference):
            line.textEdited.connect(self._typed)
        self.pages.valueChanged.connect(self._typed)
        self.file.activated.connect(self._file_chosen)
        for text in (self.zh, self.en):
            text.textChanged.connect(self._typed)
        return form

    def _fill_list(self) -> None:
        at = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for number, one in enumerate(self._annexes, 1):
            item = QListWidgetItem(f"{number}  {one.title or one.title_en or tr('no title yet')}")
            item.setSizeHint(QSize(0, 28))
            self.list.addItem(item)
        self.list.setCurrentRow(min(at, len(self._annexes) - 1))
        self.list.blockSignals(False)

    def _show(self, at: int) -> None:
        here = 0 <= at < len(self._annexes)
        one = self._annexes[at] if here else Annex("")
        self._filling = True
        self.errors.clear()
        self.title.setText(one.title)
        self.title_en.setText(one.title_en)
        self.reference.setText(one.reference)
        self.pages.setValue(one.pages or 0)
        self.file.setCurrentIndex(max(self.file.findData(one.file), 0))
        self.zh.setPlainText(one.zh)
        self.en.setPlainText(one.en)
        for field in (self.title, self.title_en, self.reference, self.pages, self.file, self.zh, self.en):
            field.setEnabled(here)
        self._filling = False

    def _typed(self, *_: Any) -> None:
        at = self.list.currentRow()
        if self._filling or not 0 <= at < len(self._annexes):
            return
        self._annexes[at] = replace(
            self._annexes[at], title=self.title.text(), title_en=self.title_en.text(),
            reference=self.reference.text(), pages=self.pages.value() or None, file=self.file.currentData(),
            zh=self.zh.toPlainText(), en=self.en.toPlainText(),
        )  # fmt: skip
        self._fill_list()

    def _file_chosen(self) -> None:
        name = str(self.file.currentData())
        if name and not self.title.text().strip():
            self.title.setText(name.rsplit(".", 1)[0])
        self._typed()

    def add_annex(self) -> None:
        """One more, at the end."""
        self._annexes.append(Annex(""))
        self._fill_list()
        self.list.setCurrentRow(len(self._annexes) - 1)
        self._show(len(self._annexes) - 1)
        self.title.setFocus()

    def _drop(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._annexes):
            del self._annexes[at]
            self._fill_list()
            self._show(self.list.currentRow())

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._annexes) and 0 <= at + by < len(self._annexes):
            self._annexes[at], self._annexes[at + by] = self._annexes[at + by], self._annexes[at]
            self.list.setCurrentRow(at + by)
            self._fill_list()

    def annexes(self) -> tuple[Annex, ...]:
        """The annexes as they stand, those left wholly empty apart."""
        return tuple(one for one in self._annexes if one != Annex(""))

    def _confirm(self) -> None:
        kept = self.annexes()
        nameless = next((at for at, one in enumerate(self._annexes) if one in kept and not one.title.strip()), None)
        if nameless is not None:
            self.list.setCurrentRow(nameless)
            self.errors.mark("title", tr("Enter a title."))
            self.title.setFocus()
            return
        self.accept()
        self._taken(kept)
