"""Quotation facts in, the quotation as an Excel workbook out: values only, ready to print on A4."""

import datetime
import io
import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from orderdesk_gui.documents.exports import FONT, HEAD_COLOUR, sheet_name
from orderdesk_gui.documents.figures import paper_date
from orderdesk_gui.documents.line_table import COLUMNS, PricedLine
from orderdesk_gui.documents.page import both
from orderdesk_gui.documents.quotes import LABELS, QuotationFacts

_A4 = 9
_MOST_UPRIGHT = 8
_LINE_HEIGHT = 16.5
_WIDTHS = {
    "number": 6,
    "code": 15,
    "customer_code": 15,
    "name": 38,
    "unit": 8,
    "quantity": 10,
    "tax_rate": 9,
    "delivery": 14,
}
_WIDTH = 14
_AMOUNTS = ("tax", "net", "gross")
_PRICES = ("price_net", "price_gross")
_MARKS = {"draft": ("草稿，仅供内部审阅", "Draft"), "demo": ("演示", "Demo"), "void": ("作废", "Void")}
_NET = ("不含税金额", "Total excl. tax")
_TAX = ("税额", "VAT")
_TOTAL = ("总价", "Total")
_TOTAL_WITH_TAX = ("含税总价", "Total incl. tax")


def quotation_workbook(facts: QuotationFacts, *, watermark: str | None = None) -> bytes:
    """The xlsx of a quotation; `watermark` is None, "draft", "demo" or "void" and stands on every page.

    Amounts are those of the facts, to the cent; there are no formulas. The same facts give the same bytes.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties(
        {
            "title": f"{_label('title', facts)} {facts.number}",
            "author": facts.letterhead.name(facts.language),
            "created": datetime.datetime.combine(facts.dated, datetime.time()),
        }
    )
    _Paper(book, facts, watermark).write()
    book.close()
    return stream.getvalue()


def _label(key: str, facts: QuotationFacts, between: str = " ") -> str:
    return both(facts.language, *LABELS[key], between)


def _width(text: str) -> int:
    """Columns of a monospaced screen that `text` takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


