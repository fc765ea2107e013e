"""The list of a page: bands, windows, and a choice that lasts."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow, status_chip
from orderdesk_gui.ui.widgets.list_view import ListModel, ListView


@dataclass(frozen=True)
class Window:
    rows: list[Any]
    after: Any
    total: int | None


def rows(*days: str) -> list[ListRow]:
    return [ListRow(n, f"Customer {n}", "12.00", f"QT-{n}", Chip("Draft"), "11-24", day) for n, day in enumerate(days)]


def made(qtbot: QtBot, model: ListModel) -> ListView:
    view = ListView(model, "Quotations")
    model.setParent(view)
    view.resize(272, 300)
    qtbot.addWidget(view)
    view.show()
    return view


def test_a_band_stands_where_the_day_changes(qtbot: QtBot) -> None:
    model = ListModel()
    view = made(qtbot, model)
    model.set_rows(rows("", "", "This week", "This week", "Earlier"))
    heights = [view.visualRect(model.index(n, 0)).height() for n in range(model.rowCount())]
    assert heights == [60, 60, 28, 60, 60, 28, 60]
    assert not model.flags(model.index(2, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.index(0, 0).data() == "Customer 0 · 12.00 · QT-0 · Draft · 11-24"


def test_arrows_pass_over_bands_and_enter_opens(qtbot: QtBot) -> None:
    model = ListModel()
    view = made(qtbot, model)
    model.set_rows(rows("", "Earlier"))
    opened: list[Any] = []
    view.opened.connect(opened.append)
    view.choose_first()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_id() == 1
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [1]


def test_the_choice_outlives_a_reload_and_is_not_told_twice(qtbot: QtBot) -> None:
    model = ListModel()
    view = made(qtbot, model)
    model.set_rows(rows("", ""))
    chosen: list[Any] = []
    view.chosen.connect(chosen.append)
    view.choose(1)
    model.set_rows([ListRow(7, "New one"), *rows("", "")])
    assert view.current_id() == 1
    assert chosen == [1]


def test_windows_join_their_bands(qtbot: QtBot, jobs: Background) -> None:
    def fetch(_desk: str, _query: Any, after: Any, limit: int) -> Window:
        start = after or 0
        return Window(
            list(range(start, start + limit)), start + limit if start < 200 else None, 300 if not start else None
        )

    model = ListModel(jobs, fetch, lambda n: ListRow(n, f"{n}", day="first" if n < 150 else "second"))
    view = made(qtbot, model)
    with qtbot.waitSignal(model.loaded):
        model.set_query("x")
    assert model.rowCount() == 101
    with qtbot.waitSignal(model.loaded):
        view.scrollToBottom()
    assert (model.rowCount(), model.total()) == (202, 300)
    assert [model.index(n, 0).data() for n in (0, 151)] == ["first", "second"]


def test_every_status_has_a_chip_in_both_languages() -> None:
    from orderdesk_gui.rules.language import use_language

    assert status_chip("won").tone == "green"
    use_language("zh")
    assert status_chip("submitted").text == "待审批"


def test_it_paints_selected_and_with_long_names(qtbot: QtBot) -> None:
    model = ListModel()
    view = made(qtbot, model)
    model.set_rows(
        [ListRow(1, "很长的公司名称" * 20, "1,234,567,890.00", "QT" * 40, status_chip("draft"), "2026-11-24")]
    )
    plain = view.grab().toImage()
    view.choose(1)
    assert view.grab().toImage() != plain
