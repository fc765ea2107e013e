"""One-pixel lines of a form in the colour of lines, and heads and notes in their fonts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QWidget

from orderdesk_gui.ui import theme


def ink_hairlines(page: QWidget) -> None:
    """Give every line of the form (named ``..._line`` or ``line_...``) its colour; call again when colours change."""
    for frame in page.findChildren(QFrame):
        name = frame.objectName()
        if type(frame) is QFrame and (name.endswith("_line") or name.startswith("line_")):
            frame.setFrameShadow(QFrame.Shadow.Plain)
            shown = frame.palette()
            shown.setColor(QPalette.ColorRole.WindowText, QColor(theme.colours().line))
            frame.setPalette(shown)


def quieten(labels: Iterable[QWidget]) -> None:
    """Show these in quiet text."""
    for label in labels:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
