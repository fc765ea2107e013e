"""Commands of selling: price, quote, submit, approve, issue, win, contract, lint."""

import datetime as dt
import uuid
from argparse import Namespace
from decimal import Decimal
from typing import Any

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.cli.output import Output
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.money import round_amount


def _day(text: str, field: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UserError("{value} is not a date. Write it like 2026-11-21.", field=field, value=text) from error


def _trimmed(value: Decimal | None) -> Decimal | None:
    """A price without zeros at its end; amounts keep theirs."""
    return None if value is None else value.normalize() + 0


def price(chosen: Namespace, output: Output) -> int:
    """The price of a product for a customer, and why."""
    from orderdesk_gui.actions import customers
    from orderdesk_gui.actions import quotes_pricing as pricing
    from orderdesk_gui.cli.seat import desk_of
    from orderdesk_gui.cli.showing import find
    from orderdesk_gui.rules.language import current_language
    from orderdesk_gui.rules.money import parse_decimal

    with desk_of(chosen) as desk:
        customer_id = find(desk, "customer", chosen.customer)
        wanted = pricing.Wanted(
            find(desk, "product", chosen.product), parse_decimal(chosen.quantity, field="quantity", places=6)
        )
        if wanted.quantity <= 0:
            raise UserError("Enter a quantity above zero.", field="quantity")
        customer = customers.load(desk, customer_id)
        foreign = customer.currency != "CNY"
        found = pricing.price(
            desk, [wanted], customer_id=customer_id, on=_day(chosen.on, "on") if chosen.on else None,
            currency=customer.currency, tax_mode="exclusive" if foreign else "inclusive",
        )[0]  # fmt: skip
    line = found.price
    explained = line.explained(current_language())
    if line.problem is not None:
        output.fail(str(line.problem))
    output.document(
        {
            "customer": customer.name, "product": found.code, "quantity": wanted.quantity,
            "currency": customer.currency, "tax_mode": "exclusive" if foreign else "inclusive",
            "list_price": _trimmed(line.list_price), "unit_price": _trimmed(line.unit_price),
            "discount": _trimmed(line.discount),
            "steps": [
                {"kind": s.kind, "text": str(s.message), "price": s.price, "reached": s.reached} for s in line.steps
            ],
            "explained": explained, "warnings": [str(one) for one in line.warnings],
        },
        f"{_trimmed(line.unit_price) if line.unit_price is not None else '-'}\t{explained}",
    )  # fmt: skip
    return 0 if line.unit_price is not None else 1


def quote(chosen: Namespace, output: Output) -> None:
    """Save a quotation from a JSON file, priced where no price is given."""
    from orderdesk_gui.actions import quotes_saving
    from orderdesk_gui.cli.json_fields import at_its_field, read_object
    from orderdesk_gui.cli.quote_files import content
    from orderdesk_gui.cli.seat import desk_of

    chosen.unreadable = 2
    given = read_object(chosen.file)
    chosen.unreadable = 1
    with desk_of(chosen) as desk:
        try:
            saved = quotes_saving.save(
                desk, content(desk, given),
                customer_po=str(given.get("customer_po", "")), project=str(given.get("project", "")),
            )  # fmt: skip
        except UserError as error:
            raise at_its_field(error) from error
        _show_quote(desk, saved.id, output)


def _show_quote(desk: Desk, quote_id: uuid.UUID, output: Output, **more: Any) -> None:
    from orderdesk_gui.actions import quotes

    shown = quotes.load(desk, quote_id)
    total = shown.totals.total
    found = {
        "number": shown.number, "status": shown.status, "revision": shown.revision.number, "customer": shown.customer,
        "currency": shown.quote.currency, "net": total.net, "tax": total.tax, "total": total.gross, **more,
    }  # fmt: skip
    output.document(
        found, f"{shown.number} R{shown.revision.number}\t{shown.status}\t{shown.quote.currency} {total.gross}"
    )


def _quote_id(desk: Desk, number: str) -> uuid.UUID:
    from orderdesk_gui.actions import quotes

    found = quotes.find_number(desk, number)
    if found is None:
        raise UserError("There is no quotation with the number {number}.", number=number)
    return found


def submit(chosen: Namespace, output: Output) -> None:
    """Ask for approval of a quotation, and say who was asked; or for the review of an order."""
    from orderdesk_gui.actions import approvals, orders
    from orderdesk_gui.cli import ordering
    from orderdesk_gui.cli.seat import desk_of

    if chosen.rush is not None and not chosen.rush.strip():
        raise UserError("Say why; the approver reads it first.", field="rush")
    with desk_of(chosen) as desk:
        order_id = orders.find_number(desk, chosen.number)
        if order_id is not None:
            ordering.submit(desk, order_id, output)
            return
        quote_id = _quote_id(desk, chosen.number)
        done = approvals.submit(desk, quote_id, rush=chosen.rush or "")
        reasons = [{"dimension": r.dimension, "line": r.line, "level": r.level, "text": str(r.message)}
                   for r in done.assessment.reasons]  # fmt: skip
        _show_quote(
            desk, quote_id, output, level=done.assessment.level, deciders=list(done.assessment.deciders),
            reasons=reasons, asked=list(done.asked), told=done.told,
        )  # fmt: skip
        if done.told is not None and not output.as_json:
            output.document({}, str(done.told))


def approve(chosen: Namespace, output: Output) -> None:
    """Approve in somebody's name; their password comes from a prompt or standard input."""
    from orderdesk_gui.actions import approvals, quotes
    from orderdesk_gui.cli.seat import sign_in, system_desk
    from orderdesk_gui.rules.access import Right

    with system_desk(chosen) as system:
        desk = sign_in(system, chosen.approver)
        desk.require(Right.APPROVE)
        quote_id = _quote_id(desk, chosen.number)
        if quotes.load(desk, quote_id).status != "approved":
            approvals.decide_request(desk, quote_id, "approved")
        _show_quote(desk, quote_id, output)


def issue(chosen: Namespace, output: Output) -> None:
    """Issue a quotation or a contract and, where asked for, write its PDF."""
    from orderdesk_gui.actions import quotes, quotes_papers
    from orderdesk_gui.cli.seat import desk_of, require_place, written

    if chosen.pdf:
        require_place(chosen.pdf)
    with desk_of(chosen) as desk:
        quote_id = quotes.find_number(desk, chosen.number)
        if quote_id is None:
            _issue_contract(desk, chosen, output)
            return
        done = quotes_papers.issue(desk, quote_id)
        path = written(chosen.pdf, done.content) if chosen.pdf else ""
        _show_quote(desk, quote_id, output, file_name=done.file_name, pdf=path)


def win(chosen: Namespace, output: Output) -> None:
    """Note that a quotation was won."""
    from orderdesk_gui.actions import quotes_saving
    from orderdesk_gui.cli.seat import desk_of

    with desk_of(chosen) as desk:
        quote_id = _quote_id(desk, chosen.number)
        quotes_saving.decide(desk, quote_id, "win")
        _show_quote(desk, quote_id, output)


def contract(chosen: Namespace, output: Output) -> None:
    """Draw up the contract of a quotation; the PDF bears a draft's watermark until it is issued."""
    from orderdesk_gui.actions import contracts_papers, contracts_saving
    from orderdesk_gui.cli.seat import desk_of, require_place, written

    if chosen.pdf:
        require_place(chosen.pdf)
    with desk_of(chosen) as desk:
        saved = contracts_saving.from_quote(
            desk, _quote_id(desk, chosen.number), template=chosen.template or None,
            language=chosen.paper_language or None,
        )  # fmt: skip
        path = written(chosen.pdf, contracts_papers.preview(desk, saved.id)) if chosen.pdf else ""
        _show_contract(desk, saved.id, output, pdf=path, warnings=[str(one) for one in saved.warnings])


def _show_contract(desk: Desk, contract_id: uuid.UUID, output: Output, **more: Any) -> None:
    from orderdesk_gui.actions import contracts

    shown = contracts.load(desk, contract_id)
    currency = shown.contract.currency
    total = round_amount(shown.contract.total, currency)
    found = {"number": shown.number, "status": shown.status, "total": total, "currency": currency, **more}
    output.document(found, f"{shown.number}\t{shown.status}\t{currency} {total}")


def _contract_id(desk: Desk, number: str) -> uuid.UUID:
    from orderdesk_gui.actions import contracts

    found = contracts.find_number(desk, number)
    if found is None:
        raise UserError("There is no contract with the number {number}.", number=number)
    return found


def _issue_contract(desk: Desk, chosen: Namespace, output: Output) -> None:
    from orderdesk_gui.actions import contracts, contracts_papers
    from orderdesk_gui.cli.seat import written

    contract_id = contracts.find_number(desk, chosen.number)
    if contract_id is None:
        raise UserError("There is no paper with the number {number}.", number=chosen.number)
    done = contracts_papers.issue(desk, contract_id)
    path = written(chosen.pdf, done.content) if chosen.pdf else ""
    _show_contract(desk, contract_id, output, file_name=done.file_name, pdf=path)


def lint(chosen: Namespace, output: Output) -> int:
    """Check a contract; exit code 1 where something blocks its issue."""
    from orderdesk_gui.actions import contracts
    from orderdesk_gui.cli.seat import desk_of

    with desk_of(chosen) as desk:
        found = contracts.load(desk, _contract_id(desk, chosen.number)).findings
    findings = [
        {"rule": one.finding.rule, "severity": one.finding.severity, "where": one.finding.place,
         "message": str(one.finding.message), "law": one.finding.law, "remedy": str(one.finding.remedy),
         "quote": one.finding.quote, "stands_because": one.override.reason if one.override else None}
        for one in found
    ]  # fmt: skip
    lines = [f"{f['rule']} {f['severity']} {f['where']}: {f['message']} ({f['law']}) {f['remedy']}" for f in findings]
    output.document({"findings": findings}, "\n".join(lines) or tr("Nothing was found."))
    return 1 if any(one.blocks for one in found) else 0
