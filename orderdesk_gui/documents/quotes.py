"""Quotation facts in, the quotation PDF out: Chinese, English or both."""

from collections.abc import Callable, Sequence

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Figure, Rule, Stack
from orderdesk_gui.documents.facts import COLUMNS, Adjustment, Buyer, Letterhead, PricedLine, QuotationFacts, Term
from orderdesk_gui.documents.figures import amount, money, paper_date, percent
from orderdesk_gui.documents.fonts import SANS_BOLD
from orderdesk_gui.documents.line_table import line_table
from orderdesk_gui.documents.page import (
    LABEL,
    About,
    Sheet,
    Signature,
    both,
    draw_foot,
    draw_letterhead,
    draw_running_head,
    render,
)
from orderdesk_gui.documents.paper_head import Pair, Title, labelled, meta
from orderdesk_gui.documents.tables import DETAIL, Table
from orderdesk_gui.documents.text import BODY, INK, QUIET, Style, TextBlock, text_width

__all__ = [
    "COLUMNS",
    "Adjustment",
    "Buyer",
    "Letterhead",
    "PricedLine",
    "QuotationFacts",
    "Term",
    "render_quotation",
]

_LEFT, _WIDTH = 20 * MM, 170 * MM
_SIGN_X = 122.8 * MM
#: padding of the rows of a table that fits on fewer pages so
_DENSER = (1.4 * MM, 1.15 * MM, 0.95 * MM)

LABELS = {
    "title": ("报价单", "Quotation"),
    "customer": ("客户", "Customer"),
    "contact_person": ("联系人", "Attention"),
    "phone": ("电话", "Phone"),
    "email": ("邮箱", "E-mail"),
    "address": ("地址", "Address"),
    "dated": ("报价日期", "Date"),
    "valid_until": ("有效期至", "Valid until"),
    "their_reference": ("贵方询价", "Your inquiry"),
    "project": ("项目", "Project"),
    "trade_term": ("贸易术语", "Trade term"),
    "subtotal": ("货款小计", "Subtotal"),
    "words": ("大写", "In words"),
    "delivery": ("交货", "Delivery"),
    "payment": ("付款", "Payment"),
    "warranty": ("质保", "Warranty"),
    "packing": ("包装", "Packing"),
    "remarks": ("备注", "Remarks"),
    "contact": ("联系", "Contact"),
    "seller": ("报价方", "For the seller"),
    "signature": ("签字", "Signature"),
    "sign_date": ("日期", "Date"),
    "seal": ("（盖章处）", "(seal)"),
}


def render_quotation(facts: QuotationFacts, *, watermark: str | None = None, letterhead: bool = True) -> bytes:
    """The PDF. ``watermark``: None, "draft", "demo", "void". ``letterhead=False`` for pre-printed paper.

    The same facts give the same bytes. Raises UserError where the logo cannot be read.
    """
    language = facts.language
    sheet = Sheet(_LEFT, _WIDTH, 37.5 * MM, (25 if letterhead else 37.5) * MM)
    own = facts.letterhead.name(language)
    number = facts.number + (f" R{facts.revision}" if facts.revision > 1 else "")

    def decorate(canvas: Canvas, page: int, pages: int) -> None:
        if letterhead and page == 1:
            draw_letterhead(canvas, facts.letterhead, language, _LEFT, _WIDTH)
        elif letterhead:
            draw_running_head(canvas, _LEFT, _WIDTH, [f"{_label('title', language)} {number}", own])
        draw_foot(canvas, _LEFT, _WIDTH, number, page, pages, language)

    head: list[Block] = [_title(facts), _meta(facts)]
    below = [totals(facts), *_terms_and_signature(facts)]
    table = line_table(facts.lines, facts.columns, language, facts.currency, facts.places, facts.domestic, _WIDTH)
    blocks = on_fewest_pages(sheet, table, lambda table: [*head, table, *below])
    about = About(f"{_label('title', language)} {number}", own, facts.buyer.name, facts.dated)
    return render(blocks, sheet, decorate, about, language=language, watermark=watermark)


def on_fewest_pages(sheet: Sheet, table: Table, around: Callable[[Table], list[Block]]) -> list[Block]:
    """What `around` puts before and after the table, the table as roomy as the fewest pages allow."""
    wanted = around(table)
    fewest = len(sheet.paginate(wanted))
    if fewest > 1:
        for padding in _DENSER:
            blocks = around(table.denser(padding))
            count = len(sheet.paginate(blocks))
            if count < fewest:
                wanted, fewest = blocks, count
    return wanted


