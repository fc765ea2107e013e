import uuid
from pathlib import Path

import pytest

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Contact, Customer
from tests.fixtures_store import Clock, save_customer


def test_a_transaction_notes_who_when_where_and_what_for(desk: Desk, clock: Clock) -> None:
    _, tx = save_customer(desk)
    with desk.reading() as connection:
        head = connection.exec_driver_sql("SELECT tx, user, device, now, action, counter_action FROM journal_tx").one()
    assert head[0] == tx
    assert head[1:3] == (desk.user_id.hex, desk.device_id.hex)
    assert head[3] <= clock().isoformat() and head[3].endswith("Z")
    assert head[4:] == ("customers.save", None)
    assert desk.user_id == desk.access.user.id


def test_changes_name_every_row_that_changed_and_no_other(desk: Desk, clock: Clock) -> None:
    untouched, _ = save_customer(desk, "不动")
    with desk.writing("customers.save") as writing:
        row_id = desk.new_id()
        rows.add(writing.connection, Customer, [{"id": row_id, "name": "甲"}])
        rows.change(writing.connection, Customer, untouched, {"name": "不动"})
        rows.replace_children(
            writing.connection, Contact, "customer_id", row_id, [{"name": "钱工"}, {"name": "孙工"}],
            now=clock(), make_id=desk.new_id,
        )  # fmt: skip
        assert writing.changes == Changes()
    assert writing.changes.rows["customer"] == {row_id}
    assert len(writing.changes.rows["contact"]) == 2
    assert writing.changes.touches("quote", "contact") and not writing.changes.touches("quote")


def test_an_error_inside_takes_everything_back(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.writing("customers.save") as writing:
        rows.add(writing.connection, Customer, [{"id": desk.new_id(), "name": "甲"}])
        _ = 1 / 0
    assert writing.changes.tx is None
    with desk.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM customer").scalar_one() == 0


def test_ids_grow(desk: Desk, tmp_path: Path) -> None:
    made = [desk.new_id() for _ in range(100)]
    assert made == sorted(set(made)) and all(isinstance(i, uuid.UUID) and i.version == 7 for i in made)
