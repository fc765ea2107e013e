"""The demo company as a file: whole, sound, with work to do, and never mixed with real data."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdesk_gui.actions import (
    approvals,
    approvals_waiting,
    companies,
    demo,
    inquiries,
    journal,
    opening,
    people,
    quotes,
    quotes_papers,
)
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from tests.fixtures_store import Clock


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("demo")
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDERDESK_CONFIG", str(folder / "config"))
        store = opening.open_store(folder / "data", clock)
        me = demo.fill(opening.open_desk(store, clock=clock))
        yield opening.open_desk(store, me, clock=clock)
    store.close()


def seat(clerk: Desk, login: str) -> Desk:
    return people.seat(clerk, next(p.id for p in people.list_people(clerk) if p.login == login and p.id))


def test_the_file_is_sound_and_says_demo(clerk: Desk) -> None:
    assert journal.check(seat(clerk, "fengrui")) == []
    assert [one.demo for one in companies.list_companies(clerk)] == [True]


def test_numbers_are_given_once_and_states_fit(clerk: Desk) -> None:
    with clerk.reading() as connection:
        heads = connection.exec_driver_sql(
            "SELECT q.number, q.state, q.outcome, r.status, q.total - r.total, q.valid_until = r.valid_until "
            "FROM quote q JOIN quote_revision r ON r.id = q.revision_id"
        ).all()
    assert len({row[0] for row in heads}) == len(heads) == 2300
    assert all(row[1] == (row[3] if row[2] == "open" else row[2]) for row in heads)
    assert {row[4] for row in heads} == {0} and {row[5] for row in heads} == {1}
    assert set(Counter(row[1] for row in heads)) >= {"draft", "submitted", "issued", "won", "lost", "expired"}


def test_there_is_work_to_do(clerk: Desk) -> None:
    counts = quotes.tab_counts(clerk)
    assert counts["to_approve"] > 0 and counts["mine"] > 0
    waiting = approvals_waiting.waiting_for_me(seat(clerk, "chenlan"))
    assert waiting and inquiries.list_inquiries(clerk, tab="due").rows
    one = waiting[0]
    decided = approvals.decide_request(seat(clerk, "chenlan"), one.quote_id, "returned", "再谈谈")
    assert decided.status == "returned"


def test_recent_papers_are_kept(clerk: Desk) -> None:
    issued = [row for row in quotes.list_quotes(clerk, status="issued", limit=20).rows]
    assert issued
    assert all(quotes_papers.issued_paper(clerk, row.id).content.startswith(b"%PDF") for row in issued[:3])


def test_it_never_mixes_with_other_data(clerk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder of its own"):
        demo.fill(clerk)
