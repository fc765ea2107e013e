"""Who may do what: rights, the table role x right, and dated authority granted to one person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import format_number, format_percent

Role = Literal["sales", "follow_up", "manager", "finance", "legal", "admin"]
ROLES: tuple[Role, ...] = ("sales", "follow_up", "manager", "finance", "legal", "admin")


class Right(StrEnum):
    """Something that one may or may not do or see."""

    SEE_COST = "see_cost"
    SEE_MARGIN = "see_margin"
    EDIT_CUSTOMERS = "edit_customers"
    EDIT_PRODUCTS = "edit_products"
    EDIT_PRICES = "edit_prices"
    MAKE_INQUIRIES = "make_inquiries"
    MAKE_QUOTES = "make_quotes"
    APPROVE = "approve"
    ISSUE = "issue"
    MAKE_CONTRACTS = "make_contracts"
    MAKE_ORDERS = "make_orders"
    REVIEW_ORDERS = "review_orders"
    PLAN = "plan"
    SHIP = "ship"
    EDIT_STOCK = "edit_stock"
    NOTE_MONEY = "note_money"
    RELEASE_CREDIT = "release_credit"
    HANDLE_COMPLAINTS = "handle_complaints"
    SEE_FIGURES = "see_figures"
    OVERRIDE_LINT = "override_lint"
    MANAGE_USERS = "manage_users"
    CHANGE_SETTINGS = "change_settings"
    IMPORT_DATA = "import_data"
    EXPORT_DATA = "export_data"
    SEE_ALL_CUSTOMERS = "see_all_customers"
    SEE_JOURNAL = "see_journal"
    BACKUP = "backup"
    VOID_PAPERS = "void_papers"


RIGHT_NAMES: dict[Right, Message] = {
    Right.SEE_COST: message("see costs"),
    Right.SEE_MARGIN: message("see margins"),
    Right.EDIT_CUSTOMERS: message("edit customers"),
    Right.EDIT_PRODUCTS: message("edit products"),
    Right.EDIT_PRICES: message("edit price lists"),
    Right.MAKE_INQUIRIES: message("note inquiries"),
    Right.MAKE_QUOTES: message("make quotations"),
    Right.APPROVE: message("approve"),
    Right.ISSUE: message("issue papers"),
    Right.MAKE_CONTRACTS: message("make contracts"),
    Right.MAKE_ORDERS: message("make orders"),
    Right.REVIEW_ORDERS: message("review orders"),
    Right.PLAN: message("plan and report steps"),
    Right.SHIP: message("note deliveries"),
    Right.EDIT_STOCK: message("note stock"),
    Right.NOTE_MONEY: message("note invoices and receipts"),
    Right.RELEASE_CREDIT: message("release credit holds"),
    Right.HANDLE_COMPLAINTS: message("handle complaints"),
    Right.SEE_FIGURES: message("see the firm's figures"),
    Right.OVERRIDE_LINT: message("override contract checks"),
    Right.MANAGE_USERS: message("manage users"),
    Right.CHANGE_SETTINGS: message("change settings"),
    Right.IMPORT_DATA: message("import data"),
    Right.EXPORT_DATA: message("export data"),
    Right.SEE_ALL_CUSTOMERS: message("see all customers"),
    Right.SEE_JOURNAL: message("see the journal"),
    Right.BACKUP: message("make and restore backups"),
    Right.VOID_PAPERS: message("void papers"),
}

ROLE_NAMES: dict[Role, Message] = {
    "sales": message("sales"),
    "follow_up": message("order follow-up"),
    "manager": message("manager"),
    "finance": message("finance"),
    "legal": message("legal"),
    "admin": message("administrator"),
}

_SELLING = frozenset(
    {Right.EDIT_CUSTOMERS, Right.MAKE_INQUIRIES, Right.MAKE_QUOTES, Right.ISSUE, Right.MAKE_CONTRACTS,
     Right.EXPORT_DATA, Right.BACKUP, Right.MAKE_ORDERS, Right.REVIEW_ORDERS, Right.PLAN, Right.SHIP,
     Right.HANDLE_COMPLAINTS}
)  # fmt: skip
_ALL = frozenset(Right)

DEFAULT_RIGHTS: dict[Role, frozenset[Right]] = {
    "sales": _SELLING | {Right.IMPORT_DATA},
    "follow_up": frozenset(
        {Right.MAKE_INQUIRIES, Right.EXPORT_DATA, Right.SEE_ALL_CUSTOMERS, Right.MAKE_ORDERS, Right.REVIEW_ORDERS,
         Right.PLAN, Right.SHIP, Right.EDIT_STOCK, Right.HANDLE_COMPLAINTS, Right.IMPORT_DATA}
    ),
    "manager": _ALL - {Right.MANAGE_USERS, Right.CHANGE_SETTINGS, Right.OVERRIDE_LINT},
    "finance": frozenset(
        {Right.SEE_COST, Right.SEE_MARGIN, Right.APPROVE, Right.EXPORT_DATA, Right.SEE_ALL_CUSTOMERS,
         Right.SEE_JOURNAL, Right.REVIEW_ORDERS, Right.NOTE_MONEY, Right.RELEASE_CREDIT, Right.SEE_FIGURES,
         Right.IMPORT_DATA}
    ),
    "legal": frozenset(
        {Right.MAKE_CONTRACTS, Right.OVERRIDE_LINT, Right.APPROVE, Right.SEE_ALL_CUSTOMERS, Right.SEE_JOURNAL}
    ),
    "admin": _ALL - {Right.SEE_COST, Right.SEE_MARGIN, Right.APPROVE, Right.RELEASE_CREDIT},
}  # fmt: skip
"""What each role may do until an administrator edits the table; cost and margin are for few."""


@dataclass(frozen=True, slots=True)
class User:
    """A person at the desk; `level` is a manager's approval level (sales_manager, director, gm)."""

    id: UUID
    name: str
    role: Role
    level: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Access:
    """What the person at the desk may do."""

    user: User
    rights: frozenset[Right]

    def may(self, right: Right) -> bool:
        """Whether they have `right`."""
        return self.user.active and right in self.rights

    def require(self, right: Right) -> None:
        """UserError naming the right unless they have it."""
        if not self.may(right):
            raise UserError(
                "{user} may not {right}. Ask an administrator for this right, or sign in as someone who has it.",
                user=self.user.name,
                right=RIGHT_NAMES[right],
            )


