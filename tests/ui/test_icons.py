"""Icons come in the colour asked for, and every name used in the program exists."""

import re
from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from orderdesk_gui.rules.assets import asset
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.registry import page_specs
from orderdesk_gui.ui.widgets.delegates import STATUSES, status_chip


def test_a_pixmap_is_inked_in_its_colour_and_sharp_at_150_percent(qapp: QApplication) -> None:
    made = icons.pixmap("check", "#FF0000", 16, 1.5)
    assert (made.width(), made.deviceIndependentSize().width()) == (24, 16)
    picture = made.toImage()
    inked = {
        QColor(picture.pixelColor(x, y)).name()
        for x in range(24)
        for y in range(24)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert inked == {"#ff0000"}


def test_a_button_keeps_the_name_of_its_icon_and_makes_room_for_it(qapp: QApplication) -> None:
    button = QPushButton("Print")
    bare = button.sizeHint().width()
    icons.set_icon(button, "printer")
    assert button.property(icons.NAME_PROPERTY) == "printer"
    assert button.sizeHint().width() > bare
    tool = QToolButton()
    icons.set_icon(tool, "printer")
    assert not tool.icon().isNull()


def test_a_tool_button_keeps_its_icon_legible_when_the_theme_changes(qapp: QApplication, qtbot: QtBot) -> None:
    tool = QToolButton()
    qtbot.addWidget(tool)
    tool.setAutoRaise(True)
    icons.set_icon(tool, "bell")
    tool.resize(30, 30)
    theme.apply(qapp, "dark")
    picture = tool.grab().toImage()
    inks = {picture.pixelColor(x, y).lightness() for x in range(30) for y in range(30)}
    assert max(inks) > 180


def test_every_icon_named_in_the_code_exists() -> None:
    package = Path(icons.__file__).parent
    there = {path.stem for path in asset("icons").glob("*.svg")}
    patterns = (
        r"icons\.(?:paint\(painter, |set_icon\([^,]+, |icon\()\"([a-z0-9-]+)\"",
        r"PageSpec\([^)]*\"[^\"]+\", \"([a-z0-9-]+)\"",
        r"^ *(?:self\.)?icon[a-z_]*(?:: str)? = \"([a-z0-9-]+)\"",
        r", icon = (?:.*, )?\"([a-z0-9-]+)\"$",
    )
    named = {
        (path.name, name)
        for path in package.rglob("*.py")
        for pattern in patterns
        for name in re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named |= {("registry", spec.icon) for spec in page_specs()}
    named |= {("status", status_chip(status).icon) for status in STATUSES}
    assert len(named) > 20
    assert not [(file, name) for file, name in named if name not in there and not name.startswith("icon_")]


def test_the_licence_ships_with_the_icons() -> None:
    assert "MIT" in asset("icons", "LICENSE").read_text(encoding="utf-8")
