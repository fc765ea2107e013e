"""The prices of a product in every list, with quantity breaks and tiers, in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import show_number
from orderdesk_gui.ui.widgets.line_grid import GridColumn, Line, LineGrid

if TYPE_CHECKING:
    from orderdesk_gui.actions.products import Price, PriceListInfo

TIERS = (
    ("", "All customers"), ("strategic", "Strategic"), ("key", "Key"), ("regular", "Regular"), ("new", "New customer"),
)  # fmt: skip

GridPrice = tuple[UUID, str, Decimal, Decimal | None, Decimal | None]
"""List, tier ("": all), from which quantity, unit price, discount (a fraction)."""


class PriceGrid(QWidget):
    """One line per price: list, tier, from which quantity, and a unit price or a discount."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._before: list[GridPrice] = []
        self._grid: LineGrid | None = None
        self._lists: tuple[tuple[str, str], ...] = ()

    def show_prices(
        self, prices: Sequence[tuple[PriceListInfo, Price]], lists: Sequence[PriceListInfo],
        typed: Sequence[Line] | None = None,
    ) -> None:  # fmt: skip
        """Show these prices, or lines `typed` over them; `lists` are those one can choose from."""
        self._before = [
            (info.id, price.tier, price.from_quantity, price.unit_price, price.discount)
            for info, price in prices
            if info.id is not None
        ]
        choices = tuple((str(info.id), name) for info, name in zip(lists, list_names(lists), strict=True))
        if self._grid is None or choices != self._lists:
            self._lists = choices
            self._make_grid()
        assert self._grid is not None
        self._grid.set_lines([_line(price) for price in self._before] if typed is None else typed)

    def _make_grid(self) -> None:
        if self._grid is not None:
            self._column.removeWidget(self._grid)
            self._grid.deleteLater()
        self._grid = LineGrid(
            (
                GridColumn("list", "Price list", 140, "choice", choices=self._lists, stretch=True),
                GridColumn("tier", "Tier", 76, "choice", choices=TIERS),
                GridColumn("from_quantity", "From", 52, "number", right=True),
                GridColumn("unit_price", "Unit price", 84, "number", right=True, text=_shown_price),
                GridColumn("discount", "Discount", 72, "percent", right=True),
            ),
            tr("Prices in all lists"),
        )
        self._column.addWidget(self._grid)
        self._grid.edited.connect(self.edited)
        self._grid.lines_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        if self._grid is not None:
            rows = max(1, self._grid.model().rowCount())
            self._grid.setFixedHeight(theme.HEAD + rows * theme.ROW + 2)

    def prices(self) -> list[GridPrice]:
        """Every filled line. UserError where a line names no list."""
        made: list[GridPrice] = []
        for place, line in enumerate(self._lines()):
            if not line.get("list"):
                raise UserError("Choose a price list for this line.", field=f"prices.{place}.list")
            from_quantity = line.get("from_quantity") or Decimal(0)
            made.append(
                (
                    UUID(line["list"]),
                    line.get("tier") or "",
                    from_quantity,
                    line.get("unit_price"),
                    line.get("discount"),
                )
            )
        return made

    def typed_lines(self) -> list[Line]:
        """The lines as they stand, complete or not, to be kept."""
        return [{key: value for key, value in line.items() if not key.startswith("_")} for line in self._lines()]

    def step(self, redo: bool = False) -> bool:
        """Take back a step of typing in the grid, or do it again; False where there is none or it has no focus."""
        if self._grid is None or not self._grid.hasFocus():
            return False
        steps = self._grid.model().undo_stack  # type: ignore[attr-defined]
        if not (steps.canRedo() if redo else steps.canUndo()):
            return False
        self._grid.redo() if redo else self._grid.undo()
        return True

    def is_changed(self) -> bool:
        """Whether something differs from what was shown."""
        try:
            return set(self.prices()) != set(self._before) or len(self._lines()) != len(self._before)
        except UserError:
            return True

    def focus_price(self, place: int, key: str) -> None:
        """Put the cursor on a price."""
        if self._grid is not None and place < self._grid.model().rowCount():
            self._grid.focus_cell(place, key if key in ("list", "from_quantity", "unit_price", "discount") else "list")

    def _lines(self) -> list[Line]:
        return self._grid.lines() if self._grid is not None else []


def list_names(lists: Sequence[PriceListInfo]) -> list[str]:
    """The lists' names, after their first month where several lists share a name."""
    names = [info.name for info in lists]
    return [f"{info.valid_from:%y-%m} {info.name}" if names.count(info.name) > 1 else info.name for info in lists]


def _shown_price(line: Line) -> str:
    price = line.get("unit_price")
    return "" if price is None else show_number(price, 2 if price == round(price, 2) else None)


def _line(price: GridPrice) -> Line:
    list_id, tier, from_quantity, unit_price, discount = price
    return {
        "list": str(list_id), "tier": tier or None, "from_quantity": from_quantity or None, "unit_price": unit_price,
        "discount": discount,
    }  # fmt: skip
