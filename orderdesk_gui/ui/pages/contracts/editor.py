"""Edits the clauses under one heading: filled placeholders on tinted ground, findings underlined, numbers beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from orderdesk_gui.rules.contract_text import PLACEHOLDER, named
from orderdesk_gui.rules.contracts import Clause
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

NAME = QTextFormat.Property.UserProperty + 1
CLAUSE = QTextFormat.Property.UserProperty + 2
_MARGIN = 76
_LINE = 26


@dataclass(frozen=True)
class Mark:
    """A finding at a clause: `paragraph`, the words to underline (may be empty), E, W or I."""

    paragraph: int
    quote: str
    severity: str


class ClauseEditor(QTextEdit):
    """`set_clauses` shows them; `clauses()` gives them back with placeholders where their values still stand."""

    edited = Signal()
    placeholder_clicked = Signal(str, QRect)  # name, where it stands in the viewport
    clause_chosen = Signal(int)  # paragraph under the cursor

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._margin = _Numbers(self)
        self._side = "zh"
        self._given: list[Clause] = []
        self._values: Mapping[str, str] = {}
        self._marks: Sequence[Mark] = ()
        self._loading = False
        self.setViewportMargins(_MARGIN, 12, 20, 12)
        self.setFont(theme.font(14))
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(lambda _v: self._margin.update())
        self.document().documentLayout().documentSizeChanged.connect(lambda _s: self._margin.update())

    # Showing -----------------------------------------------------------------------------------------

    def set_clauses(self, clauses: Sequence[Clause], values: Mapping[str, str], side: str, editable: bool) -> None:
        """Show the clauses of one heading in `side` (zh or en), placeholders filled from `values`."""
        self._loading = True
        self._given, self._values, self._side = list(clauses), values, side
        self.clear()
        cursor = QTextCursor(self.document())
        for at, clause in enumerate(clauses or [Clause(0, "")]):
            form = QTextBlockFormat()
            form.setLineHeight(_LINE, int(QTextBlockFormat.LineHeightTypes.FixedHeight.value))
            form.setBottomMargin(7)
            form.setProperty(CLAUSE, at if clauses else -1)
            if at:
                cursor.insertBlock(form)
            else:
                cursor.setBlockFormat(form)
            self._insert(cursor, clause.zh if side == "zh" else clause.en, clause.bold)
        self.setReadOnly(not editable)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextEditorInteraction
            if editable
            else Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().clearUndoRedoStacks()
        self._loading = False
        self._underline()
        self._margin.update()

    def _insert(self, cursor: QTextCursor, text: str, bold: bool) -> None:
        last = 0
        for found in PLACEHOLDER.finditer(text):
            cursor.insertText(text[last : found.start()], self._plain(bold))
            value = self._values.get(found[1], "")
            cursor.insertText(value or named(found[0], self._side), self._tinted(found[1], bool(value), bold))
            last = found.end()
        cursor.insertText(text[last:], self._plain(bold))

    def _plain(self, bold: bool) -> QTextCharFormat:
        form = QTextCharFormat()
        if bold:
            form.setFontWeight(QFont.Weight.Bold)
        return form

    def _tinted(self, name: str, known: bool, bold: bool) -> QTextCharFormat:
        fill, ink = theme.colours().chips["blue" if known else "red"]
        form = self._plain(bold)
        form.setBackground(QColor(fill))
        form.setForeground(QColor(ink))
        form.setProperty(NAME, name)
        return form

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Underline what the checks found and show their icons in the margin."""
        self._marks = tuple(marks)
        self._underline()
        self._margin.update()

    def marks_of(self, paragraph: int) -> list[Mark]:
        """The findings at one clause."""
        return [mark for mark in self._marks if mark.paragraph == paragraph]

    def _underline(self) -> None:
        shown = []
        table = theme.colours()
        for mark in self._marks:
            block = self._block_of(mark.paragraph)
            if block is None or not mark.quote:
                continue
            whole = named(mark.quote, self._side)
            at = block.text().find(whole)
            quote = whole if at >= 0 else whole[:8]
            at = at if at >= 0 else block.text().find(quote)
            if at < 0:
                continue
            one = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(block)
            one.cursor.setPosition(block.position() + at)
            one.cursor.setPosition(block.position() + at + len(quote), QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(QColor(table.late if mark.severity == "E" else table.warning))
            one.format = form
            shown.append(one)
        self.setExtraSelections(shown)

    def _block_of(self, paragraph: int) -> QTextBlock | None:
        block = self.document().findBlockByNumber(paragraph - 1)
        return block if block.isValid() else None

    def go_to(self, paragraph: int, quote: str = "") -> None:
        """Put the cursor on a clause, or select the words of a finding in it."""
        block = self._block_of(max(paragraph, 1))
        if block is None:
            return
        cursor = QTextCursor(block)
        at = block.text().find(quote) if quote else -1
        if at >= 0:
            cursor.setPosition(block.position() + at)
            cursor.setPosition(block.position() + at + len(quote), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # Taking back -------------------------------------------------------------------------------------

    def clauses(self) -> list[Clause]:
        """The clauses as typed; a block that was split off or pasted is a clause of its own."""
        made: list[Clause] = []
        used: set[int] = set()
        block = self.document().begin()
        while block.isValid():
            text = self._text_of(block).strip()
            at = int(block.blockFormat().property(CLAUSE) or 0) if block.blockFormat().hasProperty(CLAUSE) else -1
            if 0 <= at < len(self._given) and at not in used:
                used.add(at)
                known = self._given[at]
                if text or (known.en if self._side == "zh" else known.zh):
                    made.append(replace(known, zh=text) if self._side == "zh" else replace(known, en=text))
            elif text:
                made.append(Clause(0, "", zh=text) if self._side == "zh" else Clause(0, "", en=text))
            block = block.next()
        return made

    def _text_of(self, block: QTextBlock) -> str:
        parts = []
        fragments = block.begin()
        while not fragments.atEnd():
            fragment = fragments.fragment()
            text = fragment.text()
            name = str(fragment.charFormat().property(NAME) or "")
            value = self._values.get(name, "") or named(f"{{{name}}}", self._side)
            if name and value in text:
                text = text.replace(value, f"{{{name}}}", 1)
            parts.append(text)
            fragments += 1
        return "".join(parts).replace("\u2028", "\n")

    # While typing ------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if not self._loading:
            self._margin.update()
            self.edited.emit()

    def _moved(self) -> None:
        if self._loading:
            return
        cursor = self.textCursor()
        if not cursor.hasSelection() and cursor.charFormat().hasProperty(NAME):
            # What is typed beside a filled value is not part of it.
            bold = cursor.charFormat().fontWeight() >= QFont.Weight.Bold
            self.setCurrentCharFormat(self._plain(bold))
        self.clause_chosen.emit(cursor.blockNumber() + 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cursor = self.cursorForPosition(event.position().toPoint())
        name = self._name_at(cursor)
        if name:
            self.placeholder_clicked.emit(name, self.cursorRect(cursor))
        else:
            super().mouseDoubleClickEvent(event)

    def placeholder_at_cursor(self) -> None:
        """F2: change the value under the cursor, or the next one."""
        cursor = self.textCursor()
        while not cursor.atEnd():
            name = self._name_at(cursor)
            if name:
                self.placeholder_clicked.emit(name, self.cursorRect(cursor))
                return
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)

    def _name_at(self, cursor: QTextCursor) -> str:
        after = QTextCursor(cursor)
        after.movePosition(QTextCursor.MoveOperation.NextCharacter)
        for one in (cursor, after):
            name = str(one.charFormat().property(NAME) or "")
            if name:
                return name
        return ""

    # Margin ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._margin.setGeometry(QRect(area.left(), area.top(), _MARGIN, area.height()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self._loading and self._given:
            self.set_clauses(self.clauses(), self._values, self._side, not self.isReadOnly())

    def paint_numbers(self, painter: QPainter) -> None:
        """Number and worst finding of each clause, beside its first line."""
        table = theme.colours()
        painter.setFont(theme.font(13, tabular=True))
        layout = self.document().documentLayout()
        top = self.viewport().y() - self.verticalScrollBar().value() - self.contentsRect().top()
        block = self.document().begin()
        heading = self._given[0].number if self._given else 0
        number = 0
        while block.isValid():
            number += 1
            y = round(layout.blockBoundingRect(block).top()) + top
            if heading:
                painter.setPen(QColor(table.quiet))
                painter.drawText(
                    QRect(40, y, 34, _LINE), int(Qt.AlignmentFlag.AlignVCenter.value), f"{heading}.{number}"
                )
            worst = {mark.severity for mark in self.marks_of(number)}
            if worst:
                name, ink = ("circle-x", table.red) if "E" in worst else ("alert-triangle", table.amber)
                icons.paint(painter, name, 18, y + 5, ink)
            block = block.next()


class _Numbers(QWidget):
    """The margin beside the text."""

    def __init__(self, editor: ClauseEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setAccessibleName(tr("Numbers of the clauses"))

    def sizeHint(self) -> QSize:
        return QSize(_MARGIN, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._editor.palette().color(QPalette.ColorRole.Base))
        self._editor.paint_numbers(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cursor = self._editor.cursorForPosition(QPoint(0, round(event.position().y()) - self._editor.viewport().y()))
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()
