"""What stands on a page: blocks that know their height, can be split, and flow from page to page."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.text import HAIRLINE, Style, draw_text, text_width

MM = 72 / 25.4


class Block(Protocol):
    """Something with a width given and a height of its own; all measures are points.

    ``space`` is kept free above it but at the top of a page; ``keep`` holds its end on the page where the
    next block begins.
    """

    space: float
    keep: bool

    def height(self, width: float) -> float:
        """Height when set to the width."""

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """What fits well into the room and the rest, or None."""

    def cut(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """The same where not even an empty page is high enough: less choosy."""

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws it downwards from ``top``."""


class Solid:
    """A block that is never split; others derive from it and draw."""

    def __init__(self, height: float = 0, *, space: float = 0, keep: bool = False) -> None:
        self._height, self.space, self.keep = height, space, keep

    def height(self, width: float) -> float:
        """The height that was given."""
        return self._height

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Never."""
        return None

    def cut(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Never."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Nothing: an empty space."""


class Rule(Solid):
    """A horizontal line over the whole width."""

    def __init__(self, thickness: float = 0.4, color: str = HAIRLINE, *, space: float = 0) -> None:
        super().__init__(0, space=space, keep=False)
        self.thickness, self.color = thickness, color

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws the line at ``top``."""
        draw_rule(canvas, x, top, x + width, self.thickness, self.color)


class Figure(Solid):
    """A number on one line, at the right edge less ``inset``, by which decimal points are aligned."""

    def __init__(self, text: str, style: Style, inset: float = 0) -> None:
        super().__init__(style.leading)
        self.text, self.style, self.inset = text, style.with_(align="right"), inset

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws the number."""
        draw_text(canvas, x + width - self.inset, top - self.style.drop, self.text, self.style)


def draw_rule(canvas: Canvas, x: float, y: float, end: float, thickness: float, color: str) -> None:
    """A horizontal line."""
    canvas.setStrokeColor(color)
    canvas.setLineWidth(thickness)
    canvas.line(x, y, end, y)


def aligned_on_point(texts: Sequence[str], style: Style) -> list[Figure]:
    """Numbers as figures whose decimal points stand under each other."""
    fractions = [text_width("." + text.partition(".")[2], style) if "." in text else 0.0 for text in texts]
    widest = max(fractions, default=0)
    return [Figure(text, style, widest - fraction) for text, fraction in zip(texts, fractions, strict=True)]


class Stack:
    """Blocks one below another; with ``whole`` they stay on one page."""

    def __init__(self, blocks: Sequence[Block], *, space: float = 0, keep: bool = False, whole: bool = False) -> None:
        self.blocks, self.space, self.keep, self.whole = list(blocks), space, keep, whole

    def height(self, width: float) -> float:
        """The heights and the spaces between."""
        return sum(b.height(width) + (b.space if index else 0) for index, b in enumerate(self.blocks))

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Between two blocks or inside of one."""
        return None if self.whole else self._parts(width, room)

    def cut(self, width: float, room: float) -> tuple[Block, Block] | None:
        """The same, even where it should stay whole."""
        return self._parts(width, room) or self._parts(width, room, anywhere=True)

    def _parts(self, width: float, room: float, anywhere: bool = False) -> tuple[Block, Block] | None:
        first, rest = fill(deque(self.blocks), width, room, anywhere)
        if any(all(type(block) is Solid for block in part) for part in (first, rest)):
            return None  # nothing but empty space would be left on one side
        return Stack(first, space=self.space), Stack(list(rest), space=self.space, keep=self.keep)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws the blocks downwards."""
        for index, block in enumerate(self.blocks):
            top -= block.space if index else 0
            block.draw(canvas, x, top, width)
            top -= block.height(width)


class Cell(NamedTuple):
    """A block beside others: its left edge from theirs, its width."""

    x: float
    width: float
    block: Block


class Columns:
    """Blocks side by side with their tops aligned; ``rule_at`` draws a vertical hairline there.

    With ``loose`` a column that cannot be split moves to the next page, and some of the others with it.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        *,
        rule_at: float | None = None,
        loose: bool = False,
        space: float = 0,
        keep: bool = False,
    ) -> None:
        self.cells, self.rule_at, self.loose = list(cells), rule_at, loose
        self.space, self.keep = space, keep

    def height(self, width: float) -> float:
        """The height of the highest."""
        return max((cell.block.height(cell.width) for cell in self.cells), default=0)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Each column split at the same height; None where one of them cannot be."""
        return self._parts(room, cut=False)

    def cut(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Each column cut at the same height."""
        return self._parts(room, cut=True)

    def _parts(self, room: float, cut: bool) -> tuple[Block, Block] | None:
        upper, lower = [], []
        for cell in self.cells:
            height = cell.block.height(cell.width)
            if height <= room and not self.loose:
                upper.append(cell)
                continue
            within = min(room, height - 0.1)
            part = cell.block.cut(cell.width, within) if cut else cell.block.split(cell.width, within)
            if part is None and self.loose and cell is not self.cells[0]:
                lower.append(cell)
                continue
            if part is None:
                return None
            upper.append(cell._replace(block=part[0]))
            lower.append(cell._replace(block=part[1]))
        if not lower:
            return None
        rest = Columns(lower, rule_at=self.rule_at, loose=self.loose, keep=self.keep)
        return Columns(upper, rule_at=self.rule_at, space=self.space), rest

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws the columns."""
        if self.rule_at is not None:
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(0.4)
            canvas.line(x + self.rule_at, top, x + self.rule_at, top - self.height(width))
        for cell in self.cells:
            cell.block.draw(canvas, x + cell.x, top, cell.width)


def _starts(queue: Sequence[Block], width: float, room: float) -> bool:
    """Whether the first block of the queue can begin in the room, with what it must stay together with."""
    block = queue[0]
    height = block.height(width)
    left = room - block.space - height
    if left >= 0 and (not block.keep or len(queue) == 1 or _starts(list(queue)[1:3], width, left)):
        return True
    return block.split(width, min(room - block.space, height - 0.1)) is not None


def fill(queue: deque[Block], width: float, room: float, anywhere: bool = False) -> tuple[list[Block], deque[Block]]:
    """Takes blocks from the queue until the room is full; returns those and what is left.

    With ``anywhere`` the first block is cut or, if it cannot be, taken although it does not fit.
    """
    placed: list[Block] = []
    while queue:
        block = queue.popleft()
        free = room - (block.space if placed else 0)
        height = block.height(width)
        kept = block.keep and queue and not _starts(queue, width, free - height)
        if height <= free + 0.01 and not kept:
            placed.append(block)
            room = free - height
            continue
        parts = block.split(width, min(free, height - 0.1))
        if parts is None and not placed and anywhere:
            if height <= free + 0.01:
                placed.append(block)
                return placed, queue
            parts = block.cut(width, free)
            if parts is None:
                placed.append(block)
                return placed, queue
        if parts:
            placed.append(parts[0])
            block = parts[1]
        queue.appendleft(block)
        return placed, queue
    return placed, queue


def paginate(blocks: Sequence[Block], width: float, room: Callable[[int], float]) -> list[list[Block]]:
    """Blocks put on pages; ``room(number)`` is the height of page 1, 2, ..."""
    queue = deque(blocks)
    pages: list[list[Block]] = []
    while queue:
        placed, queue = fill(queue, width, room(len(pages) + 1), anywhere=True)
        pages.append(placed)
    return pages or [[]]
