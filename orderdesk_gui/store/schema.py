"""Brings every table into the registry: import this, and `Base.metadata` is whole."""

from orderdesk_gui.store import (
    approvals,
    complaints,
    contracts,
    customers,
    days,
    deliveries,
    desks,
    fairs,
    inquiries,
    journal,
    orders,
    papers,
    people,
    plans,
    products,
    quotes,
    receivables,
    search,
    stock,
)
from orderdesk_gui.store.base import Base

MODULES = (
    approvals,
    complaints,
    contracts,
    customers,
    days,
    deliveries,
    desks,
    fairs,
    inquiries,
    journal,
    orders,
    papers,
    people,
    plans,
    products,
    quotes,
    receivables,
    search,
    stock,
)
metadata = Base.metadata
