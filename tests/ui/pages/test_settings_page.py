from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import approvals_policy, authority, companies, people, rates, settings, starting
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.settings.page import SECTIONS, SettingsPage
from orderdesk_gui.ui.pages.settings.rights import RIGHTS
from orderdesk_gui.ui.pages.settings.storage import is_on_a_share
from orderdesk_gui.ui.undo_stack import UndoStack
from tests.ui.small_firm import *  # noqa: F403
from tests.ui.soundness import faults_of

Opened = Callable[[str], tuple[SettingsPage, Any]]


@pytest.fixture
def opened(make_window: Callable[..., MainWindow], qtbot: QtBot) -> Opened:
    window: list[MainWindow] = []

    def make(section: str) -> tuple[SettingsPage, Any]:
        if not window:
            window.append(make_window([PageSpec("settings", "Settings", "settings", SettingsPage)]))
            window[0].resize(1440, 900)
        window[0].navigate("settings", section)
        page = window[0].page("settings")
        assert isinstance(page, SettingsPage)
        qtbot.waitUntil(lambda: not window[0].jobs.busy, timeout=20000)
        return page, page.current()

    return make


def save(page: SettingsPage, section: Any, qtbot: QtBot) -> None:
    page.save()
    qtbot.waitUntil(lambda: not page.shell.jobs.busy, timeout=20000)
    assert not section.dirty


