"""Tables of customers, their contacts, addresses, bank accounts and the log of talks with them."""

import uuid
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from orderdesk_gui.store.base import Amount, Base, Data, Identifier, Long, Ref, Shared, Short, When, living, shared


class Customer(Shared, Base):
    """A firm that buys, or may buy."""

    __tablename__ = "customer"
    __table_args__ = (
        living("ix_customer_list", "status", "name_key", "id"),
        Index("ix_customer_uscc", "uscc"),
        shared(searched=("customer", "id")),
    )

    code: Mapped[Short] = mapped_column(default="")
    name: Mapped[Short]
    name_key: Mapped[Short] = mapped_column(default="")
    short_name: Mapped[Short] = mapped_column(default="")
    name_en: Mapped[Short] = mapped_column(default="")
    uscc: Mapped[Short] = mapped_column(default="")
    tax_number: Mapped[Short] = mapped_column(default="")
    country: Mapped[Short] = mapped_column(default="CN")
    region: Mapped[Short] = mapped_column(default="")
    industry: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    email: Mapped[Short] = mapped_column(default="")
    website: Mapped[Short] = mapped_column(default="")
    legal_representative: Mapped[Short] = mapped_column(default="")
    status: Mapped[Short] = mapped_column(default="active")
    channel: Mapped[Short] = mapped_column(default="")
    tier: Mapped[Short] = mapped_column(default="new")
    credit_grade: Mapped[Short] = mapped_column(default="")
    credit_limit: Mapped[Amount] = mapped_column(default=Decimal(0))
    currency: Mapped[Short] = mapped_column(default="CNY")
    payment: Mapped[Data] = mapped_column(default=None, nullable=True)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    invoice_title: Mapped[Short] = mapped_column(default="")
    invoice_address: Mapped[Short] = mapped_column(default="")
    invoice_phone: Mapped[Short] = mapped_column(default="")
    notes: Mapped[Long] = mapped_column(default="")


class Contact(Shared, Base):
    """A person at a customer."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_customer", "customer_id"),
        shared(searched=("customer", "customer_id")),
    )

    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customer.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Short]
    title: Mapped[Short] = mapped_column(default="")
    department: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    email: Mapped[Short] = mapped_column(default="")
    wechat: Mapped[Short] = mapped_column(default="")
    main: Mapped[bool] = mapped_column(default=False)


class Address(Shared, Base):
    """Where a customer sits, takes delivery or wants invoices sent: kind registered, delivery, invoice or other."""

    __tablename__ = "address"
    __table_args__ = (Index("ix_address_customer", "customer_id"), shared())

    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customer.id"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[Short]
    text: Mapped[Short]
    text_en: Mapped[Short] = mapped_column(default="")
    contact: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")


class BankAccount(Shared, Base):
    """A customer's bank account; a change wants a second person's confirmation (Source: domain 4)."""

    __tablename__ = "bank_account"
    __table_args__ = (Index("ix_bank_account_customer", "customer_id"), shared())

    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customer.id"))
    position: Mapped[int] = mapped_column(default=0)
    bank: Mapped[Short]
    account: Mapped[Short]
    holder: Mapped[Short] = mapped_column(default="")
    bank_code: Mapped[Short] = mapped_column(default="")
    bic: Mapped[Short] = mapped_column(default="")
    currency: Mapped[Short] = mapped_column(default="CNY")
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    confirmed_at: Mapped[When | None]


class Communication(Shared, Base):
    """A talk or message with a customer, and papers sent to them."""

    __tablename__ = "communication"
    __table_args__ = (Index("ix_communication_customer", "customer_id", "at"), shared())

    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customer.id"))
    contact_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    user_id: Mapped[Ref]
    at: Mapped[When]
    channel: Mapped[Short]
    direction: Mapped[Short] = mapped_column(default="in")
    text: Mapped[Long]
    subject_table: Mapped[Short] = mapped_column(default="")
    subject_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
