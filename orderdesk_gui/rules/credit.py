"""Says what of one order is at risk: what has left unpaid, and what may still leave before it is paid."""

from decimal import Decimal

from orderdesk_gui.rules.money import ZERO
from orderdesk_gui.rules.receivables import Exposure


def order_exposure(
    ordered: Decimal,
    shipped: Decimal,
    invoiced: Decimal,
    received: Decimal,
    prepaid_share: Decimal,
    *,
    running: bool,
) -> Exposure:
    """The exposure of one order; all amounts with tax, in one currency; `running` while more of it may leave.

    What is to be paid before shipment is no risk while it has not left: of an order paid in full before shipment
    nothing is at risk, unless goods left all the same. Source: domain 5, Exposure.
    """
    delivered = max(shipped, invoiced)
    owed = delivered - received
    at_risk = max(owed, ZERO)
    if running:
        at_risk = max(at_risk, ordered - max(received, ordered * prepaid_share))
    return Exposure(
        open_orders=at_risk - owed if running else ZERO,
        shipped_not_invoiced=max(shipped - invoiced, ZERO),
        receivables=max(invoiced - received, ZERO),
        prepayments=max(received - invoiced, ZERO),
    )


def to_pay_first(ordered: Decimal, received: Decimal, prepaid_share: Decimal) -> Decimal:
    """What has to come in before the goods leave, and has not; zero where nothing has."""
    return max(ordered * prepaid_share - received, ZERO)
