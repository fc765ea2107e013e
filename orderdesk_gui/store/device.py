"""The code under which this computer gives document numbers; a copied file takes a new one."""

import hashlib
import json
import platform
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql.dml import ReturningInsert

from orderdesk_gui.rules.ids import new_id
from orderdesk_gui.rules.numbers import DocumentNumber, device_code
from orderdesk_gui.store.desks import Counter, Device
from orderdesk_gui.store.files import write_whole

Clock = Callable[[], datetime]


def fingerprint() -> str:
    """What tells this computer and user from another; a hash, so that it says nothing else."""
    parts = (platform.node(), str(uuid.getnode()), str(Path.home()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def current(connection: Connection, outside: Path, clock: Clock) -> tuple[uuid.UUID, str]:
    """Id and code of this device, new where the file was never opened on this computer.

    `outside` is a file of this computer's own, not beside the data: it travels with no copy.
    Needs a transaction that may write.
    """
    mine = fingerprint()
    known = _known(outside)
    newest = select(Device.id, Device.code, Device.fingerprint).order_by(literal_column("rowid").desc())
    row = connection.execute(newest).first()
    if row is not None and row.fingerprint == mine and known.get(row.id.hex) == mine:
        return row.id, row.code
    taken = set(connection.execute(select(Device.code)).scalars())
    code = device_code(secrets.token_bytes(4))
    while code in taken:
        code = device_code(secrets.token_bytes(4))
    made = new_id(clock)
    connection.execute(insert(Device).values(id=made, code=code, fingerprint=mine, since=clock()))
    known[made.hex] = mine
    outside.parent.mkdir(parents=True, exist_ok=True)
    write_whole(outside, json.dumps(known, indent=1, sort_keys=True).encode())
    return made, code


def _known(outside: Path) -> dict[str, str]:
    try:
        found = json.loads(outside.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


@cache
def _counting() -> ReturningInsert[Any]:
    step = upsert(Counter).values(
        series=bindparam("of_series"), year=bindparam("of_year"), device=bindparam("of_device"), last=1
    )
    counted = step.on_conflict_do_update(index_elements=["series", "year", "device"], set_={"last": Counter.last + 1})
    return counted.returning(Counter.last)


def next_number(connection: Connection, series: str, year: int, device: str) -> str:
    """The next document number of a series; given once, never given back.

    The counter lives in the same transaction as the paper. Needs a transaction that may write.
    """
    last = connection.execute(_counting(), {"of_series": series, "of_year": year, "of_device": device}).scalar_one()
    return str(DocumentNumber(series, year, device, last))
