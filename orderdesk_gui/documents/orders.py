"""Facts of an order in, its confirmation for the customer or its production notice for the workshop out, as PDF."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Figure, Rule, Stack, aligned_on_point
from orderdesk_gui.documents.facts import Letterhead
from orderdesk_gui.documents.facts_orders import ConfirmationFacts, ProductionFacts, WorkLine
from orderdesk_gui.documents.figures import paper_date, quantity
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
from orderdesk_gui.documents.paper_head import Title, labelled, meta
from orderdesk_gui.documents.quotes import buyer_pairs, on_fewest_pages, terms, totals
from orderdesk_gui.documents.sign_boxes import SignBoxes
from orderdesk_gui.documents.tables import CELL, HEAD, Column, Table, described
from orderdesk_gui.documents.text import BODY, INK, QUIET, TextBlock, text_width

_LEFT, _WIDTH = 20 * MM, 170 * MM
_GUTTER = 2.3 * MM

_CONFIRMATION = ("订单确认", "Order confirmation")
_NOTICE = ("生产通知单", "Production notice")
_LABELS = {
    "dated": ("订单日期", "Order date"),
    "customer_po": ("贵方订单", "Your order"),
    "references": ("我方编号", "Our reference"),
    "promised": ("承诺交期", "Promised date"),
    "trade_term": ("贸易术语", "Trade term"),
    "customer": ("客户", "Customer"),
    "their_order": ("客户订单", "Customer's order"),
    "kind": ("订单类型", "Kind of order"),
    "owner": ("业务员", "Sales"),
    "difficulty": ("难度", "Difficulty"),
    "delivery": ("送货", "Delivery"),
}
_PLEASE = (
    "请核对以上内容，签字（盖章）后回传。确认后的任何变更以双方书面确认的变更通知单为准。",
    "Please check the above and return this confirmation signed. After that, changes need a change notice confirmed "
    "by both parties in writing.",
)
_DEPARTMENTS = ("计划\nPlanning", "生产\nProduction", "采购\nPurchasing", "品质\nQuality", "仓库\nWarehouse")


def _paper(
    name: tuple[str, str], head: Letterhead, number: str, language: str, letterhead: bool
) -> tuple[Sheet, Sequence[str]]:
    return Sheet(_LEFT, _WIDTH, 37.5 * MM, (25 if letterhead else 37.5) * MM), (
        f"{both(language, *name)} {number}", head.name(language)
    )  # fmt: skip


class _Around:
    """Draws letterhead, running head and foot around the pages of a paper."""

    def __init__(self, head: Letterhead, running: Sequence[str], number: str, language: str, letterhead: bool) -> None:
        self.head, self.running, self.number = head, running, number
        self.language, self.letterhead = language, letterhead

    def __call__(self, canvas: Canvas, page: int, pages: int) -> None:
        if self.letterhead and page == 1:
            draw_letterhead(canvas, self.head, self.language, _LEFT, _WIDTH)
        elif self.letterhead:
            draw_running_head(canvas, _LEFT, _WIDTH, self.running)
        draw_foot(canvas, _LEFT, _WIDTH, self.number, page, pages, self.language)


def _version(version: int, language: str) -> list[str]:
    """The note that changes are in force; both languages one below the other."""
    if not version:
        return []
    zh, en = f"含第 {version} 号变更", f"Includes change no. {version}"
    return [zh, en] if language == "both" else [both(language, zh, en)]


def render_confirmation(facts: ConfirmationFacts, *, watermark: str | None = None, letterhead: bool = True) -> bytes:
    """The PDF of an order confirmation. ``watermark``: None, "draft", "demo", "void".

    ``letterhead=False`` for pre-printed paper. The same facts give the same bytes.
    """
    offer, language = facts.offer, facts.offer.language
    sheet, running = _paper(_CONFIRMATION, offer.letterhead, offer.number, language, letterhead)
    po = " ".join(part for part in (facts.customer_po, _short(facts.customer_po_date)) if part)
    right = [
        ("dated", paper_date(offer.dated, language), False),
        ("customer_po", po, True),
        ("references", "\n".join(facts.references), False),
        ("promised", paper_date(facts.promised, language) if facts.promised else "", True),
        ("trade_term", offer.trade_term, False),
    ]
    head: list[Block] = [
        Title(_CONFIRMATION, offer.number, language, _version(facts.version, language)),
        meta(buyer_pairs(offer.buyer, language), labelled(_LABELS, right, language), language, _WIDTH),
    ]
    below = [totals(offer), *_agreement(facts)]
    table = line_table(offer.lines, offer.columns, language, offer.currency, offer.places, offer.domestic, _WIDTH)
    blocks = on_fewest_pages(sheet, table, lambda table: [*head, table, *below])
    about = About(running[0], running[1], offer.buyer.name, offer.dated)
    around = _Around(offer.letterhead, running, offer.number, language, letterhead)
    return render(blocks, sheet, around, about, language=language, watermark=watermark)


def _short(day: object) -> str:
    return f"({day})" if day else ""


def _agreement(facts: ConfirmationFacts) -> list[Block]:
    """The terms over the whole width, the request to confirm, and where both parties sign."""
    offer, language = facts.offer, facts.offer.language
    label_width = (15 if language == "zh" else 20) * MM
    said = terms(offer.terms, language, label_width, _WIDTH)
    please = TextBlock(both(language, *_PLEASE, "\n"), BODY, space=3 * MM)
    labels = [both(language, "签字", "Signature", "\n"), both(language, "日期", "Date", "\n")]
    seal = both(language, "（盖章处）", "(seal)", "\n").replace("\n", " ")
    half = 80 * MM
    cells = []
    for x, label, name in (
        (0.0, both(language, "卖方", "Seller"), offer.letterhead.name(language)),
        (_WIDTH - half, both(language, "买方确认", "Confirmed by the buyer"), _buyer_name(facts)),
    ):
        block = Stack(
            [
                TextBlock(label, LABEL.with_(leading=13)),
                TextBlock(name, BODY.strong.with_(align="left")),
                Signature(labels, seal, space=2 * MM),
            ],
            whole=True,
        )
        cells.append(Cell(x, half, block))
    return [*(Stack([block], space=4 * MM if at == 0 else 2 * MM) for at, block in enumerate(said)), please,
            Stack([Columns(cells)], space=5 * MM, whole=True)]  # fmt: skip


def _buyer_name(facts: ConfirmationFacts) -> str:
    buyer = facts.offer.buyer
    return (buyer.name_en or buyer.name) if facts.offer.language == "en" else buyer.name


def render_production_notice(facts: ProductionFacts, *, watermark: str | None = None, letterhead: bool = True) -> bytes:
    """The PDF of a production notice; it shows no price. ``watermark`` and ``letterhead`` as for a confirmation."""
    language = facts.language
    sheet, running = _paper(_NOTICE, facts.letterhead, facts.number, language, letterhead)
    left = [
        ("customer", facts.customer, True),
        ("their_order", facts.customer_po, False),
        ("kind", both(language, facts.kind_zh, facts.kind_en), False),
        ("owner", facts.owner, False),
    ]
    right = [
        ("dated", paper_date(facts.dated, language), False),
        ("promised", paper_date(facts.promised, language) if facts.promised else "", True),
        ("difficulty", "★" * facts.difficulty if facts.difficulty > 1 else "", False),
        ("delivery", facts.delivery, False),
    ]
    head: list[Block] = [
        Title(_NOTICE, facts.number, language, _version(facts.version, language)),
        meta(labelled(_LABELS, left, language), labelled(_LABELS, right, language), language, _WIDTH),
    ]
    table = _work_table(facts.lines, language)
    below: list[Block] = [Rule(0.8, INK)]
    if facts.remarks:
        label = TextBlock(both(language, "备注", "Remarks", "\n"), BODY.strong.with_(align="left"))
        below.append(Columns([Cell(0, 17 * MM, label), Cell(20 * MM, 150 * MM, TextBlock(facts.remarks, BODY))],
                             space=4 * MM))  # fmt: skip
    below.append(Stack([_departments(language)], space=8 * MM, whole=True))
    blocks = on_fewest_pages(sheet, table, lambda table: [*head, table, *below])
    about = About(running[0], running[1], facts.customer, facts.dated)
    around = _Around(facts.letterhead, running, facts.number, language, letterhead)
    return render(blocks, sheet, around, about, language=language, watermark=watermark)


def _departments(language: str) -> Block:
    """Where each department signs that it has read the notice."""
    title = both(language, "各部门签收", "Received by")
    labels = [name if language == "both" else name.split("\n")[language == "en"] for name in _DEPARTMENTS]
    under = both(language, "签字、日期", "Signature, date")
    return Stack([TextBlock(f"{title}（{under}）" if language != "en" else f"{title} ({under.lower()})", LABEL),
                  SignBoxes(labels, space=2 * MM, style=BODY.with_(align="left", leading=13))])  # fmt: skip


def _work_table(lines: Sequence[WorkLine], language: str) -> Table:
    """No., code, name with specification and drawing, quantity, promised day, packing and remark."""
    headings = [
        ("序号", "No."), ("编码", "Item code"), ("品名规格、图号", "Description, drawing"), ("数量", "Qty"),
        ("单位", "Unit"), ("交期", "Date"), ("包装、备注", "Packing, remarks"),
    ]  # fmt: skip
    figures = aligned_on_point([quantity(line.quantity) for line in lines], CELL.strong)
    code = min(max([16 * MM, *(text_width(line.code, CELL) for line in lines)]), 32 * MM)
    wide = max([13 * MM, *(text_width(figure.text, CELL.strong) + figure.inset for figure in figures)])
    unit = max([9 * MM, *(text_width(_unit(line, language), CELL) for line in lines)])
    widths = [7.4 * MM, code, 0.0, wide, unit, 17.5 * MM, 34 * MM]
    widths[2] = _WIDTH - sum(widths) - _GUTTER * (len(widths) - 1)
    aligns = ["left", "left", "left", "right", "left", "left", "left"]
    columns, x = [], 0.0
    for (zh, en), width, align in zip(headings, widths, aligns, strict=True):
        columns.append(Column(both(language, zh, en, "\n"), x, width, align))
        x += width + _GUTTER
    rows = [
        _work_row(at, line, figure, language) for at, (line, figure) in enumerate(zip(lines, figures, strict=True), 1)
    ]
    return Table(columns, rows, padding=1.7 * MM, keep=True, head=HEAD)


def _work_row(at: int, line: WorkLine, figure: Figure, language: str) -> list[Block | None]:
    name = both("en" if language == "en" else "zh", line.name_zh, line.name_en)
    drawing = line.drawing and both(
        "en" if language == "en" else "zh", f"图号 {line.drawing}", f"drawing {line.drawing}"
    )
    details = [both("en" if language == "en" else "zh", line.spec_zh, line.spec_en), drawing]
    if language == "both":
        details.insert(1, ", ".join(part for part in (line.name_en, line.spec_en) if part))
    day = f"{line.promised:%Y-%m-%d}" if line.promised else "—"
    return [
        TextBlock(str(at), CELL.with_(color=QUIET)), TextBlock(line.code, CELL), described(name, details), figure,
        TextBlock(_unit(line, language), CELL), TextBlock(day, CELL),
        TextBlock("\n".join(part for part in (line.packing, line.remark) if part), CELL),
    ]  # fmt: skip


def _unit(line: WorkLine, language: str) -> str:
    return both(language, line.unit_zh, line.unit_en, "\n")
