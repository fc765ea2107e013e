"""The page of products: found, edited in place with their prices, costs only for those who may see them."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import companies, drafts, notes, products
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.products import Product
from orderdesk_gui.ui import theme, translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.products.detail import set_editable
from orderdesk_gui.ui.pages.products.page import ProductsPage
from orderdesk_gui.ui.undo_stack import UndoStack
from tests.ui.pages.desk_window import *  # noqa: F403
from tests.ui.pages.desk_window import settle
from tests.ui.soundness import assert_page_is_sound

GEAR = Product(code="PLF060-L1-5", name_zh="行星减速机", name_en="Planetary gearbox", unit="台", category="减速机",
               list_price=Decimal("486"), cost=Decimal("310"), lead_days=18)  # fmt: skip
Show = Callable[[], ProductsPage]


@pytest.fixture
def show(
    jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> Show:
    """Shows the page in a window of the size of a small laptop; asked whether to save, the person discards."""
    monkeypatch.setattr(ProductsPage, "_ask", lambda self: "discard")

    def made() -> ProductsPage:
        window = make_window([PageSpec("products", "Products & prices", "package", ProductsPage)])
        window.resize(1366, 768)
        window.go("products")
        settle(qtbot, jobs)
        page = window.current_page()
        assert isinstance(page, ProductsPage)
        return page

    return made


def make_list(desk: Desk, name: str, *prices: products.Price) -> Any:
    info = products.PriceListInfo(None, name, "CNY", "inclusive", desk.clock().date())
    return products.save_price_list(desk, info, prices).id


def test_the_first_product_is_shown_and_unchanged(firm: Desk, show: Show) -> None:
    made = products.save(firm, GEAR).id
    make_list(firm, "2026-07", products.Price(made, Decimal(100), "key", None, Decimal("0.03")))
    page = show()
    assert page.detail.id() == made
    assert page.detail.product() == products.load(firm, made)
    assert not page.detail.is_changed()
    assert [line["from_quantity"] for line in page.detail.prices._lines()] == [Decimal(100)]


def test_fields_and_prices_are_saved_together_and_undone(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    made = products.save(firm, GEAR).id
    list_id = make_list(firm, "2026-07", products.Price(made, Decimal(0), "", Decimal("480")))
    page = show()
    stack = UndoStack(jobs, page)
    jobs.changed.connect(stack.add)
    page.shell.session = SimpleNamespace(undo_stack=stack)
    page.detail.ui.drawing_number.setText("D-100")
    grid = page.detail.prices._grid
    assert grid is not None
    grid.set_cell(grid.lines()[0]["_id"], "unit_price", Decimal("470"))
    grid.move_on(1)
    page.save()
    settle(qtbot, jobs)
    assert products.load(firm, made).drawing_number == "D-100"
    assert [price.unit_price for _, price in products.prices_of(firm, made)] == [Decimal("470")]
    page.undo()
    settle(qtbot, jobs)
    assert products.load(firm, made).drawing_number == ""
    assert page.detail.ui.drawing_number.text() == ""
    page.redo()
    settle(qtbot, jobs)
    assert (products.load(firm, made).drawing_number, page.detail.ui.drawing_number.text()) == ("D-100", "D-100")
    page.undo()
    settle(qtbot, jobs)
    assert [(info.id, price.unit_price) for info, price in products.prices_of(firm, made)] == [(list_id, Decimal(480))]


def test_what_was_typed_and_not_saved_comes_back(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    products.save(firm, replace(GEAR, code="A-1"))
    made = products.save(firm, GEAR).id
    list_id = make_list(firm, "2026-07", products.Price(made, Decimal(0), "", Decimal("480")))
    page = show()
    page.open(made)
    settle(qtbot, jobs)
    page.detail.ui.drawing_number.setText("D-100")
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert page.detail.ui.picture._give(image)
    grid = page.detail.prices._grid
    assert grid is not None
    grid.set_cell(grid.lines()[0]["_id"], "unit_price", Decimal("470.5"))
    page.detail.keeper.keep_now()
    settle(qtbot, jobs)
    again = show()  # as after a crash
    assert again.detail.id() == made and "back" in again.detail.ui.bar_note.text()
    assert again.detail.ui.drawing_number.text() == "D-100"
    assert again.detail.ui.picture._shown is not None
    again.save()
    settle(qtbot, jobs)
    kept = products.load(firm, made)
    assert kept.drawing_number == "D-100" and products.picture(firm, kept) is not None
    assert [(info.id, price.unit_price) for info, price in products.prices_of(firm, made)] == [
        (list_id, Decimal("470.5"))
    ]
    assert drafts.drafts_of(firm, "product") == []


def test_a_draft_is_thrown_away_with_its_picture(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    products.save(firm, GEAR)
    page = show()
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert page.detail.ui.picture._give(image)
    page.detail.keeper.keep_now()
    settle(qtbot, jobs)
    again = show()
    assert again.detail.is_changed()
    again.detail.ui.discard.click()
    settle(qtbot, jobs)
    assert not again.detail.is_changed() and again.detail.ui.picture._shown is None
    assert drafts.drafts_of(firm, "product") == []


def test_what_is_no_number_is_told_and_nothing_is_lost(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = products.save(firm, GEAR).id
    page = show()
    for field, text in (("list_price", "48o"), ("lead_days", "2.5"), ("vat_rate", "")):
        edit = getattr(page.detail.ui, field)
        edit.setText(text)
        edit.textEdited.emit(text)
        page.detail.ui.packing.setText("木箱")
        page.save()
        settle(qtbot, jobs)
        assert page.detail.errors.marked() == [field]
        assert products.load(firm, made) == replace(GEAR, id=made)
        page.detail.discard()


def test_files_and_todos_hang_on_a_product(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = products.save(firm, GEAR).id
    page = show()
    page.detail.ui.notes_button.click()
    assert page.detail.notes.isVisible()
    page.detail.notes.todos.added.emit("改图纸", None)
    settle(qtbot, jobs)
    assert [todo.text for todo in notes.todos(firm, "product", made)] == ["改图纸"]
    assert "1" in page.detail.ui.notes_button.text()


def test_a_rate_of_the_past_is_doubted_and_a_new_product_has_the_firm_s(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    products.save(firm, replace(GEAR, vat_rate=Decimal("0.17")))
    page = show()
    assert page.detail.errors.marked() == ["vat_rate"]
    own = companies.list_companies(firm)[0]
    companies.save_company(firm, replace(own, vat_rate=Decimal("0.03"), tax_mode="exclusive"))
    page.new()
    settle(qtbot, jobs)
    assert page.detail.product().vat_rate == Decimal("0.03")
    assert "excl" in page.detail.ui.label_list_price.text()


def test_a_price_of_no_list_is_told_at_the_grid(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    products.save(firm, GEAR)
    make_list(firm, "2026-07")
    page = show()
    grid = page.detail.prices._grid
    assert grid is not None
    grid.set_cell(1, "unit_price", Decimal("9"))
    row = grid.model().line(0)  # type: ignore[attr-defined]
    grid.set_cell(row["_id"], "unit_price", Decimal("9"))
    page.save()
    settle(qtbot, jobs)
    assert page.detail.errors.marked() == ["prices"]


def test_a_code_that_exists_is_told_at_the_field(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    products.save(firm, GEAR)
    page = show()
    page.new()
    settle(qtbot, jobs)
    page.detail.ui.code.setText(GEAR.code)
    page.detail.ui.name_zh.setText("另一个")
    page.save()
    settle(qtbot, jobs)
    assert page.detail.errors.marked() == ["code"]
    page.detail.ui.code.setText("NEW-1")
    page.save()
    settle(qtbot, jobs)
    assert [row.code for row in products.list_products(firm).rows] == ["NEW-1", GEAR.code]


def test_an_unlikely_customs_code_is_a_warning(firm: Desk, show: Show) -> None:
    products.save(firm, replace(GEAR, hs_code="7712"))
    page = show()
    assert page.detail.errors.marked() == ["hs_code"]
    assert page.detail.ui.hs_code.property("error") == "yellow"


def test_a_dropped_picture_is_kept(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = products.save(firm, GEAR).id
    page = show()
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert page.detail.ui.picture._give(image)
    page.save()
    settle(qtbot, jobs)
    kept = products.picture(firm, products.load(firm, made))
    assert kept is not None and QImage.fromData(kept).width() == 20


def test_costs_are_shown_only_with_the_right(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    made = products.save(firm, GEAR).id
    clerk = replace(firm, access=replace(firm.access, rights=firm.access.rights - {Right.SEE_COST}))
    jobs.open_desk = lambda: clerk
    page = show()
    assert page.detail.ui.cost.isHidden() and "310" not in page.detail.ui.cost.text()
    assert "cost" not in page.table.shown_columns()
    page.detail.ui.packing.setText("木箱")
    page.save()
    settle(qtbot, jobs)
    assert products.load(firm, made).cost == Decimal(310)
    assert products.load(firm, made).packing == "木箱"


def test_filter_and_category_narrow_the_table(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    products.save(firm, GEAR)
    products.save(firm, Product(code="B-1", name_zh="丝杠", category="丝杠"))
    products.save(firm, Product(code="C-1", name_zh="旧", active=False))
    page = show()
    assert [row.code for row in page.model.rows()] == ["B-1", GEAR.code]
    page.ui.category.setCurrentIndex(page.ui.category.findData("减速机"))
    page._query()
    settle(qtbot, jobs)
    assert [row.code for row in page.model.rows()] == [GEAR.code]
    page.ui.category.setCurrentIndex(0)
    page.ui.inactive.setChecked(True)
    settle(qtbot, jobs)
    assert page.model.total() == 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_sound(firm: Desk, show: Show, qapp: QApplication, language: str) -> None:
    translations.install(qapp, language)
    made = products.save(
        firm, replace(GEAR, name_zh="长" * 280, name_en="L" * 200, category="类" * 60, unit="台" * 20)
    ).id
    make_list(firm, "2026-07", products.Price(made, Decimal(0), "", Decimal("480")))
    page = show()
    labels = (page.detail.ui.title, page.detail.ui.subline)
    own = [word for label in labels for word in (label.text(), label.toolTip())]
    assert_page_is_sound(page, own_words=["CNY", "2026-07", *own])
    assert page.detail.ui.scroll.horizontalScrollBar().maximum() == 0


def test_an_empty_page_offers_the_first_step(firm: Desk, show: Show) -> None:
    page = show()
    assert page.table._empty is not None and page.table._empty.isVisible()


def test_a_text_that_may_not_be_typed_stands_on_the_ground_that_says_so(qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    text = QPlainTextEdit(form)
    text.resize(200, 80)
    form.show()
    seen = {}
    for may_edit in (True, False):
        set_editable(form, may_edit)
        seen[may_edit] = text.grab().toImage().pixelColor(100, 60).name().upper()
    assert (seen[True], seen[False]) == (theme.colours().paper, theme.colours().ground)
