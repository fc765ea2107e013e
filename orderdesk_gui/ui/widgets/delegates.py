"""Painting of cells: chips, numbers with quiet units, two-line rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.cut_text import CutTextDelegate
from orderdesk_gui.ui.widgets.painting import metrics as metrics
from orderdesk_gui.ui.widgets.painting import paint_text as paint_text
from orderdesk_gui.ui.widgets.painting import tone_colour as tone_colour

Index = QModelIndex | QPersistentModelIndex

CHIP_ROLE = Qt.ItemDataRole.UserRole + 1
UNIT_ROLE = Qt.ItemDataRole.UserRole + 2
TONE_ROLE = Qt.ItemDataRole.UserRole + 3
ICON_ROLE = Qt.ItemDataRole.UserRole + 4
ROW_ROLE = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True)
class Chip:
    """A status: translated text, tone (red, yellow, blue, green, grey) and the icon beside the word."""

    text: str
    tone: str = "grey"
    icon: str = ""


_STATUS = {
    "draft": ("Draft", "grey", "pencil"),
    "submitted": ("To approve", "yellow", "hourglass"),
    "returned": ("Returned", "red", "corner-down-left"),
    "approved": ("Approved", "blue", "rosette-discount"),
    "issued": ("Issued", "blue", "send"),
    "sent": ("Issued", "blue", "send"),
    "won": ("Won", "green", "circle-check"),
    "lost": ("Lost", "red", "circle-x"),
    "expired": ("Expired", "grey", "calendar-off"),
    "voided": ("Voided", "grey", "circle-minus"),
    "withdrawn": ("Withdrawn", "grey", "arrow-back-up"),
    "open": ("Open", "blue", "circle-dot"),
    "quoted": ("Quoted", "blue", "tag"),
    "closed": ("Closed", "grey", "circle-minus"),
    "review": ("In review", "yellow", "hourglass"),
    "signed": ("Signed", "green", "circle-check"),
    "active": ("Active", "green", "circle-check"),
    "inactive": ("Inactive", "grey", "circle-minus"),
    "strategic": ("Strategic", "blue", "star"),
    "key": ("Key", "blue", "star"),
    "regular": ("Regular", "grey", "user"),
    "new": ("New customer", "green", "plus"),
}


STATUSES = tuple(_STATUS)


def status_chip(status: str) -> Chip:
    """The chip of a status or tier word, the same on every page (``draft``, ``won``, ``key`` ...)."""
    from orderdesk_gui.rules.language import tr

    text, tone, icon = _STATUS[status]
    return Chip(tr(text), tone, icon)


def chip_width(chip: Chip) -> int:
    """Width of a chip in pixels."""
    return metrics(12).horizontalAdvance(chip.text) + 16 + (16 if chip.icon else 0)


def paint_chip(
    painter: QPainter,
    chip: Chip,
    right: int,
    middle: int,
    *,
    left: int | None = None,
    room: int | None = None,
    selected: bool = False,
) -> int:
    """Paint `chip` with its right edge at `right` (or its left edge at `left`); returns its width.

    Where `room` is narrower than the chip its text is cut; on a `selected` row it lies on paper.
    """
    width = chip_width(chip) if room is None else min(chip_width(chip), max(room, theme.CHIP))
    x = left if left is not None else right - width
    fill, ink = theme.colours().chips[chip.tone]
    if selected:
        fill = theme.colours().paper
    box = QRectF(x, middle - theme.CHIP / 2, width, theme.CHIP)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(box, theme.CHIP / 2, theme.CHIP / 2)
    painter.restore()
    text_x = x + 8
    if chip.icon:
        icons.paint(painter, chip.icon, x + 8, middle - 6, ink, 12)
        text_x += 16
    text = QRect(round(text_x), round(box.y()), round(box.right() - text_x) - 6, theme.CHIP)
    paint_text(painter, text, chip.text, ink, 12)
    return width


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, *, edge: bool = False) -> bool:
    """Paint the row's ground and its hairline; True where the row is selected."""
    table = theme.colours()
    state = option.state
    selected = bool(state & QStyle.StateFlag.State_Selected)
    rect = option.rect
    if selected:
        painter.fillRect(rect, QColor(table.selected))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(table.ground))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(table.line))
    if selected and edge:
        painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(table.accent))
    return selected


