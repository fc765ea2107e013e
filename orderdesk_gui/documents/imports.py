"""Checks the rows of a sheet against a kind: records that can be written, and every problem by row."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.imports_cells import Noted
from orderdesk_gui.documents.imports_fields import ImportField, ImportKind
from orderdesk_gui.documents.imports_headings import Headings
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.documents.imports_titles import factor_in
from orderdesk_gui.documents.workbook import Cell, Rows
from orderdesk_gui.documents.workbook_progress import EVERY, Progress, Stop, report
from orderdesk_gui.rules.language import Message, UserError, message

_SHOWN = 60
_FEW = 5
_PLAIN = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Record:
    """The filled cells of one row by field key; `row` counts from 1 as in Excel."""

    row: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the data on file say against a row, at the field `field`."""

    field: str
    message: Message
    severity: Literal["error", "warning"] = "error"


Judge = Callable[[Record], Iterator[Finding]]
"""Asked once for every row that is sound in itself, in the order of the sheet."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in a row, at the column with the heading `column` ("" for the row as a whole)."""

    row: int
    column: str
    value: str
    message: Message
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True)
class Checked:
    """`records` are the rows without errors, `read` how many rows were filled."""

    kind: str
    records: list[Record]
    problems: list[CellProblem]
    read: int

    @property
    def clean(self) -> bool:
        """No row has an error; warnings do not count."""
        return all(problem.severity != "error" for problem in self.problems)


@dataclass(frozen=True)
class Paper:
    """The lines of one inquiry or quotation; `head` are the values that belong to the whole paper."""

    head: dict[str, Any]
    lines: list[Record]


@dataclass
class _Sheet:
    kind: ImportKind
    columns: list[tuple[int, ImportField]]
    titles: tuple[str, ...]
    implied: dict[str, Any]
    factors: dict[int, int] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)

    def error(self, row: int, column: str, value: object, found: Message) -> None:
        self.problems.append(CellProblem(row, column, str(value)[:_SHOWN], found))
        self.bad.add(row)

    def title(self, key: str) -> str:
        for at, each in self.columns:
            if each.key == key:
                return self.titles[at] or each.key
        return str(self.kind.field(key).title)


