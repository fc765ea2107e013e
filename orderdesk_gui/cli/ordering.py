"""Commands that make orders: order, review, confirm, plan; and submit, where it is an order that is submitted."""

import uuid
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.cli.output import Output
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.orders import Order

REVIEW_POINTS = ("product", "quantity", "price", "customer")


def order(chosen: Namespace, output: Output) -> None:
    """Save an order from a won quotation, a contract of one, or a JSON file; confirm it where asked for."""
    from orderdesk_gui.actions import orders_saving
    from orderdesk_gui.cli import order_files
    from orderdesk_gui.cli.json_fields import at_its_field, date, read_object
    from orderdesk_gui.cli.seat import desk_of

    given = None
    if Path(chosen.source).suffix.lower() == ".json":
        chosen.unreadable = 2
        given = read_object(chosen.source)
        chosen.unreadable = 1
    promised = date(vars(chosen), "promised")
    with desk_of(chosen) as desk:
        try:
            content, origin = (order_files.order(desk, given), {}) if given is not None else _from(desk, chosen.source)
            if promised is not None:
                content = _promised(content, promised)
            saved = orders_saving.save(desk, content, origin=origin)
            if chosen.confirm:
                orders_saving.confirm(desk, saved.id)
        except UserError as error:
            raise at_its_field(error) from error
        show_order(desk, saved.id, output)


def _from(desk: Desk, number: str) -> tuple[Order, dict[str, Any]]:
    """The content of an order from the quotation or contract with this number, and where it comes from."""
    from orderdesk_gui.actions import contracts, orders_saving, quotes

    quote_id = quotes.find_number(desk, number)
    if quote_id is not None:
        return orders_saving.from_quote(desk, quote_id), {"quote_id": quote_id}
    contract_id = contracts.find_number(desk, number)
    if contract_id is None:
        raise UserError("There is no paper with the number {number}.", number=number)
    quote_id = contracts.load(desk, contract_id).contract.quote_id
    if quote_id is None:
        raise UserError("The contract {number} has no quotation. Write the order as a JSON file.", number=number)
    return orders_saving.from_quote(desk, quote_id), {"quote_id": quote_id, "contract_id": contract_id}


def _promised(content: Order, day: Any) -> Order:
    lines = tuple(line if line.promised else replace(line, promised=day) for line in content.lines)
    return replace(content, lines=lines)


def show_order(desk: Desk, order_id: uuid.UUID, output: Output, **more: Any) -> None:
    """What the commands that change an order print."""
    from orderdesk_gui.actions import orders

    shown = orders.load(desk, order_id)
    total = shown.totals.total
    found = {
        "number": shown.number, "status": shown.state, "customer": shown.customer, "currency": shown.order.currency,
        "net": total.net, "tax": total.tax, "total": total.gross, "promised": shown.figure["promised"], **more,
    }  # fmt: skip
    output.document(found, f"{shown.number}\t{shown.state}\t{shown.order.currency} {total.gross}")


def submit(desk: Desk, order_id: uuid.UUID, output: Output) -> None:
    """Ask for the four-point review of an order."""
    from orderdesk_gui.actions import orders_saving

    orders_saving.submit(desk, order_id)
    show_order(desk, order_id, output)


def review(chosen: Namespace, output: Output) -> None:
    """The four-point review in somebody's name; their password comes from a prompt or standard input."""
    from orderdesk_gui.actions import orders_saving
    from orderdesk_gui.cli.order_files import order_named
    from orderdesk_gui.cli.seat import sign_in, system_desk
    from orderdesk_gui.rules.access import Right

    wrong = frozenset(part.strip() for part in chosen.wrong.split(",") if part.strip())
    if wrong - set(REVIEW_POINTS):
        raise UserError("{field_name} must be one of {words}.", field_name="--wrong", words=", ".join(REVIEW_POINTS))
    with system_desk(chosen) as system:
        desk = sign_in(system, chosen.reviewer)
        desk.require(Right.REVIEW_ORDERS)
        shown = order_named(desk, chosen.number)
        orders_saving.review(desk, shown.id, wrong, chosen.note)
        show_order(desk, shown.id, output, wrong=sorted(wrong))


def confirm(chosen: Namespace, output: Output) -> None:
    """Confirm an order: goods are reserved and its plan begins."""
    from orderdesk_gui.actions import orders_saving, plans
    from orderdesk_gui.cli.json_fields import at_its_field
    from orderdesk_gui.cli.order_files import order_named
    from orderdesk_gui.cli.seat import desk_of

    with desk_of(chosen) as desk:
        with desk.reading() as connection:
            known = plans.templates(connection)
        if chosen.template and chosen.template not in known:
            raise UserError("{field_name} must be one of {words}.", field_name="--template", words=", ".join(known))
        shown = order_named(desk, chosen.number)
        try:
            orders_saving.confirm(desk, shown.id, template=chosen.template, rush=chosen.rush)
        except UserError as error:
            raise at_its_field(error) from error
        show_order(desk, shown.id, output)


def plan(chosen: Namespace, output: Output) -> None:
    """The plan of an order: its steps with their dates, when it will be done, and what is at risk."""
    from orderdesk_gui.actions import plans
    from orderdesk_gui.cli.order_files import order_named
    from orderdesk_gui.cli.seat import desk_of

    with desk_of(chosen) as desk:
        shown = order_named(desk, chosen.number)
        found = plans.of_order(desk, shown.id)
        if found is None:
            raise UserError("{number} has no plan yet. Confirm it first.", number=shown.number)
    chinese = current_language() == "zh"
    steps = [
        {
            "key": step.key, "name": (step.name_zh if chinese else step.name_en) or step.name_zh or step.name_en,
            "department": step.department, "kind": step.kind, "start": step.start, "finish": step.finish,
            "begun": step.begun, "done": step.done, "progress": step.progress, "critical": step.critical,
            "gate": step.gate, "gate_result": step.gate_result,
        }
        for step in found.steps
    ]  # fmt: skip
    warnings = [{key: warning[key] for key in ("level", "key", "cause", "since")} for warning in found.warnings]
    lines = [tr("Promised {promised}, forecast {forecast}.", promised=found.promise, forecast=found.forecast)]
    lines += [f"{step['start']:%Y-%m-%d}\t{step['finish']:%Y-%m-%d}\t{step['name']}" for step in steps]
    lines += [f"{warning['level']}\t{warning['key']}\t{warning['cause']}" for warning in warnings]
    output.document(
        {"number": shown.number, "template": found.template_key, "rush": found.rush, "promised": found.promise,
         "forecast": found.forecast, "steps": steps, "warnings": warnings},
        "\n".join(lines),
    )  # fmt: skip
