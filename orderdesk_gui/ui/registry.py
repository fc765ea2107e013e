"""The pages of the program in the order of the sidebar; each module is loaded when its page is first shown."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from orderdesk_gui.ui.page import Page, PageSpec, Shell

# key, title, icon, module under ui/pages, class, group
_PAGES = (
    ("today", "Today", "sunrise", "home_page", "HomePage", "stages"),
    ("customers", "Customers", "users", "customers.page", "CustomersPage", "stages"),
    ("inquiries", "Inquiries", "message-circle", "inquiries.page", "InquiriesPage", "stages"),
    ("quotations", "Quotations", "tag", "quotes.page", "QuotesPage", "stages"),
    ("contracts", "Contracts", "file-text", "contracts.page", "ContractsPage", "stages"),
    ("orders", "Orders", "clipboard-text", "orders.page", "OrdersPage", "stages"),
    ("milestones", "Follow-up", "list-check", "milestones.page", "MilestonesPage", "stages"),
    ("complaints", "Complaints", "alert-circle", "complaints.page", "ComplaintsPage", "stages"),
    ("products", "Products & prices", "package", "products.page", "ProductsPage", "data"),
    ("stock", "Stock", "box", "stock.page", "StockPage", "data"),
    ("journal", "Journal", "history", "journal_page", "JournalPage", "data"),
    ("settings", "Settings", "settings", "settings.page", "SettingsPage", "foot"),
)


def page_specs() -> list[PageSpec]:
    """Every page whose module is there."""
    return [
        PageSpec(key, title, icon, _Factory(module, name), group)
        for key, title, icon, module, name, group in _PAGES
        if _is_there(module)
    ]


def _is_there(module: str) -> bool:
    try:
        return find_spec(f"orderdesk_gui.ui.pages.{module}") is not None
    except ModuleNotFoundError:  # of a package that is not there either
        return False


class _Factory:
    """Makes a page, importing its module only then."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, shell: Shell) -> Page:
        page: Page = getattr(import_module(f"orderdesk_gui.ui.pages.{self._module}"), self._name)(shell)
        return page
