"""Papers are found by everything their customer is found by, in the box and in their lists."""

from dataclasses import replace
from decimal import Decimal

import pytest

from orderdesk_gui.actions import companies, customers, inquiries, quotes, quotes_saving, search
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Contact, Customer
from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine
from orderdesk_gui.rules.quotes import QuoteLine


@pytest.fixture
def firm(desk: Desk) -> Desk:
    """A desk with two customers; the second, 华为技术, has an inquiry and a quotation."""
    companies.set_up(desk, companies.FirstHour(Company(name_zh="澜川"), "周洁", "1234", "full_matrix"))
    customers.save(desk, Customer(name="铭禾传动"))
    buyer = Customer(
        name="华为技术有限公司",
        code="C0088",
        phone="0755-2878 0808",
        contacts=(Contact("孙丽", phone="138 0574 1234"),),
    )
    made = customers.save(desk, buyer).id
    line = QuoteLine(quantity=Decimal(3), unit_price=Decimal(10), name_zh="法兰", unit="件")
    quotes_saving.save(desk, replace(quotes_saving.blank(desk, made), lines=(line,)), customer_po="PO-4500-77")
    day = desk.clock().date()
    inquiries.save(desk, Inquiry(date=day, customer_id=made, customer_name="华为", lines=(InquiryLine("法兰"),)))
    return desk


@pytest.mark.parametrize(
    "text",
    ["华为技术有限公司", "为技", "为", "hwjs", "0755-28780808", "13805741234", "孙丽", "c0088", "PO-4500", "450077"],
)
def test_a_quotation_is_found_by_its_customer(firm: Desk, text: str) -> None:
    number = quotes.list_quotes(firm).rows[0].number
    assert [row.number for row in quotes.list_quotes(firm, text=text, counted=True).rows] == [number]
    assert quotes.list_quotes(firm, text=text, counted=True).total == 1
    assert number in [hit.title for hit in search.find(firm, text)]


@pytest.mark.parametrize("text", ["hwjs", "13805741234", "c0088"])
def test_so_is_an_inquiry(firm: Desk, text: str) -> None:
    (row,) = inquiries.list_inquiries(firm, text=text).rows
    assert [hit.title for hit in search.find(firm, text, tables=("inquiry",))] == [row.number]


def test_its_own_number_and_a_part_of_it_find_it(firm: Desk) -> None:
    number = quotes.list_quotes(firm).rows[0].number
    for text in (number, number.lower(), number.replace("-", ""), number[-6:]):
        assert [hit.title for hit in search.find(firm, text, tables=("quote",))] == [number]


def test_others_papers_are_not_found_with_it(firm: Desk) -> None:
    assert quotes.list_quotes(firm, text="mhcd").rows == ()
    assert [hit.title for hit in search.find(firm, "mhcd")] == ["铭禾传动"]


def test_papers_do_not_crowd_their_customer_out(firm: Desk) -> None:
    assert search.find(firm, "华为", limit=1)[0].page == "customers"
