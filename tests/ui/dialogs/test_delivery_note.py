"""The dialog that prints delivery notes, on a real data file."""

from collections.abc import Callable
from decimal import Decimal as D

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import deliveries, deliveries_papers, papers
from orderdesk_gui.actions.deliveries_papers import NoteChoice
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.delivery_note import DeliveryNoteDialog
from orderdesk_gui.ui.dialogs.paper import PaperDialog
from orderdesk_gui.ui.pages.orders.deliveries_dialog import DeliveriesDialog
from tests.ui.dialogs.test_statement import jobs, settle, ship, today
from tests.ui.pages.conftest import Office, filled_office, office
from tests.ui.soundness import assert_page_is_sound

__all__ = ["filled_office", "jobs", "office", "settle"]
Settle = Callable[[], None]


def test_from_the_list_of_deliveries_to_the_kept_note(
    office: Office, jobs: Background, settle: Settle, qtbot: QtBot
) -> None:
    order_id = ship(office, "4")
    told: list[str] = []
    listed = DeliveriesDialog(jobs, order_id, "SO", today(office), told=told.append)
    qtbot.addWidget(listed)
    listed.show()
    settle()
    listed.paper.click()
    (made,) = listed.findChildren(DeliveryNoteDialog)
    settle()
    assert made.values() == {"format": "a4", "prices": False, "letterhead": True, "x": D(0), "y": D(0)}
    made.format.setCurrentIndex(2)
    made.prices.setChecked(True)
    made.right.setValue(-1.5)
    made.preview()
    settle()
    (paper,) = made.findChildren(PaperDialog)
    assert paper.pages() == 1 and papers.of_record(office.desk(), made._delivery_id) == []
    paper.accept()
    made.issue()
    settle()
    (row,) = deliveries.list_deliveries(office.desk()).rows
    (kept,) = papers.of_record(office.desk(), row.id)
    assert kept.kind == "delivery_note" and told and kept.file_name in told[0]
    assert deliveries_papers.usual_choice(office.desk()) == NoteChoice("continuous", True, x=D("-1.5"))
    made.reject()
    listed.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sound(
    office: Office, jobs: Background, settle: Settle, qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    order_id = ship(office, "4")
    translations.install(qapp, language)
    (row,) = deliveries.list_deliveries(office.desk(), order_id=order_id).rows
    made = DeliveryNoteDialog(jobs, row.id, row.number, print)
    qtbot.addWidget(made)
    made.show()
    settle()
    assert_page_is_sound(made)
    made.close()
