"""Shared widgets as Designer forms use them: each is made with nothing but its parent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets import form_fields
from orderdesk_gui.ui.widgets.bars import Avatar, ChipLabel, SegmentBar
from orderdesk_gui.ui.widgets.life_strip import LifeStrip
from orderdesk_gui.ui.widgets.saved_state import SavedState
from orderdesk_gui.ui.widgets.segmented import Counters, SegmentedControl


class Strip(QWidget):
    """A strip with a hairline above it; the action bar stands on the ground's colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        if self.objectName() == "action_bar":
            painter.fillRect(self.rect(), QColor(table.ground))
        painter.fillRect(0, 0, self.width(), 1, QColor(table.line))


class Tabs(Counters):
    """The tabs above the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Which ones to show"), 34, parent)


class Sign(ChipLabel):
    """A chip in the head."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent)


class Initial(Avatar):
    """The customer's initial."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", 36, False, parent)


class Life(LifeStrip):
    """From inquiry to after-sales."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Stages of this business"), parent)


class CreditBar(SegmentBar):
    """This quotation's share of the credit limit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Share of the credit limit"), parent)


class DraftState(SavedState):
    """Whether the draft is kept, and since when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("State of the draft"), parent)


class AmountEdit(form_fields.AmountEdit):
    """An amount or a percentage, as exact as it was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, "", parent)


class DateEdit(form_fields.DateEdit):
    """A date; `today` may be set afterwards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.today: Callable[[], dt.date] = dt.date.today
        super().__init__(lambda: self.today(), parent)
        self.setPlaceholderText(tr("such as 1121 or +7"))


class ClassChoice(SegmentedControl):
    """Low, normal or high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", [("low", tr("low")), ("normal", tr("normal")), ("high", tr("high"))], parent)
        self.set_value("normal")
