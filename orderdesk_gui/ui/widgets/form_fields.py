"""Fields of a form: a red edge and a sentence where something is wrong, and typed dates and amounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.figures import read_date, read_number, show_date, show_number
from orderdesk_gui.ui.style import ERROR
from orderdesk_gui.ui.widgets.painting import tone_colour

_SLOT = "field_slot"


class FieldNote(QLabel):
    """A sentence beneath a field: red or yellow with its sign, or a quiet hint."""

    def __init__(self, text: str, tone: str = "red", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self.setFont(theme.font(12))
        self.setWordWrap(True)
        self.setContentsMargins(20 if self._icon() else 0, 0, 0, 0)
        self._ink()

    def _icon(self) -> str:
        return {"red": "alert-circle", "yellow": "alert-triangle", "green": "circle-check"}.get(self._tone, "")

    def _ink(self) -> None:
        shown = self.palette()
        shown.setColor(shown.ColorRole.WindowText, tone_colour(self._tone))
        self.setPalette(shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._ink()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon():
            icons.paint(QPainter(self), self._icon(), 0, 2, tone_colour(self._tone), 14)


class FieldErrors(QObject):
    """Shows problems at the fields of a form.

    Fields are registered under the paths that actions use (``customer.uscc``). A note stands beneath its
    field in the form's layout and goes when the field is typed in.
    """

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self._form = form
        self._fields: dict[str, QWidget] = {}
        self._notes: dict[str, FieldNote] = {}

    def add(self, path: str, field: QWidget) -> None:
        """Know `field` under `path`."""
        self._fields[path] = field
        for name in ("textEdited", "currentIndexChanged", "value_changed", "changed"):
            signal = getattr(field, name, None)
            if signal is not None:
                signal.connect(lambda *_args, path=path: self.clear(path))
                break

    def add_all(self, **fields: QWidget) -> None:
        """Know several fields; ``__`` in a name stands for a dot."""
        for name, field in fields.items():
            self.add(name.replace("__", "."), field)

    def show(self, error: UserError) -> bool:
        """Mark the field of `error` and go there; False where the form has no such field."""
        path = self._path(error.field)
        if path is None:
            return False
        self.mark(path, str(error))
        self._focus(self._fields[path])
        return True

    def mark(self, path: str, sentence: str, tone: str = "red") -> None:
        """Mark a field: red where it must be mended, yellow for a warning."""
        self.clear(path)
        field = self._fields[path]
        field.setProperty(ERROR, tone)
        field.setAccessibleDescription(sentence)
        field.update()
        note = FieldNote(sentence, tone)
        self._notes[path] = note
        self._slot(field).addWidget(note)

    def clear(self, path: str | None = None) -> None:
        """Take the mark of one field away, or all of them."""
        for known in [path] if path is not None else list(self._notes):
            note = self._notes.pop(known, None)
            field = self._fields.get(known)
            if note is not None:
                note.hide()
                note.deleteLater()
            if field is not None and field.property(ERROR):
                field.setProperty(ERROR, "")
                field.setAccessibleDescription("")
                field.update()

    def marked(self) -> list[str]:
        """Paths of the fields marked at present."""
        return list(self._notes)

    def _path(self, wanted: str) -> str | None:
        """The registered path that fits best: the whole, or its end (``uscc`` for ``customer.uscc``)."""
        if wanted in self._fields:
            return wanted
        ends = [path for path in self._fields if wanted.endswith(f".{path}") or path.endswith(f".{wanted}")]
        return ends[0] if ends and wanted else None

    def _focus(self, field: QWidget) -> None:
        parent = field.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(field)
            parent = parent.parentWidget()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _slot(self, field: QWidget) -> QVBoxLayout:
        """The column that holds the field and its note; it takes the field's place the first time."""
        parent = field.parentWidget()
        own = parent.layout() if parent is not None and parent.objectName() == _SLOT else None
        if isinstance(own, QVBoxLayout):
            return own
        slot = QWidget(parent)
        slot.setObjectName(_SLOT)
        column = QVBoxLayout(slot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        layout = parent.layout() if parent is not None else None
        if layout is not None:
            layout.replaceWidget(field, slot)
        column.addWidget(field)
        slot.setSizePolicy(field.sizePolicy())
        slot.show()
        return column


class UndoBeyondFields(QObject):
    """Lets Ctrl+Z and Ctrl+Y reach the page from a field in which there is nothing to take back.

    Qt's fields keep both keys for themselves, also when all typing has been taken back or was saved.
    """

    def watch(self, form: QWidget) -> None:
        """Watch all fields that stand in `form` now."""
        for field in (*form.findChildren(QLineEdit), *form.findChildren(QPlainTextEdit)):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _is_undo(event) and not _can(watched, "isUndoAvailable"):
                event.ignore()
                return True
            if _is_redo(event) and not _can(watched, "isRedoAvailable"):
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def _is_undo(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _is_redo(event: QKeyEvent) -> bool:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    return (event.key(), event.modifiers()) in ((Qt.Key.Key_Y, control), (Qt.Key.Key_Z, control | shift))


def _can(field: QObject, asked: str) -> bool:
    holder = field.document() if isinstance(field, QPlainTextEdit) else field
    return bool(getattr(holder, asked)())


class AmountEdit(QLineEdit):
    """Types an amount, a price or a quantity; reads full-width digits and thousands separators."""

    value_changed = Signal(object)  # Decimal or None

    def __init__(self, places: int | None = 2, unit: str = "", parent: QWidget | None = None) -> None:
        """`places` for show when the field is left (None: as typed); `unit` stands quietly at the right."""
        super().__init__(parent)
        self._places = places
        self._value: Decimal | None = None
        self._unit = unit
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(theme.font(13, tabular=True))
        self.set_unit(unit)
        self.textEdited.connect(self._typed)

    def set_unit(self, unit: str) -> None:
        """Show another unit or currency."""
        self._unit = unit
        space = self.fontMetrics().horizontalAdvance(unit) + 8 if unit else 0
        self.setTextMargins(0, 0, space, 0)
        self.update()

    def value(self) -> Decimal | None:
        """The amount, None where the field is empty or cannot be read."""
        return self._value

    def set_value(self, value: Decimal | None) -> None:
        """Show `value`."""
        self._value = value
        self.setText(self._shown())

    def is_understood(self) -> bool:
        """Whether what was typed is a number, or nothing."""
        return not self.text().strip() or self._value is not None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.is_understood():
            self.setText(self._shown())
        else:
            self.setProperty(ERROR, "red")
            self.setToolTip(tr("Type a number"))
            self.update()

    def _shown(self) -> str:
        places = self._places
        if places is not None and self._value is not None:
            exponent = self._value.normalize().as_tuple().exponent
            places = max(places, -exponent if isinstance(exponent, int) else 0)
        return show_number(self._value, places)

    def _typed(self, text: str) -> None:
        self._value = read_number(text)
        if self.property(ERROR) and self.is_understood():
            self.setProperty(ERROR, "")
            self.setToolTip("")
        self.value_changed.emit(self._value)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._unit:
            painter = QPainter(self)
            painter.setPen(theme.colours().quiet)
            at = self.rect().adjusted(8, 0, -8, 0)
            painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)


class DateEdit(QLineEdit):
    """Types a date: 2026-11-21, 1121, +7; Up and Down go by days, the sign at the right opens a calendar."""

    value_changed = Signal(object)  # date or None

    def __init__(self, today: Callable[[], date] = date.today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._value: date | None = None
        self.setPlaceholderText(tr("such as +7"))
        action = self.addAction(
            icons.icon("calendar", theme.colours().quiet), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setText(tr("Calendar"))
        action.setToolTip(tr("Calendar"))
        action.triggered.connect(self.open_calendar)
        self.editingFinished.connect(self._read)
        self.textEdited.connect(self._typed)

    def value(self) -> date | None:
        """The date, None where the field is empty or cannot be read."""
        self._take()
        return self._value

    def is_understood(self) -> bool:
        """Whether what was typed is a date, or nothing."""
        return self._take()

    def set_value(self, value: date | None) -> None:
        """Show `value`."""
        self._value = value
        self.setText(show_date(value))

    def open_calendar(self) -> None:
        """Choose from a month's sheet."""
        from orderdesk_gui.ui.widgets.month_sheet import choose_day

        choose_day(self, self._value or self._today(), self._set)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            from datetime import timedelta

            step = timedelta(days=1 if event.key() == Qt.Key.Key_Up else -1)
            self._set((self.value() or self._today()) + step)
        else:
            super().keyPressEvent(event)

    def _set(self, value: date) -> None:
        self.set_value(value)
        self.setProperty(ERROR, "")
        self.value_changed.emit(value)

    def _typed(self, _text: str) -> None:
        if self.property(ERROR):
            self.setProperty(ERROR, "")
            self.update()

    def _take(self) -> bool:
        text = self.text().strip()
        read = read_date(text, self._today()) if text else None
        understood = read is not None or not text
        if understood and show_date(self._value) != show_date(read):
            self._value = read
        elif not understood:
            self._value = None
        return understood

    def _read(self) -> None:
        before = self._value
        if self._take():
            self.setText(show_date(self._value))
            if self._value != before:
                self.value_changed.emit(self._value)
        else:
            self.setProperty(ERROR, "red")
            self.setToolTip(tr("Type a date such as 2026-11-21, 1121 or +7"))
            self.update()
