"""Facts of a customer's month in, the monthly statement as an Excel workbook out: values only, to print on A4."""

import datetime
import io
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from orderdesk_gui.documents.exports import FONT, HEAD_COLOUR, sheet_name
from orderdesk_gui.documents.facts_orders import StatementFacts
from orderdesk_gui.documents.figures import paper_date
from orderdesk_gui.documents.page import both
from orderdesk_gui.documents.statements import AGEING, LABELS, TITLE, explained, month_text

_A4 = 9
_COLUMNS = (("day", 12), ("number", 22), ("text", 46), ("charged", 15), ("paid", 15), ("balance", 16))
_MARKS = {"draft": ("草稿，仅供内部审阅", "Draft"), "demo": ("演示", "Demo")}


def statement_workbook(facts: StatementFacts, *, watermark: str | None = None) -> bytes:
    """The xlsx of a statement; `watermark` is None, "draft" or "demo". The same facts give the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties(
        {
            "title": f"{both(facts.language, *TITLE)} {facts.number}",
            "author": facts.letterhead.name(facts.language),
            "created": datetime.datetime.combine(facts.dated, datetime.time()),
        }
    )
    _Sheet(book, facts, watermark).write()
    book.close()
    return stream.getvalue()


class _Sheet:
    """Writes the sheet from top to bottom; `row` is the next free row."""

    def __init__(self, book: "xlsxwriter.Workbook", facts: StatementFacts, watermark: str | None) -> None:
        self.facts, self.book, self.row = facts, book, 0
        self.mark = both(facts.language, *_MARKS[watermark]) if watermark else ""
        self.sheet: Worksheet = book.add_worksheet(sheet_name(f"{both(facts.language, *TITLE)} {facts.number}"))
        self.last = len(_COLUMNS) - 1
        self.money = "#,##0" + ("." + "0" * facts.places if facts.places else "")

    def write(self) -> None:
        """The whole paper."""
        self._head()
        head = self.row
        self._entries()
        self._below()
        sheet = self.sheet
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.hide_gridlines(2)
        if self.mark:
            sheet.set_header(f"&C&16&KC00000{self.mark}")
        sheet.set_footer(f"&L{self.facts.number}&R&P / &N")

    def _format(self, **look: Any) -> Format:
        return self.book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", **look})

    def _label(self, key: str) -> str:
        return both(self.facts.language, *LABELS[key])

    def _span(self, text: str, **look: Any) -> None:
        """A text over the whole width."""
        self.sheet.merge_range(self.row, 0, self.row, self.last, "", self._format(**look))
        self.sheet.write_string(self.row, 0, text, self._format(**look))
        self.row += 1

    def _labelled(self, key: str, value: str) -> None:
        if value:
            self.sheet.write_string(self.row, 0, self._label(key), self._format(font_color="#606060"))
            self.sheet.write_string(self.row, 1, value.replace("\n", " / "), self._format())
            self.row += 1

    def _head(self) -> None:
        facts, language = self.facts, self.facts.language
        for at, (_, width) in enumerate(_COLUMNS):
            self.sheet.set_column(at, at, width)
        if self.mark:
            self._span(self.mark, bold=True, font_size=16, font_color="#C00000")
        self._span(facts.letterhead.name(language), bold=True, font_size=14)
        revision = f" R{facts.revision}" if facts.revision > 1 else ""
        title = f"{both(language, *TITLE)}　{month_text(facts)}　{facts.number}{revision}"
        self.sheet.set_row(self.row, 28)
        self._span(title, bold=True, font_size=17)
        period = f"{facts.first:%Y-%m-%d} – {facts.last:%Y-%m-%d}"
        self._labelled("customer", both(language, facts.customer.name, facts.customer.name_en, "\n"))
        self._labelled("attention", facts.customer.contact)
        self._labelled("period", period)
        self._labelled("terms", both(language, facts.terms_zh, facts.terms_en, "\n"))
        self._labelled("dated", paper_date(facts.dated, language))
        self.row += 1

    def _amount(self, at: int, value: Decimal | None, **look: Any) -> None:
        shape = self._format(border=1, num_format=self.money, **look)
        if value is None:
            self.sheet.write_blank(self.row, at, None, shape)
        else:
            self.sheet.write_number(self.row, at, value, shape)

    def _texts(self, *texts: str, **look: Any) -> None:
        for at, text in enumerate(texts):
            self.sheet.write_string(self.row, at, text, self._format(border=1, text_wrap=True, **look))

    def _entries(self) -> None:
        facts = self.facts
        for at, (key, _) in enumerate(_COLUMNS):
            heading = self._label(key) + (f" {facts.currency}" if key in ("charged", "paid", "balance") else "")
            self.sheet.write_string(
                self.row, at, heading, self._format(bold=True, bg_color=HEAD_COLOUR, border=1, align="center")
            )
        self.row += 1
        self._texts("", "", self._label("opening"), bold=True)
        for at, value in ((3, None), (4, None), (5, facts.opening)):
            self._amount(at, value, bold=True)
        self.row += 1
        for entry in facts.entries:
            said = both(facts.language, entry.text_zh, entry.text_en, "\n")
            self._texts(f"{entry.day:%Y-%m-%d}", entry.number, said)
            for at, value in ((3, entry.charged), (4, entry.paid), (5, entry.balance)):
                self._amount(at, value)
            self.row += 1
        self._texts(self._label("total"), "", "", bold=True)
        for at, value in ((3, facts.charged), (4, facts.paid), (5, facts.closing)):
            self._amount(at, value, bold=True)
        self.row += 2

    def _below(self) -> None:
        facts = self.facts
        self._labelled("closing", both(facts.language, facts.words_zh, facts.words_en, "\n"))
        for said in explained(facts):
            self._span(said, font_color="#606060")
        if facts.ageing is not None:
            self.row += 1
            self._span(self._label("ageing"), bold=True)
            for name, value in zip(AGEING, facts.ageing, strict=True):
                self._texts(both(facts.language, *name))
                self._amount(1, value)
                self.row += 1
        if facts.invoices:
            self.row += 1
            self._span(self._label("invoices"), bold=True)
            for one in facts.invoices:
                self._texts(f"{one.day:%Y-%m-%d}", one.number, one.orders)
                self._amount(3, one.amount)
                self.row += 1
        if facts.account:
            self.row += 1
            self._labelled("account", facts.account)
