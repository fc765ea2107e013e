"""Ctrl+Z and Ctrl+Y through the saved changes of a quotation, an inquiry and an order."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import (
    approvals,
    inquiries,
    notes,
    orders,
    orders_saving,
    quotes,
    quotes_papers,
    quotes_saving,
    record_steps,
)
from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from tests.actions.selling_office import Office, office

__all__ = ["office"]


def saved(office: Office, *prices: str) -> uuid.UUID:
    """A quotation saved once per price."""
    made = None
    for price in prices:
        line = replace(office.line("2", price), manual=True)
        made = quotes_saving.save(office["sales"], office.quote(line), made).id
    assert made is not None
    return made


def price_of(office: Office, quote_id: uuid.UUID) -> D:
    return quotes.load(office["sales"], quote_id).quote.lines[0].unit_price


def test_each_saved_change_is_taken_back_in_turn_and_done_again_in_turn(office: Office) -> None:
    quote_id = saved(office, "100", "101", "102", "103")
    seen = []
    for step in (record_steps.take_back,) * 3 + (record_steps.do_again,) * 3:
        step(office["sales"], "quote", quote_id)
        seen.append(price_of(office, quote_id))
    assert seen == [D(102), D(101), D(100), D(101), D(102), D(103)]


def test_the_first_save_is_not_taken_back(office: Office) -> None:
    quote_id = saved(office, "100", "101")
    record_steps.take_back(office["sales"], "quote", quote_id)
    with pytest.raises(UserError, match="first saved"):
        record_steps.take_back(office["sales"], "quote", quote_id)
    assert price_of(office, quote_id) == D(100)


def test_a_new_change_ends_what_could_be_done_again(office: Office) -> None:
    quote_id = saved(office, "100", "101", "102")
    record_steps.take_back(office["sales"], "quote", quote_id)
    line = replace(office.line("2", "110"), manual=True)
    quotes_saving.save(office["sales"], office.quote(line), quote_id)
    with pytest.raises(UserError, match="nothing to do again"):
        record_steps.do_again(office["sales"], "quote", quote_id)
    record_steps.take_back(office["sales"], "quote", quote_id)
    assert price_of(office, quote_id) == D(101)  # not 102, which was taken back before


def test_a_change_undone_elsewhere_counts_as_taken_back(office: Office) -> None:
    from orderdesk_gui.actions import journal

    quote_id = saved(office, "100", "101")
    line = replace(office.line("2", "102"), manual=True)
    newest = quotes_saving.save(office["sales"], office.quote(line), quote_id).changes.tx
    assert newest is not None
    journal.undo(office["sales"], newest)  # the notice's Undo, or the journal page
    record_steps.take_back(office["sales"], "quote", quote_id)
    assert price_of(office, quote_id) == D(100)


def test_an_issued_quotation_names_the_way_out(office: Office) -> None:
    quote_id = saved(office, "100", "101")
    approvals.submit(office["sales"], quote_id)
    with pytest.raises(UserError, match="Withdraw it instead"):
        record_steps.take_back(office["sales"], "quote", quote_id)
    if quotes.load(office["sales"], quote_id).status == "approved":
        quotes_papers.issue(office["sales"], quote_id)
        with pytest.raises(UserError, match="Make a new revision instead"):
            record_steps.take_back(office["sales"], "quote", quote_id)


def test_a_colleague_is_told_whose_change_it_was(office: Office) -> None:
    quote_id = saved(office, "100", "101")
    with pytest.raises(UserError, match="Somebody else"):
        record_steps.take_back(office["gm"], "quote", quote_id)


def test_the_way_out_is_named_to_a_colleague_too(office: Office) -> None:
    quote_id = saved(office, "100", "101")
    approvals.submit(office["sales"], quote_id)
    with pytest.raises(UserError, match="Withdraw it instead"):
        record_steps.take_back(office["gm"], "quote", quote_id)


def test_it_says_when_the_change_was_made(office: Office) -> None:
    quote_id = saved(office, "100", "101")
    back = record_steps.take_back(office["sales"], "quote", quote_id)
    again = record_steps.do_again(office["sales"], "quote", quote_id)
    assert back.at == again.at
    assert back.at.tzinfo is not None and back.at.date() == dt.date(2026, 11, 21)


def test_an_inquiry_steps_too(office: Office) -> None:
    day = dt.date(2026, 11, 21)
    desk, made = office["sales"], None
    for text in ("one", "two", "three"):
        inquiry = Inquiry(day, customer_name="Kestrel", phone="021-55667788", lines=(InquiryLine(text),))
        made = inquiries.save(desk, inquiry, made).id
    assert made is not None
    record_steps.take_back(desk, "inquiry", made)
    assert inquiries.load(desk, made).inquiry.lines[0].text == "two"
    record_steps.take_back(desk, "inquiry", made)
    record_steps.do_again(desk, "inquiry", made)
    assert inquiries.load(desk, made).inquiry.lines[0].text == "two"


def test_an_order_steps_too_and_its_figures_with_it(office: Office) -> None:
    desk = office["sales"]
    blank = orders_saving.blank(desk, office.customer)
    order_id = orders_saving.save(desk, replace(blank, lines=(OrderLine(office.line("1", "100")),))).id
    shown = orders.load(desk, order_id)
    dearer = replace(shown.order, lines=(replace(shown.order.lines[0], goods=office.line("3", "100")),))
    orders_saving.save(desk, dearer, order_id)
    record_steps.take_back(desk, "sales_order", order_id)
    taken = orders.load(desk, order_id)
    assert (taken.order.lines[0].goods.quantity, taken.figure["ordered"]) == (D(1), D(100))
    record_steps.do_again(desk, "sales_order", order_id)
    assert orders.load(desk, order_id).figure["ordered"] == D(300)


def test_a_to_do_hangs_on_an_order(office: Office) -> None:
    desk = office["sales"]
    blank = orders_saving.blank(desk, office.customer)
    saved_order = orders_saving.save(desk, replace(blank, lines=(OrderLine(office.line("1", "100")),)))
    notes.add_todo(desk, "问图纸", table="sales_order", record_id=saved_order.id)
    assert saved_order.number in notes.todos_for_me(desk)[0].subject
