"""What placeholders say, per language, and in which order of authority."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from orderdesk_gui.rules.contract_library import vocabulary
from orderdesk_gui.rules.contract_text import as_read, contract_values, filled, named, printed
from orderdesk_gui.rules.contracts import Clause, Contract, ContractLine, Party, QuotationRef
from orderdesk_gui.rules.payment import PaymentTerms, Share

SELLER = Party("宁波澄岳", address="宁波市云澜路 1 号", name_en="Chengyue", address_en="1 Yunlan Road, Ningbo")
BUYER = Party("苏州云栎", address="苏州市", contact="沈女士", phone="0512")
LINES = (
    ContractLine("减速机", D(1), "台", D("113"), D("113"), D("0.13"), name_en="gearbox"),
    ContractLine("图纸", D(1), "项", D("106"), D("106"), D("0.06")),
)
MADE = Contract(
    "CT-1", date(2026, 11, 21), SELLER, BUYER, LINES, D("219"), net=D("200"), tax=D("19"),
    delivery_place="苏州市仓库", delivery_place_en="Suzhou store", quotation=QuotationRef("QT-1", 2, date(2026, 11, 1)),
)  # fmt: skip


def test_each_language_has_its_own_words() -> None:
    zh, en = contract_values(MADE, "zh"), contract_values(MADE, "en")
    assert (zh["seller.name"], en["seller.name"]) == ("宁波澄岳", "Chengyue")
    assert (zh["delivery.place"], en["delivery.place"]) == ("苏州市仓库", "Suzhou store")
    assert (zh["price.vat_rates"], en["price.vat_rates"]) == ("13%、6%", "13% and 6%")
    assert (zh["total.gross"], en["total.gross"]) == ("¥219.00", "CNY 219.00")
    assert (zh["total.currency_name"], en["total.currency_name"]) == ("人民币", "Renminbi Yuan (CNY)")
    assert (zh["contract.copies"], en["contract.copies"]) == ("肆", "four")
    assert (zh["quotation.date"], en["quotation.date"]) == ("2026年11月1日", "1 November 2026")
    assert (zh["contract.goods_summary"], en["contract.goods_summary"]) == ("减速机等货物", "gearbox and other goods")
    assert en["buyer.name"] == "苏州云栎"  # better than nothing where no English is known


def test_a_person_may_set_terms_but_not_totals() -> None:
    values = {
        "warranty.months": ("24", ""), "contract.copies": ("6", "6"), "total.gross": ("1", "1"),
        "quality.sample_date": ("2026-12-01", ""), "packing.box_price": ("50", "50"), "no.such": ("x", "x"),
    }  # fmt: skip
    zh, en = (contract_values(replace(MADE, values=values), language) for language in ("zh", "en"))
    assert (zh["warranty.months"], en["warranty.months"], zh["contract.copies"]) == ("24", "24", "陆")
    assert (zh["total.gross"], zh["quality.sample_date"]) == ("¥219.00", "2026年12月1日")
    assert (en["packing.box_price"], "no.such" in en) == ("CNY 50.00", False)


def test_every_value_is_one_of_the_vocabulary() -> None:
    assert set(contract_values(MADE, "zh")) == set(vocabulary())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_schedule_says_every_share_and_its_day(language: str) -> None:
    terms = PaymentTerms(
        "split",
        shares=(
            Share(D("0.2"), "signing", 7, True), Share(D("0.3"), "delivery"), Share(D("0.3"), "acceptance", 30),
            Share(D("0.1"), "invoice", 10), Share(D("0.1"), "retention"),
        ),
    )  # fmt: skip
    said = contract_values(replace(MADE, payment=terms), language)["payment.schedule"]
    for amount in ("43.80", "65.70", "21.90"):
        assert amount in said
    wanted = (
        ("定金", "7 日内", "交付当日", "验收合格之日起 30 日内", "45 日内未完成验收", "质保期届满之日起 10 日内")
        if language == "zh"
        else ("deposit", "within 7 days", "on the day of delivery", "within 30 days after acceptance", "retention")
    )
    assert all(words in said for words in wanted)


def test_a_check_reads_only_what_is_printed() -> None:
    one = replace(MADE, clauses=(Clause(4, "delivery", "{delivery.place}", "at {delivery.place}"),))
    assert (printed(one).clauses[0].zh, printed(one).clauses[0].en) == ("苏州市仓库", "")
    assert printed(replace(one, language="en")).clauses[0] == Clause(4, "delivery", "", "at Suzhou store")
    assert filled(one).clauses[0].en == "at Suzhou store"


def test_what_is_open_is_called_by_its_name_where_people_read_it() -> None:
    clauses = (Clause(4, "delivery", "运至{delivery.place}，{no.such}。", "to {delivery.place}"),)
    one = replace(MADE, delivery_place="", delivery_place_en="", clauses=clauses)
    read = as_read(one).clauses[0]
    assert (read.zh, read.en) == ("运至{交货地点}，{no.such}。", f"to {named('{delivery.place}', 'en')}")
    assert named("{delivery.place}", "en") != "{delivery.place}"
    assert filled(one).clauses[0].zh == clauses[0].zh  # the checks look for the plain name
