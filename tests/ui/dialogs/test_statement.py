"""The dialog of a customer's months, on a real data file."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import deliveries, orders, orders_saving, statements_papers
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.paper import PaperDialog
from orderdesk_gui.ui.dialogs.statement import StatementDialog
from tests.ui.pages.conftest import Office, filled_office, office
from tests.ui.soundness import assert_page_is_sound

__all__ = ["filled_office", "office"]
Settle = Callable[[], None]


@pytest.fixture
def jobs(office: Office) -> Iterator[Background]:
    made = Background(lambda: office.desk())
    yield made
    made.close()


@pytest.fixture
def settle(jobs: Background, qtbot: QtBot) -> Settle:
    def wait() -> None:
        qtbot.wait(200)
        qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
        QApplication.processEvents()

    return wait


def today(office: Office) -> dt.date:
    return office.clock().astimezone().date()


def ship(office: Office, quantity: str, order_id: uuid.UUID | None = None) -> uuid.UUID:
    if order_id is None:
        goods = QuoteLine(D(20), D(500), product_id=office.products[0], code="P", name_zh="减速机", unit="台")
        blank = orders_saving.blank(office.desk(), office.customers[1])
        line = OrderLine(goods, promised=today(office) + dt.timedelta(days=20))
        order_id = orders_saving.save(office.desk(), replace(blank, lines=(line,))).id
        orders_saving.confirm(office.desk(), order_id)
    line_id = orders.load(office.desk(), order_id).order.lines[0].id
    assert line_id is not None
    sent = (Sent(line_id, D(quantity)),)
    deliveries.note(office.desk(), Delivery(order_id, today(office), sent, gate_reason="特采"))
    return order_id


def dialog(office: Office, jobs: Background, qtbot: QtBot, told: list[str]) -> StatementDialog:
    made = StatementDialog(jobs, office.customers[1], "海宁瑞丰", today(office), told.append)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_month_is_shown_issued_and_told_when_it_changed(
    office: Office, jobs: Background, settle: Settle, qtbot: QtBot
) -> None:
    order_id = ship(office, "4")
    told: list[str] = []
    made = dialog(office, jobs, qtbot, told)
    settle()
    assert made.model.rowCount() == 1 and "2,000.00" in made.sums.text()
    assert made.state.text() == "Not issued yet." and made.buttons["issue"].isEnabled()
    made.issue()
    settle()
    assert "Issued as ST-" in made.state.text() and not made.buttons["issue"].isEnabled()
    assert told and told[0].endswith(".pdf is issued")
    (paper,) = made.findChildren(PaperDialog)
    assert paper.pages() == 1
    paper.accept()
    ship(office, "2", order_id)
    made._read()
    settle()
    assert "changed since" in made.state.text() and "1,000.00" in made.state.text()
    made.issue()
    settle()
    assert "R2" in made.state.text()
    made.close()


def test_other_months_preview_and_workbook(
    office: Office, jobs: Background, settle: Settle, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ship(office, "4")
    made = dialog(office, jobs, qtbot, [])
    settle()
    target = tmp_path / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    made.save()
    made.preview()
    settle()
    assert target.read_bytes().startswith(b"PK")
    (paper,) = made.findChildren(PaperDialog)
    paper.accept()
    made.months.setCurrentIndex(1)
    settle()
    assert made.model.rowCount() == 0
    made.issue()
    settle()
    assert "nothing is open" in made.state.text()
    assert statements_papers.list_statements(office.desk()) == []
    made.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sound(
    office: Office, jobs: Background, settle: Settle, qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    ship(office, "4")
    translations.install(qapp, language)
    made = dialog(office, jobs, qtbot, [])
    settle()
    assert_page_is_sound(made, own_words=["海宁瑞丰", "发货"])
    made.close()
