"""The top bar: back and forward, the search box, the state of saving, notices, help and who I am."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.painting import draw_ring, fill, ink, metrics, paint_text

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QMenu, QPushButton

    from orderdesk_gui.ui.page import Command
    from orderdesk_gui.ui.widgets.bars import Avatar
    from orderdesk_gui.ui.widgets.saved_state import SavedState
    from orderdesk_gui.ui.widgets.search_popup import SearchPopup

_NAME_WIDTH = 160


class TopBar(QWidget):
    """48 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setFixedHeight(theme.TOP_BAR)
        self.back = _tool()
        self.forward = _tool()
        self.search = SearchBox()
        self.notices = _tool()
        self.notices.setObjectName("notices")
        self.help = _tool()
        self._person: tuple[Avatar, QPushButton] | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(4)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addSpacing(12)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.notices)
        row.addWidget(self.help)
        self.retranslate()

    def show_icons(self) -> None:
        """Give the buttons their icons; the first paint goes without, since drawing them takes time."""
        from orderdesk_gui.ui import icons

        for button, name in (
            (self.back, "arrow-left"),
            (self.forward, "arrow-right"),
            (self.notices, "bell"),
            (self.help, "help-circle"),
        ):
            button.setFocusPolicy(QtCore.Qt.FocusPolicy.TabFocus)
            icons.set_icon(button, name)
        self.search.setTextMargins(28, 0, 56, 0)
        self.search.ready = True
        self.search.update()

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
        if "saved" in self.__dict__:
            self.saved.setAccessibleName(tr("State of saving"))

    @cached_property
    def saved(self) -> SavedState:
        """The state of saving, made when there is one to tell of."""
        from orderdesk_gui.ui.widgets.saved_state import SavedState

        saved = SavedState(tr("State of saving"))
        place = self._row.indexOf(self.notices)
        self._row.insertSpacing(place, 8)
        self._row.insertWidget(place, saved)
        return saved

    def set_user(self, name: str, commands: Sequence[Command]) -> None:
        """Show who is signed in and what the person's menu offers."""
        from PySide6.QtWidgets import QMenu

        avatar, user = self._person = self._person or self._make_person()
        short = metrics(13).elidedText(name, QtCore.Qt.TextElideMode.ElideRight, _NAME_WIDTH)
        user.setText(short.replace("&", "&&"))
        user.setToolTip(name if short != name else "")
        user.setAccessibleName(name or tr("User"))
        user.setVisible(bool(name))
        avatar.setVisible(bool(name))
        avatar.set_name(name)
        old = user.menu()
        if old is not None:
            old.deleteLater()
        menu = QMenu(user)
        for command in commands:
            action = menu.addAction(tr(command.title))
            action.triggered.connect(lambda _on=False, run=command.run: run())
        menu.aboutToShow.connect(lambda: _draw_icons(menu, commands))
        user.setMenu(menu if commands else None)  # type: ignore[arg-type]
        user.updateGeometry()

    def _make_person(self) -> tuple[Avatar, QPushButton]:
        from PySide6.QtWidgets import QPushButton

        from orderdesk_gui.ui.style import KIND
        from orderdesk_gui.ui.widgets.bars import Avatar

        avatar, user = Avatar(size=24), QPushButton()
        user.setObjectName("user")
        user.setProperty(KIND, "quiet")
        self._row.addSpacing(8)
        self._row.addWidget(avatar)
        self._row.addWidget(user)
        return avatar, user

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        fill(painter, self.rect(), table.paper)
        fill(painter, QRect(0, self.height() - 1, self.width(), 1), table.line)


def _draw_icons(menu: QMenu, commands: Sequence[Command]) -> None:
    from orderdesk_gui.ui import icons

    for action, command in zip(menu.actions(), commands, strict=True):
        if command.icon:
            action.setIcon(icons.icon(command.icon))


def _tool() -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setFixedSize(theme.CONTROL, theme.CONTROL)
    return button


class SearchBox(QLineEdit):
    """Finds customers, papers, products and commands; the popup hangs beneath it while one types."""

    asked = Signal(str)
    picked = Signal(object)  # Found

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.ready = False  # once the frame is painted
        self.composing = False  # an input method has not yet settled on characters
        self.setMinimumWidth(180)
        self.setMaximumWidth(432)
        self.setFrame(False)  # painted here, whatever the style
        self.setTextMargins(33, 0, 61, 0)
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
            from orderdesk_gui.ui.widgets.search_popup import SearchPopup

            self._popup = SearchPopup(self.window())
            self._popup.picked.connect(lambda _found: self.leave())
            self._popup.picked.connect(self.picked)
        return self._popup

    def leave(self) -> None:
        """Close the popup and empty the box."""
        if self._popup is not None:
            self._popup.hide()
        self.clear()
        self.clearFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.ready:
            return
        self.selectAll()
        if event.reason() in (QtCore.Qt.FocusReason.MouseFocusReason, QtCore.Qt.FocusReason.ShortcutFocusReason):
            self.asked.emit(self.text().strip())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.composing = False
        if self._popup is not None:
            self._popup.hide()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            event.accept()  # Enter, Esc and the arrows are the input method's
        elif event.key() in (QtCore.Qt.Key.Key_Up, QtCore.Qt.Key.Key_Down):
            self.popup.step(1 if event.key() == QtCore.Qt.Key.Key_Down else -1)
        elif event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.popup.take()
        elif event.key() == QtCore.Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        table = theme.colours()
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.ready:
            draw_ring(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), table.field_line, 1)
            return
        from orderdesk_gui.ui import icons

        icons.paint(painter, "search", 9, self.height() / 2 - 8, table.quiet)
        if self.text() or self.composing:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = metrics(11).horizontalAdvance("Ctrl K") + 12
        frame = self.rect().adjusted(self.width() - wide - 7, 6, -7, -7)
        painter.setPen(ink(table.field_line))
        painter.drawRoundedRect(frame, 4, 4)
        paint_text(painter, frame.adjusted(6, 0, 0, 0), "Ctrl K", table.quiet, 11)
