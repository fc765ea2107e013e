"""Writes any list as shown to xlsx or csv, under the headings with which it can be imported again."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orderdesk_gui.actions import exports_rows
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.documents.exports import Column, Kind, write_csv, write_xlsx
from orderdesk_gui.documents.imports_fields import ImportField
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.documents.templates_xlsx import shown_word, template
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.complaints import KIND_NAMES as COMPLAINT_KINDS
from orderdesk_gui.rules.complaints import SEVERITY_NAMES
from orderdesk_gui.rules.language import LANGUAGES, Message, UserError, current_language, message
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.payment_parse import parse_terms
from orderdesk_gui.rules.status import STATUS_NAMES

EXPORTS = (*KINDS, "contracts", "complaints")
PAGE = 1000
_KINDS: Mapping[str, Kind] = {
    "credit_limit": "amount", "total": "amount", "list_price": "price", "cost": "price", "unit_price": "price",
    "target_price": "price", "discount": "percent", "vat_rate": "percent", "minimum_quantity": "number",
    "quantity": "number", "from_quantity": "number", "lead_days": "number", "date": "date", "valid_from": "date",
    "valid_until": "date", "wanted_date": "date", "next_date": "date", "promised_date": "date", "shipped_on": "date",
    "amount": "amount", "order_total": "amount", "freight": "amount", "allocated": "amount", "shipped": "amount",
    "received": "amount", "invoiced": "amount", "overdue": "amount",
}  # fmt: skip
_ORDER_STATES = (
    "confirmed", "part_shipped", "shipped", "delivered", "cancelled", "exception", "answered", "solved", "rejected",
)  # fmt: skip
_STATUS_WORDS = {
    "draft": message("Draft"), "submitted": message("To approve"), "returned": message("Returned"),
    "approved": message("Approved"), "issued": message("Issued"), "won": message("Won"), "lost": message("Lost"),
    "expired": message("Expired"), "voided": message("Voided"), "open": message("Open"), "quoted": message("Quoted"),
    "closed": message("Closed"), "review": message("In review"), "signed": message("Signed"),
    **{key: name for key, name in STATUS_NAMES.items() if key in _ORDER_STATES},
}  # fmt: skip
_FURTHER_WORDS: Mapping[str, Mapping[str, Message]] = {
    "state": _STATUS_WORDS,
    "kind": {str(key): name for key, name in COMPLAINT_KINDS.items()},
    "severity": {str(key): name for key, name in SEVERITY_NAMES.items()},
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A column of an export: the key of its values, its heading, and how a value is written."""

    key: str
    title: str
    write: Callable[[Any], Any]


def export(
    desk: Desk,
    kind: str,
    path: Path,
    *,
    language: str = "",
    filters: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> int:
    """Write a list to `path` (.xlsx or .csv) and return how many rows it has.

    `filters` are those of the list as shown (``{"tab": "mine", "text": "海"}``); without them everything that
    this person may see. `language` ("zh" or "en") is that of the headings, by default the one on the screen.
    Costs are written only with the right to see them. UserError where the file cannot be written; then there
    is no file, or the old one.
    """
    desk.require(Right.EXPORT_DATA)
    if kind not in EXPORTS:
        raise UserError("{kind} cannot be exported. Choose one of {kinds}.", kind=kind, kinds=", ".join(EXPORTS))
    chosen = language or current_language()
    if chosen not in LANGUAGES:
        raise ValueError(f"unknown language {chosen!r}")
    shown = _columns(kind, chosen, desk.may(Right.SEE_COST))
    columns = [Column(column.title, _KINDS.get(column.key, "text")) for column in shown]
    total, rows = exports_rows.read(desk, kind, dict(filters or {}), PAGE)
    cells = _cells(rows, shown)
    if path.suffix.lower() == ".csv":
        return write_csv(columns, cells, path, total=total, progress=progress, stop=stop)
    if path.suffix.lower() != ".xlsx":
        raise UserError("Choose a file name that ends in .xlsx or .csv.", field="path")
    title = title_of(kind).in_language(chosen)
    return write_xlsx(columns, cells, path, title=title, total=total, progress=progress, stop=stop)


def title_of(kind: str) -> Message:
    """What a kind of records is called."""
    if kind in KINDS:
        return KINDS[kind].title
    return message("Contracts") if kind == "contracts" else message("Complaints")


def write_template(desk: Desk, kind: str, path: Path, language: str = "") -> None:
    """Write the workbook that a firm fills in to bring records of a kind along."""
    from orderdesk_gui.documents.exports_file import written_whole

    content = template(kind, language or current_language(), with_cost=desk.may(Right.SEE_COST))
    with written_whole(path) as stream:
        stream.write(content)


def _cells(rows: Iterator[Mapping[str, Any]], shown: Sequence[_Shown]) -> Iterator[list[Any]]:
    for row in rows:
        yield [None if row.get(column.key) is None else column.write(row[column.key]) for column in shown]


def _columns(kind: str, language: str, sees_cost: bool) -> list[_Shown]:
    fields: Sequence[ImportField] = KINDS[kind].fields if kind in KINDS else ()
    shown = [
        _Shown(field.key, field.title.in_language(language), _writer(field, language))
        for field in fields
        if (sees_cost or not field.secret) and field.key not in exports_rows.IMPORTED_ONLY.get(kind, ())
    ]
    for key, title in exports_rows.FURTHER.get(kind, {}).items():
        write = _word(_FURTHER_WORDS[key], language) if key in _FURTHER_WORDS else _plain
        shown.append(_Shown(key, title.in_language(language), write))
    return shown


def _writer(field: ImportField, language: str) -> Callable[[Any], Any]:
    if field.choices is not None:
        words = {value: shown_word(field, value, language) for value in field.choices}
        return lambda value: words.get(value, str(value))
    if field.key == "state":
        return _word(_STATUS_WORDS, language)
    if field.key == "payment_terms":
        return lambda terms: _terms(terms, language)
    if field.key == "active":
        return lambda value: message("Yes" if value else "No").in_language(language)
    return _plain


def _word(words: Mapping[str, Message], language: str) -> Callable[[Any], Any]:
    return lambda value: words[value].in_language(language) if value in words else str(value)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID) else value


def _terms(terms: PaymentTerms, language: str) -> str:
    """The terms in words that an import understands again, in `language` where it has such words."""
    for tongue in (language, "zh"):
        text = terms.text(tongue)
        try:
            if parse_terms(text) == terms:
                return text
        except UserError:
            continue
    return terms.text(language)
