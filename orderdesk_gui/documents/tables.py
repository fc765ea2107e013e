"""Tables of papers: no vertical lines, the head repeated on each page, amounts carried forward."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Stack, draw_rule
from orderdesk_gui.documents.fonts import SANS, SANS_BOLD
from orderdesk_gui.documents.text import HAIRLINE, INK, QUIET, Style, TextBlock

CELL = Style(SANS, SANS_BOLD, 8.8, 13)
DETAIL = Style(SANS, SANS_BOLD, 7.5, 11, QUIET)
HEAD = Style(SANS, SANS_BOLD, 7.5, 10.5, QUIET)
_BESIDE = 2.4 * MM


class Column(NamedTuple):
    """One column: its heading (line ends allowed), left edge and width in points, alignment of the heading."""

    heading: str
    x: float
    width: float
    align: str = "left"


Row = Sequence[Block | None]


class Table:
    """Rows under a head that is repeated after a page break.

    ``carried(n)`` gives the row that opens a page after n rows (承前页), None for no such row; ``middle``
    centres cells in the height of their row. ``between`` and ``closing`` are thickness and colour of the rules;
    ``ink`` colours the one at the top.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        padding: float = 1.3 * MM,
        middle: bool = False,
        closing: tuple[float, str] = (0.4, HAIRLINE),
        carried: Callable[[int], Row] | None = None,
        space: float = 0,
        keep: bool = False,
        head: Style = HEAD,
        between: tuple[float, str] = (0.4, HAIRLINE),
        ink: str = INK,
    ) -> None:
        self.columns, self.rows, self.padding = columns, list(rows), padding
        self.middle, self.closing, self.carried = middle, closing, carried
        self.space, self.keep, self.head, self.between, self.ink = space, keep, head, between, ink
        self._done = 0
        self._head: Row = [TextBlock(c.heading, head.with_(align=c.align)) for c in columns]
        self._heights: list[float] | None = None

    def _row_height(self, row: Row) -> float:
        cells = zip(self.columns, row, strict=True)
        return max((b.height(c.width) for c, b in cells if b), default=0) + 2 * self.padding

    def _all_heights(self) -> list[float]:
        if self._heights is None:
            self._heights = [self._row_height(row) for row in self.rows]
        return self._heights

    def _top_rows(self) -> list[Row]:
        """The head, and what was carried forward."""
        carried = self.carried(self._done) if self.carried and self._done else None
        return [self._head, carried] if carried else [self._head]

    def height(self, width: float) -> float:
        """Head and rows."""
        return sum(map(self._row_height, self._top_rows())) + sum(self._all_heights())

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Between two rows."""
        room -= sum(map(self._row_height, self._top_rows()))
        fit = 0
        for height in self._all_heights():
            if height > room:
                break
            room -= height
            fit += 1
        if not 0 < fit < len(self.rows):
            return None
        return self._part(self.rows[:fit], self._done), self._part(self.rows[fit:], self._done + fit)

    def cut(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Inside of the first row, which is higher than a page."""
        room -= sum(map(self._row_height, self._top_rows())) + 2 * self.padding
        upper: list[Block | None] = []
        lower: list[Block | None] = []
        for column, block in zip(self.columns, self.rows[0], strict=True):
            fits = block is None or block.height(column.width) <= room
            parts = None if block is None or fits else block.cut(column.width, room)
            if not fits and parts is None:
                return None
            upper.append(parts[0] if parts else block)
            lower.append(parts[1] if parts else None)
        if not any(lower):
            return None
        return self._part([upper], self._done), self._part([lower, *self.rows[1:]], self._done)

    def denser(self, padding: float) -> "Table":
        """The same table with this padding (points), what is beneath a name beside it where one line holds both."""
        rows = [
            [_beside(block, column.width) for column, block in zip(self.columns, row, strict=True)] for row in self.rows
        ]
        return self._part(rows, self._done, padding)

    def _part(self, rows: Sequence[Row], done: int, padding: float | None = None) -> "Table":
        part = Table(
            self.columns,
            rows,
            padding=self.padding if padding is None else padding,
            middle=self.middle,
            closing=self.closing,
            carried=self.carried,
            space=self.space,
            keep=self.keep,
            head=self.head,
            between=self.between,
            ink=self.ink,
        )
        part._done = done
        return part

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws rules and cells."""
        draw_rule(canvas, x, top, x + width, 0.8, self.ink)
        above = self._top_rows()
        heights = [*map(self._row_height, above), *self._all_heights()]
        rows = [*above, *self.rows]
        for index, (row, height) in enumerate(zip(rows, heights, strict=True)):
            for column, block in zip(self.columns, row, strict=True):
                if block is not None:
                    spare = height - 2 * self.padding - block.height(column.width)
                    down = self.padding + (spare / 2 if self.middle and index else 0)
                    block.draw(canvas, x + column.x, top - down, column.width)
            top -= height
            thickness, color = self.closing if index == len(rows) - 1 else self.between
            draw_rule(canvas, x, top, x + width, thickness, color)


def described(name: str, details: Sequence[str], style: Style = CELL, detail: Style = DETAIL) -> Block:
    """A name with smaller lines beneath, those that are not empty."""
    blocks: list[Block] = [TextBlock(name, style)] if name else []
    blocks += [TextBlock(text, detail) for text in details if text]
    return blocks[0] if len(blocks) == 1 else Stack(blocks)


def _beside(block: Block | None, width: float) -> Block | None:
    """A described cell with its first detail beside the name, where both are one line and fit."""
    if not isinstance(block, Stack):
        return block
    name, detail, *others = block.blocks
    if not isinstance(name, TextBlock) or not isinstance(detail, TextBlock) or detail.paragraphs > 1:
        return block
    left = name.natural_width + _BESIDE
    if name.paragraphs > 1 or left + detail.natural_width > width:
        return block
    row = Columns([Cell(0, left, name), Cell(left, width - left, detail.beside(name.style))])
    return Stack([row, *others]) if others else row
