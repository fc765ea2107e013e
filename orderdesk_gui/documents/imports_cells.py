"""Turns a cell of a clerk's workbook into a value, or says what is wrong with it and what to do."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orderdesk_gui.documents.imports_dates import date as date
from orderdesk_gui.documents.workbook import Cell, CellError
from orderdesk_gui.rules.identifiers import check_bank_code, check_bic, check_hs_code, check_uscc, fold_code
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import (
    AMOUNT_LIMIT,
    CURRENCIES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    decimals,
    parse_decimal,
    round_half_up,
)
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.payment_parse import parse_terms
from orderdesk_gui.rules.problems import Problem

Parser = Callable[[Any], Any]
"""A filled cell in, its value out; raises UserError, or returns Noted with what the person should know."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that was taken (None: left out), and what the person should know about it."""

    value: Any
    message: Message


def folded(text: str) -> str:
    """For comparing words: half-width, lower case, letters and digits of any script only."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


# --- texts ---------------------------------------------------------------------------------------------

_INVISIBLE = re.compile("[\u200b\ufeff\u00ad]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_DIGITS_EXCEL_KEEPS = 15
_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DIGITS_OF_DAYS = 3


def text(cell: Cell) -> str:
    """One line: line breaks, tabs and runs of blanks become one space, invisible signs go."""
    if type(cell) is str:
        line = " ".join(cell.split())
        return line if line.isprintable() and "_x" not in line else _clean(line)
    return _as_text(cell)


def long_text(cell: Cell) -> str:
    """Several lines stay several lines."""
    if isinstance(cell, str):
        return "\n".join(filter(None, (_clean(" ".join(line.split())) for line in cell.splitlines())))
    return _as_text(cell)


def code(cell: Cell) -> str:
    """A code, number of a drawing, account or phone: text with its leading zeros, signs half-width (０１ is 01)."""
    if type(cell) is Decimal and abs(cell) >= 10**_DIGITS_EXCEL_KEEPS:
        raise UserError(
            "Excel keeps only 15 digits of a number, so the last digits are lost. "
            "Format the column as text and enter the digits again."
        )
    line = text(cell).translate(_HALF_WIDTH)
    if _ROUNDED.fullmatch(line):
        raise UserError(
            "Excel has turned the digits into {text}. Format the column as text and enter them again.",
            text=line,
        )
    return line


def bank_code(cell: Cell) -> str | Noted:
    """A bank code (联行号), with a warning where it does not have 12 digits."""
    return _checked(fold_code(code(cell)), check_bank_code)


def bic(cell: Cell) -> str | Noted:
    """A BIC, with a warning where it cannot be one."""
    return _checked(fold_code(code(cell)), check_bic)


def uscc(cell: Cell) -> str | Noted:
    """A social credit code, folded; one that does not check is taken with a warning. Source: domain 4."""
    return _checked(fold_code(code(cell)), check_uscc)


def hs_code(cell: Cell) -> str | Noted:
    """A customs code, folded; an unlikely one is taken with a warning. Source: domain 4."""
    return _checked(fold_code(code(cell)), check_hs_code)


def _checked(value: str, check: Callable[[str], list[Problem]]) -> str | Noted:
    problems = check(value)
    return Noted(value, problems[0].message) if problems else value


def payment_terms(cell: Cell) -> PaymentTerms | Noted:
    """月结30天, 款到发货, 30/60/10, a bare 30 (days); what is not understood is left out with a warning."""
    line = text(cell)
    try:
        return parse_terms(f"账期{line}天" if line.isdecimal() and len(line) <= _DIGITS_OF_DAYS else line)
    except UserError as found:
        return Noted(None, message("Left out: {reason}", reason=found.message))


def email(cell: Cell) -> str:
    """An e-mail address, of which only the rough form is checked."""
    line = unicodedata.normalize("NFKC", text(cell)).replace(" ", "")
    if not re.fullmatch(r"[^@,;]+@[^@,;]+\.[^@.,;]+", line):
        raise UserError("This is not one e-mail address. Write it as name@firm.com.")
    return line


def _as_text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, CellError):
        raise UserError("The cell shows the error {text}. Mend its formula or enter the value.", text=cell.text)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != datetime.time() else cell.date().isoformat()
    return str(cell)


def _clean(line: str) -> str:
    line = _INVISIBLE.sub("", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), line))
    kept = "".join(char if unicodedata.category(char) not in ("Cc", "Cs") else " " for char in line)
    return " ".join(kept.split())


# --- numbers -------------------------------------------------------------------------------------------

_MONEY_SIGN = re.compile(r"^(?:[¥￥$€£]|US\$|RMB|CNY|USD|EUR|人民币)\s*|\s*(?:元|圆|RMB|CNY|USD|EUR|美元)$", re.I)
_MULTIPLES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SIGNIFICANT = 15


def number(cell: Cell) -> Decimal:
    """A number in digits, with 万, %, currency signs, thousands separators or full-width digits."""
    if type(cell) is Decimal:
        return cell
    if isinstance(cell, str):
        return _read_number(cell)
    if isinstance(cell, datetime.date):
        raise UserError("This is a date, not a number. Format the cell as a number and enter it again.")
    if isinstance(cell, bool):
        raise UserError("“{text}” is not a number. Write digits such as 1234.50.", text=str(cell).upper())
    raise UserError("The cell shows the error {text}. Mend its formula or enter the value.", text=str(cell))


def _read_number(written: str) -> Decimal:
    line = unicodedata.normalize("NFKC", written).strip()
    factor = Decimal(1)
    if line.startswith("(") and line.endswith(")"):
        line, factor = line[1:-1], Decimal(-1)
    line = _MONEY_SIGN.sub("", _MONEY_SIGN.sub("", line)).strip()
    if line.endswith("%"):
        line, factor = line[:-1], factor / 100
    elif line and line[-1] in _MULTIPLES:
        line, factor = line[:-1], factor * _MULTIPLES[line[-1]]
    return parse_decimal(line) * factor if factor != 1 else parse_decimal(line)


def decimal_number(places: int, *, least: Decimal | None = Decimal(0), zero: bool = True) -> Parser:
    """Parser of numbers with at most `places` decimals, not below `least`; 0 only where `zero` says so.

    What a formula gave with more decimals is rounded half-up, with a note.
    """

    def parse(cell: Cell) -> Decimal | Noted:
        value = number(cell)
        if abs(value) >= AMOUNT_LIMIT:
            raise UserError(
                "{number} is too large. Enter a number below {limit}.",
                number=f"{value:.3E}",
                limit=f"{AMOUNT_LIMIT:,f}",
            )
        if least is not None and value < least:
            raise UserError("The number is below {least}. Enter it without the minus sign.", least=least)
        if not value and not zero:
            raise UserError("The number is 0. Enter a number above 0 or leave the cell empty.")
        if -value.as_tuple().exponent <= places:  # type: ignore[operator]
            return value
        return _fitted(value, places)

    return parse


def _fitted(value: Decimal, places: int) -> Decimal | Noted:
    shown = value if not value else round_half_up(value, max(0, _SIGNIFICANT - 1 - value.adjusted()))
    rounded = round_half_up(value, places)
    if decimals(shown) <= places:
        return rounded
    if not rounded:
        raise UserError(
            "{number} has more than {places} decimals. Round it to {places} decimals.",
            number=f"{value:f}"[:40],
            places=places,
        )
    return Noted(
        rounded,
        message("{number} was rounded to {rounded}.", number=f"{value:f}"[:40], rounded=f"{rounded:f}"),
    )


price = decimal_number(PRICE_PLACES)
quantity = decimal_number(QUANTITY_PLACES, zero=False)
from_quantity = decimal_number(QUANTITY_PLACES)
amount = decimal_number(2)


def whole_number(cell: Cell) -> int:
    """Days, levels: a whole number of 0 or more, with 天, days, weeks or 周 where it is time."""
    factor = 1
    if isinstance(cell, str):
        line = unicodedata.normalize("NFKC", cell).strip().lower()
        bare = re.sub(r"\s*(个?工作日|天|日|days?|d)$", "", line)
        if bare == line:
            bare = re.sub(r"\s*(周|星期|weeks?|wks?)$", "", line)
            factor = 7 if bare != line else 1
        cell = bare
    value = number(cell)
    if value != value.to_integral_value() or not 0 <= value < 100_000:
        raise UserError("{number} is not a whole number of days. Enter one such as 15.", number=f"{value:f}"[:40])
    return int(value) * factor


def vat_rate(cell: Cell) -> Decimal:
    """A tax rate as a fraction: 13%, 13 and 0.13 are all Decimal("0.13"); 免税 is 0."""
    if isinstance(cell, str) and folded(cell) in ("免税", "零税率", "exempt", "taxfree"):
        return Decimal(0)
    return _fraction(cell, Decimal("0.5"))


def discount(cell: Cell) -> Decimal:
    """A discount as a fraction: 5%, 5, 0.05 and 9.5折 are all Decimal("0.05")."""
    if isinstance(cell, str) and cell.strip().endswith("折"):
        kept = _read_number(cell.strip()[:-1])
        kept = kept / 10 if kept <= 10 else kept / 100
        return _fraction(f"{(1 - kept) * 100:f}%", Decimal(1))
    return _fraction(cell, Decimal(1))


def _fraction(cell: Cell, most: Decimal) -> Decimal:
    written_percent = isinstance(cell, str) and unicodedata.normalize("NFKC", cell).strip().endswith("%")
    value = number(cell)
    if value >= 1 and not written_percent:
        value = value / 100
    if not 0 <= value <= most:
        raise UserError("The percentage must lie between 0 % and {most} %. Write it as 13%.", most=f"{most * 100:.0f}")
    return value if decimals(value) <= 6 else round_half_up(value, 6)


# --- words with a fixed meaning ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Accepted(Message):
    """The words of a choice in the reader's language; `values` are those of each meaning, the Chinese first."""

    def in_language(self, language: str) -> str:
        """战略客户、重点客户 or strategic, key."""
        return "、".join(names[0] for names in self.values.values()) if language == "zh" else ", ".join(self.values)


