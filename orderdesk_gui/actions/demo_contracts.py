"""Draws up, issues and signs the demo company's contracts through the ordinary actions, each on its day."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace

from orderdesk_gui.actions import contracts_library, contracts_papers, contracts_review, contracts_saving, people
from orderdesk_gui.actions.demo_facts import DemoContract, DemoData
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.store import rows
from orderdesk_gui.store.contracts import Contract

Progress = Callable[[int, int, str], None]
RECENT_DAYS = 45
_AT = dt.time(7, 15)


def write(
    desk: Desk,
    data: DemoData,
    users: Mapping[str, uuid.UUID],
    papers: dict[str, uuid.UUID],
    *,
    progress: Progress,
) -> None:
    """Write every contract; their ids go into `papers`.

    The recent and the unsigned ones go the whole way, with their papers; older ones stand there as signed, as
    after an import.
    """
    seats = {login: people.seat(desk, users[login]) for login in {one.owner for one in data.contracts}}
    contracts_library.ensure(desk)
    recent = [one for one in data.contracts if one.status != "signed" or (data.today - one.date).days <= RECENT_DAYS]
    with desk.writing("demo.contracts", counter_action="correct") as writing:
        for one in data.contracts:
            if one not in recent:
                then = _on(seats[one.owner], one.date)
                saved = contracts_saving.write(
                    then, writing.connection, papers[one.quote], one.template, one.language, one.title
                )
                signed = {"status": "signed", "signed_on": one.signed_on, "issued_at": then.clock()}
                rows.change(writing.connection, Contract, saved.id, signed)
                papers[one.key] = saved.id
    for done, one in enumerate(recent):
        progress(done, len(recent), "")
        papers[one.key] = _write(seats[one.owner], one, papers[one.quote])


def _on(seat: Desk, day: dt.date) -> Desk:
    """The desk as it was on an earlier day."""
    at = dt.datetime.combine(day, _AT, dt.UTC)
    return replace(seat, clock=lambda: at)


def _write(seat: Desk, one: DemoContract, quote_id: uuid.UUID) -> uuid.UUID:
    then = _on(seat, one.date)
    saved = contracts_saving.from_quote(then, quote_id, one.template, one.language, one.title)
    if one.status == "review":
        contracts_review.submit(then, saved.id)
    if one.status in ("issued", "signed", "voided"):
        contracts_papers.issue(then, saved.id)
    if one.status == "signed" and one.signed_on is not None:
        contracts_papers.sign(_on(seat, one.signed_on), saved.id, one.signed_on)
    return saved.id
