"""The checks beside the clauses: asked a moment after the last key, shown as a list with remedies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSizePolicy

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.contracts import Contract
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.pages.contracts import asks
from orderdesk_gui.ui.pages.contracts.findings import FindingList

_RANK = {"E": 3, "W": 2, "I": 1, "": 0}


class CheckPane(QObject):
    """`soon` asks `run` a moment later; `arrived` brings what the checks say of the contract asked about last."""

    arrived = Signal(object)  # asks.Checked

    def __init__(self, ui: Ui_ContractsPage, jobs: Background, run: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._jobs = jobs
        self._asked: Contract | None = None
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(250)
        self.soon.timeout.connect(run)
        ui.findings_pane.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.findings = FindingList(tr("What the checks found"))
        ui.findings_slot.addWidget(self.findings)

    def ask(self, opened: asks.Opened, contract: Contract) -> None:
        """Check `contract` in the background; an answer to an earlier one is dropped."""
        self.soon.stop()
        self._asked = contract

        def done(checked: asks.Checked) -> None:
            if self._asked is contract:
                self.arrived.emit(checked)

        self._jobs.read(asks.checked, opened.view, contract, opened.library, done=done, owner=self)

    def show(
        self,
        opened: asks.Opened | None,
        checked: asks.Checked,
        mend: Callable[[int], Any],
        let_stand: Callable[[int], Any],
    ) -> int:
        """List what was found; how many findings block."""
        ui, view = self._ui, opened.view if opened is not None else None
        editable = view is not None and view.editable
        at_work = view is not None and view.status in ("draft", "review")
        may_stand = opened is not None and at_work and Right.OVERRIDE_LINT in opened.rights
        self.findings.set_findings(
            checked.findings, checked.remedies if editable else (None,) * len(checked.findings), mend,
            let_stand if may_stand else None,
        )  # fmt: skip
        blocking = sum(one.blocks for one in checked.findings)
        ui.findings_pane.setVisible(at_work)
        self.findings.setVisible(bool(checked.findings))
        ui.findings_hint.setVisible(bool(checked.findings))
        words = tr("{count} must be mended", count=blocking) if blocking else tr("nothing stands in the way")
        ui.findings_count.setText(words)
        ui.findings_count.setForegroundRole(
            QPalette.ColorRole.BrightText if blocking else QPalette.ColorRole.PlaceholderText
        )
        return blocking


def worst_of(checked: asks.Checked) -> dict[int, str]:
    """The worst open finding under each heading."""
    worst: dict[int, str] = {}
    for one in checked.findings:
        heading, _ = place_of(one.finding.place)
        if one.override is None and _RANK[one.finding.severity] > _RANK[worst.get(heading, "")]:
            worst[heading] = one.finding.severity
    return worst


def place_of(place: str) -> tuple[int, int]:
    """Heading and paragraph of ``clauses.7.3``; parties and the like stand at the head, lines under 1."""
    parts = place.split(".")
    if parts[0] == "clauses" and len(parts) > 1:
        return int(parts[1]), int(parts[2]) if len(parts) > 2 else 1
    if parts[0] in ("lines", "total", "total_words"):
        return 1, 1
    known = {"payment": 7, "delivery_place": 4, "delivery_method": 4, "annexes": 16}
    return known.get(parts[0], 0), 1
