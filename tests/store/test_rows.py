import uuid

import pytest

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Contact, Customer
from tests.fixtures_store import Clock, save_customer


def _replace(desk: Desk, row_id: uuid.UUID, wanted: list[dict[str, object]], clock: Clock) -> dict[str, int]:
    with desk.writing("customers.save") as writing:
        rows.replace_children(
            writing.connection, Contact, "customer_id", row_id, wanted, now=clock(), make_id=desk.new_id
        )
        found = writing.connection.exec_driver_sql(
            "SELECT op, count(*) FROM journal WHERE tx = (SELECT tx FROM desk_context) GROUP BY op"
        )
        return {op: number for op, number in found}


def test_children_are_added_changed_and_binned_with_no_more_than_needed(desk: Desk, clock: Clock) -> None:
    row_id, _ = save_customer(desk)
    assert _replace(desk, row_id, [{"name": n} for n in "甲乙丙"], clock) == {"I": 3}
    with desk.reading() as connection:
        first = rows.children(connection, Contact, "customer_id", row_id)
    assert [(c["name"], c["position"]) for c in first] == [("甲", 0), ("乙", 1), ("丙", 2)]
    same = [{"id": c["id"], "name": c["name"]} for c in first]
    assert _replace(desk, row_id, same, clock) == {}
    changed = [same[0], {**same[1], "name": "乙乙"}, {"name": "丁"}]
    assert _replace(desk, row_id, changed, clock) == {"I": 1, "U": 2}
    with desk.reading() as connection:
        now = rows.children(connection, Contact, "customer_id", row_id)
    assert [c["name"] for c in now] == ["甲", "乙乙", "丁"]
    assert [c["id"] for c in now[:2]] == [c["id"] for c in first[:2]]


def test_a_child_of_another_record_is_never_taken(desk: Desk, clock: Clock) -> None:
    one, _ = save_customer(desk)
    other, _ = save_customer(desk)
    _replace(desk, one, [{"name": "甲"}], clock)
    with desk.reading() as connection:
        [theirs] = rows.children(connection, Contact, "customer_id", one)
    _replace(desk, other, [{"id": theirs["id"], "name": "乙"}], clock)
    with desk.reading() as connection:
        assert [c["name"] for c in rows.children(connection, Contact, "customer_id", one)] == ["甲"]
        assert [c["name"] for c in rows.children(connection, Contact, "customer_id", other)] == ["乙"]


def test_a_record_that_is_gone_is_a_sentence(desk: Desk, clock: Clock) -> None:
    row_id, _ = save_customer(desk)
    with desk.reading() as connection:
        assert rows.fetch(connection, Customer, row_id)["name"] == "华为技术有限公司"
    with desk.writing("customers.delete") as writing:
        rows.change(writing.connection, Customer, row_id, {"deleted_at": clock()})
    for missing in (row_id, uuid.uuid4()):
        with pytest.raises(UserError, match="no longer there"), desk.reading() as connection:
            rows.fetch(connection, Customer, missing)
    with pytest.raises(UserError, match="no longer there"), desk.writing("x") as writing:
        rows.change(writing.connection, Customer, uuid.uuid4(), {"name": "x"})
