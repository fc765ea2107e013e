"""Commands for what follows an order: ship, receive, complain."""

from argparse import Namespace
from pathlib import Path

from orderdesk_gui.cli.output import Output
from orderdesk_gui.rules.language import UserError


def ship(chosen: Namespace, output: Output) -> None:
    """Note a delivery or return from a JSON file, or with ``--all`` the delivery of all that is open of an order."""
    from orderdesk_gui.actions import deliveries, orders
    from orderdesk_gui.actions.quotes import today
    from orderdesk_gui.cli import order_files
    from orderdesk_gui.cli.json_fields import at_its_field, read_object
    from orderdesk_gui.cli.seat import desk_of
    from orderdesk_gui.rules.deliveries import Delivery

    given = None
    if Path(chosen.source).suffix.lower() == ".json":
        chosen.unreadable = 2
        given = read_object(chosen.source)
        chosen.unreadable = 1
    elif not chosen.all:
        raise UserError("Write --all to ship all that is open, or name a JSON file with what leaves.")
    with desk_of(chosen) as desk:
        try:
            if given is not None:
                delivery = order_files.delivery(desk, given)
            else:
                shown = order_files.order_named(desk, chosen.source)
                delivery = Delivery(
                    shown.id, today(desk), order_files.whole(shown), gate_reason=chosen.gate_reason,
                    carrier=chosen.carrier, tracking=chosen.tracking,
                )  # fmt: skip
            saved = deliveries.note(desk, delivery)
        except UserError as error:
            raise at_its_field(error) from error
        after = orders.load(desk, delivery.order_id)
    left = [
        {"line": at, "product": line.goods.code, "open": after.left(line)}
        for at, line in enumerate(after.order.lines, start=1)
        if line.goods.kind == "goods"
    ]
    output.document(
        {"number": saved.number, "kind": delivery.kind, "order": after.number, "status": after.state, "lines": left},
        f"{saved.number}\t{after.number}\t{after.state}",
    )


def receive(chosen: Namespace, output: Output) -> None:
    """Note money that came in, and what it pays."""
    from orderdesk_gui.actions import receivables
    from orderdesk_gui.cli import order_files
    from orderdesk_gui.cli.json_fields import at_its_field, read_object
    from orderdesk_gui.cli.seat import desk_of

    chosen.unreadable = 2
    given = read_object(chosen.file)
    chosen.unreadable = 1
    with desk_of(chosen) as desk:
        try:
            receipt = order_files.receipt(desk, given)
            noted = receivables.note_receipt(desk, receipt)
        except UserError as error:
            raise at_its_field(error) from error
    allocated = sum(receipt.pays.values())
    output.document(
        {"number": noted.number, "currency": receipt.currency, "amount": receipt.amount,
         "on_account": receipt.amount - allocated, "same": list(noted.warnings)},
        f"{noted.number}\t{receipt.currency} {receipt.amount}",
    )  # fmt: skip


def complain(chosen: Namespace, output: Output) -> None:
    """Note a complaint; its clocks start when it came in."""
    from orderdesk_gui.actions import complaints
    from orderdesk_gui.cli import order_files
    from orderdesk_gui.cli.json_fields import at_its_field, read_object
    from orderdesk_gui.cli.seat import desk_of

    chosen.unreadable = 2
    given = read_object(chosen.file)
    chosen.unreadable = 1
    with desk_of(chosen) as desk:
        try:
            made, received_at = order_files.complaint(desk, given)
            saved = complaints.note(desk, made, received_at=received_at)
        except UserError as error:
            raise at_its_field(error) from error
        shown = complaints.load(desk, saved.id)
    answer, solution = (shown.row[key] and shown.row[key].astimezone() for key in ("answer_due", "solution_due"))
    output.document(
        {"number": shown.number, "status": shown.status, "customer": shown.customer, "severity": made.severity,
         "answer_due": answer, "solution_due": solution},
        f"{shown.number}\t{shown.status}\t{answer:%Y-%m-%d %H:%M}" if answer else f"{shown.number}\t{shown.status}",
    )  # fmt: skip
