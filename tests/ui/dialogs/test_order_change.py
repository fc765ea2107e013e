"""The dialogs that change and cancel a confirmed order, on a real data file."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal as D

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import deliveries, order_changes, orders, orders_saving
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs import order_change_asks as asks
from orderdesk_gui.ui.dialogs.order_change import OrderChangeDialog
from orderdesk_gui.ui.dialogs.order_change_cancel import OrderCancelDialog
from tests.ui.pages.conftest import Office, filled_office, office
from tests.ui.soundness import assert_page_is_sound

__all__ = ["filled_office", "office"]
TODAY, PROMISED = dt.date(2026, 11, 24), dt.date(2026, 12, 18)
Settle = Callable[[], None]


@pytest.fixture
def jobs(office: Office) -> Iterator[Background]:
    made = Background(lambda: office.desk())
    yield made
    made.close()


@pytest.fixture
def settle(jobs: Background, qtbot: QtBot) -> Settle:
    def wait() -> None:
        qtbot.wait(300)
        qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
        QApplication.processEvents()

    return wait


def confirmed(office: Office, price: str = "461.70", lines: int = 1) -> uuid.UUID:
    goods = QuoteLine(
        D(20), D(price), product_id=office.products[0], code="PLF060-L1-5", name_zh="行星减速机 60 框 速比 5",
        unit="台", list_price=D(486),
    )  # fmt: skip
    blank = orders_saving.blank(office.desk(), office.customers[1])
    made = replace(blank, lines=(OrderLine(goods, promised=PROMISED),) * lines)
    order_id = orders_saving.save(office.desk(), made).id
    orders_saving.confirm(office.desk(), order_id)
    return order_id


def opened(office: Office, order_id: uuid.UUID, who: str = "zhou") -> asks.Opened:
    return asks.opened(office.desk(who), order_id)


def said(dialog: OrderChangeDialog) -> list[str]:
    column = dialog.ui.touches_column
    widgets = [item.widget() for at in range(column.count()) if (item := column.itemAt(at)) is not None]
    return [widget.text() for widget in widgets if isinstance(widget, QLabel)]


def test_a_change_is_previewed_and_put_in_force(office: Office, jobs: Background, qtbot: QtBot, settle: Settle) -> None:
    order_id = confirmed(office, "480")
    ended: list[tuple[str, str]] = []
    dialog = OrderChangeDialog(jobs, opened(office, order_id), done=lambda *one: ended.append(one))
    qtbot.addWidget(dialog)
    settle()
    assert said(dialog) == ["Nothing is changed yet."] and not dialog.ui.confirm.isEnabled()
    dialog.quantities[0].set_value(D(24))
    dialog.ui.place.setText("苏州工业园区星湖街 328 号")
    dialog.quantities[0].value_changed.emit(D(24))
    settle()
    assert "Total: ¥9,600.00 → ¥11,520.00" in said(dialog)
    dialog.ui.confirm.click()
    settle()
    assert ended == [] and dialog.errors.marked() == ["reason"]
    dialog.ui.reason.setText("客户增购")
    dialog.ui.confirm.click()
    settle()
    assert [status for _, status in ended] == ["in_force"]
    shown = orders.load(office.desk(), order_id)
    assert (shown.version, shown.order.lines[0].goods.quantity) == (1, 24)
    assert shown.order.delivery_place == "苏州工业园区星湖街 328 号"


def test_four_lines_stand_there_whole(office: Office, jobs: Background, qtbot: QtBot, settle: Settle) -> None:
    dialog = OrderChangeDialog(jobs, opened(office, confirmed(office, lines=4)), done=lambda *_: None)
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    assert dialog.ui.scroll.verticalScrollBar().maximum() == 0 and len(dialog.quantities) == 4


def test_less_than_has_left_stands_at_its_field(office: Office, jobs: Background, qtbot: QtBot, settle: Settle) -> None:
    order_id = confirmed(office)
    line = orders.load(office.desk(), order_id).order.lines[0].id
    assert line is not None
    deliveries.note(office.desk(), Delivery(order_id, TODAY, (Sent(line, D(8)),), gate_reason="客户特采"))
    dialog = OrderChangeDialog(jobs, opened(office, order_id), done=lambda *_: None)
    qtbot.addWidget(dialog)
    dialog.quantities[0].set_value(D(5))
    dialog.quantities[0].value_changed.emit(D(5))
    settle()
    assert dialog.errors.marked() == ["lines.0.quantity"]
    assert "Of PLF060-L1-5 8 have left already." in said(dialog)


def test_where_others_have_to_agree_it_is_submitted_and_they_decide(
    office: Office, jobs: Background, qtbot: QtBot, settle: Settle
) -> None:
    order_id = confirmed(office, "480")
    ended: list[tuple[str, str]] = []
    dialog = OrderChangeDialog(jobs, opened(office, order_id), done=lambda *one: ended.append(one))
    qtbot.addWidget(dialog)
    dialog.prices[0].set_value(D(430))
    dialog.prices[0].value_changed.emit(D(430))
    dialog.ui.reason.setText("客户议价")
    settle()
    assert dialog.ui.confirm.text() == "Submit for approval"
    dialog.ui.confirm.click()
    settle()
    assert [status for _, status in ended] == ["submitted"]
    mine = OrderChangeDialog(jobs, opened(office, order_id), done=lambda *_: None)
    qtbot.addWidget(mine)
    assert mine.ui.confirm.isHidden() and mine.quantities[0].isReadOnly() and not mine.ui.withdraw.isHidden()
    seen = opened(office, order_id, "wang")
    assert seen.may_decide and seen.change is not None
    boss = Background(lambda: office.desk("wang"))
    theirs = OrderChangeDialog(boss, seen, done=lambda *one: ended.append(one))
    qtbot.addWidget(theirs)
    theirs.ui.confirm.click()
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=20_000)
    boss.close()
    assert ended[1][1] == "approved"


def test_the_draft_of_a_notice_is_shown(office: Office, jobs: Background, qtbot: QtBot, settle: Settle) -> None:
    order_id = confirmed(office)
    papers: list[bytes] = []
    dialog = OrderChangeDialog(
        jobs, opened(office, order_id), done=lambda *_: None, show_paper=lambda _title, pdf: papers.append(pdf)
    )
    qtbot.addWidget(dialog)
    dialog.quantities[0].set_value(D(21))
    dialog.ui.reason.setText("客户增购")
    dialog.ui.paper.click()
    settle()
    dialog.ui.paper.click()
    settle()
    assert [paper[:4] for paper in papers] == [b"%PDF", b"%PDF"]
    assert [one.status for one in order_changes.of_order(office.desk(), order_id)] == ["draft"]


@pytest.mark.parametrize(("what", "state"), [("order", "cancelled"), ("lines", "confirmed")])
def test_cancelling_whole_or_by_line(
    office: Office, jobs: Background, qtbot: QtBot, settle: Settle, what: str, state: str
) -> None:
    order_id = confirmed(office)
    ended: list[str] = []
    dialog = OrderCancelDialog(jobs, orders.load(office.desk(), order_id), done=lambda one: ended.append(one.status))
    qtbot.addWidget(dialog)
    dialog.ui.what.setCurrentIndex(dialog.ui.what.findData(what))
    next(iter(dialog.quantities.values())).set_value(D(25))
    dialog.ui.confirm.click()
    settle()
    assert dialog.errors.marked() == ["reason"]
    dialog.ui.reason.setText("项目取消")
    dialog.ui.confirm.click()
    settle()
    if what == "lines":
        assert dialog.errors.marked() == ["lines.0.quantity"]
        next(iter(dialog.quantities.values())).set_value(D(5))
        dialog.ui.confirm.click()
        settle()
    assert ended == [state]
    assert orders.load(office.desk(), order_id).state == state


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_dialogs_are_sound(
    office: Office, jobs: Background, qtbot: QtBot, qapp: QApplication, settle: Settle, language: str
) -> None:
    translations.install(qapp, language)
    order_id = confirmed(office)
    change = OrderChangeDialog(jobs, opened(office, order_id), done=lambda *_: None, show_paper=lambda *_: None)
    qtbot.addWidget(change)
    change.show()
    settle()
    assert_page_is_sound(change)
    cancel = OrderCancelDialog(jobs, orders.load(office.desk(), order_id), done=lambda _: None)
    qtbot.addWidget(cancel)
    cancel.ui.what.setCurrentIndex(2)
    cancel.show()
    settle()
    assert_page_is_sound(cancel)
