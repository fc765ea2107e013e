"""A page that stands instead of everything: a sentence, and the steps that lead on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from orderdesk_gui.ui.widgets.empty_state import EmptyState


class NoticePage(QWidget):
    """`steps` are (translated label, what to do); the first is the main one."""

    def __init__(
        self, icon: str, title: str, sentence: str, steps: list[tuple[str, Callable[[], Any]]] | None = None
    ) -> None:
        super().__init__()
        self.sentence = sentence
        column = QVBoxLayout(self)
        column.addWidget(EmptyState(icon, title, sentence, steps))