def test_a_company_is_edited_in_place_and_saved(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("companies")
    assert section.ui.name_zh.text() == "澜川传动" and not page.ui.save.isEnabled()
    qtbot.keyClicks(section.ui.phone, "0512")
    section.vat.setCurrentText("9 %")
    assert page.ui.save.isEnabled()
    save(page, section, qtbot)
    (company,) = companies.list_companies(firm)
    assert (company.phone, company.vat_rate) == ("0512", Decimal("0.09"))


def test_discard_gives_the_edits_up(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("companies")
    qtbot.keyClicks(section.ui.phone, "0512")
    assert page.back_out()
    qtbot.waitUntil(lambda: not page.shell.jobs.busy, timeout=20000)
    assert section.ui.phone.text() == "" and not section.dirty
    assert not page.back_out()


def test_a_second_company_is_added_and_its_fault_stands_at_the_field(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("companies")
    section.ui.add.click()
    page.save()
    qtbot.waitUntil(lambda: section.errors.marked() == ["name_zh"], timeout=20000)
    qtbot.keyClicks(section.ui.name_zh, "second")
    save(page, section, qtbot)
    assert [one.name_zh for one in companies.list_companies(firm)] == ["澜川传动", "second"]
    section.ui.delete_company.click()
    qtbot.waitUntil(lambda: len(companies.list_companies(firm)) == 1, timeout=20000)


def test_a_person_is_added_with_role_level_and_password_and_leaves(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("people")
    section.ui.add.click()
    qtbot.keyClicks(section.ui.name, "Wang")
    section.ui.role.setCurrentIndex(section.ui.role.findData("manager"))
    section.ui.level.setCurrentIndex(section.ui.level.findData("gm"))
    qtbot.keyClicks(section.ui.password, "9999")
    section.edited()
    save(page, section, qtbot)
    made = next(one for one in people.list_people(firm) if one.name == "Wang")
    assert (made.role, made.level, made.password, made.active) == ("manager", "gm", True, True)
    section.list.select_row([one.name for one in section.model.rows()].index("Wang"))
    section.ui.active.click()
    save(page, section, qtbot)
    assert [one.name for one in starting.persons(firm)] == ["周洁"]


def with_undo(page: SettingsPage) -> None:
    """Give the window what the session gives it: a stack that hears of every change."""
    stack = UndoStack(page.shell.jobs, page)
    page.shell.jobs.changed.connect(stack.add)
    page.shell.session = SimpleNamespace(undo_stack=stack)


def test_a_new_person_stays_chosen_and_is_undone_but_no_password_is(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("people")
    with_undo(page)
    section.ui.add.click()
    qtbot.keyClicks(section.ui.name, "Wang")
    section.edited()
    save(page, section, qtbot)
    assert section.ui.name.text() == "Wang" == section.list.current_row().name
    me = next(one for one in people.list_people(firm) if one.name == "周洁")
    section.list.select_row([one.name for one in section.model.rows()].index("周洁"))
    section.ui.phone.setText("0512")
    section.ui.password.setText("9876")
    section.edited()
    save(page, section, qtbot)
    assert section.ui.name.text() == "周洁"
    page.undo()
    qtbot.waitUntil(lambda: not page.shell.jobs.busy, timeout=20000)
    assert next(one for one in people.list_people(firm) if one.id == me.id).phone == ""
    assert people.sign_in(firm, me.login, "9876").user_id == me.id, "the password stays changed"
    page.undo()
    qtbot.waitUntil(lambda: not page.shell.jobs.busy, timeout=20000)
    assert [one.name for one in people.list_people(firm)] == ["周洁"]


def test_a_company_and_the_rights_are_undone_in_one_step(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("companies")
    with_undo(page)
    section.ui.add.click()
    qtbot.keyClicks(section.ui.name_zh, "second")
    save(page, section, qtbot)
    assert section.list.current_row()[0].name_zh == "second" == section.ui.name_zh.text()
    page, section = opened("rights")
    for row in (0, 1):
        section.table.set_tick(row, 1, True)
    section.edited()
    save(page, section, qtbot)
    for table in ("right", "company"):
        page.undo()
        qtbot.waitUntil(lambda: not page.shell.jobs.busy, timeout=20000)
        with firm.reading() as connection:
            assert Right.SEE_COST not in people.rights_table(connection)["sales"], table
            assert Right.SEE_MARGIN not in people.rights_table(connection)["sales"]
    assert [one.name_zh for one in companies.list_companies(firm)] == ["澜川传动"]


def test_the_matrix_tells_who_is_missing_and_when_it_escalates(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("approvals")
    assert section.ui.missing.isHidden(), "in a one-person firm nobody is missing"
    section.ui.full_matrix.click()
    section.ui.agreed.click()
    section.hours.set_value(Decimal(48))
    section.edited()
    save(page, section, qtbot)
    assert section.ui.missing.isVisibleTo(section) and "Nobody is finance" in section.ui.missing.text()
    policy, version = approvals_policy.matrix(firm)
    assert (policy.timeout_hours, policy.rush_timeout_hours, policy.agreed_discounts, version) == (48, 4, False, 0)
    section.rush.set_value(Decimal(0))
    section.edited()
    page.save()
    qtbot.waitUntil(lambda: section.errors.marked() == ["rush_approval_hours"], timeout=20000)
    section.set_dirty(False)  # else the closing window asks


def test_somebody_stands_in_while_i_am_away(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    people.save_person(firm, people.Person(name="李强", role="follow_up"))
    page, section = opened("grants")
    section.ui.dimension.setCurrentIndex(section.ui.dimension.findData(authority.DEPUTY))
    assert not section.limit.isEnabled()
    section.edited()
    save(page, section, qtbot)
    (lent,) = authority.lent(firm)
    assert (lent.person, lent.dimension, lent.granted_by) == ("李强", authority.DEPUTY, "周洁")
    assert section.model.index(0, 1).data() == "stands in"


def test_more_than_one_has_is_refused_at_the_limit(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    settings.put(firm, "approval_preset", "full_matrix")
    people.save_person(firm, replace(people.list_people(firm)[0], level="sales_manager"))
    people.save_person(firm, people.Person(name="李强"))
    boss = people.seat(firm, firm.user_id)
    page, section = opened("grants")
    page.shell.jobs.open_desk = lambda: boss
    section.fetch()
    qtbot.waitUntil(lambda: section.limit.placeholderText() == "at most 8", timeout=20000)
    section.limit.set_value(Decimal(9))
    section.edited()
    page.save()
    qtbot.waitUntil(lambda: section.errors.marked() == ["limit"], timeout=20000)
    section.set_dirty(False)  # else the closing window asks


def test_a_click_in_the_table_of_rights_changes_a_right(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("rights")
    row = RIGHTS.index(Right.SEE_COST)
    assert not section.table.tick(row, 1)
    cell = section.table.visualItemRect(section.table.item(row, 1)).center()
    qtbot.mouseClick(section.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert section.table.tick(row, 1)
    save(page, section, qtbot)
    with firm.reading() as connection:
        assert Right.SEE_COST in people.rights_table(connection)["sales"]


def test_preset_and_limits_are_a_new_version(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("approvals")
    section.ui.full_matrix.click()
    section.table.item(0, 1).setText("1.5 %")
    save(page, section, qtbot)
    policy, version = approvals_policy.matrix(firm)
    assert (policy.name, version, policy.rules[0].limit) == ("full_matrix", 1, Decimal("0.015"))
    section.table.item(0, 1).setText("viel")
    page.save()
    assert section.dirty and not page.shell.jobs.busy
    assert approvals_policy.matrix(firm)[1] == 1
    section.set_dirty(False)  # else the closing window asks


def test_authority_is_lent_and_ended(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    people.save_person(firm, people.Person(name="李强"))
    page, section = opened("grants")
    section.limit.set_value(Decimal(8))
    section.edited()
    save(page, section, qtbot)
    (lent,) = authority.lent(firm)
    assert (lent.person, lent.dimension, lent.limit, lent.valid_from) == (
        "李强", "discount", Decimal("0.08"), date.today(),
    )  # fmt: skip
    section.list.select_row(0)
    section.ui.withdraw.click()
    qtbot.waitUntil(lambda: authority.lent(firm) == [] and not page.shell.jobs.busy, timeout=20000)


def test_rates_floor_and_validity_are_saved(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("pricing")
    with_undo(page)
    section.rates.append(["usd", "7.12", "BOC", "2026-11-20"])
    section.floor.set_value(Decimal(20))
    section.valid.set_value(Decimal(15))
    save(page, section, qtbot)
    (usd,) = rates.exchange_rates(firm)
    assert (usd.currency, usd.rate, usd.source, usd.date) == ("USD", Decimal("7.12"), "BOC", date(2026, 11, 20))
    assert (settings.get(firm, "margin_floor"), settings.get(firm, "quotation_valid_days")) == ("0.2", 15)
    page.undo()
    qtbot.waitUntil(lambda: not page.shell.jobs.busy, timeout=20000)
    assert rates.exchange_rates(firm) == [] and settings.get(firm, "margin_floor") == "0.18", "saved as one step"
    before = len(rates.vat_rates(firm))
    section.vat.item(0, 1).setText("5 %")
    save(page, section, qtbot)
    assert len(rates.vat_rates(firm)) == before
    assert Decimal("0.05") in [one.rate for one in rates.vat_rates(firm)]


def test_the_one_year_lpr_is_dated(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("pricing")
    assert (section.lpr.text(), section.lpr_from.text()) == ("3.0", "")
    section.lpr.set_value(Decimal("3.1"))
    section.lpr_from.set_value(date(2026, 7, 20))
    section.edited()
    save(page, section, qtbot)
    qtbot.waitUntil(lambda: section.lpr_from.text() == "2026-07-20", timeout=20000)
    with firm.reading() as connection:
        on = [settings.read(connection, "one_year_lpr", day) for day in (date(2026, 7, 19), date(2026, 7, 20))]
    assert on == [None, "0.031"] and section.lpr.text() == "3.1"
    section.lpr.set_value(Decimal(300))
    section.save()
    qtbot.waitUntil(lambda: bool(section.lpr.property("error")), timeout=20000)
    assert rates.loan_prime_rate(firm).rate == Decimal("0.031")


def test_a_backup_is_made_and_listed(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    page, section = opened("storage")
    section.ui.back_up_now.click()
    qtbot.waitUntil(lambda: [one.reason for one in section.model.rows()] == ["by-hand"], timeout=20000)
    assert not page.ui.save.isVisible()
    assert not section.ui.data_warning.isVisible()
    assert not is_on_a_share(firm.store.folder)


def test_who_may_not_change_settings_sees_them_and_why(firm: Desk, opened: Opened, qtbot: QtBot) -> None:
    settings.put(firm, "approval_preset", "full_matrix")
    clerk = people.seat(firm, people.save_person(firm, people.Person(name="李强", role="sales")).id)
    page, section = opened("companies")
    page.shell.jobs.open_desk = lambda: clerk
    page.reload()
    qtbot.waitUntil(lambda: not section.may, timeout=20000)
    assert not section.ui.form.isEnabled()
    assert page.ui.refusal.isVisible() and "change settings" in page.ui.refusal.text()
    assert not page.ui.save.isVisible()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("section", [kind.key for kind in SECTIONS])
def test_every_section_is_sound_in_both_languages(
    firm: Desk, opened: Opened, qapp: QApplication, section: str, language: str
) -> None:
    translations.install(qapp, language)
    page, shown = opened(section)
    assert shown.key == section
    path = getattr(getattr(shown, "ui", None), "data_path", None)
    own = [path.text()] if path is not None else []
    languages = ("中文", "English")  # each is named in its own
    qapp.processEvents()  # layouts settle
    assert faults_of(page, [*own, "SWIFT"], names=lambda text: text in languages) == []
