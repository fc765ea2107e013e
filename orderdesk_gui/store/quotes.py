"""Tables of quotations: the head that lists show, its numbered revisions and their frozen lines."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from orderdesk_gui.rules.quotes import HEAD_PATHS, REVISION_PATHS
from orderdesk_gui.store.base import (
    Amount,
    Base,
    Data,
    Identifier,
    Long,
    Price,
    Quantity,
    Rate,
    Ref,
    Shared,
    Short,
    When,
    living,
    shared,
)


class Quote(Shared, Base):
    """A quotation as one piece of business; `state` is the one word that lists show.

    `date`, `total` (with tax) and `revision` are those of the newest revision.
    """

    __tablename__ = "quote"
    __table_args__ = (
        living("ix_quote_list", "date", "id"),
        living("ix_quote_state", "state", "date", "id"),
        living("ix_quote_owner", "owner_id", "date", "id"),
        Index("ix_quote_customer", "customer_id", "date"),
        Index("ix_quote_number", "number"),
        shared(guarded={"outcome": HEAD_PATHS}, searched=("quote", "id")),
    )

    number: Mapped[Short]
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customer.id"))
    inquiry_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    copied_from: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    owner_id: Mapped[Ref]
    outcome: Mapped[Short] = mapped_column(default="open")
    state: Mapped[Short] = mapped_column(default="draft")
    revision: Mapped[int] = mapped_column(default=1)
    revision_id: Mapped[Ref]
    date: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    currency: Mapped[Short]
    total: Mapped[Amount]
    customer_po: Mapped[Short] = mapped_column(default="")
    project: Mapped[Short] = mapped_column(default="")
    lost_reason: Mapped[Short] = mapped_column(default="")
    lost_note: Mapped[Short] = mapped_column(default="")
    decided_on: Mapped[dt.date | None]


class QuoteRevision(Shared, Base):
    """One numbered revision: its own date, terms, totals and approval; frozen once issued."""

    __tablename__ = "quote_revision"
    __table_args__ = (
        Index("ix_quote_revision_quote", "quote_id", "number"),
        shared(guarded={"status": REVISION_PATHS}),
    )

    quote_id: Mapped[Ref] = mapped_column(ForeignKey("quote.id"))
    number: Mapped[int]
    status: Mapped[Short] = mapped_column(default="draft")
    date: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    language: Mapped[Short] = mapped_column(default="zh")
    tax_mode: Mapped[Short]
    currency: Mapped[Short]
    rate: Mapped[Rate | None]
    rate_source: Mapped[Short] = mapped_column(default="")
    contact_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    contact_name: Mapped[Short] = mapped_column(default="")
    contact_phone: Mapped[Short] = mapped_column(default="")
    contact_email: Mapped[Short] = mapped_column(default="")
    payment: Mapped[Data] = mapped_column(nullable=True)
    delivery_place: Mapped[Short] = mapped_column(default="")
    delivery_method: Mapped[Short] = mapped_column(default="")
    lead_days: Mapped[int | None]
    incoterm: Mapped[Short] = mapped_column(default="")
    warranty: Mapped[Long] = mapped_column(default="")
    remarks_zh: Mapped[Long] = mapped_column(default="")
    remarks_en: Mapped[Long] = mapped_column(default="")
    columns: Mapped[Data] = mapped_column(nullable=True)
    discount_percent: Mapped[Rate] = mapped_column(default=Decimal(0))
    discount_amount: Mapped[Amount] = mapped_column(default=Decimal(0))
    discount_style: Mapped[Short] = mapped_column(default="line")
    freight: Mapped[Amount] = mapped_column(default=Decimal(0))
    freight_vat_rate: Mapped[Rate] = mapped_column(default=Decimal("0.13"))
    net: Mapped[Amount]
    tax: Mapped[Amount]
    total: Mapped[Amount]
    issued_at: Mapped[When | None]
    issued_by: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    paper_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)


class QuoteLine(Shared, Base):
    """One line. `unit_price` is in the revision's tax mode; `cost` per unit without tax as it was then."""

    __tablename__ = "quote_line"
    __table_args__ = (Index("ix_quote_line_revision", "revision_id", "position"), shared(secret=("cost",)))

    revision_id: Mapped[Ref] = mapped_column(ForeignKey("quote_revision.id"))
    position: Mapped[int]
    kind: Mapped[Short] = mapped_column(default="goods")
    product_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    code: Mapped[Short] = mapped_column(default="")
    customer_part_no: Mapped[Short] = mapped_column(default="")
    name_zh: Mapped[Short]
    name_en: Mapped[Short] = mapped_column(default="")
    specification: Mapped[Long] = mapped_column(default="")
    quantity: Mapped[Quantity]
    unit: Mapped[Short] = mapped_column(default="")
    list_price: Mapped[Price | None]
    unit_price: Mapped[Price]
    manual: Mapped[bool] = mapped_column(default=False)
    discount: Mapped[Rate] = mapped_column(default=Decimal(0))
    vat_rate: Mapped[Rate]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    gross: Mapped[Amount]
    cost: Mapped[Price | None]
    price_list_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    price_list_revision: Mapped[int | None]
    price_steps: Mapped[Data] = mapped_column(nullable=True)
    delivery_date: Mapped[dt.date | None]
    lead_days: Mapped[int | None]
    remark: Mapped[Short] = mapped_column(default="")
