"""Fields that forms promote: a day, and a percentage kept as a fraction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from orderdesk_gui.ui.widgets.form_fields import AmountEdit, DateEdit


class DayEdit(DateEdit):
    """A date, as Designer makes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(date.today, parent)


class PercentEdit(AmountEdit):
    """A percentage: 13 % is shown, the fraction 0.13 is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, "%", parent)

    def fraction(self) -> Decimal | None:
        """The fraction, None where nothing or no number was typed."""
        value = self.value()
        return None if value is None else value / 100

    def set_fraction(self, fraction: Decimal | None) -> None:
        """Show `fraction`."""
        self.set_value(None if fraction is None else fraction * 100)
