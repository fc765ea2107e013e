"""The firm's calendar: official days by year, a closing as one entry, the imported list in place of supposed days."""

import datetime as dt
import itertools
from pathlib import Path

import pytest

from orderdesk_gui.actions import calendars
from orderdesk_gui.rules.language import UserError
from tests.actions.selling_office import Office, office

__all__ = ["office"]


def test_official_days_in_a_row_stand_together(office: Office) -> None:
    spans = calendars.official(office["sales"], 2026)
    week = next(span for span in spans if span.first == dt.date(2026, 10, 1))
    assert (week.last, week.kind, week.provisional, week.imported) == (dt.date(2026, 10, 7), "holiday", False, False)
    assert week.name == "国庆节"
    assert any(span.kind == "workday" for span in spans)
    assert all(before.last < after.first for before, after in itertools.pairwise(spans))
    assert {span.provisional for span in calendars.official(office["sales"], 2027)} == {True}


def test_an_imported_list_takes_the_place_of_supposed_days(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "2027.csv"
    path.write_text("2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-01-03,班,调休\n", encoding="utf-8")
    calendars.import_file(office["admin"], path)
    spans = calendars.official(office["sales"], 2027)
    assert [(span.first.day, span.last.day, span.kind, span.imported) for span in spans] == [
        (1, 2, "holiday", True), (3, 3, "workday", True),
    ]  # fmt: skip
    with office["sales"].reading() as connection:
        calendar = calendars.office(connection, dt.date(2026, 12, 1))
    assert calendar.works(dt.date(2027, 1, 3)) and not calendar.works(dt.date(2027, 1, 1))
    assert calendar.works(dt.date(2027, 10, 1))
    with pytest.raises(UserError):
        calendars.import_file(office["sales"], path)


def test_a_closing_is_one_entry_that_can_be_taken_away(office: Office) -> None:
    calendars.add_closing(office["admin"], dt.date(2027, 1, 25), dt.date(2027, 2, 20), "春节停产")
    (entry,) = calendars.entries(office["sales"])
    assert (entry.first, entry.last, entry.kind) == (dt.date(2027, 1, 25), dt.date(2027, 2, 20), "closed")
    with office["sales"].reading() as connection:
        assert not calendars.office(connection, dt.date(2027, 1, 1)).works(dt.date(2027, 2, 19))
    calendars.remove(office["admin"], entry.id)
    assert calendars.entries(office["sales"]) == []
    with pytest.raises(UserError) as caught:
        calendars.add_closing(office["admin"], dt.date(2027, 1, 25), dt.date(2027, 1, 20), "x")
    assert caught.value.field == "last"
