"""Looks at contracts: the list, and one contract with its clauses, its findings and all its versions."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from orderdesk_gui.actions import people, settings
from orderdesk_gui.actions.contracts_history import Origin, Review, VersionInfo, came_from, review, versions
from orderdesk_gui.actions.contracts_parties import buyer_of, seller_of
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.approvals import PRESETS
from orderdesk_gui.rules.contract_lint import Finding, lint
from orderdesk_gui.rules.contract_text import contract_values, printed
from orderdesk_gui.rules.contracts import MACHINE, Contract
from orderdesk_gui.store import contracts as store
from orderdesk_gui.store import customers as customer_store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.contract_rows import contract_of
from orderdesk_gui.store.quotes import QuoteRevision

Head = store.Contract


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A line in the list of contracts; `origin` is ours, or customer for a paper that they drew up."""

    id: uuid.UUID
    number: str
    version: int
    customer_id: uuid.UUID
    customer: str
    status: str
    title: str
    currency: str
    total: Decimal
    date: dt.date
    origin: str
    customer_number: str
    owner_id: uuid.UUID


def _query(desk: Desk, tab: str, status: str, customer_id: uuid.UUID | None) -> AnySelect:
    customer = customer_store.Customer
    query = (
        select(
            Head.date, Head.id, Head.number, Head.version, Head.customer_id, customer.short_name, customer.name,
            Head.status, Head.title, Head.currency, Head.total, Head.origin, Head.customer_number, Head.owner_id,
        )
        .join(customer, customer.id == Head.customer_id)
        .where(Head.deleted_at.is_(None))
    )  # fmt: skip
    if tab == "mine":
        query = query.where(Head.owner_id == desk.user_id)
    elif tab == "to_review":
        query = query.where(Head.status == "review")
    elif tab == "to_sign":
        query = query.where(Head.status == "issued")
    if status:
        query = query.where(Head.status == status)
    if customer_id is not None:
        query = query.where(Head.customer_id == customer_id)
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where(Head.owner_id == desk.user_id)
    return query


