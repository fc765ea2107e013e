import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from orderdesk_gui.actions import authority, companies, journal, opening, people
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.database import Store


@pytest.fixture
def admin(store: Store) -> Desk:
    """The person who set the firm up, with the full table of rights in force."""
    me = companies.set_up(
        opening.open_desk(store, clock=store.clock),
        companies.FirstHour(Company(name_zh="澜川传动"), "周洁", "1234", "full_matrix"),
    )
    return opening.open_desk(store, me, clock=store.clock)


def person(desk: Desk, name: str) -> people.Person:
    return next(one for one in people.list_people(desk) if one.name == name)


def test_a_person_is_saved_with_role_level_and_password(admin: Desk) -> None:
    people.save_person(admin, people.Person(name="王总", role="manager", level="gm", email="w@x.example"), "9999")
    saved = person(admin, "王总")
    assert (saved.role, saved.level, saved.email, saved.password) == ("manager", "gm", "w@x.example", True)
    assert saved.login == "王总"


def test_two_people_never_share_a_login(admin: Desk) -> None:
    people.save_person(admin, people.Person(name="李强", login="li"))
    with pytest.raises(UserError) as told:
        people.save_person(admin, people.Person(name="李娜", login="li"))
    assert told.value.field == "login"
    assert len(people.list_people(admin)) == 2


@pytest.mark.parametrize(("change", "field"), [({"name": "  "}, "name"), ({"role": "boss"}, "role")])
def test_a_person_needs_a_name_and_a_known_role(admin: Desk, change: dict[str, str], field: str) -> None:
    with pytest.raises(UserError) as told:
        people.save_person(admin, replace(people.Person(name="李强"), **change))
    assert told.value.field == field


def test_a_clerk_changes_only_their_own_name_and_password(admin: Desk) -> None:
    clerk_id = people.save_person(admin, people.Person(name="李强", role="sales")).id
    clerk = people.seat(admin, clerk_id)
    with pytest.raises(UserError):
        people.save_person(clerk, people.Person(name="新人"))
    with pytest.raises(UserError):
        people.save_person(clerk, replace(person(admin, "周洁"), name="改名"))
    mine = replace(person(admin, "李强"), name="李小强", role="admin", level="gm")
    people.save_person(clerk, mine, "4321")
    saved = person(admin, "李小强")
    assert (saved.role, saved.level, saved.password) == ("sales", "auto", True)


def test_the_last_administrator_stays_one(admin: Desk) -> None:
    me = person(admin, "周洁")
    for change in ({"role": "sales"}, {"active": False}):
        with pytest.raises(UserError):
            people.save_person(admin, replace(me, **change))  # type: ignore[arg-type]
    people.save_person(admin, people.Person(name="陈", role="admin"))
    people.save_person(admin, replace(me, role="sales"))
    assert person(admin, "周洁").role == "sales"


def test_signing_in_wants_the_right_password_and_an_active_person(admin: Desk) -> None:
    clerk_id = people.save_person(admin, people.Person(name="李强", login="li", role="sales"), "4321").id
    assert people.sign_in(admin, "li", "4321").user_id == clerk_id
    for login, secret in (("li", "1234"), ("li", ""), ("nobody", "4321")):
        with pytest.raises(UserError) as told:
            people.sign_in(admin, login, secret)
        assert told.value.field == "password"
    people.save_person(admin, replace(person(admin, "李强"), active=False))
    with pytest.raises(UserError):
        people.sign_in(admin, "li", "4321")


def test_the_table_of_rights_is_edited_and_holds_at_the_next_seat(admin: Desk) -> None:
    clerk_id = people.save_person(admin, people.Person(name="李强", role="sales")).id
    assert not people.seat(admin, clerk_id).may(Right.SEE_COST)
    people.set_right(admin, "sales", Right.SEE_COST, True)
    assert people.seat(admin, clerk_id).may(Right.SEE_COST)
    people.set_right(admin, "sales", Right.SEE_COST, False)
    assert not people.seat(admin, clerk_id).may(Right.SEE_COST)
    with pytest.raises(UserError):
        people.set_right(people.seat(admin, clerk_id), "sales", Right.SEE_COST, True)


@pytest.mark.parametrize("right", [Right.MANAGE_USERS, Right.CHANGE_SETTINGS])
def test_the_administrator_cannot_lock_everybody_out(admin: Desk, right: Right) -> None:
    with pytest.raises(UserError):
        people.set_right(admin, "admin", right, False)


