"""Small controls: the keyboard's place is seen on each of them, in both themes; Qt's own dialogs wear our icons."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.sidebar import SidebarItem
from orderdesk_gui.ui.style import KIND
from orderdesk_gui.ui.widgets.segmented import Counter, Counters, SegmentedControl


def push(kind: str) -> QPushButton:
    button = QPushButton("Save")
    button.setProperty(KIND, kind)
    return button


def tool() -> QToolButton:
    button = QToolButton()
    icons.set_icon(button, "bell")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def tabs() -> QTabBar:
    bar = QTabBar()
    bar.addTab("Overview")
    return bar


def counters() -> Counters:
    made = Counters("Filter")
    made.set_counters([Counter("all", 3, "All"), Counter("late", 0, "Overdue")])
    return made


def combo() -> QComboBox:
    made = QComboBox()
    made.addItems(["CNY", "EUR"])
    return made


CONTROLS = {
    "button": lambda: push(""),
    "primary": lambda: push("primary"),
    "quiet": lambda: push("quiet"),
    "tool": tool,
    "check": lambda: QCheckBox("Works here"),
    "radio": lambda: QRadioButton("One person"),
    "combo": combo,
    "line": QLineEdit,
    "text": QPlainTextEdit,
    "tabs": tabs,
    "segments": lambda: SegmentedControl("Side", [("a", "They"), ("b", "We")]),
    "counters": counters,
    "sidebar": lambda: SidebarItem("bell", "x"),
}


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("kind", CONTROLS)
def test_the_keyboards_place_is_seen(qtbot: QtBot, qapp: QApplication, kind: str, colours: str) -> None:
    theme.apply(qapp, colours)
    host = QWidget()
    column = QVBoxLayout(host)
    first, control = QLineEdit(), CONTROLS[kind]()
    column.addWidget(first)
    column.addWidget(control)
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    first.setFocus()
    QApplication.processEvents()
    before = control.grab().toImage()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert control.hasFocus()
    assert edge_changed(before, control.grab().toImage()) > 12


def edge_changed(before: QImage, after: QImage) -> int:
    """How many pixels differ clearly."""
    return sum(
        abs(QColor(before.pixel(x, y)).lightness() - QColor(after.pixel(x, y)).lightness()) > 20
        for x in range(before.width())
        for y in range(before.height())
    )


def test_a_message_wears_our_icon_and_its_main_button_is_the_primary_one(qtbot: QtBot, qapp: QApplication) -> None:
    drawn: list[str] = []
    plain = icons.pixmap
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(icons, "pixmap", lambda name, *rest: drawn.append(name) or plain(name, *rest))
        qapp.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxQuestion)
    assert drawn == ["help-circle"]
    box = QMessageBox(QMessageBox.Icon.Question, "Not saved yet", "Save?")
    save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    qtbot.addWidget(box)
    box.show()
    QApplication.processEvents()
    assert isinstance(save.parentWidget(), QDialogButtonBox)
    hint = QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
    assert not qapp.style().styleHint(hint)  # the ticks and crosses are of another hand
    at = QPoint(4, save.height() // 2)
    assert save.grab().toImage().pixelColor(at).name().upper() == theme.colours().accent


def test_what_is_chosen_in_a_plain_list_is_calm(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    view = QListWidget()
    view.addItems(["one", "two"])
    view.setCurrentRow(0)
    qtbot.addWidget(view)
    view.resize(200, 100)
    view.show()
    rect = view.visualItemRect(view.item(0))
    colour = view.viewport().grab().toImage().pixelColor(QPoint(rect.right() - 6, rect.center().y()))
    assert colour.name().upper() == theme.DARK.selected
    assert rect.height() >= 26