def list_contracts(
    desk: Desk,
    *,
    tab: str = "all",
    status: str = "",
    customer_id: uuid.UUID | None = None,
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[ContractRow]:
    """Contracts, newest first; `tab` is all, mine, to_review or to_sign."""

    def row(r: Any) -> ContractRow:
        return ContractRow(
            r.id, r.number, r.version, r.customer_id, r.short_name or r.name, r.status, r.title, r.currency, r.total,
            r.date, r.origin, r.customer_number, r.owner_id,
        )  # fmt: skip

    return listed(
        desk, _query(desk, tab, status, customer_id), (Head.date.expression, Head.id.expression), row, text=text,
        table="contract", id_column=Head.id.expression, after=after, limit=limit, counted=counted,
    )  # fmt: skip


def tab_counts(desk: Desk) -> dict[str, int]:
    """How many contracts stand in each tab."""
    with desk.reading() as connection:
        found = {}
        for tab in ("mine", "to_review", "to_sign", "all"):
            counted = _query(desk, tab, "", None).with_only_columns(Head.id).subquery()
            found[tab] = int(connection.execute(select(func.count()).select_from(counted)).scalar_one())
    return found


def find_number(desk: Desk, number: str) -> uuid.UUID | None:
    """The contract with this number, ours or the customer's; None where there is none."""
    wanted = number.strip()
    with desk.reading() as connection:
        query = select(Head.id).where(Head.deleted_at.is_(None)).order_by(Head.date.desc())
        ours = connection.execute(query.where(Head.number == wanted.upper())).scalars().first()
        return ours or connection.execute(query.where(Head.customer_number == wanted)).scalars().first()


@dataclass(frozen=True, slots=True)
class Override:
    """Why a finding may stand: the reason, who gave it and when."""

    reason: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, and the reason for which it may stand, if somebody gave one."""

    finding: Finding
    override: Override | None = None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the contract from being issued."""
        return self.finding.severity == "E" and self.override is None


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract as the page shows it. `contract` has its clauses with their placeholders still in them;
    `values` fills them, per language."""

    id: uuid.UUID
    number: str
    status: str
    version: int
    origin: str
    customer_number: str
    contract: Contract
    values: Mapping[str, Mapping[str, str]]
    findings: tuple[FindingView, ...]
    versions: tuple[VersionInfo, ...]
    review: Review | None
    came_from: Origin
    customer_id: uuid.UUID
    customer: str
    company_id: uuid.UUID
    owner_id: uuid.UUID
    owner: str
    template_key: str
    template_version: int
    needs_review: bool
    issued_at: dt.datetime | None
    signed_on: dt.date | None
    paper_id: uuid.UUID | None

    @property
    def editable(self) -> bool:
        """Whether its words may be changed now."""
        return self.status == "draft" and self.origin == "ours"

    @property
    def blocking(self) -> tuple[FindingView, ...]:
        """What must be mended, or overridden by legal, before it is issued."""
        return tuple(one for one in self.findings if one.blocks)

    @property
    def commands(self) -> frozenset[str]:
        """What its status allows."""
        return MACHINE.commands(self.status)


def load(desk: Desk, contract_id: uuid.UUID) -> ContractView:
    """One contract with everything about it."""
    with desk.reading() as connection:
        return view(desk, connection, contract_id)


def view(desk: Desk, connection: Connection, contract_id: uuid.UUID) -> ContractView:
    """As :func:`load`, within a transaction under way."""
    head = rows.fetch(connection, Head, contract_id)
    desk.require_owner(head["owner_id"])
    contract = content(connection, head)
    customer = rows.fetch(connection, customer_store.Customer, head["customer_id"])
    names = {p.id: p.name for p in people.people(connection) if p.id}
    return ContractView(
        id=contract_id,
        number=head["number"],
        status=head["status"],
        version=head["version"],
        origin=head["origin"],
        customer_number=head["customer_number"],
        contract=contract,
        values={language: contract_values(contract, language) for language in ("zh", "en")},
        findings=findings(contract, head["overrides"], names) if head["origin"] == "ours" else (),
        versions=versions(connection, contract_id),
        review=review(connection, contract_id, names),
        came_from=came_from(connection, head),
        customer_id=head["customer_id"],
        customer=customer["name"],
        company_id=head["company_id"],
        owner_id=head["owner_id"],
        owner=names.get(head["owner_id"], ""),
        template_key=head["template_key"],
        template_version=head["template_version"],
        needs_review=_needs_review(connection, contract, today(desk)),
        issued_at=head["issued_at"],
        signed_on=head["signed_on"],
        paper_id=head["paper_id"],
    )


def content(connection: Connection, head: Mapping[str, Any]) -> Contract:
    """The content of a contract; while it is a draft its parties are as the books say now."""
    lines = rows.children(connection, store.ContractLine, "contract_id", head["id"])
    clauses = rows.children(connection, store.ContractClause, "contract_id", head["id"])
    keys = {one["library_key"] for one in clauses if one["library_key"]}
    library = store.LibraryClause
    query = select(library.key, library.content).where(library.key.in_(keys)).order_by(library.version)
    tables = {r.key: r.content["table"] or "" for r in connection.execute(query)}
    lpr = settings.read(connection, "one_year_lpr", head["date"])
    contract = replace(contract_of(head, lines, clauses, tables), lpr=Decimal(lpr) if lpr else None)
    if head["status"] not in ("draft", "review") or head["origin"] != "ours":
        return contract
    contact = None
    if head["quote_revision_id"]:
        asked = select(QuoteRevision.contact_id).where(QuoteRevision.id == head["quote_revision_id"])
        contact = connection.execute(asked).scalar()
    seller = seller_of(connection, head["company_id"], head["owner_id"])
    return replace(contract, seller=seller, buyer=buyer_of(connection, head["customer_id"], contact))


def findings(
    contract: Contract, overrides: list[dict[str, Any]] | None, names: Mapping[uuid.UUID, str]
) -> tuple[FindingView, ...]:
    """What the checks find in the words that its paper prints, each with its override."""
    known = {one["about"]: one for one in overrides or ()}
    found = []
    for one in lint(printed(contract)):
        said = known.get(about(one))
        override = None
        if said:
            by = names.get(uuid.UUID(said["by"]), "")
            override = Override(said["reason"], by, dt.datetime.fromisoformat(said["at"]))
        found.append(FindingView(one, override))
    return tuple(found)


def about(finding: Finding) -> str:
    """What an override is about: the rule, the place and the very words, so that new words need a new one."""
    told = "\n".join((str(finding.rule), finding.place, finding.message.in_language("en"), finding.quote))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _needs_review(connection: Connection, contract: Contract, on: dt.date) -> bool:
    """Whether legal must agree: a clause was changed by hand. Source: domain 8, row Contract.

    In the one-person firm nobody else could.
    """
    alone = PRESETS[settings.read(connection, "approval_preset", on)].self_approval
    return not alone and any(one.edited for one in contract.clauses)
