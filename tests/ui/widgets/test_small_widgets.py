"""Segments, counters, the life strip, popovers, time line, attachments, to-dos, notices and tips of cut text."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui.ui.settings import Settings
from orderdesk_gui.ui.widgets.attachments import Attachment, Attachments
from orderdesk_gui.ui.widgets.bars import Avatar, ChipLabel, SegmentBar
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import Chip
from orderdesk_gui.ui.widgets.life_strip import LifeStep, LifeStrip
from orderdesk_gui.ui.widgets.popover import Popover
from orderdesk_gui.ui.widgets.segmented import Counter, Counters, SegmentedControl
from orderdesk_gui.ui.widgets.splitter import KeptSplitter
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel
from orderdesk_gui.ui.widgets.timeline import TimeLine, TimeLineEntry
from orderdesk_gui.ui.widgets.toast import Toast
from orderdesk_gui.ui.widgets.todo_list import ToDo, ToDoList


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(900, 500)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    yield made


def test_segments_by_mouse_and_arrows(qtbot: QtBot, host: QWidget) -> None:
    control = SegmentedControl("Language", [("zh", "中文"), ("en", "English"), ("both", "Both")], host)
    control.resize(control.sizeHint())
    control.show()
    seen: list[str] = []
    control.changed.connect(seen.append)
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=control.place(1).center())
    qtbot.keyClick(control, Qt.Key.Key_Right)
    qtbot.keyClick(control, Qt.Key.Key_Right)
    qtbot.keyClick(control, Qt.Key.Key_Left)
    assert seen == ["en", "both", "en"]
    control.set_value("zh")
    assert (control.value(), seen[-1]) == ("zh", "en")


def test_counters_filter_and_keep_the_choice(qtbot: QtBot, host: QWidget) -> None:
    counters = Counters("Filter", 34, host)
    counters.set_counters([Counter("mine", 9, "Mine"), Counter("all", None, "All")])
    counters.resize(300, 34)
    counters.show()
    seen: list[str] = []
    counters.changed.connect(seen.append)
    qtbot.mouseClick(counters, Qt.MouseButton.LeftButton, pos=counters.place(1).center())
    counters.set_counters([Counter("mine", 10, "Mine"), Counter("all", None, "All"), Counter("late", 1, "Late", "red")])
    assert (seen, counters.value()) == (["all"], "all")
    assert not counters.grab().isNull()


def test_tabs_that_do_not_fit_stand_closer_and_leave_zeros_out(host: QWidget) -> None:
    counters = Counters("Filter", 34, host)
    counters.set_counters([Counter("mine", 61, "Mine"), Counter("review", 0, "To review"), Counter("all", None, "All")])
    counters.resize(400, 34)
    wide = counters.place(2).right()
    counters.resize(wide - 10, 34)
    assert counters.place(2).right() < counters.width()


def test_steps_of_a_life_lead_to_their_papers(qtbot: QtBot, host: QWidget) -> None:
    strip = LifeStrip("Life of the order", host)
    strip.resize(900, 48)
    strip.set_steps(
        [
            LifeStep("Inquiry", "INQ-1", "done", "inquiries", 5),
            LifeStep("Quotation", state="present"),
            LifeStep("Contract"),
        ]
    )
    strip.show()
    went: list[tuple[str, Any]] = []
    strip.navigate.connect(lambda key, id: went.append((key, id)))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(500, 20))
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert went == [("inquiries", 5), ("inquiries", 5)]
    assert "Inquiry INQ-1" in strip.accessibleDescription()
    assert not strip.grab().isNull()


def test_a_popover_stays_inside_and_off_the_totals(host: QWidget) -> None:
    popover = Popover(host, "Why 571.52")
    popover.body.addWidget(QLabel("List 640.00"))
    totals = QRect(0, 400, 900, 100)
    popover.open_at(QRect(800, 350, 80, 32), totals)
    assert popover.width() == 340
    assert host.rect().contains(popover.geometry())
    assert not popover.geometry().intersects(totals)
    popover.pin.setChecked(True)
    popover.close_unless_pinned()
    assert popover.isVisible()
    popover.pin.setChecked(False)
    popover.close_unless_pinned()
    assert not popover.isVisible()


def test_a_splitter_remembers_its_sizes(qtbot: QtBot, host: QWidget, settings: Settings) -> None:
    def made() -> KeptSplitter:
        splitter = KeptSplitter(settings, "quotations", parent=host)
        for _ in range(2):
            splitter.addWidget(QWidget())
        splitter.resize(900, 200)
        splitter.start_with([272, 628])
        splitter.show()
        return splitter

    first = made()
    assert first.sizes()[0] in range(270, 274)
    first.moveSplitter(400, 1)
    assert made().sizes()[0] in range(398, 402)


def test_a_time_line_leads_on(host: QWidget) -> None:
    line = TimeLine("Time line", host)
    line.resize(400, 200)
    line.set_entries(
        [
            TimeLineEntry("Call", "09:38", "asked", "phone", "blue"),
            TimeLineEntry("Saved", "09:20", page="quotations", id=3),
        ]
    )
    line.show()
    went: list[tuple[str, Any]] = []
    line.navigate.connect(lambda key, id: went.append((key, id)))
    line.clicked.emit(line.model().index(0, 0))
    line.clicked.emit(line.model().index(1, 0))
    assert went == [("quotations", 3)]
    assert not line.grab().isNull()


def test_files_and_pictures_are_taken_from_a_drop_or_the_clipboard(host: QWidget, tmp_path: Path) -> None:
    strip = Attachments(host)
    strip.set_attachments([Attachment(1, "drawing.pdf", "214 KB"), Attachment(2, "photo.png")])
    files: list[Any] = []
    pictures: list[bytes] = []
    strip.files_added.connect(files.append)
    strip.picture_pasted.connect(pictures.append)
    path = tmp_path / "图纸.pdf"
    path.write_bytes(b"x")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)), QUrl("https://example.com/x")])
    assert strip.take(dropped)
    assert files == [[path]]
    picture = QMimeData()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    picture.setImageData(image)
    assert strip.take(picture)
    assert pictures[0].startswith(b"\x89PNG")
    words = QMimeData()
    words.setText("hello")
    assert not strip.take(words)


def test_to_dos_are_ticked_added_and_opened(qtbot: QtBot, host: QWidget) -> None:
    todos = ToDoList(lambda: date(2026, 11, 21), host)
    todos.resize(400, 200)
    todos.set_todos([ToDo(1, "call", date(2026, 11, 20)), ToDo(2, "send", None, page="quotations", target=9)])
    todos.show()
    done: list[Any] = []
    added: list[Any] = []
    went: list[Any] = []
    todos.done_changed.connect(lambda id, on: done.append((id, on)))
    todos.added.connect(lambda text, due: added.append((text, due)))
    todos.navigate.connect(lambda key, id: went.append((key, id)))
    items = todos.findChild(QListWidget)
    assert items.item(0).toolTip() == "Overdue"
    items.item(0).setCheckState(Qt.CheckState.Checked)
    assert done == [(1, True)]
    text, due = todos.findChildren(QLineEdit)
    qtbot.keyClicks(text, "ask for the drawing")
    qtbot.keyClicks(due, "+7")
    qtbot.keyClick(due, Qt.Key.Key_Return)
    assert added == [("ask for the drawing", date(2026, 11, 28))]
    assert text.text() == ""
    items.setFocus()
    items.setCurrentRow(1)
    qtbot.keyClick(items, Qt.Key.Key_Return)
    assert went == [("quotations", 9)]


def test_bars_avatars_and_chips_say_what_they_show(host: QWidget) -> None:
    bar = SegmentBar("Credit", host)
    bar.set_shares([(0.4, "done"), (0.9, "late")], "40 % and 90 %")
    avatar = Avatar(" 澄岳 ", parent=host)
    chip = ChipLabel(Chip("Draft", "grey", "pencil"), host)
    assert bar.toolTip() == "40 % and 90 %"
    assert avatar._text == "澄"
    assert chip.accessibleName() == "Draft"
    assert chip.sizeHint().width() > 40
    chip.set_chip(None)
    assert not chip.isVisible()
    for widget in (bar, avatar, chip):
        assert not widget.grab().isNull() or widget is chip


def test_a_notice_lies_in_the_top_bar_and_covers_no_figures(qtbot: QtBot, host: QWidget) -> None:
    bar = QWidget(host, objectName="top_bar")
    bar.setGeometry(0, 26, host.width(), 48)
    bell = QWidget(bar, objectName="notices")
    bell.setGeometry(host.width() - 100, 9, 30, 30)
    bar.show()
    calm = Toast(host, "Saved", None, "green")
    assert QRect(0, 26, host.width() - 100, 48).contains(calm.geometry())
    warning = Toast(host, "This company is already open in another window.", None, "yellow")
    assert calm.isHidden(), "a calm one gives way"
    error = Toast(host, "The archive folder is away. " * 8, None, "red")
    assert not warning.isHidden() and not warning.geometry().intersects(error.geometry())
    assert error.height() >= error.heightForWidth(error.width()), "the whole sentence is shown"
    qtbot.keyClick(host, Qt.Key.Key_Escape)
    assert warning.isHidden() and error.isHidden()
    again = Toast(host, "Saved", None, "green")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert again.isHidden()


def test_what_was_cut_is_told_whole(qtbot: QtBot) -> None:
    model = TableModel([Column("name", "Name", 80, lambda row: row), Column("code", "Code", 80, lambda row: "A-1")])
    model.set_rows(["江苏华东精密机械自动化设备制造有限公司", "短"])
    table = DataTable(model, "Table")
    qtbot.addWidget(table)
    table.show()
    delegate = table.itemDelegate()

    def told(row: int, column: int) -> str:
        option = QStyleOptionViewItem()
        option.rect = table.visualRect(model.index(row, column))
        return delegate.whole_text(option, model.index(row, column))

    assert told(0, 0) == "江苏华东精密机械自动化设备制造有限公司"
    assert (told(1, 0), told(0, 1)) == ("", "")
    table.fit("name")
    assert told(0, 0) == ""
