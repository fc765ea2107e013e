"""Finds the prices of a quotation's lines while they are typed, and products by what is typed into their cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from orderdesk_gui.rules.language import current_language
from orderdesk_gui.ui.widgets.line_grid import Line, Marks
from orderdesk_gui.ui.widgets.product_field import Deliver as DeliverProducts

from .draft import against_list
from .line_values import conceded, own_price, product_choice

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

    from .price_asks import Found, PriceContext, ProductFound

Deliver = Callable[[Line, Marks | None], None]


class LinePrices(QObject):
    """Lines that wait are priced together; `mark` says what a line's marks are, `again` has a line priced anew."""

    came = Signal()  # prices came back

    def __init__(
        self, mark: Callable[[Line, Found | None], Marks], again: Callable[[int], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._mark = mark
        self._again = again
        self.jobs: Background | None = None
        self.context: PriceContext | None = None
        self.currency = "CNY"
        self.free_vat = Decimal("0.13")
        self.found: dict[int, Found] = {}
        self._waiting: list[tuple[Line, Deliver]] = []
        self._in_flight = 0
        self._after: list[Callable[[], object]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    def start(self, context: PriceContext, free_vat: Decimal) -> None:
        """Another draft is shown."""
        self.context, self.free_vat = context, free_vat
        self.found.clear()
        self._waiting.clear()

    def soon(self, line: Line, deliver: Deliver) -> None:
        """Price `line` with all others that come in the same moment."""
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
                deliver(self._free_line(line), self._mark(line, None))
        if not goods or self.jobs is None or self.context is None:
            self.came.emit()
            self._settle()
            return
        from .price_asks import prices

        wanted = [
            (line["product_id"], line.get("quantity") or Decimal(1), own_price(line), conceded(line))
            for line, _deliver in goods
        ]
        self._in_flight += 1
        self.jobs.read(
            prices,
            wanted,
            self.context,
            done=lambda found: self._deliver(goods, found),
            failed=self._not_priced,
            owner=self,
        )

    def _unknown(self, line: Line) -> str:
        """A code or name that was typed or pasted without taking a product, and not looked up yet."""
        text = str(line.get("code") or line.get("name") or "")
        known = line.get("product_id") or text == line.get("_looked") or self.jobs is None or self.context is None
        return "" if known else text

    def _look_up(self, line: Line, deliver: Deliver) -> None:
        """Pasted from Excel, or typed faster than the popup came: an exact code or name means that product."""
        from .price_asks import find_products

        text = self._unknown(line)
        self._in_flight += 1

        def done(found: tuple[list[ProductFound], int, Any]) -> None:
            self._in_flight -= 1
            meant = next((one for one in found[0] if text.casefold() in _names(one)), None)
            if meant is None:
                deliver({**self._free_line(line), "_looked": text}, self._mark(line, None))
            else:
                values = product_choice(meant, self._vat()).values
                if line.get("unit_price") is not None:
                    del values["unit_price"]
                deliver(values, None)
                self._again(line["_id"])
            self._settle()

        assert self.jobs is not None
        self.jobs.read(find_products, text, self.context, None, done=done, failed=self._not_priced, owner=self)

    def _not_priced(self, _error: BaseException) -> bool:
        self._in_flight -= 1
        self._after.clear()  # what waited for the prices is not done without them
        return False

    def _deliver(self, goods: Sequence[tuple[Line, Deliver]], found: Sequence[Found | None]) -> None:
        self._in_flight -= 1
        for (line, deliver), one in zip(goods, found, strict=True):
            if one is None:
                deliver({}, self._mark(line, None))
                continue
            self.found[line["_id"]] = one
            values = priced_line(line, one)
            deliver(values, self._mark({**line, **values}, one))
        self.came.emit()
        self._settle()

    def _free_line(self, line: Line) -> Line:
        """What a line without a product needs to be complete."""
        if not line.get("name") and line.get("unit_price") is None and line.get("quantity") is None:
            return {}
        values: Line = {"_price": line.get("unit_price"), "_kept": False, "manual": True, "vs_list": None, "_vs": None}
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
        from .price_asks import find_products

        def show(found: tuple[list[ProductFound], int, Any]) -> None:
            products, total, following = found
            with suppress(RuntimeError):  # the cell was left meanwhile, and its editor is gone
                deliver([product_choice(one, self._vat()) for one in products], total, following)

        self.jobs.read(find_products, text, self.context, after, done=show, owner=self)

    def _vat(self) -> Decimal | None:
        """The rate of goods for abroad; None where each has its own."""
        return None if self.currency == "CNY" else self.free_vat


def priced_line(line: Line, found: Found) -> Line:
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


def _names(found: ProductFound) -> set[str]:
    return {text.casefold() for text in (found.row.code, found.row.name_zh, found.row.name_en) if text}
