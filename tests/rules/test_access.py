from datetime import date
from decimal import Decimal as D
from uuid import UUID

import pytest

from orderdesk_gui.rules.access import (
    DEFAULT_RIGHTS,
    RIGHT_NAMES,
    ROLE_NAMES,
    ROLES,
    AuthorityGrant,
    Right,
    User,
    access_of,
    check_grant,
    granted_limit,
)
from orderdesk_gui.rules.language import UserError

CLERK, BOSS = User(UUID(int=1), "小李", "sales"), User(UUID(int=2), "王总", "manager", "gm")


def test_few_see_cost_and_margin() -> None:
    assert {role for role in ROLES if Right.SEE_COST in DEFAULT_RIGHTS[role]} == {"manager", "finance"}
    assert {role for role in ROLES if Right.SEE_MARGIN in DEFAULT_RIGHTS[role]} == {"manager", "finance"}


def test_a_missing_right_is_named() -> None:
    access_of(CLERK).require(Right.MAKE_QUOTES)
    with pytest.raises(UserError, match="小李 may not see costs"):
        access_of(CLERK).require(Right.SEE_COST)


def test_the_table_can_be_edited_and_an_inactive_person_may_nothing() -> None:
    table = DEFAULT_RIGHTS | {"sales": frozenset({Right.SEE_COST})}
    assert access_of(CLERK, table).may(Right.SEE_COST) and not access_of(CLERK, table).may(Right.MAKE_QUOTES)
    assert not access_of(User(CLERK.id, "小李", "sales", active=False)).may(Right.MAKE_QUOTES)
    assert all(access_of(CLERK, everything=True).may(right) for right in Right)


def test_everything_has_a_name() -> None:
    assert set(RIGHT_NAMES) == set(Right) and set(ROLE_NAMES) == set(ROLES) == set(DEFAULT_RIGHTS)


def test_authority_is_dated_and_personal() -> None:
    grants = [
        AuthorityGrant(CLERK.id, "discount", D(limit), date(2026, 12, 1), date(2026, 12, 5), BOSS.id)
        for limit in ("0.06", "0.10")
    ]
    assert granted_limit(grants, CLERK.id, "discount", date(2026, 12, 5)) == D("0.10")
    assert granted_limit(grants, CLERK.id, "discount", date(2026, 12, 6)) is None
    assert granted_limit(grants, CLERK.id, "amount", date(2026, 12, 5)) is None
    assert granted_limit(grants, BOSS.id, "discount", date(2026, 12, 5)) is None


@pytest.mark.parametrize(
    ("limit", "until", "by", "field"),
    [
        ("0.1", date(2026, 11, 30), BOSS.id, "valid_until"),
        ("1", date(2026, 12, 5), BOSS.id, "limit"),
        ("0.1", date(2026, 12, 5), CLERK.id, "user_id"),
    ],
)
def test_impossible_authority_is_refused(limit: str, until: date, by: UUID, field: str) -> None:
    with pytest.raises(UserError) as refused:
        check_grant(AuthorityGrant(CLERK.id, "discount", D(limit), date(2026, 12, 1), until, by))
    assert refused.value.field == field


def test_an_administrator_with_an_approval_level_is_a_manager_too() -> None:
    alone = access_of(User(UUID(int=3), "老板", "admin", "gm"))
    assert alone.may(Right.APPROVE)
    assert alone.may(Right.SEE_COST)
    assert alone.may(Right.MANAGE_USERS)
    assert not access_of(User(UUID(int=4), "网管", "admin")).may(Right.APPROVE)