def choice(words: Mapping[str, tuple[str, ...]]) -> Parser:
    """Parser that gives the key of `words` whose own name or one of whose words stands in the cell."""
    meanings = {folded(word): key for key, names in words.items() for word in (key, *names)}

    def parse(cell: Cell) -> str:
        word = meanings.get(folded(text(cell)))
        if word is None:
            raise UserError(
                "“{text}” is not known here. Use one of: {words}.",
                text=text(cell)[:40],
                words=_Accepted("", dict(words)),
            )
        return word

    return parse


_YES = {"是", "有", "对", "启用", "在售", "yes", "y", "true", "1", "x"}
_NO = {"否", "无", "不", "停用", "停产", "no", "n", "false", "0"}


def yes_or_no(cell: Cell) -> bool:
    """是/否, yes/no, true/false, 1/0, √/×."""
    if isinstance(cell, bool):
        return cell
    line = text(cell)
    word = folded(line)
    if word in _YES or (line and line in "√✓✔☑"):
        return True
    if word in _NO or (line and line in "×✗✘☐"):
        return False
    raise UserError("“{text}” is neither yes nor no. Write yes or no.", text=line[:40])


_CURRENCY_WORDS = {
    "CNY": ("人民币", "RMB", "¥", "￥", "元", "CNH"),
    "USD": ("美元", "美金", "$", "US$"),
    "EUR": ("欧元", "€"),
    "GBP": ("英镑", "£"),
    "HKD": ("港币", "港元", "HK$"),
    "JPY": ("日元", "日圆"),
    "TWD": ("新台币", "NTD", "NT$"),
    "AUD": ("澳元",),
    "CAD": ("加元",),
    "SGD": ("新加坡元", "新元"),
}
_CURRENCY_MEANINGS = {word.upper(): key for key, words in _CURRENCY_WORDS.items() for word in words} | {
    key: key for key in CURRENCIES
}


def currency(cell: Cell) -> str:
    """An ISO code: 人民币 and RMB are CNY."""
    line = unicodedata.normalize("NFKC", text(cell)).upper()
    found = _CURRENCY_MEANINGS.get(line)
    if found is None:
        raise UserError(
            "The currency {currency} is not known. Use an ISO code such as CNY, USD or EUR.",
            currency=line[:40],
        )
    return found


def currency_in(heading: str) -> str:
    """The currency that a heading such as 单价(USD) names, "" where it names none."""
    wide = unicodedata.normalize("NFKC", heading).upper()
    named = {key for word, key in _CURRENCY_MEANINGS.items() if len(word) > 1 and word in wide}
    return named.pop() if len(named) == 1 else ""
