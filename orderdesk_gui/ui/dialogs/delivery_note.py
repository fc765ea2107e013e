"""How a delivery note is printed on this desk: which paper, with prices or without, moved by how much."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.language import UserError, message, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.dialogs.paper import PaperDialog
from orderdesk_gui.ui.style import HINT, KIND

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.ui.background import Background

_FORMATS = (
    ("a4", message("A4")),
    ("a5", message("A5, lying")),
    ("continuous", message("Continuous paper, 241 × 140 mm")),
)


def usual(desk: Desk) -> Any:
    """How this desk prints delivery notes."""
    from orderdesk_gui.actions import deliveries_papers

    return deliveries_papers.usual_choice(desk)


def preview(desk: Desk, delivery_id: UUID, values: dict[str, Any]) -> bytes:
    """The PDF as it would be issued."""
    from orderdesk_gui.actions import deliveries_papers

    return deliveries_papers.preview(desk, delivery_id, deliveries_papers.NoteChoice(**values))


def issue(desk: Desk, delivery_id: UUID, values: dict[str, Any]) -> Any:
    """Issue the note, and remember how it was printed."""
    from orderdesk_gui.actions import deliveries_papers

    choice = deliveries_papers.NoteChoice(**values)
    deliveries_papers.keep_choice(desk, choice)
    return deliveries_papers.issue(desk, delivery_id, choice)


class DeliveryNoteDialog(QDialog):
    """Ctrl+P previews, Ctrl+Return issues; `told` gets a sentence for a notice."""

    def __init__(
        self,
        jobs: Background,
        delivery_id: UUID,
        number: str,
        told: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._delivery_id, self._told, self._number = jobs, delivery_id, told, number
        self.setWindowTitle(tr("Delivery note"))
        self.format = QComboBox()
        for key, name in _FORMATS:
            self.format.addItem(str(name), key)
        self.prices = QCheckBox(tr("With prices"))
        self.letterhead = QCheckBox(tr("With our letterhead"))
        self.right, self.down = QDoubleSpinBox(), QDoubleSpinBox()
        for box in (self.right, self.down):
            box.setRange(-30, 30)
            box.setDecimals(1)
            box.setSingleStep(0.5)
            box.setSuffix(" mm")
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._lay_out()
        self._jobs.read(usual, done=self._show, owner=self)

    def _lay_out(self) -> None:
        title = QLabel(tr("Delivery note {number}", number=self._number))
        title.setFont(theme.font(15, bold=True))
        form = QFormLayout()
        form.setSpacing(10)
        for text, field in (
            (tr("Paper size"), self.format), (tr("Move right"), self.right), (tr("Move down"), self.down),
        ):  # fmt: skip
            field.setAccessibleName(text)
            form.addRow(text, field)
        for box in (self.prices, self.letterhead):
            box.setAccessibleName(box.text())
            form.addRow("", box)
        row = QHBoxLayout()
        row.addStretch(1)
        for text, icon, keys, run, kind in (
            (tr("Preview"), "eye", "Ctrl+P", self.preview, "normal"),
            (tr("Issue"), "send", "Ctrl+Return", self.issue, "primary"),
            (tr("Close"), "x", "Esc", self.reject, "normal"),
        ):
            button = QPushButton(text)
            button.setAccessibleName(text)
            button.setAutoDefault(False)
            button.setProperty(KIND, kind)
            button.setProperty(HINT, keys)
            icons.set_icon(button, icon)
            button.clicked.connect(run)
            if keys != "Esc":
                QShortcut(QKeySequence(keys), self).activated.connect(run)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(title)
        column.addLayout(form)
        column.addWidget(self.state)
        column.addLayout(row)
        self.setMinimumWidth(460)

    def _show(self, choice: Any) -> None:
        self.format.setCurrentIndex(max(self.format.findData(choice.format), 0))
        self.prices.setChecked(choice.prices)
        self.letterhead.setChecked(choice.letterhead)
        self.right.setValue(float(choice.x))
        self.down.setValue(float(choice.y))
        self.format.setFocus()

    def values(self) -> dict[str, Any]:
        """What is chosen."""
        return {
            "format": self.format.currentData(), "prices": self.prices.isChecked(),
            "letterhead": self.letterhead.isChecked(), "x": _millimetres(self.right), "y": _millimetres(self.down),
        }  # fmt: skip

    def _failed(self, error: BaseException) -> bool:
        if isinstance(error, UserError):
            self.state.setText(str(error))
            return True
        return False

    def preview(self) -> None:
        """The note as it would be issued."""

        def done(content: bytes) -> None:
            PaperDialog(tr("Preview"), f"{self._number}.pdf", content, self).open()

        self._jobs.read(preview, self._delivery_id, self.values(), done=done, failed=self._failed, owner=self)

    def issue(self) -> None:
        """Issue and keep the note, and show it to be printed."""

        def done(issued: Any) -> None:
            self._told(tr("{name} is issued", name=issued.file_name))
            self.state.setText(tr("Issued as {number}.", number=issued.file_name))
            PaperDialog(tr("Delivery note"), issued.file_name, issued.content, self).open()

        self._jobs.write(
            issue, self._delivery_id, self.values(), done=done, failed=self._failed, owner=self, title=tr("Issue")
        )


def _millimetres(box: QDoubleSpinBox) -> Decimal:
    return Decimal(f"{box.value():.1f}")
