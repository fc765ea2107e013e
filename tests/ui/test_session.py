"""From opening a folder to the last save, with the real window over real data files."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import companies, customers, opening, people, settings, starting
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Customer
from orderdesk_gui.store.database import FILE_NAME
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.sign_in import SignIn
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.notice_page import NoticePage
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.first_hour import FirstHour
from orderdesk_gui.ui.session import Session, demo_folder
from orderdesk_gui.ui.session_asks import find
from orderdesk_gui.ui.settings import Settings
from tests.ui.plain_page import PlainPage

Open = Callable[..., Session]
WAIT = 20_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    return tmp_path / "data"


@pytest.fixture
def start(folder: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    made: list[tuple[MainWindow, Background, Session]] = []

    def begin(**asked: bool) -> Session:
        jobs = Background()
        pages = [
            PageSpec("today", "Today", "sunrise", lambda shell: PlainPage(shell, "one")),
            PageSpec("customers", "Customers", "users", lambda shell: PlainPage(shell, "two")),
        ]
        folder.mkdir(exist_ok=True)
        window = MainWindow(pages, jobs, Settings(folder / "screen.json"))
        window.show()
        session = Session(window, jobs, folder)
        made.append((window, jobs, session))
        session.open(**asked)
        qtbot.waitUntil(lambda: not jobs.busy, timeout=WAIT)
        return session

    yield begin
    for window, jobs, session in made:
        window.close()
        jobs.close()
        session.let_go()


def firm(folder: Path, password: str = "", preset: str = "one_person") -> None:
    opened = starting.open_folder(folder)
    assert opened.system is not None
    first = companies.FirstHour(Company(name_zh="澜川传动"), "周洁", password, preset)
    companies.set_up(opened.system, first)
    opened.system.store.close()


def alone(session: Session) -> object:
    return session.window.ui.body.currentWidget()


def other_desk(folder: Path) -> Desk:
    """What the command line does beside the window."""
    store = opening.open_store(folder, opening.now)
    return opening.open_desk(store, opening.seated_user(store))


def test_an_empty_folder_asks_which_company_this_is_and_leads_to_the_customers(start: Open, qtbot: QtBot) -> None:
    session = start()
    page = alone(session)
    assert isinstance(page, FirstHour)
    page.ui.my_name.setText("周洁")
    page.save()
    qtbot.waitUntil(lambda: session.seated is not None, timeout=WAIT)
    assert session.window.current_key() == "customers"
    assert session.seated is not None and session.seated.name == "周洁"
    assert alone(session) is session.window.ui.work
    page = session.window.current_page()
    assert isinstance(page, PlainPage) and page.opened == [{"import": True}]


def test_the_only_person_without_a_password_is_seated_unasked(folder: Path, start: Open) -> None:
    firm(folder)
    session = start()
    assert session.window.current_key() == "today"
    assert session.seated is not None and session.seated.name == "周洁"
    assert not session.window.ui.banner.isVisible()


def test_a_password_is_asked_for_and_another_person_sees_fresh_pages(folder: Path, start: Open, qtbot: QtBot) -> None:
    firm(folder, "1234")
    session = start()
    page = alone(session)
    assert isinstance(page, SignIn)
    page.ui.password.setText("1234")
    page.sign_in()
    qtbot.waitUntil(lambda: session.seated is not None, timeout=WAIT)
    first = session.window.current_page()
    people.save_person(session.desk(), people.Person(name="李强"))
    session.switch_person()
    qtbot.waitUntil(lambda: isinstance(alone(session), SignIn), timeout=WAIT)
    again = alone(session)
    assert isinstance(again, SignIn)
    again.choose("李强")
    again.sign_in()
    qtbot.waitUntil(lambda: session.seated is not None and session.seated.name == "李强", timeout=WAIT)
    assert session.window.current_page() is not first


def test_a_password_is_typed_without_a_click_and_the_key_of_the_lock_locks(
    folder: Path, start: Open, qtbot: QtBot
) -> None:
    firm(folder, "1234")
    session = start()
    window = session.window
    window.activateWindow()
    page = alone(session)
    assert isinstance(page, SignIn)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.ui.password, timeout=WAIT)
    qtbot.keyClicks(QApplication.focusWidget(), "1234")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: alone(session) is window.ui.work, timeout=WAIT)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_L, modifiers)
    qtbot.waitUntil(lambda: isinstance(alone(session), SignIn), timeout=WAIT)
    locked = alone(session)
    assert isinstance(locked, SignIn)
    assert locked.person() is not None


def test_the_lock_keeps_the_pages_as_they_are(folder: Path, start: Open, qtbot: QtBot) -> None:
    firm(folder, "1234")
    session = start()
    page = alone(session)
    assert isinstance(page, SignIn)
    page.ui.password.setText("1234")
    page.sign_in()
    qtbot.waitUntil(lambda: session.seated is not None, timeout=WAIT)
    kept = session.window.current_page()
    settings.put(session.desk(), "idle_lock_minutes", 5)
    session.watch.look_for_news()
    qtbot.waitUntil(lambda: session.watch._idle.isActive(), timeout=WAIT)
    assert session.watch._idle.interval() == 300_000
    session.watch._idle.timeout.emit()
    qtbot.waitUntil(lambda: isinstance(alone(session), SignIn), timeout=WAIT)
    locked = alone(session)
    assert isinstance(locked, SignIn)
    locked.ui.password.setText("1234")
    locked.sign_in()
    qtbot.waitUntil(lambda: alone(session) is session.window.ui.work, timeout=WAIT)
    assert session.window.current_page() is kept


def test_what_the_command_line_writes_is_noticed_and_what_we_write_comes_once(
    folder: Path, start: Open, qtbot: QtBot
) -> None:
    firm(folder)
    session = start()
    page = session.window.current_page()
    assert isinstance(page, PlainPage)

    def ask() -> None:
        session.watch.look_for_news()
        qtbot.waitUntil(lambda: not session.jobs.busy, timeout=WAIT)

    ask()
    before = page.calls.count("reload")
    session.jobs.write(lambda desk: customers.save(desk, Customer(name="我们写的")))
    qtbot.waitUntil(lambda: page.calls.count("reload") == before + 1, timeout=WAIT)
    ask()
    assert page.calls.count("reload") == before + 1
    desk = other_desk(folder)
    customers.save(desk, Customer(name="命令行写的"))
    desk.store.close()
    ask()
    assert page.calls.count("reload") == before + 2
    ask()
    assert page.calls.count("reload") == before + 2


def test_ctrl_z_takes_the_last_save_back_and_redo_does_it_again(folder: Path, start: Open, qtbot: QtBot) -> None:
    firm(folder)
    session = start()

    def names() -> list[str]:
        return sorted(row.name for row in customers.list_customers(session.desk()).rows)

    def settle() -> None:
        qtbot.waitUntil(lambda: not session.jobs.busy, timeout=WAIT)

    for name in ("甲公司", "乙公司"):
        session.jobs.write(lambda desk, name=name: customers.save(desk, Customer(name=name)))
    settle()
    steps = (
        ("Ctrl+Z", ["甲公司"]),
        ("Ctrl+Z", []),
        ("Ctrl+Shift+Z", ["甲公司"]),
        ("Ctrl+Shift+Z", ["乙公司", "甲公司"]),
        ("Ctrl+Z", ["甲公司"]),
    )
    for key, left in steps:
        session.window.run_key(key)
        settle()
        assert names() == sorted(left)
    session.jobs.write(lambda desk: customers.save(desk, Customer(name="丙公司")))
    settle()
    session.window.run_key("Ctrl+Shift+Z")
    settle()
    assert names() == sorted(["丙公司", "甲公司"])


def test_the_search_box_finds_records_and_their_pages(folder: Path, start: Open) -> None:
    firm(folder)
    session = start()
    saved = customers.save(session.desk(), Customer(name="华为技术有限公司"))
    (found,) = find(session.desk(), "hwjs")
    assert (found.title, found.page, found.id) == ("华为技术有限公司", "customers", saved.id)


def test_nobody_finds_a_colleagues_customer(folder: Path, start: Open) -> None:
    firm(folder, preset="full_matrix")
    session = start()
    system = session.system
    assert system is not None
    theirs = customers.save(system, Customer(name="华为技术有限公司", owner_id=session.desk().user_id))
    clerk = people.seat(system, people.save_person(system, people.Person(name="李强", role="sales")).id)
    customers.save(clerk, Customer(name="华为数字能源"))
    assert [one.title for one in find(clerk, "华为")] == ["华为数字能源"]
    assert {one.id for one in find(system, "华为")} >= {theirs.id}


def test_a_damaged_file_offers_its_newest_backup_and_opens_it(folder: Path, start: Open, qtbot: QtBot) -> None:
    firm(folder)
    opened = starting.open_folder(folder)
    assert opened.system is not None
    starting.make_backup(opened.system)
    opened.system.store.close()
    (folder / FILE_NAME).write_bytes(os.urandom(9000))
    session = start()
    page = alone(session)
    assert isinstance(page, NoticePage) and "damaged" in page.sentence
    page.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: session.seated is not None, timeout=WAIT)
    assert session.window.current_key() == "today"
    assert [path for path in folder.iterdir() if path.name not in (FILE_NAME, "backups", "screen.json")]


def test_a_file_that_cannot_be_opened_says_why_and_can_be_tried_again(folder: Path, start: Open, qtbot: QtBot) -> None:
    folder.mkdir()
    (folder / FILE_NAME).mkdir()
    session = start()
    page = alone(session)
    assert isinstance(page, NoticePage)
    (folder / FILE_NAME).rmdir()
    page.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: isinstance(alone(session), FirstHour), timeout=WAIT)


def test_the_demo_company_has_a_folder_of_its_own_and_a_way_back(folder: Path, start: Open, qtbot: QtBot) -> None:
    firm(folder)
    session = start()
    session.open_demo()
    qtbot.waitUntil(lambda: session.seated is not None, timeout=9 * WAIT)  # it is being made
    assert session.seated is not None and session.seated.demo
    assert session.window.ui.banner.isVisible()
    assert session.folder == demo_folder(folder) and session.folder.parent == folder.parent
    assert (customers.list_customers(session.desk(), counted=True).total or 0) > 250
    session.open_own()
    qtbot.waitUntil(lambda: session.seated is not None, timeout=WAIT)
    assert not session.window.ui.banner.isVisible()
    assert customers.list_customers(session.desk(), counted=True).total == 0
