"""The line grid of a quotation: its lines priced and checked as one types, and what each line's marks say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.money import format_number, format_percent
from orderdesk_gui.rules.quote_checks import check_line
from orderdesk_gui.rules.vat import TaxMode, convert_price, rounded_price
from orderdesk_gui.ui.widgets.grid_model import GridModel
from orderdesk_gui.ui.widgets.line_grid import Line, LineGrid, Marks

from .columns import CELLS, EDITED, columns, paper_columns
from .draft import quote_lines
from .line_prices import Deliver, LinePrices

if TYPE_CHECKING:
    from orderdesk_gui.rules.quote_comparison import LineDifference
    from orderdesk_gui.ui.background import Background

    from .price_asks import Found, PriceContext

_CHECKED = ("quantity", "unit_price", "vat_rate")


class QuoteGrid(LineGrid):
    """Lines of a quotation. `set_up` gives it the background jobs; prices come as one types."""

    priced = Signal()  # prices came back
    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.tax_mode: TaxMode = "inclusive"
        self.currency = "CNY"
        self._on = date.today
        self._frozen = False
        self._errors: dict[int, dict[str, str]] = {}
        self._earlier: dict[int, LineDifference] = {}
        self.prices = LinePrices(self._marks, self._price)
        super().__init__(
            columns(self, lambda: self._on()),
            tr("Lines of the quotation"),
            price_line=self._changed,
            find_products=self.prices.find_products,
            today=lambda: self._on(),
            parent=parent,
        )
        self.prices.setParent(self)
        self.prices.came.connect(self.priced)
        self.grid_model.edited.connect(self._mended)

    @property
    def grid_model(self) -> GridModel:
        """The lines behind the grid."""
        model = self.model()
        assert isinstance(model, GridModel)
        return model

    def set_up(self, jobs: Background, today: Callable[[], date]) -> None:
        """Give the grid its background jobs and the day."""
        self.prices.jobs = jobs
        self._on = today

    def show_quote(
        self,
        lines: Sequence[Line],
        context: PriceContext,
        free_vat: Decimal,
        differences: Sequence[LineDifference] = (),
        then: Sequence[Found | None] = (),
    ) -> None:
        """Show the lines of a draft, to be priced for `context`; a frozen one is explained by `then`."""
        self.prices.start(context, free_vat)
        self._errors.clear()
        self.use_mode(context.tax_mode, context.currency)
        self.set_lines(lines)
        shown = self.lines()
        newest = [one for one in differences if one.new is not None]
        self._earlier = {line["_id"]: one for line, one in zip(shown, newest, strict=False)}
        if self._frozen:
            # What was offered stays as it was, whatever the price lists say now.
            for line in shown:
                self.set_computed(line["_id"], {}, self._marks(line, None))
            known = zip(shown, then, strict=False)
            self.prices.found.update({line["_id"]: one for line, one in known if one is not None})
        else:
            self.price_all()

    def set_context(self, context: PriceContext) -> None:
        """Price everything anew: another day, currency or tax mode."""
        before = self.prices.context
        self.prices.context = context
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
        self.tax_mode = mode
        self.currency = self.prices.currency = currency
        shown = self.grid_model.columns
        number = self.grid_model.column_number("unit_price")
        title = "Price incl. tax" if mode == "inclusive" else "Price excl. tax"
        shown[number] = replace(shown[number], title=title)
        other = self.grid_model.column_number("other_price")
        shown[other] = replace(shown[other], title="Price excl. tax" if mode == "inclusive" else "Price incl. tax")
        self.horizontalHeader().viewport().update()
        self.viewport().update()

    def set_editable(self, editable: bool) -> None:
        """A frozen paper can be read and copied from, not changed."""
        self._frozen = not editable
        model = self.grid_model
        for number, column in enumerate(model.columns):
            if column.key in EDITED:
                model.columns[number] = replace(column, editable=editable)

    def paper_columns(self) -> tuple[str, ...]:
        """The columns of the paper: those shown here, in the order of papers."""
        dated = any(line.get("delivery_date") for line in self.lines())
        return paper_columns(self.shown_columns(), self.tax_mode, dated=dated)

    def when_priced(self, run: Callable[[], object]) -> None:
        """Call `run` as soon as no price is on its way any more: now, mostly."""
        self.prices.when_priced(run)

    def explained(self, line_id: int) -> Found | None:
        """What is known of a line's price."""
        return self.prices.found.get(line_id)

    def show_error(self, error: UserError) -> bool:
        """Mark the cell that ``lines.2.quantity`` names and go there; False for anything else."""
        parts = error.field.split(".")
        if len(parts) < 2 or parts[0] != "lines" or not parts[1].isdigit():
            return False
        lines = self.lines()
        number = int(parts[1])
        if number >= len(lines):
            return False
        key = CELLS.get(parts[2] if len(parts) > 2 else "", parts[2] if len(parts) > 2 else "code")
        line_id = lines[number]["_id"]
        self._errors[line_id] = {key: str(error)}
        self._mark(line_id)
        row = self.grid_model.row_of(line_id)
        number = self.grid_model.column_number(key)
        shown = "name" if self.isColumnHidden(number) else key
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

    def _mended(self, line_id: int, key: str) -> None:
        """A person typed into a cell: its error goes; figures have been checked anew by then."""
        if key not in _CHECKED:
            self._errors.get(line_id, {}).pop(key, None)

    def _changed(self, line: Line, deliver: Deliver) -> None:
        """Typed, pasted or undone: a figure that cannot stand says so at once, and the line is priced."""
        (typed,) = quote_lines([line])
        wrong = {
            one.field.removeprefix("line."): str(one.message)
            for one in check_line(typed, "line")
            if one.severity == "error"
        }
        before = self._errors.get(line["_id"], {})
        errors = {key: text for key, text in before.items() if key not in _CHECKED}
        errors |= {key: wrong[key] for key in _CHECKED if key in wrong and line.get(key) is not None}
        if errors != before:
            self._errors[line["_id"]] = errors
            self._mark(line["_id"])
        self.prices.soon(line, deliver)

    def _mark(self, line_id: int) -> None:
        row = self.grid_model.row_of(line_id)
        if row >= 0:
            line = self.grid_model.line(row)
            self.set_computed(line_id, {}, self._marks(line, self.prices.found.get(line_id)))

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
