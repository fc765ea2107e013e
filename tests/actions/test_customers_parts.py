"""Contacts, addresses and accounts: each stays the row that it was; a changed account is unconfirmed again."""

import datetime as dt
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from orderdesk_gui.actions import customers, customers_parts, journal
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.customers import Address, BankAccount, Contact, Customer
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.database import Store
from tests.fixtures_store import Clock, desk_of

FIRM = Customer(
    name="苏州澄岳自动化设备有限公司",
    contacts=(Contact("钱工", "采购", main=True), Contact("范会计"), Contact("何工")),
    addresses=(Address("星湖街 328 号"), Address("园区 2 号门")),
    accounts=(BankAccount("中国银行", "488612345678"), BankAccount("工商银行", "110299887766")),
)


@pytest.fixture
def kept(desk: Desk) -> Customer:
    """The firm as it was kept."""
    return customers.load(desk, customers.save(desk, FIRM).id)


def _again(desk: Desk, changed: Customer) -> Customer:
    return customers.load(desk, customers.save(desk, changed).id)


def test_every_part_has_the_id_of_its_row(desk: Desk, kept: Customer) -> None:
    ids = [part.id for part in (*kept.contacts, *kept.addresses, *kept.accounts)]
    assert None not in ids and len(set(ids)) == 7
    assert [part.id for part in customers.load(desk, _id(kept)).contacts] == ids[:3]


def test_an_edited_contact_stays_its_row_and_a_removed_one_goes_to_the_bin(desk: Desk, kept: Customer) -> None:
    first, second, third = kept.contacts
    made = _again(desk, replace(kept, contacts=(replace(third, name="何经理"), first, Contact("新人"))))
    assert [(one.name, one.id) for one in made.contacts[:2]] == [("何经理", third.id), ("钱工", first.id)]
    assert made.contacts[2].id not in {first.id, second.id, third.id}
    with desk.reading() as connection:
        binned = connection.exec_driver_sql("SELECT id FROM contact WHERE deleted_at IS NOT NULL").scalars().all()
    assert second.id is not None and binned == [second.id.bytes]


def test_a_part_without_an_id_is_known_by_what_it_is_called(desk: Desk, kept: Customer) -> None:
    """Files name no ids."""
    made = _again(desk, replace(kept, contacts=(Contact("何工", phone="13800138000"), Contact("范会计"))))
    assert [one.id for one in made.contacts] == [kept.contacts[2].id, kept.contacts[1].id]
    assert made.contacts[0].phone == "13800138000"


def test_a_line_entered_twice_is_two_rows(desk: Desk, kept: Customer) -> None:
    made = _again(desk, replace(kept, contacts=(kept.contacts[0], kept.contacts[0])))
    assert made.contacts[0].id == kept.contacts[0].id != made.contacts[1].id


def test_confirmation_is_kept_by_who_and_when(desk: Desk, kept: Customer, clock: Clock) -> None:
    called = clock() - dt.timedelta(days=2)
    customers_parts.confirm_account(desk, _account(kept, 1), called)
    made = customers.load(desk, _id(kept))
    assert [(one.confirmed_by, one.confirmed_at) for one in made.accounts] == [(None, None), (desk.user_id, called)]
    with pytest.raises(UserError, match="still to come"):
        customers_parts.confirm_account(desk, _account(kept, 1), clock() + dt.timedelta(days=2))
    customers_parts.withdraw_confirmation(desk, _account(kept, 1))
    assert customers.load(desk, _id(kept)).accounts[1].confirmed_at is None


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        ({"account": "999912345678"}, False),
        ({"account": "4886 1234 5678"}, True),
        ({"holder": "别的公司"}, False),
        ({"bank": "农业银行"}, False),
        ({"bic": "BKCHCNBJ"}, False),
        ({"currency": "USD"}, True),
    ],
)
def test_an_account_that_leads_elsewhere_is_unconfirmed_again(
    desk: Desk, kept: Customer, change: dict[str, str], stays: bool
) -> None:
    customers_parts.confirm_account(desk, _account(kept, 0))
    known = customers.load(desk, _id(kept))
    made = _again(desk, replace(known, accounts=(replace(known.accounts[0], **change), known.accounts[1])))  # type: ignore[arg-type]
    assert (made.accounts[0].confirmed_at is not None) is stays


def test_removing_an_account_leaves_the_next_one_confirmed(desk: Desk, kept: Customer) -> None:
    customers_parts.confirm_account(desk, _account(kept, 1))
    known = customers.load(desk, _id(kept))
    made = _again(desk, replace(known, accounts=known.accounts[1:]))
    assert [(one.account, one.confirmed_by) for one in made.accounts] == [("110299887766", desk.user_id)]


def test_saving_confirms_nothing(desk: Desk, kept: Customer, clock: Clock) -> None:
    said = replace(kept.accounts[0], confirmed_by=desk.user_id, confirmed_at=clock())
    made = _again(desk, replace(kept, accounts=(said, replace(said, id=None, account="778899001122"))))
    assert [one.confirmed_at for one in made.accounts] == [None, None]


def test_taking_a_changed_number_back_brings_its_confirmation_back(desk: Desk, kept: Customer) -> None:
    customers_parts.confirm_account(desk, _account(kept, 0))
    known = customers.load(desk, _id(kept))
    changed = customers.save(
        desk, replace(known, accounts=(replace(known.accounts[0], account="999912345678"), known.accounts[1]))
    )
    assert changed.changes.tx is not None
    journal.undo(desk, changed.changes.tx)
    assert customers.load(desk, _id(kept)) == known


def test_who_entered_the_number_is_known(desk: Desk, kept: Customer, store: Store, tmp_path: Path) -> None:
    assert customers_parts.entered_by(desk, _account(kept, 0)) == desk.user_id
    other = desk_of(store, tmp_path / "computer.json", "manager")
    known = customers.load(other, _id(kept))
    customers.save(other, replace(known, accounts=(replace(known.accounts[0], account="999912345678"),)))
    assert customers_parts.entered_by(desk, _account(kept, 0)) == other.user_id
    customers_parts.confirm_account(desk, _account(kept, 0))
    assert customers_parts.entered_by(desk, _account(kept, 0)) == other.user_id


def test_only_who_may_edit_a_customer_confirms(desk: Desk, kept: Customer, store: Store, tmp_path: Path) -> None:
    for role in ("legal", "sales"):
        stranger = desk_of(store, tmp_path / "computer.json", role)
        for verb in (customers_parts.confirm_account, customers_parts.withdraw_confirmation):
            with pytest.raises(UserError):
                verb(stranger, _account(kept, 0))
    with pytest.raises(UserError, match="no longer"):
        customers_parts.confirm_account(desk, uuid.uuid4())


def _id(customer: Customer) -> uuid.UUID:
    assert customer.id is not None
    return customer.id


def _account(customer: Customer, place: int) -> uuid.UUID:
    found = customer.accounts[place].id
    assert found is not None
    return found
