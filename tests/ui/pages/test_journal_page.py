from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import customers, history, journal, people, products, quotes_saving
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.customers import Customer
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.journal_words import column_words, value_words
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.journal_page import JournalPage
from tests.fixtures_store import desk_of
from tests.ui.small_firm import *  # noqa: F403
from tests.ui.soundness import assert_page_is_sound

Make = Callable[..., MainWindow]


@pytest.fixture
def opened(make_window: Make, qtbot: QtBot) -> Callable[[], JournalPage]:
    def make() -> JournalPage:
        window = make_window([PageSpec("journal", "Journal", "history", JournalPage)])
        window.resize(1440, 900)
        window.go("journal")
        page = window.page("journal")
        assert isinstance(page, JournalPage)
        qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20000)
        return page

    return make


def test_a_revision_is_called_by_its_quotation(firm: Desk) -> None:
    customer = customers.save(firm, Customer(name="甲公司"))
    line = QuoteLine(quantity=Decimal(1), unit_price=Decimal(5), name_zh="减速机", unit="台")
    saved = quotes_saving.save(firm, replace(quotes_saving.blank(firm, customer.id), lines=(line,)))
    found = history.changes(firm, history.Query(kind="quotations"))
    assert {one.title for one in found.rows if one.table == "quote_revision"} == {f"{saved.number} R1"}


def settle(page: JournalPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.busy and not page._timer.isActive(), timeout=20000)


def test_names_and_figures_are_readable(firm: Desk) -> None:
    saved = products.save(firm, Product(code="P1", name_zh="减速机", unit="台", list_price=Decimal("12.5")))
    customer = customers.save(firm, Customer(name="甲公司", owner_id=firm.user_id))
    found = history.changes(firm, history.Query())
    product = next(one for one in found.rows if one.row == saved.id)
    fields = {field.name: (field.before, field.after) for field in product.fields}
    assert (product.title, product.user, product.table, product.op) == ("减速机", "周洁", "product", "I")
    assert fields["list_price"] == (None, Decimal("12.5"))
    assert "id" not in fields and "scope" not in fields
    row = next(one for one in found.rows if one.row == customer.id and one.table == "customer")
    assert {field.name: field.after for field in row.fields}["owner_id"] == "周洁"
    assert (value_words("list_price", Decimal("1234.50")), column_words("owner_id")) == ("1,234.5", "Owner")
    assert found.total == len(found.rows) and found.after is None


def test_the_journal_comes_in_parts_and_narrows_by_text_person_and_kind(firm: Desk) -> None:
    for number in range(5):
        customers.save(firm, Customer(name=f"公司{number}"))
    products.save(firm, Product(code="P1", name_zh="减速机", unit="台"))
    first = history.changes(firm, history.Query(kind="customers"), limit=3)
    assert [one.title for one in first.rows] == ["公司4", "公司3", "公司2"] and first.after is not None
    rest = history.changes(firm, history.Query(kind="customers"), after=first.after[0], limit=3)
    assert [one.title for one in rest.rows] == ["公司1", "公司0"] and rest.after is None
    assert [one.title for one in history.changes(firm, history.Query("公司3")).rows] == ["公司3"]
    assert [one.title for one in history.changes(firm, history.Query("jsj")).rows] == ["减速机"]
    assert history.changes(firm, history.Query("100%")).rows == ()
    somebody = people.save_person(firm, people.Person(name="李强")).id
    assert history.changes(firm, history.Query(person=somebody.hex)).rows == ()


def test_costs_are_hidden_from_who_may_not_see_them(firm: Desk) -> None:
    products.save(firm, Product(code="P1", name_zh="减速机", unit="台", cost=Decimal("7")))
    seen = desk_of(firm.store, firm.store.folder / "computer.json", "manager")
    veiled = desk_of(firm.store, firm.store.folder / "computer.json", "legal")

    def fields(desk: Desk) -> set[str]:
        return {
            field.name for one in history.changes(desk, history.Query(kind="products")).rows for field in one.fields
        }

    assert "cost" in fields(seen)
    assert "cost" not in fields(veiled) and "code" in fields(veiled)
    clerk = desk_of(firm.store, firm.store.folder / "computer.json", "sales")
    with pytest.raises(UserError):
        history.changes(clerk, history.Query())


