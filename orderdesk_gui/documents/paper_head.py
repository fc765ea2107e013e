"""How an A4 paper opens: its name and number, and below them labels with their values in two columns."""

from collections.abc import Mapping, Sequence

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Rule, Solid, Stack
from orderdesk_gui.documents.fonts import SANS_BOLD
from orderdesk_gui.documents.page import LABEL, both, draw_fitted
from orderdesk_gui.documents.text import BODY, QUIET, Style, TextBlock, draw_text, text_width

Pair = tuple[str, str, bool]
"""A label, its value, and whether that is set bold."""


class Title(Solid):
    """The name of the paper (Chinese, English) at the left; its number at the right, notes of one line beneath it.

    ``aside`` stands beside the name, such as the month of a statement.
    """

    def __init__(
        self, name: tuple[str, str], number: str, language: str, notes: Sequence[str] = (), aside: str = ""
    ) -> None:
        super().__init__(15.5 * MM)
        self.name, self.number, self.language, self.notes, self.aside = name, number, language, notes, aside

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws both on one baseline."""
        zh, en = self.name
        title = Style(SANS_BOLD, SANS_BOLD, 23, 28)
        baseline = top - 8 * MM
        if self.language == "en":
            end = x + text_width(en, title)
            draw_text(canvas, x, baseline, en, title)
        else:
            draw_text(canvas, x, baseline, zh, title, tracking=4.6)
            end = x + max(36.5 * MM, text_width(zh, title) + 4.6 * len(zh) + 4 * MM)
            small = Style(size=8.5, color=QUIET)
            draw_text(canvas, end, baseline, en.upper(), small, tracking=1.6)
            end += text_width(en.upper(), small) + 1.6 * len(en)
        if self.aside:
            draw_text(canvas, end + 6 * MM, baseline, self.aside, Style(size=12.5))
        right = x + width
        number = Style(SANS_BOLD, SANS_BOLD, 12.5, 16, align="right")
        draw_fitted(canvas, right, top - 3.5 * MM, self.number, number, 80 * MM)
        for index, text in enumerate(self.notes):
            draw_text(canvas, right, top - (8.4 + 3.9 * index) * MM, text, LABEL.with_(align="right"))


def labelled(labels: Mapping[str, tuple[str, str]], rows: Sequence[tuple[str, str, bool]], language: str) -> list[Pair]:
    """The rows with the labels of their keys in the language of the paper."""
    return [(both(language, *labels[key]), value, strong) for key, value, strong in rows]


def meta(left: Sequence[Pair], right: Sequence[Pair], language: str, width: float) -> Block:
    """Two columns of labels and values under a hairline."""
    label_width = {"zh": 15, "en": 19, "both": 25}[language] * MM
    middle = (90 if language == "zh" else 84) * MM
    columns = Columns(
        [
            Cell(0, middle - 5 * MM, pairs(left, label_width, middle - 5 * MM)),
            Cell(middle, width - middle, pairs(right, label_width + 3 * MM, width - middle)),
        ],
        space=2.6 * MM,
    )
    return Stack([Rule(), columns, Solid(3.2 * MM)])


def pairs(rows: Sequence[Pair], label_width: float, width: float) -> Block:
    """Labels with their values, those without a value left out."""
    blocks: list[Block] = []
    for name, value, strong in rows:
        if value:
            label = TextBlock(name, LABEL.with_(leading=15.3, beside=9))
            text = TextBlock(value, BODY.strong if strong else BODY)
            blocks.append(Columns([Cell(0, label_width, label), Cell(label_width, width - label_width, text)]))
    return Stack(blocks)
