"""Monthly statements on paper: preview, workbook, the issued ones as they were, and whether a month changed since."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import companies, papers, quotes_facts, settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.actions.quotes_papers import Issued
from orderdesk_gui.actions.statements import Month, account_of, month_of, plain
from orderdesk_gui.actions.statements_worth import Account
from orderdesk_gui.documents.facts import Buyer
from orderdesk_gui.documents.facts_orders import StatementFacts
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import format_amount, minor_units
from orderdesk_gui.rules.numbers import paper_file_name
from orderdesk_gui.rules.quotes import addressee
from orderdesk_gui.rules.words import amount_in_words
from orderdesk_gui.store import customers as customer_store
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.papers import Paper
from orderdesk_gui.store.receivables import Statement
from orderdesk_gui.store.terms import payment_terms

_CONTACT = ("id", "name", "title", "phone", "email", "main")
_TITLES = ("对账单", "Statement")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """An issued statement; `newest` is the one that holds for its month."""

    id: uuid.UUID
    number: str
    revision: int
    customer_id: uuid.UUID
    customer: str
    company_id: uuid.UUID
    month: dt.date
    currency: str
    opening: Decimal
    charged: Decimal
    paid: Decimal
    closing: Decimal
    at: dt.datetime
    paper_id: uuid.UUID | None
    newest: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Which statement and how: of which of our companies, in which currency and language, on which paper.

    What is left empty is the first company, the customer's currency and the customer's language.
    """

    company_id: uuid.UUID | None = None
    currency: str = ""
    language: str = ""
    letterhead: bool = True


def preview(desk: Desk, customer_id: uuid.UUID, month: dt.date, choice: Choice | None = None) -> bytes:
    """The PDF of a month as the facts say it now, with a draft's watermark."""
    chosen = choice or Choice()
    with desk.reading() as connection:
        made, _ = _now(desk, connection, customer_id, month, chosen)
    return _render(made, "draft", chosen)


def workbook(desk: Desk, customer_id: uuid.UUID, month: dt.date, choice: Choice | None = None) -> tuple[str, bytes]:
    """File name and xlsx of a month; marked as a draft where it is not just as it was issued."""
    from orderdesk_gui.documents.workbook_statements import statement_workbook

    with desk.reading() as connection:
        made, now = _now(desk, connection, customer_id, month, choice or Choice())
        issued = _newest(connection, now.account, now.first)
        demo = _company(connection, now.account).demo
    same = issued is not None and issued["digest"] == now.digest
    mark = "draft" if not same else "demo" if demo else None
    return _file_name(made, "xlsx"), statement_workbook(made, watermark=mark)


def issue(desk: Desk, customer_id: uuid.UUID, month: dt.date, choice: Choice | None = None) -> Issued:
    """Issue the statement of a month: its figures are frozen with their digest, and the exact PDF is kept.

    A month that has not changed since is not issued again: the kept paper comes back. One that has becomes the next
    revision under the same number. UserError where nothing happened and nothing is open.
    """
    chosen = choice or Choice()
    if not desk.may(Right.ISSUE):
        desk.require(Right.NOTE_MONEY)
    with desk.writing("statements.issue", counter_action="correct") as writing:
        connection = writing.connection
        made, now = _now(desk, connection, customer_id, month, chosen)
        if not now.entries and not now.opening:
            raise UserError("Nothing was delivered or received in this month, and nothing is open.", field="month")
        before = _newest(connection, now.account, now.first)
        if before is not None and before["digest"] == now.digest and before["paper_id"] is not None:
            kept = rows.fetch(connection, Paper, before["paper_id"])
            return Issued(kept["id"], kept["file_name"], files.read(desk.store.folder, kept["sha256"]), Changes())
        if before is None:
            series = settings.read(connection, "number_series", now.first)["statement"]
            made = replace(made, number=next_number(connection, series, now.first.year, desk.device))
        paper_id, name, content = _keep(desk, connection, made, now, chosen)
    return Issued(paper_id, name, content, writing.changes)


