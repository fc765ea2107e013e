"""Verbs on the people at the desks: who they are, what they may, signing in."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from orderdesk_gui.actions import passwords, settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import DEFAULT_RIGHTS, ROLES, Access, Right, Role, User, access_of
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import rows
from orderdesk_gui.store.people import Right as RightRow
from orderdesk_gui.store.people import User as UserRow

SYSTEM = User(uuid.UUID(int=0), "OrderDesk", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """A person as settings list them; `password` says whether they must type one."""

    id: uuid.UUID | None = None
    login: str = ""
    name: str = ""
    role: Role = "sales"
    level: str = "auto"
    email: str = ""
    phone: str = ""
    active: bool = True
    password: bool = False


def people(connection: Connection) -> list[Person]:
    """Everybody, in order of name."""
    found = connection.execute(select(UserRow).where(UserRow.deleted_at.is_(None)).order_by(UserRow.name)).all()
    secured = passwords.owners(connection)
    return [Person(r.id, r.login, r.name, r.role, r.level, r.email, r.phone, r.active, r.id in secured) for r in found]


def list_people(desk: Desk) -> list[Person]:
    """Everybody, in order of name."""
    with desk.reading() as connection:
        return people(connection)


def user_of(connection: Connection, user_id: uuid.UUID) -> User:
    """One person as the rules see them."""
    row = rows.fetch(connection, UserRow, user_id)
    level = None if row["level"] == "auto" else row["level"]
    return User(row["id"], row["name"], row["role"], level, row["active"])


_WORKING = (
    select(UserRow.id, UserRow.name, UserRow.role, UserRow.level)
    .where(UserRow.deleted_at.is_(None), UserRow.active)
    .order_by(UserRow.name)
)
_RIGHTS = (
    select(RightRow.role, RightRow.right, RightRow.allowed).where(RightRow.deleted_at.is_(None)).order_by(RightRow.id)
)


def approvers(connection: Connection, on: dt.date) -> list[User]:
    """Everybody who has the right to approve and works here, in order of name."""
    found = [User(r.id, r.name, r.role, None if r.level == "auto" else r.level) for r in connection.execute(_WORKING)]
    if settings.read(connection, "approval_preset", on) == "one_person":
        return found
    table = rights_table(connection)
    return [user for user in found if access_of(user, table).may(Right.APPROVE)]


def access(connection: Connection, user: User, on: dt.date) -> Access:
    """What `user` may do today: the default table of rights with the firm's exceptions.

    In the one-person preset everybody may do everything.
    """
    if user.id == SYSTEM.id or settings.read(connection, "approval_preset", on) == "one_person":
        return access_of(user, everything=True)
    return access_of(user, rights_table(connection))


def rights_table(connection: Connection) -> dict[Role, frozenset[Right]]:
    """Role -> rights, as the administrator edited it."""
    table = dict(DEFAULT_RIGHTS)
    for row in connection.execute(_RIGHTS):
        right = Right(row.right)
        old = table.get(row.role, frozenset())
        table[row.role] = old | {right} if row.allowed else old - {right}
    return table


def set_right(desk: Desk, role: Role, right: Right, allowed: bool) -> Changes:
    """Let a role do something, or no longer."""
    pair = {(role, right)}
    return set_rights(desk, pair if allowed else (), () if allowed else pair)


def set_rights(desk: Desk, given: Collection[tuple[Role, Right]], taken: Collection[tuple[Role, Right]]) -> Changes:
    """Give and take rights of roles, as one step."""
    desk.require(Right.MANAGE_USERS)
    if any(role == "admin" and right in (Right.MANAGE_USERS, Right.CHANGE_SETTINGS) for role, right in taken):
        raise UserError("The administrator must keep this right, or nobody could give it back.")
    with desk.writing("people.right") as writing:
        made = [
            {"id": desk.new_id(), "role": role, "right": right.value, "allowed": allowed}
            for pairs, allowed in ((given, True), (taken, False))
            for role, right in sorted(pairs)
        ]
        rows.add(writing.connection, RightRow, made)
    return writing.changes


@dataclass(frozen=True, slots=True)
class SavedPerson:
    """The id of a saved person, and what changed."""

    id: uuid.UUID
    changes: Changes


def save_person(desk: Desk, person: Person, password: str | None = None) -> SavedPerson:
    """Save a new or changed person; `password` None leaves theirs, empty takes it away.

    A password is kept at this desk alone: it is neither journalled nor ever undone.
    """
    if person.id != desk.user_id:
        desk.require(Right.MANAGE_USERS)
    if not person.name.strip():
        raise UserError("Type the person's name; it stands on papers.", field="name")
    if person.role not in ROLES:
        raise UserError("Choose one of the roles.", field="role")
    passwords.check(password)
    with desk.writing("people.save") as writing:
        made = write_person(desk, writing.connection, person)
    if password is not None:
        passwords.set_password(desk, made, password)
    return SavedPerson(made, writing.changes)


def write_person(desk: Desk, connection: Connection, person: Person) -> uuid.UUID:
    """As :func:`save_person`, within a transaction under way, without a password."""
    login = person.login.strip() or person.name.strip()
    taken = connection.execute(select(UserRow.id).where(UserRow.login == login, UserRow.deleted_at.is_(None))).scalar()
    if taken is not None and taken != person.id:
        raise UserError("There is already somebody with the login {login}.", field="login", login=login)
    values = {
        "login": login, "name": person.name.strip(), "role": person.role, "level": person.level,
        "email": person.email, "phone": person.phone, "active": person.active,
    }  # fmt: skip
    if person.id is None:
        made = desk.new_id()
        rows.add(connection, UserRow, [{**values, "id": made}])
        return made
    if person.id == desk.user_id and not desk.may(Right.MANAGE_USERS):
        values = {key: values[key] for key in ("name", "email", "phone")}
    _keep_an_administrator(connection, person)
    rows.change(connection, UserRow, person.id, values)
    return person.id


def _keep_an_administrator(connection: Connection, person: Person) -> None:
    if person.role == "admin" and person.active:
        return
    others = [p for p in people(connection) if p.role == "admin" and p.active and p.id != person.id]
    was = next((p for p in people(connection) if p.id == person.id), None)
    if was is not None and was.role == "admin" and not others:
        raise UserError("Somebody has to stay administrator. Make another person one first.", field="role")


def seat(desk: Desk, user_id: uuid.UUID) -> Desk:
    """The same desk with another person at it, who has signed in before."""
    with desk.reading() as connection:
        user = user_of(connection, user_id)
        return replace(desk, access=access(connection, user, desk.clock().astimezone().date()))


def sign_in(desk: Desk, login: str, secret: str) -> Desk:
    """The desk of another person, who typed their password (or PIN). UserError where it is wrong."""
    with desk.reading() as connection:
        row = connection.execute(
            select(UserRow.id).where(UserRow.login == login, UserRow.deleted_at.is_(None), UserRow.active)
        ).scalar()
        if row is None or not passwords.is_right(connection, row, secret):
            raise UserError("Name or password is wrong. Try again, or ask the administrator.", field="password")
    return seat(desk, row)
