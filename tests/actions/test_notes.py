"""Files and to-dos hang on any record, and go by the rights on it."""

import datetime as dt
import uuid
from pathlib import Path

import pytest

from orderdesk_gui.actions import journal, notes
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.database import Store
from tests.fixtures_store import desk_of, save_customer


def test_the_same_bytes_are_kept_once_and_come_back_exactly(desk: Desk) -> None:
    customer, _ = save_customer(desk)
    changes = notes.attach(desk, "customer", customer, [("图纸.pdf", b"%PDF"), ("copy.pdf", b"%PDF")])
    found = notes.attachments(desk, "customer", customer)
    assert [(each.name, each.size) for each in found] == [("图纸.pdf", 4), ("copy.pdf", 4)]
    assert notes.attached_content(desk, found[0].id) == ("图纸.pdf", b"%PDF")
    assert len([path for path in (desk.store.folder / "files").rglob("*") if path.is_file()]) == 1
    assert changes.touches("attachment")


def test_attaching_is_one_step_that_is_undone(desk: Desk) -> None:
    customer, _ = save_customer(desk)
    changes = notes.attach(desk, "customer", customer, [("a", b"1"), ("b", b"2")])
    assert changes.tx is not None
    journal.undo(desk, changes.tx)
    assert notes.attachments(desk, "customer", customer) == []


def test_a_removed_file_is_gone_from_the_record_and_in_the_bin(desk: Desk) -> None:
    customer, _ = save_customer(desk)
    notes.attach(desk, "customer", customer, [("a.txt", b"1")])
    kept = notes.attachments(desk, "customer", customer)[0]
    notes.remove_attachment(desk, kept.id)
    assert notes.attachments(desk, "customer", customer) == []
    assert [binned.title for binned in journal.recycle_bin(desk)] == ["a.txt"]


def test_a_file_that_is_too_large_is_refused_in_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    customer, _ = save_customer(desk)
    monkeypatch.setattr(notes, "LARGEST_FILE", 3)
    with pytest.raises(UserError, match=r"film\.mp4"):
        notes.attach(desk, "customer", customer, [("film.mp4", b"1234")])
    assert notes.attachments(desk, "customer", customer) == []


def test_nobody_sees_what_hangs_on_a_colleagues_customer(desk: Desk, store: Store, tmp_path: Path) -> None:
    customer, _ = save_customer(desk, owner_id=desk.user_id)
    notes.attach(desk, "customer", customer, [("a.txt", b"1")])
    kept = notes.attachments(desk, "customer", customer)[0]
    other = desk_of(store, tmp_path / "computer.json", "sales")
    for look in (
        lambda: notes.attachments(other, "customer", customer),
        lambda: notes.attached_content(other, kept.id),
        lambda: notes.todos(other, "customer", customer),
        lambda: notes.add_todo(other, "x", table="customer", record_id=customer),
    ):
        with pytest.raises(UserError, match="colleague"):
            look()


def test_todos_stand_by_day_and_those_done_come_last(desk: Desk) -> None:
    customer, _ = save_customer(desk)
    today = dt.date(2026, 11, 21)
    for text, due in (("later", today + dt.timedelta(9)), ("some day", None), ("first", today)):
        notes.add_todo(desk, text, due, table="customer", record_id=customer)
    first = notes.todos(desk, "customer", customer)[0]
    notes.set_done(desk, first.id)
    found = notes.todos(desk, "customer", customer)
    assert [(todo.text, todo.done) for todo in found] == [("later", False), ("some day", False), ("first", True)]
    notes.set_done(desk, first.id, False)
    assert not notes.todos(desk, "customer", customer)[0].done


def test_my_todos_name_what_they_are_about(desk: Desk) -> None:
    customer, _ = save_customer(desk, "泊远泵业")
    notes.add_todo(desk, "call", dt.date(2026, 11, 22), table="customer", record_id=customer)
    notes.add_todo(desk, "tidy up")
    notes.add_todo(desk, "not mine", owner_id=uuid.uuid4())
    assert [(todo.text, todo.subject) for todo in notes.todos_for_me(desk)] == [("call", "泊远泵业"), ("tidy up", "")]
    assert [todo.text for todo in notes.todos_for_me(desk, until=dt.date(2026, 11, 30))] == ["call"]


def test_a_todo_without_words_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError):
        notes.add_todo(desk, "  ")
