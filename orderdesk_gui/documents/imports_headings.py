"""Finds the heading row of a sheet and which column is which field."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from orderdesk_gui.documents.imports_cells import currency_in, folded
from orderdesk_gui.documents.imports_fields import ImportField
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.documents.workbook import Cell, Rows
from orderdesk_gui.rules.language import UserError

_LOOKED_AT = 30
_EXACT, _CONTAINED = 3, 1
_BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")
_SHORTEST_CJK, _SHORTEST_LATIN = 2, 3


@dataclass(frozen=True)
class Headings:
    """Which column (from 0) of a sheet holds which field of a kind.

    `row` is the heading row (from 1; 0: none was found). `unsure` are columns matched by part of their
    heading only, `ambiguous` fields for which several columns stand, none of which was taken. `implied` are
    values that a heading says for all rows: tax_mode in 含税单价, currency in 单价(USD).
    """

    kind: str
    row: int
    titles: tuple[str, ...]
    fields: dict[int, str]
    unsure: frozenset[int] = frozenset()
    ambiguous: dict[str, tuple[int, ...]] = field(default_factory=dict)
    implied: dict[str, Any] = field(default_factory=dict)

    def with_fields(self, fields: Mapping[int, str]) -> "Headings":
        """The same sheet with the columns that the person chose."""
        return _headings(self.kind, self.row, self.titles, dict(fields))

    def remembered(self) -> dict[str, str]:
        """Heading -> field, to be passed to `find_headings` for the next file of this firm."""
        return {self.titles[at]: key for at, key in self.fields.items() if self.titles[at]}


def find_headings(rows: Rows, kind: str, *, remembered: Mapping[str, str] | None = None, row: int = 0) -> Headings:
    """Guess the heading row (or take `row`, from 1) and the fields of its columns.

    `remembered` maps headings to field keys ("" means: leave this column out) and goes before any guess.
    """
    known = {folded(heading): key for heading, key in (remembered or {}).items()}
    candidates = range(row - 1, row) if row else range(min(_LOOKED_AT, len(rows.cells)))
    best, best_score = Headings(kind, row, (), {}), 0.0
    for at in candidates:
        if at >= len(rows.cells):
            break
        titles = tuple(_title(cell) for cell in rows.cells[at])
        found = _matched(kind, at + 1, titles, known)
        score = float(sum(_CONTAINED if column in found.unsure else _EXACT for column in found.fields))
        score += _EXACT * len(found.ambiguous)
        if score > best_score or (row and not best.titles):
            best, best_score = found, score
    return best


def fields_of(kind: str) -> dict[str, ImportField]:
    """Field key -> field, in the order of our templates."""
    return {each.key: each for each in KINDS[kind].fields}


def check_mapping(kind: str, mapping: Mapping[str, str]) -> None:
    """Raises UserError where a mapping written by hand names a field that `kind` does not have."""
    for heading, key in mapping.items():
        if key and key not in fields_of(kind):
            raise UserError(
                "“{key}”, to which “{heading}” is mapped, is not known. Use one of: {fields}.",
                key=key,
                heading=heading,
                fields=", ".join(fields_of(kind)),
            )


def _title(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else "" if cell is None else str(cell)


def _matched(kind: str, row: int, titles: tuple[str, ...], known: Mapping[str, str]) -> Headings:
    claims: dict[str, list[tuple[int, int]]] = {}
    for at, title in enumerate(titles):
        key, rank = _claim(kind, title, known)
        if key:
            claims.setdefault(key, []).append((rank, at))
    fields, unsure, ambiguous = {}, set(), {}
    for key, columns in claims.items():
        top = max(columns)[0]
        strongest = [at for rank, at in columns if rank == top]
        if len(strongest) > 1:
            ambiguous[key] = tuple(strongest)
            continue
        fields[strongest[0]] = key
        if top == _CONTAINED:
            unsure.add(strongest[0])
    return _headings(kind, row, titles, dict(sorted(fields.items())), frozenset(unsure), ambiguous)


def _claim(kind: str, title: str, known: Mapping[str, str]) -> tuple[str, int]:
    """The field that a heading names, and how strongly: told by the person, exactly, by a part."""
    whole = folded(title)
    if not whole:
        return "", 0
    if whole in known:
        key = known[whole]
        return (key, _EXACT + 2) if key in fields_of(kind) else ("", 0)
    exact = _synonyms(kind)
    bare = folded(_BRACKETED.sub("", title))
    if whole in exact:
        return exact[whole], _EXACT + 1
    if bare in exact:
        return exact[bare], _EXACT
    return _by_part(exact, title, bare)


def _by_part(exact: Mapping[str, str], title: str, bare: str) -> tuple[str, int]:
    """The longest known heading with which this one ends (Chinese), or whose words it holds (Latin)."""
    words = f" {' '.join(re.findall('[a-z0-9]+', unicodedata.normalize('NFKC', title).lower()))} "
    found = ""
    for synonym in exact:
        if synonym.isascii():
            fits = len(synonym) >= _SHORTEST_LATIN and f" {synonym} " in words
        else:
            fits = len(synonym) >= _SHORTEST_CJK and bare.endswith(synonym)
        if fits and len(synonym) > len(found):
            found = synonym
    return (exact[found], _CONTAINED) if found else ("", 0)


@cache
def _synonyms(kind: str) -> dict[str, str]:
    """Folded heading -> field; where two fields share one, the field declared first has it."""
    meanings: dict[str, str] = {}
    for each in KINDS[kind].fields:
        for heading in (each.key, each.title.text, each.title.in_language("zh")):
            meanings.setdefault(folded(heading), each.key)
    for each in KINDS[kind].fields:
        for heading in each.synonyms:
            meanings.setdefault(folded(heading), each.key)
    return meanings


def _headings(
    kind: str,
    row: int,
    titles: tuple[str, ...],
    fields: dict[int, str],
    unsure: frozenset[int] = frozenset(),
    ambiguous: dict[str, tuple[int, ...]] | None = None,
) -> Headings:
    implied: dict[str, Any] = {}
    taken = set(fields.values())
    offered = fields_of(kind)
    for at, key in fields.items():
        if key not in ("unit_price", "list_price", "target_price"):
            continue
        title = folded(titles[at])
        if "tax_mode" in offered and "tax_mode" not in taken and (mode := _tax_mode_in(title)):
            implied["tax_mode"] = mode
        if "currency" in offered and "currency" not in taken and (code := currency_in(titles[at])):
            implied["currency"] = code
    return Headings(kind, row, titles, fields, unsure, ambiguous or {}, implied)


def _tax_mode_in(title: str) -> str:
    if any(word in title for word in ("不含税", "未税", "除税", "excl", "withouttax", "net")):
        return "exclusive"
    return "inclusive" if any(word in title for word in ("含税", "incl", "withtax")) else ""
