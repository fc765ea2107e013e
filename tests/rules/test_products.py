"""Products: VAT rates of another time or of no supply are doubted."""

from datetime import date
from decimal import Decimal

import pytest

from orderdesk_gui.rules.products import Product, check_vat_rate, rates_in_force
from orderdesk_gui.rules.vat import DEFAULT_VAT_RATES


def test_the_rates_of_a_day_are_told() -> None:
    assert [str(rate) for rate in rates_in_force(DEFAULT_VAT_RATES, date(2026, 11, 21))] == [
        "0.13", "0.09", "0.06", "0.03", "0.01", "0",
    ]  # fmt: skip
    assert Decimal("0.01") not in rates_in_force(DEFAULT_VAT_RATES, date(2028, 1, 1))
    assert rates_in_force(DEFAULT_VAT_RATES, date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    ("rate", "on", "doubted"),
    [
        ("0.13", date(2026, 11, 21), False),
        ("0.17", date(2026, 11, 21), True),
        ("0.01", date(2027, 12, 31), False),
        ("0.01", date(2028, 1, 1), True),
        ("0.17", date(2018, 1, 1), False),  # nothing is known of that day
        ("1.3", date(2026, 11, 21), False),  # an error already
    ],
)
def test_a_rate_that_no_supply_has_is_doubted(rate: str, on: date, doubted: bool) -> None:
    found = check_vat_rate(Product(code="F", vat_rate=Decimal(rate)), DEFAULT_VAT_RATES, on)
    assert [problem.field for problem in found] == ["vat_rate"] * doubted
    assert not doubted or "13 %" in str(found[0].message)
