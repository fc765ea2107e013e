"""Customers: saved with all their parts, found, doubted, deleted; talks and papers on one time line."""

import uuid
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk_gui.actions import (
    approvals,
    companies,
    customers,
    journal,
    notes,
    opening,
    products,
    quotes_papers,
    quotes_saving,
)
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Address, BankAccount, Contact, Customer
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store.database import Store
from tests.fixtures_store import Clock, desk_of

WHOLE = Customer(
    name="苏州澄岳自动化设备有限公司", code="C7", short_name="澄岳", uscc="91350100M000100Y43", tier="key",
    credit_grade="B", credit_limit=Decimal("800000.50"), currency="USD",
    payment=PaymentTerms(
        "split", shares=(Share(Decimal("0.3"), "signing", deposit=True), Share(Decimal("0.7"), "delivery", 30))
    ),
    contacts=(Contact("钱工", "采购", phone="13800138000", main=True), Contact("范会计")),
    addresses=(Address("星湖街 328 号", "delivery", contact="钱工"),),
    accounts=(BankAccount("中国银行", "488612345678"),), notes="一\n二",
)  # fmt: skip


@pytest.fixture
def firm(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of the one person of a small firm."""
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    first = companies.FirstHour(Company(name_zh="澜川"), "周洁", "1234", "one_person")
    return opening.open_desk(store, companies.set_up(opening.open_desk(store, clock=clock), first), clock=clock)


def test_a_customer_comes_back_as_it_was_saved(desk: Desk) -> None:
    saved = customers.save(desk, WHOLE)
    assert customers.load(desk, saved.id) == replace(WHOLE, id=saved.id, owner_id=desk.user_id)


def test_a_changed_part_keeps_the_others_and_is_undone(desk: Desk) -> None:
    made = customers.load(desk, customers.save(desk, WHOLE).id)
    changed = customers.save(desk, replace(made, contacts=made.contacts[:1], region="苏州"))
    assert made.id is not None and changed.changes.tx is not None
    assert customers.load(desk, made.id).contacts == WHOLE.contacts[:1]
    journal.undo(desk, changed.changes.tx)
    assert customers.load(desk, made.id) == made


def test_saving_what_is_the_same_changes_nothing(desk: Desk) -> None:
    made = customers.load(desk, customers.save(desk, WHOLE).id)
    assert customers.save(desk, made).changes.tx is None


def test_errors_stand_at_their_field_and_write_nothing(desk: Desk) -> None:
    for wrong, field in (
        (replace(WHOLE, name=" "), "name"),
        (replace(WHOLE, credit_limit=Decimal(-1)), "credit_limit"),
        (replace(WHOLE, contacts=(Contact(""),)), "contacts.0.name"),
        (replace(WHOLE, payment=PaymentTerms("days", 900)), "payment.days"),
    ):
        with pytest.raises(UserError) as told:
            customers.save(desk, wrong)
        assert told.value.field == field
    assert customers.list_customers(desk).rows == ()


def test_the_same_firm_under_another_spelling_is_doubted(desk: Desk) -> None:
    customers.save(desk, WHOLE)
    twin = Customer(name="苏州澄岳自动化设备（有限公司）")
    assert [problem.field for problem in customers.doubts(desk, twin) if "澄岳" in str(problem.message)] == ["name"]
    own = customers.load(desk, customers.list_customers(desk).rows[0].id)
    assert customers.doubts(desk, own) == ()


def test_doubts_write_nothing_and_name_errors_first(desk: Desk) -> None:
    found = customers.doubts(desk, Customer(name="", uscc="9135O100M000100Y43"))
    assert [(problem.field, problem.severity) for problem in found] == [("name", "error"), ("uscc", "warning")]
    assert "91350100M000100Y43" in str(found[1].message)
    assert customers.list_customers(desk, tab="any").rows == ()


def test_tabs_hold_what_they_say_and_are_counted(desk: Desk, store: Store, tmp_path: Path) -> None:
    customers.save(desk, Customer(name="甲"))
    customers.save(desk, Customer(name="乙", status="inactive"))
    customers.save(desk, Customer(name="丙", owner_id=uuid.uuid4()))
    assert customers.tab_counts(desk) == {"all": 2, "mine": 1, "inactive": 1}
    assert {row.name for row in customers.list_customers(desk, tab="any").rows} == {"甲", "乙", "丙"}
    clerk = desk_of(store, tmp_path / "computer.json", "sales")
    assert customers.tab_counts(clerk) == {"all": 0, "mine": 0, "inactive": 0}
    theirs = customers.list_customers(desk).rows[0].id
    for look in (customers.load, customers.time_line, customers.given_prices):
        with pytest.raises(UserError, match="colleague"):
            look(clerk, theirs)


def test_a_list_goes_on_where_it_ended(desk: Desk) -> None:
    for number in range(7):
        customers.save(desk, Customer(name=f"客户 {number}"))
    names, after = [], None
    while True:
        part = customers.list_customers(desk, after=after, limit=3)
        names += [row.name for row in part.rows]
        after = part.after
        if after is None:
            break
    assert names == [f"客户 {number}" for number in range(7)]


def test_fragments_and_pinyin_find_customers(desk: Desk) -> None:
    customers.save(desk, WHOLE)
    for text in ("岳", "自动", "cyzdh", "13800138000", "C7"):
        assert customers.list_customers(desk, text=text).rows, text
    assert not customers.list_customers(desk, text="没有").rows


def test_talks_and_papers_stand_on_one_line(firm: Desk, clock: Clock) -> None:
    made = customers.save(firm, WHOLE).id
    customers.note_talk(firm, made, "要 24 套", "wechat", direction="out")
    quotes_saving.save(firm, replace(quotes_saving.blank(firm, made), lines=(LINE,)))
    found = customers.time_line(firm, made)
    assert {(event.kind, event.detail) for event in found} == {("talk", "要 24 套"), ("quote", "R1")}
    with pytest.raises(UserError):
        customers.note_talk(firm, made, " ", "phone")


def test_a_talk_names_contact_and_colleague_and_its_next_step_is_undone_with_it(firm: Desk) -> None:
    made = customers.save(firm, WHOLE).id
    contact = customers.load(firm, made).contacts[1]
    done = customers.note_talk(firm, made, "对账", "phone", contact_id=contact.id, next_step="开票")
    assert [(one.contact, one.noted_by) for one in customers.time_line(firm, made)] == [("范会计", "周洁")]
    assert [todo.text for todo in notes.todos(firm, "customer", made)] == ["开票"]
    assert done.tx is not None
    journal.undo(firm, done.tx)
    assert customers.time_line(firm, made) == [] and notes.todos(firm, "customer", made) == []


LINE = QuoteLine(quantity=Decimal(3), unit_price=Decimal("11.5"), code="F", name_zh="法兰", unit="台")


def test_only_prices_that_left_the_house_were_given(firm: Desk, clock: Clock) -> None:
    buyer = customers.save(firm, replace(WHOLE, currency="CNY")).id
    product = products.save(firm, Product(code="F", name_zh="法兰", unit="台", list_price=Decimal(12)))
    line = replace(LINE, product_id=product.id, list_price=Decimal(12))
    first = quotes_saving.save(firm, replace(quotes_saving.blank(firm, buyer), lines=(line,)))
    assert customers.given_prices(firm, buyer) == []
    assert approvals.submit(firm, first.id).status == "approved"
    quotes_papers.issue(firm, first.id)
    draft = replace(quotes_saving.blank(firm, buyer), lines=(replace(line, unit_price=Decimal(9)),))
    quotes_saving.save(firm, draft)
    products.save(firm, replace(products.load(firm, product.id), list_price=Decimal(13)))
    given = customers.given_prices(firm, buyer)
    assert [(each.unit_price, each.quantity, each.number) for each in given] == [
        (Decimal("11.5"), Decimal(3), first.number)
    ]
    assert (given[0].list_price_then, given[0].list_price) == (Decimal(12), Decimal(13))


def test_a_customer_with_papers_is_not_deleted(firm: Desk) -> None:
    made = customers.save(firm, WHOLE).id
    quotes_saving.save(firm, replace(quotes_saving.blank(firm, made), lines=(LINE,)))
    with pytest.raises(UserError, match="inactive"):
        customers.delete(firm, made)
    other = customers.save(firm, Customer(name="泊远")).id
    changes = customers.delete(firm, other)
    assert [row.id for row in customers.list_customers(firm).rows] == [made]
    assert changes.tx is not None
    journal.undo(firm, changes.tx)
    assert len(customers.list_customers(firm).rows) == 2
