"""Tables of what customers owe and pay: due parts, invoices, receipts and their allocation, holds, statements."""

import datetime as dt

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.rules.order_status import HOLD_PATHS
from orderdesk_gui.store.base import (
    Amount,
    Base,
    Data,
    Long,
    Mapped,
    Rate,
    Ref,
    Shared,
    Short,
    When,
    column,
    living,
    shared,
)


class PaymentDue(Shared, Base):
    """A part of an order's price and when it falls due; `fixed`: agreed by hand, no longer worked out."""

    __tablename__ = "payment_due"
    __table_args__ = (
        Index("ix_payment_due_order", "order_id", "position"),
        Index("ix_payment_due_due", "due"),
        shared(),
    )

    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    position: Mapped[int]
    trigger: Mapped[Short]
    share: Mapped[Rate]
    amount: Mapped[Amount]
    due: Mapped[dt.date | None]
    deposit: Mapped[bool]
    fixed: Mapped[bool]
    note: Mapped[Short] = column(default="")


class Invoice(Shared, Base):
    """A tax invoice that was made out elsewhere and is noted here; a red one (红字) has negative amounts."""

    __tablename__ = "invoice"
    __table_args__ = (
        living("ix_invoice_list", "date", "id"),
        Index("ix_invoice_customer", "customer_id", "date"),
        Index("ix_invoice_number", "number"),
        shared(insert_only=True, searched=("invoice", "id")),
    )

    number: Mapped[Short]
    code: Mapped[Short] = column(default="")
    kind: Mapped[Short] = column(default="special")
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    date: Mapped[dt.date]
    currency: Mapped[Short]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    gross: Mapped[Amount]
    corrects_id: Mapped[Ref | None]
    note: Mapped[Long] = column(default="")
    noted_at: Mapped[When]
    noted_by: Mapped[Ref]


class InvoiceShare(Shared, Base):
    """What of an invoice belongs to an order, with tax."""

    __tablename__ = "invoice_share"
    __table_args__ = (
        Index("ix_invoice_share_invoice", "invoice_id"),
        Index("ix_invoice_share_order", "order_id"),
        shared(insert_only=True),
    )

    invoice_id: Mapped[Ref] = column(ForeignKey("invoice.id"))
    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    amount: Mapped[Amount]


class Receipt(Shared, Base):
    """Money that came in (回款); what is given back is a receipt with a negative amount."""

    __tablename__ = "receipt"
    __table_args__ = (
        living("ix_receipt_list", "date", "id"),
        Index("ix_receipt_customer", "customer_id", "date"),
        shared(insert_only=True, searched=("receipt", "id")),
    )

    number: Mapped[Short]
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    date: Mapped[dt.date]
    currency: Mapped[Short]
    amount: Mapped[Amount]
    kind: Mapped[Short]
    means: Mapped[Short]
    reference: Mapped[Short] = column(default="")
    payer: Mapped[Short] = column(default="")
    refund_id: Mapped[Ref | None]
    note: Mapped[Long] = column(default="")
    noted_at: Mapped[When]
    noted_by: Mapped[Ref]


class Allocation(Shared, Base):
    """What of a receipt pays an order, or one due part of it; a negative amount takes an allocation back."""

    __tablename__ = "allocation"
    __table_args__ = (
        Index("ix_allocation_receipt", "receipt_id"),
        Index("ix_allocation_order", "order_id"),
        shared(insert_only=True),
    )

    receipt_id: Mapped[Ref] = column(ForeignKey("receipt.id"))
    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    due_id: Mapped[Ref | None]
    amount: Mapped[Amount]
    at: Mapped[When]
    user_id: Mapped[Ref]


class CreditHold(Shared, Base):
    """An order or its delivery is held for credit until it is released with a reason, as it was then."""

    __tablename__ = "credit_hold"
    __table_args__ = (Index("ix_credit_hold_order", "order_id"), shared(guarded={"status": HOLD_PATHS}))

    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    order_id: Mapped[Ref | None]
    stage: Mapped[Short]
    reasons: Mapped[Data]
    status: Mapped[Short] = column(default="held")
    held_at: Mapped[When]
    released_at: Mapped[When | None]
    released_by: Mapped[Ref | None]
    release_reason: Mapped[Short] = column(default="")
    released_facts: Mapped[Data | None]


class Statement(Shared, Base):
    """A monthly statement (对账单) as it was given to the customer; `digest` of the facts tells a later change."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_customer", "customer_id", "month"), shared(insert_only=True))

    number: Mapped[Short]
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    month: Mapped[dt.date]
    revision: Mapped[int]
    currency: Mapped[Short]
    opening: Mapped[Amount]
    delivered: Mapped[Amount]
    received: Mapped[Amount]
    closing: Mapped[Amount]
    content: Mapped[Data]
    digest: Mapped[Short]
    at: Mapped[When]
    user_id: Mapped[Ref]
    paper_id: Mapped[Ref | None]
