"""The table of priced lines in quotations and contracts: columns to choose, as wide as their content."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from orderdesk_gui.documents.blocks import MM, Block, Figure, Stack, aligned_on_point
from orderdesk_gui.documents.facts import COLUMNS as COLUMNS
from orderdesk_gui.documents.facts import PricedLine as PricedLine
from orderdesk_gui.documents.figures import amount, percent, quantity, unit_price
from orderdesk_gui.documents.page import both
from orderdesk_gui.documents.tables import CELL, DETAIL, HEAD, Column, Table, described
from orderdesk_gui.documents.text import INK, QUIET, Style, TextBlock, text_width

_PLAIN = {"price": ("单价", "Unit price"), "amount": ("金额", "Amount")}
_GUTTER = 2.3 * MM
_COMFORTABLE = {
    "number": 7.4 * MM,
    "code": 24 * MM,
    "unit": 9 * MM,
    "quantity": 12.5 * MM,
    "price_net": 20 * MM,
    "price_gross": 20 * MM,
    "net": 22 * MM,
    "gross": 22 * MM,
}
_WIDEST_CODE = 32 * MM
_CAPPED = {"code", "customer_code", "delivery"}
#: type sizes to try, with the width in mm that a description must have; small ones are for many columns
_SIZES = ((8.8, 38), (8.2, 36), (7.6, 32), (7, 24), (6.4, 18), (5.8, 14), (5.2, 10), (4.6, 0))


def line_table(
    lines: Sequence[PricedLine],
    columns: Sequence[str],
    language: str,
    currency: str,
    places: int,
    domestic: bool,
    width: float,
    *,
    formal: bool = False,
) -> Table:
    """The table at the largest type size at which the description keeps a readable width (points).

    ``formal`` is for contracts: closed by a strong rule, and amounts carried forward to the next page (承前页).
    """
    headings = _headings(columns, language, currency, domestic)
    for size, narrowest in _SIZES:
        cell = CELL.with_(size=size, leading=size + 4.2)
        builder = _Builder(lines, language, places, cell)
        made = {key: builder.column(key) for key in columns if key != "name"}
        made["number"] = builder.numbers()
        made["name"] = builder.names("name" in columns and language)
        if size < CELL.size:
            headings = {key: _in_two_lines(heading) for key, heading in headings.items()}
        widths = {key: max([text_width(headings[key], HEAD), *map(_natural, blocks)]) for key, blocks in made.items()}
        wanted = min(widths.pop("name"), 0.45 * width)
        for key in _CAPPED & widths.keys():
            widths[key] = min(widths[key], _WIDEST_CODE)
        free = width - sum(widths.values()) - _GUTTER * len(widths)
        if free >= narrowest * MM:
            break
    lacking = {key: max(_COMFORTABLE.get(key, 0) - wide, 0) for key, wide in widths.items()}
    share = min(max((free - wanted) / (sum(lacking.values()) or 1), 0), 1)
    widths = {key: wide + share * lacking[key] for key, wide in widths.items()}
    widths["name"] = width - sum(widths.values()) - _GUTTER * len(widths)
    keys = ["number", *columns]
    placed, x = [], 0.0
    for key in keys:
        align = "left" if key in ("number", "code", "customer_code", "name", "delivery") else "right"
        align = "center" if key == "unit" else align
        placed.append(Column(headings[key], x, widths[key], align))
        x += widths[key] + _GUTTER
    rows = [[made[key][index] for key in keys] for index in range(len(lines))]
    if not formal:
        return Table(placed, rows, padding=1.4 * MM, keep=True)
    return Table(
        placed,
        rows,
        padding=1.1 * MM,
        middle=True,
        closing=(0.8, INK),
        carried=_carrier(lines, keys, language, places, cell),
        space=1.2 * MM,
        keep=True,
    )


def _carrier(
    lines: Sequence[PricedLine], keys: Sequence[str], language: str, places: int, cell: Style
) -> Callable[[int], Sequence[Block | None]] | None:
    """Makes the row that carries the sum of the lines before it, for the last column of amounts."""
    amounts = [key for key in keys if key in ("net", "gross")]
    if not amounts:
        return None

    def carried(done: int) -> Sequence[Block | None]:
        total = sum((getattr(line, amounts[-1]) or Decimal(0) for line in lines[:done]), Decimal(0))
        label = TextBlock(both(language, "承前页", "Brought forward"), cell.with_(color=QUIET))
        figure = Figure(amount(total, places), cell)
        return [label if key == "name" else figure if key == amounts[-1] else None for key in keys]

    return carried


def _headings(columns: Sequence[str], language: str, currency: str, domestic: bool) -> dict[str, str]:
    """What stands above each column; the plain word where only one kind of amount is shown."""
    unit = "元" if domestic and currency == "CNY" else currency
    names = dict(COLUMNS)
    amounts = [key for key in columns if key in ("net", "gross")]
    prices = [key for key in columns if key in ("price_net", "price_gross")]
    if len(amounts) == 1:
        names[amounts[0]] = _PLAIN["amount"]
    if not domestic and len(prices) == 1:
        names[prices[0]] = _PLAIN["price"]
    for key in amounts[-1:]:
        zh, en = names[key]
        names[key] = (f"{zh}（{unit}）" if unit == "元" else f"{zh} {unit}", f"{en} {currency}")
    names["number"] = ("序号", "No.")
    return {key: both(language, *pair, "\n") for key, pair in names.items()}


def _in_two_lines(heading: str) -> str:
    """不含税单价 as 不含税 over 单价."""
    return heading.replace("税单价", "税\n单价").replace("税金额", "税\n金额")


def _natural(block: Block | None) -> float:
    """How wide a cell wants to be."""
    if isinstance(block, Figure):
        return text_width(block.text, block.style) + block.inset
    if isinstance(block, TextBlock):
        return block.natural_width
    return max(map(_natural, block.blocks), default=0) if isinstance(block, Stack) else 0


class _Builder:
    """Makes the cells of a column in one type size."""

    def __init__(self, lines: Sequence[PricedLine], language: str, places: int, cell: Style) -> None:
        self.lines, self.language, self.places, self.cell = lines, language, places, cell
        self.detail = DETAIL.with_(size=min(DETAIL.size, cell.size), leading=min(DETAIL.size, cell.size) + 3.5)

    def numbers(self) -> list[Block | None]:
        """1, 2, 3 ..."""
        quiet = self.cell.with_(color=QUIET)
        return [TextBlock(str(index), quiet) for index in range(1, len(self.lines) + 1)]

    def names(self, language: str | bool) -> list[Block | None]:
        """Name and specification; in both languages the English ones beneath the Chinese."""
        made: list[Block | None] = []
        for line in self.lines:
            name = both("en" if language == "en" else "zh", line.name_zh, line.name_en)
            if language == "both":
                english = ", ".join(
                    part for part in (line.name_en if line.name_en != name else "", line.spec_en) if part
                )
                details = [line.spec_zh, english]
            else:
                details = [both("en" if language == "en" else "zh", line.spec_zh, line.spec_en)]
            made.append(described(name, details, self.cell, self.detail))
        return made

    def column(self, key: str) -> list[Block | None]:
        """The cells of any other column."""
        texts: dict[str, Callable[[PricedLine], str]] = {
            "code": lambda line: line.code,
            "customer_code": lambda line: line.customer_code,
            "delivery": lambda line: line.delivery,
            "unit": lambda line: both(self.language, line.unit_zh, line.unit_en, "\n"),
        }
        if key in texts:
            style = self.cell.with_(align="center" if key == "unit" else "left")
            return [TextBlock(texts[key](line), style) for line in self.lines]
        values = [getattr(line, key) for line in self.lines]
        if key in ("price_net", "price_gross"):
            shown = ["" if value is None else unit_price(value, self.places) for value in values]
            return list(aligned_on_point(shown, self.cell))
        if key == "quantity":
            return list(aligned_on_point([quantity(value) for value in values], self.cell))
        form = percent if key == "tax_rate" else lambda value: amount(value, self.places)
        return [None if value is None else Figure(form(value), self.cell) for value in values]
