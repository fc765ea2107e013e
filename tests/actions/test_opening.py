import os
from dataclasses import replace
from pathlib import Path

import pytest

from orderdesk_gui.actions import companies, opening, people, starting, storage
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.database import FILE_NAME, Store


def set_up(store: Store, preset: str = "one_person", password: str = "") -> object:
    desk = opening.open_desk(store, clock=store.clock)
    return companies.set_up(desk, companies.FirstHour(Company(name_zh="澜川"), "周洁", password, preset))


def test_before_the_first_hour_the_program_itself_may_do_everything(store: Store) -> None:
    desk = opening.open_desk(store, clock=store.clock)
    assert all(desk.may(right) for right in Right)
    assert opening.seated_user(store) is None


def test_the_only_person_without_a_password_is_seated_unasked(store: Store) -> None:
    me = set_up(store)
    assert opening.seated_user(store) == me


def test_a_password_or_a_second_person_makes_the_program_ask(store: Store) -> None:
    me = set_up(store, password="1234")
    assert opening.seated_user(store) is None
    desk = opening.open_desk(store, me, clock=store.clock)  # type: ignore[arg-type]
    people.save_person(desk, replace(people.list_people(desk)[0]), "")
    assert opening.seated_user(store) == me
    people.save_person(desk, people.Person(name="李强"))
    assert opening.seated_user(store) is None


def test_who_chose_so_is_remembered_until_they_leave(store: Store) -> None:
    set_up(store, "full_matrix", "1234")
    desk = opening.open_desk(store, clock=store.clock)
    clerk = people.save_person(desk, people.Person(name="李强", login="li"), "4321").id
    assert starting.sign_in(desk, "li", "4321", False).desk.user_id == clerk
    assert opening.seated_user(store) is None
    seated = starting.sign_in(desk, "li", "4321", True)
    assert (opening.seated_user(store), seated.name, seated.has_password) == (clerk, "李强", True)
    gone = next(one for one in people.list_people(desk) if one.id == clerk)
    people.save_person(desk, replace(gone, active=False))
    assert opening.seated_user(store) is None  # the other person has a password
    with pytest.raises(UserError):
        starting.seat(desk, clerk)


def test_opening_a_folder_says_whom_to_seat_and_for_which_company(tmp_path: Path) -> None:
    opened = starting.open_folder(tmp_path / "新数据")
    assert opened.system is not None and not opened.is_set_up and opened.seated is None
    set_up(opened.system.store)
    opened.system.store.close()
    again = starting.open_folder(tmp_path / "新数据")
    assert again.system is not None and again.seated is not None
    seated = starting.seat(again.system, again.seated)
    assert ([company.name_zh for company in seated.companies], seated.demo, seated.idle_minutes) == (["澜川"], False, 0)
    again.system.store.close()


def test_a_damaged_file_is_told_with_its_newest_good_backup_which_then_opens(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    opened = starting.open_folder(folder)
    assert opened.system is not None
    set_up(opened.system.store)
    kept = starting.make_backup(opened.system)
    opened.system.store.close()
    (folder / FILE_NAME).write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    told = starting.open_folder(folder)
    assert told.system is None and told.backup == kept and kept.name in told.damage
    assert starting.restore_backup(kept, folder) is not None
    again = starting.open_folder(folder)
    assert again.system is not None and again.is_set_up
    again.system.store.close()


def test_what_another_program_writes_is_news_and_what_we_wrote_is_not(store: Store) -> None:
    system = opening.open_desk(store, clock=store.clock)
    before = starting.news(system, None, frozenset())
    assert before.changes is None
    set_up(store)
    news = starting.news(system, before.place, frozenset())
    assert news.changes is not None and news.changes.touches("user") and news.changes.touches("company")
    assert news.changes.tx is not None
    assert starting.news(system, before.place, frozenset({news.changes.tx})).changes is None
    assert starting.news(system, news.place, frozenset()).changes is None


def test_upkeep_makes_one_backup_a_day(store: Store) -> None:
    system = opening.open_desk(store, clock=store.clock)
    assert starting.upkeep(system).backup is not None
    assert starting.upkeep(system).backup is None
    assert [backup.reason for backup in starting.backups(system)] == ["daily"]
    assert storage.archive_folder(store) is None