def _label(key: str, language: str, between: str = " ") -> str:
    return both(language, *LABELS[key], between)


def _title(facts: QuotationFacts) -> Title:
    language, notes = facts.language, []
    if facts.revision > 1:
        zh = f"第 {facts.revision} 次修订（R{facts.revision}）"
        en = f"Revision {facts.revision}"
        if facts.replaces:
            replaced, revision = facts.replaces
            zh += f"，取代 {paper_date(replaced, 'zh')} R{revision}"
            en += f", replaces R{revision} of {paper_date(replaced, 'en')}"
        notes = [zh, en] if language == "both" else [both(language, zh, en)]
    return Title(LABELS["title"], facts.number, language, notes)


def _meta(facts: QuotationFacts) -> Block:
    """Two columns of labels and values under a hairline."""
    language = facts.language
    valid = ""
    if facts.valid_until:
        days = facts.valid_days
        zh = paper_date(facts.valid_until, "zh") + (f"（{days} 天）" if days else "")
        en = paper_date(facts.valid_until, "en") + (f" ({days} days)" if days else "")
        valid = both(language, zh, en, " / ")
    right = [
        ("dated", paper_date(facts.dated, language), False),
        ("valid_until", valid, True),
        ("their_reference", facts.their_reference, False),
        ("project", facts.project, False),
        ("trade_term", facts.trade_term, False),
    ]
    return meta(buyer_pairs(facts.buyer, language), labelled(LABELS, right, language), language, _WIDTH)


def buyer_pairs(buyer: Buyer, language: str) -> list[Pair]:
    """The buyer as the head of its papers names it."""
    rows = [
        ("customer", both(language, buyer.name, buyer.name_en, "\n"), True),
        ("contact_person", buyer.contact, False),
        ("phone", buyer.phone, False),
        ("email", buyer.email, False),
        ("address", both(language, buyer.address, buyer.address_en, "\n"), False),
    ]
    return labelled(LABELS, rows, language)


def totals(facts: QuotationFacts) -> Block:
    """Subtotal and adjustments, the total in figures and words, what is said about tax; never divided."""
    language, places = facts.language, facts.places
    rows: list[tuple[str, str, str]] = []
    if facts.subtotal is not None and facts.adjustments:
        rows.append(("", _label("subtotal", language), amount(facts.subtotal, places)))
    for extra in facts.adjustments:
        name = both(language, extra.zh, extra.en)
        note = both(language, extra.note_zh, extra.note_en, " / ")
        rows.append((note, name, amount(extra.amount, places)))
    widest = max([24 * MM - 6, *(text_width(figure, BODY) for _, _, figure in rows)])
    edge = _WIDTH - widest - 5 * MM
    detail = DETAIL.with_(leading=15.3, beside=9)
    blocks: list[Block] = []
    for note, name, figure in rows:
        label = max(30 * MM, text_width(name, BODY) + 1)
        cells = [
            Cell(0, edge - label - 3 * MM, TextBlock(note, detail)),
            Cell(edge - label, label, TextBlock(name, BODY.with_(align="right"))),
            Cell(_WIDTH - widest, widest, Figure(figure, BODY)),
        ]
        blocks.append(Columns(cells))
    if rows:
        blocks.append(Columns([Cell(_WIDTH - 52 * MM, 52 * MM, Rule(space=0))], space=1.2 * MM))
    blocks += _total_lines(facts)
    blocks.append(Rule(0.8, INK, space=2.2 * MM))
    return Stack(blocks, space=1.4 * MM, whole=True)