def test_the_chosen_change_shows_its_fields_and_is_undone(
    firm: Desk, opened: Callable[[], JournalPage], qtbot: QtBot
) -> None:
    saved = customers.save(firm, Customer(name="甲公司"))
    customers.save(firm, replace(customers.load(firm, saved.id), name="乙公司"))
    page = opened()
    page.changes.select_row(0)
    assert ("name", "甲公司", "乙公司") in [(f.name, f.before, f.after) for f in page.fields_model.rows()]
    assert page.ui.undo.isEnabled()
    page.ui.undo.click()
    qtbot.waitUntil(lambda: customers.load(firm, saved.id).name == "甲公司", timeout=20000)


def test_what_is_not_undone_says_so(firm: Desk, opened: Callable[[], JournalPage]) -> None:
    page = opened()
    assert page.model.rows()[-1].action == "first_hour"
    page.changes.select_row(len(page.model.rows()) - 1)
    assert not page.ui.undo.isEnabled()
    assert page.ui.undo.toolTip()


def test_typing_narrows_the_page(firm: Desk, opened: Callable[[], JournalPage], qtbot: QtBot) -> None:
    customers.save(firm, Customer(name="华为技术有限公司"))
    customers.save(firm, Customer(name="甲公司"))
    page = opened()
    qtbot.keyClicks(page.ui.search, "hwjs")
    settle(page, qtbot)
    qtbot.waitUntil(lambda: [row.title for row in page.model.rows()] == ["华为技术有限公司"], timeout=20000)


def test_a_deleted_record_comes_back_from_the_bin(firm: Desk, opened: Callable[[], JournalPage], qtbot: QtBot) -> None:
    saved = customers.save(firm, Customer(name="甲公司"))
    customers.delete(firm, saved.id)
    page = opened()
    page.open("bin")
    qtbot.waitUntil(lambda: [row.title for row in page.bin_model.rows()] == ["甲公司"], timeout=20000)
    assert page.ui.restore.isVisible() and not page.ui.undo.isVisible()
    page.ui.restore.click()
    qtbot.waitUntil(lambda: page.bin_model.rows() == [], timeout=20000)
    assert customers.load(firm, saved.id).name == "甲公司"
    assert journal.recycle_bin(firm) == []


def test_the_check_of_a_sound_file_is_told(firm: Desk, opened: Callable[[], JournalPage], qtbot: QtBot) -> None:
    page = opened()
    page.check()
    settle(page, qtbot)
    assert page.ui.check.isEnabled()
    window: Any = page.shell
    assert any("sound" in notice for notice in window._notices)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_sound_in_both_languages(
    firm: Desk, opened: Callable[[], JournalPage], qapp: QApplication, language: str
) -> None:
    translations.install(qapp, language)
    assert_page_is_sound(opened())


def test_every_column_has_a_chinese_name(tmp_path: Path) -> None:
    from orderdesk_gui.rules.language import catalogue, use_language
    from orderdesk_gui.store.base import tables

    use_language("zh")
    known = set(catalogue("zh").values())
    columns = {column.name for table in tables("shared") for column in table.columns}
    assert [name for name in sorted(columns) if column_words(name) not in known] == []


def test_without_the_right_only_the_sentence_and_the_recycle_bin_are_shown(
    firm: Desk, opened: Callable[[], JournalPage]
) -> None:
    page = opened()
    page._framed((False, []))
    assert not page.ui.refusal.isHidden()
    assert page.ui.detail.isHidden() and page.ui.list_slot.isHidden() and page.ui.search.isHidden()
    page.open("bin")
    assert page.ui.refusal.isHidden()
    assert not page.ui.detail.isHidden() and not page.ui.list_slot.isHidden() and page.ui.search.isHidden()
