"""The strip above the lines that says what is special about this quotation, with a step that mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor, QPalette

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

if TYPE_CHECKING:
    from .asks import Opened


class Notice:
    """Fills the form's ``notice``; hidden while there is nothing to say."""

    def __init__(self, ui: Any) -> None:
        self._ui = ui
        self._shown = ("info-circle", "blue")
        ui.notice.setAutoFillBackground(True)
        ui.notice.hide()

    def hide(self) -> None:
        """There is nothing to say."""
        self._ui.notice.hide()

    def show_state(self, opened: Opened, discard: Callable[[], None]) -> None:
        """What is special about the quotation: kept work, a return, a loss."""
        draft = opened.draft
        if opened.kept_at is not None:
            when = f"{opened.kept_at.astimezone():%m-%d %H:%M}"
            self.show(
                "history", tr("What you typed on {when} was kept and is back.", when=when), tr("Discard"), discard
            )
        elif draft.status == "returned" and opened.approval is not None:
            said = next((step for step in opened.approval.steps if step.status == "returned"), None)
            by, why = (said.by, said.remark) if said is not None else ("", "")
            self.show("corner-down-left", tr("Returned by {who}: {why}", who=by, why=why), tone="red")
        elif draft.status == "lost":
            from orderdesk_gui.rules.quotes import LOSS_REASONS

            reason = str(LOSS_REASONS.get(opened.lost_reason, opened.lost_reason))
            text = tr("Lost: {reason}", reason=" · ".join(part for part in (reason, opened.lost_note) if part))
            self.show("circle-x", text, tone="red")
        else:
            self.hide()

    def show_copied(self, opened: Opened) -> None:
        """A new quotation like an earlier one: how many prices are different now."""
        if not opened.draft.copied_from:
            return
        changed = sum(1 for one in opened.differences if one.price_change)
        one = tr("1 price differs from then; see the arrow.")
        several = tr("{count} prices differ from then; see the arrows.", count=changed)
        differs = one if changed == 1 else several if changed else tr("No price has changed since.")
        like = tr("Like {number}, priced for today.", number=opened.draft.copied_from)
        self.show("copy", f"{like} {differs}")

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
