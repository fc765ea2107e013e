"""Finds the heading row of a sheet and which column is which field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from orderdesk_gui.documents.imports_cells import currency_in, folded
from orderdesk_gui.documents.imports_fields import ImportField
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.documents.imports_titles import by_likeness, by_part, parts_of, variants
from orderdesk_gui.documents.workbook import Cell, Rows
from orderdesk_gui.rules.language import UserError

_LOOKED_AT = 30
_EXACT, _CONTAINED = 3, 1
_WIDEST = 200


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
    best, best_score = Headings(kind, row, (), {}), 0
    for at in candidates:
        if at >= len(rows.cells):
            break
        found = _matched(kind, at + 1, tuple(_title(cell) for cell in rows.cells[at]), known)
        score = _score(found)
        if score <= _CONTAINED and not row:
            continue  # one guess makes no heading row
        if score > best_score or (row and not best.titles):
            best, best_score = found, score
    return _with_likenesses(_in_two_rows(rows, best, known, row), known)


def _score(found: Headings) -> int:
    score = sum(_CONTAINED if column in found.unsure else _EXACT for column in found.fields)
    return score + _EXACT * len(found.ambiguous)


def _in_two_rows(rows: Rows, best: Headings, known: Mapping[str, str], asked: int) -> Headings:
    """Headings that fill two rows: 单价 over 含税 and 未税, or Chinese over English; `row` is then the lower one."""
    upper = best.row - 1 if asked else best.row
    if not 0 < upper < len(rows.cells):
        return best
    above, below = ([_title(cell) for cell in rows.cells[at]] for at in (upper - 1, upper))
    width = max(len(above), len(below))
    above, below = above + [""] * (width - len(above)), below + [""] * (width - len(below))
    if any(text and not isinstance(cell, str) for text, cell in zip(below, rows.cells[upper], strict=False)):
        return best
    parts = [at for at in range(width) if below[at] and (not above[at] or not all(above[at + 1 : at + 2] or [""]))]
    if any(below) and len(parts) == sum(map(bool, below)) and sum(map(bool, above)) > 1 and _spans(above, below):
        titles = tuple(_joined(best.kind, over, own) for over, own in zip(_spread(above, below), below, strict=True))
    elif _same_again(best.kind, above, below):
        titles = tuple(over or own for over, own in zip(above, below, strict=True))
    else:
        return best
    found = _matched(best.kind, upper + 1, titles, known)
    return found if _score(found) >= _score(best) else best


def _spans(above: list[str], below: list[str]) -> bool:
    """Whether a heading of the upper row is merged over several of the lower row, and others stand alone."""
    pairs = zip(above, above[1:], below, below[1:], strict=False)
    over_several = any(first and not second and left and right for first, second, left, right in pairs)
    return over_several and any(text and not under for text, under in zip(above, below, strict=True))


def _spread(above: list[str], below: list[str]) -> list[str]:
    """The upper headings, each also over the empty cells to its right that have something below."""
    spread: list[str] = []
    for text, under in zip(above, below, strict=True):
        spread.append(text or (spread[-1] if under and spread else ""))
    return spread


def _joined(kind: str, over: str, own: str) -> str:
    """One title of two rows, in the order that is understood: 含税 below 单价 is 含税单价."""
    both = [f"{own}{over}", f"{over}{own}"] if over and own else []
    return next((title for title in [*both, own] if _claim(kind, title, {})[1] >= _EXACT), f"{over} {own}".strip())


def _same_again(kind: str, above: list[str], below: list[str]) -> bool:
    """Whether the lower row says the same as the upper one, in the other language."""
    pairs = [(_claim(kind, over, {}), _claim(kind, own, {})) for over, own in zip(above, below, strict=True) if own]
    same = sum(over[0] == own[0] and own[1] >= _EXACT for over, own in pairs)
    return same > 1 and 2 * same >= len(pairs)


def _with_likenesses(best: Headings, known: Mapping[str, str]) -> Headings:
    """Slips of the pen among the headings that nothing else explains, for fields that have no column yet."""
    fields, unsure = dict(best.fields), set(best.unsure)
    exact = _synonyms(best.kind)
    for at, title in enumerate(best.titles[:_WIDEST]):
        if not title or at in fields or folded(title) in known or _claim(best.kind, title, known)[0]:
            continue
        key = exact.get(by_likeness(exact, title), "")
        if key and key not in fields.values() and key not in best.ambiguous:
            fields[at] = key
            unsure.add(at)
    if fields == best.fields:
        return best
    return _headings(best.kind, best.row, best.titles, dict(sorted(fields.items())), frozenset(unsure), best.ambiguous)


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
    forms = variants(title)
    if title.casefold() not in _as_written(kind):
        named = [exact[part] for part in parts_of(title) if part in exact]
        if len(set(named)) > 1:
            return named[0], _CONTAINED
    if whole in exact:
        return exact[whole], _EXACT + 1
    found = next((form for form in forms if form in exact), "")
    if found:
        return exact[found], _EXACT
    part = by_part(exact, title)
    return (exact[part], _CONTAINED) if part else ("", 0)


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


@cache
def _as_written(kind: str) -> frozenset[str]:
    """Known headings with their signs: 国家/地区 is one thing, 联系人/电话 is two."""
    return frozenset(heading.casefold() for each in KINDS[kind].fields for heading in each.synonyms)


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
