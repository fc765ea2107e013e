import datetime as dt
from decimal import Decimal

import pytest

from orderdesk_gui.actions import approvals_assessing, approvals_policy, rates, settings
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.approvals import DEFAULT_RULES
from orderdesk_gui.rules.language import UserError
from tests.fixtures_store import desk_of


@pytest.fixture
def admin(desk: Desk) -> Desk:
    return desk_of(desk.store, desk.store.folder / "computer.json", "admin")


def on(desk: Desk, key: str, day: dt.date) -> object:
    with desk.reading() as connection:
        return settings.read(connection, key, day)


def test_a_setting_holds_from_its_day_on_and_the_older_one_before(admin: Desk) -> None:
    settings.put(admin, "margin_floor", "0.25", valid_from=dt.date(2026, 12, 1))
    assert on(admin, "margin_floor", dt.date(2026, 11, 30)) == settings.DEFAULTS["margin_floor"]
    assert on(admin, "margin_floor", dt.date(2026, 12, 1)) == "0.25"
    settings.put(admin, "margin_floor", "0.22", valid_from=dt.date(2026, 12, 1))
    assert on(admin, "margin_floor", dt.date(2027, 1, 1)) == "0.22"


def test_only_who_may_change_settings_does(desk: Desk, admin: Desk) -> None:
    clerk = desk_of(desk.store, desk.store.folder / "computer.json", "sales")
    with pytest.raises(UserError):
        settings.put(clerk, "margin_floor", "0")
    assert settings.get(admin, "margin_floor") == settings.DEFAULTS["margin_floor"]


def test_settings_of_this_desk_stay_out_of_the_journal(admin: Desk) -> None:
    with admin.store.plain_writing() as connection:
        settings.put_local(connection, "archive", "a")
        settings.put_local(connection, "archive", "b")
    with admin.reading() as connection:
        assert settings.get_local(connection, "archive") == "b"
        assert settings.get_local(connection, "nothing") is None
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one() == 0


def test_exchange_rates_are_kept_exactly_with_source_and_day(admin: Desk) -> None:
    wanted = [rates.ExchangeRate("usd", Decimal("7.123456"), "中国银行"), rates.ExchangeRate("EUR", Decimal("8.2"))]
    rates.save(admin, wanted)
    eur, usd = rates.exchange_rates(admin)
    assert (usd.currency, usd.rate, usd.source, usd.date) == (
        "USD", Decimal("7.123456"), "中国银行", dt.date(2026, 11, 21),
    )  # fmt: skip
    with admin.reading() as connection:
        assert approvals_assessing.rate_to_books(connection, "EUR", dt.date(2026, 11, 21)) == eur.rate


@pytest.mark.parametrize(
    "bad",
    [("US", "7"), ("CNY", "1"), ("美元元", "7"), ("USD", "0"), ("USD", "-7"), ("USD", "NaN"), ("USD", "1e9")],
)
def test_nonsense_is_no_exchange_rate(admin: Desk, bad: tuple[str, str]) -> None:
    with pytest.raises(UserError):
        rates.save(admin, [rates.ExchangeRate(bad[0], Decimal(bad[1]))])
    assert rates.exchange_rates(admin) == []


def test_a_currency_stands_only_once(admin: Desk) -> None:
    with pytest.raises(UserError):
        rates.save(admin, [rates.ExchangeRate("USD", Decimal(7)), rates.ExchangeRate("usd", Decimal(8))])


def test_vat_rates_are_added_and_changed(admin: Desk) -> None:
    rates.save(admin, vat=[rates.DatedRate(None, "goods", Decimal("0.13"), dt.date(2026, 1, 1))])
    (saved,) = rates.vat_rates(admin)
    rates.save(admin, vat=[rates.DatedRate(saved.id, "goods", Decimal("0.12"), saved.valid_from)])
    assert [one.rate for one in rates.vat_rates(admin)] == [Decimal("0.12")]
    late = rates.DatedRate(None, "goods", Decimal("0.1"), dt.date(2027, 1, 1), dt.date(2026, 1, 1))
    for bad in (late, rates.DatedRate(None, "goods", Decimal(13), dt.date(2027, 1, 1)),
                rates.DatedRate(None, " ", Decimal("0.1"), dt.date(2027, 1, 1))):  # fmt: skip
        with pytest.raises(UserError):
            rates.save(admin, vat=[bad])
    assert len(rates.vat_rates(admin)) == 1


def test_an_edited_matrix_is_a_new_version_from_its_day_on(admin: Desk) -> None:
    from dataclasses import replace

    rules = (replace(DEFAULT_RULES[0], limit=Decimal("0.01")), *DEFAULT_RULES[1:])
    approvals_policy.save_policy(admin, rules, valid_from=dt.date(2026, 12, 1))
    assert approvals_policy.matrix(admin)[1] == 0
    with admin.reading() as connection:
        policy, version = approvals_policy.policy(connection, dt.date(2026, 12, 1))
    assert (policy.rules[0].limit, version) == (Decimal("0.01"), 1)
    assert len(policy.rules) == len(DEFAULT_RULES)
