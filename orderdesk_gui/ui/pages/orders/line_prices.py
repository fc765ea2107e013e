"""Finds prices and stock of an order's lines while they are typed, and products by what is typed into their cell."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from orderdesk_gui.rules.language import current_language
from orderdesk_gui.rules.money import format_number
from orderdesk_gui.ui.figures import show_number
from orderdesk_gui.ui.widgets.line_grid import Line, Marks, ProductChoice
from orderdesk_gui.ui.widgets.product_field import Deliver as DeliverProducts

from .columns import name_text
from .draft import shown_name
from .line_facts import LineContext, LineFacts, ProductFound, find_products, line_facts

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

Deliver = Callable[[Line, Marks | None], None]


class LinePrices(QObject):
    """Lines that wait are asked about together; `mark` says what a line's marks are, `again` has a line asked anew.

    A price that was agreed on or typed stays; only where the list gave it, or nobody did, the list decides.
    """

    came = Signal()  # facts came back

    def __init__(
        self,
        mark: Callable[[Line, LineFacts | None], Marks],
        again: Callable[[int], object],
        line_now: Callable[[int], Line | None],
    ) -> None:
        super().__init__()
        self._mark, self._again, self._line_now = mark, again, line_now
        self.jobs: Background | None = None
        self.context: LineContext | None = None
        self.free_vat = Decimal("0.13")
        self.frozen = False
        self.found: dict[int, LineFacts] = {}
        self._waiting: list[tuple[Line, Deliver]] = []
        self._in_flight = 0
        self._after: list[Callable[[], object]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    def start(self, context: LineContext, free_vat: Decimal, *, frozen: bool) -> None:
        """Another order is shown; the prices of a frozen one stay."""
        self.context, self.free_vat, self.frozen = context, free_vat, frozen
        self.found.clear()
        self._waiting.clear()

    def soon(self, line: Line, deliver: Deliver) -> None:
        """Ask about `line` with all others that come in the same moment."""
        self._waiting.append((line, deliver))
        self._soon.start()

    def when_priced(self, run: Callable[[], object]) -> None:
        """Call `run` as soon as no price is on its way any more: now, mostly."""
        self._after.append(run)
        self._settle()

    def _settle(self) -> None:
        if not self._waiting and not self._in_flight:
            after, self._after = self._after, []
            for run in after:
                run()

    def _ask(self) -> None:
        asked, self._waiting = self._waiting, []
        goods = []
        for line, deliver in asked:
            if line.get("product_id") and line.get("code"):
                goods.append((line, deliver))
            elif self._unknown(line):
                self._look_up(line, deliver)
            else:
                deliver({} if self.frozen else self._free_line(line), self._mark(line, None))
        if not goods or self.jobs is None or self.context is None:
            self.came.emit()
            self._settle()
            return
        wanted = [(line["product_id"], wanted_quantity(line)) for line, _deliver in goods]
        context = self.context
        self._in_flight += 1

        def done(found: list[LineFacts | None]) -> None:
            self._in_flight -= 1
            if context == self.context:
                for (line, deliver), facts in zip(goods, found, strict=True):
                    self._take(line, deliver, facts)
                self.came.emit()
            self._settle()

        self.jobs.read(line_facts, wanted, context, done=done, failed=self._not_found, owner=self)

    def _take(self, line: Line, deliver: Deliver, facts: LineFacts | None) -> None:
        if facts is None:
            deliver({}, self._mark(line, None))
            return
        self.found[line["_id"]] = facts
        values: Line = {"_now": facts.now if facts.as_of is not None else None, "_asked": wanted_quantity(line)}
        now = self._line_now(line["_id"]) or line
        if not self.frozen and now.get("unit_price") == line.get("unit_price"):
            values |= _priced(line, facts)
        deliver(values, self._mark({**now, **values}, facts))

    def _not_found(self, _error: BaseException) -> bool:
        self._in_flight -= 1
        self._after.clear()  # what waited for the prices is not done without them
        return False

    def _unknown(self, line: Line) -> str:
        """A code or name that was typed or pasted without taking a product, and not looked up yet."""
        text = str(line.get("code") or line.get("name") or "")
        known = self.frozen or line.get("product_id") or text == line.get("_looked")
        return "" if known or self.jobs is None or self.context is None else text

    def _look_up(self, line: Line, deliver: Deliver) -> None:
        """Pasted from Excel, or typed faster than the popup came: an exact code or name means that product."""
        text = self._unknown(line)
        self._in_flight += 1

        def done(found: tuple[list[ProductFound], int, Any]) -> None:
            self._in_flight -= 1
            meant = next((one for one in found[0] if text.casefold() in _names(one)), None)
            if meant is None:
                deliver({**self._free_line(line), "_looked": text}, self._mark(line, None))
            else:
                values = product_choice(meant).values
                if line.get("unit_price") is not None:
                    del values["unit_price"]
                deliver(values, None)
                self._again(line["_id"])
            self._settle()

        assert self.jobs is not None
        self.jobs.read(find_products, text, self.context, None, done=done, failed=self._not_found, owner=self)

    def _free_line(self, line: Line) -> Line:
        """What a line without a product needs to be complete."""
        if not line.get("name") and line.get("unit_price") is None and line.get("quantity") is None:
            return {}
        values: Line = {"manual": True}
        if line.get("product_id"):
            values |= {"product_id": None, "list_price": None}
        if line.get("name") and not line.get("unit"):
            values["unit"] = "项" if current_language() == "zh" else "job"
        if line.get("name") and line.get("quantity") is None:
            values["quantity"] = Decimal(1)
        if line.get("name") and line.get("vat_rate") is None:
            values["vat_rate"] = self.free_vat
        return values

    def find_products(self, text: str, after: Any, deliver: DeliverProducts) -> None:
        """The products that `text` finds (all where it is empty) with this customer's prices, a page at a time."""
        if self.jobs is None or self.context is None:
            deliver([], 0, None)
            return

        def show(found: tuple[list[ProductFound], int, Any]) -> None:
            products, total, following = found
            with suppress(RuntimeError):  # the cell was left meanwhile, and its editor is gone
                deliver([product_choice(one) for one in products], total, following)

        self.jobs.read(find_products, text, self.context, after, done=show, owner=self)


