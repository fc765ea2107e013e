"""Places to sign at the foot of a paper: several side by side, each a label over a line."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Solid, draw_rule
from orderdesk_gui.documents.page import LABEL
from orderdesk_gui.documents.text import Style, TextBlock

_GAP = 6 * MM


class SignBoxes(Solid):
    """One box for each of ``labels``; ``under`` is what stands below the line of the last one, such as a date."""

    def __init__(
        self,
        labels: Sequence[str],
        *,
        under: str = "",
        high: float = 12 * MM,
        style: Style = LABEL,
        rule: tuple[float, str] = (0.5, "#8792A3"),
        space: float = 0,
    ) -> None:
        self.labels, self.under, self.high, self.style, self.rule = labels, under, high, style, rule
        below = style.leading * (1 + under.count("\n")) + 1 * MM if under else 1 * MM
        super().__init__(style.leading * (1 + max(label.count("\n") for label in labels)) + high + below, space=space)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws labels and lines."""
        each = (width - _GAP * (len(self.labels) - 1)) / len(self.labels)
        labels = [TextBlock(label, self.style) for label in self.labels]
        line = top - max(block.height(each) for block in labels) - self.high
        for at, block in enumerate(labels):
            left = x + at * (each + _GAP)
            block.draw(canvas, left, top, each)
            draw_rule(canvas, left, line, left + each, *self.rule)
            if self.under and at == len(labels) - 1:
                TextBlock(self.under, self.style).draw(canvas, left, line - 0.6 * MM, each)
