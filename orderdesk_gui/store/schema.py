"""Brings every table into the registry: import this, and `Base.metadata` is whole."""

from orderdesk_gui.store import (
    approvals,
    contracts,
    customers,
    desks,
    inquiries,
    journal,
    papers,
    people,
    products,
    quotes,
    search,
)
from orderdesk_gui.store.base import Base

MODULES = (
    approvals,
    contracts,
    customers,
    desks,
    inquiries,
    journal,
    papers,
    people,
    products,
    quotes,
    search,
)
metadata = Base.metadata