class CellDelegate(CutTextDelegate):
    """A cell of a table: text or number, unit behind it in quiet, an icon before it, or a chip.

    Roles read from the model: DisplayRole (str), TextAlignmentRole, UNIT_ROLE (str), TONE_ROLE (str),
    ICON_ROLE (name), CHIP_ROLE (Chip).
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        selected = paint_ground(painter, option)
        table = theme.colours()
        rect = option.rect.adjusted(8, 0, -8, 0)
        chip = index.data(CHIP_ROLE)
        if isinstance(chip, Chip):
            middle = rect.center().y() + 1
            paint_chip(painter, chip, 0, middle, left=rect.left(), room=rect.width() + 6, selected=selected)
            painter.restore()
            return
        name = index.data(ICON_ROLE)
        tone = index.data(TONE_ROLE) or ""
        colour = tone_colour(tone)
        if selected and tone == "quiet":
            colour = table.quiet_on_selected
        if name:
            ink = table.quiet if not tone else colour
            icons.paint(painter, str(name), rect.left(), rect.center().y() - 7, ink)
            rect.setLeft(rect.left() + 22)
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = alignment is not None and bool(Qt.AlignmentFlag(alignment) & Qt.AlignmentFlag.AlignRight)
        unit = index.data(UNIT_ROLE)
        if unit:
            quiet = table.quiet_on_selected if selected else table.quiet
            width = paint_text(painter, rect, str(unit), quiet, 12, right=right)
            if right:
                rect.setRight(rect.right() - width - 4)
        paint_text(painter, rect, _string(index.data()), colour, right=right)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.ROW)


def _string(value: Any) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class ListRow:
    """A two-line row of a page's list; `day` starts a band where it differs from the row above."""

    id: Any
    title: str
    right: str = ""
    second: str = ""
    chip: Chip | None = None
    date: str = ""
    day: str = ""
    right_unit: str = ""
    tone: str = ""


class TwoLineDelegate(CutTextDelegate):
    """Rows of a list: title and amount above, number, chip and date below (rows 60 or 48 high)."""

    def __init__(self, height: int = 60, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, str):
            self._band(painter, option, row)
            return
        painter.save()
        selected = paint_ground(painter, option, edge=True)
        if isinstance(row, ListRow):
            self._lines(painter, option.rect, row, selected)
        painter.restore()

    def _lines(self, painter: QPainter, rect: QRect, row: ListRow, selected: bool) -> None:
        table = theme.colours()
        quiet = table.quiet_on_selected if selected else table.quiet
        inner = rect.adjusted(16, 0, -16, 0)
        first = QRect(inner.left(), rect.center().y() - 20, inner.width(), 20)
        second = QRect(inner.left(), rect.center().y() + 1, inner.width(), 20)
        if row.right_unit:
            used = paint_text(painter, first, row.right_unit, quiet, 12, right=True) + 4
            first.setRight(first.right() - used)
        used = paint_text(painter, first, row.right, table.text, right=True) if row.right else 0
        first.setRight(first.right() - used - (8 if used else 0))
        paint_text(painter, first, row.title, table.text, bold=self._height >= 56)
        if row.date:
            used = paint_text(painter, second, row.date, tone_colour(row.tone or "quiet"), 12, right=True)
            second.setRight(second.right() - used - 8)
        if row.chip is not None:
            middle = second.center().y() + 1
            used = paint_chip(painter, row.chip, second.right(), middle, room=second.width(), selected=selected)
            second.setRight(second.right() - used - 8)
        paint_text(painter, second, row.second, quiet, 12)

    def _band(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        table = theme.colours()
        painter.save()
        painter.fillRect(option.rect, QColor(table.ground))
        rect = option.rect
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(table.line))
        paint_text(painter, rect.adjusted(16, 0, -16, 0), text, table.quiet, 12)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, 28 if isinstance(index.data(ROW_ROLE), str) else self._height)