def access_of(user: User, table: Mapping[Role, frozenset[Right]] | None = None, *, everything: bool = False) -> Access:
    """What `user` may do by the table of rights (default: :data:`DEFAULT_RIGHTS`).

    `everything` is the one-person firm, where the only user is also administrator and approver. An
    administrator with an approval level is a manager as well.
    """
    if everything:
        return Access(user, _ALL)
    rights = (table or DEFAULT_RIGHTS).get(user.role, frozenset())
    if user.role == "admin" and user.level:
        rights |= (table or DEFAULT_RIGHTS).get("manager", frozenset())
    return Access(user, rights)


@dataclass(frozen=True, slots=True)
class AuthorityGrant:
    """Authority given to one person for a time, e.g. before a fair: a discount (fraction) or an amount (CNY)."""

    user_id: UUID
    dimension: Literal["discount", "amount"]
    limit: Decimal
    valid_from: date
    valid_until: date
    granted_by: UUID

    def holds(self, user_id: UUID, on: date) -> bool:
        """Whether it is this person's and valid on that day, first and last day included."""
        return self.user_id == user_id and self.valid_from <= on <= self.valid_until


def check_grant(grant: AuthorityGrant, own: Decimal | None = None) -> None:
    """UserError unless days and limit make sense and nobody lends to themselves or more than they have.

    `own` is up to where the lender may agree themselves, None for any figure.
    """
    check_dates(grant.valid_from, grant.valid_until)
    if grant.limit <= 0 or (grant.dimension == "discount" and grant.limit >= 1):
        raise UserError("Enter a limit above zero; a discount stays below 100 %.", field="limit")
    if grant.user_id == grant.granted_by:
        raise UserError("Nobody grants authority to themselves. Ask another manager.", field="user_id")
    if own is not None and grant.limit > own:
        shown = format_percent(own) if grant.dimension == "discount" else f"¥{format_number(own, 0, 2)}"
        raise UserError(
            "You yourself may agree up to {limit}. Lend no more than that, or ask a higher manager to lend it.",
            field="limit",
            limit=shown,
        )


def check_dates(first: date, last: date) -> None:
    """UserError where authority would end before it begins."""
    if last < first:
        raise UserError("The authority would end before it begins. Choose a later last day.", field="valid_until")


def granted_limit(grants: Iterable[AuthorityGrant], user_id: UUID, dimension: str, on: date) -> Decimal | None:
    """The highest limit granted to this person for `dimension` on that day, or None."""
    limits = [grant.limit for grant in grants if grant.dimension == dimension and grant.holds(user_id, on)]
    return max(limits, default=None)
