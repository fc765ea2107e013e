"""Files the customer's own signed paper: whose it is, its number, day, amount, quotation and scan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from orderdesk_gui.rules.contracts import TITLES
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui.dialogs.contract_dialog import ContractDialog, FileField
from orderdesk_gui.ui.widgets.customer_field import CustomerField
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, DateEdit

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY")


@dataclass(frozen=True)
class Business:
    """A quotation to the customer that their paper may answer."""

    id: UUID
    number: str
    total: Decimal
    currency: str


@dataclass(frozen=True)
class Known:
    """Whose paper it is, as far as it is known, and the quotations to them."""

    customer_id: UUID
    customer: str
    currency: str
    quotations: tuple[Business, ...]


class FileSignedDialog(ContractDialog):
    """`file(customer, number, day, total, currency, title, quotation, scan)` is called once all of it is there.

    `find(desk, customer_id)` gives a :class:`Known`.
    """

    def __init__(
        self,
        jobs: Background,
        find: Callable[..., Known],
        file: Callable[..., Any],
        parent: QWidget | None = None,
        *,
        customer_id: UUID | None = None,
        quote_id: UUID | None = None,
    ) -> None:
        sentence = tr("A contract that the customer drew up and both have signed. It needs none of ours.")
        super().__init__(tr("File their signed paper"), sentence, parent)
        self._jobs, self._find, self._file = jobs, find, file
        self._wanted = quote_id
        self._customer_id: UUID | None = None
        self.setAcceptDrops(True)
        self.customer = CustomerField()
        self.customer.set_jobs(jobs)
        self.quotation, self.title, self.currency = QComboBox(), QComboBox(), QComboBox()
        self.quotation.addItem(tr("none"), None)
        for zh, en in TITLES.items():
            self.title.addItem(zh if current_language() == "zh" else en, zh)
        self.currency.addItems(list(CURRENCIES))
        self.number, self.day, self.total, self.scan = QLineEdit(), DateEdit(), AmountEdit(2), FileField()
        money = QHBoxLayout()
        money.setSpacing(8)
        form = QFormLayout()
        form.setSpacing(8)
        for path, label, field in (
            ("customer_id", tr("Customer"), self.customer), ("quote_id", tr("Quotation"), self.quotation),
            ("customer_number", tr("Their number"), self.number), ("signed_on", tr("Signed on"), self.day),
            ("total", tr("Worth, with tax"), self.total), ("title", tr("Title"), self.title),
            ("scan", tr("Scan"), self.scan),
        ):  # fmt: skip
            field.setAccessibleName(label)
            if path == "total":
                self.currency.setAccessibleName(tr("Currency"))
                money.addWidget(self.total, 1)
                money.addWidget(self.currency)
                form.addRow(label, money)
            else:
                form.addRow(label, field)
            self.errors.add(path, field)
        self.body.addLayout(form)
        self.confirm = self.add_buttons(tr("File"), self._confirm)
        self.customer.picked.connect(lambda row: self._ask(row.id))
        self.customer.textEdited.connect(lambda _text: self._forget())
        self.quotation.activated.connect(lambda _at: self._quotation_chosen())
        if customer_id is not None:
            self._ask(customer_id)
            self.number.setFocus()
        else:
            self.customer.setFocus()

    def _forget(self) -> None:
        """Another name is being typed."""
        self._customer_id = None

    def _ask(self, customer_id: UUID) -> None:
        self._jobs.read(self._find, customer_id, done=self._take, owner=self)

    def _take(self, known: Known) -> None:
        self._customer_id = known.customer_id
        self.customer.setText(known.customer)
        self.errors.clear("customer_id")
        self._set_currency(known.currency)
        while self.quotation.count() > 1:
            self.quotation.removeItem(1)
        for one in known.quotations:
            self.quotation.addItem(one.number, one)
        wanted = [at for at, one in enumerate(known.quotations, 1) if one.id == self._wanted]
        if wanted:
            self.quotation.setCurrentIndex(wanted[0])
            self._quotation_chosen()

    def _quotation_chosen(self) -> None:
        """What the quotation says stands ready, to be changed."""
        one = self.quotation.currentData()
        if one is not None:
            self.total.set_value(one.total)
            self._set_currency(one.currency)

    def _set_currency(self, code: str) -> None:
        if self.currency.findText(code) < 0:
            self.currency.addItem(code)
        self.currency.setCurrentText(code)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.scan.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.scan.dropEvent(event)

    def _confirm(self) -> None:
        day, total, one = self.day.value(), self.total.value(), self.quotation.currentData()
        for path, missing, sentence in (
            ("customer_id", self._customer_id is None, tr("Choose a customer from the list as you type.")),
            ("signed_on", day is None, tr("Enter a day.")), ("total", total is None, tr("Enter an amount.")),
        ):  # fmt: skip
            if missing:
                self.errors.mark(path, sentence)
                return
        self._file(
            self._customer_id, self.number.text().strip(), day, total, self.currency.currentText(),
            self.title.currentData(), one.id if one is not None else None, self.scan.path.text().strip(),
        )  # fmt: skip
