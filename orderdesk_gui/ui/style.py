"""What a widget says of itself to the style of small controls, and the plain style of views that paint by delegates."""

from __future__ import annotations

from functools import cache

from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle

KIND = "kind"  # of a button: primary, normal (also when not set), quiet, link, danger
HINT = "hint"  # of a button: its shortcut, shown quietly behind the text
ERROR = "error"  # of an input: the red edge of a field that needs mending


@cache
def plain() -> QStyle:
    """Fusion itself, for views whose delegates paint every cell: Qt asks it thousands of times while one scrolls.

    Behind a proxy that the application owns: a bare style from the factory dies with the first view that used it.
    """
    style = QProxyStyle("Fusion")
    style.setParent(QApplication.instance())
    return style
