"""Our own companies: names, bank, letterhead, tax and number series."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QFileDialog

from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui.company_hints import account_hint, uscc_hint
from orderdesk_gui.ui.figures import read_number, show_number
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.hint_line import HintLine
from orderdesk_gui.ui.logo_box import LogoBox
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.section import Section
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.segmented import SegmentedControl
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk

TEXTS = (
    "name_zh", "name_en", "short_name", "uscc", "address_zh", "address_en", "phone", "email", "website",
    "legal_representative", "bank_name", "bank_account", "bank_code", "bank_name_en", "swift", "currency",
    "quote_series", "contract_series", "inquiry_series",
)  # fmt: skip
VAT_CHOICES = ("13", "9", "6", "3", "1", "0")
Loaded = tuple[Company, bytes | None]


def load(desk: Desk) -> list[Loaded]:
    """Our companies with their logos."""
    from orderdesk_gui.actions import companies

    return [(company, _logo(desk, company)) for company in companies.list_companies(desk)]


def _logo(desk: Desk, company: Company) -> bytes | None:
    from orderdesk_gui.actions import companies

    try:
        return companies.logo(desk, company)
    except UserError:  # the kept file is missing: the company can still be edited
        return None


def keep(desk: Desk, company: Company, logo: bytes | None) -> Any:
    """Save a company with its logo."""
    from orderdesk_gui.actions import companies

    sha = companies.keep_logo(desk, logo) if logo else ""
    return companies.save_company(desk, replace(company, logo_sha=sha))


def delete(desk: Desk, company_id: Any) -> Any:
    """Put a company into the recycle bin."""
    from orderdesk_gui.actions import companies

    return companies.delete_company(desk, company_id)


class CompaniesSection(Section):
    """A short list above, the chosen company's form below."""

    key, title, icon = "companies", "Companies", "building"
    note = "As they stand on your papers"
    tables = ("company",)
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_companies import Ui_CompaniesForm

        self.ui = Ui_CompaniesForm()
        self.ui.setupUi(self)
        self._logo: bytes | None = None
        self._company = Company()
        self.model = TableModel([
            Column("name", "Company", 240, lambda r: r[0].name_zh or r[0].name_en, stretch=True),
            Column("uscc", "Social credit code", 180, lambda r: r[0].uscc),
            Column("series", "Numbers", 120, lambda r: r[0].quote_series),
        ])  # fmt: skip
        self.list = DataTable(self.model, tr("Companies"))
        self.ui.list_column.addWidget(self.list)
        self.tax = SegmentedControl(tr("Prices are"), [("inclusive", tr("with tax")), ("exclusive", tr("without tax"))])
        self.ui.tax_column.addWidget(self.tax)
        self.vat = QComboBox()
        self.vat.setEditable(True)
        self.vat.setAccessibleName(tr("VAT rate"))
        self.vat.addItems([f"{rate} %" for rate in VAT_CHOICES])
        self.ui.vat_column.addWidget(self.vat)
        self.logo_box = LogoBox()
        self.ui.logo_column.addWidget(self.logo_box)
        self.uscc_hint = HintLine(self.ui.uscc)
        self.account_hint = HintLine(self.ui.bank_account)
        quieten([self.ui.series_note])
        for name in TEXTS:
            field = getattr(self.ui, name)
            field.textEdited.connect(self.edited)
            if name not in ("uscc", "bank_account"):
                self.errors.add(name, field)
        self.errors.add("vat_rate", self.vat)
        self.ui.uscc.textChanged.connect(lambda text: self.uscc_hint.show_hint(uscc_hint(text)))
        self.ui.bank_account.textChanged.connect(lambda text: self.account_hint.show_hint(account_hint(text)))
        self.tax.changed.connect(self.edited)
        self.vat.currentTextChanged.connect(self.edited)
        self.list.chosen.connect(self._choose)
        self.ui.add.clicked.connect(self._new)
        self.ui.delete_company.clicked.connect(lambda: self.write(delete, self._company.id))
        self.ui.choose_logo.clicked.connect(self._choose_logo)
        self.ui.remove_logo.clicked.connect(lambda: self._take_logo(None))
        self.logo_box.dropped.connect(self._read_logo)

    def saved(self, result: Any) -> None:
        made = getattr(result, "id", None)  # none after a deletion
        self._company = replace(self._company, id=made)

    def show_facts(self, facts: list[Loaded]) -> None:
        before = self._company.id
        self.model.set_rows(facts)
        rows = [row for row, (company, _logo) in enumerate(facts) if company.id == before]
        if facts:
            self.list.select_row(rows[0] if rows else 0)
            self._choose(facts[rows[0] if rows else 0])
        self.ui.delete_company.setEnabled(self.may and len(facts) > 1)

    def allow(self, may: bool) -> None:
        super().allow(may)
        for widget in (self.ui.form, self.ui.add):
            widget.setEnabled(may)
        self.ui.delete_company.setEnabled(may and len(self.model.rows()) > 1)

    def company(self) -> Company:
        """What stands in the form. UserError where the tax rate is no number."""
        rate = read_number(self.vat.currentText().replace("%", "").replace("％", ""))
        if rate is None or not 0 <= rate < 100:
            raise UserError("Type the VAT rate as a number of percent, such as 13.", field="vat_rate")
        texts = {name: getattr(self.ui, name).text().strip() for name in TEXTS}
        texts["currency"] = texts["currency"].upper() or "CNY"
        for name in ("quote_series", "contract_series", "inquiry_series"):
            texts[name] = texts[name].upper()
        return replace(self._company, tax_mode=self.tax.value(), vat_rate=rate / Decimal(100), **texts)

    def save(self) -> None:
        try:
            company = self.company()
        except UserError as error:
            self._failed(error)
            return
        self.write(keep, company, self._logo)

    def _choose(self, row: Loaded | None) -> None:
        if row is not None and not (self.dirty and row[0].id == self._company.id):
            self._show(*row)

    def _show(self, company: Company, logo: bytes | None) -> None:
        self._company = company
        for name in TEXTS:
            getattr(self.ui, name).setText(str(getattr(company, name)))
            getattr(self.ui, name).setCursorPosition(0)  # a long address shows its beginning
        self.tax.set_value(company.tax_mode)
        self.vat.blockSignals(True)
        self.vat.setCurrentText(f"{show_number(company.vat_rate * 100)} %")
        self.vat.blockSignals(False)
        self._logo = logo
        self.logo_box.set_logo(logo)
        self.ui.remove_logo.setVisible(logo is not None)
        self.set_dirty(False)

    def _new(self) -> None:
        self.list.clearSelection()
        position = len(self.model.rows())
        self._show(Company(position=position, quote_series=f"QT{position + 1}", contract_series=f"CT{position + 1}",
                           inquiry_series=f"INQ{position + 1}"), None)  # fmt: skip
        self.edited()
        self.ui.name_zh.setFocus()

    def _choose_logo(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose logo"), "", f"{tr('Pictures')} (*.png *.jpg *.jpeg)")
        if name:
            self._read_logo(Path(name))

    def _read_logo(self, path: Path) -> None:
        self.shell.jobs.run(path.read_bytes, done=self._take_logo, owner=self)

    def _take_logo(self, content: bytes | None) -> None:
        self._logo = content
        self.logo_box.set_logo(content)
        self.ui.remove_logo.setVisible(content is not None)
        self.edited()
