"""Line icons in any colour, drawn from the SVG files of ``resources/icons``."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from orderdesk_gui.rules.assets import asset
from orderdesk_gui.ui import theme

NAME_PROPERTY = "icon_name"


@cache
def _drawing(name: str) -> str:
    return asset("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def pixmap(name: str, colour: str, size: int = theme.ICON, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in `colour`, `size` logical pixels at the device pixel `ratio`."""
    from PySide6.QtSvg import QSvgRenderer

    side = max(1, round(size * ratio))
    made = QPixmap(side, side)
    made.fill(QColor(0, 0, 0, 0))
    drawing = _drawing(name).replace("currentColor", colour)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str | None = None) -> QIcon:
    """A QIcon for menus and actions, in the text colour of the present theme."""
    ratio = _ratio()
    made = QIcon(pixmap(name, colour or theme.colours().text, theme.ICON, ratio))
    made.addPixmap(pixmap(name, theme.colours().quiet, theme.ICON, ratio), QIcon.Mode.Disabled)
    return made


def set_icon(button: QAbstractButton, name: str) -> None:
    """Give a button an icon that the style paints in the right colour, whatever the theme becomes.

    A push button needs the name alone, since its style draws it from that.
    """
    button.setProperty(NAME_PROPERTY, name)
    if isinstance(button, QPushButton):
        button.setIcon(QIcon())  # makes room anew
    else:
        button.setIcon(icon(name))


def paint(painter: QPainter, name: str, x: float, y: float, colour: str, size: int = theme.ICON) -> None:
    """Paint the icon `name` with its top left corner at (`x`, `y`)."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(round(x), round(y), pixmap(name, colour, size, ratio))


def _ratio() -> float:
    app = QApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
