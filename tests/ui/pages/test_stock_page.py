"""The page of stock: what there is and can be promised, counts, expected supply, the rule of reordering."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import products, stock, stock_views
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.stock import StockPolicy
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.import_wizard import ImportWizard
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.stock.page import StockPage
from tests.ui.pages.desk_window import *  # noqa: F403
from tests.ui.pages.desk_window import settle
from tests.ui.pages.test_milestones_page import order
from tests.ui.soundness import assert_page_is_sound

Show = Callable[[], StockPage]


def product(firm: Desk, code: str = "G-1") -> uuid.UUID:
    return products.save(firm, Product(code=code, name_zh="减速机", unit="台", list_price=Decimal(100))).id


@pytest.fixture
def show(jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow]) -> Show:
    """Shows the page in a window of the size of a small laptop."""

    def made() -> StockPage:
        window = make_window([PageSpec("stock", "Stock", "box", StockPage)])
        window.resize(1366, 768)
        window.go("stock")
        settle(qtbot, jobs)
        page = window.current_page()
        assert isinstance(page, StockPage)
        return page

    return made


def test_without_products_it_says_what_to_do(firm: Desk, show: Show) -> None:
    page = show()
    assert page.model.rows() == [] and page.stack.currentWidget() is page._nothing
    assert_page_is_sound(page)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_sound_in_both_languages(firm: Desk, show: Show, qapp: QApplication, language: str) -> None:
    translations.install(qapp, language)
    order(firm)
    made = next(row.id for row in stock.list_stock(firm).rows)
    stock.count(firm, [stock.Counted(made, Decimal(8))])
    stock.expect(firm, made, Decimal(20), dt.date(2026, 12, 1), "PO-7")
    stock.set_policy(firm, made, StockPolicy(Decimal(30)))
    page = show()
    assert page.detail.kept.isVisible() and page.detail.coming.isVisible()
    assert_page_is_sound(page, own_words={page.ui.code.text(), page.ui.name.text()})


def test_a_count_is_noted_by_keyboard(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = product(firm)
    page = show()
    assert page.detail.view.id == made
    page.edit()
    page.ui.counted.setText("12")
    page.ui.counted.textEdited.emit("12")
    page.ui.count_note.setText("盘点单 7")
    page.ui.counted.returnPressed.emit()
    settle(qtbot, jobs)
    assert stock.standing(firm, [made])[made].on_hand == 12
    assert page.detail.view.standing.on_hand == 12 and page.model.rows()[0].standing.on_hand == 12
    assert page.ui.counted.text() == "" and page.ui.count_note.text() == ""


def test_an_empty_or_negative_count_stands_at_its_field(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = product(firm)
    page = show()
    page.ui.count_button.click()
    assert page.detail.errors.marked() == ["counted"]
    page.ui.counted.setText("-3")
    page.ui.counted.textEdited.emit("-3")
    page.ui.count_button.click()
    settle(qtbot, jobs)
    assert page.detail.errors.marked() == ["counted"]
    assert stock.standing(firm, [made])[made].as_of is None


def test_supply_is_noted_and_comes_in(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = product(firm)
    page = show()
    page.ui.expected.setText("20")
    page.ui.expected.textEdited.emit("20")
    page.ui.expect_button.click()
    assert page.detail.errors.marked() == ["due"]
    page.ui.due.setText("2026-12-01")
    page.ui.expect_button.click()
    settle(qtbot, jobs)
    assert [one.quantity for one in page.detail.view.coming] == [20]
    page.ui.came_in.click()
    settle(qtbot, jobs)
    assert stock_views.view(firm, made).standing.on_hand == 20
    assert not page.detail.coming.isVisible() and not page.ui.came_in.isVisible()


def test_the_rule_of_reordering_is_kept_and_dropped(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = product(firm)
    page = show()
    page.ui.reorder_point.set_value(Decimal(10))
    page.ui.maximum.set_value(Decimal(5))
    page.ui.policy_save.click()
    settle(qtbot, jobs)
    assert page.detail.errors.marked() == ["maximum"]
    page.ui.maximum.set_value(Decimal(50))
    page.ui.policy_save.click()
    settle(qtbot, jobs)
    assert stock_views.view(firm, made).policy == StockPolicy(Decimal(10), Decimal(0), Decimal(50))
    assert page.ui.suggestion.text() == "Order 50 台 now"
    page.ui.policy_drop.click()
    settle(qtbot, jobs)
    assert stock_views.view(firm, made).policy is None and page.ui.reorder_point.value() is None


def test_what_to_order_is_a_tab_and_a_workbook(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    low, plenty = product(firm, "LOW"), product(firm, "PLENTY")
    for one, quantity in ((low, 1), (plenty, 100)):
        stock.set_policy(firm, one, StockPolicy(Decimal(10)))
        stock.count(firm, [stock.Counted(one, Decimal(quantity))])
    page = show()
    page.ui.tabs.set_value("to_order")
    page.ui.tabs.changed.emit("to_order")
    settle(qtbot, jobs)
    assert [row.code for row in page.model.rows()] == ["LOW"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "buy"), ""))
    page.export_suggestions()
    settle(qtbot, jobs)
    sheet = openpyxl.load_workbook(tmp_path / "buy.xlsx").active
    assert sheet is not None and sheet["A2"].value == "LOW" and sheet["G2"].value == 19


def test_an_order_that_goods_are_kept_for_is_opened(firm: Desk, show: Show, qtbot: QtBot) -> None:
    order_id = order(firm)
    page = show()
    with qtbot.waitSignal(page.navigate) as went:
        page.detail.kept.opened.emit(page.detail.view.kept[0])
    assert went.args == ["orders", order_id]


def test_counts_come_in_and_stock_goes_out_by_command(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stock.count(firm, [stock.Counted(product(firm), Decimal(7))])
    page = show()
    commands = {command.title: command.run for command in page.commands()}
    commands["Import stock"]()
    wizard = page.findChild(ImportWizard)
    assert wizard.isVisible() and wizard.windowTitle() == "Import stock"
    wizard.reject()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "stock.csv"), ""))
    commands["Export stock"]()
    settle(qtbot, jobs)
    _head, row = (tmp_path / "stock.csv").read_text("utf-8-sig").splitlines()
    assert row.startswith("G-1,") and "7" in row.split(",")
