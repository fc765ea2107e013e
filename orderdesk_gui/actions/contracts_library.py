"""Verbs on the firm's own clause library and contract templates; the shipped set is copied on first use."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.contract_library import (
    LibraryClause,
    Template,
    clause_data,
    clause_of,
    shipped_clauses,
    shipped_templates,
    template_data,
    template_of,
)
from orderdesk_gui.rules.contract_text import placeholders
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import contracts as store
from orderdesk_gui.store import rows


def ensure(desk: Desk) -> None:
    """Copy the shipped clauses and templates into the firm's library where it has none yet."""
    with desk.reading() as connection:
        if _seeded(connection):
            return
    with desk.writing("contracts.library", counter_action="correct") as writing:
        if _seeded(writing.connection):
            return
        clauses = [_clause_row(desk.new_id(), one) for one in shipped_clauses()]
        rows.add(writing.connection, store.LibraryClause, clauses)
        templates = [_template_row(desk.new_id(), one) for one in shipped_templates()]
        rows.add(writing.connection, store.ContractTemplate, templates)


def _seeded(connection: Connection) -> bool:
    return connection.execute(select(store.ContractTemplate.id).limit(1)).first() is not None


def _clause_row(row_id: uuid.UUID, clause: LibraryClause) -> dict[str, Any]:
    return {
        "id": row_id, "key": clause.key, "version": clause.version, "valid_from": clause.date,
        "heading": clause.heading, "content": clause_data(clause),
    }  # fmt: skip


def _template_row(row_id: uuid.UUID, template: Template) -> dict[str, Any]:
    return {
        "id": row_id, "key": template.key, "version": template.version, "valid_from": template.date,
        "content": template_data(template),
    }  # fmt: skip


def clauses(connection: Connection) -> dict[str, LibraryClause]:
    """The newest version of every clause of the library, by key, in order of headings."""
    table = store.LibraryClause
    found = connection.execute(
        select(table).where(table.deleted_at.is_(None)).order_by(table.heading, table.version, table.id)
    )
    return {r.key: clause_of(r.key, r.heading, r.version, r.valid_from, r.content) for r in found}


def clause(connection: Connection, key: str, version: int) -> LibraryClause | None:
    """One version of a clause, None where it is not there."""
    table = store.LibraryClause
    found = connection.execute(select(table).where(table.key == key, table.version == version)).first()
    return clause_of(key, found.heading, version, found.valid_from, found.content) if found else None


def templates(connection: Connection) -> dict[str, Template]:
    """The newest version of every template, by key."""
    table = store.ContractTemplate
    found = connection.execute(select(table).where(table.deleted_at.is_(None)).order_by(table.version, table.id))
    return {r.key: template_of(r.key, r.version, r.valid_from, r.content) for r in found}


def template(connection: Connection, key: str, version: int) -> Template | None:
    """One version of a template, None where it is not there (a filed paper has none)."""
    table = store.ContractTemplate
    query = select(table).where(table.key == key, table.version == version)
    found = connection.execute(query).first()
    return template_of(key, version, found.valid_from, found.content) if found else None


def list_clauses(desk: Desk) -> list[LibraryClause]:
    """The newest version of every clause of the library, in order of headings."""
    ensure(desk)
    with desk.reading() as connection:
        return list(clauses(connection).values())


def list_templates(desk: Desk) -> list[Template]:
    """The newest version of every template."""
    ensure(desk)
    with desk.reading() as connection:
        return list(templates(connection).values())


def save_clause(desk: Desk, changed: LibraryClause) -> Changes:
    """Put a new version of a clause, or a new one, into the library; contracts made before keep theirs."""
    desk.require(Right.CHANGE_SETTINGS)
    if not changed.zh.strip() or not changed.en.strip():
        raise UserError("A clause needs its Chinese and its English text.", field="zh")
    if set(placeholders(changed.zh)) != set(placeholders(changed.en)):
        raise UserError("The Chinese and the English text must have the same placeholders.", field="en")
    ensure(desk)
    with desk.writing("contracts.save_clause") as writing:
        known = clauses(writing.connection).get(changed.key)
        day = desk.clock().astimezone().date()
        made = replace(changed, version=known.version + 1 if known else 1, date=day)
        rows.add(writing.connection, store.LibraryClause, [_clause_row(desk.new_id(), made)])
    return writing.changes


def save_template(desk: Desk, changed: Template) -> Changes:
    """Put a new version of a template, or a new one, into the library; contracts made before keep theirs."""
    desk.require(Right.CHANGE_SETTINGS)
    ensure(desk)
    with desk.writing("contracts.save_template") as writing:
        missing = {one.key for one in changed.clauses} - set(clauses(writing.connection))
        if missing:
            raise UserError("The library has no clause {key}. Choose another one.", key=sorted(missing)[0])
        known = templates(writing.connection).get(changed.key)
        day = desk.clock().astimezone().date()
        made = replace(changed, version=known.version + 1 if known else 1, date=day)
        rows.add(writing.connection, store.ContractTemplate, [_template_row(desk.new_id(), made)])
    return writing.changes
