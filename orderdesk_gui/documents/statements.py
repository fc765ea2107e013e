"""Facts of a customer's month in, the monthly statement (对账单) out as PDF, with a slip to send back."""

from collections.abc import Sequence
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Figure, Rule, Solid, Stack, draw_rule
from orderdesk_gui.documents.facts_orders import StatementFacts
from orderdesk_gui.documents.figures import amount, money, paper_date
from orderdesk_gui.documents.fonts import SANS_BOLD
from orderdesk_gui.documents.page import (
    LABEL,
    SEAL,
    About,
    Sheet,
    both,
    draw_foot,
    draw_letterhead,
    draw_running_head,
    render,
)
from orderdesk_gui.documents.paper_head import Title, labelled, meta, pairs
from orderdesk_gui.documents.quotes import on_fewest_pages
from orderdesk_gui.documents.tables import CELL, DETAIL, HEAD, Column, Row, Table
from orderdesk_gui.documents.text import BODY, INK, Style, TextBlock, draw_text, text_width

_LEFT, _WIDTH = 20 * MM, 170 * MM
_GUTTER = 2.4 * MM

TITLE = ("对账单", "Statement of account")
LABELS = {
    "customer": ("客户", "Customer"),
    "attention": ("收件", "Attention"),
    "phone": ("电话", "Phone"),
    "period": ("对账期间", "Period"),
    "terms": ("付款条件", "Payment terms"),
    "dated": ("制表日期", "Made on"),
    "account": ("收款账户", "Our account"),
    "hint": ("提示", "Please note"),
    "day": ("日期", "Date"),
    "number": ("单据号", "Document"),
    "text": ("摘要、客户订单号", "What, your order no."),
    "charged": ("应收", "Charged"),
    "paid": ("已收", "Received"),
    "balance": ("余额", "Balance"),
    "opening": ("上期结余", "Opening balance"),
    "total": ("本期合计", "Total of the month"),
    "closing": ("期末应收", "Closing balance"),
    "invoices": ("本期开票", "Invoices of the month"),
    "invoice": ("发票号", "Invoice"),
    "orders": ("订单号", "Orders"),
    "amount": ("金额", "Amount"),
    "ageing": ("账龄（按到期日）", "How long it has been due"),
}
AGEING = (
    ("未到期", "Not due"),
    ("逾期 1–30 天", "1–30 days over"),
    ("逾期 31–60 天", "31–60 days over"),
    ("逾期 61–90 天", "61–90 days over"),
    ("逾期 90 天以上", "over 90 days"),
)
HINT = (
    "账户变更以双方财务电话复核为准，请勿按邮件通知更改收款账户。",
    "A change of our account is valid only after our finance departments have spoken by phone; never by e-mail alone.",
)


def render_statement(facts: StatementFacts, *, watermark: str | None = None, letterhead: bool = True) -> bytes:
    """The PDF. ``watermark``: None, "draft" or "demo". The same facts give the same bytes."""
    language = facts.language
    sheet = Sheet(_LEFT, _WIDTH, 37.5 * MM, (25 if letterhead else 37.5) * MM)
    number = facts.number + (f" R{facts.revision}" if facts.revision > 1 else "")
    own = facts.letterhead.name(language)
    title = f"{both(language, *TITLE)} {number}"

    def around(canvas: Canvas, page: int, pages: int) -> None:
        if letterhead and page == 1:
            draw_letterhead(canvas, facts.letterhead, language, _LEFT, _WIDTH)
        elif letterhead:
            draw_running_head(canvas, _LEFT, _WIDTH, [title, own])
        draw_foot(canvas, _LEFT, _WIDTH, f"{number}   {facts.customer.name}", page, pages, language)

    table, total = _entries(facts)
    head: list[Block] = [Title(TITLE, facts.number, language, _notes(facts), month_text(facts)), _meta(facts)]
    below = [total, _closing(facts), *_ageing(facts), *_invoices(facts), _account(facts), _slip(facts)]
    blocks = on_fewest_pages(sheet, table, lambda table: [*head, table, *below])
    about = About(title, own, facts.customer.name, facts.dated)
    return render(blocks, sheet, around, about, language=language, watermark=watermark)


