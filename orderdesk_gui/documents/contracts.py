"""Contract facts in, the contract PDF out: Chinese, English, or both in two columns."""

from collections.abc import Sequence
from typing import Literal

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Figure, Rule, Solid, Stack
from orderdesk_gui.documents.contract_annexes import AnnexedSheet, AnnexText, annex_pages, annex_table
from orderdesk_gui.documents.contract_text import clauses_in_columns, clauses_in_one
from orderdesk_gui.documents.facts import Annex, Article, ClauseText, ContractFacts, Letterhead, Party, PricedLine
from orderdesk_gui.documents.figures import money, paper_date
from orderdesk_gui.documents.fonts import SERIF, SERIF_BOLD
from orderdesk_gui.documents.line_table import line_table
from orderdesk_gui.documents.page import (
    LABEL,
    About,
    Signature,
    both,
    draw_fitted,
    draw_foot,
    draw_letterhead,
    draw_running_head,
    render,
)
from orderdesk_gui.documents.tables import CELL
from orderdesk_gui.documents.text import INK, QUIET, Style, TextBlock, draw_text, text_width

__all__ = [
    "Annex",
    "Article",
    "ClauseText",
    "ContractFacts",
    "Letterhead",
    "Party",
    "PricedLine",
    "render_contract",
]

_MEASURE = 43 * 10.5
_INDENT = 3 * 10.5

LetterheadChoice = Literal["none", "ours", "preprinted"]

LABELS = {
    "number": ("合同编号", "Contract No."),
    "dated": ("签订日期", "Date"),
    "place": ("签订地点", "Place"),
    "buyer": ("甲方（买方）", "Party A (Buyer)"),
    "seller": ("乙方（卖方）", "Party B (Seller)"),
    "uscc": ("社会信用代码", "USCC"),
    "tax_id": ("税号", "Tax ID"),
    "address": ("住所", "Address"),
    "representative": ("法定代表人", "Legal rep."),
    "contact": ("联系人、电话", "Contact"),
    "email": ("邮箱", "E-mail"),
    "bank": ("开户银行", "Bank"),
    "account": ("账号", "Account"),
    "swift": ("SWIFT", "SWIFT"),
    "total": ("合计", "Total"),
    "end": ("（以下无正文，为签署栏）", "(End of text. Signatures follow.)"),
    "signed_by": ("法定代表人或授权代表", "Legal or authorised representative"),
    "signed_on": ("签署日期", "Date"),
    "seal": ("（盖章处）", "(seal)"),
}


def render_contract(
    facts: ContractFacts,
    *,
    language: str = "zh",
    watermark: str | None = None,
    letterhead: LetterheadChoice = "none",
    annexes: Sequence[AnnexText] = (),
) -> bytes:
    """The PDF in ``language`` "zh", "en" or "both" (two columns). ``watermark``: None, "draft", "demo", "void".

    ``letterhead`` "ours" prints the head of ``facts.letterhead`` on the first page, "preprinted" leaves its room
    white. The texts of ``annexes`` follow the signatures, each on a page of its own. The same facts give the same
    bytes.
    """
    columns = language == "both"
    left, width = (20 * MM, 170 * MM) if columns else (25 * MM, _MEASURE)
    head = facts.letterhead if letterhead == "ours" else None
    sheet = AnnexedSheet(left, width, (23 if letterhead == "none" else 36) * MM, 25 * MM, 278 * MM)

    def decorate(canvas: Canvas, page: int, pages: int) -> None:
        if page == 1 and head:
            draw_letterhead(canvas, head, language, left, width)
        elif page > 1:
            draw_running_head(canvas, left, width, _running(facts, language))
        number = f"{_label('number', language)} {facts.number}"
        draw_foot(canvas, left, width, number, page, pages, language, rule=False)

    blocks: list[Block] = [_Title(facts, language), _meta(facts, language, width)]
    blocks.append(_parties(facts, language, width))
    recital = both(language, facts.recital_zh, facts.recital_en)
    if columns:
        blocks += clauses_in_columns(facts.articles, (facts.recital_zh, facts.recital_en), _tables(facts, language, 0))
    else:
        blocks += clauses_in_one(facts.articles, recital, language, _tables(facts, language, _INDENT))
    blocks[-1].keep = True
    blocks.append(_signatures(facts, language, width))
    blocks += annex_pages(annexes, language)
    parties = "、".join(_name(party, language) for party in (facts.buyer, facts.seller))
    title = f"{both(language, facts.title_zh, facts.title_en)} {facts.number}"
    about = About(title, _name(facts.seller, language), parties, facts.dated)
    return render(blocks, sheet, decorate, about, language=language, watermark=watermark)


