"""Facts of a change in, the change notice (变更通知单) out: what was, beside it what is now, marked."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Solid, Stack
from orderdesk_gui.documents.facts_changes import ChangeFacts
from orderdesk_gui.documents.figures import money, paper_date
from orderdesk_gui.documents.fonts import SANS_BOLD
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
from orderdesk_gui.documents.paper_head import Title, labelled, meta, pairs
from orderdesk_gui.documents.tables import CELL, Column, Table
from orderdesk_gui.documents.text import ACCENT, BODY, QUIET, TextBlock

_LEFT, _WIDTH = 20 * MM, 170 * MM
TITLE = ("变更通知单", "Order Change Notice")
LABELS = {
    "customer": ("客户", "Customer"),
    "contact": ("联系人", "Attention"),
    "phone": ("电话", "Phone"),
    "order": ("销售订单", "Our order"),
    "customer_po": ("贵方订单", "Your order"),
    "dated": ("日期", "Date"),
    "asked_on": ("提出日期", "Asked for on"),
    "cause": ("变更起因", "Cause"),
    "reason": ("变更原因", "Reason"),
    "total": ("订单金额", "Order total"),
    "promised": ("承诺交期", "Promised date"),
    "contract": ("相关合同", "Contract"),
    "delivered": ("已交情况", "Delivered so far"),
    "seller": ("供方", "For the seller"),
    "buyer": ("需方确认", "Agreed by the buyer"),
    "signature": ("签字", "Signature"),
    "sign_date": ("日期", "Date"),
    "seal": ("（盖章处）", "(seal)"),
}


def render_change_notice(facts: ChangeFacts, *, watermark: str | None = None) -> bytes:
    """The PDF. ``watermark``: None, "draft", "demo", "void". The same facts give the same bytes."""
    language = facts.language
    own = facts.letterhead.name(language)

    def decorate(canvas: Canvas, page: int, pages: int) -> None:
        if page == 1:
            draw_letterhead(canvas, facts.letterhead, language, _LEFT, _WIDTH)
        else:
            draw_running_head(canvas, _LEFT, _WIDTH, [f"{both(language, *TITLE)} {facts.number}", own])
        draw_foot(canvas, _LEFT, _WIDTH, facts.number, page, pages, language)

    notes = [both(language, f"订单第 {facts.sequence} 次变更", f"Change {facts.sequence} of the order", " / ")]
    blocks: list[Block] = [
        Title(TITLE, facts.number, language, notes),
        _head(facts),
        TextBlock(_opening(facts), BODY, space=1 * MM),
        _table(facts),
        _effects(facts),
        TextBlock(_closing(language), BODY.with_(color=QUIET), space=4 * MM, keep=True),
        _signatures(facts),
    ]
    about = About(f"{both(language, *TITLE)} {facts.number}", own, facts.buyer.name, facts.dated)
    sheet = Sheet(_LEFT, _WIDTH, 37.5 * MM, 25 * MM)
    return render(blocks, sheet, decorate, about, language=language, watermark=watermark)


def _head(facts: ChangeFacts) -> Block:
    language, buyer = facts.language, facts.buyer
    left = [
        ("customer", both(language, buyer.name, buyer.name_en, "\n"), True),
        ("contact", buyer.contact, False),
        ("phone", buyer.phone, False),
    ]
    right = [
        ("order", facts.order_number, True),
        ("customer_po", facts.customer_po, False),
        ("dated", paper_date(facts.dated, language), False),
        ("asked_on", paper_date(facts.asked_on, language), False),
    ]
    return meta(labelled(LABELS, left, language), labelled(LABELS, right, language), language, _WIDTH)


def _opening(facts: ChangeFacts) -> str:
    zh = "经双方协商一致，上述订单作如下变更，其余内容不变："
    en = "By agreement of both parties the order above is changed as follows; all else stays as it was:"
    return both(facts.language, zh, en, "\n")


def _table(facts: ChangeFacts) -> Table:
    """One row for each thing that becomes different: quiet what was, marked what is now."""
    language = facts.language
    quiet, marked = CELL.with_(color=QUIET), CELL.strong.with_(color=ACCENT)
    headings = [("序号", "No."), ("品名", "Line"), ("变更项目", "Item"), ("变更前", "Before"), ("变更后", "After")]
    lefts = (0, 9, 62, 94, 133)
    rights = (*lefts[1:], 170)
    columns = [
        Column(both(language, *heading, "\n"), left * MM, (right - left - (0 if right == 170 else 2.3)) * MM)
        for heading, left, right in zip(headings, lefts, rights, strict=True)
    ]
    rows: list[Sequence[Block | None]] = []
    for place, item in enumerate(facts.items, 1):
        whole = both(language, "整单", "whole order")
        after = both(language, item.after_zh, item.after_en, "\n")
        rows.append(
            [
                TextBlock(str(place), quiet),
                TextBlock(item.line or whole, CELL),
                TextBlock(both(language, item.name_zh, item.name_en, "\n"), CELL),
                TextBlock(both(language, item.before_zh, item.before_en, "\n") or "—", quiet),
                TextBlock(f"▲ {after or '—'}", marked),
            ]
        )
    return Table(columns, rows, padding=1.4 * MM, space=2 * MM, keep=True)


def _effects(facts: ChangeFacts) -> Block:
    """Cause and reason, and what the change does to amount and dates."""
    language = facts.language
    old, new = (money(one, facts.currency, facts.places, facts.domestic) for one in facts.totals)
    days = [paper_date(day, language) if day else "—" for day in facts.promised]
    rows = [
        ("cause", both(language, facts.cause_zh, facts.cause_en, " / "), False),
        ("reason", facts.reason, False),
        ("total", old if old == new else f"{old} → {new}", True),
        ("promised", days[0] if days[0] == days[1] else f"{days[0]} → {days[1]}", True),
        ("delivered", both(language, facts.delivered_zh, facts.delivered_en, "\n"), False),
        ("contract", _contract(facts), False),
    ]
    wide = {"zh": 18, "en": 27, "both": 34}[language] * MM
    return Stack([Solid(2 * MM), pairs(labelled(LABELS, rows, language), wide, _WIDTH)])


def _contract(facts: ChangeFacts) -> str:
    if not facts.contract:
        return ""
    zh = f"{facts.contract}，另签补充协议"
    return both(facts.language, zh, f"{facts.contract}, by a supplementary agreement", "\n")


def _closing(language: str) -> str:
    zh = "本通知单经双方签字或盖章后生效，作为原订单的组成部分。"
    en = "This notice takes effect when both parties have signed or sealed it and is part of the order."
    return both(language, zh, en, "\n")


def _signatures(facts: ChangeFacts) -> Block:
    language = facts.language
    half = _WIDTH / 2
    cells = []
    names = (
        ("seller", facts.letterhead.name(language)),
        ("buyer", both(language, facts.buyer.name, facts.buyer.name_en)),
    )
    for place, (key, name) in enumerate(names):
        labels = [both(language, *LABELS[one]) for one in ("signature", "sign_date")]
        block = Stack(
            [
                TextBlock(both(language, *LABELS[key]), LABEL.with_(leading=13)),
                TextBlock(name, BODY.with_(align="left", face=SANS_BOLD)),
                Signature(labels, both(language, *LABELS["seal"]), space=3 * MM),
            ],
            whole=True,
        )
        cells.append(Cell(place * half + (3.4 * MM if place else 0), half - 3.4 * MM, block))
    return Columns(cells, rule_at=half, space=5 * MM)
