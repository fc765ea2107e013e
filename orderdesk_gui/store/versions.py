"""Knows which version a data file has and which this program needs, without loading the migration engine."""

import sqlite3

from orderdesk_gui.rules.language import UserError

KNOWN = ("0001", "0002")
HEAD = KNOWN[-1]


def version_of(connection: sqlite3.Connection) -> str | None:
    """The version written in the file, None where there is none."""
    exists = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).fetchone()[0]
    if not exists:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def refuse_newer(version: str | None) -> None:
    """UserError where a file of this version was written by a newer program."""
    if version is not None and version not in KNOWN:
        raise UserError(
            "This data file was written by a newer OrderDesk ({version}). Install that version; "
            "the file was left untouched.",
            version=version,
        )
