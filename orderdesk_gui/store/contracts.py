"""Tables of contracts and their versions, lines and clauses, and of the clause library and templates."""

import datetime as dt

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.rules.contracts import PATHS
from orderdesk_gui.store.base import (
    Amount,
    Base,
    Data,
    Long,
    Mapped,
    Price,
    Quantity,
    Rate,
    Ref,
    Shared,
    Short,
    When,
    column,
    living,
    shared,
)


class LibraryClause(Shared, Base):
    """A clause of the firm's library, by key; an edit is a new version."""

    __tablename__ = "library_clause"
    __table_args__ = (Index("ix_library_clause_key", "key", "version"), shared())

    key: Mapped[Short]
    version: Mapped[int]
    valid_from: Mapped[dt.date]
    heading: Mapped[int]
    content: Mapped[Data]


class ContractTemplate(Shared, Base):
    """An order of clauses with choices; an edit is a new version."""

    __tablename__ = "contract_template"
    __table_args__ = shared()

    key: Mapped[Short]
    version: Mapped[int]
    valid_from: Mapped[dt.date]
    content: Mapped[Data]


class Contract(Shared, Base):
    """A contract with a customer: drawn up here, or the customer's own signed paper filed.

    `number` is ours, `customer_number` what the customer's paper says.
    """

    __tablename__ = "contract"
    __table_args__ = (
        living("ix_contract_list", "date", "id"),
        Index("ix_contract_customer", "customer_id", "date"),
        Index("ix_contract_quote", "quote_id"),
        shared(guarded={"status": PATHS}, searched=("contract", "id")),
    )

    number: Mapped[Short]
    customer_number: Mapped[Short] = column(default="")
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    quote_id: Mapped[Ref | None]
    quote_revision_id: Mapped[Ref | None]
    owner_id: Mapped[Ref]
    origin: Mapped[Short] = column(default="ours")
    status: Mapped[Short] = column(default="draft")
    version: Mapped[int] = column(default=1)
    title: Mapped[Short]
    template_key: Mapped[Short] = column(default="")
    template_version: Mapped[int] = column(default=1)
    language: Mapped[Short] = column(default="zh")
    date: Mapped[dt.date]
    place: Mapped[Short] = column(default="")
    trade: Mapped[Short] = column(default="domestic")
    currency: Mapped[Short]
    tax_mode: Mapped[Short]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    total: Mapped[Amount]
    seller: Mapped[Data]
    buyer: Mapped[Data]
    payment: Mapped[Data | None]
    terms: Mapped[Data]
    overrides: Mapped[Data | None]
    issued_at: Mapped[When | None]
    signed_on: Mapped[dt.date | None]
    paper_id: Mapped[Ref | None]


class ContractVersion(Shared, Base):
    """A version of a contract as it was issued: its own date, facts and paper; a fact that never changes."""

    __tablename__ = "contract_version"
    __table_args__ = (Index("ix_contract_version_contract", "contract_id", "version"), shared(insert_only=True))

    contract_id: Mapped[Ref] = column(ForeignKey("contract.id"))
    version: Mapped[int]
    date: Mapped[dt.date]
    title: Mapped[Short]
    language: Mapped[Short]
    currency: Mapped[Short]
    total: Mapped[Amount]
    content: Mapped[Data]
    paper_id: Mapped[Ref]
    issued_at: Mapped[When]
    issued_by: Mapped[Ref]


class ContractLine(Shared, Base):
    """One line of article 1, frozen from the quotation."""

    __tablename__ = "contract_line"
    __table_args__ = (Index("ix_contract_line_contract", "contract_id", "position"), shared())

    contract_id: Mapped[Ref] = column(ForeignKey("contract.id"))
    position: Mapped[int]
    kind: Mapped[Short] = column(default="goods")
    product_id: Mapped[Ref | None]
    code: Mapped[Short] = column(default="")
    customer_part_no: Mapped[Short] = column(default="")
    name_zh: Mapped[Short]
    name_en: Mapped[Short] = column(default="")
    specification: Mapped[Long] = column(default="")
    specification_en: Mapped[Long] = column(default="")
    quantity: Mapped[Quantity]
    unit: Mapped[Short] = column(default="")
    unit_price: Mapped[Price]
    vat_rate: Mapped[Rate]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    gross: Mapped[Amount]
    delivery_date: Mapped[dt.date | None]


class ContractClause(Shared, Base):
    """One clause as this contract words it; `library_key` and `library_version` say what it was made from."""

    __tablename__ = "contract_clause"
    __table_args__ = (Index("ix_contract_clause_contract", "contract_id", "heading", "position"), shared())

    contract_id: Mapped[Ref] = column(ForeignKey("contract.id"))
    heading: Mapped[int]
    position: Mapped[int]
    library_key: Mapped[Short] = column(default="")
    library_version: Mapped[int | None]
    edited: Mapped[bool] = column(default=False)
    bold: Mapped[bool] = column(default=False)
    text_zh: Mapped[Long] = column(default="")
    text_en: Mapped[Long] = column(default="")
