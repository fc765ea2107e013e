"""Tables of customers, their contacts, addresses, bank accounts and the log of talks with them."""

from decimal import Decimal

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.store.base import Amount, Base, Data, Long, Mapped, Ref, Shared, Short, When, column, living, shared


class Customer(Shared, Base):
    """A firm that buys, or may buy."""

    __tablename__ = "customer"
    __table_args__ = (
        living("ix_customer_list", "status", "name_key", "id"),
        Index("ix_customer_uscc", "uscc"),
        shared(searched=("customer", "id")),
    )

    code: Mapped[Short] = column(default="")
    name: Mapped[Short]
    name_key: Mapped[Short] = column(default="")
    short_name: Mapped[Short] = column(default="")
    name_en: Mapped[Short] = column(default="")
    uscc: Mapped[Short] = column(default="")
    tax_number: Mapped[Short] = column(default="")
    country: Mapped[Short] = column(default="CN")
    region: Mapped[Short] = column(default="")
    industry: Mapped[Short] = column(default="")
    phone: Mapped[Short] = column(default="")
    email: Mapped[Short] = column(default="")
    website: Mapped[Short] = column(default="")
    legal_representative: Mapped[Short] = column(default="")
    status: Mapped[Short] = column(default="active")
    channel: Mapped[Short] = column(default="")
    tier: Mapped[Short] = column(default="new")
    credit_grade: Mapped[Short] = column(default="")
    credit_limit: Mapped[Amount] = column(default=Decimal(0))
    currency: Mapped[Short] = column(default="CNY")
    payment: Mapped[Data | None]
    owner_id: Mapped[Ref | None]
    invoice_title: Mapped[Short] = column(default="")
    invoice_address: Mapped[Short] = column(default="")
    invoice_phone: Mapped[Short] = column(default="")
    notes: Mapped[Long] = column(default="")


class Contact(Shared, Base):
    """A person at a customer."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_customer", "customer_id"),
        shared(searched=("customer", "customer_id")),
    )

    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    position: Mapped[int] = column(default=0)
    name: Mapped[Short]
    title: Mapped[Short] = column(default="")
    department: Mapped[Short] = column(default="")
    phone: Mapped[Short] = column(default="")
    email: Mapped[Short] = column(default="")
    wechat: Mapped[Short] = column(default="")
    main: Mapped[bool] = column(default=False)


class Address(Shared, Base):
    """Where a customer sits, takes delivery or wants invoices sent: kind registered, delivery, invoice or other."""

    __tablename__ = "address"
    __table_args__ = (Index("ix_address_customer", "customer_id"), shared())

    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    position: Mapped[int] = column(default=0)
    kind: Mapped[Short]
    text: Mapped[Short]
    text_en: Mapped[Short] = column(default="")
    contact: Mapped[Short] = column(default="")
    phone: Mapped[Short] = column(default="")


class BankAccount(Shared, Base):
    """A customer's bank account; a change wants a second person's confirmation (Source: domain 4)."""

    __tablename__ = "bank_account"
    __table_args__ = (Index("ix_bank_account_customer", "customer_id"), shared())

    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    position: Mapped[int] = column(default=0)
    bank: Mapped[Short]
    account: Mapped[Short]
    holder: Mapped[Short] = column(default="")
    bank_code: Mapped[Short] = column(default="")
    bic: Mapped[Short] = column(default="")
    currency: Mapped[Short] = column(default="CNY")
    confirmed_by: Mapped[Ref | None]
    confirmed_at: Mapped[When | None]


class Communication(Shared, Base):
    """A talk or message with a customer, and papers sent to them; `touchpoint` names a promised notice of an order."""

    __tablename__ = "communication"
    __table_args__ = (Index("ix_communication_customer", "customer_id", "at"), shared())

    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    contact_id: Mapped[Ref | None]
    user_id: Mapped[Ref]
    at: Mapped[When]
    channel: Mapped[Short]
    direction: Mapped[Short] = column(default="in")
    text: Mapped[Long]
    subject_table: Mapped[Short] = column(default="")
    subject_id: Mapped[Ref | None]
    touchpoint: Mapped[Short | None]
