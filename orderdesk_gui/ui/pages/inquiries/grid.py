"""The grid of what a customer wants: known products by code or pinyin, anything else in their own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine, check_inquiry
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.units import unit_in_english
from orderdesk_gui.ui.widgets.grid_model import GridModel
from orderdesk_gui.ui.widgets.line_grid import GridColumn, Line, LineGrid, Marks, ProductChoice
from orderdesk_gui.ui.widgets.product_field import Deliver

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background


def _unit(line: Line) -> str:
    """The unit in the language of the screen."""
    unit = str(line.get("unit") or "")
    return unit if current_language() == "zh" else unit_in_english(unit)


COLUMNS = (
    GridColumn("number", "#", 40, kind="number_of_row", editable=False, right=True, quiet=True),
    GridColumn("code", "Code", 130, kind="product", span="text", quiet=True),
    GridColumn("text", "What is wanted", 200, stretch=True),
    GridColumn("quantity", "Qty", 90, kind="number", right=True),
    GridColumn("unit", "Unit", 56, quiet=True, aside=True, text=_unit),
    GridColumn("target_price", "Target price", 120, kind="number", right=True),
    GridColumn("marks", "", 32, kind="marks", editable=False),
)


class InquiryGrid(LineGrid):
    """Wanted lines; `set_up` gives it the background jobs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._jobs: Background | None = None
        super().__init__(
            COLUMNS, tr("What is wanted"), price_line=self._changed, find_products=self._find_products, parent=parent
        )

    @property
    def grid_model(self) -> GridModel:
        """The lines behind the grid."""
        model = self.model()
        assert isinstance(model, GridModel)
        return model

    def set_up(self, jobs: Background) -> None:
        """Where it asks."""
        self._jobs = jobs

    def show_lines(self, lines: Sequence[InquiryLine], codes: dict[Any, str]) -> None:
        """Show what is wanted; `codes` are those of the known products."""
        self.set_lines(
            [
                {
                    "code": codes.get(line.product_id) if line.product_id else None,
                    "product_id": line.product_id,
                    "text": line.text or None,
                    "quantity": line.quantity,
                    "unit": line.unit or None,
                    "target_price": line.target_price,
                }
                for line in lines
            ]
        )

    def wanted_lines(self) -> tuple[InquiryLine, ...]:
        """What is wanted, as typed."""
        return tuple(_wanted(line) for line in self.lines())

    def show_error(self, error: UserError) -> bool:
        """Mark the cell that ``lines.2.quantity`` names and go there."""
        parts = error.field.split(".")
        lines = self.lines()
        if len(parts) != 3 or parts[0] != "lines" or int(parts[1]) >= len(lines):
            return False
        line_id = lines[int(parts[1])]["_id"]
        self.set_computed(line_id, {}, Marks(problems={parts[2]: str(error)}))
        self.focus_cell(self.grid_model.row_of(line_id), parts[2])
        return True

    def clear_errors(self) -> None:
        """Take all red cells away."""
        for line in self.lines():
            self.set_computed(line["_id"], {}, Marks())

    def _changed(self, line: Line, deliver: Callable[[Line, Marks | None], None]) -> None:
        """Typed or pasted: a figure that cannot stand says so at once."""
        wanted = Inquiry(date.today(), customer_name="-", lines=(_wanted(line),))
        wrong = {one.field.removeprefix("lines.0."): str(one.message) for one in check_inquiry(wanted)}
        deliver({}, Marks(problems={key: wrong[key] for key in ("quantity", "target_price") if key in wrong}))

    def _find_products(self, text: str, after: Any, deliver: Deliver) -> None:
        if self._jobs is None:
            return
        from .asks import find_products

        def show(found: tuple[list[Any], int, Any]) -> None:
            rows, total, following = found
            with suppress(RuntimeError):  # the cell was left meanwhile, and its editor is gone
                deliver([_choice(row) for row in rows], total, following)

        self._jobs.read(find_products, text, after, done=show, owner=self)


def _wanted(line: Line) -> InquiryLine:
    return InquiryLine(
        line.get("text") or "",
        line.get("product_id") if line.get("code") else None,
        line.get("quantity"),
        line.get("unit") or "",
        line.get("target_price"),
    )


def _choice(row: Any) -> ProductChoice:
    zh, en = row.name_zh, row.name_en
    name = (zh or en) if current_language() == "zh" else (en or zh)
    values: Line = {"product_id": row.id, "code": row.code, "text": name, "unit": row.unit or None}
    return ProductChoice(" ".join(part for part in (name, row.specification) if part), row.code, values=values)
