"""What was typed goes into JSON and back, over what is saved by now."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass, replace
from decimal import Decimal

from orderdesk_gui.rules.customers import BankAccount, Contact, Customer
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.ui.draft_values import over, typed_values, with_values

KINDS = (Contact, BankAccount, PaymentTerms, Share)
SAVED = Customer(name="澄岳", id=uuid.uuid4(), contacts=(Contact("钱工", id=uuid.uuid4()),), notes="x")
TYPED = replace(
    SAVED,
    owner_id=uuid.uuid4(),
    credit_limit=Decimal("0.10"),
    payment=PaymentTerms(
        "split", shares=(Share(Decimal("0.3"), "signing", deposit=True), Share(Decimal("0.7"), "delivery"))
    ),
    contacts=(replace(SAVED.contacts[0], title="采购\U0001f600"), Contact("新人")),
    accounts=(BankAccount("银行", "1", confirmed_at=dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC)),),
)


def test_everything_typed_comes_back_from_json() -> None:
    content = json.loads(json.dumps(typed_values(SAVED, TYPED)))
    assert set(content) == {"owner_id", "credit_limit", "payment", "contacts", "accounts"}
    back = with_values(SAVED, content, *KINDS)
    assert back == TYPED
    assert [one.id for one in back.contacts] == [SAVED.contacts[0].id, None]


def test_only_what_was_typed_goes_over_what_others_saved() -> None:
    current = replace(SAVED, notes="y", region="苏州")
    made = over(current, SAVED, replace(SAVED, region="无锡"))
    assert (made.notes, made.region) == ("y", "无锡")
    assert with_values(current, typed_values(SAVED, TYPED), *KINDS).notes == "y"


def test_fields_that_are_gone_are_passed_over() -> None:
    @dataclass(frozen=True)
    class Small:
        name: str

    content = {"name": "a", "fax": "1", "due": {"date": "2026-11-21"}}
    assert with_values(Small("b"), content) == Small("a")