class _Paper:
    """Writes the sheet from top to bottom; `row` is the next free row."""

    def __init__(self, book: "xlsxwriter.Workbook", facts: QuotationFacts, watermark: str | None) -> None:
        self.facts = facts
        self.mark = both(facts.language, *_MARKS[watermark], " ") if watermark else ""
        self.keys = ["number", *facts.columns]
        self.widths = [_WIDTHS.get(key, _WIDTH) for key in self.keys]
        self.last = len(self.keys) - 1
        self.row = 0
        self.book = book
        self.sheet: Worksheet = book.add_worksheet(sheet_name(f"{_label('title', facts)} {facts.number}"))

    def write(self) -> None:
        """The whole paper."""
        self._letterhead()
        self._meta()
        head = self.row
        self._lines()
        self._totals()
        self._terms()
        self._print_setup(head)

    def _format(self, **look: Any) -> Format:
        return self.book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", **look})

    def _span(self, first: int, last: int, text: str, look: Format) -> None:
        """`text` over the columns `first` to `last` of the current row, high enough for its lines."""
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", look)
        self.sheet.write_string(self.row, first, text, look)

    def _height(self, first: int, last: int, text: str) -> float:
        """What a wrapped text over these columns needs: merged cells do not grow by themselves."""
        room = max(sum(self.widths[first : last + 1]) - 1, 1)
        return _LINE_HEIGHT * sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))

    def _letterhead(self) -> None:
        facts, head = self.facts, self.facts.letterhead
        if self.mark:
            self._span(0, self.last, self.mark, self._format(bold=True, font_size=16, font_color="#C00000"))
            self.row += 1
        self._span(0, self.last, head.name(facts.language), self._format(bold=True, font_size=14))
        self.row += 1
        address = both(facts.language, head.address_zh, head.address_en, " / ")
        facts_of_firm = "　".join(filter(None, (address, head.phone, head.email, head.website)))
        self._span(0, self.last, facts_of_firm, self._format(font_color="#606060", text_wrap=True, bottom=1))
        self.sheet.set_row(self.row, self._height(0, self.last, facts_of_firm))
        self.row += 2
        revision = f" R{facts.revision}" if facts.revision > 1 else ""
        title = f"{_label('title', facts)}　{facts.number}{revision}"
        self.sheet.set_row(self.row, 30)
        self._span(0, self.last, title, self._format(bold=True, font_size=18))
        self.row += 1

    def _meta(self) -> None:
        facts, buyer = self.facts, self.facts.buyer
        valid = paper_date(facts.valid_until, facts.language) if facts.valid_until else ""
        pairs = [
            ("customer", both(facts.language, buyer.name, buyer.name_en, "\n")),
            ("contact_person", buyer.contact),
            ("phone", buyer.phone),
            ("email", buyer.email),
            ("address", both(facts.language, buyer.address, buyer.address_en, "\n")),
            ("dated", paper_date(facts.dated, facts.language)),
            ("valid_until", valid),
            ("their_reference", facts.their_reference),
            ("project", facts.project),
            ("trade_term", facts.trade_term),
        ]
        for key, value in pairs:
            if value:
                self._labelled(_label(key, facts), value)
        self.row += 1

    def _labelled(self, label: str, value: str) -> None:
        """A label over the first two columns, its text over all others."""
        split = min(1, self.last - 1)
        self._span(0, split, label, self._format(font_color="#606060", valign="top", text_wrap=True))
        self._span(split + 1, self.last, value, self._format(text_wrap=True, valign="top"))
        needed = max(self._height(0, split, label), self._height(split + 1, self.last, value))
        self.sheet.set_row(self.row, needed)
        self.row += 1

    def _lines(self) -> None:
        facts = self.facts
        head = self._format(bold=True, bg_color=HEAD_COLOUR, border=1, text_wrap=True, align="center")
        for at, key in enumerate(self.keys):
            self.sheet.set_column(at, at, self.widths[at])
            self.sheet.write_string(self.row, at, self._heading(key), head)
        self.sheet.set_row(self.row, _LINE_HEIGHT * (3 if facts.language == "both" else 2))
        self.row += 1
        looks = [self._cell_format(key) for key in self.keys]
        for number, line in enumerate(facts.lines, 1):
            for at, key in enumerate(self.keys):
                self._cell(at, number if key == "number" else self._value(key, line), looks[at])
            self.row += 1

    def _heading(self, key: str) -> str:
        if key == "number":
            return both(self.facts.language, "序号", "No.", "\n")
        zh, en = COLUMNS[key]
        if key in _AMOUNTS or key in _PRICES:
            domestic = self.facts.domestic and self.facts.currency == "CNY"
            zh, en = f"{zh}（{'元' if domestic else self.facts.currency}）", f"{en} {self.facts.currency}"
        return both(self.facts.language, zh, en.replace("\n", " "), "\n")

    def _cell_format(self, key: str) -> Format:
        look: dict[str, Any] = {"border": 1, "text_wrap": True, "valign": "top"}
        if key in _AMOUNTS:
            look["num_format"] = self._amount_format()
        elif key in _PRICES:
            decimals = "0" * self.facts.places
            look["num_format"] = f"#,##0.{decimals}{'#' * (6 - len(decimals))}" if decimals else "#,##0.######"
        elif key == "tax_rate":
            look["num_format"] = "0%" if self._whole_rates() else "0.0#%"
        elif key in ("number", "unit"):
            look["align"] = "center"
        return self._format(**look)

    def _whole_rates(self) -> bool:
        return all(not line.tax_rate or line.tax_rate * 100 % 1 == 0 for line in self.facts.lines)

    def _amount_format(self) -> str:
        return "#,##0" + ("." + "0" * self.facts.places if self.facts.places else "")

    def _value(self, key: str, line: PricedLine) -> Any:
        language = self.facts.language
        if key == "name":
            spec = both(language, line.spec_zh, line.spec_en, "\n")
            return "\n".join(filter(None, (both(language, line.name_zh, line.name_en, "\n"), spec)))
        if key == "unit":
            return both(language, line.unit_zh, line.unit_en, "\n")
        return getattr(line, key)

    def _cell(self, at: int, value: Any, look: Format) -> None:
        if value is None or value == "":
            self.sheet.write_blank(self.row, at, None, look)
        elif isinstance(value, Decimal | int):
            self.sheet.write_number(self.row, at, value, look)
        else:
            self.sheet.write_string(self.row, at, value, look)

    def _totals(self) -> None:
        facts, language = self.facts, self.facts.language
        figures: list[tuple[str, Decimal]] = []
        if facts.subtotal is not None and facts.adjustments:
            figures.append((_label("subtotal", facts), facts.subtotal))
        figures += [(both(language, each.zh, each.en), each.amount) for each in facts.adjustments]
        if facts.tax_total:
            figures += [(both(language, *_NET), facts.net_total), (both(language, *_TAX), facts.tax_total)]
        for label, figure in figures:
            self._figure(label, figure, bold=False)
        self._figure(both(language, *(_TOTAL_WITH_TAX if facts.tax_total else _TOTAL)), facts.total, bold=True)
        words = both(language, facts.total_words_zh, facts.total_words_en, "\n")
        if words:
            self._labelled(_label("words", facts), words)
        note = both(language, facts.tax_note_zh, facts.tax_note_en, "\n")
        if note:
            self._labelled("", note)
        self.row += 1

    def _figure(self, label: str, figure: Decimal, *, bold: bool) -> None:
        unit = f" {self.facts.currency}"
        self._span(0, self.last - 1, label + unit, self._format(align="right", bold=bold))
        self._cell(self.last, figure, self._format(num_format=self._amount_format(), bold=bold, border=1))
        self.row += 1

    def _terms(self) -> None:
        facts = self.facts
        for term in facts.terms:
            zh, en = LABELS.get(term.key, ("", ""))
            label = both(facts.language, term.label_zh or zh, term.label_en or en)
            self._labelled(label, both(facts.language, term.zh, term.en, "\n"))
        self.row += 1
        seller: Sequence[tuple[str, str]] = (
            (_label("seller", facts), facts.letterhead.name(facts.language)),
            (_label("signature", facts), _label("seal", facts)),
            (_label("sign_date", facts), ""),
        )
        for label, value in seller:
            self._labelled(label, value)

    def _print_setup(self, head: int) -> None:
        sheet = self.sheet
        sheet.set_paper(_A4)
        if len(self.keys) > _MOST_UPRIGHT:
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.print_area(0, 0, self.row - 1, self.last)
        sheet.hide_gridlines(2)
        page = {"zh": "第 &P 页 共 &N 页", "en": "Page &P of &N"}.get(self.facts.language, "&P / &N")
        sheet.set_footer(f"&L{self.facts.number.replace('&', '&&')}&R{page}")
        if self.mark:
            sheet.set_header(f"&C&16&KC00000{self.mark}")
