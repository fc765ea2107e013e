"""Asks where to, and writes a list as it is shown to an Excel or CSV file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.page import Shell

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.ui.background import Job

FILTERS = "Excel (*.xlsx);;CSV (*.csv)"
_NAMES = {
    "customers": "Customers", "products": "Products", "prices": "Prices", "inquiries": "Inquiries",
    "quotes": "Quotations", "contracts": "Contracts", "orders": "Orders", "stock": "Stock",
}  # fmt: skip


def export_list(shell: Shell, kind: str, filters: Mapping[str, Any], owner: QWidget) -> None:
    """Ask for a file name and write the records of `kind` that pass `filters` (those of the list as shown)."""
    suggested = f"{tr(_NAMES[kind])}_{date.today():%Y-%m-%d}.xlsx"
    name, chosen = QFileDialog.getSaveFileName(owner, tr("Export"), suggested, FILTERS)
    if name:
        path = Path(name)
        if path.suffix.lower() not in (".xlsx", ".csv"):
            path = path.with_name(path.name + (".csv" if "csv" in chosen else ".xlsx"))
        write_list(shell, kind, filters, path, owner)


def write_list(shell: Shell, kind: str, filters: Mapping[str, Any], path: Path, owner: QWidget) -> None:
    """Write it in the background; a notice tells how many rows there are."""

    def told(rows: int) -> None:
        shell.toast(tr("{rows} rows written to {name}", rows=rows, name=path.name))

    shell.jobs.read(
        _export, kind, dict(filters), path, done=told, progress=lambda *_: None, owner=owner, title=tr("Export")
    )


def _export(desk: Desk, kind: str, filters: Mapping[str, Any], path: Path, *, job: Job) -> int:
    from orderdesk_gui.actions import exports

    return exports.export(
        desk, kind, path, filters=filters, progress=lambda done, total: job.step(done, total), stop=lambda: job.stopped
    )
