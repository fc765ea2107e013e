"""The line grid of an order: typed by keyboard, priced and checked as one types, read-only once confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.quote_checks import check_line
from orderdesk_gui.rules.vat import TaxMode, convert_price, rounded_price
from orderdesk_gui.ui.figures import show_day, show_number
from orderdesk_gui.ui.widgets.grid_model import GridModel
from orderdesk_gui.ui.widgets.line_grid import Line, LineGrid, Marks

from .columns import CELLS, EDITED, PROGRESS, columns
from .draft import goods_of
from .line_facts import LineContext, LineFacts
from .line_prices import Deliver, LinePrices, wanted_quantity

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

_CHECKED = ("quantity", "unit_price", "vat_rate")


class OrderGrid(LineGrid):
    """Lines of an order. `set_up` gives it the background jobs; prices and stock come as one types."""

    priced = Signal()  # prices came back

    def __init__(self, parent: QWidget | None = None) -> None:
        self.tax_mode: TaxMode = "inclusive"
        self.currency = "CNY"
        self._on = date.today
        self._order_day = date.min
        self._errors: dict[int, dict[str, str]] = {}
        self.prices = LinePrices(self._marks, self._price, self._line_now)
        super().__init__(
            columns(self, lambda: self._on()),
            tr("Lines of the order"),
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

    def show_order(
        self,
        lines: Sequence[Line],
        context: LineContext,
        free_vat: Decimal,
        *,
        editable: bool,
        sent: Mapping[UUID, Decimal] | None = None,
        cancelled: Mapping[UUID, Decimal] | None = None,
    ) -> None:
        """Show the lines of an order; `sent` and `cancelled` by line once it is confirmed, None before."""
        self.prices.start(context, free_vat, frozen=not editable)
        self._errors.clear()
        self._order_day = context.on
        self._use_mode(context.tax_mode, context.currency)
        self._set_editable(editable)
        if sent is not None:
            for line in lines:
                if line["kind"] != "goods":
                    continue
                gone, dropped = sent.get(line["_line"], Decimal(0)), (cancelled or {}).get(line["_line"], Decimal(0))
                line |= {"_shipped": gone, "_open": max(line["quantity"] - gone - dropped, Decimal(0))}
        shown = [key for key in self.shown_columns() if key not in PROGRESS]
        self.show_columns([*shown, *(PROGRESS if sent is not None else ())])
        self.set_lines(lines)
        self.price_all()

    def set_context(self, context: LineContext) -> None:
        """Price anew: another day, currency or tax mode; what was typed keeps its worth with or without tax."""
        before = self.prices.context
        self.prices.context = context
        self._order_day = context.on
        self._use_mode(context.tax_mode, context.currency)
        if before is None or context == before:
            return
        if before.tax_mode != context.tax_mode:
            after = []
            for row in range(self.grid_model.rowCount()):
                line = dict(self.grid_model.line(row))
                price, rate = line.get("unit_price"), line.get("vat_rate") or Decimal(0)
                if price is not None:
                    converted = convert_price(price, rate, before.tax_mode, context.tax_mode)
                    line |= {"unit_price": rounded_price(converted), "_found": None, "manual": True}
                after.append(line)
            self.grid_model.change(after)
        self.price_all()

    def _use_mode(self, mode: TaxMode, currency: str) -> None:
        self.tax_mode, self.currency = mode, currency
        shown = self.grid_model.columns
        number = self.grid_model.column_number("unit_price")
        title = "Price incl. tax" if mode == "inclusive" else "Price excl. tax"
        shown[number] = replace(shown[number], title=title)
        self.horizontalHeader().viewport().update()
        self.viewport().update()

    def _set_editable(self, editable: bool) -> None:
        model = self.grid_model
        for number, column in enumerate(model.columns):
            if column.key in EDITED:
                model.columns[number] = replace(column, editable=editable)

    def chosen_columns(self) -> list[str]:
        """The columns that somebody chose, without those that come with confirmation."""
        return [key for key in self.shown_columns() if key not in PROGRESS]

    def show_error(self, error: UserError) -> bool:
        """Mark the cell that ``lines.2.quantity`` names and go there; False for anything else."""
        parts = error.field.split(".")
        lines = self.lines()
        if len(parts) < 2 or parts[0] != "lines" or not parts[1].isdigit() or int(parts[1]) >= len(lines):
            return False
        field = parts[2] if len(parts) > 2 else "code"
        key = CELLS.get(field, field)
        line_id = lines[int(parts[1])]["_id"]
        self._errors[line_id] = {key: str(error)}
        self._mark(line_id)
        hidden = self.isColumnHidden(self.grid_model.column_number(key))
        self.focus_cell(self.grid_model.row_of(line_id), "name" if hidden else key)
        return True

    def clear_errors(self) -> None:
        """Take all red cells away."""
        for line_id in list(self._errors):
            del self._errors[line_id]
            self._mark(line_id)

    def _line_now(self, line_id: int) -> Line | None:
        row = self.grid_model.row_of(line_id)
        return self.grid_model.line(row) if row >= 0 else None

    def _mended(self, line_id: int, key: str) -> None:
        """A person typed into a cell: its error goes; figures have been checked anew by then."""
        if key not in _CHECKED and key in self._errors.get(line_id, {}):
            del self._errors[line_id][key]
            self._mark(line_id)

    def _changed(self, line: Line, deliver: Deliver) -> None:
        """Typed, pasted or undone: a figure that cannot stand says so at once, and the line is priced."""
        wrong = {
            one.field.removeprefix("line."): str(one.message)
            for one in check_line(goods_of(line), "line")
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
        line = self._line_now(line_id)
        if line is not None:
            self.set_computed(line_id, {}, self._marks(line, self.prices.found.get(line_id)))

    def _marks(self, line: Line, facts: LineFacts | None) -> Marks:
        marks = Marks(problems=dict(self._errors.get(line["_id"], {})))
        if not line.get("product_id") and line.get("name"):
            marks.tag = tr("Free line")
        tips = []
        wanted, promised = line.get("wanted"), line.get("promised")
        if wanted and promised and promised > wanted:
            marks.tones["promised"] = "yellow"
            tips.append(tr("The promise is later than the customer wants. Tell the customer."))
        if facts is not None and not self.prices.frozen:
            tips += facts.warnings
        short = self._short_of_stock(line, facts)
        if short:
            marks.tones["stock"] = "yellow"
            tips.append(short)
        if tips:
            marks.icon, marks.tone = "alert-triangle", "yellow"
        if facts is not None and facts.as_of is not None:
            tips.append(
                tr(
                    "In stock {on_hand}, reserved for others {reserved}, as of {when}",
                    on_hand=show_number(facts.on_hand),
                    reserved=show_number(facts.reserved),
                    when=f"{facts.as_of.astimezone():%m-%d %H:%M}",
                )
            )
        marks.tip = "\n".join(tips)
        return marks

    def _short_of_stock(self, line: Line, facts: LineFacts | None) -> str:
        """What is not there for a line, and from when; nothing where all is, or where stock is not kept."""
        wanted = wanted_quantity(line)
        if facts is None or facts.as_of is None or not wanted or facts.now >= wanted:
            return ""
        missing = show_number(wanted - facts.now)
        if facts.whole_on is None:
            return tr("{missing} are not in stock, and no supply is expected", missing=missing)
        return tr(
            "{missing} are not in stock; all from {day}", missing=missing, day=show_day(facts.whole_on, self._on())
        )
