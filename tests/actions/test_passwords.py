import uuid

import pytest

from orderdesk_gui.actions import passwords
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError

SOMEBODY = uuid.UUID(int=7)


def right(desk: Desk, secret: str) -> bool:
    with desk.reading() as connection:
        return passwords.is_right(connection, SOMEBODY, secret)


def test_only_the_password_itself_opens(desk: Desk) -> None:
    passwords.set_password(desk, SOMEBODY, "长口令 ok")
    assert right(desk, "长口令 ok")
    assert not right(desk, "长口令 OK")
    assert not right(desk, "")


def test_a_new_password_replaces_the_old_one_and_an_empty_one_takes_it_away(desk: Desk) -> None:
    passwords.set_password(desk, SOMEBODY, "1234")
    passwords.set_password(desk, SOMEBODY, "5678")
    assert (right(desk, "1234"), right(desk, "5678")) == (False, True)
    passwords.set_password(desk, SOMEBODY, "")
    with desk.reading() as connection:
        assert SOMEBODY not in passwords.owners(connection)
    assert right(desk, "anything")


def test_a_short_password_is_refused_and_the_old_one_stays(desk: Desk) -> None:
    passwords.set_password(desk, SOMEBODY, "1234")
    with pytest.raises(UserError) as told:
        passwords.set_password(desk, SOMEBODY, "123")
    assert told.value.field == "password"
    assert right(desk, "1234")


def test_equal_passwords_are_kept_as_different_hashes(desk: Desk) -> None:
    other = uuid.UUID(int=8)
    for who in (SOMEBODY, other):
        passwords.set_password(desk, who, "1234")
    with desk.reading() as connection:
        kept = connection.exec_driver_sql("SELECT hash, kind FROM credential").all()
    assert len({row[0] for row in kept}) == 2
    assert {row[1] for row in kept} == {"pin"}


def test_a_broken_hash_opens_nothing(desk: Desk) -> None:
    passwords.set_password(desk, SOMEBODY, "1234")
    with desk.store.plain_writing() as connection:
        connection.exec_driver_sql("UPDATE credential SET hash = 'x'")
    assert not right(desk, "1234")
