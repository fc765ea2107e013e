"""Tables of quotations: the head that lists show, its numbered revisions and their frozen lines."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.rules.quotes import HEAD_PATHS, REVISION_PATHS
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
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    inquiry_id: Mapped[Ref | None]
    copied_from: Mapped[Ref | None]
    owner_id: Mapped[Ref]
    outcome: Mapped[Short] = column(default="open")
    state: Mapped[Short] = column(default="draft")
    revision: Mapped[int] = column(default=1)
    revision_id: Mapped[Ref]
    date: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    currency: Mapped[Short]
    total: Mapped[Amount]
    customer_po: Mapped[Short] = column(default="")
    project: Mapped[Short] = column(default="")
    lost_reason: Mapped[Short] = column(default="")
    lost_note: Mapped[Short] = column(default="")
    decided_on: Mapped[dt.date | None]


class QuoteRevision(Shared, Base):
    """One numbered revision: its own date, terms, totals and approval; frozen once issued."""

    __tablename__ = "quote_revision"
    __table_args__ = (
        Index("ix_quote_revision_quote", "quote_id", "number"),
        shared(guarded={"status": REVISION_PATHS}),
    )

    quote_id: Mapped[Ref] = column(ForeignKey("quote.id"))
    number: Mapped[int]
    status: Mapped[Short] = column(default="draft")
    date: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    language: Mapped[Short] = column(default="zh")
    tax_mode: Mapped[Short]
    currency: Mapped[Short]
    rate: Mapped[Rate | None]
    rate_source: Mapped[Short] = column(default="")
    contact_id: Mapped[Ref | None]
    contact_name: Mapped[Short] = column(default="")
    contact_phone: Mapped[Short] = column(default="")
    contact_email: Mapped[Short] = column(default="")
    payment: Mapped[Data | None]
    delivery_place: Mapped[Short] = column(default="")
    delivery_method: Mapped[Short] = column(default="")
    lead_days: Mapped[int | None]
    incoterm: Mapped[Short] = column(default="")
    warranty: Mapped[Long] = column(default="")
    remarks_zh: Mapped[Long] = column(default="")
    remarks_en: Mapped[Long] = column(default="")
    columns: Mapped[Data | None]
    discount_percent: Mapped[Rate] = column(default=Decimal(0))
    discount_amount: Mapped[Amount] = column(default=Decimal(0))
    discount_style: Mapped[Short] = column(default="line")
    freight: Mapped[Amount] = column(default=Decimal(0))
    freight_vat_rate: Mapped[Rate] = column(default=Decimal("0.13"))
    net: Mapped[Amount]
    tax: Mapped[Amount]
    total: Mapped[Amount]
    issued_at: Mapped[When | None]
    issued_by: Mapped[Ref | None]
    paper_id: Mapped[Ref | None]


class QuoteLine(Shared, Base):
    """One line. `unit_price` is in the revision's tax mode; `cost` per unit without tax as it was then."""

    __tablename__ = "quote_line"
    __table_args__ = (Index("ix_quote_line_revision", "revision_id", "position"), shared(secret=("cost",)))

    revision_id: Mapped[Ref] = column(ForeignKey("quote_revision.id"))
    position: Mapped[int]
    kind: Mapped[Short] = column(default="goods")
    product_id: Mapped[Ref | None]
    code: Mapped[Short] = column(default="")
    customer_part_no: Mapped[Short] = column(default="")
    name_zh: Mapped[Short]
    name_en: Mapped[Short] = column(default="")
    specification: Mapped[Long] = column(default="")
    quantity: Mapped[Quantity]
    unit: Mapped[Short] = column(default="")
    list_price: Mapped[Price | None]
    unit_price: Mapped[Price]
    manual: Mapped[bool] = column(default=False)
    discount: Mapped[Rate] = column(default=Decimal(0))
    vat_rate: Mapped[Rate]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    gross: Mapped[Amount]
    cost: Mapped[Price | None]
    price_list_id: Mapped[Ref | None]
    price_list_revision: Mapped[int | None]
    price_steps: Mapped[Data | None]
    delivery_date: Mapped[dt.date | None]
    lead_days: Mapped[int | None]
    remark: Mapped[Short] = column(default="")
