"""The line grid by keyboard: moving on, products, paste from Excel, undo, input methods."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui.ui.style import ERROR
from orderdesk_gui.ui.widgets.cell_edit import CellEdit
from orderdesk_gui.ui.widgets.line_grid import GridColumn, Line, LineGrid, Marks, ProductChoice
from orderdesk_gui.ui.widgets.product_field import POPUP_WIDTH, ProductEdit

COLUMNS = (
    GridColumn("n", "", 40, "number_of_row", editable=False),
    GridColumn("code", "Code", 124, "product", span="name"),
    GridColumn("name", "Product", 236, stretch=True),
    GridColumn("quantity", "Quantity", 72, "number", right=True),
    GridColumn("off", "Discount", 72, "percent", places=1, right=True, editable=False),
    GridColumn("price", "Price", 100, "number", places=2, right=True),
    GridColumn("due", "Due", 90, "date"),
    GridColumn("mode", "Mode", 90, "choice", choices=(("a", "Active"), ("b", "Inactive"))),
    GridColumn("amount", "Amount", 116, "number", places=2, right=True, editable=False),
    GridColumn("marks", "", 32, "marks", editable=False),
)
GEAR = ProductChoice(
    "行星减速机", "PLF060", "86", "10.00", values={"code": "PLF060", "name": "行星减速机", "price": Decimal(10)}
)
MOTOR = ProductChoice(
    "伺服电机", "SM40", "3", "99.00", values={"code": "SM40", "name": "伺服电机", "price": Decimal(99)}
)
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def amounts(line: Line, deliver: Callable[[Line, Marks | None], None]) -> None:
    both = line.get("quantity"), line.get("price")
    deliver({"amount": both[0] * both[1] if None not in both else None}, None)


def find(text: str, after: Any, deliver: Callable[[Sequence[ProductChoice], int, Any], None]) -> None:
    if text:
        found = [choice for choice in (GEAR, MOTOR) if text in choice.name or text.upper() in choice.code]
        deliver(found, len(found), None)
    else:
        first = after or 0
        codes = [f"P{number:03}" for number in range(first, min(first + 30, 70))]
        more = first + 30 if first + 30 < 70 else None
        deliver([ProductChoice(code, code, values={"code": code, "name": code}) for code in codes], 70, more)


@pytest.fixture
def grid(qtbot: QtBot) -> Iterator[LineGrid]:
    area = QWidget()
    area.setObjectName("popup_area")
    column = QVBoxLayout(area)
    made = LineGrid(COLUMNS, "Lines", price_line=amounts, find_products=find, today=lambda: date(2026, 11, 21))
    column.addWidget(made)
    area.resize(1000, 600)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    made.setFocus()
    made.set_lines([])
    yield made


def filled(grid: LineGrid, *quantities: int) -> None:
    grid.set_lines(
        [
            {"code": f"P{number}", "name": f"Part {number}", "quantity": Decimal(number), "price": Decimal(2)}
            for number in quantities
        ]
    )


def at(grid: LineGrid) -> tuple[int, str]:
    index = grid.currentIndex()
    return index.row(), COLUMNS[index.column()].key


def editor(grid: LineGrid) -> Any:
    found = QApplication.focusWidget()
    assert isinstance(found, CellEdit | QComboBox), found
    return found


def key(qtbot: QtBot, grid: LineGrid, pressed: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(QApplication.focusWidget() or grid, pressed, held)


def names(grid: LineGrid) -> list[str]:
    return [line["name"] for line in grid.lines()]


def test_enter_moves_on_over_read_only_cells_and_adds_a_line_at_the_end(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    visited = [at(grid)]
    for _ in range(5):
        key(qtbot, grid, Qt.Key.Key_Return)
        visited.append(at(grid))
    assert visited == [(0, "code"), (0, "quantity"), (0, "price"), (0, "due"), (0, "mode"), (1, "code")]
    assert len(grid.lines()) == 1
    key(qtbot, grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert at(grid) == (0, "mode")


def test_typing_and_enter_commit_and_move_on(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "quantity")
    qtbot.keyClick(grid, "1")
    qtbot.keyClicks(editor(grid), "2.5")
    key(qtbot, grid, Qt.Key.Key_Return)
    assert at(grid) == (0, "price")
    line = grid.lines()[0]
    assert line["quantity"] == Decimal("12.5")
    assert line["amount"] == Decimal("25.0")


@pytest.mark.parametrize(("typed", "value"), [("１２０", Decimal(120)), ("1,200", Decimal(1200)), ("", None)])
def test_full_width_digits_and_separators_are_numbers(
    qtbot: QtBot, grid: LineGrid, typed: str, value: Decimal | None
) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "quantity")
    key(qtbot, grid, Qt.Key.Key_F2)
    edit = editor(grid)
    edit.selectAll()
    edit.del_()
    edit.insert(typed)
    edit.setModified(True)
    key(qtbot, grid, Qt.Key.Key_Return)
    assert grid.lines()[0]["quantity"] == value


def test_what_is_no_number_keeps_the_cell_open_and_red(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "quantity")
    qtbot.keyClick(grid, "a")
    edit = editor(grid)
    key(qtbot, grid, Qt.Key.Key_Return)
    assert at(grid) == (0, "quantity")
    assert edit.property(ERROR) == "red"
    assert "number" in grid.note.text()
    key(qtbot, grid, Qt.Key.Key_Escape)
    assert grid.lines()[0]["quantity"] == Decimal(1)


def test_dates_and_choices_by_typing(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "due")
    qtbot.keyClick(grid, "+")
    qtbot.keyClicks(editor(grid), "7")
    key(qtbot, grid, Qt.Key.Key_Return)
    assert grid.lines()[0]["due"] == date(2026, 11, 28)
    assert at(grid) == (0, "mode")
    key(qtbot, grid, Qt.Key.Key_F2)
    combo = editor(grid)
    combo.setCurrentIndex(1)
    key(qtbot, grid, Qt.Key.Key_Return)
    assert grid.lines()[0]["mode"] == "b"


def test_a_product_is_taken_from_the_popup_and_the_quantity_is_next(qtbot: QtBot, grid: LineGrid) -> None:
    qtbot.keyClick(grid, "P")
    edit = editor(grid)
    assert isinstance(edit, ProductEdit)
    assert edit.width() == grid.columnWidth(1) + grid.columnWidth(2)
    qtbot.keyClicks(edit, "L")
    qtbot.waitUntil(edit.popup.isVisible)
    assert edit.popup.width() == POPUP_WIDTH
    assert edit.popup.current() == GEAR
    key(qtbot, grid, Qt.Key.Key_Return)
    assert at(grid) == (0, "quantity")
    assert (grid.lines()[0]["code"], grid.lines()[0]["price"]) == ("PLF060", Decimal(10))


def test_arrows_choose_in_the_popup_and_esc_closes_it_first(qtbot: QtBot, grid: LineGrid) -> None:
    qtbot.keyClick(grid, "M")
    edit = editor(grid)
    edit.setText("")
    edit.textEdited.emit("")
    edit.insert("机")
    edit._ask(edit.text())
    assert [c.code for c in edit.popup._choices] == ["PLF060", "SM40"]
    key(qtbot, grid, Qt.Key.Key_Down)
    assert edit.popup.current() == MOTOR
    key(qtbot, grid, Qt.Key.Key_Escape)
    assert not edit.popup.isVisible()
    assert editor(grid) is edit


def test_a_name_that_is_no_product_makes_a_free_line(qtbot: QtBot, grid: LineGrid) -> None:
    qtbot.keyClick(grid, "m")
    qtbot.keyClicks(editor(grid), "ould")
    key(qtbot, grid, Qt.Key.Key_Return)
    line = grid.lines()[0]
    assert (line.get("code"), line["name"]) == (None, "mould")


def test_enter_belongs_to_the_input_method_while_it_composes(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "name")
    key(qtbot, grid, Qt.Key.Key_F2)
    edit = editor(grid)
    edit.selectAll()
    QApplication.sendEvent(edit, QInputMethodEvent("fa lan", []))
    assert edit.composing
    key(qtbot, grid, Qt.Key.Key_Return)
    assert at(grid) == (0, "name")
    assert editor(grid) is edit
    commit = QInputMethodEvent("", [])
    commit.setCommitString("法兰")
    QApplication.sendEvent(edit, commit)
    assert not edit.composing
    key(qtbot, grid, Qt.Key.Key_Return)
    assert names(grid) == ["法兰"]
    assert at(grid) == (0, "quantity")


def test_an_input_method_opens_the_cell(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "name")
    QApplication.sendEvent(grid, QInputMethodEvent("fa", []))
    edit = grid.findChild(CellEdit)
    assert edit.composing
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert at(grid) == (0, "name")
    commit = QInputMethodEvent("", [])
    commit.setCommitString("法兰")
    QApplication.sendEvent(grid, commit)
    assert editor(grid) is edit
    key(qtbot, grid, Qt.Key.Key_Return)
    assert names(grid) == ["法兰"]


def test_rows_from_excel_are_pasted_and_extend_the_draft(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "name")
    QApplication.clipboard().setText('A\t2\t-5 %\t3.5\r\n"B\nb"\t１,000\tx\t4\r\n\r\n')
    key(qtbot, grid, Qt.Key.Key_V, CTRL)
    lines = grid.lines()
    assert names(grid) == ["A", "B b"]
    assert [line["quantity"] for line in lines] == [Decimal(2), Decimal(1000)]
    assert [line["price"] for line in lines] == [Decimal("3.5"), Decimal(4)]
    assert "off" not in lines[0]
    assert lines[1]["amount"] == Decimal(4000)
    key(qtbot, grid, Qt.Key.Key_Z, CTRL)
    assert names(grid) == ["Part 1"]


def test_lines_are_duplicated_moved_and_removed(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1, 2)
    grid.focus_cell(0, "quantity")
    key(qtbot, grid, Qt.Key.Key_D, CTRL)
    assert names(grid) == ["Part 1", "Part 1", "Part 2"]
    assert at(grid) == (1, "quantity")
    key(qtbot, grid, Qt.Key.Key_Down, ALT)
    assert names(grid) == ["Part 1", "Part 2", "Part 1"]
    key(qtbot, grid, Qt.Key.Key_Up, ALT)
    key(qtbot, grid, Qt.Key.Key_Delete, CTRL)
    assert names(grid) == ["Part 1", "Part 2"]
    for _ in range(4):
        key(qtbot, grid, Qt.Key.Key_Z, CTRL)
    assert names(grid) == ["Part 1", "Part 2"]
    assert not grid.can_undo()
    key(qtbot, grid, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert names(grid) == ["Part 1", "Part 1", "Part 2"]
    assert len({line["_id"] for line in grid.lines()}) == 3


def test_the_last_line_removed_leaves_a_blank_one(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    key(qtbot, grid, Qt.Key.Key_Delete, CTRL)
    assert grid.lines() == []
    assert grid.model().rowCount() == 1


def test_the_page_hears_of_edits_but_not_of_computed_values(qtbot: QtBot, grid: LineGrid) -> None:
    edits: list[int] = []
    grid.edited.connect(lambda: edits.append(1))
    filled(grid, 1)
    grid.set_computed(grid.lines()[0]["_id"], {"amount": Decimal(5)})
    assert edits == []
    grid.set_cell(grid.lines()[0]["_id"], "price", Decimal(9))
    assert edits == [1]
    assert grid.lines()[0]["amount"] == Decimal(9)
    grid.undo()
    assert grid.lines()[0]["amount"] == Decimal(2)


def test_an_answer_that_comes_late_is_dropped(qtbot: QtBot, grid: LineGrid) -> None:
    waiting: list[Callable[[Line, Marks | None], None]] = []
    grid._price_line = lambda _line, deliver: waiting.append(deliver)
    filled(grid, 1)
    line_id = grid.lines()[0]["_id"]
    grid.set_cell(line_id, "price", Decimal(1))
    grid.set_cell(line_id, "price", Decimal(2))
    waiting[1]({"amount": Decimal(22)}, None)
    waiting[0]({"amount": Decimal(11)}, None)
    assert grid.lines()[0]["amount"] == Decimal(22)


def test_marks_are_told_by_tool_tip(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    line_id = grid.lines()[0]["_id"]
    grid.set_computed(line_id, {}, Marks("alert-triangle", "yellow", "Too cheap", problems={"price": "Below cost"}))
    model = grid.model()
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.index(0, 9).data(tip) == "Too cheap"
    assert model.index(0, 5).data(tip) == "Below cost"
    assert not grid.grab().isNull()


def test_columns_can_be_chosen(qtbot: QtBot, grid: LineGrid) -> None:
    grid.show_columns(["name", "quantity"])
    assert grid.shown_columns() == ["n", "code", "name", "quantity", "marks"]
    action = next(a for a in grid.columns_menu().actions() if a.text() == "Price")
    action.setChecked(True)
    assert "price" in grid.shown_columns()


def test_copying_gives_what_excel_reads(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 3)
    key(qtbot, grid, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "P3\tPart 3\t3\t\t2.00\t\t\t"


def test_the_popup_opens_above_where_there_is_no_room_below(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, *range(1, 15))
    grid.focus_cell(13, "code")
    key(qtbot, grid, Qt.Key.Key_F2)
    edit = editor(grid)
    edit.setText("机")
    edit._ask(edit.text())
    area = grid.window_of_popups()
    assert edit.popup.geometry().bottom() <= area.height()
    assert not edit.popup.geometry().intersects(edit.rect().translated(edit.mapTo(area, edit.rect().topLeft())))


def test_f4_shows_all_products_and_fetches_them_page_by_page(qtbot: QtBot, grid: LineGrid) -> None:
    grid.focus_cell(0, "quantity")
    key(qtbot, grid, Qt.Key.Key_F4)
    edit = editor(grid)
    assert isinstance(edit, ProductEdit) and edit.popup.isVisible()
    assert len(edit.popup.choices()) == 30
    for _ in range(9):
        key(qtbot, grid, Qt.Key.Key_PageDown)
    assert [choice.code for choice in edit.popup.choices()] == [f"P{number:03}" for number in range(70)]
    assert edit.current() is not None and edit.current().code == "P069"
    key(qtbot, grid, Qt.Key.Key_Return)
    assert grid.lines()[0]["code"] == "P069" and at(grid) == (0, "quantity")


def test_f4_again_closes_the_list_and_typing_searches_as_before(qtbot: QtBot, grid: LineGrid) -> None:
    key(qtbot, grid, Qt.Key.Key_F4)
    edit = editor(grid)
    assert edit.popup.isVisible()
    key(qtbot, grid, Qt.Key.Key_F4)
    assert not edit.popup.isVisible()
    qtbot.keyClicks(edit, "PLF")
    qtbot.waitUntil(lambda: edit.popup.isVisible())
    assert [choice.code for choice in edit.popup.choices()] == ["PLF060"]


def test_a_pasted_cell_that_cannot_be_read_says_so_and_keeps_its_value(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1, 2)
    grid.focus_cell(0, "quantity")
    QApplication.clipboard().setText("NaN\n1e12\n")
    grid.paste()
    assert [line["quantity"] for line in grid.lines()] == [Decimal(1), Decimal(2)]
    assert "“NaN” could not be read" in grid.note.text()
    grid.focus_cell(1, "quantity")
    assert "“1e12” could not be read" in grid.note.text()
    grid.set_cell(grid.lines()[1]["_id"], "quantity", Decimal(7))
    assert grid.note.text() == ""


def test_an_undone_paste_says_nothing_more(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "quantity")
    QApplication.clipboard().setText("NaN\t7\n")
    grid.paste()
    assert grid.note.text() != ""
    grid.undo()
    grid.focus_cell(0, "quantity")
    assert grid.note.text() == ""


def test_what_is_no_number_is_said_over_the_open_cell(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "quantity")
    qtbot.keyClicks(grid, "a")
    key(qtbot, grid, Qt.Key.Key_Return)
    assert grid.note.text() == "Type a number"
    open_cell = editor(grid).geometry().translated(grid.viewport().pos())
    assert not grid.note.geometry().intersects(open_cell)


def test_columns_give_way_to_the_name_and_come_back(qtbot: QtBot) -> None:
    columns = (
        GridColumn("code", "Code", 120, "product", span="name"),
        GridColumn("name", "Product", 180, stretch=True),
        GridColumn("vat", "VAT", 60, "percent", gives_way=1),
        GridColumn("off", "vs. list", 70, "percent", gives_way=2),
        GridColumn("amount", "Amount", 120),
    )
    grid = LineGrid(columns, "Lines")
    qtbot.addWidget(grid)
    grid.resize(560, 300)
    grid.show()
    assert not any(grid.isColumnHidden(number) for number in range(5))
    grid.resize(500, 300)
    assert [grid.isColumnHidden(number) for number in range(5)] == [False, False, True, False, False]
    assert grid.columnWidth(1) >= 180
    assert "vat" in grid.shown_columns()  # it is on the paper all the same
    grid.columns_menu().actions()[1].trigger()  # wanted by hand: it stays, and what is next gives way
    assert [grid.isColumnHidden(number) for number in range(5)] == [False, False, False, True, False]
    grid.resize(560, 300)
    assert not any(grid.isColumnHidden(number) for number in range(5))


def test_a_character_committed_at_once_opens_the_cell_and_is_not_lost(qtbot: QtBot, grid: LineGrid) -> None:
    for text in ("专", "用"):
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget() or grid, event)
    assert editor(grid).text() == "专用"
    key(qtbot, grid, Qt.Key.Key_Return)
    assert names(grid) == ["专用"]


def test_what_was_said_over_an_open_cell_goes_with_it(qtbot: QtBot, grid: LineGrid) -> None:
    filled(grid, 1)
    grid.focus_cell(0, "quantity")
    qtbot.keyClicks(grid, "a")
    key(qtbot, grid, Qt.Key.Key_Return)
    key(qtbot, grid, Qt.Key.Key_Escape)
    assert grid.note.text() == ""


def test_enter_passes_by_what_is_seldom_typed_and_tab_stops_there(qtbot: QtBot) -> None:
    columns = (
        GridColumn("quantity", "Quantity", 72, "number"),
        GridColumn("unit", "Unit", 60, aside=True),
        GridColumn("price", "Price", 100, "number"),
        GridColumn("due", "Due", 90, "date", aside=True),
    )
    made = LineGrid(columns, "Lines", today=lambda: date(2026, 11, 21))
    qtbot.addWidget(made)
    made.show()
    made.set_lines([{"quantity": Decimal(1), "unit": "pcs"}, {"quantity": Decimal(2), "unit": ""}])

    def place() -> tuple[int, str]:
        index = made.currentIndex()
        return index.row(), columns[index.column()].key

    made.focus_cell(0, "quantity")
    visited = []
    for _ in range(4):
        key(qtbot, made, Qt.Key.Key_Return)
        visited.append(place())
    assert visited == [(0, "price"), (1, "quantity"), (1, "unit"), (1, "price")]  # an empty unit is asked for
    made.focus_cell(0, "quantity")
    made.move_on(1, enter=False)
    assert place() == (0, "unit")
    key(qtbot, made, Qt.Key.Key_Return)
    key(qtbot, made, Qt.Key.Key_Tab)
    assert place() == (0, "due")
    key(qtbot, made, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert place() == (0, "price")
