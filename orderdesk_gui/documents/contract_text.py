"""Articles and clauses of a contract as blocks: in one column with hanging numbers, or in two languages."""

from collections.abc import Mapping, Sequence

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Solid, Stack
from orderdesk_gui.documents.facts import Article
from orderdesk_gui.documents.figures import chinese_number
from orderdesk_gui.documents.fonts import SERIF, SERIF_BOLD
from orderdesk_gui.documents.page import both
from orderdesk_gui.documents.text import SERIF_BODY, Style, TextBlock, text_width

CHINESE = SERIF_BODY
ENGLISH = Style(SERIF, SERIF_BOLD, 10, 15.5)
_NARROW_CHINESE = Style(SERIF, SERIF_BOLD, 9.5, 15.8, align="justify")
_NARROW_ENGLISH = Style(SERIF, SERIF_BOLD, 8.9, 13.2)
_COLUMN_ZH, _COLUMN_EN, _EN_X = 79 * MM, 82 * MM, 88 * MM
_BETWEEN = 83.5 * MM


def heading(article: Article, language: str) -> str:
    """第七条　付款 or Article 7  Payment."""
    if language == "en":
        return f"Article {article.number}  {article.heading_en or article.heading_zh}"
    return f"第{chinese_number(article.number)}条　{article.heading_zh or article.heading_en}"


def _shown(articles: Sequence[Article], tables: Mapping[str, list[Block]]) -> dict[int, list[Block]]:
    """What follows which clause, counted through all articles; each table once."""
    clauses = [clause for article in articles for clause in article.clauses]
    shown: dict[int, list[Block]] = {}
    for key, otherwise in (("lines", 0), ("annexes", len(clauses) - 1)):
        if key in tables and clauses:
            asked = (index for index, clause in enumerate(clauses) if clause.table == key)
            shown.setdefault(next(asked, otherwise), []).extend(tables[key])
    return shown


def clauses_in_one(
    articles: Sequence[Article], recital: str, language: str, tables: Mapping[str, list[Block]]
) -> list[Block]:
    """All articles in one language; numbers hang three em."""
    style = ENGLISH if language == "en" else CHINESE
    hang = 3 * CHINESE.size
    width = 43 * CHINESE.size
    head = style.strong.with_(size=11, align="left")
    blocks: list[Block] = []
    if recital:
        indent = "" if language == "en" else "　　"
        blocks.append(TextBlock(indent + recital, style, rich=True, space=3 * MM))
    placed = _shown(articles, tables)
    index = 0
    for article in articles:
        blocks.append(TextBlock(heading(article, language), head, space=2.2 * MM, keep=True))
        for clause in article.clauses:
            own = style.strong if clause.bold else style
            said = TextBlock(both(language, clause.zh, clause.en), own, rich=True)
            cells = [Cell(0, hang, TextBlock(clause.number, style.with_(align="left"))), Cell(hang, width - hang, said)]
            shown = placed.get(index, [])
            blocks.append(Columns(cells, space=0.6 * MM, keep=bool(shown)))
            blocks += shown
            index += 1
    return blocks


def clauses_in_columns(
    articles: Sequence[Article], recital: tuple[str, str], tables: Mapping[str, list[Block]]
) -> list[Block]:
    """Chinese at the left, English at the right, the tops of a clause aligned; tables over both."""
    numbers = [clause.number for article in articles for clause in article.clauses]
    hang = max([8 * MM, *(text_width(number, _NARROW_CHINESE) + 7 for number in numbers)])
    blocks: list[Block] = [Solid(2.4 * MM)]
    if any(recital):
        zh = TextBlock("　　" + recital[0], _NARROW_CHINESE, rich=True)
        blocks.append(_pair(zh, TextBlock(recital[1], _NARROW_ENGLISH, rich=True), 2 * MM))
    placed = _shown(articles, tables)
    index = 0
    for article in articles:
        strong = Style(SERIF_BOLD, SERIF_BOLD, 10, 17)
        heads = [TextBlock(heading(article, language), strong) for language in ("zh", "en")]
        blocks.append(_pair(heads[0], heads[1], 0.8 * MM, above=1.4 * MM, keep=True))
        for clause in article.clauses:
            sides = []
            for text, style, width in (
                (clause.zh or clause.en, _NARROW_CHINESE, _COLUMN_ZH),
                (clause.en or clause.zh, _NARROW_ENGLISH, _COLUMN_EN),
            ):
                own = style.strong if clause.bold else style
                number = TextBlock(clause.number, style.with_(align="left", leading=own.leading))
                said = TextBlock(text, own, rich=True)
                sides.append(Columns([Cell(0, hang, number), Cell(hang, width - hang, said)]))
            shown = placed.get(index, [])
            blocks.append(_pair(sides[0], sides[1], 2.4 * MM, keep=bool(shown)))
            blocks += shown
            if shown:
                shown[-1].keep = True
                blocks.append(Solid(2.4 * MM))
            index += 1
    return blocks


def _pair(zh: Block, en: Block, below: float, *, above: float = 0, keep: bool = False) -> Columns:
    """Two blocks side by side with the hairline between, the space around belonging to them."""
    left, right = (Stack([Solid(above), block, Solid(below)]) for block in (zh, en))
    return Columns([Cell(0, _COLUMN_ZH, left), Cell(_EN_X, _COLUMN_EN, right)], rule_at=_BETWEEN, keep=keep)
