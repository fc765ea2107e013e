import ast
import datetime as dt
import json
import uuid
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest

from orderdesk_gui.actions import approvals, opening, people, quotes, quotes_papers, quotes_saving, settings, starting
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.assets import asset
from orderdesk_gui.rules.language import UserError
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
DAY = dt.timedelta(days=1)


def ids(office: Office, who: str = "gm", **asked: object) -> list[uuid.UUID]:
    return [row.id for row in quotes.list_quotes(office[who], **asked).rows]  # type: ignore[arg-type]


def numbers(listed: quotes.Listed[quotes.QuoteRow]) -> list[str]:
    return [row.number for row in listed.rows]


@pytest.mark.parametrize("limit", [1, 4, 5, 23, 24, 100])
def test_every_page_follows_the_last_without_gap_or_repeat(office: Office, limit: int) -> None:
    for place in range(24):
        office.saved(date=TODAY - (place % 3) * DAY)
    seen, after = [], None
    while True:
        part = quotes.list_quotes(office["sales"], after=after, limit=limit, counted=True)
        assert part.total == 24 and len(part.rows) <= limit
        seen += part.rows
        after = part.after
        if after is None:
            break
    assert len({row.id for row in seen}) == len(seen) == 24
    assert [row.date for row in seen] == sorted((row.date for row in seen), reverse=True)


def test_a_page_goes_on_where_it_was_though_others_write(office: Office) -> None:
    old = [office.saved() for _ in range(4)]
    first = quotes.list_quotes(office["sales"], limit=2)
    office.saved()
    quotes_saving.delete(office["sales"], old[3])
    rest = quotes.list_quotes(office["sales"], limit=9, after=first.after)
    assert [row.id for row in rest.rows] == [old[1], old[0]] and rest.after is None


def test_tabs_hold_what_they_say(office: Office) -> None:
    draft = office.saved()
    waiting = office.saved(office.line("1", "95"))
    approvals.submit(office["sales"], waiting)
    ending, lasting = office.issued(valid_until=TODAY + 7 * DAY), office.issued(valid_until=TODAY + 8 * DAY)
    ended = office.issued(valid_until=TODAY)
    theirs = replace(quotes_saving.blank(office["colleague"], office.theirs), lines=(office.line(),))
    other = quotes_saving.save(office["colleague"], theirs).id
    office.clock.now += DAY
    mine = [ended, lasting, ending, waiting, draft]
    assert ids(office, "sales", tab="mine") == mine == ids(office, "sales", tab="all")
    assert ids(office, tab="all") == [other, *mine] and ids(office, tab="mine") == []
    assert ids(office, tab="to_approve") == [waiting]
    assert ids(office, tab="expiring") == [lasting, ending]
    assert quotes.tab_counts(office["gm"]) == {"all": 6, "mine": 0, "to_approve": 1, "expiring": 2}
    assert quotes.tab_counts(office["sales"]) == {"all": 5, "mine": 5, "to_approve": 1, "expiring": 2}
    assert ids(office, status="expired") == [ended] and ids(office, status="issued") == [lasting, ending]
    assert ids(office, status="draft") == [other, draft]
    assert ids(office, customer_id=office.theirs) == [other]
    assert quotes.load(office["gm"], ended).outcome == "open"
    starting.upkeep(opening.open_desk(office["gm"].store, clock=office.clock))
    assert quotes.load(office["gm"], ended).outcome == "expired"
    assert ids(office, status="expired") == [ended]


def test_a_row_shows_what_the_list_needs(office: Office) -> None:
    quote = office.quote(office.line("10", "95.5"), currency="USD", tax_mode="exclusive")
    saved = quotes_saving.save(office["sales"], quote, customer_po="PO-8", project="二期")
    row = quotes.list_quotes(office["sales"]).rows[0]
    assert (row.id, row.number, row.revision, row.customer) == (saved.id, saved.number, 1, "苏州云栎自动化设备有限公司")
    assert (row.status, row.currency, row.total, row.date) == ("draft", "USD", D("1079.15"), TODAY)
    assert (row.customer_po, row.project, row.owner_id) == ("PO-8", "二期", office["sales"].user_id)


@pytest.mark.parametrize("text", ["云栎", "栎", "0001", "PO-77", "二期"])
def test_search_in_the_list(office: Office, text: str) -> None:
    saved = quotes_saving.save(office["sales"], office.quote(), customer_po="PO-77", project="二期").id
    theirs = replace(quotes_saving.blank(office["colleague"], office.theirs), lines=(office.line(),))
    quotes_saving.save(office["colleague"], theirs)
    assert ids(office, text=text) == [saved]
    assert ids(office, text="没有这个") == [] and ids(office, "colleague", text=text) == []


def test_one_quotation_by_number_and_revision(office: Office) -> None:
    saved = office.issued()
    number = quotes.load(office["sales"], saved).number
    assert quotes.find_number(office["sales"], f" {number.lower()} ") == saved
    assert quotes.find_number(office["sales"], "QT-2026-0000-9999") is None
    quotes_saving.revise(office["sales"], saved)
    assert quotes.load(office["sales"], saved).revision.number == 2
    assert quotes.load(office["sales"], saved, 1).revision.issued_at is not None
    with pytest.raises(UserError, match="no longer there"):
        quotes.load(office["sales"], uuid.uuid4())


def test_costs_only_with_the_right(office: Office) -> None:
    saved = office.saved()
    assert quotes.load(office["sales"], saved).costs == (None,)
    assert quotes.load(office["finance"], saved).costs == (D(60),)


def test_a_day_is_the_day_of_the_desk(office: Office) -> None:
    office.clock.now = dt.datetime(2026, 11, 21, 17, tzinfo=dt.UTC)
    local = office.clock.now.astimezone().date()
    assert quotes.today(office["sales"]) == local == office.quote().date


SELLING = ("quotes", "quotes_saving", "quotes_pricing", "quotes_papers", "approvals", "inquiries", "desk")


@pytest.mark.parametrize("name", SELLING)
def test_what_selling_says_is_said_in_chinese_too(name: str) -> None:
    known: dict[str, str] = {}
    for part in asset("translations", "zh_CN").glob("*.json"):
        known |= json.loads(part.read_text(encoding="utf-8"))
    source = Path(quotes.__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
    said = {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        and node.func.id in ("UserError", "message", "tr") and node.args and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert said - set(known) == set()


def test_a_quotation_opened_to_colleagues(office: Office) -> None:
    saved = office.saved()
    assert ids(office, "colleague") == []
    people.set_right(office["admin"], "sales", Right.SEE_ALL_CUSTOMERS, True)
    opened = people.seat(office["admin"], office["colleague"].user_id)
    assert [row.id for row in quotes.list_quotes(opened).rows] == [saved]
    assert quotes.list_quotes(opened, tab="mine").rows == ()


def test_without_company_or_rate_the_way_out_is_named(office: Office) -> None:
    assert settings.get(office["sales"], "quotation_valid_days") == 30
    with pytest.raises(UserError, match="No paper has been issued"):
        quotes_papers.issued_paper(office["sales"], office.saved())
