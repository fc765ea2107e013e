"""The top bar: back and forward, the search box, the state of saving, notices, help and who I am."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.page import Command
from orderdesk_gui.ui.style import KIND
from orderdesk_gui.ui.widgets.bars import Avatar
from orderdesk_gui.ui.widgets.delegates import metrics, paint_text
from orderdesk_gui.ui.widgets.saved_state import SavedState
from orderdesk_gui.ui.widgets.search_popup import SearchPopup


class TopBar(QWidget):
    """48 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.TOP_BAR)
        self.back = _tool("arrow-left")
        self.forward = _tool("arrow-right")
        self.search = SearchBox()
        self.saved = SavedState(tr("State of saving"))
        self.notices = _tool("bell")
        self.help = _tool("help-circle")
        self.avatar = Avatar(size=24)
        self.user = QPushButton()
        self.user.setProperty(KIND, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(4)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addSpacing(12)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.saved)
        row.addSpacing(8)
        row.addWidget(self.notices)
        row.addWidget(self.help)
        row.addSpacing(8)
        row.addWidget(self.avatar)
        row.addWidget(self.user)
        self.set_user("", [])
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts in the language of now."""
        for button, words, keys in (
            (self.back, tr("Back"), "Alt+←"),
            (self.forward, tr("Forward"), "Alt+→"),
            (self.notices, tr("Notices"), ""),
            (self.help, tr("Keyboard shortcuts"), "F1"),
        ):
            button.setAccessibleName(words)
            button.setToolTip(f"{words}  {keys}".rstrip())
        self.search.retranslate()
        self.saved.setAccessibleName(tr("State of saving"))

    def set_user(self, name: str, commands: Sequence[Command]) -> None:
        """Show who is signed in and what the person's menu offers."""
        self.user.setText(name)
        self.user.setAccessibleName(name or tr("User"))
        self.user.setVisible(bool(name))
        self.avatar.setVisible(bool(name))
        self.avatar.set_name(name)
        old = self.user.menu()
        if old is not None:
            old.deleteLater()
        menu = QMenu(self.user)
        for command in commands:
            action = menu.addAction(tr(command.title))
            if command.icon:
                action.setIcon(icons.icon(command.icon))
            action.triggered.connect(lambda _on=False, run=command.run: run())
        self.user.setMenu(menu if commands else None)  # type: ignore[arg-type]
        self.user.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        painter.fillRect(self.rect(), QColor(table.paper))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(table.line))


def _tool(name: str) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setFixedSize(theme.CONTROL, theme.CONTROL)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    icons.set_icon(button, name)
    return button


class SearchBox(QLineEdit):
    """Finds customers, papers, products and commands; the popup hangs beneath it while one types."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setMinimumWidth(180)
        self.setMaximumWidth(432)
        self.setTextMargins(28, 0, 56, 0)
        self._popup: SearchPopup | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(80)
        self._timer.timeout.connect(lambda: self.asked.emit(self.text().strip()))
        self.textEdited.connect(lambda _text: self._timer.start())

    def sizeHint(self) -> QSize:
        return QSize(432, theme.CONTROL)

    def retranslate(self) -> None:
        """Take the texts in the language of now."""
        words = tr("Search customers, papers, products, commands")
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setToolTip("Ctrl+K")

    @property
    def popup(self) -> SearchPopup:
        """The popup, made when first needed."""
        if self._popup is None:
            self._popup = SearchPopup(self.window())
            self._popup.picked.connect(lambda _found: self.leave())
        return self._popup

    def leave(self) -> None:
        """Close the popup and empty the box."""
        self.popup.hide()
        self.clear()
        self.clearFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.asked.emit(self.text().strip())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._popup is not None:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.popup.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.popup.take()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        table = theme.colours()
        icons.paint(painter, "search", 9, self.height() / 2 - 8, table.quiet)
        if self.text():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = metrics(11).horizontalAdvance("Ctrl K") + 12
        frame = self.rect().adjusted(self.width() - wide - 7, 6, -7, -7)
        painter.setPen(QPen(QColor(table.field_line), 1))
        painter.drawRoundedRect(frame, 4, 4)
        paint_text(painter, frame.adjusted(6, 0, 0, 0), "Ctrl K", table.quiet, 11)
