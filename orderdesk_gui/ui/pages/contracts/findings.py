"""The list of what the checks found: the sentence, its law, where it stands, and the remedy as a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from orderdesk_gui.rules.contract_findings import citation
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.style import KIND

if TYPE_CHECKING:
    from orderdesk_gui.actions.contracts import FindingView
    from orderdesk_gui.rules.contract_remedies import Remedy

_ROW = 48
_HIGH = 800  # of the window, for the whole list
_MOST, _LOW = 4 * _ROW + 24, 3 * _ROW + 16


class FindingList(QScrollArea):
    """Rows of 48 px or more; the chosen one is tinted. The page says what the buttons do."""

    chosen = Signal(int)  # place in the list

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: list[_Row] = []
        self._at = -1
        self._host = QWidget()
        self._column = QVBoxLayout(self._host)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()
        self.setWidget(self._host)

    def set_findings(
        self,
        findings: Sequence[FindingView],
        remedies: Sequence[Remedy | None],
        mend: Callable[[int], Any],
        let_stand: Callable[[int], Any] | None,
    ) -> None:
        """Show the findings; `mend(place)` runs a remedy or leads there, `let_stand(place)` asks for the reason."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for at, (one, cure) in enumerate(zip(findings, remedies, strict=True)):
            row = _Row(at, one, cure, mend, let_stand, self._host)
            row.picked.connect(self.choose)
            self._column.insertWidget(at, row)
            self._rows.append(row)
        self._at = min(self._at, len(self._rows) - 1)
        self._show_chosen()
        self.fit()

    def fit(self) -> None:
        """As high as its rows, within a part of the window; a long sentence takes as many lines as it needs."""
        width = self.viewport().width()
        wanted = sum(row.heightForWidth(width) for row in self._rows) or _ROW
        self.setFixedHeight(min(wanted, _MOST if self.window().height() >= _HIGH else _LOW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def choose(self, at: int) -> None:
        """Choose one and say so."""
        if 0 <= at < len(self._rows):
            self._at = at
            self._show_chosen()
            self.ensureWidgetVisible(self._rows[at])
            self.chosen.emit(at)

    def next(self) -> None:
        """F8: the next one, round and round."""
        if self._rows:
            self.choose((self._at + 1) % len(self._rows))

    def mend(self) -> None:
        """Alt+Enter: the remedy of the chosen one."""
        if 0 <= self._at < len(self._rows):
            self._rows[self._at].cure.click()

    def _show_chosen(self) -> None:
        for at, row in enumerate(self._rows):
            row.set_chosen(at == self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.choose(self._at + (1 if event.key() == Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)


class _Row(QWidget):
    """One finding."""

    picked = Signal(int)

    def __init__(
        self,
        at: int,
        found: FindingView,
        cure: Remedy | None,
        mend: Callable[[int], Any],
        let_stand: Callable[[int], Any] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._at = at
        self._severity = "" if found.override else found.finding.severity
        self._chosen = False
        self.setMinimumHeight(_ROW)
        message = str(found.finding.message)
        self.setAccessibleName(message)
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 4, 12, 4)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        first, second = QLabel(message), QLabel()
        law = citation(found.finding.law, current_language())
        if found.override:
            law = tr("May stand, says {who}: {reason}", who=found.override.by, reason=found.override.reason)
        second.setText(law)
        second.setFont(theme.font(12))
        second.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        for label in (first, second):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
        self.setToolTip("\n".join((message, law, str(found.finding.remedy))))
        row.addLayout(words, 1)
        where = QLabel(found.finding.place.removeprefix("clauses.") if "clauses." in found.finding.place else "")
        where.setFont(theme.font(12, tabular=True))
        where.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        row.addWidget(where)
        if let_stand is not None and not found.override:
            stand = QPushButton(tr("Let it stand…"))
            stand.setAccessibleName(stand.text())
            stand.setProperty(KIND, "link")
            stand.clicked.connect(lambda: let_stand(at))
            row.addWidget(stand)
        said = str(cure.label) if cure else tr("Go there")
        self.cure = QPushButton(said if cure else "")  # the arrow says it, the words of the finding need the room
        self.cure.setAccessibleName(said)
        self.cure.setToolTip(str(found.finding.remedy) or said)
        self.cure.setProperty(KIND, "normal")
        self.cure.setMaximumWidth(240)
        icons.set_icon(self.cure, "wand" if cure else "chevron-right")
        self.cure.clicked.connect(lambda: mend(at))
        self.cure.setVisible(not found.override)
        row.addWidget(self.cure)

    def set_chosen(self, chosen: bool) -> None:
        """Tinted or not."""
        self._chosen = chosen
        self.cure.setProperty(KIND, "primary" if chosen else "normal")
        self.cure.update()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picked.emit(self._at)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        if self._chosen:
            painter.fillRect(self.rect(), QColor(table.selected))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(table.line))
        name, ink = {
            "E": ("circle-x", table.red),
            "W": ("alert-triangle", table.amber),
            "I": ("info-circle", table.accent_text),
        }.get(self._severity, ("circle-check", table.quiet))
        icons.paint(painter, name, 20, 8, ink)
