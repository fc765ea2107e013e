"""Draws text on a paper: one line anywhere, or a block of lines that a page can split."""

import re
from itertools import pairwise
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD, PaperFont, font_for
from orderdesk_gui.documents.lines import Composed, Line, clean

INK, QUIET, HAIRLINE, ACCENT = "#1B2430", "#5B6675", "#CFD6DF", "#1F4B7A"
_HEALED_FROM = 110  # a gap this wide is read as a space by text extraction
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


class Style(NamedTuple):
    """How text is set: faces, size and leading in points, colour, alignment left, right, center or justify.

    ``beside`` is the size of other text on the same line whose baseline it shares, 0 for none.
    """

    face: str = SANS
    bold_face: str = SANS_BOLD
    size: float = 9
    leading: float = 15.3
    color: str = INK
    align: str = "left"
    beside: float = 0

    @property
    def drop(self) -> float:
        """From the top of a line to its baseline, in points."""
        return self.leading / 2 + 0.38 * (self.beside or self.size)

    def with_(self, **changes: Any) -> "Style":
        """The same style but for what is named."""
        return self._replace(**changes)

    @property
    def strong(self) -> "Style":
        """The same style in bold."""
        return self._replace(face=self.bold_face)


BODY = Style(align="justify")
SERIF_BODY = Style(SERIF, SERIF_BOLD, 10.5, 17.6, align="justify")


def _write(canvas: Any, code: list[str]) -> None:
    """Adds operators to the content of the page, past the canvas's own slower text objects."""
    canvas._code.append("\n".join(code))


def _rgb(color: str) -> str:
    return " ".join(f"{int(color[at : at + 2], 16) / 255:.4g}" for at in (1, 3, 5))


def compose(text: str, style: Style, rich: bool = False) -> list[Composed]:
    """The measured paragraphs of a text, one for each of its line ends; ``**bold**`` where rich."""
    paragraphs = []
    for paragraph in clean(text).split("\n"):
        bold: list[tuple[int, int]] = []
        if rich and "**" in paragraph:
            parts = _BOLD.split(paragraph)
            at = 0
            for index, part in enumerate(parts):
                if index % 2:
                    bold.append((at, at + len(part)))
                at += len(part)
            paragraph = "".join(parts)
        paragraphs.append(Composed(paragraph, style.face, style.bold_face, tuple(bold)))
    return paragraphs


def text_width(text: str, style: Style) -> float:
    """Width in points of the text on one line."""
    return max(paragraph.natural.width for paragraph in compose(text, style)) * style.size / 1000


def draw_text(canvas: Canvas, x: float, baseline: float, text: str, style: Style, *, tracking: float = 0) -> None:
    """One line of text at a baseline; x is its left end, middle or right end by the style's alignment.

    ``tracking`` in points is added between characters.
    """
    (paragraph, *_) = compose(text.replace("\n", " "), style)
    line = paragraph.natural
    width = line.width * style.size / 1000 + tracking * max(len(paragraph.text) - 1, 0)
    start = x - (width if style.align == "right" else width / 2 if style.align == "center" else 0)
    code = [f"q BT {_rgb(style.color)} rg"]
    if tracking:
        said = paragraph.text.encode("utf-16-be").hex()
        code.append(f"{tracking:.4g} Tc /Span<</ActualText<feff{said}>>>BDC")
    _Pen(canvas, code, style.size).line(paragraph, line, start, baseline)
    code.append("EMC ET Q" if tracking else "ET Q")
    _write(canvas, code)


