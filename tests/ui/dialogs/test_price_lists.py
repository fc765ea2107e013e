"""The dialog of price lists: heads edited, a copy with a change, discounts from today on."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import price_lists, products
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.products import Product
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.price_lists import PriceListsDialog
from orderdesk_gui.ui.main_window import MainWindow
from tests.ui.pages.desk_window import *  # noqa: F403
from tests.ui.pages.desk_window import settle
from tests.ui.soundness import assert_page_is_sound

Open = Callable[[], PriceListsDialog]


@pytest.fixture
def open_dialog(jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow]) -> Open:
    """Opens the dialog."""

    def made() -> PriceListsDialog:
        dialog = PriceListsDialog(make_window())
        qtbot.addWidget(dialog)
        dialog.show()
        settle(qtbot, jobs)
        return dialog

    return made


def with_prices(desk: Desk) -> None:
    made = products.save(desk, Product(code="A", name_zh="阀")).id
    info = products.PriceListInfo(None, "2026-07", "USD", "exclusive", desk.clock().date())
    prices = [
        products.Price(made, Decimal(0), "", Decimal("10")),
        products.Price(made, Decimal(9), "", None, Decimal("0.1")),
    ]
    products.save_price_list(desk, info, prices)


def test_a_copy_is_made_with_all_prices_changed(firm: Desk, open_dialog: Open, jobs: Background, qtbot: QtBot) -> None:
    with_prices(firm)
    dialog = open_dialog()
    dialog.ui.copy.click()
    dialog.ui.name.setText("2027-01")
    dialog.ui.change.set_fraction(Decimal("0.035"))
    dialog.save_list()
    settle(qtbot, jobs)
    copied = next(info for info in products.price_lists(firm) if info.name == "2027-01")
    assert (copied.currency, copied.tax_mode) == ("USD", "exclusive")
    product = products.list_products(firm).rows[0].id
    prices = [price for info, price in products.prices_of(firm, product) if info.id == copied.id]
    assert [(price.unit_price, price.discount) for price in prices] == [
        (Decimal("10.35"), None),
        (None, Decimal("0.1")),
    ]
    assert dialog.table.current_row().name == "2027-01"


def test_a_list_without_a_name_is_told_at_the_field(
    firm: Desk, open_dialog: Open, jobs: Background, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    dialog.save_list()
    settle(qtbot, jobs)
    assert dialog.errors.marked() == ["name"]
    dialog.ui.name.setText("2026-11")
    dialog.ui.valid_until.set_value(firm.clock().date().replace(year=2020))
    dialog.save_list()
    settle(qtbot, jobs)
    assert "valid_until" in dialog.errors.marked()
    assert products.price_lists(firm) == []


def test_discounts_are_set_from_today_on_and_taken_away(
    firm: Desk, open_dialog: Open, jobs: Background, qtbot: QtBot
) -> None:
    products.set_tier_discount(firm, "new", Decimal("0.01"))
    dialog = open_dialog()
    dialog.tiers.set_lines([{"tier": "key", "category": None, "discount": Decimal("0.05")}])
    dialog.save_tiers()
    settle(qtbot, jobs)
    assert {(tier, value) for tier, _, value, _, _ in price_lists.tier_discounts(firm)} == {
        ("new", Decimal("0.01")), ("new", Decimal(0)), ("key", Decimal("0.05")),
    }  # fmt: skip
    assert [(line["tier"], line["discount"]) for line in dialog.tiers.lines()] == [("key", Decimal("0.05"))]


def test_a_day_that_is_no_date_is_told_and_not_left_out(
    firm: Desk, open_dialog: Open, jobs: Background, qtbot: QtBot
) -> None:
    with_prices(firm)
    dialog = open_dialog()
    dialog.ui.name.setText("2026-08")
    dialog.ui.valid_until.setText("年底")
    dialog.save_list()
    settle(qtbot, jobs)
    assert dialog.errors.marked() == ["valid_until"]
    assert [info.name for info in products.price_lists(firm)] == ["2026-07"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_dialog_is_sound(firm: Desk, open_dialog: Open, qapp: QApplication, language: str) -> None:
    translations.install(qapp, language)
    with_prices(firm)
    assert_page_is_sound(open_dialog(), own_words=["2026-07", "2026-11"])
