import dataclasses
import uuid
from pathlib import Path

import pytest

from orderdesk_gui.actions import drafts
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules import access
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.database import open_store

CONTENT = {"customer": "“华为” 🙂", "lines": [{"quantity": "1e12", "price": None}]}


def test_a_draft_is_kept_and_loaded(desk: Desk) -> None:
    subject = uuid.uuid4()
    kept = drafts.save(desk, "quote", CONTENT, subject=subject)
    found = drafts.load(desk, kept)
    assert (found.id, found.kind, found.subject, found.content) == (kept, "quote", subject, CONTENT)


def test_the_same_draft_is_replaced(desk: Desk) -> None:
    kept = drafts.save(desk, "quote", CONTENT)
    assert drafts.save(desk, "quote", ["later"], kept) == kept
    assert [d.content for d in drafts.drafts_of(desk, "quote")] == [["later"]]


def test_drafts_are_listed_by_kind_and_person_newest_first(desk: Desk) -> None:
    other = dataclasses.replace(desk, access=access.access_of(access.User(uuid.uuid4(), "李强", "sales")))
    first = drafts.save(desk, "quote", 1)
    second = drafts.save(desk, "quote", 2)
    drafts.save(desk, "inquiry", 3)
    theirs = drafts.save(other, "quote", 4)
    assert [d.id for d in drafts.drafts_of(desk, "quote")] == [second, first]
    drafts.save(desk, "quote", 5, first)
    assert [d.content for d in drafts.drafts_of(desk, "quote")] == [5, 2]
    with pytest.raises(UserError, match="no longer there"):
        drafts.load(desk, theirs)
    drafts.save(desk, "quote", "stolen", theirs)
    drafts.drop(desk, theirs)
    assert drafts.load(other, theirs).content == 4


def test_a_dropped_draft_is_gone(desk: Desk) -> None:
    kept = drafts.save(desk, "quote", CONTENT)
    drafts.drop(desk, kept)
    drafts.drop(desk, kept)
    assert drafts.drafts_of(desk, "quote") == []


def test_drafts_leave_no_trace_in_the_journal_and_come_back_after_a_crash(desk: Desk, data_folder: Path) -> None:
    drafts.save(desk, "quote", CONTENT)
    with desk.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one() == 0
    again = open_store(data_folder, desk.clock)  # the first one was never closed
    assert [d.content for d in drafts.drafts_of(dataclasses.replace(desk, store=again), "quote")] == [CONTENT]
    again.close()
