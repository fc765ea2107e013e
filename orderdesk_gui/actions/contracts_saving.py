"""Writes contracts: drafts from a quotation, edits, overrides, new versions."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from orderdesk_gui.actions import contracts_library
from orderdesk_gui.actions.contracts import Head, about, content, view
from orderdesk_gui.actions.contracts_drafting import check_choices, drawn_up, template_for
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import QuoteView, today
from orderdesk_gui.actions.quotes import view as quote_view
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.contract_library import LibraryClause, vocabulary
from orderdesk_gui.rules.contract_making import (
    followed,
    numbered,
    wording_changed,
)
from orderdesk_gui.rules.contracts import MACHINE, Annex, Clause, Contract
from orderdesk_gui.rules.language import Message, UserError
from orderdesk_gui.rules.payment import check_terms
from orderdesk_gui.store import contracts as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.contract_rows import clause_values, head_values, line_values


@dataclass(frozen=True, slots=True)
class SavedContract:
    """A contract that was saved: its id and number, what to look at again, and what changed."""

    id: uuid.UUID
    number: str
    changes: Changes
    warnings: tuple[Message, ...] = ()


def from_quote(
    desk: Desk,
    quote_id: uuid.UUID,
    template: str | None = None,
    language: str | None = None,
    title: str | None = None,
) -> SavedContract:
    """Draw up a contract from the issued newest revision of a quotation, and save it as a draft.

    The quotation must be won, or still open: a contract is often what the customer is won with; then a
    warning says so. `template` is a key (default: by trade and kind of goods), `language` zh, en or both
    (default: of the template), `title` one of :data:`TITLES`. UserError where it cannot be made.
    """
    desk.require(Right.MAKE_CONTRACTS)
    contracts_library.ensure(desk)
    with desk.writing("contracts.from_quote") as writing:
        saved = write(desk, writing.connection, quote_id, template, language, title)
    return replace(saved, changes=writing.changes)


def write(
    desk: Desk,
    connection: Connection,
    quote_id: uuid.UUID,
    template: str | None = None,
    language: str | None = None,
    title: str | None = None,
) -> SavedContract:
    """As :func:`from_quote`, within a transaction under way."""
    shown = quote_view(desk, connection, quote_id)
    _require_ready(shown)
    used = template_for(connection, shown, template)
    made, warnings = drawn_up(desk, connection, shown, used, language or used.language, title or "销售合同")
    contract_id = desk.new_id()
    head = {
        **head_values(made), "id": contract_id, "scope": shown.quote.customer_id,
        "company_id": shown.quote.company_id, "customer_id": shown.quote.customer_id,
        "quote_revision_id": shown.revision.id, "owner_id": shown.owner_id, "template_key": used.key,
        "template_version": used.version,
    }  # fmt: skip
    rows.add(connection, Head, [head])
    _write_children(desk, connection, contract_id, shown.quote.customer_id, made)
    return SavedContract(contract_id, made.number, Changes(), warnings)


def _require_ready(shown: QuoteView) -> None:
    if shown.status not in ("won", "issued"):
        raise UserError(
            "A contract is made from a quotation that is won, or issued and still open. {number} is not: "
            "issue it first, or make a new revision of it.",
            field="quote_id", number=shown.number,
        )  # fmt: skip
    if shown.revision.issued_at is None:
        raise UserError("Issue revision {revision} of {number} first; a contract follows an issued offer.",
                        field="quote_id", revision=shown.revision.number, number=shown.number)  # fmt: skip


def _write_children(
    desk: Desk, connection: Connection, contract_id: uuid.UUID, customer_id: uuid.UUID, made: Contract
) -> None:
    for model, values in ((store.ContractLine, line_values(made)), (store.ContractClause, clause_values(made))):
        children = [
            {**row, "id": desk.new_id(), "contract_id": contract_id, "scope": customer_id, "position": place}
            for place, row in enumerate(values)
        ]
        rows.add(connection, model, children)


def save(desk: Desk, contract_id: uuid.UUID, changed: Contract) -> SavedContract:
    """Save the draft as edited: its head, delivery, payment, annexes, values, choices and clauses.

    Parties, lines and totals follow the books and the quotation. A clause whose words differ from the library
    counts as edited; other facts bring in and take out the clauses that the template ties to them.
    UserError where the contract is no draft.
    """
    desk.require(Right.MAKE_CONTRACTS)
    check_choices(changed.language, changed.title)
    check_terms(changed.payment, "payment")
    with desk.writing("contracts.save") as writing:
        connection = writing.connection
        head = _draft(desk, connection, contract_id)
        before = content(connection, head)
        choices = {**changed.choices, "language": changed.language}
        after = replace(
            before, title=changed.title, date=changed.date, place=changed.place, place_en=changed.place_en,
            language=changed.language, delivery_place=changed.delivery_place,
            delivery_place_en=changed.delivery_place_en, delivery_method=changed.delivery_method,
            delivery_date=changed.delivery_date, lead_days=changed.lead_days,
            warranty_months=changed.warranty_months, trade_term=changed.trade_term, payment=changed.payment,
            annexes=_annexes(changed.annexes), values=_values(changed.values), choices=choices, clauses=changed.clauses,
        )  # fmt: skip
        after = replace(after, clauses=_clauses(connection, head, before, after))
        values = head_values(after)
        del values["quote_id"], values["number"]
        rows.change(connection, Head, contract_id, values)
        children = [{**row, "scope": head["scope"]} for row in clause_values(after)]
        rows.replace_children(
            connection, store.ContractClause, "contract_id", contract_id, children, now=desk.clock(),
            make_id=desk.new_id,
        )  # fmt: skip
    return SavedContract(contract_id, head["number"], writing.changes)


def _draft(desk: Desk, connection: Connection, contract_id: uuid.UUID) -> dict[str, Any]:
    head = rows.fetch(connection, Head, contract_id)
    desk.require_owner(head["owner_id"])
    if head["status"] != "draft" or head["origin"] != "ours":
        raise UserError(MACHINE.advice.get(head["status"], MACHINE.advice["signed"]), field="status")
    return head


def _annexes(annexes: tuple[Annex, ...]) -> tuple[Annex, ...]:
    """The annexes without stray spaces; UserError for one that bears no title."""
    for at, one in enumerate(annexes):
        if not one.title.strip():
            raise UserError("Annex {number} has no title. Enter one.", field=f"annexes.{at}.title", number=at + 1)
    return tuple(
        replace(
            one, title=one.title.strip(), title_en=one.title_en.strip(), reference=one.reference.strip(),
            zh=one.zh.strip(), en=one.en.strip(),
        )
        for one in annexes
    )  # fmt: skip


def _values(values: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    known = vocabulary()
    return {
        name: (both[0].strip(), both[1].strip())
        for name, both in values.items()
        if name in known and known[name].open_to_people and (both[0].strip() or both[1].strip())
    }


def _clauses(connection: Connection, head: Mapping[str, Any], before: Contract, after: Contract) -> tuple[Clause, ...]:
    """The clauses numbered anew, with what other facts bring, and marked where their words were changed."""
    library = contracts_library.clauses(connection)
    clauses = numbered(one for one in after.clauses if one.zh.strip() or one.en.strip())
    marked = []
    recital = next((one for one in before.clauses if not one.number), None)
    for one in clauses:
        if one.number:
            known = _library_version(connection, library, one.library_key, one.library_version)
            marked.append(replace(one, edited=wording_changed(one, known)))
        else:
            same = recital is not None and (one.zh, one.en) == (recital.zh, recital.en)
            marked.append(replace(one, edited=one.edited or not same))
    template = contracts_library.template(connection, head["template_key"], head["template_version"])
    if template is None:
        return tuple(marked)
    return followed(before, replace(after, clauses=tuple(marked)), template, library)


def _library_version(
    connection: Connection, library: Mapping[str, LibraryClause], key: str, version: int | None
) -> LibraryClause | None:
    newest = library.get(key)
    if newest is None or newest.version == version:
        return newest
    return contracts_library.clause(connection, key, version or 1)


def override(desk: Desk, contract_id: uuid.UUID, rule: int, place: str, reason: str) -> Changes:
    """Let the finding of `rule` at `place` stand, for a reason that is kept with the person and the moment.

    What blocks issuing (E) takes the right to override contract checks; the words may not change afterwards,
    or it blocks again.
    """
    if not reason.strip():
        raise UserError("Say why this may stand.", field="reason")
    with desk.writing("contracts.override", counter_action="correct") as writing:
        shown = view(desk, writing.connection, contract_id)
        found = next((f.finding for f in shown.findings if (f.finding.rule, f.finding.place) == (rule, place)), None)
        if found is None:
            raise UserError("The check finds nothing there any more. Look at the contract again.")
        desk.require(Right.OVERRIDE_LINT if found.severity == "E" else Right.MAKE_CONTRACTS)
        head = rows.fetch(writing.connection, Head, contract_id)
        if head["status"] not in ("draft", "review"):
            raise UserError(MACHINE.advice[head["status"]], field="status")
        said = {
            "about": about(found), "rule": rule, "place": place, "reason": reason.strip(), "by": desk.user_id.hex,
            "at": desk.clock().isoformat(), "version": head["version"],
        }  # fmt: skip
        kept = [one for one in head["overrides"] or [] if one["about"] != said["about"]]
        rows.change(writing.connection, Head, contract_id, {"overrides": [*kept, said]})
    return writing.changes


def new_version(desk: Desk, contract_id: uuid.UUID) -> SavedContract:
    """Begin the next version of an issued contract, dated today; what was issued stays kept as it is."""
    desk.require(Right.MAKE_CONTRACTS)
    with desk.writing("contracts.new_version", counter_action="void") as writing:
        connection = writing.connection
        shown = view(desk, connection, contract_id)
        status = MACHINE.next_status(shown.status, "revise")
        values = {
            "status": status, "version": shown.version + 1, "date": today(desk), "issued_at": None, "paper_id": None,
        }  # fmt: skip
        rows.change(connection, Head, contract_id, values)
    return SavedContract(contract_id, shown.number, writing.changes)


def delete(desk: Desk, contract_id: uuid.UUID) -> Changes:
    """Put a contract that was never issued into the recycle bin; its number stays given."""
    desk.require(Right.MAKE_CONTRACTS)
    with desk.writing("contracts.delete") as writing:
        shown = view(desk, writing.connection, contract_id)
        if shown.versions or shown.status not in ("draft", "review"):
            raise UserError("An issued contract is never deleted. Void it with a reason instead.")
        rows.change(writing.connection, Head, contract_id, {"deleted_at": desk.clock()})
    return writing.changes
