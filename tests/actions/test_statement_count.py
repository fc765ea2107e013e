"""The number of SQL statements of selling does not grow with the lines of a quotation, nor of a list with its rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from orderdesk_gui.actions import quotes
from tests.bench.offices import Office, add_quotations, office
from tests.bench.quote import sell


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    made = office(tmp_path / "data", count=100)
    yield made
    made.store.close()


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements(firm: Office, work: Callable[[], object]) -> int:
    with counted(firm.store.engine) as found:
        work()
    return len(found)


def test_ten_lines_take_as_many_statements_as_a_hundred(firm: Office) -> None:
    sell(firm, 10)
    few = statements(firm, lambda: sell(firm, 10))
    many = statements(firm, lambda: sell(firm, 100))
    assert few == many and 20 < few < 100


def test_opening_a_quotation_takes_as_many_statements_whatever_it_holds(firm: Office) -> None:
    small, large = sell(firm, 1), sell(firm, 100)
    few = statements(firm, lambda: quotes.load(firm.clerk, small))
    assert few == statements(firm, lambda: quotes.load(firm.clerk, large)) < 10


def test_a_page_of_a_list_is_one_statement(firm: Office) -> None:
    add_quotations(firm.store.path, firm.clerk.user_id, firm.customer, 500)
    with counted(firm.store.engine) as found:
        assert len(quotes.list_quotes(firm.manager).rows) == 100
    assert sum(one.startswith("SELECT") for one in found) == 1 and not any(
        "OFFSET" in one and "OFFSET ?" not in one for one in found
    )
