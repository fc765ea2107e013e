"""The head of the page of contracts: number, chips, language, life, main button, notice and state of saving."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.rules.contracts import Contract
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.pages.contracts.asks import Opened
from orderdesk_gui.ui.pages.contracts.deeds import Deed
from orderdesk_gui.ui.pages.contracts.head import life_steps, notice_of, origin_line, version_chip
from orderdesk_gui.ui.widgets.bars import ChipLabel
from orderdesk_gui.ui.widgets.delegates import Chip
from orderdesk_gui.ui.widgets.life_strip import LifeStrip
from orderdesk_gui.ui.widgets.saved_state import SavedState
from orderdesk_gui.ui.widgets.segmented import SegmentedControl


class HeadView(QObject):
    """Fills the head and the foot of the page's form."""

    def __init__(self, ui: Ui_ContractsPage, page: QWidget) -> None:
        super().__init__(page)
        self._ui = ui
        self._page = page
        self._opened: Opened | None = None
        self.status_chip, self.check_chip = ChipLabel(), ChipLabel()
        ui.chips_slot.addWidget(self.status_chip)
        ui.chips_slot.addWidget(self.check_chip)
        languages = [("zh", tr("Chinese")), ("en", tr("English")), ("both", tr("Both"))]
        self.language = SegmentedControl(tr("Language of the paper"), languages)
        ui.language_slot.addWidget(self.language)
        self.life = LifeStrip(tr("Life of this business"))
        ui.life_slot.addWidget(self.life)
        self.saved_state = SavedState(tr("State of saving"))
        ui.saved_slot.addWidget(self.saved_state)
        ui.number.setFont(theme.font(17, bold=True, tabular=True))
        ui.notice.setAutoFillBackground(True)
        ui.notice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show(self, opened: Opened, contract: Contract, main: Deed | None, *, dirty: bool) -> None:
        """What stands typed."""
        ui = self._ui
        self._opened = opened
        ui.number.setText(opened.view.number)
        ui.origin_line.setText(origin_line(opened, contract))
        self.status_chip.set_chip(version_chip(opened))
        self.life.set_steps(life_steps(opened))
        self.language.set_value(contract.language)
        self.language.setEnabled(opened.view.editable)
        ui.main.setVisible(main is not None)
        if main is not None:
            ui.main.setText(tr(main.title))
            ui.main.setAccessibleName(ui.main.text())
            ui.main.setToolTip(f"{ui.main.text()}  Ctrl+Enter")
            icons.set_icon(ui.main, main.icon)
        ui.foot.setVisible(opened.view.editable)
        for button in (ui.discard, ui.save_button):
            button.setEnabled(dirty)

    def show_check(self, blocking: int) -> None:
        """Whether the checks let it pass, while that still matters."""
        opened = self._opened
        if opened is None or opened.view.origin != "ours" or opened.view.status not in ("draft", "review"):
            self.check_chip.set_chip(None)
        elif blocking:
            self.check_chip.set_chip(Chip(tr("{count} must be mended", count=blocking), "red", "circle-x"))
        else:
            self.check_chip.set_chip(Chip(tr("Checked"), "green", "circle-check"))

    def show_notice(self) -> None:
        """The strip above the clauses, in its colour."""
        ui = self._ui
        notice = notice_of(self._opened) if self._opened is not None else None
        ui.notice.setVisible(notice is not None)
        if notice is None:
            return
        ui.notice_text.setText(notice.text)
        fill, ink = theme.colours().chips[notice.tone]
        shown = ui.notice.palette()
        shown.setColor(QPalette.ColorRole.Window, QColor(fill))
        shown.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        ui.notice.setPalette(shown)
        pixels = self._page.devicePixelRatioF()
        ui.notice_icon.setPixmap(icons.pixmap(notice.icon, ink, theme.ICON, pixels))

    def show_saved(self, *, kept: bool) -> None:
        """As the store has it, or with what was typed and not saved."""
        self.saved_state.set_state("pencil" if kept else "cloud-check", tr("Not saved yet") if kept else tr("Saved"))

    def show_kept(self, at: dt.datetime) -> None:
        """What was typed is kept on this computer."""
        self.saved_state.set_state("history", tr("Kept at {time}", time=f"{at.astimezone():%H:%M}"))
