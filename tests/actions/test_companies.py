import struct
import zlib
from dataclasses import replace
from decimal import Decimal

import pytest

from orderdesk_gui.actions import companies, people, settings
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.language import UserError
from tests.fixtures_store import desk_of


def png(side: int = 4) -> bytes:
    """A small red picture."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\xff\0\0" * side for _ in range(side))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


@pytest.fixture
def admin(desk: Desk, tmp_path: object) -> Desk:
    return desk_of(desk.store, desk.store.folder / "computer.json", "admin")


def test_a_company_is_saved_whole_and_changed(admin: Desk) -> None:
    made = companies.save_company(
        admin, Company(name_zh="澜川传动", uscc="91320583MA9K4T7QX2", vat_rate=Decimal("0.09"))
    ).id
    (saved,) = companies.list_companies(admin)
    assert (saved.id, saved.name_zh, saved.vat_rate) == (made, "澜川传动", Decimal("0.09"))
    companies.save_company(admin, replace(saved, phone="0512-5555 0100", tax_mode="exclusive"))
    (saved,) = companies.list_companies(admin)
    assert (saved.phone, saved.tax_mode, saved.name_zh) == ("0512-5555 0100", "exclusive", "澜川传动")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name_zh": " "}, "name_zh"), ({"quote_series": "Q T"}, "quote_series"), ({"tax_mode": "both"}, "tax_mode"),
     ({"contract_series": "QT"}, "quote_series")],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    admin: Desk, change: dict[str, str], field: str
) -> None:
    with pytest.raises(UserError) as told:
        companies.save_company(admin, replace(Company(name_zh="澜川"), **change))  # type: ignore[arg-type]
    assert told.value.field == field
    assert companies.list_companies(admin) == []


def test_companies_stand_in_their_order_and_the_last_one_stays(admin: Desk) -> None:
    second = companies.save_company(admin, Company(position=1, name_zh="乙", quote_series="QB", contract_series="CB",
                                                   inquiry_series="IB")).id  # fmt: skip
    first = companies.save_company(admin, Company(position=0, name_zh="甲")).id
    assert [one.id for one in companies.list_companies(admin)] == [first, second]
    companies.delete_company(admin, second)
    with pytest.raises(UserError):
        companies.delete_company(admin, first)
    assert [one.name_zh for one in companies.list_companies(admin)] == ["甲"]


def test_only_who_may_change_settings_changes_companies(desk: Desk) -> None:
    clerk = desk_of(desk.store, desk.store.folder / "computer.json", "sales")
    with pytest.raises(UserError):
        companies.save_company(clerk, Company(name_zh="澜川"))


def test_a_logo_is_kept_once_and_something_else_is_refused(admin: Desk) -> None:
    sha = companies.keep_logo(admin, png())
    assert sha == companies.keep_logo(admin, png())
    assert companies.logo(admin, Company(logo_sha=sha)) == png()
    assert companies.logo(admin, Company()) is None
    with pytest.raises(UserError):
        companies.keep_logo(admin, b"no picture at all")


def test_the_first_hour_writes_everything_in_one_go(admin: Desk) -> None:
    me = companies.set_up(admin, companies.FirstHour(Company(name_zh="澜川"), " 周洁 ", "1234", "boss_alone"))
    (person,) = people.list_people(admin)
    assert (person.id, person.name, person.role, person.password) == (me, "周洁", "admin", True)
    assert settings.get(admin, "approval_preset") == "boss_alone"
    with admin.reading() as connection:
        heads = connection.exec_driver_sql("SELECT action, entries FROM journal_tx").all()
        rates = connection.exec_driver_sql("SELECT count(*) FROM vat_rate").scalar_one()
    assert [row[0] for row in heads] == ["first_hour"]
    assert rates > 4


def test_skipping_the_first_hour_gives_placeholders(admin: Desk) -> None:
    companies.set_up(admin, companies.FirstHour(Company(), ""))
    (company,) = companies.list_companies(admin)
    assert (company.name_zh, company.name_en) == ("我的公司", "My company")
    assert [person.name for person in people.list_people(admin)] == ["Me"]


def test_the_first_hour_comes_once_and_refuses_nonsense(admin: Desk) -> None:
    with pytest.raises(UserError) as told:
        companies.set_up(admin, companies.FirstHour(Company(), "", approval_preset="everybody"))
    assert told.value.field == "approval_preset"
    assert not companies.is_set_up(admin)
    companies.set_up(admin, companies.FirstHour(Company(), ""))
    with pytest.raises(UserError):
        companies.set_up(admin, companies.FirstHour(Company(), ""))
    assert len(companies.list_companies(admin)) == 1
