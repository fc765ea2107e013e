"""The line grid of a quotation: its columns, prices found while one types, and what each line's marks say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.money import format_amount, format_number, format_percent
from orderdesk_gui.rules.vat import TaxMode, convert_price, line_amounts, rounded_price
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.grid_model import GridModel
from orderdesk_gui.ui.widgets.line_grid import GridColumn, Line, LineGrid, Marks, ProductChoice

from .draft import against_list
from .line_values import conceded, name_text, own_price, price_text, product_choice, vs_text

if TYPE_CHECKING:
    from orderdesk_gui.rules.quote_comparison import LineDifference
    from orderdesk_gui.ui.background import Background

    from .asks import Found, PriceContext, ProductFound

Deliver = Callable[[Line, Marks | None], None]
_FIRST = ("code", "name", "quantity", "unit", "unit_price", "vs_list", "vat_rate", "delivery_date", "gross")

# grid column -> column of the paper, where they differ
_ON_PAPER = {"customer_part_no": "customer_code", "vat_rate": "tax_rate", "delivery_date": "delivery"}
PAPER_COLUMNS = (
    "code", "customer_code", "name", "unit", "quantity", "price_net", "price_gross", "tax_rate", "tax", "net", "gross",
    "delivery",
)  # fmt: skip


class QuoteGrid(LineGrid):
    """Lines of a quotation. `set_up` gives it the background jobs; prices come as one types."""

    priced = Signal()  # prices came back
    why_asked = Signal(int)  # id of the line whose price is to be explained
    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.tax_mode: TaxMode = "inclusive"
        self.currency = "CNY"
        self._free_vat = Decimal("0.13")
        self._on = date.today
        self._jobs: Background | None = None
        self._context: PriceContext | None = None
        self._waiting: list[tuple[Line, Deliver]] = []
        self._in_flight = 0
        self._after: list[Callable[[], object]] = []
        self._frozen = False
        self._found: dict[int, Found] = {}
        self._errors: dict[int, dict[str, str]] = {}
        self._earlier: dict[int, LineDifference] = {}
        self._soon = QTimer()
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        super().__init__(
            self._columns(),
            tr("Lines of the quotation"),
            price_line=self._price_soon,
            find_products=self._find_products,
            today=lambda: self._on(),
            parent=parent,
        )
        self._soon.timeout.connect(self._ask_prices)
        self.grid_model.edited.connect(self._mended)

    @property
    def grid_model(self) -> GridModel:
        """The lines behind the grid."""
        model = self.model()
        assert isinstance(model, GridModel)
        return model

    def set_up(self, jobs: Background, today: Callable[[], date]) -> None:
        """Give the grid its background jobs and the day."""
        self._jobs = jobs
        self._on = today

    def show_quote(
        self,
        lines: Sequence[Line],
        context: PriceContext,
        free_vat: Decimal,
        differences: Sequence[LineDifference] = (),
    ) -> None:
        """Show the lines of a draft, to be priced for `context`."""
        self._context = context
        self._free_vat = free_vat
        self._found.clear()
        self._errors.clear()
        self._waiting.clear()
        self.use_mode(context.tax_mode, context.currency)
        self.set_lines(lines)
        shown = self.lines()
        newest = [one for one in differences if one.new is not None]
        self._earlier = {line["_id"]: one for line, one in zip(shown, newest, strict=False)}
        if self._frozen:
            # What was offered stays as it was, whatever the price lists say now.
            for line in shown:
                self.set_computed(line["_id"], {}, self._marks(line, None))
        else:
            self.price_all()

    def set_context(self, context: PriceContext) -> None:
        """Price everything anew: another day, currency or tax mode."""
        before = self._context
        self._context = context
        self.use_mode(context.tax_mode, context.currency)
        if before is not None and before.tax_mode != context.tax_mode:
            self._convert(before.tax_mode, context.tax_mode)
        if context != before:
            self.price_all()

    def _convert(self, old: TaxMode, new: TaxMode) -> None:
        """Prices typed by hand keep their worth with or without tax; found ones are found anew."""
        after = []
        for row in range(self.grid_model.rowCount()):
            line = dict(self.grid_model.line(row))
            price = line.get("unit_price")
            if price is not None and (line.get("manual") or not line.get("product_id")):
                line["unit_price"] = rounded_price(convert_price(price, line.get("vat_rate") or Decimal(0), old, new))
            elif price is not None:
                line |= {"unit_price": None, "_price": None, "_found": None, "vs_list": None, "_vs": None}
            after.append(line)
        self.grid_model.change(after)

    def use_mode(self, mode: TaxMode, currency: str) -> None:
        """Head the price column with or without tax."""
        self.tax_mode, self.currency = mode, currency
        columns = self.grid_model.columns
        number = self.grid_model.column_number("unit_price")
        title = "Price incl. tax" if mode == "inclusive" else "Price excl. tax"
        columns[number] = replace(columns[number], title=title)
        other = self.grid_model.column_number("other_price")
        columns[other] = replace(columns[other], title="Price excl. tax" if mode == "inclusive" else "Price incl. tax")
        self.horizontalHeader().viewport().update()
        self.viewport().update()

    def set_editable(self, editable: bool) -> None:
        """A frozen paper can be read and copied from, not changed."""
        self._frozen = not editable
        model = self.grid_model
        for number, column in enumerate(model.columns):
            if column.key in _EDITED:
                model.columns[number] = replace(column, editable=editable)

    def paper_columns(self) -> tuple[str, ...]:
        """The columns of the paper: those shown here, in the order of papers."""
        keys = {_ON_PAPER.get(key, key) for key in self.shown_columns()} | {"code", "name"}
        price, other = ("price_gross", "price_net") if self.tax_mode == "inclusive" else ("price_net", "price_gross")
        if "unit_price" in keys:
            keys.add(price)
        if "other_price" in keys:
            keys.add(other)
        if not keys & {"net", "gross"}:
            keys.add("gross" if self.tax_mode == "inclusive" else "net")
        # The rate stands on the paper's last line; as a column only where somebody asked for the tax itself.
        if "tax" not in keys:
            keys.discard("tax_rate")
        if not any(line.get("delivery_date") for line in self.lines()):
            keys.discard("delivery")
        return tuple(key for key in PAPER_COLUMNS if key in keys)

    def explained(self, line_id: int) -> Found | None:
        """What is known of a line's price."""
        return self._found.get(line_id)

    def show_error(self, error: UserError) -> bool:
        """Mark the cell that ``lines.2.quantity`` names and go there; False for anything else."""
        parts = error.field.split(".")
        if len(parts) < 2 or parts[0] != "lines" or not parts[1].isdigit():
            return False
        lines = self.lines()
        number = int(parts[1])
        if number >= len(lines):
            return False
        key = _CELLS.get(parts[2] if len(parts) > 2 else "", parts[2] if len(parts) > 2 else "code")
        line_id = lines[number]["_id"]
        self._errors[line_id] = {key: str(error)}
        self._mark(line_id)
        row = self.grid_model.row_of(line_id)
        shown = key if key in self.shown_columns() else "name"
        self.focus_cell(row, shown)
        return True

    def clear_errors(self) -> None:
        """Take all red cells away."""
        for line_id in list(self._errors):
            del self._errors[line_id]
            self._mark(line_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    # Prices ------------------------------------------------------------------------------------------

    def when_priced(self, run: Callable[[], object]) -> None:
        """Call `run` as soon as no price is on its way any more: now, mostly."""
        self._after.append(run)
        self._settle()

    def _settle(self) -> None:
        if not self._waiting and not self._in_flight:
            after, self._after = self._after, []
            for run in after:
                run()

    def _price_soon(self, line: Line, deliver: Deliver) -> None:
        self._waiting.append((line, deliver))
        self._soon.start()

    def _ask_prices(self) -> None:
        asked, self._waiting = self._waiting, []
        goods = []
        for line, deliver in asked:
            if line.get("product_id") and line.get("code"):
                goods.append((line, deliver))
            elif self._unknown(line):
                self._look_up(line, deliver)
            else:
                deliver(self._free_line(line), self._marks(line, None))
        if not goods or self._jobs is None or self._context is None:
            self.priced.emit()
            self._settle()
            return
        from .asks import prices

        wanted = [
            (line["product_id"], line.get("quantity") or Decimal(1), own_price(line), conceded(line))
            for line, _deliver in goods
        ]
        self._in_flight += 1
        self._jobs.read(
            prices,
            wanted,
            self._context,
            done=lambda found: self._deliver(goods, found),
            failed=self._not_priced,
            owner=self,
        )

    def _unknown(self, line: Line) -> str:
        """A code or name that was typed or pasted without taking a product, and not looked up yet."""
        text = str(line.get("code") or line.get("name") or "")
        known = line.get("product_id") or text == line.get("_looked") or self._jobs is None or self._context is None
        return "" if known else text

    def _look_up(self, line: Line, deliver: Deliver) -> None:
        """Pasted from Excel, or typed faster than the popup came: an exact code or name means that product."""
        from .asks import find_products

        text = self._unknown(line)
        vat = None if self.currency == "CNY" else self._free_vat
        self._in_flight += 1

        def done(found: tuple[list[ProductFound], int]) -> None:
            self._in_flight -= 1
            meant = next((one for one in found[0] if text.casefold() in _names(one)), None)
            if meant is None:
                deliver({**self._free_line(line), "_looked": text}, self._marks(line, None))
            else:
                values = product_choice(meant, vat).values
                if line.get("unit_price") is not None:
                    del values["unit_price"]
                deliver(values, None)
                self._price(line["_id"])
            self._settle()

        assert self._jobs is not None
        self._jobs.read(find_products, text, self._context, done=done, failed=self._not_priced, owner=self)

    def _not_priced(self, _error: BaseException) -> bool:
        self._in_flight -= 1
        self._after.clear()  # what waited for the prices is not done without them
        return False

    def _deliver(self, goods: Sequence[tuple[Line, Deliver]], found: Sequence[Found | None]) -> None:
        self._in_flight -= 1
        for (line, deliver), one in zip(goods, found, strict=True):
            if one is None:
                deliver({}, self._marks(line, None))
                continue
            self._found[line["_id"]] = one
            values = self._priced_line(line, one)
            deliver(values, self._marks({**line, **values}, one))
        self.priced.emit()
        self._settle()

    def _priced_line(self, line: Line, found: Found) -> Line:
        """The computed values of a line; a price that was kept from before stays until somebody changes it."""
        usual, priced = found.usual.price, found.priced.price
        price = priced.unit_price
        manual = own_price(line) is not None
        if line.get("_kept") and line.get("unit_price") is not None:
            price = line["unit_price"]
            manual = bool(line.get("manual")) or price != priced.unit_price
        vs_list = against_list(price, priced.list_price)
        return {
            "unit_price": price,
            "list_price": priced.list_price,
            "manual": manual,
            "conceded": None if manual else conceded(line),
            "vs_list": vs_list,
            "price_list_id": priced.price_list_id,
            "price_list_revision": priced.price_list_revision,
            "lead_days": line.get("lead_days") or found.priced.lead_days,
            "_found": usual.unit_price,
            "_price": price,
            "_vs": vs_list,
            "_kept": False,
            "_list_now": priced.unit_price if not manual else usual.unit_price,
        }

    def _free_line(self, line: Line) -> Line:
        """What a line without a product needs to be complete."""
        if not line.get("name") and line.get("unit_price") is None and line.get("quantity") is None:
            return {}
        values: Line = {"_price": line.get("unit_price"), "_kept": False, "manual": True}
        if line.get("product_id"):
            values |= {"product_id": None, "list_price": None, "vs_list": None, "_vs": None}
        if line.get("name") and not line.get("unit"):
            values["unit"] = "项" if current_language() == "zh" else "job"
        if line.get("name") and line.get("quantity") is None:
            values["quantity"] = Decimal(1)
        if line.get("name") and line.get("vat_rate") is None:
            values["vat_rate"] = self._free_vat
        return values

    def _mended(self, line_id: int, key: str) -> None:
        """A person typed into a cell: its error goes."""
        self._errors.get(line_id, {}).pop(key, None)

    def _mark(self, line_id: int) -> None:
        row = self.grid_model.row_of(line_id)
        if row >= 0:
            line = self.grid_model.line(row)
            self.set_computed(line_id, {}, self._marks(line, self._found.get(line_id)))

    def _marks(self, line: Line, found: Found | None) -> Marks:
        marks = Marks(problems=dict(self._errors.get(line["_id"], {})))
        if not line.get("product_id") and line.get("name"):
            marks.tag = tr("Free line")
        earlier = self._earlier.get(line["_id"])
        if found is None:
            return marks
        if found.priced.price.problem is not None and line.get("unit_price") is None:
            marks.icon, marks.tone = "alert-triangle", "yellow"
            marks.tip = str(found.priced.price.problem)
            return marks
        tips = [str(one) for one in found.priced.price.warnings]
        if line.get("manual") and found.usual.price.unit_price is not None:
            usual = found.usual.price.unit_price
            if (line.get("unit_price") or Decimal(0)) < usual:
                marks.tones = {"unit_price": "yellow", "vs_list": "yellow"}
            tips.append(tr("Set by hand; the price list gives {price}", price=format_number(usual, 2, 6)))
        if earlier is not None and earlier.price_change:
            marks.icon, marks.tone = ("arrow-up", "yellow") if earlier.price_change > 0 else ("arrow-down", "green")
            tips.append(
                tr(
                    "Earlier {price}, now {change}",
                    price=format_number(earlier.old_price or Decimal(0), 2, 6),
                    change=("+" if earlier.price_change > 0 else "−") + format_percent(abs(earlier.price_change)),
                )
            )
        elif found.priced.price.warnings:
            marks.icon, marks.tone = "alert-triangle", "yellow"
        marks.tip = "\n".join(tips)
        return marks

    # Products ----------------------------------------------------------------------------------------

    def _find_products(self, text: str, deliver: Callable[[Sequence[ProductChoice], int], None]) -> None:
        if self._jobs is None or self._context is None:
            deliver([], 0)
            return
        from .asks import find_products

        vat = None if self.currency == "CNY" else self._free_vat

        def show(found: tuple[list[ProductFound], int]) -> None:
            with suppress(RuntimeError):  # the cell was left meanwhile, and its editor is gone
                deliver([product_choice(one, vat) for one in found[0]], found[1])

        self._jobs.read(find_products, text, self._context, done=show, owner=self)

    # Columns -----------------------------------------------------------------------------------------

    def _columns(self) -> list[GridColumn]:
        return [
            GridColumn("number", "#", 40, kind="number_of_row", editable=False, right=True, quiet=True),
            GridColumn("code", "Code", 122, kind="product", span="name", quiet=True),
            GridColumn("name", "Name / specification", 160, stretch=True, text=name_text),
            GridColumn("customer_part_no", "Their part no.", 110, hidden=True),
            GridColumn("specification", "Specification", 160, hidden=True),
            GridColumn("quantity", "Qty", 66, kind="number", right=True),
            GridColumn("unit", "Unit", 44, quiet=True),
            GridColumn("other_price", "Price excl. tax", 100, right=True, editable=False, quiet=True, hidden=True,
                       text=self._other_price),
            GridColumn("unit_price", "Price incl. tax", 98, kind="number", right=True, text=price_text),
            GridColumn("vs_list", "vs. list", 68, kind="percent", right=True, quiet=True, text=vs_text),
            GridColumn("vat_rate", "VAT", 54, kind="percent", right=True, quiet=True),
            GridColumn("delivery_date", "Promise", 78, kind="date", right=True, text=self._delivery),
            GridColumn("net", "Amount excl. tax", 110, right=True, editable=False, hidden=True,
                       text=self._amount("net")),
            GridColumn("tax", "Tax", 96, right=True, editable=False, quiet=True, hidden=True, text=self._amount("tax")),
            GridColumn("gross", "Amount incl. tax", 112, right=True, editable=False, text=self._amount("gross")),
            GridColumn("remark", "Remark", 140, hidden=True),
            GridColumn("marks", "", 32, kind="marks", editable=False),
        ]  # fmt: skip

    def _delivery(self, line: Line) -> str:
        day = line.get("delivery_date")
        return show_day(day, self._on()) if isinstance(day, date) else ""

    def _other_price(self, line: Line) -> str:
        price = line.get("unit_price")
        if price is None:
            return ""
        target: TaxMode = "exclusive" if self.tax_mode == "inclusive" else "inclusive"
        rate = line.get("vat_rate") or Decimal(0)
        return format_number(convert_price(price, rate, self.tax_mode, target), 2, 2)

    def _amount(self, kind: str) -> Callable[[Line], str]:
        def text(line: Line) -> str:
            price, quantity = line.get("unit_price"), line.get("quantity")
            if price is None or quantity is None:
                return ""
            try:
                amounts = line_amounts(
                    price, quantity, line.get("vat_rate") or Decimal(0), self.tax_mode, self.currency
                )
            except UserError:
                return "…"
            shown = format_amount(getattr(amounts, kind), self.currency)
            return shown.lstrip("¥").removeprefix(f"{self.currency} ")

        return text


_EDITED = (
    "code", "name", "customer_part_no", "specification", "quantity", "unit", "unit_price", "vs_list", "vat_rate",
    "delivery_date", "remark",
)  # fmt: skip
_CELLS = {"name_zh": "name", "name_en": "name", "discount": "vs_list", "kind": "code", "lead_days": "delivery_date"}


def _names(found: ProductFound) -> set[str]:
    return {text.casefold() for text in (found.row.code, found.row.name_zh, found.row.name_en) if text}
