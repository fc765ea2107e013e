import dataclasses
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from orderdesk_gui.actions import journal
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules import access
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import files, rows
from orderdesk_gui.store import journal as chain
from orderdesk_gui.store.customers import Contact, Customer
from orderdesk_gui.store.database import FILE_NAME, open_store
from orderdesk_gui.store.inquiries import Inquiry
from orderdesk_gui.store.papers import Attachment, Todo
from orderdesk_gui.store.products import Product
from tests.fixtures_store import Clock, desk_of, save_customer


def _change(desk: Desk, row_id: uuid.UUID, **values: Any) -> str:
    with desk.writing("customers.save") as writing:
        rows.change(writing.connection, Customer, row_id, values)
    assert writing.changes.tx is not None
    return writing.changes.tx


def _customer(desk: Desk, row_id: uuid.UUID) -> dict[str, Any]:
    with desk.reading() as connection:
        table = rows.table_of(Customer)
        return dict(connection.execute(select(table).where(table.c.id == row_id)).mappings().one())


def _as(desk: Desk, role: access.Role) -> Desk:
    person = access.User(uuid.uuid4(), "李强", role)
    return dataclasses.replace(desk, access=access.access_of(person))


def test_an_edit_is_undone_and_done_again(desk: Desk) -> None:
    row_id, _ = save_customer(desk, owner_id=desk.user_id, credit_limit=Decimal("100.5"))
    before = _customer(desk, row_id)
    other = uuid.uuid4()
    tx = _change(desk, row_id, name="新名", owner_id=other, credit_limit=Decimal("0.0001"))
    after = _customer(desk, row_id)
    undone = journal.undo(desk, tx)
    assert undone.tx is not None and _customer(desk, row_id) == before
    again = journal.undo(desk, undone.tx)
    assert again.tx is not None and _customer(desk, row_id) == after
    assert again.rows == {"customer": frozenset({row_id})}
    journal.undo(desk, again.tx)
    assert _customer(desk, row_id) == before
    with desk.reading() as connection:
        links = connection.exec_driver_sql("SELECT undoes FROM journal_tx ORDER BY place").scalars().all()
    assert links == [None, None, tx, undone.tx, again.tx]


def test_an_undone_insert_lies_in_the_recycle_bin_and_comes_back(desk: Desk) -> None:
    row_id, tx = save_customer(desk)
    undone = journal.undo(desk, tx)
    assert [b.id for b in journal.recycle_bin(desk)] == [row_id]
    assert undone.tx is not None
    journal.undo(desk, undone.tx)
    assert journal.recycle_bin(desk) == []


def test_a_later_change_stands_in_the_way(desk: Desk) -> None:
    row_id, _ = save_customer(desk)
    first = _change(desk, row_id, name="二")
    second = _change(desk, row_id, notes="三")
    with pytest.raises(UserError, match="changed again since"):
        journal.undo(desk, first)
    assert _customer(desk, row_id)["name"] == "二"
    journal.undo(desk, second)
    journal.undo(desk, first)
    assert _customer(desk, row_id)["name"] != "二"


def test_one_changed_row_keeps_the_whole_transaction(desk: Desk) -> None:
    ids = [desk.new_id() for _ in range(3)]
    with desk.writing("import") as writing:
        rows.add(writing.connection, Customer, [{"id": i, "name": "导入"} for i in ids])
    assert writing.changes.tx is not None
    _change(desk, ids[1], name="改了")
    with pytest.raises(UserError, match="changed again since"):
        journal.undo(desk, writing.changes.tx)
    assert all(_customer(desk, i)["deleted_at"] is None for i in ids)


def test_somebody_elses_change_is_theirs(desk: Desk) -> None:
    row_id, tx = save_customer(desk)
    with pytest.raises(UserError, match="Somebody else"):
        journal.undo(_as(desk, "manager"), tx)
    assert _customer(desk, row_id)["deleted_at"] is None


def test_an_unknown_transaction(desk: Desk) -> None:
    with pytest.raises(UserError, match="nothing to undo"):
        journal.undo(desk, "ff")


@pytest.mark.parametrize("counter", journal.COUNTER_ACTIONS)
def test_what_has_a_counter_action_names_it(desk: Desk, counter: str) -> None:
    with desk.writing("quotes.issue", counter_action=counter) as writing:
        rows.add(writing.connection, Customer, [{"id": desk.new_id(), "name": "x"}])
    assert writing.changes.tx is not None
    with pytest.raises(UserError) as caught:
        journal.undo(desk, writing.changes.tx)
    assert caught.value.message == journal.COUNTER_ACTIONS[counter]


