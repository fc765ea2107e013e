"""What checking a form found: each problem with the field it stands at and its remedy."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from orderdesk_gui.rules.language import Message, UserError


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence at a field (``lines.2.quantity``); a warning does not stop saving, an error does."""

    field: str
    message: Message
    severity: Literal["error", "warning"] = "error"


def warning(field: str, text: str, /, **values: Any) -> Problem:
    """A problem that the person may leave as it is."""
    return Problem(field, Message(text, values), "warning")


def error(field: str, text: str, /, **values: Any) -> Problem:
    """A problem that must be mended first."""
    return Problem(field, Message(text, values))


def caught(check: Callable[[], object]) -> list[Problem]:
    """The UserError that `check` raises as a problem, or nothing."""
    try:
        check()
    except UserError as found:
        return [Problem(found.field, found.message)]
    return []


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that must be mended."""
    return tuple(problem for problem in problems if problem.severity == "error")


def refuse_errors(problems: Iterable[Problem]) -> None:
    """UserError with the first error, at its field, if there is one."""
    for problem in errors(problems):
        raise UserError(problem.message, field=problem.field)
