"""One quotation in the hands of many: random commands by random people against a plain oracle of what may be."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from orderdesk_gui.actions import approvals, quotes, quotes_papers, quotes_saving
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.quotes import HEAD_PATHS, REVISION_PATHS
from orderdesk_gui.store import journal
from orderdesk_gui.store.database import FILE_NAME, open_store
from tests.actions.selling_office import Office, open_office
from tests.fixtures_store import Clock

MAKERS = {"sales", "sales_manager", "director", "gm", "admin"}
"""Who may make this quotation: its owner, and those who may make quotations and see everybody's."""
VOIDERS = {"sales_manager", "director", "gm", "admin"}
LEVEL = {"100": "auto", "94": "sales_manager", "90": "director", "80": "gm"}
NEEDS = {"sales_manager": ["sales_manager"], "director": ["director", "finance"], "gm": ["gm"]}
RANK = ["auto", "sales_manager", "director", "gm"]
EVERYBODY = ["sales", "colleague", "follow_up", "sales_manager", "director", "gm", "finance", "legal", "admin"]
PERSON = st.sampled_from([*EVERYBODY, *["sales"] * 7, *["gm"] * 4, "finance"])  # mostly those who may


class Business(RuleBasedStateMachine):
    """The oracle keeps the outcome, and of each revision its status, price, approved level and open steps."""

    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(self.template / FILE_NAME, self.folder / FILE_NAME)
        clock = Clock()
        self.store = open_store(self.folder, clock)
        self.office: Office = open_office(self.store, clock)
        saved = quotes_saving.save(self.office["sales"], self.office.quote(self.office.line("1", "100")))
        self.id, self.number = saved.id, saved.number
        self.outcome = "open"
        self.revisions: list[dict[str, object]] = [{"status": "draft", "price": "100", "level": None}]
        self.steps: list[str] = []
        self.requester, self.approvers = "", set[str]()
        self.papers: dict[int, bytes] = {}
        self.numbers = [1]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    @property
    def newest(self) -> dict[str, object]:
        return self.revisions[-1]

    def act(self, allowed: bool, action: Callable[[], object]) -> bool:
        """Run `action`; it must succeed exactly where the oracle allows it."""
        if allowed:
            action()
        else:
            with pytest.raises(UserError):
                action()
        return allowed

    @rule(who=PERSON, price=st.sampled_from(list(LEVEL)))
    def save(self, who: str, price: str) -> None:
        quote = self.office.quote(self.office.line("1", price))
        allowed = who in MAKERS and self.outcome == "open" and self.newest["status"] in ("draft", "returned")
        if self.act(allowed, lambda: quotes_saving.save(self.office[who], quote, self.id)):
            self.newest["price"] = price

    @rule(who=PERSON)
    def submit(self, who: str) -> None:
        allowed = who in MAKERS and self.outcome == "open" and self.newest["status"] in ("draft", "returned")
        if not self.act(allowed, lambda: approvals.submit(self.office[who], self.id)):
            return
        level = LEVEL[str(self.newest["price"])]
        self.newest["level"] = level
        if level == "auto" or self._approved_before(level):
            self.newest["status"] = "approved"
            return
        self.newest["status"], self.steps = "submitted", list(NEEDS[level])
        self.requester, self.approvers = who, set()

    def _approved_before(self, level: str) -> bool:
        issued = [one for one in self.revisions[:-1] if one["status"] == "issued"]
        if not issued or issued[-1]["price"] != self.newest["price"]:
            return False
        return RANK.index(str(issued[-1]["level"])) >= RANK.index(level)

    @rule(who=PERSON, agree=st.booleans())
    def decide(self, who: str, agree: bool) -> None:
        level = {"sales_manager": 1, "director": 2, "gm": 3}.get(who, 0)
        allowed = self.outcome == "open" and self.newest["status"] == "submitted" and who != self.requester
        if allowed:
            needs = self.steps[0]
            covers = who == "finance" if needs == "finance" else level >= RANK.index(needs)
            allowed = covers and who not in self.approvers
        verdict = "approved" if agree else "returned"
        if not self.act(allowed, lambda: approvals.decide_request(self.office[who], self.id, verdict, "改一下")):
            return
        self.approvers.add(who)
        self.steps.pop(0)
        if not agree:
            self.newest["status"] = "returned"
        elif not self.steps:
            self.newest["status"] = "approved"

    @rule(who=PERSON)
    def withdraw(self, who: str) -> None:
        status = self.newest["status"]
        allowed = who in MAKERS and self.outcome == "open" and status in ("submitted", "approved", "issued")
        if self.act(allowed, lambda: approvals.withdraw(self.office[who], self.id)):
            self.newest["status"] = "withdrawn" if status == "issued" else "draft"

    @rule(who=PERSON)
    def issue(self, who: str) -> None:
        allowed = who in MAKERS and self.outcome == "open" and self.newest["status"] == "approved"
        if not allowed:
            self.act(False, lambda: quotes_papers.issue(self.office[who], self.id))
            return
        self.papers[self.numbers[len(self.revisions) - 1]] = quotes_papers.issue(self.office[who], self.id).content
        self.newest["status"] = "issued"

    @rule(who=PERSON)
    def revise(self, who: str) -> None:
        allowed = (
            who in MAKERS and self.outcome in ("open", "lost") and self.newest["status"] in ("issued", "withdrawn")
        )
        if self.act(allowed, lambda: quotes_saving.revise(self.office[who], self.id)):
            self.outcome = "open"
            self.revisions.append({"status": "draft", "price": self.newest["price"], "level": None})
            self.numbers = [*self.numbers[: len(self.revisions) - 1], self._next]

    @property
    def _next(self) -> int:
        with self.store.reading() as connection:
            sql = "SELECT max(number) FROM quote_revision WHERE quote_id = ?"
            return int(connection.exec_driver_sql(sql, (self.id.bytes,)).scalar_one())

    @precondition(lambda self: len(self.revisions) > 1)
    @rule(who=PERSON)
    def drop(self, who: str) -> None:
        allowed = who in MAKERS and self.outcome == "open" and self.newest["status"] in ("draft", "returned")
        if self.act(allowed, lambda: quotes_saving.delete(self.office[who], self.id)):
            self.revisions.pop()

    @rule(who=PERSON, command=st.sampled_from(["win", "lose", "reopen"]))
    def settle(self, who: str, command: str) -> None:
        old = self.outcome
        fits = {
            "win": old == "open" and self.newest["status"] == "issued",
            "lose": old == "open",
            "reopen": old in ("won", "lost"),
        }[command]
        desk = self.office[who]
        if self.act(who in MAKERS and fits, lambda: quotes_saving.decide(desk, self.id, command, reason="price")):
            self.outcome = {"win": "won", "lose": "lost", "reopen": "open"}[command]

    @rule(who=PERSON, sure=st.integers(0, 5))
    def void(self, who: str, sure: int) -> None:
        if sure:
            return
        allowed = who in VOIDERS and self.outcome in ("open", "lost")
        if self.act(allowed, lambda: quotes_saving.decide(self.office[who], self.id, "void", note="重复")):
            self.outcome = "voided"
            for one in self.revisions:
                one["status"] = "voided"

    @rule(steps=st.integers(1, 4))
    def go_on(self, steps: int) -> None:
        """The next steps as they go in most businesses, so that random hands also meet late states."""
        for _ in range(steps):
            status = self.newest["status"]
            if self.outcome in ("won", "lost"):
                self.settle("sales", "reopen")
            elif status in ("draft", "returned"):
                self.submit("sales")
            elif status == "submitted" and self.requester != "gm":
                self.decide("gm" if self.steps[0] != "finance" else "finance", True)
            elif status == "submitted":
                self.withdraw("sales")
            elif status == "approved":
                self.issue("sales")
            elif status in ("issued", "withdrawn"):
                self.revise("sales")

    @rule(days=st.integers(0, 2))
    def wait(self, days: int) -> None:
        self.office.clock.now += dt.timedelta(days=days)

    @invariant()
    def as_the_oracle_says(self) -> None:
        if not hasattr(self, "id"):
            return
        shown = quotes.load(self.office["gm"], self.id)
        assert shown.number == self.number and shown.outcome == self.outcome
        assert [one.status for one in shown.revisions] == [one["status"] for one in self.revisions]
        assert shown.status == (self.newest["status"] if self.outcome == "open" else self.outcome)
        assert shown.quote.lines[0].unit_price == D(str(self.newest["price"]))
        assert shown.totals.total.gross == shown.revision.total
        assert quotes.list_quotes(self.office["gm"]).rows[0].total == shown.revision.total

    @invariant()
    def papers_and_paths_hold(self) -> None:
        if not hasattr(self, "id"):
            return
        for revision, content in self.papers.items():
            assert quotes_papers.issued_paper(self.office["gm"], self.id, revision).content == content
        with self.store.reading() as connection:
            assert list(journal.verify(connection)) == []
            for table, column, paths in (
                ("quote", "outcome", HEAD_PATHS), ("quote_revision", "status", REVISION_PATHS),
            ):  # fmt: skip
                moved = connection.exec_driver_sql(
                    f"SELECT json_extract(before, '$.{column}'), json_extract(after, '$.{column}') FROM journal "
                    f"WHERE tbl = ? AND op = 'U' AND json_extract(after, '$.{column}') IS NOT NULL",
                    (table,),
                )
                assert {(r[0], r[1]) for r in moved} <= paths


def test_random_hands_on_one_quotation(empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    Business.template = empty_folder
    run_state_machine_as_test(
        Business,
        settings=settings(max_examples=30, stateful_step_count=40, suppress_health_check=list(HealthCheck)),
    )
