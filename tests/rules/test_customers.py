from decimal import Decimal as D
from typing import Any

import pytest

from orderdesk_gui.rules.customers import (
    BankAccount,
    Contact,
    Customer,
    check_customer,
    company_key,
    one_line,
)
from orderdesk_gui.rules.payment import PaymentTerms

HUAWEI = Customer("华为技术有限公司", uscc="914403001922038216")


def test_a_sound_customer_has_no_problem() -> None:
    assert check_customer(HUAWEI) == ()


@pytest.mark.parametrize(
    ("change", "field", "severity"),
    [
        ({"name": " "}, "name", "error"), ({"name": "长" * 301}, "name", "error"),
        ({"name": "华为\n技术"}, "name", "error"),
        ({"tier": "vip"}, "tier", "error"), ({"credit_grade": "E"}, "credit_grade", "error"),
        ({"credit_limit": D("-1")}, "credit_limit", "error"), ({"credit_limit": D("NaN")}, "credit_limit", "error"),
        ({"payment": PaymentTerms("days", -1)}, "payment.days", "error"), ({"uscc": "9144"}, "uscc", "warning"),
        ({"uscc": ""}, "uscc", "warning"), ({"status": "gone"}, "status", "error"),
        ({"contacts": (Contact("", phone="13800138000"),)}, "contacts.0.name", "error"),
        ({"contacts": (Contact("王"), Contact("李", email="li@"))}, "contacts.1.email", "warning"),
        ({"accounts": (BankAccount("工行", "123"),)}, "accounts.0.account", "warning"),
    ],
)  # fmt: skip
def test_each_problem_stands_at_its_field(change: dict[str, Any], field: str, severity: str) -> None:
    customer = Customer(**({"name": HUAWEI.name, "uscc": HUAWEI.uscc} | change))
    assert [(problem.field, problem.severity) for problem in check_customer(customer)] == [(field, severity)]


def test_names_of_every_script_pass() -> None:
    for name in ('O\'Neill "Pumps"', "😀𠮷科技", "\u200fشركة", "长" * 300):
        assert check_customer(Customer(name, country="XX")) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("深圳市华为技术有限公司", "深圳华为技术（有限公司）"),
        ("ABB (China) Co., Ltd.", "abb China"),
        ("美的集团股份有限公司", "美的集团"),
        ("Müller GmbH", "MULLER"),
    ],
)
def test_one_firm_written_two_ways_has_one_key(one: str, other: str) -> None:
    assert company_key(one) == company_key(other) != ""


def test_different_firms_keep_different_keys() -> None:
    names = ["华为技术有限公司", "华为终端有限公司", "有限公司", "市集团", "Co Ltd", "ABB", "上海电气", "上海电器"]
    assert len({company_key(name) for name in names}) == len(names)


def test_pasted_line_breaks_become_spaces() -> None:
    assert one_line(" 华为\r\n技术\t有限公司 ") == "华为 技术 有限公司"