def _total_lines(facts: QuotationFacts) -> list[Block]:
    """The total in figures, in words and with its tax."""
    language = facts.language
    figure = money(facts.total, facts.currency, facts.places, facts.domestic)
    big = Style(SANS_BOLD, SANS_BOLD, 12.5, 20)
    wide = text_width(figure, big)
    inclusive = facts.tax_total != 0
    name = both(language, "含税总价" if inclusive else "总价", "Total incl. tax" if inclusive else "Total")
    strong = BODY.strong.with_(leading=20, beside=12.5, align="left")
    label = text_width(name, strong)
    edge = _WIDTH - wide - 4 * MM
    words = [text for text in (facts.total_words_zh, facts.total_words_en) if text]
    if language != "both":
        words = [both(language, facts.total_words_zh, facts.total_words_en)] if words else []
    quiet = LABEL.with_(leading=20, beside=12.5)
    before = {"zh": 8.6, "en": 13, "both": 19}[language] * MM
    cells = [Cell(edge - label, label + 1, TextBlock(name, strong)), Cell(_WIDTH - wide, wide, Figure(figure, big))]
    room = edge - label - 4 * MM
    beside = bool(words) and len(words) == 1 and before + text_width(words[0], strong) <= room
    blocks: list[Block] = []
    if words:
        opening = Cell(0, before, TextBlock(_label("words", language), quiet))
    if beside:
        cells = [opening, Cell(before, room - before, TextBlock(words[0], strong)), *cells]
    blocks.append(Columns(cells, space=0.6 * MM))
    if words and not beside:
        small = strong.with_(leading=15.3, beside=0)
        below = Stack([TextBlock(text, small) for text in words])
        opening = opening._replace(block=TextBlock(_label("words", language), LABEL.with_(leading=15.3, beside=9)))
        blocks.append(Columns([opening, Cell(before, _WIDTH - before, below)]))
    note = _tax_note(facts)
    if note:
        blocks.append(TextBlock(note, Style(size=7.5, leading=11.5, color=QUIET), space=0.4 * MM))
    return blocks


def _tax_note(facts: QuotationFacts) -> str:
    """How much of the total is tax, at which rates, in which currency."""
    rates = sorted({line.tax_rate for line in facts.lines if line.tax_rate is not None}, reverse=True)
    zh, en = facts.tax_note_zh, facts.tax_note_en
    if facts.tax_total:
        net = amount(facts.net_total, facts.places)
        tax = amount(facts.tax_total, facts.places)
        unit = " 元" if facts.domestic and facts.currency == "CNY" else f" {facts.currency}"
        exclusive = "price_net" in facts.columns and "price_gross" not in facts.columns
        rates_zh = f" {'、'.join(map(percent, rates))} " if rates else ""
        rates_en = f" at {', '.join(map(percent, rates))}" if rates else ""
        opening = ("单价不含" if exclusive else "价格含") + rates_zh
        zh = f"{opening}增值税：不含税 {net}{unit}，税额 {tax}{unit}。" + zh
        said = f"{facts.currency} {net} before tax, VAT {facts.currency} {tax}"
        en = f"{'Unit prices exclude' if exclusive else 'Prices include'} VAT{rates_en}: {said}. " + en
    if facts.domestic and facts.currency == "CNY":
        zh += "币种人民币（CNY）。"
    return {"zh": zh, "en": en.strip()}.get(facts.language, f"{zh}\n{en}".strip())


def terms(said: Sequence[Term], language: str, label_width: float, width: float) -> list[Block]:
    """Terms one below another, each beside its label."""
    made: list[Block] = []
    for term in said:
        zh, en = LABELS.get(term.key, ("", ""))
        label = both(language, term.label_zh or zh, term.label_en or en, "\n")
        cells = [
            Cell(0, label_width - 1 * MM, TextBlock(label, BODY.strong.with_(align="left"))),
            Cell(label_width, width - label_width, TextBlock(both(language, term.zh, term.en, "\n"), BODY)),
        ]
        made.append(Columns(cells, space=2 * MM))
    return made


def _terms_and_signature(facts: QuotationFacts) -> list[Block]:
    """Terms, and beside them the place for signature and seal."""
    language = facts.language
    label_width = {"zh": 15, "en": 20, "both": 20}[language] * MM
    width = _SIGN_X - 6.8 * MM - 7 * MM
    labels = [_label("signature", language), _label("sign_date", language)]
    signature = Stack(
        [
            TextBlock(_label("seller", language), LABEL.with_(leading=13)),
            TextBlock(facts.letterhead.name(language), BODY.strong.with_(align="left")),
            Signature(labels, _label("seal", language), space=3 * MM),
        ],
        whole=True,
    )
    cells = [
        Cell(0, width, Stack(terms(facts.terms, language, label_width, width))),
        Cell(_SIGN_X, _WIDTH - _SIGN_X, signature),
    ]
    return [Columns(cells, rule_at=_SIGN_X - 6.8 * MM, loose=True, space=5 * MM)]
