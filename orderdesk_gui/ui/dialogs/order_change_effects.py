"""Says in sentences what a change of an order touches: money, approval, contract, credit, dates, what has left."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from orderdesk_gui.rules.approval_steps import DECIDER_NAMES
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.rules.money import format_amount, format_percent
from orderdesk_gui.rules.order_changes import Change, Shown
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.ui.figures import show_date, show_number

if TYPE_CHECKING:
    from orderdesk_gui.actions.order_changes import Preview

Sentence = tuple[str, str]
"""The words and their tone: "" plain, quiet, yellow or red."""
_MOST = 6


def effects(found: Preview, cause: str) -> list[Sentence]:
    """What the change would do, what is changed first."""
    if not found.changes:
        return [(tr("Nothing is changed yet."), "quiet")]
    made: list[Sentence] = [(_changed(change), "") for change in found.changes[:_MOST]]
    if len(found.changes) > _MOST:
        made.append((tr("and {count} more", count=len(found.changes) - _MOST), "quiet"))
    return [*made, *_money(found), *_dates(found, cause), *_others(found)]


def _changed(change: Change) -> str:
    name = f"{change.line} · {change.name}" if change.line else str(change.name)
    return f"{name}: {_shown(change.before) or '—'} → {_shown(change.after) or '—'}"


def _shown(value: Shown) -> str:
    return value.text(current_language()) if isinstance(value, PaymentTerms) else str(value)


def _money(found: Preview) -> Iterator[Sentence]:
    before, after = (format_amount(one, found.currency) for one in found.totals)
    if before != after:
        yield tr("Total: {before} → {after}", before=before, after=after), ""
    old, new = found.margins
    if old is not None and new is not None and old != new:
        sentence = tr("Margin: {before} → {after}", before=_percent(old), after=_percent(new))
        yield sentence, "yellow" if new < old else ""
    if found.invoiced or found.received:
        done = {"invoiced": format_amount(found.invoiced, found.currency),
                "received": format_amount(found.received, found.currency)}  # fmt: skip
        yield tr("Invoiced so far: {invoiced}; received: {received}", **done), "quiet"


def _percent(share: Decimal) -> str:
    return format_percent(share.quantize(Decimal("0.001")))


def _dates(found: Preview, cause: str) -> Iterator[Sentence]:
    before, after = found.promised
    if before != after:
        yield tr("Promised: {before} → {after}", before=show_date(before), after=show_date(after)), ""
        if cause == "ours":
            yield tr("The first promise and that of the plan stay: the cause is ours."), "quiet"
    if found.forecast and after and found.forecast > after:
        yield tr("By the plan it will be {day}: later than promised.", day=show_date(found.forecast)), "yellow"


def _others(found: Preview) -> Iterator[Sentence]:
    for line in found.touched:
        if line.shipped:
            sentence = tr("Of {name} {quantity} have left already.", name=line.name, quantity=show_number(line.shipped))
            yield sentence, "quiet"
    if found.contract and found.material:
        yield tr("{number} needs a supplementary agreement.", number=found.contract), "yellow"
    if found.credit.check.stage != "fine":
        for reason in found.credit.check.reasons:
            yield str(reason), "red" if found.credit.check.stage.startswith("hold") else "yellow"
    if found.approval is not None and found.waits:
        who = ", ".join(str(DECIDER_NAMES[one]) for one in found.approval.deciders)
        yield tr("Agreement is needed from: {who}", who=who), "yellow"
    for problem in found.problems:
        if problem.severity == "error":
            yield str(problem.message), "red"
