"""The annexes of a contract: their list as a table, and a page for each that is a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Figure, Rule, Solid, Stack, paginate
from orderdesk_gui.documents.facts import Annex
from orderdesk_gui.documents.fonts import SERIF_BOLD
from orderdesk_gui.documents.page import Sheet, both
from orderdesk_gui.documents.tables import CELL, Column, Table
from orderdesk_gui.documents.text import INK, QUIET, SERIF_BODY, Style, TextBlock

_LABELS = {
    "annex": ("附件", "Annex"),
    "annex_title": ("名称", "Title"),
    "annex_reference": ("编号、版本", "Number, revision"),
    "annex_pages": ("页数", "Pages"),
}
_ENGLISH = SERIF_BODY.with_(size=10, leading=15.5, align="left")
_NARROW = {"zh": SERIF_BODY.with_(size=9.5, leading=15.8), "en": SERIF_BODY.with_(size=8.9, leading=13.2, align="left")}
_COLUMN_ZH, _EN_X, _COLUMN_EN = 79 * MM, 88 * MM, 82 * MM


@dataclass(frozen=True, slots=True)
class AnnexText:
    """The words of an annex, in one or both languages; paragraphs are lines."""

    annex: Annex
    zh: str = ""
    en: str = ""


class NewPage(Solid):
    """What follows begins on a page of its own."""


class AnnexedSheet(Sheet):
    """A sheet that begins a new page where a `NewPage` stands."""

    __slots__ = ()

    def paginate(self, blocks: Sequence[Block]) -> list[list[Block]]:
        """The blocks of each page."""
        parts: list[list[Block]] = [[]]
        for block in blocks:
            if isinstance(block, NewPage):
                parts.append([])
            else:
                parts[-1].append(block)
        pages: list[list[Block]] = []
        for part in parts:
            pages += paginate(part, self.width, partial(self._room, len(pages)))
        return pages

    def _room(self, before: int, page: int) -> float:
        return self.bottom - (self.later_top if before + page > 1 else self.first_top)


def annex_pages(texts: Sequence[AnnexText], language: str) -> list[Block]:
    """A page or more for each annex that has a text in the language of the paper."""
    blocks: list[Block] = []
    for one in texts:
        if one.zh or one.en:
            blocks += [NewPage(), _head(one.annex, language)]
            two = language == "both" and one.zh and one.en
            blocks += _columns(one) if two else _paragraphs(both(language, one.zh, one.en), language)
    return blocks


def _head(annex: Annex, language: str) -> Block:
    """Annex and number at the left, its title in the middle, its reference beneath."""
    number = both(language, annex.number_zh, annex.number_en)
    small = Style(SERIF_BOLD, SERIF_BOLD, 10.5, 16)
    large = Style(SERIF_BOLD, SERIF_BOLD, 15, 23, align="center")
    blocks: list[Block] = [TextBlock(number, small)]
    blocks.append(
        TextBlock(annex.title_zh if language == "both" else both(language, annex.title_zh, annex.title_en), large)
    )
    if language == "both" and annex.title_en not in ("", annex.title_zh):
        blocks.append(TextBlock(annex.title_en, large.with_(size=11, leading=17)))
    if annex.reference:
        blocks.append(TextBlock(annex.reference, CELL.with_(color=QUIET, align="center")))
    blocks.append(Rule(0.8, INK, space=2 * MM))
    return Stack(blocks, keep=True, whole=True)


def _paragraphs(words: str, language: str) -> list[Block]:
    style = _ENGLISH if language == "en" else SERIF_BODY
    return [TextBlock(line, style, rich=True, space=1.6 * MM) for line in words.splitlines() if line.strip()]


def _columns(one: AnnexText) -> list[Block]:
    """Both languages side by side, paragraph by paragraph."""
    zh, en = ([line for line in text.splitlines() if line.strip()] for text in (one.zh, one.en))
    rows = max(len(zh), len(en))
    zh, en = zh + [""] * (rows - len(zh)), en + [""] * (rows - len(en))
    return [
        Columns(
            [
                Cell(0, _COLUMN_ZH, TextBlock(left, _NARROW["zh"], rich=True)),
                Cell(_EN_X, _COLUMN_EN, TextBlock(right, _NARROW["en"], rich=True)),
            ],
            space=1.6 * MM,
        )
        for left, right in zip(zh, en, strict=True)
    ]


def annex_table(annexes: Sequence[Annex], language: str, width: float) -> Table:
    """The list of annexes as a table."""
    edges = (0, 0.14, 0.6, 0.9, 1)
    columns = [
        Column(
            both(language, *_LABELS[key], "\n"),
            edges[i] * width,
            (edges[i + 1] - edges[i]) * width - (2.3 * MM if i < 3 else 0),
            "right" if i == 3 else "left",
        )
        for i, key in enumerate(_LABELS)
    ]
    rows = []
    for annex in annexes:
        pages = Figure(str(annex.pages), CELL) if annex.pages is not None else None
        rows.append(
            [
                TextBlock(both(language, annex.number_zh, annex.number_en, "\n"), CELL),
                TextBlock(both(language, annex.title_zh, annex.title_en, "\n"), CELL),
                TextBlock(annex.reference, CELL),
                pages,
            ]
        )
    return Table(columns, rows, padding=0.95 * MM, closing=(0.8, INK))
