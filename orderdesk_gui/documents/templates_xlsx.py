"""Makes the workbook that a firm fills in to bring its customers, products, prices or papers along."""

import datetime
import io
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.exports import FONT, HEAD_COLOUR, sheet_name
from orderdesk_gui.documents.imports_fields import ImportField
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.rules.language import Message, message

_ROWS_WITH_LISTS = 5000
_LONGEST_LIST = 255
_FORMATS = {
    cells.code: "@",
    cells.uscc: "@",
    cells.bank_code: "@",
    cells.bic: "@",
    cells.hs_code: "@",
    cells.date: "yyyy-mm-dd",
    cells.vat_rate: "0%",
    cells.price: "#,##0.00####",
}
_NOTES_HEAD = (message("Column"), message("Required"), message("Allowed words"), message("Note"))


def template(kind: str, language: str, *, with_cost: bool = False) -> bytes:
    """An xlsx for `kind` with headings in `language` ("zh" or "en"), one example row and a sheet of notes.

    `with_cost`: also the columns that only those with the right see. Columns in which only certain words
    are allowed offer them as a list. What it holds can be imported as it is.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    table = KINDS[kind]
    title = table.title.in_language(language)
    fields = [each for each in table.fields if with_cost or not each.secret]
    book.set_properties({"title": title, "created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet(sheet_name(title))
    _fill(book, sheet, fields, language)
    _explain(book, fields, language)
    book.close()
    return stream.getvalue()


def shown_word(field: ImportField, value: str, language: str) -> str:
    """The word for a value of a field with fixed words, as templates and lists show it."""
    assert field.choices is not None
    return field.choices[value][0] if language == "zh" else value


def _fill(book: "xlsxwriter.Workbook", sheet: Worksheet, fields: list[ImportField], language: str) -> None:
    head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "bottom": 1, "font_name": FONT})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for at, field in enumerate(fields):
        heading = field.title.in_language(language) + ("*" if field.required else "")
        look = {"num_format": _FORMATS[field.parse]} if field.parse in _FORMATS else {}
        sheet.set_column(
            at, at, max(12, 2 * len(heading) if language == "zh" else len(heading) + 2), book.add_format(look)
        )
        sheet.write_string(0, at, heading, head)
        if field.note:
            sheet.write_comment(0, at, field.note.in_language(language), {"x_scale": 2})
        _write_example(sheet, at, field, language, book.add_format({**look, "font_color": "#808080"}))
        if field.choices:
            _offer(sheet, at, _words(field, language))


def _write_example(sheet: Worksheet, at: int, field: ImportField, language: str, look: Any) -> None:
    example = field.example
    if example == "":
        return
    if field.choices:
        sheet.write_string(1, at, shown_word(field, example, language), look)
    elif field.parse in (cells.price, cells.vat_rate):
        value = cells.number(example)
        sheet.write_number(1, at, value, look)
    elif field.parse is cells.date:
        sheet.write_datetime(1, at, datetime.date.fromisoformat(example), look)
    elif isinstance(example, int):
        sheet.write_number(1, at, example, look)
    else:
        sheet.write_string(1, at, example, look)


def _offer(sheet: Worksheet, at: int, words: list[str]) -> None:
    if len(",".join(words)) <= _LONGEST_LIST:
        sheet.data_validation(1, at, _ROWS_WITH_LISTS, at, {"validate": "list", "source": words})


def _words(field: ImportField, language: str) -> list[str]:
    return [shown_word(field, value, language) for value in field.choices or {}]


def _explain(book: "xlsxwriter.Workbook", fields: list[ImportField], language: str) -> None:
    sheet = book.add_worksheet(sheet_name(message("Notes").in_language(language)))
    bold = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "bottom": 1, "font_name": FONT})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, (each, width) in enumerate(zip(_NOTES_HEAD, (22, 10, 40, 60), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, each.in_language(language), bold)
    for row, field in enumerate(fields, 1):
        required = message("Yes") if field.required else message("No")
        texts = (
            field.title.in_language(language),
            required.in_language(language),
            ", ".join(_words(field, language)),
            _note(field.note, language),
        )
        for at, text in enumerate(texts):
            sheet.write_string(row, at, text, wrapped)
    advice = message("Replace the grey example row by your own rows. Columns that you do not need may stay empty.")
    sheet.write_string(len(fields) + 2, 0, advice.in_language(language))


def _note(note: Message | None, language: str) -> str:
    return note.in_language(language) if note else ""