def check(
    rows: Rows,
    headings: Headings,
    *,
    judge: Judge | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Checked:
    """Every filled row below the heading row as a record, or what is wrong with it.

    Raises UserError where the sheet lacks a heading row or a column that must be there.
    """
    sheet = _opened(headings)
    records = list(_read(sheet, rows, headings.row, progress, stop))
    read = len(records)
    if sheet.kind.has_lines:
        _fill_down(sheet, records)
    _check_required(sheet, records)
    _check_duplicates(sheet, records)
    if judge is not None:
        _ask(sheet, records, judge)
    if sheet.kind.has_lines:
        _drop_whole_papers(sheet, records)
    good = [record for record in records if record.row not in sheet.bad]
    return Checked(headings.kind, good, sorted(sheet.problems, key=lambda each: each.row), read)


def papers(records: list[Record], kind: str) -> list[Paper]:
    """Records of inquiries or quotations put together: by number, else by customer and date in sequence."""
    head_keys = [each.key for each in KINDS[kind].fields if each.head]
    found: dict[Any, Paper] = {}
    for record, key in keyed(records):
        paper = found.setdefault(key, Paper({}, []))
        for each in head_keys:
            if each in record.values:
                paper.head.setdefault(each, record.values[each])
        lines = {name: value for name, value in record.values.items() if name not in head_keys}
        paper.lines.append(Record(record.row, lines))
    return list(found.values())


def keyed(records: Iterable[Record]) -> Iterator[tuple[Record, Any]]:
    """Each record with what it has in common with the other lines of its paper."""
    last: Any = None
    started = 0
    for record in records:
        number = record.values.get("number")
        if number:
            yield record, number
            last = None
            continue
        same = (record.values.get("customer"), record.values.get("date"))
        if same != last:
            last, started = same, record.row
        yield record, (started, *same)


@dataclass(frozen=True)
class _Titles(Message):
    """The titles of several fields in the reader's language."""

    def in_language(self, language: str) -> str:
        titles = [title.in_language(language) for title in self.values.values()]
        return ("、" if language == "zh" else ", ").join(titles)


def _telling(kind: ImportKind) -> list[ImportField]:
    """The few fields whose headings a file of this kind is known by."""
    needed = [each for each in kind.fields if each.required or each.key in kind.one_of]
    return needed + [each for each in kind.fields if each.example and each not in needed][: _FEW - len(needed)]


def _opened(headings: Headings) -> _Sheet:
    kind = KINDS[headings.kind]
    if not headings.row:
        raise UserError(
            "No row with headings was found. Give the columns headings such as {examples}, or choose the row.",
            examples=_Titles("", {each.key: each.title for each in _telling(kind)}),
        )
    taken = set(headings.fields.values())
    columns = [(at, kind.field(key)) for at, key in headings.fields.items()]
    sheet = _Sheet(kind, columns, headings.titles, headings.implied, _factors(columns, headings.titles))
    for each in kind.fields:
        needed = each.required or each.key in kind.one_of
        if each.key in headings.ambiguous:
            rivals = ", ".join(headings.titles[at] for at in headings.ambiguous[each.key])
            unclear = message(
                "Several columns may be “{title}”: {columns}. Choose one of them.",
                title=each.title,
                columns=rivals,
            )
            if needed:
                raise UserError(unclear, field=each.key)
            sheet.problems.append(CellProblem(headings.row, rivals, "", unclear, "warning"))
        elif each.required and each.key not in taken:
            raise UserError(
                "No column was found for “{title}”. Choose the column or add it to the file.",
                field=each.key,
                title=each.title,
            )
    return sheet


def _read(
    sheet: _Sheet, rows: Rows, heading_row: int, progress: Progress | None, stop: Stop | None
) -> Iterator[Record]:
    total = len(rows.cells)
    for number in range(heading_row + 1, total + 1):
        row = rows.cells[number - 1]
        if row and not is_total(row) and (values := _values(sheet, number, row)) is not None:
            yield Record(number, values)
        if not number % EVERY:
            report(number, total, progress, stop)
    report(total, total, progress, stop)


_TOTALS = frozenset(("合计", "总计", "小计", "共计", "total", "subtotal", "grandtotal", "sum"))


_SIGNED = re.compile(
    r"(制表|制单|填表|审核|复核|审批|批准|核准|经办|签字|签章|盖章|打印日期|注|备注|说明"
    r"|prepared by|checked by|approved by|printed|notes?)[^:：]{0,4}[:：]",
    re.I,
)


def is_total(row: list[Cell]) -> bool:
    """Whether a row sums up or signs those above it: its first filled cell says 合计, 制表人： or the like."""
    first = next((cell for cell in row if cell is not None and cell != ""), None)
    if type(first) is not str:
        return False
    return first.replace(" ", "").rstrip(":：").casefold() in _TOTALS or _SIGNED.match(first.strip()) is not None


def _values(sheet: _Sheet, row: int, found: list[Cell]) -> dict[str, Any] | None:
    """The parsed values of one row, None where no column in use is filled."""
    values: dict[str, Any] = {}
    width = len(found)
    filled = False
    for at, each in sheet.columns:
        if at >= width:
            continue
        cell = found[at]
        if cell is None or (type(cell) is str and (not cell or cell.isspace())):
            continue
        filled = True
        if at in sheet.factors:
            cell = _times(cell, sheet.factors[at])
        try:
            value = each.parse(cell)
        except UserError as wrong:
            sheet.error(row, sheet.titles[at], cell, wrong.message)
            continue
        if type(value) is Noted:
            note = CellProblem(row, sheet.titles[at], str(cell)[:_SHOWN], value.message, "warning")
            sheet.problems.append(note)
            value = value.value
            if value is None:
                continue
        if type(value) is str:
            if not value:
                continue
            if len(value) > each.longest:
                sheet.error(row, sheet.titles[at], cell, _too_long(len(value), each.longest))
                continue
        values[each.key] = value
    if not filled:
        return None
    for key, value in sheet.implied.items():
        values.setdefault(key, value)
    return values


_FIGURES = (cells.amount, cells.price, cells.whole_number)


def _factors(columns: list[tuple[int, ImportField]], titles: tuple[str, ...]) -> dict[int, int]:
    """Column -> what its figures are multiplied by, where the heading says 万元, 周 or the like."""
    found = {
        at: factor_in(titles[at], days=each.parse is cells.whole_number)
        for at, each in columns
        if each.parse in _FIGURES
    }
    return {at: factor for at, factor in found.items() if factor != 1}


def _times(cell: Cell, factor: int) -> Cell:
    """A bare figure times `factor`; what names a unit of its own (30万, 2 weeks) stays as it is."""
    if type(cell) is Decimal:
        return cell * factor
    if type(cell) is str and (plain := unicodedata.normalize("NFKC", cell).replace(",", "").strip()):
        return Decimal(plain) * factor if _PLAIN.fullmatch(plain) else cell
    return cell


def _too_long(length: int, longest: int) -> Message:
    return message(
        "The text has {length} characters, at most {longest} are possible. Shorten it.",
        length=length,
        longest=longest,
    )


def _fill_down(sheet: _Sheet, records: list[Record]) -> None:
    """Further lines of a paper often leave its number, customer and date empty: they take those above."""
    heads = [each.key for each in sheet.kind.fields if each.head]
    above: dict[str, Any] = {}
    for record in records:
        own = record.values
        if not own.get("customer") and own.get("number") in (None, above.get("number")):
            for key in heads:
                if key in above:
                    own.setdefault(key, above[key])
        above = own


def _check_required(sheet: _Sheet, records: list[Record]) -> None:
    required = [each for each in sheet.kind.fields if each.required]
    one_of = sheet.kind.one_of
    for record in records:
        if record.row in sheet.bad:
            continue
        for each in required:
            if each.key not in record.values:
                sheet.error(
                    record.row,
                    sheet.title(each.key),
                    "",
                    message("“{title}” is empty. Fill it in.", title=each.title),
                )
        if one_of and not any(key in record.values for key in one_of):
            titles = _Titles("", {key: sheet.kind.field(key).title for key in one_of})
            unfilled = message("All of {titles} are empty. Fill in one of them.", titles=titles)
            sheet.error(record.row, sheet.title(one_of[0]), "", unfilled)


def _check_duplicates(sheet: _Sheet, records: list[Record]) -> None:
    """Two rows with the same identity: the later one is refused, naming the first."""
    for identity in sheet.kind.identity:
        seen: dict[tuple[Any, ...], int] = {}
        for record in records:
            values = record.values
            if identity[0] not in values or record.row in sheet.bad:
                continue
            key = tuple(_comparable(values.get(each)) for each in identity)
            first = seen.setdefault(key, record.row)
            if first != record.row:
                sheet.error(
                    record.row,
                    sheet.title(identity[0]),
                    values[identity[0]],
                    message(
                        "This row repeats row {first}. Delete one of the two or change “{title}”.",
                        first=first,
                        title=sheet.kind.field(identity[0]).title,
                    ),
                )


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _ask(sheet: _Sheet, records: list[Record], judge: Judge) -> None:
    for record in records:
        if record.row in sheet.bad:
            continue
        for found in judge(record):
            value = record.values.get(found.field, "")
            if found.severity == "error":
                sheet.error(record.row, sheet.title(found.field), value, found.message)
            else:
                shown = str(value)[:_SHOWN]
                sheet.problems.append(
                    CellProblem(record.row, sheet.title(found.field), shown, found.message, "warning")
                )


def _drop_whole_papers(sheet: _Sheet, records: list[Record]) -> None:
    """A paper with one bad line is left out whole: half a quotation would be worse than none."""
    rows_of: dict[Any, list[int]] = {}
    for record, key in keyed(records):
        rows_of.setdefault(key, []).append(record.row)
    for rows in rows_of.values():
        broken = [row for row in rows if row in sheet.bad]
        for row in rows if broken else ():
            if row not in sheet.bad:
                left_out = message("Left out because row {row} of the same paper has an error.", row=broken[0])
                sheet.error(row, "", "", left_out)
