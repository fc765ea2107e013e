"""A splitter that remembers its sizes in the settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from orderdesk_gui.ui.settings import Settings


class KeptSplitter(QSplitter):
    """Panes beside each other (or above, with `vertical`); sizes kept under ``splitter.<name>``."""

    def __init__(self, settings: Settings, name: str, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal, parent)
        self._settings = settings
        self._name = f"splitter.{name}"
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(lambda _at, _number: self._settings.set(self._name, self.sizes()))

    def start_with(self, sizes: list[int]) -> None:
        """Take the remembered sizes, or these; call it when all panes are in. The last pane grows."""
        kept = self._settings.get(self._name)
        fits = isinstance(kept, list) and len(kept) == self.count() and all(isinstance(n, int) for n in kept)
        self.setSizes(kept if fits else sizes)
        for number in range(self.count()):
            self.setStretchFactor(number, int(number == self.count() - 1))
