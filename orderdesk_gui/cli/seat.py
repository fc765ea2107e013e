"""Opens the data and seats the person in whose name a command acts."""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orderdesk_gui.actions import companies, opening, people, starting, storage
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.language import UserError


@contextmanager
def system_desk(chosen: Namespace) -> Iterator[Desk]:
    """The desk of the program itself, for set-up and upkeep."""
    store = opening.open_store(opening.data_folder(chosen.data), opening.now)
    if (warning := starting.share_warning(store.folder)) is not None:
        print(warning, file=sys.stderr)
    try:
        yield opening.open_desk(store)
    finally:
        store.close()


@contextmanager
def desk_of(chosen: Namespace) -> Iterator[Desk]:
    """The desk of the person named by ``--user``, remembered at this desk, or the only one there is.

    A folder where nobody has been yet is set up as the first page would be when it is skipped.
    """
    with system_desk(chosen) as desk:
        if not companies.is_set_up(desk):
            companies.set_up(desk, companies.FirstHour(Company(), ""))
        yield _seated(desk, chosen)


def _seated(desk: Desk, chosen: Namespace) -> Desk:
    login = chosen.user or os.environ.get("ORDERDESK_USER", "")
    if login:
        return sign_in(desk, login)
    user_id = opening.seated_user(desk.store)
    if user_id is None:
        raise UserError("Say who you are: orderdesk --user LOGIN …")
    return people.seat(desk, user_id)


def require_in_data(chosen: Namespace, right: Right) -> None:
    """UserError unless the person has `right`; where there are no data, or damaged ones, nobody is asked."""
    if storage.has_whole_data(opening.data_folder(chosen.data)):
        with system_desk(chosen) as desk:
            if companies.is_set_up(desk):
                _seated(desk, chosen).require(right)


def sign_in(desk: Desk, login: str) -> Desk:
    """The desk of `login`, whose password is asked for, or read from standard input, where they have one."""
    person = next((p for p in people.list_people(desk) if login in (p.login, p.name)), None)
    if person is None:
        raise UserError("There is nobody with the login {login}.", login=login)
    return people.sign_in(desk, person.login, _secret(person.name) if person.password else "")


def _secret(name: str) -> str:
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(f"{name}: ")
    return sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""


def require_place(path: str) -> None:
    """UserError where no file can be written at `path`: asked before anything happens that cannot be taken back."""
    target = Path(path).absolute()
    if not target.parent.is_dir():
        raise UserError("The folder {folder} does not exist. Choose another one.", folder=str(target.parent))
    if target.is_dir() or not os.access(target if target.exists() else target.parent, os.W_OK):
        raise UserError(
            "{name} cannot be written. Close it in Excel or WPS, or choose another folder.", name=target.name
        )


def written(path: str, content: bytes) -> str:
    """Write a file that a command was asked for, whole or not at all; returns its path."""
    from orderdesk_gui.documents.exports_file import written_whole

    with written_whole(Path(path)) as file:
        file.write(content)
    return path
