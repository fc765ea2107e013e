"""A month to choose a day from, in the colours of the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QMenu, QToolButton, QWidget, QWidgetAction

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class MonthSheet(QCalendarWidget):
    """Weekends in the red of the theme, the head on paper; arrows move, Enter chooses."""

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        table = theme.colours()
        self.setAccessibleName(tr("Calendar"))
        self.setSelectedDate(day)  # type: ignore[arg-type]
        for weekday in _WEEKEND:
            inked = QTextCharFormat()
            inked.setForeground(QColor(table.red))
            self.setWeekdayTextFormat(weekday, inked)
        head = self.findChild(QWidget, "qt_calendar_navigationbar")
        if head is not None:
            shown = head.palette()
            shown.setColor(QPalette.ColorRole.Highlight, QColor(table.paper))
            shown.setColor(QPalette.ColorRole.HighlightedText, QColor(table.text))
            head.setPalette(shown)
        for part, icon in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            button = self.findChild(QToolButton, f"qt_calendar_{part}")
            if button is not None:
                button.setIcon(icons.icon(icon))


def choose_day(host: QWidget, day: date, chosen: Callable[[date], Any]) -> None:
    """Hang a month with `day` beneath `host`; `chosen` is called with the day that is clicked or entered."""
    menu = QMenu(host)
    sheet = MonthSheet(day, menu)

    def take(picked: Any) -> None:
        chosen(picked.toPython())
        menu.close()

    sheet.clicked.connect(take)
    sheet.activated.connect(take)
    action = QWidgetAction(menu)
    action.setDefaultWidget(sheet)
    menu.addAction(action)
    menu.aboutToShow.connect(sheet.setFocus)
    menu.exec(host.mapToGlobal(QPoint(0, host.height() + 2)))