def _keep(
    desk: Desk, connection: Connection, made: StatementFacts, now: Month, choice: Choice
) -> tuple[uuid.UUID, str, bytes]:
    """Write the frozen figures and the paper of them."""
    company = _company(connection, now.account)
    content = _render(made, "demo" if company.demo else None, choice)
    row_id = desk.new_id()
    customer_id = now.account.customer_id
    drawn = papers.Drawn(
        "statement", "statement", row_id, made.number, customer_id, made.customer.name,
        company.name_zh or company.name_en, now.last, made.language, _TITLES[made.language == "en"], content,
    )  # fmt: skip
    paper_id, name = papers.keep(desk, connection, drawn, made.revision)
    row = {
        "id": row_id, "scope": customer_id, "number": made.number, "company_id": now.account.company_id,
        "customer_id": customer_id, "month": now.first, "revision": made.revision, "currency": now.account.currency,
        "opening": now.opening, "delivered": now.charged, "received": now.paid, "closing": now.closing,
        "content": _frozen(now), "digest": now.digest, "at": desk.clock(), "user_id": desk.user_id,
        "paper_id": paper_id,
    }  # fmt: skip
    rows.add(connection, Statement, [row])
    return paper_id, name, content


def _frozen(now: Month) -> dict[str, Any]:
    """The facts as they were, for telling later what changed."""
    return {
        "entries": [
            [e.day.isoformat(), e.number, e.text_zh, plain(e.charged), plain(e.paid), plain(e.balance)]
            for e in now.entries
        ],
        "invoices": [[i.day.isoformat(), i.number, i.orders, plain(i.amount)] for i in now.invoices],
    }


@dataclass(frozen=True, slots=True)
class Changed:
    """How a month differs from its statement: by how much it closes otherwise, and which papers make the difference."""

    statement: StatementRow
    difference: Decimal
    papers: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """What the list and the console say."""
        return message(
            "{number} of {month} changed since it was issued on {day}: it now closes {difference} differently. "
            "Issue it again.",
            number=self.statement.number, month=f"{self.statement.month:%Y-%m}",
            day=self.statement.at.astimezone().date(),
            difference=format_amount(self.difference, self.statement.currency),
        )  # fmt: skip


def changed_since(desk: Desk, statement: StatementRow) -> Changed | None:
    """Whether the facts of a month are other ones than when this statement was issued; None where they are not."""
    with desk.reading() as connection:
        row = rows.fetch(connection, Statement, statement.id)
        account = Account(row["customer_id"], row["company_id"], row["currency"])
        now = month_of(connection, account, row["month"], today(desk))
    if now.digest == row["digest"]:
        return None
    then = {(one[0], one[1], one[3], one[4]) for one in row["content"]["entries"]}
    then |= {(one[0], one[1], one[3], None) for one in row["content"]["invoices"]}
    after = {(e.day.isoformat(), e.number, plain(e.charged), plain(e.paid)) for e in now.entries}
    after |= {(i.day.isoformat(), i.number, plain(i.amount), None) for i in now.invoices}
    touched = sorted({one[1] for one in then ^ after})
    return Changed(statement, now.closing - row["closing"], tuple(touched))


def list_statements(
    desk: Desk, customer_id: uuid.UUID | None = None, month: dt.date | None = None, *, limit: int = 200
) -> list[StatementRow]:
    """Issued statements, the newest month and revision first; of one customer or one month where asked."""
    query = (
        select(Statement.__table__, customer_store.Customer.name.label("customer"))
        .join(customer_store.Customer, customer_store.Customer.id == Statement.customer_id)
        .order_by(Statement.month.desc(), Statement.number.desc(), Statement.revision.desc())
        .limit(limit)
    )
    if customer_id is not None:
        query = query.where(Statement.customer_id == customer_id)
    if month is not None:
        query = query.where(Statement.month == month.replace(day=1))
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where(customer_store.Customer.owner_id == desk.user_id)
    made: list[StatementRow] = []
    seen: set[str] = set()
    with desk.reading() as connection:
        for r in connection.execute(query):
            made.append(
                StatementRow(
                    r.id, r.number, r.revision, r.customer_id, r.customer, r.company_id, r.month, r.currency,
                    r.opening, r.delivered, r.received, r.closing, r.at, r.paper_id, r.number not in seen,
                )
            )  # fmt: skip
            seen.add(r.number)
    return made


