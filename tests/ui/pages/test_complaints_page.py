"""A complaint is noted by keyboard from any fragment, answered by the clock, remedied, measured and closed."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage

from orderdesk_gui.actions import complaint_sheet, complaints, deliveries, drafts, notes, orders, orders_saving
from orderdesk_gui.actions.complaints import Complaint
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.complaints import asks
from orderdesk_gui.ui.pages.complaints.page import ComplaintsPage
from orderdesk_gui.ui.settings import Settings
from tests.ui.pages.conftest import Seat
from tests.ui.soundness import assert_page_is_sound

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def ordered(office) -> tuple[uuid.UUID, uuid.UUID]:
    """An order of forty gearboxes that have left, and its line."""
    desk = office.desk("wang")
    blank = orders_saving.blank(desk, office.customers[0])
    goods = QuoteLine(Decimal(40), Decimal(860), product_id=office.products[0], code="PLF060-L1-5",
                      name_zh="行星减速机 60 框 速比 5", unit="台", manual=True)  # fmt: skip
    order = replace(blank, lines=(OrderLine(goods, promised=dt.date(2026, 12, 1)),), customer_po="QZ-0815")
    order_id = orders_saving.save(desk, order).id
    orders_saving.confirm(desk, order_id, template="stock")
    line_id = orders.load(desk, order_id).order.lines[0].id
    assert line_id is not None
    sent = Delivery(order_id, dt.date(2026, 11, 24), (Sent(line_id, Decimal(40), lot="B2611-07"),), gate_reason="-")
    deliveries.note(desk, sent)
    return order_id, line_id


@pytest.fixture
def made(office, ordered) -> uuid.UUID:
    complaint = Complaint(office.customers[0], "三台结合面渗油", "quality", "serious", *ordered, quantity=Decimal(3))
    return complaints.note(office.desk("wang"), complaint).id


@pytest.fixture
def seat(office, tmp_path, qtbot):
    jobs = Background(lambda: office.desk("wang"))
    spec = PageSpec("complaints", "Complaints", "alert-circle", ComplaintsPage)
    window = MainWindow([spec], jobs, Settings(tmp_path / "screen.json"))
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    sat = Seat(office, window, jobs, qtbot)
    window.navigate("complaints")
    sat.settle()
    yield sat
    sat.settle()
    window.close()
    jobs.close()
    jobs.deleteLater()
    window.deleteLater()


def page_of(seat: Seat) -> ComplaintsPage:
    page = seat.page()
    assert isinstance(page, ComplaintsPage)
    return page


def show(seat: Seat, complaint_id: uuid.UUID) -> ComplaintsPage:
    seat.window.navigate("complaints", complaint_id)
    page = page_of(seat)
    seat.until(lambda: page.opened is not None and page.opened[0].view.id == complaint_id)
    seat.settle()
    return page


def sheet(seat: Seat, complaint_id: uuid.UUID) -> complaint_sheet.Sheet:
    seat.settle()
    return complaint_sheet.sheet(seat.office.desk("wang"), complaint_id)


def test_noted_by_keyboard_from_a_fragment(office, ordered, seat) -> None:
    page = page_of(seat)
    seat.qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    seat.until(lambda: page.ui.subject.hasFocus())
    seat.type("qz-0815")
    seat.until(lambda: page.ui.subject.popup.isVisible())
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.until(lambda: page.ui.chosen.isVisible())
    assert "PLF060-L1-5" in page.ui.chosen.text() and page.ui.contact.text() == ""
    assert page.ui.kind.hasFocus()
    page.ui.kind.setCurrentIndex(page.ui.kind.findData("quality"))
    page.ui.words_typed.setFocus()
    seat.type("leaks")
    seat.qtbot.keyClick(seat.focus(), Qt.Key.Key_S, CTRL)
    seat.until(lambda: page.opened is not None)
    seat.settle()
    assert page.opened is not None
    complaint = page.opened[0].view.complaint
    assert (complaint.order_id, complaint.order_line_id) == ordered
    assert (complaint.words, complaint.kind, complaint.fragment) == ("leaks", "quality", "qz-0815")
    assert drafts.drafts_of(office.desk("wang"), asks.KIND) == [] and not page.in_form()
    assert "24 h" in page.ui.clocks.said() or "left" in page.ui.clocks.said()


def test_what_was_typed_survives_a_crash(office, seat) -> None:
    page = page_of(seat)
    page.new()
    seat.until(page.in_form)
    page.ui.words_typed.setPlainText("line stands")
    page.keeper.keep_now()
    seat.settle()
    (kept,) = drafts.drafts_of(office.desk("wang"), asks.KIND)
    again = asks.new_complaint(office.desk("wang"))
    assert again.typed.words == "line stands" and again.kept_id == kept.id
    page.discard()
    seat.settle()
    assert drafts.drafts_of(office.desk("wang"), asks.KIND) == []


def test_an_error_stands_at_its_field(seat) -> None:
    page = page_of(seat)
    page.new()
    seat.until(page.in_form)
    page.ui.words_typed.setPlainText("x")
    page.save()
    seat.until(lambda: page.form.errors.marked() == ["subject"])


def test_answer_pause_solve_close_and_call_back(office, made, seat) -> None:
    page = show(seat, made)
    page.main_action()
    assert page.deeds.dialog.windowTitle() == "Answer customer"
    page.deeds.dialog.ui.confirm.click()
    seat.until(lambda: page.deeds.dialog.errors.marked() == ["text"])
    page.deeds.dialog.ui.text.setPlainText("apologised, three good ones leave today")
    page.deeds.dialog.ui.confirm.click()
    seat.until(lambda: page.opened[0].view.status == "answered")
    page.pause_or_resume()
    page.deeds.dialog.ui.text.setPlainText("samples")
    page.deeds.dialog.ui.confirm.click()
    seat.until(lambda: page.opened[0].view.paused)
    assert page.ui.pause.text() == "Customer answered" and "Paused" in page.ui.clocks.said()
    page.pause_or_resume()
    seat.until(lambda: not page.opened[0].view.paused)
    page.main_action()
    dialog = page.deeds.dialog
    dialog.ui.cause.setCurrentIndex(dialog.ui.cause.findData("quality"))
    dialog.ui.measure.setPlainText("other gasket")
    dialog.ui.confirm.click()
    seat.until(lambda: page.opened[0].view.status == "solved")
    seat.settle()
    page.main_action()
    seat.until(lambda: page.deeds.dialog is not None and page.deeds.dialog.windowTitle() == "Close complaint")
    page.deeds.dialog.points.set_value("4")
    assert page.deeds.dialog.ui.due.value() == dt.date(2026, 12, 3)
    page.deeds.dialog.ui.confirm.click()
    seat.until(lambda: page.opened[0].view.status == "closed")
    shown = sheet(seat, made)
    assert shown.view.row["satisfaction"] == 4 and shown.call_backs[0].due == dt.date(2026, 12, 3)
    assert page.ui.called.isVisibleTo(page)
    page.ui.called.click()
    page.deeds.dialog.ui.text.setPlainText("all well")
    page.deeds.dialog.points.set_value("5")
    page.deeds.dialog.ui.confirm.click()
    seat.until(lambda: page.opened[0].call_backs[0].done_at is not None)
    assert sheet(seat, made).call_backs[0].satisfaction == 5 and not page.ui.called.isVisibleTo(page)


def test_a_remedy_within_what_left(office, made, seat) -> None:
    page = show(seat, made)
    assert "At most 40" in page.ui.remedy_limit.text()
    page.ui.remedy_figure.set_value(Decimal(41))
    page.ui.propose.click()
    seat.until(lambda: page.deeds.errors.marked() == ["quantity"])
    page.ui.remedy_figure.set_value(Decimal(3))
    page.ui.propose.click()
    seat.until(lambda: len(page.opened[0].remedies) == 1)
    seat.settle()
    assert page.ui.carry_out.isVisibleTo(page) and not page.ui.approve.isVisibleTo(page)
    page.ui.carry_out.click()
    seat.until(lambda: page.opened[0].remedies[0].status == "done")
    assert sheet(seat, made).remedies[0].new_order.startswith("SO-")


def test_measures_make_the_steps_of_8d(office, made, seat) -> None:
    page = show(seat, made)
    seat.qtbot.keyClick(page, Qt.Key.Key_L, CTRL)
    dialog = page.deeds.dialog
    dialog.ui.measure.setPlainText("seal 25 sets")
    dialog.ui.due.set_value(dt.date(2026, 11, 25))
    dialog.ui.confirm.click()
    seat.until(lambda: len(page.opened[0].measures) == 1)
    seat.settle()
    assert "D3 containment: under way" in page.shown.steps.accessibleDescription()
    page.shown.measures.setFocus()
    seat.qtbot.keyClick(page.shown.measures, Qt.Key.Key_Space)
    seat.until(lambda: page.opened[0].measures[0].done_at is not None)
    assert "D3 containment: done" in page.shown.steps.accessibleDescription()
    path = asks.report_opened(office.desk("wang"), made, "en")
    assert path.read_bytes().startswith(b"%PDF")


def test_a_photo_is_pasted_and_shown_small(office, made, seat) -> None:
    page = show(seat, made)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    data = QMimeData()
    data.setImageData(image)
    assert page.shown.photos.take(data)
    seat.until(lambda: page.shown.photos.count() == 1)
    assert len(notes.attachments(office.desk("wang"), "complaint", made)) == 1
    page.reload()
    seat.settle()
    assert not page.shown.photos._list.item(0).icon().pixmap(124, 88).isNull()
    assert (
        page.shown.photos._list.item(0).icon().pixmap(124, 88).toImage().pixelColor(60, 40) == Qt.GlobalColor.darkCyan
    )


def test_the_clocks_go_on(office, made, seat) -> None:
    page = show(seat, made)
    before = page.ui.clocks.said()
    office.clock.now += dt.timedelta(hours=2)
    page._minute.timeout.emit()
    seat.until(lambda: page.ui.clocks.said() != before)
    assert "21:5" in page.ui.clocks.said() or "22:00" in page.ui.clocks.said()


def test_the_page_is_sound(office, made, seat) -> None:
    page = show(seat, made)
    assert_page_is_sound(page)
    page.edit()
    seat.until(page.in_form)
    assert page.ui.words_typed.toPlainText() == "三台结合面渗油"
    assert_page_is_sound(page)


def test_the_list_says_what_is_late(office, made, seat) -> None:
    office.clock.now += dt.timedelta(days=5)
    page = page_of(seat)
    page.records.choose_tab("late")
    page.records.ask()
    seat.settle()
    (row,) = page.records.model.rows()
    assert row.id == made and row.chip.tone == "red" and "late" in row.chip.text and row.right == "serious"