def month_text(facts: StatementFacts) -> str:
    """``2026年10月``, ``October 2026``; in both languages the Chinese one."""
    if facts.language == "en":
        return paper_date(facts.first, "en").split(" ", 1)[1]
    return f"{facts.first.year}年{facts.first.month}月"


def _label(key: str, language: str, between: str = " ") -> str:
    return both(language, *LABELS[key], between)


def _unit(facts: StatementFacts) -> str:
    return "元" if facts.domestic and facts.currency == "CNY" else facts.currency


def _notes(facts: StatementFacts) -> list[str]:
    """When it was made, and which revision it is."""
    made = f"{_label('dated', facts.language)} {paper_date(facts.dated, 'en' if facts.language == 'en' else 'zh')}"
    if facts.revision == 1:
        return [made]
    zh, en = f"第 {facts.revision} 版，取代此前各版", f"Revision {facts.revision}, replaces all before"
    return [made, both(facts.language, zh, en)]


def _meta(facts: StatementFacts) -> Block:
    language, buyer = facts.language, facts.customer
    zh = f"{paper_date(facts.first, 'zh')}至{paper_date(facts.last, 'zh')}"
    en = f"{paper_date(facts.first, 'en')} to {paper_date(facts.last, 'en')}"
    left = [
        ("customer", both(language, buyer.name, buyer.name_en, "\n"), True),
        ("attention", buyer.contact, False),
        ("phone", buyer.phone, False),
    ]
    right = [
        ("period", both(language, zh, en, "\n"), False),
        ("terms", both(language, facts.terms_zh, facts.terms_en, "\n"), False),
    ]
    return meta(labelled(LABELS, left, language), labelled(LABELS, right, language), language, _WIDTH)


def _entries(facts: StatementFacts) -> tuple[Table, Block]:
    """Opening balance, the facts of the month with the balance after each, and what they add up to."""
    language, places = facts.language, facts.places
    figures = [amount(value, places) for value in (facts.opening, facts.charged, facts.paid, facts.closing)]
    figures += [amount(value, places) for e in facts.entries for value in (e.charged, e.paid, e.balance) if value]
    wide = max(19 * MM, *(text_width(figure, CELL.strong) for figure in figures))
    number = max([26 * MM, *(text_width(entry.number, CELL) for entry in facts.entries)])
    widths = [12 * MM, number, 0.0, wide, wide, wide]
    widths[2] = _WIDTH - sum(widths) - _GUTTER * (len(widths) - 1)
    columns, x = [], 0.0
    for key, width in zip(("day", "number", "text", "charged", "paid", "balance"), widths, strict=True):
        heading = _label(key, language, "\n")
        if key == "balance":
            heading = both(language, f"{LABELS[key][0]}（{_unit(facts)}）", f"{LABELS[key][1]} {facts.currency}", "\n")
        columns.append(Column(heading, x, width, "right" if key in ("charged", "paid", "balance") else "left"))
        x += width + _GUTTER
    before = f"{_label('opening', language)}"
    rows: list[Row] = [[None, None, TextBlock(before, CELL.strong), None, None, _figure(facts, facts.opening, True)]]
    for entry in facts.entries:
        day = f"{entry.day:%m-%d}"
        said = both(language, entry.text_zh, entry.text_en, "\n")
        rows.append(
            [
                TextBlock(day, CELL), TextBlock(entry.number, CELL), TextBlock(said, CELL),
                _figure(facts, entry.charged), _figure(facts, entry.paid), _figure(facts, entry.balance),
            ]
        )  # fmt: skip
    table = Table(columns, rows, padding=1.1 * MM, closing=(0.8, INK), keep=True)
    total = [
        Cell(0, columns[3].x - _GUTTER, TextBlock(_label("total", language), CELL.strong)),
        *(
            Cell(columns[at].x, widths[at], Figure(amount(value, places), CELL.strong))
            for at, value in ((3, facts.charged), (4, facts.paid), (5, facts.closing))
        ),
    ]
    return table, Stack([Columns(total), Rule(space=1.4 * MM)], space=1.4 * MM, whole=True)