def test_authority_is_lent_listed_and_ended(admin: Desk) -> None:
    boss = people.seat(admin, people.save_person(admin, people.Person(name="王总", role="manager", level="gm")).id)
    clerk_id = people.save_person(admin, people.Person(name="李强", role="sales")).id
    first, last = dt.date(2026, 11, 21), dt.date(2026, 11, 25)
    authority.grant(boss, clerk_id, "discount", Decimal("0.08"), first, last, "展会")
    lent = authority.lent(admin)
    assert [(one.person, one.dimension, one.limit, one.granted_by, one.reason) for one in lent] == [
        ("李强", "discount", Decimal("0.08"), "王总", "展会")
    ]
    with pytest.raises(UserError):
        authority.end(people.seat(admin, clerk_id), lent[0].id)
    authority.end(boss, lent[0].id)
    assert authority.lent(admin) == []


def test_nobody_lends_themselves_authority_and_a_clerk_lends_none(admin: Desk) -> None:
    boss = people.seat(admin, people.save_person(admin, people.Person(name="王总", role="manager", level="gm")).id)
    clerk = people.seat(admin, people.save_person(admin, people.Person(name="李强", role="sales")).id)
    day = dt.date(2026, 11, 21)
    for who, whom in ((boss, boss), (clerk, boss)):
        with pytest.raises(UserError):
            authority.grant(who, whom.user_id, "amount", Decimal(5), day, day)
    with pytest.raises(UserError):
        authority.grant(boss, clerk.user_id, "discount", Decimal("1.2"), day, day)


def test_passwords_never_reach_the_journal(admin: Desk) -> None:
    people.save_person(admin, people.Person(name="李强"), "geheim99")
    with admin.reading() as connection:
        noted = connection.exec_driver_sql("SELECT before || after FROM journal").scalars().all()
        kept = connection.exec_driver_sql("SELECT hash FROM credential").scalars().all()
    assert not any("geheim99" in str(text) or "argon2" in str(text) for text in noted)
    assert kept and all(text.startswith("$argon2") for text in kept)
    assert journal.check(admin) == []


def test_people_and_rights_are_undone_but_no_password(admin: Desk) -> None:
    made = people.save_person(admin, people.Person(name="李强", role="sales"))
    saved = people.save_person(admin, replace(person(admin, "李强"), role="finance"), "4321")
    rights = people.set_rights(admin, {("sales", Right.SEE_COST)}, {("sales", Right.BACKUP)})
    assert saved.changes.tx and made.changes.tx and rights.tx
    journal.undo(admin, rights.tx)
    with admin.reading() as connection:
        table = people.rights_table(connection)["sales"]
    assert Right.SEE_COST not in table and Right.BACKUP in table
    journal.undo(admin, saved.changes.tx)
    assert (person(admin, "李强").role, person(admin, "李强").password) == ("sales", True)
    journal.undo(admin, made.changes.tx)
    assert [one.name for one in people.list_people(admin)] == ["周洁"]


def test_who_lost_the_right_undoes_nothing_with_it(admin: Desk) -> None:
    other = people.save_person(admin, people.Person(name="陈", role="admin")).id
    rights = people.set_rights(admin, {("sales", Right.SEE_COST)}, ()).tx
    second = people.seat(admin, other)
    own = people.save_person(admin, replace(person(admin, "周洁"), phone="1")).changes.tx
    assert rights and own
    people.save_person(second, replace(person(second, "周洁"), role="sales", level="auto"))
    clerk = people.seat(admin, admin.user_id)
    with pytest.raises(UserError, match="may not manage users"):
        journal.undo(clerk, rights)


def test_undoing_leaves_an_administrator_and_everybody_who_worked(admin: Desk) -> None:
    made = people.save_person(admin, people.Person(name="陈", role="admin"))
    second = people.seat(admin, made.id)
    people.save_person(second, replace(person(second, "周洁"), name="周小洁"))
    assert made.changes.tx
    with pytest.raises(UserError, match="has worked here already"):
        journal.undo(admin, made.changes.tx)
    promoted = people.save_person(admin, people.Person(name="钱", role="sales")).id
    up = people.save_person(admin, replace(person(admin, "钱"), role="admin")).changes.tx
    people.save_person(admin, replace(person(admin, "陈"), active=False))
    people.save_person(admin, replace(person(admin, "周小洁"), active=False))
    assert up and person(admin, "钱").id == promoted
    with pytest.raises(UserError, match="stay administrator"):
        journal.undo(admin, up)
