"""One table of colours and sizes for light and dark, and what Qt is told of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

ROW = 32
CONTROL = 30
HEAD = 28
CHIP = 20
ICON = 16
PAD = 20
TOP_BAR = 48
ACTION_BAR = 48
LIFE_STRIP = 48
SIDEBAR = 192
SIDEBAR_FOLDED = 48
CORNER = 6

THEMES = ("system", "light", "dark")


class Colours(NamedTuple):
    """Every colour of the screen; chips map a tone to (fill, text)."""

    paper: str
    ground: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_text: str
    hover: str
    field_line: str
    selected: str
    quiet_on_selected: str
    red: str
    amber: str
    green: str
    chips: dict[str, tuple[str, str]]
    done: str = "#9DB2CE"
    normal: str = "#5B8DEF"
    warning: str = "#F5B83D"
    late: str = "#EF6A6A"
    good: str = "#4CAF7A"
    critical: str = "#B4235A"


LIGHT = Colours(
    paper="#FFFFFF",
    ground="#F7F8FA",
    line="#E3E7ED",
    text="#1B2430",
    quiet="#66707F",
    accent="#2F6FED",
    on_accent="#FFFFFF",
    accent_text="#2458C4",
    hover="#EEF1F5",
    field_line="#D5DBE4",
    selected="#EAF2FF",
    quiet_on_selected="#58626F",
    red="#B93434",
    amber="#855600",
    green="#1C6E42",
    chips={
        "red": ("#FDEBEB", "#B93434"),
        "yellow": ("#FEF3DC", "#855600"),
        "blue": ("#EAF2FF", "#2458C4"),
        "green": ("#E7F5ED", "#1C6E42"),
        "grey": ("#EEF1F5", "#556070"),
    },
)
DARK = LIGHT._replace(
    paper="#1B1F26",
    ground="#14171C",
    line="#2B313B",
    text="#E7EBF0",
    quiet="#98A2B0",
    accent="#6FA0FF",
    on_accent="#0F1622",
    accent_text="#8FB4FF",
    hover="#242A33",
    field_line="#3A424F",
    selected="#23324D",
    quiet_on_selected="#B3BCC9",
    red="#F28B8B",
    amber="#F3BC52",
    green="#6CCB97",
    chips={
        "red": ("#4A2529", "#F59A9A"),
        "yellow": ("#45361A", "#F5C566"),
        "blue": ("#22345A", "#9CBFFF"),
        "green": ("#1D3A2B", "#7BD3A2"),
        "grey": ("#2C333E", "#B3BCC9"),
    },
)

_current = LIGHT
_applied = False


def colours() -> Colours:
    """The table in use; read it when painting, never keep it."""
    return _current


def is_dark() -> bool:
    """Whether the dark table is in use."""
    return _current is DARK


def apply(app: QApplication, choice: str = "system") -> None:
    """Use the theme `choice` (``system``, ``light``, ``dark``) everywhere from now on.

    Every widget hears of it by a PaletteChange event and paints anew.
    """
    global _current, _applied
    if choice not in THEMES:
        raise ValueError(f"unknown theme {choice!r}, use one of {THEMES}")
    dark = choice == "dark" or (choice == "system" and _system_is_dark())
    _current = DARK if dark else LIGHT
    _applied = True
    app.setPalette(palette(_current))
    app.setFont(font())


def _system_is_dark() -> bool:
    """What the system asks for: told by its palette until ours stands, by its colour scheme then.

    To ask for the scheme loads all enumerations of ``QtCore.Qt``, which the first paint does without.
    """
    if not _applied:
        return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
    return QGuiApplication.styleHints().colorScheme() == QtCore.Qt.ColorScheme.Dark


def follow_system(app: QApplication, choice: Callable[[], str]) -> None:
    """Switch with the system, now and from now on, while `choice()` is ``system``."""

    def follow() -> None:
        if choice() == "system" and is_dark() != _system_is_dark():
            apply(app, "system")

    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: follow())
    follow()


def palette(table: Colours) -> QPalette:
    """The Qt palette of a table of colours."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    shown = QPalette()
    for name, colour in {
        role.Window: table.paper,
        role.WindowText: table.text,
        role.Base: table.paper,
        role.AlternateBase: table.ground,
        role.Text: table.text,
        role.PlaceholderText: table.quiet,
        role.Button: table.paper,
        role.ButtonText: table.text,
        role.BrightText: table.red,
        role.ToolTipBase: table.text,
        role.ToolTipText: table.paper,
        role.Highlight: table.accent,
        role.HighlightedText: table.on_accent,
        role.Accent: table.accent,
        role.Link: table.accent_text,
        role.LinkVisited: table.accent_text,
        role.Light: table.paper,
        role.Midlight: table.hover,
        role.Mid: table.line,
        role.Dark: table.field_line,
        role.Shadow: table.line,
    }.items():
        shown.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        shown.setColor(group.Disabled, name, QColor(table.quiet))
    return shown


def families() -> list[str]:
    """Font families of the screen, the first that exists wins, glyph by glyph."""
    if sys.platform == "win32":
        return ["Segoe UI", "Microsoft YaHei UI", "Microsoft YaHei"]
    return ["Inter", "Noto Sans", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]


def font(size: int = 13, *, bold: bool = False, tabular: bool = False) -> QFont:
    """A font of the screen: `size` in pixels (13 rows, 12 secondary, 17 page title, 11 micro)."""
    made = QFont()
    made.setFamilies(families())
    made.setPixelSize(size)
    if bold:
        # WenQuanYi has no semibold, and Qt thickens a face only from Bold on.
        made.setWeight(QFont.Weight.DemiBold if sys.platform == "win32" else QFont.Weight.Bold)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
