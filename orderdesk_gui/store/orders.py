"""Tables of sales orders, their lines, reviews, numbered changes and refunds, and what facts make of an order."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.rules.order_status import CHANGE_PATHS, PATHS, REFUND_PATHS
from orderdesk_gui.store.base import (
    DERIVED,
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


class Order(Shared, Base):
    """A sales order; what was shipped, invoiced and received of it are facts elsewhere (see `OrderFigure`).

    `version` counts the confirmed changes; `first_promised` is the promise at confirmation, `promised` the
    one last agreed with the customer; a slip of ours changes neither.
    """

    __tablename__ = "sales_order"
    __table_args__ = (
        living("ix_sales_order_list", "date", "id"),
        living("ix_sales_order_status", "status", "date", "id"),
        living("ix_sales_order_owner", "owner_id", "date", "id"),
        Index("ix_sales_order_customer", "customer_id", "date"),
        Index("ix_sales_order_number", "number"),
        Index("ix_sales_order_po", "customer_po"),
        Index("ix_sales_order_quote", "quote_id"),
        Index("ix_sales_order_contract", "contract_id"),
        shared(guarded={"status": PATHS}, searched=("sales_order", "id")),
    )

    number: Mapped[Short]
    kind: Mapped[Short] = column(default="normal")
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    quote_id: Mapped[Ref | None]
    quote_revision_id: Mapped[Ref | None]
    contract_id: Mapped[Ref | None]
    complaint_id: Mapped[Ref | None]
    fair_id: Mapped[Ref | None]
    owner_id: Mapped[Ref]
    channel: Mapped[Short] = column(default="")
    source: Mapped[Short] = column(default="")
    source_number: Mapped[Short] = column(default="")
    status: Mapped[Short] = column(default="draft")
    version: Mapped[int] = column(default=0)
    date: Mapped[dt.date]
    customer_po: Mapped[Short] = column(default="")
    customer_po_date: Mapped[dt.date | None]
    contact_id: Mapped[Ref | None]
    contact_name: Mapped[Short] = column(default="")
    contact_phone: Mapped[Short] = column(default="")
    language: Mapped[Short] = column(default="zh")
    currency: Mapped[Short]
    rate: Mapped[Rate | None]
    rate_source: Mapped[Short] = column(default="")
    tax_mode: Mapped[Short]
    payment: Mapped[Data | None]
    delivery_place: Mapped[Short] = column(default="")
    delivery_method: Mapped[Short] = column(default="")
    incoterm: Mapped[Short] = column(default="")
    warranty: Mapped[Long] = column(default="")
    inspection_days: Mapped[int | None]
    remarks: Mapped[Long] = column(default="")
    internal_note: Mapped[Long] = column(default="")
    discount_amount: Mapped[Amount] = column(default=Decimal(0))
    freight: Mapped[Amount] = column(default=Decimal(0))
    freight_vat_rate: Mapped[Rate] = column(default=Decimal("0.13"))
    net: Mapped[Amount]
    tax: Mapped[Amount]
    total: Mapped[Amount]
    difficulty: Mapped[int] = column(default=1)
    stars: Mapped[int] = column(default=1)
    wanted: Mapped[dt.date | None]
    promised: Mapped[dt.date | None]
    first_promised: Mapped[dt.date | None]
    confirmed_at: Mapped[When | None]
    confirmed_by: Mapped[Ref | None]
    ended_at: Mapped[When | None]
    ended_reason: Mapped[Short] = column(default="")
    paper_id: Mapped[Ref | None]


class OrderLine(Shared, Base):
    """One line. `quantity` as last agreed; what was cancelled or short-closed of it stands in `cancelled`."""

    __tablename__ = "sales_order_line"
    __table_args__ = (
        Index("ix_sales_order_line_order", "order_id", "position"),
        Index("ix_sales_order_line_product", "product_id"),
        shared(secret=("cost",)),
    )

    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    position: Mapped[int]
    source_line_id: Mapped[Ref | None]
    kind: Mapped[Short] = column(default="goods")
    product_id: Mapped[Ref | None]
    code: Mapped[Short] = column(default="")
    customer_part_no: Mapped[Short] = column(default="")
    name_zh: Mapped[Short]
    name_en: Mapped[Short] = column(default="")
    specification: Mapped[Long] = column(default="")
    drawing: Mapped[Short] = column(default="")
    quantity: Mapped[Quantity]
    cancelled: Mapped[Quantity] = column(default=Decimal(0))
    cancelled_reason: Mapped[Short] = column(default="")
    cancelled_cause: Mapped[Short] = column(default="")
    unit: Mapped[Short] = column(default="")
    list_price: Mapped[Price | None]
    unit_price: Mapped[Price]
    discount: Mapped[Rate] = column(default=Decimal(0))
    vat_rate: Mapped[Rate]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    gross: Mapped[Amount]
    cost: Mapped[Price | None]
    wanted: Mapped[dt.date | None]
    promised: Mapped[dt.date | None]
    first_promised: Mapped[dt.date | None]
    remark: Mapped[Short] = column(default="")


class OrderReview(Shared, Base):
    """A second person checked product, quantity, price and customer against `digest` of the order as it was then."""

    __tablename__ = "order_review"
    __table_args__ = (Index("ix_order_review_order", "order_id"), shared(insert_only=True))

    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    reviewer_id: Mapped[Ref]
    at: Mapped[When]
    product_right: Mapped[bool]
    quantity_right: Mapped[bool]
    price_right: Mapped[bool]
    customer_right: Mapped[bool]
    note: Mapped[Long] = column(default="")
    digest: Mapped[Short]


class OrderChange(Shared, Base):
    """A numbered change of a confirmed order (变更通知单): asked for, perhaps approved, then in force."""

    __tablename__ = "order_change"
    __table_args__ = (
        Index("ix_order_change_order", "order_id", "position"),
        shared(guarded={"status": CHANGE_PATHS}, searched=("sales_order", "order_id")),
    )

    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    number: Mapped[Short]
    position: Mapped[int]
    status: Mapped[Short] = column(default="draft")
    kind: Mapped[Short] = column(default="change")
    cause: Mapped[Short]
    reason: Mapped[Long]
    asked_on: Mapped[dt.date]
    asked_by: Mapped[Ref]
    before: Mapped[Data]
    after: Mapped[Data]
    effects: Mapped[Data | None]
    in_force_at: Mapped[When | None]
    paper_id: Mapped[Ref | None]


class Refund(Shared, Base):
    """Money given back or credited (退款、贷项通知) for an order, of what the customer paid or was invoiced."""

    __tablename__ = "refund"
    __table_args__ = (
        Index("ix_refund_order", "order_id"),
        shared(guarded={"status": REFUND_PATHS}),
    )

    number: Mapped[Short]
    kind: Mapped[Short]
    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    change_id: Mapped[Ref | None]
    complaint_id: Mapped[Ref | None]
    status: Mapped[Short] = column(default="draft")
    date: Mapped[dt.date]
    currency: Mapped[Short]
    amount: Mapped[Amount]
    cause: Mapped[Short]
    reason: Mapped[Long]
    paid_on: Mapped[dt.date | None]
    paper_id: Mapped[Ref | None]


class OrderFigure(Base):
    """What facts and plan make of an order, for lists and figures; can be rebuilt from them at any time.

    `state` is the one word that lists show; `level` red, yellow or green; amounts with tax in the order's
    currency, `base_total` in the first company's.
    """

    __tablename__ = "order_figure"
    __table_args__ = (
        Index("ix_order_figure_list", "state", "date", "order_id"),
        Index("ix_order_figure_forecast", "open", "forecast", "order_id"),
        Index("ix_order_figure_customer", "customer_id", "date"),
        Index("ix_order_figure_date", "date", "order_id"),
        DERIVED,
    )

    order_id: Mapped[Ref] = column(primary_key=True)
    customer_id: Mapped[Ref]
    owner_id: Mapped[Ref]
    date: Mapped[dt.date]
    state: Mapped[Short]
    open: Mapped[bool]
    ordered: Mapped[Amount]
    shipped: Mapped[Amount]
    invoiced: Mapped[Amount]
    received: Mapped[Amount]
    overdue: Mapped[Amount]
    base_total: Mapped[Amount]
    promised: Mapped[dt.date | None]
    forecast: Mapped[dt.date | None]
    last_shipped: Mapped[dt.date | None]
    level: Mapped[Short] = column(default="green")
    step: Mapped[Short] = column(default="")
    why: Mapped[Data | None]
