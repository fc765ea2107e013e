"""What an empty place says: what belongs here, and the first step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.style import KIND


class EmptyState(QWidget):
    """An icon, a title, a sentence and buttons for the first step; all texts already translated."""

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str = "",
        steps: list[tuple[str, Callable[[], Any]]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        picture = _Picture(icon)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        head = QLabel(title)
        head.setFont(theme.font(15, bold=True))
        head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head.setWordWrap(True)
        column.addWidget(head)
        if sentence:
            text = QLabel(sentence)
            text.setForegroundRole(text.palette().ColorRole.PlaceholderText)
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setWordWrap(True)
            column.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for number, (label, run) in enumerate(steps or []):
            button = QPushButton(label)
            button.setProperty(KIND, "primary" if number == 0 else "normal")
            button.setAccessibleName(label)
            button.clicked.connect(lambda _checked=False, run=run: run())
            row.addWidget(button)
        row.addStretch()
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)

    def cover(self, host: QWidget) -> None:
        """Lie over `host` (a view's viewport) and follow its size."""
        self.setParent(host)
        host.installEventFilter(self)
        self.setGeometry(host.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False


class _Picture(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(40, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self._icon, 4, 4, theme.colours().done, 32)
