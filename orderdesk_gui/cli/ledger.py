"""The command that writes files for the accounting program: ledger."""

import datetime as dt
from argparse import Namespace
from pathlib import Path

from orderdesk_gui.cli.output import Output
from orderdesk_gui.rules.language import UserError, tr


def ledger(chosen: Namespace, output: Output) -> None:
    """What was delivered, invoiced or received in a period, in the columns of 用友 or 金蝶, or in those of a map."""
    from orderdesk_gui.actions import ledger_files
    from orderdesk_gui.cli.json_fields import read_object
    from orderdesk_gui.cli.seat import desk_of

    first, last = _day(chosen.first, "from"), _day(chosen.last, "to")
    layout = {heading: str(field) for heading, field in read_object(chosen.map).items()} if chosen.map else None
    target = Path(chosen.file).absolute()
    with desk_of(chosen) as desk:
        count = ledger_files.write(desk, chosen.system, chosen.kind, target, first, last, layout)
    output.document(
        {"file": str(target), "rows": count}, tr("{count} rows written to {file}.", count=count, file=target)
    )


def _day(text: str, field: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UserError("{value} is not a date. Write it like 2026-11-21.", field=field, value=text) from error
