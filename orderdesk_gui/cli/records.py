"""Commands on records: import, export, list, show."""

import json
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.cli.output import Output
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.money import round_amount

_UNKNOWN = {"customers": "Customers not on file: {names}", "products": "Products not on file: {names}"}


def bring_in(chosen: Namespace, output: Output) -> int:
    """Import a file; exit code 1 where rows had errors, 2 where it could not be read."""
    from orderdesk_gui.actions import imports
    from orderdesk_gui.actions.desk import Changes
    from orderdesk_gui.cli.seat import desk_of

    mapping = _mapping(chosen.map) if chosen.map else None
    chosen.unreadable = 1
    with desk_of(chosen) as desk:
        chosen.unreadable = 2
        plan = imports.prepare(
            desk, chosen.kind, Path(chosen.file), sheet=chosen.sheet, mapping=mapping, create=chosen.create,
            progress=output.progress,
        )  # fmt: skip
        chosen.unreadable = 1
        checked = plan.checked
        if chosen.dry_run:
            done = imports.Imported(
                checked.read, 0, 0, checked.read - len(checked.records), tuple(checked.problems), Changes()
            )
        else:
            done = imports.run(desk, plan, good_rows=chosen.good_rows, progress=output.progress)
    problems = [
        {"row": p.row, "column": p.column, "value": p.value, "message": p.message, "severity": p.severity}
        for p in done.problems
    ]
    found: dict[str, Any] = {
        "read": done.read, "added": done.added, "changed": done.changed, "skipped": done.skipped, "problems": problems,
    }  # fmt: skip
    unknown = {"customers": list(plan.unknown.customers), "products": list(plan.unknown.products)}
    if any(unknown.values()):
        found["unknown"] = unknown
    text = tr(
        "{read} read, {added} added, {changed} changed, {skipped} left out.",
        read=done.read, added=done.added, changed=done.changed, skipped=done.skipped,
    )  # fmt: skip
    lines = [tr("Row {row}, {column}: {message}", **{**p, "message": str(p["message"])}) for p in problems]
    lines += [tr(_UNKNOWN[kind], names=", ".join(names)) for kind, names in unknown.items() if names]
    output.document(found, "\n".join([text, *lines]))
    return 1 if any(p["severity"] == "error" for p in problems) else 0


def _mapping(path: str) -> dict[str, str]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError('{path} is not readable as JSON of {{"heading": "field"}}.', path=path) from error
    if not isinstance(found, dict):
        raise UserError('{path} is not readable as JSON of {{"heading": "field"}}.', path=path)
    return {str(key): str(value) for key, value in found.items()}


def take_out(chosen: Namespace, output: Output) -> None:
    """Export a list."""
    from orderdesk_gui.actions.exports import export
    from orderdesk_gui.cli.seat import desk_of

    target = Path(chosen.file).absolute()
    with desk_of(chosen) as desk:
        count = export(desk, chosen.kind, target)
    output.document(
        {"file": str(target), "rows": count}, tr("{count} rows written to {file}.", count=count, file=target)
    )


COLUMNS = {
    "customers": ("code", "name", "tier", "region", "phone"),
    "products": ("code", "name_zh", "specification", "unit", "list_price"),
    "prices": ("list", "product", "tier", "from_quantity", "unit_price", "discount"),
    "inquiries": ("number", "status", "date", "customer", "next_step"),
    "quotes": ("number", "status", "date", "customer", "currency", "total"),
    "contracts": ("number", "status", "date", "customer", "currency", "total"),
    "orders": ("number", "status", "date", "customer", "currency", "total", "promised", "level"),
    "deliveries": ("number", "state", "date", "customer", "order_number", "quantity"),
    "stock": ("code", "name_zh", "unit", "on_hand", "reserved", "expected", "as_of"),
    "complaints": ("number", "status", "received_at", "customer", "kind", "severity"),
}


def list_kind(chosen: Namespace, output: Output) -> None:
    """The newest (or first) records of a kind."""
    from orderdesk_gui.cli.seat import desk_of

    with desk_of(chosen) as desk:
        rows, total = _rows(desk, chosen.kind, chosen.search, chosen.limit)
    output.table(rows, total, COLUMNS[chosen.kind])


def _rows(desk: Desk, kind: str, text: str, limit: int) -> tuple[list[Mapping[str, Any]], int]:
    from orderdesk_gui.actions import (
        complaints,
        contracts,
        customers,
        deliveries,
        inquiries,
        orders,
        products,
        quotes,
        stock,
    )

    if kind == "prices":
        return products.list_prices(desk, text=text, limit=limit)
    lists: Mapping[str, Any] = {
        "customers": customers.list_customers, "products": products.list_products, "quotes": quotes.list_quotes,
        "inquiries": partial(inquiries.list_inquiries, tab="all"), "contracts": contracts.list_contracts,
        "orders": orders.list_orders, "deliveries": deliveries.list_deliveries, "stock": stock.list_stock,
        "complaints": complaints.list_complaints,
    }  # fmt: skip
    found = lists[kind](desk, text=text, limit=limit, counted=True)
    return [_shown(asdict(row)) for row in found.rows], found.total


_AMOUNTS = ("total", "shipped", "invoiced", "received", "overdue")


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """The row with cents in its amounts, its stock beside the product, and without a cost nobody may see here."""
    for key in _AMOUNTS:
        if key in row:
            row[key] = round_amount(row[key], row["currency"])
    if "standing" in row:
        standing = row.pop("standing")
        row |= {key: standing[key] for key in ("on_hand", "reserved", "expected", "as_of", "flag", "reorder")}
    if row.get("cost", 0) is None:
        del row["cost"]
    return row


def show(chosen: Namespace, output: Output) -> None:
    """One paper by its number, or a customer or product."""
    from orderdesk_gui.cli.seat import desk_of
    from orderdesk_gui.cli.showing import record

    with desk_of(chosen) as desk:
        output.document(record(desk, chosen.number))