def _figure(facts: StatementFacts, value: Decimal | None, strong: bool = False) -> Block | None:
    return None if value is None else Figure(amount(value, facts.places), CELL.strong if strong else CELL)


def _closing(facts: StatementFacts) -> Block:
    """What is open at the end of the month, in figures and in words, and what explains it."""
    language = facts.language
    figure = money(facts.closing, facts.currency, facts.places, facts.domestic)
    big = Style(SANS_BOLD, SANS_BOLD, 12.5, 20)
    strong = BODY.strong.with_(leading=20, beside=12.5, align="left")
    label = both(language, *LABELS["closing"])
    left = text_width(label, strong) + 4 * MM
    wide = text_width(figure, big)
    words = both(language, facts.words_zh, facts.words_en, "\n")
    beside = "\n" not in words and left + text_width(words, strong) <= _WIDTH - wide - 4 * MM
    cells = [Cell(0, left, TextBlock(label, strong)), Cell(_WIDTH - wide, wide, Figure(figure, big))]
    if words and beside:
        cells.append(Cell(left, _WIDTH - wide - left, TextBlock(words, strong)))
    blocks: list[Block] = [Columns(cells)]
    if words and not beside:
        blocks.append(TextBlock(words, BODY.strong.with_(align="left")))
    blocks += [TextBlock(said, DETAIL.with_(leading=12.5)) for said in explained(facts)]
    return Stack(blocks, space=4 * MM, whole=True)


def explained(facts: StatementFacts) -> list[str]:
    """What a reader of the closing balance asks: what of it is not invoiced, what changed since the last statement."""
    language, places, said = facts.language, facts.places, []
    if facts.not_invoiced:
        value = f"{amount(facts.not_invoiced, places)} {_unit(facts)}"
        said.append(both(language, f"已发货未开票 {value}。", f"Delivered and not yet invoiced: {value}.", " "))
    if facts.closing_before is not None and facts.closing_before != facts.opening:
        then = amount(facts.closing_before, places)
        more = amount(facts.opening - facts.closing_before, places)
        zh = f"上期对账单的期末余额为 {then}，其后更正 {more}，已计入上期结余。"
        en = f"The last statement closed with {then}; corrections of {more} since then are in the opening balance."
        said.append(both(language, zh, en, " "))
    if facts.closing < 0:
        said.append(both(language, "余额为负：贵方预付款。", "A negative balance is what you paid in advance.", " "))
    return said


def _ageing(facts: StatementFacts) -> list[Block]:
    if facts.ageing is None:
        return []
    each = _WIDTH / 5
    columns = [Column(both(facts.language, *name, "\n"), at * each, each, "right") for at, name in enumerate(AGEING)]
    row = [Figure(amount(value, facts.places) if value else "—", BODY) for value in facts.ageing]
    heading = f"{_label('ageing', facts.language)}"
    title = TextBlock(heading, BODY.strong.with_(align="left"), keep=True)
    table = Table(columns, [row], padding=1.1 * MM, head=HEAD)
    return [Stack([title, Stack([table], space=1 * MM)], space=4 * MM, whole=True)]


def _invoices(facts: StatementFacts) -> list[Block]:
    if not facts.invoices:
        return []
    widths = [12 * MM, 44 * MM, 0.0, 26 * MM]
    widths[2] = _WIDTH - sum(widths) - 3 * _GUTTER
    columns, x = [], 0.0
    for key, width in zip(("day", "invoice", "orders", "amount"), widths, strict=True):
        columns.append(Column(_label(key, facts.language), x, width, "right" if key == "amount" else "left"))
        x += width + _GUTTER
    rows: list[Row] = [
        [
            TextBlock(f"{one.day:%m-%d}", CELL), TextBlock(one.number, CELL), TextBlock(one.orders, CELL),
            _figure(facts, one.amount),
        ]
        for one in facts.invoices
    ]  # fmt: skip
    title = TextBlock(_label("invoices", facts.language), BODY.strong.with_(align="left"), space=4 * MM, keep=True)
    return [title, Table(columns, rows, padding=0.95 * MM, space=1 * MM)]


