"""Facts of a delivery in, its delivery note out: on A4, on A5 lying, or on continuous paper of 241 x 140 mm."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import (
    MM,
    Block,
    Cell,
    Columns,
    Figure,
    Rule,
    Solid,
    Stack,
    aligned_on_point,
    draw_rule,
)
from orderdesk_gui.documents.facts_orders import NoteFacts, NoteLine
from orderdesk_gui.documents.figures import amount, money, paper_date, quantity, unit_price
from orderdesk_gui.documents.fonts import SANS, SANS_BOLD
from orderdesk_gui.documents.page import (
    LABEL,
    WIDTH,
    About,
    Sheet,
    both,
    draw_fitted,
    draw_foot,
    draw_letterhead,
    draw_running_head,
    render,
)
from orderdesk_gui.documents.paper_head import Title, labelled, meta
from orderdesk_gui.documents.sign_boxes import SignBoxes
from orderdesk_gui.documents.tables import CELL, HEAD, Column, Table, described
from orderdesk_gui.documents.text import BODY, HAIRLINE, INK, QUIET, Style, TextBlock, draw_text, text_width

_BLACK = "#000000"
_TITLES = {"out": ("送货单", "Delivery note"), "return": ("退货单", "Return note")}
_LABELS = {
    "customer": ("收货单位", "Consignee"),
    "from": ("退货单位", "Returned by"),
    "address": ("收货地址", "Address"),
    "contact": ("收货人", "Attention"),
    "phone": ("电话", "Phone"),
    "order": ("订单号", "Order"),
    "customer_po": ("客户单号", "Your order"),
    "dated": ("日期", "Date"),
    "carrier": ("承运", "Carrier"),
    "remark": ("备注", "Remark"),
}
_SIGNERS = {
    "out": (("制单", "Made by"), ("仓库发货", "Warehouse"), ("送货人／车号", "Driver, vehicle"),
            ("收货人签字、盖章", "Received by (signature, seal)")),
    "return": (("制单", "Made by"), ("退货人", "Returned by"), ("品质检验", "Quality"), ("仓库收货", "Warehouse")),
}  # fmt: skip
_RECEIVED = ("收货日期        年     月     日", "Date:")
_COPIES = (
    "第一联 存根（白）   第二联 客户（红）   第三联 回单（黄）",
    "1 file (white)   2 customer (pink)   3 receipt (yellow)",
)
_CHECK = (
    "请当面核对数量与外观{within}；质量异议按合同约定的检验期限处理。",
    "Please check quantity and visible condition on receipt{within}; for quality the agreed inspection period counts.",
)


class _Form(NamedTuple):
    """Measures of a small form in points: page, left edge, width, where lines begin and end, where signatures are."""

    page: tuple[float, float]
    left: float
    width: float
    bottom: float
    foot: float


_FORMS = {
    "a5": _Form((210 * MM, 148 * MM), 12 * MM, 186 * MM, 106 * MM, 108 * MM),
    "continuous": _Form((241 * MM, 140 * MM), 19 * MM, 199.5 * MM, 98 * MM, 99 * MM),
}
_SMALL = Style(SANS, SANS_BOLD, 8.6, 12, _BLACK)
_PLAIN = Style(SANS, SANS_BOLD, 10, 13.4, _BLACK)
_DENSE = _PLAIN.with_(size=9, leading=11.8)
"""Where it takes fewer sheets."""


def render_delivery_note(facts: NoteFacts, *, watermark: str | None = None, letterhead: bool = True) -> bytes:
    """The PDF of a delivery note or of the note of a return. ``watermark``: None, "demo" or "void".

    Each sheet of the small forms bears head and signatures. The same facts give the same bytes.
    """
    language, title = facts.language, _TITLES[facts.kind]
    about = About(
        f"{both(language, *title)} {facts.number}", facts.letterhead.name(language), facts.receiver.name, facts.dated
    )
    around: Callable[[Canvas, int, int], None]
    shift = (float(facts.shift[0]) * MM, float(facts.shift[1]) * MM)
    if facts.format == "a4":
        sheet = Sheet(20 * MM, 170 * MM, 37.5 * MM, (25 if letterhead else 37.5) * MM, shift=shift)
        blocks = _a4(facts, sheet.width)
        around = _A4Around(facts, about.title, letterhead)
    else:
        form = _FORMS[facts.format]
        sheet = Sheet(form.left, form.width, _TABLE_TOP, _TABLE_TOP, form.bottom, form.page, shift)
        tried = [_Lines(facts, form.width, cell, _BLACK).blocks() for cell in (_PLAIN, _DENSE)]
        blocks = min(tried, key=lambda blocks: len(sheet.paginate(blocks)))
        around = _FormAround(facts, form, letterhead)
    return render(blocks, sheet, around, about, language=language, watermark=watermark)


class _Lines:
    """The table of lines and the sums below it, in one type size and colour."""

    def __init__(self, facts: NoteFacts, width: float, cell: Style, color: str) -> None:
        self.facts, self.width, self.cell = facts, width, cell
        self.small = color == _BLACK
        self.rule = (0.6, _BLACK) if self.small else (0.4, HAIRLINE)
        self.columns = self._columns()

    def _keys(self) -> list[str]:
        facts = self.facts
        keys = ["number", "code", "name", "unit", "quantity"]
        if facts.total is not None:
            keys += ["price", "amount"]
        if any(line.lot for line in facts.lines):
            keys.append("lot")
        return [*keys, "note"]

    def _headings(self) -> dict[str, str]:
        facts = self.facts
        unit = "元" if facts.domestic and facts.currency == "CNY" else facts.currency
        names = {
            "number": ("序号", "No."), "code": ("编码", "Item code"), "name": ("品名规格", "Description"),
            "unit": ("单位", "Unit"), "quantity": ("数量", "Qty"), "price": ("单价", "Price"),
            "amount": (f"金额（{unit}）", f"Amount {facts.currency}"), "lot": ("批号", "Lot"),
            "note": ("备注", "Remark"),
        }  # fmt: skip
        return {key: both(facts.language, *names[key], "\n") for key in self._keys()}

    def _cells(self) -> dict[str, list[Block]]:
        facts, cell = self.facts, self.cell
        lines, language = facts.lines, facts.language
        made: dict[str, list[Block]] = {
            "number": [TextBlock(str(at), cell) for at in range(1, len(lines) + 1)],
            "code": [TextBlock(line.code, cell) for line in lines],
            "name": [self._name(line) for line in lines],
            "unit": [TextBlock(both(language, line.unit_zh, line.unit_en, "\n"), cell) for line in lines],
            "quantity": [*aligned_on_point([quantity(line.quantity) for line in lines], cell)],
            "lot": [TextBlock(line.lot, cell) for line in lines],
            "note": [TextBlock(line.note, cell) for line in lines],
        }
        prices = [unit_price(line.price or Decimal(0), facts.places) for line in lines]
        made["price"] = [*aligned_on_point(prices, cell)]
        made["amount"] = [Figure(amount(line.amount or Decimal(0), facts.places), cell) for line in lines]
        return {key: made[key] for key in self._keys()}

    def _name(self, line: NoteLine) -> Block:
        language = self.facts.language
        first = "en" if language == "en" else "zh"
        name, spec = both(first, line.name_zh, line.name_en), both(first, line.spec_zh, line.spec_en)
        english = ", ".join(part for part in (line.name_en, line.spec_en) if part) if language == "both" else ""
        if not self.small:
            return described(name, [spec, english])
        whole = (", " if language == "en" else "，").join(part for part in (name, spec) if part)
        return TextBlock(f"{whole}\n{english}" if english and english != whole else whole, self.cell)

    def _columns(self) -> list[Column]:
        headings, cells, gutter = self._headings(), self._cells(), 3 * MM
        head = self._head()
        most = {"code": 34 * MM, "lot": 26 * MM, "note": 34 * MM, "unit": 16 * MM}
        widths = {
            key: min(max([text_width(headings[key], head), *map(_natural, blocks)]) + 0.5, most.get(key, 60 * MM))
            for key, blocks in cells.items()
            if key != "name"
        }
        widths["note"] = max(widths["note"], 20 * MM)
        widths["name"] = self.width - sum(widths.values()) - gutter * len(widths)
        columns, x = [], 0.0
        for key in self._keys():
            align = "right" if key in ("quantity", "price", "amount") else "left"
            columns.append(Column(headings[key], x, widths[key], align))
            x += widths[key] + gutter
        return columns

    def _head(self) -> Style:
        return _SMALL if self.small else HEAD

    def blocks(self) -> list[Block]:
        """The table, then the sums."""
        cells = self._cells()
        rows = [[cells[key][at] for key in self._keys()] for at in range(len(self.facts.lines))]
        ink = _BLACK if self.small else INK
        padding = (1.15 if self.small else 1.5) * MM
        table = Table(
            self.columns,
            rows,
            padding=padding,
            closing=(0.8, ink),
            keep=True,
            head=self._head(),
            between=self.rule,
            ink=ink,
        )
        return [table, *self._sums()]

    def _sums(self) -> list[Block]:
        facts, strong = self.facts, self.cell.strong.with_(align="left")
        language = facts.language
        pieces: dict[str, Decimal] = {}
        for line in facts.lines:
            unit = both("en" if language == "en" else "zh", line.unit_zh, line.unit_en)
            pieces[unit] = pieces.get(unit, Decimal(0)) + line.quantity
        zh = f"{len(facts.lines)} 个品种，共 " + "、".join(f"{quantity(n)} {unit}" for unit, n in pieces.items())
        en = f"{len(facts.lines)} items, " + ", ".join(f"{quantity(n)} {unit}" for unit, n in pieces.items())
        by_key = dict(zip(self._keys(), self.columns, strict=True))
        name, last = by_key["name"], by_key.get("amount")
        room = (by_key["price"].x if "price" in by_key else self.width) - name.x - 3 * MM
        counted = both(language, zh, en, "\n") if language != "both" else zh
        cells = [
            Cell(0, name.x, TextBlock(both(language, "合计", "Total", " "), strong)),
            Cell(name.x, room, TextBlock(counted, self.cell)),
        ]
        if last is not None and facts.total is not None:
            total = Figure(amount(facts.total, facts.places), self.cell.strong)
            start = by_key["price"].x
            cells.append(Cell(start, last.x + last.width - start, total))
        parts: list[Block] = [Columns(cells, space=1.2 * MM)]
        words = both(language, facts.total_words_zh, facts.total_words_en, "\n") if facts.total is not None else ""
        if words and facts.total is not None:
            figure = money(facts.total, facts.currency, facts.places, facts.domestic)
            said = f"{words}（{figure}）" if language == "zh" else f"{words}\n{figure}"
            label = TextBlock(both(language, "大写", "In words", "\n"), self.cell)
            cells = [Cell(0, name.x, label), Cell(name.x, self.width - name.x, TextBlock(said, self.cell))]
            parts.append(Columns(cells, space=0.6 * MM))
        parts.append(Rule(*self.rule, space=1.2 * MM))
        return [Stack([Solid(0), *parts], whole=True)]


def _natural(block: Block) -> float:
    if isinstance(block, Figure):
        return text_width(block.text, block.style) + block.inset
    return block.natural_width if isinstance(block, TextBlock) else 0


def _parties(facts: NoteFacts) -> list[tuple[str, str, bool]]:
    """Who receives (or returns) the goods, where."""
    receiver, language = facts.receiver, facts.language
    first = "en" if language == "en" else "zh"
    rows = [("customer" if facts.kind == "out" else "from", both(first, receiver.name, receiver.name_en), True)]
    if facts.kind == "out":
        rows.append(("address", both(first, receiver.address, receiver.address_en), False))
    return [*rows, ("contact", receiver.contact, False), ("phone", receiver.phone, False)]


def _carrier(facts: NoteFacts) -> str:
    return " ".join(part for part in (facts.carrier, facts.tracking) if part)


def _check(facts: NoteFacts) -> str:
    """What the receiver is asked to look at. Source: CC 620, 623."""
    if facts.kind == "return":
        return ""
    days = facts.inspection_days
    zh = f"，如有异议请在签收后 {days} 日内书面提出" if days else "，如有异议请及时书面提出"
    en = f", and object in writing within {days} days" if days else ", and object in writing without delay"
    return both(facts.language, _CHECK[0].format(within=zh), _CHECK[1].format(within=en), "\n")


def _a4(facts: NoteFacts, width: float) -> list[Block]:
    language = facts.language
    left = _parties(facts)
    right = [
        ("dated", paper_date(facts.dated, language), False),
        ("order", facts.order_number, False),
        ("customer_po", facts.customer_po, False),
        ("carrier", _carrier(facts), False),
    ]
    signers = [both(language, *pair, "\n") for pair in _SIGNERS[facts.kind]]
    foot: list[Block] = []
    if facts.remark:
        foot.append(TextBlock(f"{both(language, *_LABELS['remark'])}  {facts.remark}", BODY, space=3 * MM))
    if _check(facts):
        foot.append(TextBlock(_check(facts), BODY.with_(color=QUIET, size=8.5, leading=13.5), space=3 * MM))
    under = both(language, *_RECEIVED, "\n") if facts.kind == "out" else ""
    foot.append(SignBoxes(signers, under=under, style=LABEL.with_(size=8.5, leading=12.5), space=5 * MM))
    return [
        Title(_TITLES[facts.kind], facts.number, language),
        meta(labelled(_LABELS, left, language), labelled(_LABELS, right, language), language, width),
        *_Lines(facts, width, CELL, INK).blocks(),
        Stack([Solid(1), *foot], whole=True),
    ]


class _A4Around:
    """Letterhead, running head and foot."""

    def __init__(self, facts: NoteFacts, running: str, letterhead: bool) -> None:
        self.facts, self.running, self.letterhead = facts, running, letterhead

    def __call__(self, canvas: Canvas, page: int, pages: int) -> None:
        head, language = self.facts.letterhead, self.facts.language
        left, width = 20 * MM, WIDTH - 40 * MM
        if self.letterhead and page == 1:
            draw_letterhead(canvas, head, language, left, width)
        elif self.letterhead:
            draw_running_head(canvas, left, width, [self.running, head.name(language)])
        draw_foot(canvas, left, width, self.facts.number, page, pages, language)


_TABLE_TOP = 35.6 * MM


class _FormAround:
    """Head, parties, request and signatures of each sheet of a small form; all black, for impact printers."""

    def __init__(self, facts: NoteFacts, form: _Form, letterhead: bool) -> None:
        self.facts, self.form, self.letterhead = facts, form, letterhead

    def __call__(self, canvas: Canvas, page: int, pages: int) -> None:
        self._head(canvas, page, pages)
        self._parties(canvas)
        self._foot(canvas)
        if self.facts.format == "continuous":
            self._copies(canvas)

    def _head(self, canvas: Canvas, page: int, pages: int) -> None:
        facts, form = self.facts, self.form
        top, right = form.page[1], form.left + form.width
        language, head = facts.language, facts.letterhead
        middle = form.left + form.width / 2
        zh, en = _TITLES[facts.kind]
        title = en if language == "en" else zh
        big = Style(SANS_BOLD, SANS_BOLD, 20, 24, _BLACK, "center")
        spread = 0 if language == "en" else 5
        draw_text(canvas, middle, top - 15 * MM, title, big, tracking=spread)
        half = (text_width(title, big) + spread * len(title)) / 2
        if language == "both":
            draw_text(canvas, middle, top - 19.4 * MM, en, _SMALL.with_(align="center"))
        room = form.width / 2 - half - 4 * MM
        if self.letterhead:
            name = Style(SANS_BOLD, SANS_BOLD, 13, 16, _BLACK)
            draw_fitted(canvas, form.left, top - 13.4 * MM, head.name(language), name, room)
            first = "en" if language == "en" else "zh"
            phone = head.phone and f"{both(first, '电话', 'Tel')} {head.phone}"
            said = "  ".join(part for part in (both(first, head.address_zh, head.address_en), phone) if part)
            draw_fitted(canvas, form.left, top - 18.8 * MM, said, _SMALL, room)
        number = Style(SANS_BOLD, SANS_BOLD, 12, 16, _BLACK, "right")
        draw_fitted(canvas, right, top - 13.2 * MM, f"No. {facts.number}", number, room)
        first = "en" if language == "en" else "zh"
        counted = both(first, f"第 {page} 页，共 {pages} 页", f"page {page} of {pages}")
        dated = f"{paper_date(facts.dated, first)}   {counted}"
        draw_fitted(canvas, right, top - 18.8 * MM, dated, _SMALL.with_(align="right"), room)
        draw_rule(canvas, form.left, top - 21.7 * MM, right, 0.8, _BLACK)

    def _parties(self, canvas: Canvas) -> None:
        facts, form = self.facts, self.form
        known = {key: value for key, value, _ in _parties(facts)}
        columns = [
            (
                0.0,
                0.43,
                ("customer" if facts.kind == "out" else "from", "address" if facts.kind == "out" else "carrier"),
            ),
            (0.44, 0.255, ("contact", "phone")),
            (0.705, 0.295, ("order", "customer_po")),
        ]
        known |= {"order": facts.order_number, "customer_po": facts.customer_po, "carrier": _carrier(facts)}
        for at, share, keys in columns:
            names = [both(facts.language, *_LABELS[key]) for key in keys]
            wide = max(text_width(name, _SMALL) for name in names) + 3 * MM
            for row, (key, name) in enumerate(zip(keys, names, strict=True)):
                baseline = form.page[1] - (26.6 + 5.5 * row) * MM
                x = form.left + at * form.width
                style = _PLAIN.strong if key in ("customer", "from") else _PLAIN
                draw_text(canvas, x, baseline, name, _SMALL)
                draw_fitted(canvas, x + wide, baseline, known[key], style, share * form.width - wide - 2 * MM)

    def _foot(self, canvas: Canvas) -> None:
        facts, form = self.facts, self.form
        carried = _carrier(facts) if facts.kind == "out" else ""
        said = [text for text in (_check(facts).split("\n")[0], facts.remark, carried) if text]
        line = "    ".join(said)
        top = form.page[1] - form.foot
        draw_fitted(canvas, form.left, top - 3 * MM, line, _SMALL, form.width)
        labels = [both(facts.language, *pair, "\n") for pair in _SIGNERS[facts.kind]]
        under = both("en" if facts.language == "en" else "zh", *_RECEIVED) if facts.kind == "out" else ""
        boxes = SignBoxes(labels, under=under, high=9 * MM, style=_SMALL, rule=(0.6, _BLACK))
        boxes.draw(canvas, form.left, top - 5.5 * MM, form.width)

    def _copies(self, canvas: Canvas) -> None:
        """Which ply is whose, along the right edge."""
        form = self.form
        canvas.saveState()
        canvas.translate(form.left + form.width + 5.2 * MM, form.page[1] - 29 * MM)
        canvas.rotate(-90)
        text = both("en" if self.facts.language == "en" else "zh", *_COPIES)
        draw_text(canvas, 0, 0, text, _SMALL.with_(size=8))
        canvas.restoreState()