class _Pen:
    """Writes lines as PDF text operators and remembers the font that is set."""

    def __init__(self, canvas: Canvas, code: list[str], size: float) -> None:
        self.canvas, self.code, self.size = canvas, code, size
        self.font: PaperFont | None = None

    def line(self, paragraph: Composed, line: Line, x: float, baseline: float) -> None:
        """One line whose left end and baseline are given in points."""
        if line.start == line.end:
            return
        x += line.shift * self.size / 1000
        self.code.append(f"1 0 0 1 {x:.3f} {baseline:.3f} Tm")
        text = paragraph.text
        fonts = self._fonts(paragraph, line)
        gaps: dict[int, float] = {at: gap for at, gap in paragraph.gaps.items() if line.start < at < line.end}
        for at in line.stretched:
            gaps[at] = gaps.get(at, 0) + line.stretch
        if not gaps and len(fonts) == 1:
            self._set(fonts[line.start])
            codes = fonts[line.start].codes(self.canvas)
            self.code.append(f"<{''.join([codes[c] for c in text[line.start : line.end]])}>Tj")
            return
        healed = self._healed(paragraph, gaps)
        cuts = sorted({line.start, line.end, *gaps, *fonts, *healed, *healed.values()})
        parts: list[str] = []
        for at, after in pairwise(cuts):
            if at in healed.values():
                self._flush(parts, "EMC")
            if at in gaps:
                parts.append(f"{-gaps[at]:.4g}")
            if at in healed:
                said = text[at : healed[at]].encode("utf-16-be").hex()
                self._flush(parts, f"/Span<</ActualText<feff{said}>>>BDC")
            if at in fonts:
                self._flush(parts)
                self._set(fonts[at])
                codes = fonts[at].codes(self.canvas)
            parts.append(f"<{''.join([codes[c] for c in text[at:after]])}>")
        self._flush(parts, *(["EMC"] if line.end in healed.values() else []))

    def _flush(self, parts: list[str], *operators: str) -> None:
        if parts:
            self.code.append(f"[{''.join(parts)}]TJ")
            parts.clear()
        self.code.extend(operators)

    def _set(self, font: PaperFont) -> None:
        if font is not self.font:
            self.font = font
            self.code.append(f"{font.resource(self.canvas)} {self.size:g} Tf")

    @staticmethod
    def _healed(paragraph: Composed, gaps: dict[int, float]) -> dict[int, int]:
        """Stretches, start to end, whose gaps are not spaces but would be read as such, or as a new word."""
        text, marks = paragraph.text, paragraph.latin_marks
        spans: dict[int, int] = {}
        start = end = -1
        for at in sorted(gaps):
            narrowed = gaps[at] <= -_HEALED_FROM and (at in marks or at - 1 in marks)
            widened = gaps[at] >= _HEALED_FROM and text[at - 1] != " " and text[at] != " "
            if not (narrowed or widened):
                continue
            if at - 1 >= end:
                start = at - 1
            end = spans[start] = at + 1
        return spans

    @staticmethod
    def _fonts(paragraph: Composed, line: Line) -> dict[int, PaperFont]:
        """Where in the line which font begins."""
        fonts: dict[int, PaperFont] = {}
        current: PaperFont | None = None
        bounds = {line.start, line.end}
        for start, end in paragraph.bold:
            bounds.update(at for at in (start, end) if line.start < at < line.end)
        for start, end in pairwise(sorted(bounds)):
            heavy = any(first <= start < last for first, last in paragraph.bold)
            face = paragraph.bold_face if heavy else paragraph.face
            for at in range(start, end):
                found = font_for(face, paragraph.text[at])
                if found is not current:
                    current = fonts[at] = found
        return fonts


class TextBlock:
    """Text of one or several paragraphs that fills a width and may be split between its lines.

    ``space`` in points is kept free above it (but not at the top of a page); ``keep`` holds it on the page
    of what follows.
    """

    def __init__(
        self, text: str, style: Style = BODY, *, rich: bool = False, space: float = 0, keep: bool = False
    ) -> None:
        self.style, self.space, self.keep = style, space, keep
        self._paragraphs = compose(text, style, rich)
        self._width = -1.0
        self._lines: list[tuple[Composed, Line]] = []

    @property
    def natural_width(self) -> float:
        """Width in points that its longest paragraph has on one line."""
        return max(paragraph.natural.width for paragraph in self._paragraphs) * self.style.size / 1000

    @property
    def paragraphs(self) -> int:
        """How many there are."""
        return len(self._paragraphs)

    def beside(self, other: Style) -> "TextBlock":
        """The same text on lines as high as those of ``other`` and with their baseline."""
        block = TextBlock.__new__(TextBlock)
        block.style = self.style.with_(leading=other.leading, beside=other.size)
        block.space, block.keep, block._paragraphs = self.space, self.keep, self._paragraphs
        block._width, block._lines = self._width, self._lines
        return block

    def lines(self, width: float) -> list[tuple[Composed, Line]]:
        """The lines for a width in points, each with its paragraph."""
        if width != self._width:
            measure = width * 1000 / self.style.size + 0.01
            justified = self.style.align == "justify"
            self._width = width
            self._lines = [
                (paragraph, line) for paragraph in self._paragraphs for line in paragraph.lines(measure, justified)
            ]
        return self._lines

    def height(self, width: float) -> float:
        """Height in points when set to the width."""
        return len(self.lines(width)) * self.style.leading

    def split(self, width: float, room: float) -> "tuple[TextBlock, TextBlock] | None":
        """What fits into the room and the rest; None where fewer than two lines would stand alone."""
        lines = self.lines(width)
        fit = min(int(room / self.style.leading + 0.001), len(lines) - 2)
        return self._cut(width, fit) if fit >= 2 else None

    def cut(self, width: float, room: float) -> "tuple[TextBlock, TextBlock] | None":
        """Like ``split`` but to the last line, for what is longer than a page."""
        fit = min(int(room / self.style.leading + 0.001), len(self.lines(width)) - 1)
        return self._cut(width, fit) if fit >= 1 else None

    def _cut(self, width: float, fit: int) -> "tuple[TextBlock, TextBlock]":
        lines = self.lines(width)
        parts = []
        for part in (lines[:fit], lines[fit:]):
            block = TextBlock.__new__(TextBlock)
            block.style, block.space, block.keep = self.style, self.space, False
            block._paragraphs, block._width, block._lines = self._paragraphs, width, part
            parts.append(block)
        parts[1].keep = self.keep
        return parts[0], parts[1]

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws the lines downwards from ``top`` (points from the foot of the page)."""
        style = self.style
        baseline = top - style.drop
        code = [f"q BT {_rgb(style.color)} rg"]
        pen = _Pen(canvas, code, style.size)
        for paragraph, line in self.lines(width):
            free = width - line.width * style.size / 1000
            left = x + (free if style.align == "right" else free / 2 if style.align == "center" else 0)
            pen.line(paragraph, line, left, baseline)
            baseline -= style.leading
        code.append("ET Q")
        _write(canvas, code)