def _account(facts: StatementFacts) -> Block:
    rows: Sequence[tuple[str, str, bool]] = [
        ("account", facts.account, False),
        ("hint", both(facts.language, *HINT, "\n") if facts.account else "", False),
    ]
    label_width = {"zh": 15, "en": 22, "both": 28}[facts.language] * MM
    return Stack([pairs(labelled(LABELS, rows, facts.language), label_width, _WIDTH)], space=4 * MM, whole=True)


def _slip(facts: StatementFacts) -> Block:
    return Stack([_Slip(facts)], space=5 * MM, whole=True)


class _Slip(Solid):
    """The slip (回执) on which the customer agrees or says what differs, and the circle for the seal."""

    def __init__(self, facts: StatementFacts) -> None:
        super().__init__(46 * MM)
        self.facts = facts

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws it under a dashed line."""
        facts, language = self.facts, self.facts.language
        first = "en" if language == "en" else "zh"
        canvas.saveState()
        canvas.setDash(2.5, 2)
        draw_rule(canvas, x, top, x + width, 0.5, "#8792A3")
        canvas.restoreState()
        head = Style(SANS_BOLD, SANS_BOLD, 11, 14)
        name = both(first, "回执", "Reply slip")
        draw_text(canvas, x, top - 7 * MM, name, head)
        zh, en = (
            "请核对后盖章发回；逾期未回，不视为确认。",
            "Please check and return it; silence is not taken as consent.",
        )
        draw_text(canvas, x + text_width(name, head) + 4 * MM, top - 7 * MM, both(first, zh, en), DETAIL.with_(size=8))
        figure = money(facts.closing, facts.currency, facts.places, facts.domestic)
        end = paper_date(facts.last, first)
        self._choice(
            canvas,
            x,
            top - 16 * MM,
            both(first, f"经核对相符，截至 {end}应付贵方 {figure}", f"We agree: {figure} are owed to you at {end}"),
        )
        text = both(first, "经核对不符，我方账面余额", "We do not agree; our balance is")
        after = self._choice(canvas, x, top - 23 * MM, text) + 2 * MM
        draw_rule(canvas, after, top - 23.8 * MM, after + 30 * MM, 0.5, "#8792A3")
        draw_text(canvas, after + 32 * MM, top - 23 * MM, both(first, "差异说明", "because"), BODY)
        draw_rule(canvas, x + 4.5 * MM, top - 32 * MM, x + 108 * MM, 0.5, "#8792A3")
        for at, label in ((4.5, both(first, "经办人", "Name")), (60.0, both(first, "日期", "Date"))):
            left = x + at * MM
            draw_text(canvas, left, top - 41 * MM, label, LABEL)
            start = left + text_width(label, LABEL) + 3 * MM
            draw_rule(canvas, start, top - 42 * MM, left + 48 * MM, 0.5, "#8792A3")
        self._seal(canvas, x + width - SEAL / 2 - 2 * MM, top - 5 * MM - SEAL / 2, first)

    def _choice(self, canvas: Canvas, x: float, baseline: float, text: str) -> float:
        """A box to tick and what it says; returns where the text ends."""
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.7)
        canvas.rect(x, baseline - 0.6 * MM, 2.7 * MM, 2.7 * MM)
        draw_text(canvas, x + 4.5 * MM, baseline, text, BODY)
        return x + 4.5 * MM + text_width(text, BODY)

    def _seal(self, canvas: Canvas, x: float, y: float, language: str) -> None:
        canvas.saveState()
        canvas.setStrokeColor("#A9B4C4")
        canvas.setLineWidth(0.5)
        canvas.setDash(1.5, 2.2)
        canvas.circle(x, y, SEAL / 2)
        canvas.restoreState()
        quiet = LABEL.with_(color="#98A2B0", align="center")
        draw_text(canvas, x, y - 2, both(language, "（客户盖章处）", "(customer's seal)"), quiet)