def _label(key: str, language: str, between: str = " ") -> str:
    return both(language, *LABELS[key], between)


def _name(party: Party, language: str) -> str:
    return (party.name_en or party.name) if language == "en" else (party.name or party.name_en)


def _running(facts: ContractFacts, language: str) -> list[str]:
    if language == "both":
        return [facts.title_zh, facts.title_en, facts.number]
    title = both(language, facts.title_zh, facts.title_en)
    return [title, "   ".join(_name(party, language) for party in (facts.buyer, facts.seller))]


class _Title(Solid):
    """The name of the contract in the middle, in both languages one beneath the other."""

    def __init__(self, facts: ContractFacts, language: str) -> None:
        super().__init__((25 if language == "both" else 19) * MM)
        self.facts, self.language = facts, language

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws the title."""
        style = Style(SERIF_BOLD, SERIF_BOLD, 22, 28, align="center")
        middle, zh, en = x + width / 2, self.facts.title_zh, self.facts.title_en
        if self.language == "en":
            draw_fitted(canvas, middle, top - 10 * MM, en, style, width)
        elif len(zh) <= 12:
            draw_text(canvas, middle, top - 10 * MM, zh, style, tracking=6)
        else:
            draw_fitted(canvas, middle, top - 10 * MM, zh, style, width)
        if self.language == "both":
            draw_fitted(canvas, middle, top - 17.5 * MM, en, style.with_(size=13), width)


def _meta(facts: ContractFacts, language: str, width: float) -> Block:
    """Number, date and place on one line where they fit, over a strong rule."""
    entries = [
        ("number", facts.number),
        ("dated", paper_date(facts.dated, language)),
        ("place", both(language, facts.place_zh, facts.place_en, " / ")),
    ]
    shown = [(_label(key, language), value) for key, value in entries if value]
    value_style = Style(size=9.3, leading=15.3)
    label_style = LABEL.with_(leading=15.3, beside=9.3)
    sizes = [(text_width(k, label_style) + 4 * MM, text_width(v, value_style) + 1) for k, v in shown]
    spare = (width - sum(k + v for k, v in sizes)) / max(len(sizes) - 1, 1)
    fits = spare >= 5 * MM
    blocks: list[Block] = []
    cells: list[Cell] = []
    x = 0.0
    widest = max(label for label, _ in sizes)
    for (label, value), (label_width, value_width) in zip(shown, sizes, strict=True):
        if not fits:
            x, label_width, value_width = 0, widest, width - widest
        pair = [
            Cell(x, label_width, TextBlock(label, label_style)),
            Cell(x + label_width, value_width, TextBlock(value, value_style)),
        ]
        x += label_width + value_width + spare
        if fits:
            cells += pair
        else:
            blocks.append(Columns(pair))
    blocks = [Columns(cells)] if fits else blocks
    rule = Rule(0.8, INK, space=1.6 * MM)
    return Stack([*blocks, rule])


def _parties(facts: ContractFacts, language: str, width: float) -> Block:
    """Buyer and seller side by side under their roles."""
    middle = width / 2
    cells = [
        Cell(0, middle - 4 * MM, _party(facts.buyer, "buyer", language, middle - 4 * MM)),
        Cell(middle + 4 * MM, width - middle - 4 * MM, _party(facts.seller, "seller", language, middle - 4 * MM)),
    ]
    return Stack([Columns(cells, rule_at=middle), Solid(1.6 * MM), Rule()], space=2.6 * MM)


def _party(party: Party, role: str, language: str, width: float) -> Block:
    """Name and particulars of one party, what is empty left out."""
    strong = Style(SERIF_BOLD, SERIF_BOLD, 9, 14)
    name = both(language, party.name, party.name_en, "\n")
    blocks: list[Block] = [TextBlock(_label(role, language), strong)]
    blocks.append(TextBlock(name, strong.with_(size=11, leading=17)))
    contact = "  ".join(part for part in (party.contact, party.phone) if part)
    rows = [
        ("uscc", party.uscc),
        ("tax_id", party.tax_id),
        ("address", both(language, party.address, party.address_en, "\n")),
        ("representative", party.representative),
        ("contact", contact),
        ("email", party.email),
        ("bank", party.bank),
        ("account", party.account),
        ("swift", party.swift),
    ]
    label_width = {"zh": 22.5, "en": 19, "both": 33}[language] * MM
    for key, value in rows:
        if value:
            label = TextBlock(_label(key, language), LABEL.with_(leading=14.1, beside=8.8))
            text = TextBlock(value, CELL.with_(leading=14.1))
            blocks.append(Columns([Cell(0, label_width, label), Cell(label_width, width - label_width, text)]))
    return Stack(blocks)


def _tables(facts: ContractFacts, language: str, indent: float) -> dict[str, list[Block]]:
    """The tables that clauses show: "lines" with the total, "annexes"."""
    width = 170 * MM if language == "both" else _MEASURE
    shown: dict[str, list[Block]] = {}
    if facts.lines:
        lines = line_table(
            facts.lines,
            facts.columns,
            language,
            facts.currency,
            facts.places,
            facts.domestic,
            width,
            formal=True,
        )
        shown["lines"] = [lines, _total(facts, language, width)]
    if facts.annexes:
        table = annex_table(facts.annexes, language, width - indent)
        shown["annexes"] = [Columns([Cell(indent, width - indent, table)], space=1 * MM)]
    return shown


def _total(facts: ContractFacts, language: str, width: float) -> Block:
    """The total in words and figures; never divided."""
    strong = CELL.strong.with_(size=9, leading=16, beside=9.6)
    figure = money(facts.total, facts.currency, facts.places, facts.domestic)
    wide = text_width(figure, strong.with_(size=9.6))
    label = "  ".join(part for part in (_label("total", language), facts.trade_term) if part)
    words = [facts.total_words_zh, facts.total_words_en]
    if language != "both":
        words = [both(language, *words)]
    words = [text for text in words if text]
    room = width - wide - 4 * MM
    before = text_width(label, strong) + 3 * MM
    amount_cell = Cell(width - wide, wide, Figure(figure, strong.with_(size=9.6)))
    first = [Cell(0, room, TextBlock(label, strong)), amount_cell]
    if len(words) == 1 and before + text_width(words[0], strong) <= room:
        first.append(Cell(before, room - before, TextBlock(words.pop(), strong)))
    blocks: list[Block] = [Columns(first, space=1 * MM)]
    blocks += [TextBlock(text, CELL.with_(leading=13.5)) for text in words]
    return Stack([Solid(1 * MM), *blocks, Solid(1 * MM), Rule(0.8, INK)], whole=True)


def _signatures(facts: ContractFacts, language: str, width: float) -> Block:
    """The end of the text and both places for signature and seal, always together."""
    middle = width / 2
    end = TextBlock(_label("end", language, "\n"), Style(SERIF, SERIF_BOLD, 9, 14, QUIET, "center"))
    cells = []
    for x, party, role in ((0.0, facts.buyer, "buyer"), (middle + 4 * MM, facts.seller, "seller")):
        strong = Style(SERIF_BOLD, SERIF_BOLD, 9, 14)
        labels = [_label("signed_by", language), _label("signed_on", language)]
        blocks: list[Block] = [
            TextBlock(_label(role, language), strong),
            TextBlock(both(language, party.name, party.name_en, "\n"), strong.with_(size=10.5, leading=16)),
            Signature(labels, _label("seal", language), gap=20 * MM, space=2 * MM),
        ]
        cells.append(Cell(x, middle - 4 * MM, Stack(blocks)))
    below = Columns(cells, rule_at=middle, space=2.6 * MM)
    rule = Rule(0.8, INK, space=3 * MM)
    return Stack([end, rule, below], space=5 * MM, whole=True)
