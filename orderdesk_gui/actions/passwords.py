"""Passwords and PINs by argon2; only the hashes are kept, at this desk."""

from __future__ import annotations

import uuid
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.desks import Credential

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 4


def set_password(desk: Desk, user_id: uuid.UUID, secret: str) -> None:
    """Give a person a password or a PIN of at least four characters; empty takes it away."""
    check(secret)
    hashed = _hasher().hash(secret) if secret else ""
    with desk.store.plain_writing() as connection:
        connection.execute(delete(Credential).where(Credential.user_id == user_id))
        if hashed:
            kind = "pin" if secret.isdigit() else "password"
            connection.execute(
                insert(Credential).values(user_id=user_id, kind=kind, hash=hashed, changed_at=desk.clock())
            )


def check(secret: str | None) -> None:
    """UserError where a password is too short; none and empty ones are not."""
    if secret and len(secret) < LEAST:
        raise UserError("A password needs at least {least} characters.", field="password", least=LEAST)


def owners(connection: Connection) -> set[uuid.UUID]:
    """Everybody who must type something to sign in."""
    return set(connection.execute(select(Credential.user_id)).scalars())


def is_right(connection: Connection, user_id: uuid.UUID, secret: str) -> bool:
    """Whether `secret` opens this person's desk; a person without a password is always let in."""
    hashed = _hash_of(connection, user_id)
    if hashed is None:
        return True
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed, secret)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # loaded when somebody types a password: most starts need none

    return PasswordHasher()


def _hash_of(connection: Connection, user_id: uuid.UUID) -> str | None:
    return connection.execute(select(Credential.hash).where(Credential.user_id == user_id)).scalar_one_or_none()
