"""Verbs on our own companies, and the first hour that sets everything up."""

import uuid
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, select

from orderdesk_gui.actions import passwords, settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.people import Person, write_person
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company, problems
from orderdesk_gui.rules.language import UserError, tr, translated
from orderdesk_gui.rules.problems import refuse_errors
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.people import Company as Table
from orderdesk_gui.store.people import User as UserRow


def companies(connection: Connection) -> list[Company]:
    """Our own companies, the first one first."""
    found = connection.execute(select(Table).where(Table.deleted_at.is_(None)).order_by(Table.position, Table.id))
    return [Company(**{key: getattr(r, key) for key in Company.__dataclass_fields__}) for r in found]


def list_companies(desk: Desk) -> list[Company]:
    """Our own companies, the first one first."""
    with desk.reading() as connection:
        return companies(connection)


def logo(desk: Desk, company: Company) -> bytes | None:
    """The bytes of a company's logo, None where it has none."""
    return files.read(desk.store.folder, company.logo_sha) if company.logo_sha else None


def keep_logo(desk: Desk, content: bytes) -> str:
    """Keep a PNG or JPEG and return the SHA-256 for `Company.logo_sha`. UserError where it is no such picture."""
    from orderdesk_gui.documents.page import check_logo

    check_logo(content)
    return files.keep(desk.store.folder, content)


@dataclass(frozen=True, slots=True)
class SavedCompany:
    """The id of a saved company, and what changed."""

    id: uuid.UUID
    changes: Changes


def save_company(desk: Desk, company: Company) -> SavedCompany:
    """Save a new or changed company of our own."""
    desk.require(Right.CHANGE_SETTINGS)
    refuse_errors(problems(company))
    with desk.writing("companies.save") as writing:
        made = _write(desk, writing.connection, company)
    return SavedCompany(made, writing.changes)


def _write(desk: Desk, connection: Connection, company: Company) -> uuid.UUID:
    values = {key: value for key, value in asdict(company).items() if key != "id"}
    if company.id is not None:
        rows.change(connection, Table, company.id, values)
        return company.id
    made = desk.new_id()
    rows.add(connection, Table, [{**values, "id": made}])
    return made


def delete_company(desk: Desk, company_id: uuid.UUID) -> Changes:
    """Put one of our companies into the recycle bin; the last one stays."""
    desk.require(Right.CHANGE_SETTINGS)
    with desk.writing("companies.delete") as writing:
        if len(companies(writing.connection)) < 2:
            raise UserError("This is the only company; change it instead.")
        rows.change(writing.connection, Table, company_id, {"deleted_at": desk.clock()})
    return writing.changes


@dataclass(frozen=True, slots=True)
class FirstHour:
    """What the first page asks for."""

    company: Company
    my_name: str
    password: str = ""
    approval_preset: str = "one_person"


def is_set_up(desk: Desk) -> bool:
    """Whether somebody has said who works here."""
    with desk.reading() as connection:
        return connection.execute(select(UserRow.id).limit(1)).first() is not None


def set_up(desk: Desk, answers: FirstHour) -> uuid.UUID:
    """Write the answers of the first page in one go; returns the id of the person.

    The page can be skipped: without names the company is "My company" and the person "Me" until Settings say more.
    """
    from orderdesk_gui.rules.approvals import PRESETS  # a start needs neither matrix nor rates
    from orderdesk_gui.rules.vat import DEFAULT_VAT_RATES
    from orderdesk_gui.store.products import VatRate

    if answers.approval_preset not in PRESETS:
        raise UserError("Choose who approves.", field="approval_preset")
    company = answers.company
    if not company.name_zh.strip() and not company.name_en.strip():
        company = replace(company, name_zh=translated("My company", "zh"), name_en="My company")
    refuse_errors(problems(company))
    if is_set_up(desk):
        raise UserError("This has been set up already. Change it in Settings.")
    with desk.writing("first_hour", counter_action="correct") as writing:
        connection = writing.connection
        _write(desk, connection, company)
        me = Person(name=answers.my_name.strip() or tr("Me"), role="admin", level="gm")
        person = write_person(desk, connection, me)
        settings.write(desk, connection, "approval_preset", answers.approval_preset)
        rates = [
            {
                "id": desk.new_id(), "category": r.category, "rate": r.rate,
                "valid_from": r.valid_from, "valid_until": r.valid_until,
            }
            for r in DEFAULT_VAT_RATES
        ]  # fmt: skip
        rows.add(connection, VatRate, rates)
    if answers.password:
        passwords.set_password(desk, person, answers.password)
    return person