def wanted_quantity(line: Line) -> Decimal:
    """How much stock is asked for: what is still to ship, else what is ordered, else one."""
    still = line.get("_open")
    quantity: Decimal = still if still is not None else line.get("quantity") or Decimal(1)
    return quantity


def _priced(line: Line, facts: LineFacts) -> Line:
    price, found = line.get("unit_price"), line.get("_found")
    values: Line = {"list_price": facts.list_price, "lead_days": line.get("lead_days") or facts.lead_days}
    if price is None or (found is not None and price == found):
        return {**values, "unit_price": facts.price, "_found": facts.price, "manual": False}
    return {**values, "manual": bool(line.get("manual")) or found is not None}


def product_choice(found: ProductFound) -> ProductChoice:
    """A line of the popup: the product with its price, and what of it is free."""
    row, facts = found.row, found.facts
    name = shown_name(row.name_zh, row.name_en)
    price = facts.price if facts is not None else None
    free = max(facts.on_hand - facts.reserved, Decimal(0)) if facts is not None and facts.as_of is not None else None
    values: Line = {
        "product_id": row.id, "kind": "goods", "code": row.code, "name": name, "_name": name,
        "name_zh": row.name_zh, "name_en": row.name_en, "specification": row.specification or None,
        "unit": row.unit or None, "vat_rate": facts.vat_rate if facts is not None else None,
        "unit_price": None, "list_price": None, "manual": False, "_found": None, "_goods": None,
    }  # fmt: skip
    return ProductChoice(
        name_text(values),
        row.code,
        available=show_number(free) if free is not None else "",
        price=format_number(price, 2, 6) if price is not None else "",
        values=values,
    )


def _names(found: ProductFound) -> set[str]:
    return {text.casefold() for text in (found.row.code, found.row.name_zh, found.row.name_en) if text}
