"""The strip above the lines that says what is special about this order, with a step that mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor, QPalette

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

from .summaries import POINTS

if TYPE_CHECKING:
    from .asks import Opened


class Notice:
    """Fills the form's ``notice``; hidden while there is nothing to say."""

    def __init__(self, ui: Any, discard: Callable[[], None], go: Callable[[Any], None]) -> None:
        self._ui = ui
        self._discard = discard
        self._go = go
        self._shown = ("info-circle", "blue")
        ui.notice.setAutoFillBackground(True)
        ui.notice.hide()

    def hide(self) -> None:
        """There is nothing to say."""
        self._ui.notice.hide()

    def show_state(self, opened: Opened) -> None:
        """What is special: kept work, a return, the same order number of theirs, another order of the quotation."""
        review = opened.view.review if opened.view is not None else None
        if opened.kept_at is not None:
            when = f"{opened.kept_at.astimezone():%m-%d %H:%M}"
            text = tr("What you typed on {when} was kept and is back.", when=when)
            self.show("history", text, tr("Discard"), self._discard)
        elif opened.made_already:
            order_id, number = opened.made_already[0]
            text = tr("{number} was made from this quotation already.", number=number)
            self.show("alert-triangle", text, tr("Open it"), lambda: self._go(order_id), "yellow")
        elif opened.status == "returned" and review is not None:
            points = ", ".join(str(POINTS[one]) for one in review.wrong)
            text = tr("Returned by {who} ({points}): {why}", who=review.by, points=points, why=review.note)
            self.show("corner-down-left", text, tone="red")
        elif opened.draft.editable and opened.same_po:
            order_id, number = opened.same_po[0]
            text = tr("{number} has the same order number of theirs. Entered twice?", number=number)
            self.show("alert-triangle", text, tr("Open it"), lambda: self._go(order_id), "yellow")
        elif opened.status in ("closed", "voided", "cancelled") and opened.view and opened.view.ended_reason:
            self.show("info-circle", tr("Reason: {why}", why=opened.view.ended_reason))
        else:
            self.hide()

    def show(self, icon: str, text: str, step: str = "", run: Any = None, tone: str = "blue") -> None:
        """A strip above the lines; `step` is a button that runs `run`."""
        ui = self._ui
        self._shown = (icon, tone)
        ui.notice_text.setText(text)
        ui.notice.setAccessibleName(text)
        for button, words, action in (
            (ui.notice_first, step, run),
            (ui.notice_second, tr("Close"), ui.notice.hide),
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setVisible(bool(words))
            if button.receivers("2clicked()"):
                button.clicked.disconnect()
            if action is not None:
                button.clicked.connect(lambda _on=False, action=action: action())
        self.ink()
        ui.notice.show()

    def ink(self) -> None:
        """Take the colours of the theme of now."""
        icon, tone = self._shown
        fill, ink = theme.colours().chips[tone]
        shown = self._ui.notice.palette()
        shown.setColor(QPalette.ColorRole.Window, QColor(fill))
        shown.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        self._ui.notice.setPalette(shown)
        self._ui.notice_icon.setPixmap(icons.pixmap(icon, ink, theme.ICON, self._ui.notice.devicePixelRatioF()))
