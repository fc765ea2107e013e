import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import customers, inquiries, notes, products, quotes_saving
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.customers import Customer
from orderdesk_gui.rules.inquiries import Inquiry
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.home_page import HomePage, day_words
from orderdesk_gui.ui.widgets.home_list import Line
from tests.ui.small_firm import *  # noqa: F403
from tests.ui.soundness import assert_page_is_sound

Make = Callable[..., MainWindow]
DAY = dt.date(2026, 11, 21)


@pytest.fixture
def home(make_window: Make, qtbot: QtBot) -> Callable[[], tuple[MainWindow, HomePage]]:
    def make() -> tuple[MainWindow, HomePage]:
        window = make_window([PageSpec("today", "Today", "sunrise", HomePage)])
        window.resize(1440, 900)
        window.go("today")
        page = window.page("today")
        assert isinstance(page, HomePage)
        qtbot.waitUntil(lambda: page._shown is not None, timeout=20000)
        return window, page

    return make


def lines(page: HomePage) -> list[Any]:
    return [row.item for row in page.list.rows() if isinstance(row, Line)]


def test_an_empty_firm_is_welcomed_with_its_first_steps(home: Callable[[], Any], qtbot: QtBot) -> None:
    _window, page = home()
    assert lines(page) == []
    assert page.list._empty is not None and page.list._empty.isVisible()
    with qtbot.waitSignal(page.navigate) as asked:
        from PySide6.QtWidgets import QPushButton

        page.list._empty.findChildren(QPushButton)[0].click()
    assert asked.args == ["customers", {"import": True}]


def test_to_dos_stand_by_day_and_are_ticked_off_with_space(firm: Desk, home: Callable[[], Any], qtbot: QtBot) -> None:
    for text, due in (("later", DAY + dt.timedelta(days=3)), ("late", DAY - dt.timedelta(days=2)), ("today", DAY),
                      ("undated", None)):  # fmt: skip
        notes.add_todo(firm, text, due)
    _window, page = home()
    assert [item.text for item in lines(page)] == ["late", "today", "later", "undated"]
    counts = {counter.key: counter.count for counter in page.counters._counters}
    assert (counts["all"], counts["overdue"], counts["today"], counts["later"]) == (4, 1, 1, 2)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: [item.text for item in lines(page)] == ["today", "later", "undated"], timeout=20000)
    assert [todo.text for todo in notes.todos_for_me(firm)] == ["today", "later", "undated"]


def test_a_counter_filters_the_list(firm: Desk, home: Callable[[], Any]) -> None:
    notes.add_todo(firm, "late", DAY - dt.timedelta(days=2))
    notes.add_todo(firm, "today", DAY)
    _window, page = home()
    page.counters.set_value("today")
    page._show_list()
    assert [item.text for item in lines(page)] == ["today"]


def test_what_one_types_is_noted(firm: Desk, home: Callable[[], Any], qtbot: QtBot) -> None:
    _window, page = home()
    page.ui.note.setText("给铭禾回电")
    page.due.set_value(DAY)
    qtbot.keyClick(page.ui.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [item.text for item in lines(page)] == ["给铭禾回电"], timeout=20000)
    assert page.ui.note.text() == ""


def test_inquiries_due_and_recent_papers_lead_to_their_pages(firm: Desk, home: Callable[[], Any], qtbot: QtBot) -> None:
    customer = customers.save(firm, Customer(name="苏州澄岳自动化设备有限公司"))
    products.save(firm, Product(code="P1", name_zh="减速机", unit="台"))
    asked = inquiries.save(firm, Inquiry(date=DAY, customer_name="泊远泵业", phone="13812345678",
                                         next_step="call", next_date=DAY))  # fmt: skip
    line = QuoteLine(quantity=Decimal(1), unit_price=Decimal(5), name_zh="减速机", unit="台")
    inquiries.save(firm, Inquiry(date=DAY, customer_name="later", phone="1", next_date=DAY + dt.timedelta(days=1)))
    saved = quotes_saving.save(firm, replace(quotes_saving.blank(firm, customer.id), lines=(line,)))
    _window, page = home()
    assert [(item.kind, item.target, item.customer) for item in lines(page)] == [("inquiry", asked.id, "泊远泵业")]
    with qtbot.waitSignal(page.navigate) as led:
        page.list.setFocus()
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert led.args == ["inquiries", asked.id]
    assert [(paper.number, paper.status) for paper in page.recent_model.rows()] == [(saved.number, "draft")]
    with qtbot.waitSignal(page.navigate) as led:
        page.recent.opened.emit(page.recent_model.rows()[0])
    assert led.args == ["quotations", saved.id]


def test_a_click_on_what_is_to_be_done_opens_it(firm: Desk, home: Callable[[], Any], qtbot: QtBot) -> None:
    asked = inquiries.save(firm, Inquiry(date=DAY, customer_name="泊远泵业", phone="1", next_date=DAY))
    _window, page = home()
    rect = page.list.visualRect(page.list.currentIndex())
    places = page.list._delegate.places(rect)
    told: list[Any] = []
    page.navigate.connect(lambda key, id: told.append((key, id)))
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=places.customer.center())
    assert told == []
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=places.action.center())
    assert told == [("inquiries", asked.id)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_that_counts_is_cut_on_a_small_screen(
    firm: Desk, home: Callable[[], Any], qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    translations.install(qapp, language)
    customer = customers.save(firm, Customer(name="内蒙古自治区呼和浩特市力昊高性能陶瓷装备研究制造有限公司"))
    products.save(firm, Product(code="P1", name_zh="减速机", unit="台"))
    asked = Inquiry(date=DAY, customer_name="泊远泵业" * 40, phone="1", next_date=DAY, next_step="x" * 300)
    inquiries.save(firm, asked)
    line = QuoteLine(quantity=Decimal(1), unit_price=Decimal(5), name_zh="减速机", unit="台")
    quotes_saving.save(firm, replace(quotes_saving.blank(firm, customer.id), lines=(line,)))
    window, page = home()
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: bool(page.recent_model.rows()), timeout=20000)
    QApplication.processEvents()
    heads = page.recent.horizontalHeader()
    assert heads.length() <= page.recent.viewport().width()
    for number, column in enumerate(page.recent_model.columns):
        if column.key in ("number", "status"):
            assert heads.sectionSize(number) >= column.room(page.recent_model.rows()[0])
    option = QStyleOptionViewItem()
    option.rect = page.list.visualRect(page.list.currentIndex())
    cut = page.list.itemDelegate().whole_text(option, page.list.currentIndex()).split("\n")
    assert cut == ["泊远泵业" * 40, "x" * 300]


def test_days_are_said_in_words() -> None:
    assert day_words(DAY - dt.timedelta(days=1), DAY) == "1 day late"
    assert day_words(DAY - dt.timedelta(days=3), DAY) == "3 days late"
    assert day_words(DAY + dt.timedelta(days=1), DAY) == "tomorrow"
    assert day_words(dt.date(2027, 1, 5), DAY) == "2027-01-05"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_sound_in_both_languages(
    firm: Desk, home: Callable[[], Any], qapp: QApplication, language: str
) -> None:
    notes.add_todo(firm, "给铭禾回电", DAY)
    translations.install(qapp, language)
    _window, page = home()
    assert_page_is_sound(page, own_words=["2026-11-21"])
