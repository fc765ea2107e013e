"""Payment terms: typed as text (月结30天, 30/60/10) or put together from their parts; both show the same."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.payment import (
    MEANS_NAMES,
    TERMS_NAMES,
    TRIGGER_NAMES,
    PaymentTerms,
    Share,
    check_terms,
)
from orderdesk_gui.rules.payment_parse import parse_terms
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.line_grid import GridColumn, LineGrid

_USUAL_SHARES = (
    Share(Decimal("0.3"), "signing"), Share(Decimal("0.6"), "before_shipment"), Share(Decimal("0.1"), "retention", 365),
)  # fmt: skip


class PaymentField(QWidget):
    """Edits PaymentTerms; `changed` tells of every change by the person."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.payment_terms import Ui_PaymentTerms

        self.ui = Ui_PaymentTerms()
        self.ui.setupUi(self)
        self._terms = PaymentTerms()
        self._showing = False
        self._errors = FieldErrors(self)
        self._errors.add("payment", self.ui.typed)
        language = 0 if current_language() == "zh" else 1
        for combo, letters in ((self.ui.kind_box, 20), (self.ui.means, 14)):
            combo.setMinimumContentsLength(letters)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for label in (self.ui.days_label, self.ui.day_label):
            label.setMinimumWidth(label.sizeHint().width())
        for kind, name in TERMS_NAMES.items():
            self.ui.kind_box.addItem(str(name), kind)
        for means, names in MEANS_NAMES.items():
            self.ui.means.addItem(names[language], means)
        self._shares = LineGrid(
            (
                GridColumn("share", "Share", 72, "percent", right=True),
                GridColumn(
                    "trigger", "When", 180, "choice", stretch=True,
                    choices=tuple((trigger, names[1]) for trigger, names in TRIGGER_NAMES.items()),
                ),
                GridColumn("days", "Days", 60, "number", right=True),
                GridColumn("deposit", "Deposit", 72, "choice", choices=((True, "yes"),)),
            ),
            tr("Shares of the price"),
        )  # fmt: skip
        self.ui.shares_slot.addWidget(self._shares)
        self._shares.edited.connect(self._parts_changed)
        self._shares.lines_changed.connect(self._fit)
        self.ui.typed.textEdited.connect(lambda _text: self.changed.emit())
        self.ui.typed.editingFinished.connect(self._typed)
        self.ui.kind_box.currentIndexChanged.connect(self._kind_changed)
        for box in (self.ui.days, self.ui.statement_day):
            box.valueChanged.connect(self._parts_changed)
        self.ui.means.currentIndexChanged.connect(self._parts_changed)
        self.setFocusProxy(self.ui.typed)
        self.set_terms(self._terms)

    def terms(self) -> PaymentTerms:
        """The terms as they stand; those understood last where the text is not understood."""
        self._typed()
        return self._terms

    def is_understood(self) -> bool:
        """Whether the typed text says terms."""
        return not self._errors.marked()

    def set_terms(self, terms: PaymentTerms) -> None:
        """Show `terms`."""
        self._terms = terms
        self._errors.clear()
        self._show(with_text=True)

    def _show(self, *, with_text: bool) -> None:
        terms, ui = self._terms, self.ui
        self._showing = True
        if with_text:
            ui.typed.setText(terms.text(current_language()))
            ui.typed.setCursorPosition(0)
            ui.typed.setModified(False)
        ui.kind_box.setCurrentIndex(ui.kind_box.findData(terms.kind))
        ui.means.setCurrentIndex(ui.means.findData(terms.means))
        ui.days.setValue(terms.days)
        ui.statement_day.setValue(terms.statement_day or 0)
        for widget in (ui.days, ui.days_label):
            widget.setVisible(terms.kind in ("monthly", "days"))
        for widget in (ui.statement_day, ui.day_label):
            widget.setVisible(terms.kind == "monthly")
        self._shares.set_lines(
            [
                {"share": s.share, "trigger": s.trigger, "days": s.days or None, "deposit": s.deposit or None}
                for s in terms.shares
            ]
        )
        self._shares.setVisible(terms.kind == "split")
        self._showing = False

    def _fit(self) -> None:
        rows = max(self._shares.model().rowCount(), 1)
        self._shares.setFixedHeight(theme.HEAD + rows * theme.ROW + 2)

    def _typed(self) -> None:
        if not self.ui.typed.isModified():
            return
        try:
            self._terms = parse_terms(self.ui.typed.text())
        except UserError as error:
            self._errors.mark("payment", str(error))
            return
        self._errors.clear()
        self._show(with_text=True)
        self.changed.emit()

    def _kind_changed(self) -> None:
        if self._showing:
            return
        kind = self.ui.kind_box.currentData()
        days = self._terms.days or 30 if kind in ("monthly", "days") else 0
        shares = (self._terms.shares or _USUAL_SHARES) if kind == "split" else ()
        self._terms = PaymentTerms(kind, days, None, shares, self.ui.means.currentData())
        self._errors.clear()
        self._show(with_text=True)
        self.changed.emit()

    def _parts_changed(self) -> None:
        if self._showing:
            return
        ui = self.ui
        kind = ui.kind_box.currentData()
        shares = tuple(
            Share(line.get("share") or Decimal(0), line.get("trigger") or "delivery", int(line.get("days") or 0),
                  bool(line.get("deposit")))
            for line in self._shares.lines()
        ) if kind == "split" else ()  # fmt: skip
        day = ui.statement_day.value() or None
        self._terms = PaymentTerms(
            kind, ui.days.value() if kind in ("monthly", "days") else 0, day if kind == "monthly" else None, shares,
            ui.means.currentData(),
        )  # fmt: skip
        ui.typed.setText(self._terms.text(current_language()))
        ui.typed.setCursorPosition(0)
        ui.typed.setModified(False)
        self._errors.clear()
        try:
            check_terms(self._terms, "payment")
        except UserError as error:
            self._errors.mark("payment", str(error))
        self.changed.emit()
