"""Colours can be read, and a switch reaches every widget."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from orderdesk_gui.ui import theme


def contrast(one: str, two: str) -> float:
    """Contrast of two colours as WCAG 2 reckons it."""

    def light(name: str) -> float:
        parts = [part / 255 for part in QColor(name).getRgb()[:3]]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def accents(table: theme.Colours) -> list[QColor]:
    """A main button under the mouse and pressed, as `control_buttons` shades it."""
    return [QColor(table.accent).darker(by) for by in (107, 116)]


@pytest.mark.parametrize("table", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_pair_of_text_and_ground_can_be_read(table: theme.Colours) -> None:
    pairs = [
        (table.text, table.paper),
        (table.text, table.ground),
        (table.quiet, table.paper),
        (table.quiet, table.ground),
        (table.on_accent, table.accent),
        (table.accent_text, table.paper),
        (table.accent_text, table.selected),
        (table.text, table.selected),
        (table.quiet_on_selected, table.selected),
        (table.red, table.paper),
        (table.amber, table.paper),
        (table.green, table.paper),
        (table.paper, table.text),
        ("#1B2430", table.done),
        *[(ink, fill) for fill, ink in table.chips.values()],
        *[(ink, table.paper) for _fill, ink in table.chips.values()],  # a chip on a selected row
        *[(tone, table.selected) for tone in (table.red, table.amber, table.green)],
        *[(tone, table.ground) for tone in (table.red, table.amber, table.green, table.accent_text)],
        *[(ink, table.hover) for ink in (table.text, table.quiet_on_selected, table.red)],  # buttons under the mouse
        (table.chips["grey"][1], table.hover),  # the sign of a person
        *[(table.on_accent, shade.name()) for shade in accents(table)],
    ]
    poor = [(ink, ground, round(contrast(ink, ground), 2)) for ink, ground in pairs if contrast(ink, ground) < 4.5]
    assert not poor


def test_colours_are_those_agreed() -> None:
    assert (theme.LIGHT.paper, theme.LIGHT.ground, theme.LIGHT.line) == ("#FFFFFF", "#F7F8FA", "#E3E7ED")
    assert (theme.DARK.paper, theme.DARK.ground, theme.DARK.accent) == ("#1B1F26", "#14171C", "#6FA0FF")
    assert theme.LIGHT.chips["yellow"] == ("#FEF3DC", "#855600")


def test_a_switch_changes_the_palette_and_widgets_hear_of_it(qapp: QApplication) -> None:
    told: list[bool] = []

    class Watcher(QWidget):
        def changeEvent(self, event: QEvent) -> None:
            if event.type() == QEvent.Type.PaletteChange:
                told.append(theme.is_dark())

    watcher = Watcher()
    watcher.show()
    qapp.processEvents()
    told.clear()
    theme.apply(qapp, "dark")
    qapp.processEvents()
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == "#1B1F26"
    theme.apply(qapp, "light")
    qapp.processEvents()
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == "#FFFFFF"
    assert told == [True, False]
    watcher.deleteLater()


def test_an_unknown_theme_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="unknown theme"):
        theme.apply(qapp, "sepia")


def test_fonts_are_sized_in_pixels_with_tabular_figures_where_asked(qapp: QApplication) -> None:
    made = theme.font(12, tabular=True)
    assert made.pixelSize() == 12
    assert made.featureTags()
    assert not theme.font(12).featureTags()
