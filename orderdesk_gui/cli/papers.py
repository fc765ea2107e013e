"""Commands for the papers of orders, deliveries and money: paper, statement."""

import datetime as dt
import re
import uuid
from argparse import Namespace
from dataclasses import asdict

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.cli.output import Output
from orderdesk_gui.rules.language import UserError


def paper(chosen: Namespace, output: Output) -> None:
    """The PDF of an order or a delivery; with ``--issue`` the kept one that left the house."""
    from orderdesk_gui.actions import orders
    from orderdesk_gui.cli import showing
    from orderdesk_gui.cli.seat import desk_of, require_place, written

    require_place(chosen.pdf)
    with desk_of(chosen) as desk:
        order_id = orders.find_number(desk, chosen.number)
        if order_id is not None:
            name, content = _of_order(desk, order_id, chosen)
        else:
            delivery_id = showing.delivery_named(desk, chosen.number)
            if delivery_id is None:
                raise showing.NotFound(chosen.number)
            name, content = _of_delivery(desk, delivery_id, chosen)
        path = written(chosen.pdf, content)
    output.document({"number": chosen.number, "issued": chosen.issue, "file_name": name, "pdf": path}, path)


def _of_order(desk: Desk, order_id: uuid.UUID, chosen: Namespace) -> tuple[str, bytes]:
    from orderdesk_gui.actions import orders_papers

    choice = orders_papers.PaperChoice(chosen.paper_language)
    if not chosen.issue:
        return "", orders_papers.preview(desk, order_id, chosen.kind, choice)
    issued = orders_papers.issue(desk, order_id, chosen.kind, choice)
    return issued.file_name, issued.content


def _of_delivery(desk: Desk, delivery_id: uuid.UUID, chosen: Namespace) -> tuple[str, bytes]:
    from orderdesk_gui.actions.deliveries_papers import NoteChoice, issue, preview

    choice = NoteChoice(chosen.paper, chosen.prices, chosen.paper_language)
    if not chosen.issue:
        return "", preview(desk, delivery_id, choice)
    issued = issue(desk, delivery_id, choice)
    return issued.file_name, issued.content


def statement(chosen: Namespace, output: Output) -> None:
    """A customer's month: as its facts say it now, as PDF or xlsx, or issued."""
    from orderdesk_gui.actions import statements, statements_papers
    from orderdesk_gui.actions.statements_papers import Choice
    from orderdesk_gui.cli.seat import desk_of, require_place, written
    from orderdesk_gui.cli.showing import find

    month = _month(chosen.month)
    for path in filter(None, (chosen.pdf, chosen.xlsx)):
        require_place(path)
    with desk_of(chosen) as desk:
        customer_id = find(desk, "customer", chosen.customer)
        choice = Choice(currency=chosen.currency, language=chosen.paper_language)
        if chosen.issue:
            content = statements_papers.issue(desk, customer_id, month, choice).content
        else:
            content = statements_papers.preview(desk, customer_id, month, choice) if chosen.pdf else b""
        if chosen.pdf:
            written(chosen.pdf, content)
        if chosen.xlsx:
            written(chosen.xlsx, statements_papers.workbook(desk, customer_id, month, choice)[1])
        now = statements.compute(desk, customer_id, month, currency=chosen.currency)
        newest = next(
            (
                one for one in statements_papers.list_statements(desk, customer_id, month)
                if one.newest and one.currency == now.account.currency
            ),
            None,
        )  # fmt: skip
        changed = statements_papers.changed_since(desk, newest) if newest is not None else None
    number = newest.number if newest is not None else ""
    found = {
        "number": number, "revision": newest.revision if newest is not None else 0, "month": f"{month:%Y-%m}",
        "currency": now.account.currency, "opening": now.opening, "charged": now.charged, "paid": now.paid,
        "closing": now.closing, "not_invoiced": now.not_invoiced, "ageing": now.ageing,
        "changed_by": changed.difference if changed is not None else None,
        "entries": [asdict(entry) for entry in now.entries], "invoices": [asdict(one) for one in now.invoices],
    }  # fmt: skip
    line = (
        f"{number or found['month']}\t{now.account.currency}\t{now.opening}\t+{now.charged}\t-{now.paid}\t{now.closing}"
    )
    output.document(found, line)
    if changed is not None:
        output.fail(str(changed.sentence))


def _month(text: str) -> dt.date:
    """The first day of a month written like 2026-11."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), re.ASCII)
    try:
        if found:
            return dt.date(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass
    raise UserError("{value} is not a month. Write it like 2026-11.", field="month", value=text)
