"""The page of follow-up: orders by forecast, steps reported by keyboard, warnings answered, the customer told."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import customers, orders_saving, plan_followup, plans, products
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.customers import Contact, Customer
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.milestones.notice import NoticeDialog
from orderdesk_gui.ui.pages.milestones.page import MilestonesPage
from orderdesk_gui.ui.pages.milestones.report import ReportDialog
from tests.fixtures_store import Clock
from tests.ui.pages.desk_window import *  # noqa: F403
from tests.ui.pages.desk_window import settle
from tests.ui.soundness import assert_page_is_sound

Show = Callable[[], MilestonesPage]


def order(
    firm: Desk, promised: dt.date = dt.date(2027, 2, 26), template: str = "stock", name: str = "云栎"
) -> uuid.UUID:
    customer = customers.save(firm, Customer(name=name, contacts=(Contact("沈女士", phone="0512-5550 2266"),))).id
    code = f"G-{name}"
    gear = products.save(firm, Product(code=code, name_zh="减速机", unit="台", list_price=Decimal(100))).id
    line = QuoteLine(Decimal(10), Decimal(100), product_id=gear, code=code, name_zh="减速机", unit="台", manual=True)
    blank = orders_saving.blank(firm, customer)
    made = replace(blank, lines=(OrderLine(line, promised=promised),), customer_po=f"PO-{name}")
    order_id = orders_saving.save(firm, made).id
    orders_saving.confirm(firm, order_id, template=template)
    return order_id


@pytest.fixture
def show(jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow]) -> Show:
    """Shows the page in a window of the size of a small laptop."""

    def made() -> MilestonesPage:
        window = make_window([PageSpec("milestones", "Follow-up", "list-check", MilestonesPage)])
        window.resize(1366, 768)
        window.go("milestones")
        settle(qtbot, jobs)
        page = window.current_page()
        assert isinstance(page, MilestonesPage)
        return page

    return made


def dialog(page: MilestonesPage, kind: type) -> object:
    return next(one for one in page.findChildren(kind) if one.isVisible())


def test_without_orders_it_says_where_they_come_from(firm: Desk, show: Show) -> None:
    page = show()
    assert page.model.rows() == [] and page.stack.currentWidget() is page._nothing
    assert_page_is_sound(page)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_sound_in_both_languages(firm: Desk, show: Show, qapp: QApplication, language: str) -> None:
    translations.install(qapp, language)
    order(firm, dt.date(2026, 12, 2))
    page = show()
    words = {
        page.ui.customer.text(),
        page.ui.subline.text(),
        "云栎",
        *(str(c.sentence.text()) for c in page.plan.warnings.cards()),
    }
    assert_page_is_sound(page, own_words=words)
    page.plan.report(page.plan.steps.current_row())
    report = dialog(page, ReportDialog)
    assert_page_is_sound(report, own_words={report.ui.step.text()})  # type: ignore[attr-defined, arg-type]
    report.reject()  # type: ignore[attr-defined]
    page.plan.tell("progress")
    notice = dialog(page, NoticeDialog)
    told = {notice.ui.told.text(), "云栎"}  # type: ignore[attr-defined]
    assert_page_is_sound(notice, own_words=told)  # type: ignore[arg-type]


def test_the_first_order_is_shown_with_the_step_that_is_due(firm: Desk, show: Show) -> None:
    slow = order(firm, template="make_to_order", name="慢")
    quick = order(firm, name="快")
    page = show()
    assert [row.id for row in page.model.rows()] == [quick, slow]
    assert page.plan.followed.id == quick
    assert page.plan.steps.current_row().key == "receive"
    assert page.ui.count.text() == "2"


def test_space_begins_and_finishes_the_step_and_undo_takes_it_back(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    order_id = order(firm)
    page = show()
    page.plan.steps.select_row(1)
    review = page.plan.steps.current_row()
    qtbot.keyClick(page.plan.steps, Qt.Key.Key_Space)
    settle(qtbot, jobs)
    begun = page.plan.steps.current_row()
    assert begun.id == review.id and begun.begun is not None and begun.done is None
    qtbot.keyClick(page.plan.steps, Qt.Key.Key_Space)
    settle(qtbot, jobs)
    assert page.plan.steps.current_row().done is not None
    plan = plans.of_order(firm, order_id)
    assert plan is not None and plan.steps[1].done == page.plan.steps.current_row().done


def test_enter_reports_everything_of_a_step(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    order(firm)
    page = show()
    row = next(n for n, step in enumerate(page.plan.model.rows()) if step.gate)
    page.plan.steps.select_row(row)
    qtbot.keyClick(page.plan.steps, Qt.Key.Key_Return)
    report = dialog(page, ReportDialog)
    assert isinstance(report, ReportDialog)
    report.ui.begun_day.setText("2026-11-20")
    report.ui.begun_time.setText("9.30")
    report.ui.progress.setText("40")
    report.ui.progress.textEdited.emit("40")
    report._gate.set_value("failed")
    report.ui.note.setText("两件划伤")
    report.ui.save.click()
    settle(qtbot, jobs)
    assert not report.isVisible()
    step = page.plan.steps.current_row()
    assert (step.begun, step.progress, step.gate_result, step.note) == (
        dt.datetime(2026, 11, 20, 9, 30), Decimal("0.4"), "failed", "两件划伤",
    )  # fmt: skip
    assert "failed" in {one.kind for one in page.plan.followed.warnings}
    assert page.plan.followed.level == "red"


def test_what_cannot_be_reported_stands_at_its_field(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    order(firm)
    page = show()
    page.plan.report(page.plan.steps.current_row())
    report = dialog(page, ReportDialog)
    assert isinstance(report, ReportDialog)
    report.ui.done_day.setText("2031-01-01")
    report.ui.save.click()
    settle(qtbot, jobs)
    assert report.isVisible() and report.errors.marked() == ["finished"]
    report.ui.done_day.setText("2026-11-20")
    report.ui.done_time.setText("25:00")
    report.ui.save.click()
    settle(qtbot, jobs)
    assert report.isVisible() and report.errors.marked() == ["finished"]
    assert page.plan.steps.current_row().done is None


def test_a_warning_is_answered_in_place_and_typing_survives_a_reload(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    order_id = order(firm, dt.date(2026, 12, 2))
    page = show()
    card = page.plan.warnings.cards()[0]
    card.response.setText("改走空运")
    page.reload()
    settle(qtbot, jobs)
    assert page.plan.warnings.cards()[0].response.text() == "改走空运"
    card.cause.setCurrentIndex(card.cause.findData("logistics"))
    card.cause.activated.emit(card.cause.currentIndex())
    settle(qtbot, jobs)
    kept = plan_followup.follow(firm, order_id).warnings[0]
    assert (kept.cause, kept.response) == ("logistics", "改走空运")


def test_the_message_to_the_customer_is_copied_and_noted(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    order_id = order(firm)
    page = show()
    page.plan.tell("confirmation")
    notice = dialog(page, NoticeDialog)
    assert isinstance(notice, NoticeDialog)
    assert "Hello" in notice.ui.text.toPlainText()
    notice.language.set_value("zh")
    notice.language.changed.emit("zh")
    notice.ui.save.click()
    settle(qtbot, jobs)
    assert not notice.isVisible()
    assert "PO-云栎" in QGuiApplication.clipboard().text() and "您好" in QGuiApplication.clipboard().text()
    assert plan_followup.follow(firm, order_id).told == {"confirmation"}
    assert page.plan.messages().actions()[0].text() == "order confirmation (told)"


def test_the_tab_of_red_ones_and_the_search_narrow_the_list(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot
) -> None:
    late = order(firm, dt.date(2026, 12, 18), "make_to_order", name="迟")
    order(firm, name="准")
    page = show()
    page.ui.tabs.set_value("red")
    page.ui.tabs.changed.emit("red")
    settle(qtbot, jobs)
    assert [row.id for row in page.model.rows()] == [late]
    page.ui.tabs.set_value("all")
    page.ui.search.setText("准")
    page._query()
    settle(qtbot, jobs)
    assert [row.customer for row in page.model.rows()] == ["准"]
    assert page.back_out() and page.ui.search.text() == ""


def test_a_new_day_works_the_plans_out_once(
    firm: Desk, show: Show, clock: Clock, jobs: Background, qtbot: QtBot
) -> None:
    order(firm, dt.date(2026, 12, 18))
    clock.now = dt.datetime(2027, 1, 20, 2, tzinfo=dt.UTC)
    page = show()
    assert [row.level for row in page.model.rows()] == ["red"]
    assert page.shell.settings.get("plans_worked_out") == "2027-01-20"
    before = page.shell.settings.get("plans_worked_out")
    page._begin_day(dt.date(2027, 1, 20))
    assert not jobs.busy and before == page.shell.settings.get("plans_worked_out")


def test_who_may_not_plan_only_looks(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    order_id = order(firm, dt.date(2026, 12, 2))
    followed = replace(plan_followup.follow(firm, order_id), may_plan=False)
    page = show()
    page.plan.show_order(followed)
    assert not page.ui.report.isVisible() and not page.ui.tell.isVisible()
    assert all(card.response.isReadOnly() for card in page.plan.warnings.cards())
    qtbot.keyClick(page.plan.steps, Qt.Key.Key_Space)
    settle(qtbot, jobs)
    assert plan_followup.follow(firm, followed.id).plan.steps[0].done is None  # type: ignore[union-attr]
