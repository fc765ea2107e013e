"""The thin strip under the top bar that shows work of more than a moment, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.background import Job
from orderdesk_gui.ui.style import KIND


class BusyStrip(QWidget):
    """Shows the oldest slow job; jobs with a title say what they do and can be stopped."""

    stopped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._phase = 0
        self._share = -1.0
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 4)
        row.setSpacing(8)
        self._text = QLabel()
        self._text.setFont(theme.font(12))
        self.stop_button = QPushButton()
        self.stop_button.setProperty(KIND, "quiet")
        self.stop_button.clicked.connect(self._stop)
        row.addWidget(self._text, 1)
        row.addWidget(self.stop_button)
        self._timer = QTimer(self)
        self._timer.setInterval(40)
        self._timer.timeout.connect(self._turn)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Take the texts in the language of now."""
        self.stop_button.setText(tr("Stop"))
        self.stop_button.setAccessibleName(tr("Stop"))

    def add(self, job: Job) -> None:
        """`job` has become slow."""
        self._jobs.append(job)
        self._show()

    def remove(self, job: Job) -> None:
        """`job` has ended."""
        if job in self._jobs:
            self._jobs.remove(job)
            self._share = -1.0
            self._show()

    def set_progress(self, done: int, total: int, text: str = "") -> None:
        """How far the oldest job is."""
        self._share = done / total if total else -1.0
        if text:
            self._text.setText(text)
        self.update()

    def _show(self) -> None:
        self.setVisible(bool(self._jobs))
        if not self._jobs:
            self._timer.stop()
            return
        self._timer.start()
        title = self._jobs[0].title
        self._text.setText(title)
        self._text.setVisible(bool(title))
        self.stop_button.setVisible((bool(title) and not self._jobs[0].writes) or self._jobs[0].stoppable)
        self.setFixedHeight(38 if title else 3)

    def _stop(self) -> None:
        if self._jobs:
            job = self._jobs[0]
            job.stop()
            self.remove(job)
            self.stopped.emit(job)

    def _turn(self) -> None:
        self._phase = (self._phase + 8) % 1000
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        painter.fillRect(0, 0, self.width(), 3, QColor(table.selected))
        if self._share >= 0:
            painter.fillRect(0, 0, round(self.width() * self._share), 3, QColor(table.accent))
        else:
            x = round((self.width() + 200) * self._phase / 1000) - 200
            painter.fillRect(x, 0, 200, 3, QColor(table.accent))
