"""What an English quotation says."""

import re
from dataclasses import replace
from decimal import Decimal as D

from orderdesk_gui.actions import approvals, customers, products, quotes_papers, quotes_saving
from orderdesk_gui.actions.quotes_facts import PaperChoice
from orderdesk_gui.rules.customers import Contact, Customer
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import QuoteLine, QuoteTerms
from tests.actions.selling_office import Office, office
from tests.actions.test_quotes_papers import text

__all__ = ["office"]


def test_an_english_quotation_keeps_only_names_in_chinese(office: Office) -> None:
    belt = Product(code="B-2", name_zh="同步带", name_en="Timing belt", specification="宽 25，钢丝芯",
                   specification_en="25 wide, steel cord", unit="条", list_price=D(40))  # fmt: skip
    product = products.save(office["gm"], belt).id
    of_product = QuoteLine(D(3), D(40), product_id=product, code="B-2", name_zh="同步带",
                           specification="宽 25，钢丝芯", unit="条", remark="黑色")  # fmt: skip
    terms = QuoteTerms(lead_days=20, delivery_method="快递", warranty="质保 12 个月")
    abroad = Customer(name="Hartmann GmbH", country="DE", currency="USD")
    buyer = customers.save(office["sales"], abroad).id
    quote = replace(quotes_saving.blank(office["sales"], buyer), lines=(office.line(vat_rate=D(0)), of_product),
                    terms=terms)  # fmt: skip
    said = text(quotes_papers.preview(office["sales"], quote, number="QT-1", choice=PaperChoice("en")))
    for part in ("Timingbelt", "25wide,steelcord", "set", "pc", "bycarrier", "12months", "Gearbox"):
        assert part in said, part
    assert set(re.findall("[\u3400-\u9fff]+", said)) <= {"周小"}
    own = replace(of_product, specification="按图 A-7", remark="RAL 9005")
    drawn = text(quotes_papers.preview(office["sales"], replace(quote, lines=(own,)), choice=PaperChoice("en")))
    assert "按图A-7" in drawn, "a specification without English is shown as it is, not lost"


def test_the_paper_names_the_main_contact_or_the_one_chosen_and_keeps_the_name_once_issued(office: Office) -> None:
    desk = office["sales"]
    people = (Contact("前台"), Contact("钱工", title="采购主管", email="qian@b.example", main=True), Contact("李工"))
    buyer = customers.save(desk, Customer(name="苏州澄岳自动化设备有限公司", contacts=people)).id
    main, other = (customers.load(desk, buyer).contacts[number] for number in (1, 2))
    quote = replace(quotes_saving.blank(desk, buyer), lines=(office.line("2"),))
    assert quote.contact_id == main.id
    made = quotes_saving.save(desk, quote).id
    assert quotes_papers.facts_of(desk, made).buyer.contact == "钱工 采购主管"
    quotes_saving.save(desk, replace(quote, contact_id=other.id), made)
    assert quotes_papers.facts_of(desk, made).buyer.contact == "李工"
    assert approvals.submit(desk, made).status == "approved"
    quotes_papers.issue(desk, made)
    known = customers.load(desk, buyer)
    customers.save(desk, replace(known, contacts=(main,)))
    assert quotes_papers.facts_of(desk, made).buyer.contact == "李工", "he left, the paper that went out stays"
