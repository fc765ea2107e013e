"""The dialog of refunds and credit notes on a real data file."""

import datetime as dt
import uuid
from decimal import Decimal as D

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import receivables, refunds
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.order_alarms import OrderAlarmsDialog
from orderdesk_gui.ui.dialogs.order_refunds import OrderRefundsDialog
from tests.ui.dialogs.test_order_change import Settle, confirmed, jobs, settle
from tests.ui.pages.conftest import Office, filled_office, office
from tests.ui.soundness import assert_page_is_sound

__all__ = ["filled_office", "jobs", "office", "settle"]
TODAY = dt.date(2026, 11, 24)


def paid(office: Office) -> uuid.UUID:
    order_id = confirmed(office)
    receipt = receivables.Receipt(office.customers[1], TODAY, D(500), pays={order_id: D(500)})
    receivables.note_receipt(office.desk("chen"), receipt)
    return order_id


def steps(dialog: OrderRefundsDialog) -> list[str]:
    inside = dialog.ui.known.findChildren(QPushButton)
    return [button.text() for button in inside if button.isVisibleTo(dialog)]


def test_a_refund_is_noted_and_what_comes_next_offered(
    office: Office, jobs: Background, qtbot: QtBot, settle: Settle
) -> None:
    order_id = paid(office)
    told: list[str] = []
    dialog = OrderRefundsDialog(jobs, order_id, "SO-1", "CNY", told=told.append)
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    assert "¥500.00" in dialog.ui.hint.text() and steps(dialog) == []
    dialog.ui.confirm.click()
    assert dialog.errors.marked() == ["amount"]
    dialog.ui.amount.set_value(D(600))
    dialog.ui.reason.setText("项目取消")
    dialog.ui.confirm.click()
    settle()
    assert dialog.errors.marked() == ["amount"]
    dialog.ui.amount.set_value(D(300))
    dialog.ui.confirm.click()
    settle()
    assert steps(dialog) == ["Approve", "Withdraw"] and "¥200.00" in dialog.ui.hint.text()
    refunds.approve(office.desk("wang"), refunds.of_order(office.desk(), order_id)[0].id)
    dialog._load()
    settle()
    assert steps(dialog) == ["Note as paid", "Withdraw"]
    dialog.ui.known.findChildren(QPushButton)[-1].click()
    settle()
    assert refunds.of_order(office.desk(), order_id)[0].status == "withdrawn" and len(told) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_dialogs_are_sound(
    office: Office, jobs: Background, qtbot: QtBot, qapp: QApplication, settle: Settle, language: str
) -> None:
    translations.install(qapp, language)
    order_id = paid(office)
    refunds.save(office.desk(), refunds.Refund(order_id, D(300), "项目取消" * 40))
    dialog = OrderRefundsDialog(jobs, order_id, "SO-2026-7K3F-0007", "CNY", told=lambda _: None)
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    assert_page_is_sound(dialog)
    alarms = OrderAlarmsDialog("SO-2026-7K3F-0007", ["PLF060-L1-5 行星减速机 costs nothing."] * 12, lambda _: None)
    qtbot.addWidget(alarms)
    alarms.show()
    settle()
    assert_page_is_sound(alarms)
