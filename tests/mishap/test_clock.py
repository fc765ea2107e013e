"""A clock that was set back: nothing is refused, overwritten or given twice, and what happened stays in order."""

from datetime import timedelta

from orderdesk_gui.actions import drafts, journal, storage
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.journal import undo
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.journal import verify
from tests.fixtures_store import Clock, save_customer


def test_a_clock_set_back_by_years(desk: Desk, clock: Clock) -> None:
    first, _ = save_customer(desk, "先")
    before = storage.daily_backup(desk.store)
    draft = drafts.save(desk, "quote", {"step": 1})
    numbers = [_number(desk)]
    clock.now -= timedelta(days=3650)
    second, tx = save_customer(desk, "后")
    drafts.save(desk, "quote", {"step": 2}, draft_id=draft)
    numbers.append(_number(desk))
    assert [entry.row for entry in journal.history(desk)] == [second, first]
    assert numbers == [f"QT-2026-{desk.device}-000{n}" for n in (1, 2)]
    undo(desk, tx)
    after = storage.daily_backup(desk.store)
    assert before is not None and after is not None and before.exists() and after.exists()
    assert second != first
    with desk.reading() as connection:
        assert list(verify(connection)) == []
        assert connection.exec_driver_sql("SELECT json_extract(content, '$.step') FROM draft").scalars().all() == [2]


def _number(desk: Desk) -> str:
    with desk.store.plain_writing() as connection:
        return next_number(connection, "QT", 2026, desk.device)