def _newest(connection: Connection, account: Account, month: dt.date) -> dict[str, Any] | None:
    query = (
        select(Statement.__table__)
        .where(
            Statement.customer_id == account.customer_id, Statement.company_id == account.company_id,
            Statement.currency == account.currency, Statement.month == month,
        )
        .order_by(Statement.revision.desc(), Statement.at.desc())
        .limit(1)
    )  # fmt: skip
    found = connection.execute(query).mappings().first()
    return None if found is None else dict(found)


def _company(connection: Connection, account: Account) -> Company:
    return next(c for c in companies.companies(connection) if c.id == account.company_id)


def _now(
    desk: Desk, connection: Connection, customer_id: uuid.UUID, month: dt.date, choice: Choice
) -> tuple[StatementFacts, Month]:
    """What the paper of a month would show now; the number and revision of the statement it would be."""
    account = account_of(desk, connection, customer_id, choice.company_id, choice.currency)
    now = month_of(connection, account, month, today(desk))
    customer = rows.fetch(connection, customer_store.Customer, customer_id)
    company = _company(connection, account)
    issued = _newest(connection, account, now.first)
    earlier = _newest(connection, account, (now.first - dt.timedelta(days=1)).replace(day=1))
    domestic = account.currency == "CNY" and customer["country"] == "CN"
    terms = payment_terms(customer["payment"])
    account_text = [company.bank_name, company.bank_account, company.name_zh or company.name_en]
    if not domestic and (company.bank_name_en or company.swift):
        account_text = [company.bank_name_en, company.bank_account, company.name_en, company.swift]
    again = issued is not None and issued["digest"] != now.digest
    return StatementFacts(
        letterhead=quotes_facts.letterhead(desk, company),
        customer=_buyer(connection, customer_id, customer),
        number=issued["number"] if issued else "",
        dated=today(desk),
        first=now.first,
        last=now.last,
        opening=now.opening,
        charged=now.charged,
        paid=now.paid,
        closing=now.closing,
        entries=now.entries,
        invoices=now.invoices,
        ageing=now.ageing,
        not_invoiced=now.not_invoiced,
        revision=(issued["revision"] + again) if issued else 1,
        closing_before=earlier["closing"] if earlier else None,
        terms_zh=terms.text("zh"),
        terms_en=terms.text("en"),
        account="   ".join(part for part in account_text if part) if company.bank_account else "",
        words_zh=amount_in_words(now.closing, account.currency, "zh") if now.closing > 0 else "",
        words_en=amount_in_words(now.closing, account.currency, "en") if now.closing > 0 else "",
        currency=account.currency,
        places=minor_units(account.currency),
        domestic=domestic,
        language=choice.language or ("zh" if domestic else "en"),
    ), now


def _buyer(connection: Connection, customer_id: uuid.UUID, customer: Mapping[str, Any]) -> Buyer:
    found = rows.children(connection, customer_store.Contact, "customer_id", customer_id)
    person = addressee([Contact(**{key: row[key] for key in _CONTACT}) for row in found], None)
    return Buyer(
        customer["name"], customer["name_en"], person.name if person else "",
        (person.phone if person else "") or customer["phone"],
    )  # fmt: skip


def _file_name(made: StatementFacts, extension: str) -> str:
    title = _TITLES[made.language == "en"]
    number = made.number or f"{made.first:%Y-%m}"
    return paper_file_name(
        title, number, made.customer.name, made.revision if made.revision > 1 else None, extension
    )  # fmt: skip


def _render(made: StatementFacts, watermark: str | None, choice: Choice) -> bytes:
    from orderdesk_gui.documents.statements import render_statement

    return render_statement(made, watermark=watermark, letterhead=choice.letterhead)
