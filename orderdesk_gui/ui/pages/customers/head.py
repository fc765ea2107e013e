"""The head of a customer: name, chips of tier, credit and status, and one line of what one looks for first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from orderdesk_gui.rules.customers import one_line
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.bars import Avatar, ChipLabel
from orderdesk_gui.ui.widgets.delegates import Chip, status_chip

if TYPE_CHECKING:
    from orderdesk_gui._built.forms.customer_detail import Ui_CustomerDetail
    from orderdesk_gui.rules.customers import Customer

NARROW = 900  # pixels of the whole customer
_GRADE_TONES = {"A": "green", "B": "green", "C": "yellow", "D": "red"}


class CustomerHead(QObject):
    """Long names end in … and stand whole in the tool tip."""

    def __init__(self, ui: Ui_CustomerDetail) -> None:
        super().__init__(ui.title)
        self.ui = ui
        self._title = ""
        self.subline = ""
        ui.title.setFont(theme.font(17, bold=True))
        ui.title.setTextFormat(Qt.TextFormat.PlainText)
        ui.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        ui.subline.setTextFormat(Qt.TextFormat.PlainText)
        ui.subline.setFont(theme.font(12))
        ui.subline.setForegroundRole(ui.subline.palette().ColorRole.PlaceholderText)
        for label in (ui.title, ui.subline):
            label.setMinimumWidth(60)
        for button, name in ((ui.inquiry, "message-circle"), (ui.quote, "tag"), (ui.talk, "edit"), (ui.menu, "dots")):
            icons.set_icon(button, name)
        self._words = {button: (button.text(), button.property("hint")) for button in (ui.quote, ui.talk)}
        self._avatar = Avatar("", 44)
        ui.avatar_slot.addWidget(self._avatar)
        self._chips = [ChipLabel(), ChipLabel(), ChipLabel()]
        for chip in self._chips:
            ui.chips.addWidget(chip)

    def show(self, customer: Customer, people: Mapping[Any, str], width: int) -> None:
        """Show `customer` in a head of `width` pixels; `people` are the possible owners."""
        new = customer.id is None
        self._title = one_line(customer.name) or tr("New customer")
        self._avatar.set_name(one_line(customer.short_name) or self._title)
        for widget in (self.ui.inquiry, self.ui.quote, self.ui.talk, self.ui.menu):
            widget.setVisible(not new)
        grade = customer.credit_grade
        tone = _GRADE_TONES.get(grade, "grey")
        tier, credit, status = self._chips
        tier.set_chip(None if new else status_chip(customer.tier))
        credit.set_chip(Chip(tr("Credit {grade}", grade=grade), tone, "shield-check") if grade else None)
        status.set_chip(status_chip("inactive") if customer.status == "inactive" else None)
        owner = people.get(customer.owner_id, "")
        parts = (
            customer.uscc or customer.tax_number,
            customer.region or (customer.country if customer.country != "CN" else ""),
            customer.payment.text(current_language()),
            tr("Owner {name}", name=owner) if owner else "",
        )
        self.subline = " · ".join(part for part in parts if part) if not new else tr("A name is enough to begin with.")
        self.fit(width)

    def fit(self, width: int) -> None:
        """Cut title and line to what has room in `width` pixels."""
        ui = self.ui
        for button, (text, hint) in self._words.items():  # on a narrow screen the name needs their words' room
            narrow = width < NARROW
            button.setText("" if narrow else text)
            button.setProperty("hint", "" if narrow else hint)
            button.setAccessibleName(text)
            button.setToolTip(f"{text}  {hint or ''}".rstrip() if narrow else "")
            button.updateGeometry()
        chips = sum(chip.sizeHint().width() + 8 for chip in self._chips if not chip.isHidden())
        buttons = (ui.inquiry, ui.quote, ui.talk, ui.menu)
        taken = 54 + 54 + sum(each.sizeHint().width() + 10 for each in buttons if not each.isHidden())
        room = max(80, width - taken)
        for label, text, wide in ((ui.title, self._title, room - chips), (ui.subline, self.subline, room)):
            shown = label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(80, wide - 4))
            label.setText(shown)
            label.setToolTip(text if shown != text else "")