def test_a_status_that_cannot_go_back_is_a_sentence(desk: Desk) -> None:
    row_id = desk.new_id()
    day = desk.clock().date()
    with desk.writing("inquiries.save") as writing:
        inquiry = {"id": row_id, "number": "INQ-1", "company_id": row_id, "customer_name": "x", "date": day}
        rows.add(writing.connection, Inquiry, [inquiry])
    paths = rows.table_of(Inquiry).info["traits"].guarded["status"]
    one_way = sorted((a, b) for a, b in paths if a == "open" and (b, a) not in paths)
    if not one_way:
        pytest.skip("every step of an inquiry can be taken back")
    with desk.writing("inquiries.close") as writing:
        rows.change(writing.connection, Inquiry, row_id, {"status": one_way[0][1]})
    assert writing.changes.tx is not None
    with pytest.raises(UserError, match="change of status is not undone"):
        journal.undo(desk, writing.changes.tx)


def test_a_deleted_record_comes_back_with_its_own_parts_alone(desk: Desk, clock: Clock) -> None:
    row_id, _ = save_customer(desk)

    def contacts(names: list[str]) -> None:
        with desk.writing("customers.save") as writing:
            rows.replace_children(
                writing.connection, Contact, "customer_id", row_id, [{"name": n} for n in names],
                now=clock(), make_id=desk.new_id,
            )  # fmt: skip

    contacts(["早先的"])
    contacts(["钱工", "孙工"])
    with desk.writing("customers.delete") as writing:
        for model, column in ((Contact, "customer_id"), (Customer, "id")):
            table = rows.table_of(model)
            living = table.update().where(table.c[column] == row_id, table.c.deleted_at.is_(None))
            writing.connection.execute(living.values(deleted_at=clock()))
    journal.restore_deleted(desk, "customer", row_id)
    with desk.reading() as connection:
        living = rows.children(connection, Contact, "customer_id", row_id)
    assert [c["name"] for c in living] == ["钱工", "孙工"]
    with pytest.raises(UserError, match="not in the recycle bin"):
        journal.restore_deleted(desk, "customer", row_id)


def test_the_recycle_bin_shows_the_newest_first(desk: Desk) -> None:
    first, tx_first = save_customer(desk, "先")
    second, tx_second = save_customer(desk, "后")
    with desk.writing("todos.add") as writing:
        todo = {"id": desk.new_id(), "text": "打电话", "owner_id": desk.user_id}
        rows.add(writing.connection, Todo, [todo])
    assert writing.changes.tx is not None
    for tx in (tx_first, writing.changes.tx, tx_second):
        journal.undo(desk, tx)
    assert [(b.table, b.title) for b in journal.recycle_bin(desk)] == [
        ("customer", "后"), ("todo", "打电话"), ("customer", "先")
    ]  # fmt: skip
    assert journal.recycle_bin(desk, limit=1)[0].id == second != first


def test_costs_stay_hidden_from_those_without_the_right(desk: Desk) -> None:
    row_id = desk.new_id()
    with desk.writing("products.save") as writing:
        product = {"id": row_id, "code": "P1", "name_zh": "轴", "cost": Decimal("12.5"), "list_price": Decimal(20)}
        rows.add(writing.connection, Product, [product])
    with desk.writing("products.save") as writing:
        rows.change(writing.connection, Product, row_id, {"cost": Decimal("13.5")})
    seen = journal.history(desk, row=row_id)
    assert [e.after.get("cost") for e in seen] == [13_500_000, 12_500_000]
    assert seen[0].before == {"cost": 12_500_000}
    hidden = journal.history(_as(desk, "admin"), row=row_id)
    assert [(e.op, "cost" in e.after, "cost" in e.before) for e in hidden] == [("U", False, False), ("I", False, False)]
    assert hidden[1].after["list_price"] == 20_000_000
    with pytest.raises(UserError, match="may not"):
        journal.history(_as(desk, "sales"))


def test_history_goes_back_page_by_page(desk: Desk) -> None:
    ids = [save_customer(desk, f"客户{n}")[0] for n in range(7)]
    found: list[uuid.UUID] = []
    before = None
    while page := journal.history(desk, before_entry=before, limit=3):
        found += [e.row for e in page]
        before = page[-1].entry
    assert found == ids[::-1]


def test_check_says_what_is_wrong_in_both_languages(desk: Desk) -> None:
    save_customer(desk)
    assert journal.check(desk) == []
    with desk.store.plain_writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER append_only_journal_update")
        connection.exec_driver_sql("UPDATE journal SET op = 'X'")
    [found] = journal.check(desk)
    assert str(found) == ("The journal breaks at transaction 1: an entry or the transaction itself was changed.")
    assert "第 1 笔" in found.in_language("zh") and "changed" not in found.in_language("zh")


