"""The pages of the contract beside its clauses: drawn a moment after the last key, with the letterhead chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.rules.contracts import Contract
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.pages.contracts import asks
from orderdesk_gui.ui.pages.contracts.preview import PagePreview


class PaperPane(QObject):
    """`soon` asks `run` a moment later; `draw` shows the pages of what stands typed."""

    def __init__(self, ui: Ui_ContractsPage, jobs: Background, run: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._jobs = jobs
        self._asked: Contract | None = None
        self._shown: UUID | None = None
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(700)
        self.soon.timeout.connect(run)
        self.preview = PagePreview()
        ui.preview_slot.addWidget(self.preview)
        ui.page_back.clicked.connect(lambda: self.preview.turn(-1))
        ui.page_on.clicked.connect(lambda: self.preview.turn(1))
        self.preview.page_changed.connect(self._show_page)

    def draw(self, opened: asks.Opened | None, contract: Contract | None) -> None:
        """Draw the pages of what stands on the screen, in the background."""
        self.soon.stop()
        self._asked = contract
        if opened is None or contract is None or opened.view.origin != "ours":
            self.preview.clear()
            return
        same = self._shown == opened.view.id

        def done(content: bytes) -> None:
            if self._asked is contract:
                self._shown = opened.view.id
                self.preview.show_paper(content, same=same)

        self._jobs.read(asks.preview, opened.view.id, contract, done=done, owner=self)

    def _show_page(self, page: int, pages: int) -> None:
        self._ui.page_note.setText(f"{page} / {pages}" if pages else "")
        self._ui.page_note.setToolTip(tr("{page} of {pages}", page=page, pages=pages) if pages else "")
