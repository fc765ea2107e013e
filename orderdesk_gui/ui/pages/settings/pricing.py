"""What prices and contracts depend on: exchange rates, the margin floor, validity, the LPR, value-added tax."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import read_date, read_number, show_date, show_number
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.edit_table import EditTable
from orderdesk_gui.ui.pages.settings.section import Section
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, DateEdit

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk

CATEGORIES = {
    "goods": "goods", "listed_goods": "listed goods", "transport": "transport",
    "services": "services", "export": "export", "simplified": "simplified method",
    "small_scale": "small-scale taxpayer",
}  # fmt: skip
Facts = dict[str, Any]


def load(desk: Desk) -> Facts:
    """Rates, floor and validity of today."""
    from orderdesk_gui.actions import rates, settings

    return {
        "exchange": rates.exchange_rates(desk),
        "vat": rates.vat_rates(desk),
        "lpr": rates.loan_prime_rate(desk),
        "floor": Decimal(settings.get(desk, "margin_floor")),
        "valid": int(settings.get(desk, "quotation_valid_days")),
    }


def keep(desk: Desk, exchange: Any, vat: Any, floor: Decimal | None, valid: int | None, lpr: Any) -> Any:
    """Save what changed: exchange rates, VAT rates (id, category, rate, from, until), numbers, LPR and its day."""
    from orderdesk_gui.actions import rates

    changed: dict[str, Any] = {}
    if floor is not None:
        changed["margin_floor"] = format(floor, "f")
    if valid is not None:
        changed["quotation_valid_days"] = valid
    listed = None if exchange is None else [rates.ExchangeRate(*row) for row in exchange]
    prime = None if lpr is None else rates.LoanPrimeRate(*lpr)
    return rates.save(desk, listed, [rates.DatedRate(*row) for row in vat], changed, prime)


class PricingSection(Section):
    """Two tables that are edited in their cells, and three numbers, one of them dated."""

    key, title, icon = "pricing", "Rates and prices", "percentage"
    note = "Every change is dated; what was quoted before keeps its rates"
    tables = ("setting", "vat_rate")
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_pricing import Ui_PricingForm

        self.ui = Ui_PricingForm()
        self.ui.setupUi(self)
        self._facts: Facts = {}
        self._touched: set[str] = set()
        heads = [tr("Currency"), tr("One unit in CNY"), tr("Source"), tr("Date")]
        self.rates = EditTable(tr("Exchange rates"), heads, [110, 150, 200, 130], stretch=2)
        self.ui.rates_column.addWidget(self.rates)
        heads = [tr("For"), tr("Rate"), tr("From"), tr("Until")]
        self.vat = EditTable(tr("VAT rates"), heads, [240, 110, 130, 130])
        self.ui.vat_column.addWidget(self.vat)
        self.floor = AmountEdit(None, "%")
        self.floor.setAccessibleName(tr("Margin floor"))
        self.ui.floor_column.addWidget(self.floor)
        self.valid = AmountEdit(0, tr("days"))
        self.valid.setAccessibleName(tr("Valid for"))
        self.ui.valid_column.addWidget(self.valid)
        self.lpr = AmountEdit(1, "%")
        self.lpr.setAccessibleName(tr("One-year LPR"))
        self.ui.lpr_column.addWidget(self.lpr)
        self.lpr_from = DateEdit()
        self.lpr_from.setAccessibleName(tr("Valid from"))
        self.ui.lpr_from_column.addWidget(self.lpr_from)
        for title in (self.ui.rates_title, self.ui.quote_title, self.ui.vat_title):
            title.setFont(theme.font(13, bold=True))
        quieten([self.ui.rates_note, self.ui.floor_note, self.ui.valid_note, self.ui.lpr_note])
        self.errors.add_all(margin_floor=self.floor, valid=self.valid, lpr=self.lpr, lpr_from=self.lpr_from)
        self.rates.edited.connect(lambda: self._touch("exchange"))
        self.vat.edited.connect(lambda: self._touch("vat"))
        self.floor.textEdited.connect(self.edited)
        self.valid.textEdited.connect(self.edited)
        self.lpr.textEdited.connect(self.edited)
        self.lpr_from.textEdited.connect(self.edited)
        self.lpr_from.value_changed.connect(self.edited)
        today = show_date(date.today())
        self.ui.add_rate.clicked.connect(lambda: self.rates.append(["", "", "", today], right=[1]))
        self.ui.remove_rate.clicked.connect(self.rates.remove_current)
        self.ui.add_vat.clicked.connect(lambda: self.vat.append(["", "", today, ""], right=[1]))

    def show_facts(self, facts: Facts) -> None:
        self._facts = facts
        self._touched.clear()
        self.rates.set_texts(
            [[r.currency, show_number(r.rate), r.source, show_date(r.date)] for r in facts["exchange"]], right=[1]
        )
        self.vat.set_texts(
            [[tr(CATEGORIES.get(r.category, r.category)), f"{show_number(r.rate * 100)} %", show_date(r.valid_from),
              show_date(r.valid_until)] for r in facts["vat"]], right=[1],
        )  # fmt: skip
        self.vat.fit_height()
        self.floor.set_value(facts["floor"] * 100)
        self.valid.set_value(Decimal(facts["valid"]))
        self.lpr.set_value(facts["lpr"].rate * 100)
        self.lpr_from.set_value(facts["lpr"].valid_from)

    def allow(self, may: bool) -> None:
        super().allow(may)
        self.ui.body.setEnabled(may)

    def save(self) -> None:
        try:
            exchange = self._exchange() if "exchange" in self._touched else None
            vat = self._vat() if "vat" in self._touched else []
            floor, valid = self.floor.value(), self.valid.value()
            if floor is None or not 0 <= floor < 100:
                raise UserError("Type the margin floor as a number of percent.", field="margin_floor")
            if valid is None or not 1 <= valid <= 3650 or valid != int(valid):
                raise UserError("Type a whole number of days.", field="valid")
            lpr = self._lpr()
        except UserError as error:
            self._failed(error)
            return
        new_floor = floor / Decimal(100)
        self.write(
            keep, exchange, vat, new_floor if new_floor != self._facts["floor"] else None,
            int(valid) if int(valid) != self._facts["valid"] else None, lpr,
        )  # fmt: skip

    def _lpr(self) -> tuple[Decimal, date] | None:
        """The rate and its first day (none typed: today), None where both are as they were."""
        rate, first = self.lpr.value(), self.lpr_from.value()
        if rate is None:
            raise UserError("Type the one-year LPR as a number of percent, such as 3.0.", field="lpr")
        if not self.lpr_from.is_understood():
            raise UserError("“{text}” is no date. Type one such as 2026-11-21.", field="lpr_from",
                            text=self.lpr_from.text())  # fmt: skip
        old = self._facts["lpr"]
        if (rate / 100, first) == (old.rate, old.valid_from):
            return None
        return rate / 100, first or date.today()

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self.edited()

    def _exchange(self) -> list[tuple[str, Decimal, str, date | None]]:
        made = []
        for row in range(self.rates.rowCount()):
            currency, rate, source, day = (self.rates.text(row, column) for column in range(4))
            if not currency and not rate:
                continue
            value = read_number(rate)
            if value is None:
                raise UserError("Type what one {currency} is worth in CNY.", currency=currency)
            made.append((currency, value, source, _day(day)))
        return made

    def _vat(self) -> list[tuple[Any, str, Decimal, date, date | None]]:
        known = self._facts["vat"]
        names = {tr(text): key for key, text in CATEGORIES.items()}
        made = []
        for row in range(self.vat.rowCount()):
            category, rate, first, last = (self.vat.text(row, column) for column in range(4))
            value = read_number(rate.replace("%", "").replace("％", ""))
            if value is None:
                raise UserError("Type the VAT rate as a number of percent, such as 13.")
            old = known[row] if row < len(known) else None
            new = (names.get(category, category), value / 100, _day(first) or date.today(), _day(last))
            if old is None or new != (old.category, old.rate, old.valid_from, old.valid_until):
                made.append((old.id if old is not None else None, *new))
        return made


def _day(text: str) -> date | None:
    day = read_date(text, date.today()) if text else None
    if text and day is None:
        raise UserError("“{text}” is no date. Type one such as 2026-11-21.", text=text)
    return day
