from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import opening, people, starting
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.sign_in import SignIn
from tests.ui.small_firm import *  # noqa: F403
from tests.ui.soundness import assert_page_is_sound

Make = Callable[..., SignIn]


@pytest.fixture
def make(firm: Desk, jobs: Background, qtbot: QtBot) -> Make:
    people.save_person(firm, people.Person(name="李强", login="li", role="sales"))

    def page(locked_for: str = "") -> SignIn:
        made = SignIn(jobs, firm, starting.persons(firm), locked_for)
        qtbot.addWidget(made)
        made.resize(1024, 700)
        made.show()
        return made

    return page


def test_the_right_password_lets_in(firm: Desk, make: Make, qtbot: QtBot) -> None:
    page = make()
    page.choose("周洁")
    qtbot.keyClicks(page.ui.password, "1234")
    with qtbot.waitSignal(page.signed_in, timeout=20000) as told:
        qtbot.keyClick(page.ui.password, Qt.Key.Key_Return)
    assert told.args[0].desk.user_id == firm.user_id
    assert opening.seated_user(firm.store) is None


def test_a_wrong_password_stands_at_its_field_and_can_be_typed_anew(make: Make, qtbot: QtBot) -> None:
    page = make()
    page.choose("周洁")
    page.ui.password.setText("4321")
    page.sign_in()
    qtbot.waitUntil(lambda: page.errors.marked() == ["password"], timeout=20000)
    assert page.ui.sign_in.isEnabled()
    page.ui.password.setText("1234")
    with qtbot.waitSignal(page.signed_in, timeout=20000):
        page.sign_in()


def test_who_has_no_password_is_not_asked_for_one(make: Make, qtbot: QtBot) -> None:
    page = make()
    page.choose("李强")
    assert not page.ui.secret_row.isVisible()
    with qtbot.waitSignal(page.signed_in, timeout=20000) as told:
        page.sign_in()
    assert told.args[0].name == "李强"


def test_a_person_is_remembered_on_this_computer_when_they_say_so(firm: Desk, make: Make, qtbot: QtBot) -> None:
    page = make()
    page.choose("周洁")
    page.ui.password.setText("1234")
    page.ui.remember.setChecked(True)
    with qtbot.waitSignal(page.signed_in, timeout=20000):
        page.sign_in()
    assert opening.seated_user(firm.store) == firm.user_id


def test_a_lock_asks_only_the_person_who_sat_here_until_somebody_else_comes(make: Make) -> None:
    page = make("周洁")
    assert page.ui.persons.count() == 1
    person = page.person()
    assert person is not None and person.name == "周洁"
    page.ui.other.click()
    assert page.ui.persons.count() == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_sound_in_both_languages(make: Make, qapp: QApplication, language: str) -> None:
    translations.install(qapp, language)
    page = make("周洁")
    assert_page_is_sound(page)


def test_opening_a_lock_leaves_the_next_start_as_it_was(firm: Desk, make: Make, qtbot: QtBot) -> None:
    opening.remember(firm.store, firm.user_id)
    page = make("周洁")
    assert not page.ui.remember.isVisible()
    page.ui.password.setText("1234")
    with qtbot.waitSignal(page.signed_in, timeout=20000):
        page.sign_in()
    assert opening.seated_user(firm.store) == firm.user_id
    page.ui.other.click()
    assert page.ui.remember.isVisible()