class Histories(RuleBasedStateMachine):
    """Writes, undo and redo in any order, against a plain dictionary that keeps every state."""

    folder: Path
    template: Path
    transactions = Bundle("transactions")

    @initialize()
    def open(self) -> None:
        import shutil
        import tempfile

        self.held = tempfile.TemporaryDirectory()
        folder = Path(self.held.name)
        shutil.copyfile(self.template / FILE_NAME, folder / FILE_NAME)
        self.store = open_store(folder, Clock())
        self.desk = desk_of(self.store, folder / "computer.json")
        self.present: dict[uuid.UUID, tuple[str, str, bool]] = {}
        self.versions: dict[uuid.UUID, str] = {}
        self.states: dict[str, dict[uuid.UUID, tuple[tuple[str, str, bool], tuple[str, str, bool]]]] = {}

    def _note(self, tx: str | None, after: dict[uuid.UUID, tuple[str, str, bool]]) -> str:
        assert tx is not None
        gone = ("", "", False)
        self.states[tx] = {i: (self.present.get(i, (*after[i][:2], False)) or gone, after[i]) for i in after}
        self.present.update(after)
        self.versions.update(dict.fromkeys(after, tx))
        return tx

    @rule(target=transactions, names=st.lists(st.text("客户甲乙'\"", max_size=4), min_size=1, max_size=3))
    def add(self, names: list[str]) -> str:
        added = {self.desk.new_id(): (name, "", True) for name in names}
        with self.desk.writing("customers.save") as writing:
            rows.add(writing.connection, Customer, [{"id": i, "name": v[0], "notes": v[1]} for i, v in added.items()])
        return self._note(writing.changes.tx, added)

    @rule(target=transactions, data=st.data(), notes=st.text("ab🙂", max_size=3))
    def change(self, data: st.DataObject, notes: str) -> str | None:
        if not self.present:
            return None
        row_id = data.draw(st.sampled_from(sorted(self.present)))
        name, old, living = self.present[row_id]
        with self.desk.writing("customers.save") as writing:
            rows.change(writing.connection, Customer, row_id, {"notes": notes})
        if old == notes:
            assert writing.changes.tx is None
            return None
        return self._note(writing.changes.tx, {row_id: (name, notes, living)})

    @rule(target=transactions, tx=transactions)
    def undo(self, tx: str | None) -> str | None:
        if tx is None:
            return None
        if any(self.versions[i] != tx for i in self.states[tx]):
            with pytest.raises(UserError, match="changed again since"):
                journal.undo(self.desk, tx)
            return None
        before = {i: pair[0] for i, pair in self.states[tx].items()}
        return self._note(journal.undo(self.desk, tx).tx, before)

    @invariant()
    def the_file_is_as_the_dictionary_says(self) -> None:
        if not hasattr(self, "store"):
            return
        table = rows.table_of(Customer)
        with self.store.reading() as connection:
            found = connection.execute(select(table.c.id, table.c.name, table.c.notes, table.c.deleted_at)).all()
            assert {r[0]: (r[1], r[2], r[3] is None) for r in found} == self.present
            assert list(chain.verify(connection)) == []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.held.cleanup()


def test_any_history_of_writes_undo_and_redo(empty_folder: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    Histories.template = empty_folder
    run_state_machine_as_test(Histories, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))


def test_the_check_names_a_kept_paper_that_was_changed(desk: Desk):
    sha256 = files.keep(desk.store.folder, b"%PDF the signed one")
    row = {"id": desk.new_id(), "subject_table": "customer", "subject_id": desk.new_id(), "name": "signed.pdf",
           "sha256": sha256, "size": 19, "added_at": desk.clock(), "added_by": desk.user_id}  # fmt: skip
    with desk.writing("test") as writing:
        rows.add(writing.connection, Attachment, [row])
    assert journal.check(desk) == []
    (files.folder_of(desk.store.folder) / sha256[:2] / sha256).write_bytes(b"%PDF another")
    assert ["signed.pdf" in str(one) for one in journal.check(desk)] == [True]


def test_the_recycle_bin_hides_what_colleagues_deleted(desk: Desk):
    mine, theirs = desk.new_id(), desk.new_id()
    with desk.writing("test") as writing:
        rows.add(writing.connection, Customer, [
            {"id": mine, "name": "Mine", "scope": mine, "owner_id": desk.user_id, "deleted_at": desk.clock()},
            {"id": theirs, "name": "Theirs", "scope": theirs, "owner_id": desk.new_id(), "deleted_at": desk.clock()},
        ])  # fmt: skip
    rights = desk.access.rights - {access.Right.SEE_ALL_CUSTOMERS}
    narrow = dataclasses.replace(desk, access=access.Access(desk.access.user, rights))
    assert {one.title for one in journal.recycle_bin(desk)} == {"Mine", "Theirs"}
    assert {one.title for one in journal.recycle_bin(narrow)} == {"Mine"}


def test_edits_are_taken_back_one_after_the_other_and_done_again(desk: Desk):
    customer, _ = save_customer(desk, "First")
    second = _change(desk, customer, notes="second")
    third = _change(desk, customer, notes="third")
    with pytest.raises(UserError, match="changed again"):
        journal.undo(desk, second)
    back_to_second = journal.undo(desk, third).tx
    assert _customer(desk, customer)["notes"] == "second"
    back_to_first = journal.undo(desk, second).tx
    assert _customer(desk, customer)["notes"] == ""
    assert back_to_first is not None and back_to_second is not None
    journal.undo(desk, back_to_first)
    assert _customer(desk, customer)["notes"] == "second"
    journal.undo(desk, back_to_second)
    assert _customer(desk, customer)["notes"] == "third"
    with pytest.raises(UserError, match="changed again"):
        journal.undo(desk, second)
