"""Every table that can be imported, by the word that the command line uses for it."""

from collections.abc import Mapping

from orderdesk_gui.documents.imports_customers import CUSTOMERS
from orderdesk_gui.documents.imports_facts import DELIVERIES, RECEIPTS, STOCK
from orderdesk_gui.documents.imports_fields import ImportKind
from orderdesk_gui.documents.imports_orders import ORDERS
from orderdesk_gui.documents.imports_papers import INQUIRIES, QUOTES
from orderdesk_gui.documents.imports_products import PRICES, PRODUCTS

KINDS: Mapping[str, ImportKind] = {
    each.key: each for each in (CUSTOMERS, PRODUCTS, PRICES, INQUIRIES, QUOTES, ORDERS, DELIVERIES, STOCK, RECEIPTS)
}
