"""One product beside the table: all its fields and its prices in every list, edited in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.products import Product
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.products import data as products_data
from orderdesk_gui.ui.pages.products.fields import PictureField
from orderdesk_gui.ui.pages.products.prices import PriceGrid
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

if TYPE_CHECKING:
    from orderdesk_gui.rules.problems import Problem
    from orderdesk_gui.ui.pages.products.data import ProductView

_TEXTS = ("code", "name_zh", "name_en", "drawing_number", "drawing_revision", "packing", "hs_code")
_LONG = ("specification", "specification_en", "notes")
_PATHS = (*_TEXTS, "list_price", "cost", "minimum_quantity", "lead_days", "vat_rate", "unit", "category")


class ProductDetail(QWidget):
    """Shows a product; `saved` tells (id, transactions), with id None when a new one was thrown away."""

    saved = Signal(object, object)
    lists_asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        from orderdesk_gui._built.forms.product_detail import Ui_ProductDetail

        self.ui = Ui_ProductDetail()
        self.ui.setupUi(self)
        self._shell = shell
        self._view: ProductView | None = None
        self._picture: bytes | None = None
        self._busy = False
        self.prices = PriceGrid()
        self.ui.prices_slot.addWidget(self.prices)
        self.ui.title.setFont(theme.font(17, bold=True))
        self.ui.head_prices.setFont(theme.font(13, bold=True))
        self.ui.title.setWordWrap(True)
        self.ui.subline.setWordWrap(True)
        for label in (self.ui.subline, self.ui.bar_note, self.ui.prices_note):
            label.setFont(theme.font(12))
            label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.ui.line_a.setForegroundRole(self.palette().ColorRole.Mid)
        self.errors = FieldErrors(self)
        for path in _PATHS:
            self.errors.add(path, getattr(self.ui, path))
        self.errors.add("prices", self.prices)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(400)
        self._wait.timeout.connect(self._ask_doubts)
        self._connect()
        self._show_bar()

    def _connect(self) -> None:
        ui = self.ui
        for name in _TEXTS:
            getattr(ui, name).textEdited.connect(self._edited)
        for name in _LONG:
            getattr(ui, name).textChanged.connect(self._edited)
        for name in ("list_price", "cost", "minimum_quantity", "lead_days", "vat_rate"):
            getattr(ui, name).value_changed.connect(self._edited)
        for name in ("category", "unit"):
            getattr(ui, name).editTextChanged.connect(self._edited)
        ui.active.toggled.connect(self._edited)
        ui.picture.picture_given.connect(self._picture_given)
        ui.picture.picture_removed.connect(lambda: self._picture_given(b""))
        self.prices.edited.connect(self._edited)
        ui.save.clicked.connect(lambda: self.save())
        ui.discard.clicked.connect(self.discard)
        ui.lists_link.clicked.connect(self.lists_asked)

    def id(self) -> Any:
        """Id of the product shown, None for a new one or none."""
        return self._view.product.id if self._view is not None else None

    def is_new(self) -> bool:
        """Whether a product is being made that was never saved."""
        return self._view is not None and self._view.product.id is None

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        view = self._view
        if view is None:
            return False
        return self.product() != view.product or self._picture is not None or self.prices.is_changed()

    def product(self) -> Product:
        """What stands in the form now."""
        assert self._view is not None
        ui, before = self.ui, self._view.product
        typed: dict[str, Any] = {}
        for name in _TEXTS:
            text = getattr(ui, name).text()
            typed[name] = text if text == getattr(before, name) else " ".join(text.split())
        for name in _LONG:
            text = getattr(ui, name).toPlainText()
            typed[name] = text if text == getattr(before, name) else text.strip()
        for name in ("category", "unit"):
            typed[name] = getattr(ui, name).currentText().strip()
        days, rate = ui.lead_days.value(), ui.vat_rate.fraction()
        return replace(
            before,
            **typed,
            list_price=ui.list_price.value(),
            cost=ui.cost.value() if self._view.sees_cost else before.cost,
            minimum_quantity=ui.minimum_quantity.value(),
            lead_days=None if days is None else int(days),
            vat_rate=before.vat_rate if rate is None else rate,
            active=ui.active.isChecked(),
            picture_sha="" if self._picture == b"" else before.picture_sha,
        )

    def show_view(self, view: ProductView) -> None:
        """Show a product (or the blank one)."""
        self._view = None  # nothing counts as typed while the fields are filled
        ui, product = self.ui, view.product
        self.errors.clear()
        for name in _TEXTS:
            edit: QLineEdit = getattr(ui, name)
            edit.setText(getattr(product, name))
            edit.setCursorPosition(0)
        for name in _LONG:
            area: QPlainTextEdit = getattr(ui, name)
            area.setPlainText(getattr(product, name))
        for name, offered in (("category", view.categories), ("unit", view.units)):
            box = getattr(ui, name)
            box.blockSignals(True)
            box.clear()
            box.addItems(offered)
            box.setEditText(getattr(product, name))
            box.blockSignals(False)
        ui.list_price.set_value(product.list_price)
        ui.cost.set_value(product.cost)
        ui.minimum_quantity.set_value(product.minimum_quantity)
        ui.lead_days.set_value(None if product.lead_days is None else Decimal(product.lead_days))
        ui.vat_rate.set_fraction(product.vat_rate)
        ui.active.setChecked(product.active)
        ui.picture.set_picture(view.picture)
        self._picture = None
        for widget in (ui.cost, ui.label_cost):
            widget.setVisible(view.sees_cost)
        self.prices.show_prices(view.prices, view.lists)
        set_editable(ui.scroll_body, view.may_edit)
        self.prices.setEnabled(view.may_price)
        ui.prices_note.setText("" if view.lists else tr("There is no price list yet."))
        self._view = view
        self._show_head(product)
        self._show_doubts(view.doubts)
        self._show_bar()
        if self.is_new():
            ui.code.setFocus()

    def _show_head(self, product: Product) -> None:
        zh = current_language() == "zh"
        first, second = (product.name_zh, product.name_en) if zh else (product.name_en, product.name_zh)
        self.ui.title.setText(first or second or tr("New product"))
        parts = (product.code, second if first else "", "" if product.active else tr("not on sale"))
        self.ui.subline.setText(" · ".join(part for part in parts if part))

    def _picture_given(self, content: bytes) -> None:
        self._picture = content
        self._edited()

    def _edited(self, *_: Any) -> None:
        if self._view is not None:
            self._show_bar()
            self._wait.start()

    def _ask_doubts(self) -> None:
        if self._view is None or not self._view.may_edit:
            return
        asked = self.product()
        self._shell.jobs.read(
            products_data.doubts, asked, owner=self, failed=lambda _error: True,
            done=lambda found: self._show_doubts(found) if self._view and asked == self.product() else None,
        )  # fmt: skip

    def _show_doubts(self, problems: list[Problem]) -> None:
        self.errors.clear()
        for problem in problems:
            if problem.severity == "warning" and problem.field in _PATHS:
                self.errors.mark(problem.field, str(problem.message), "yellow")

    def save(self, then: Callable[[], Any] | None = None) -> None:
        """Save what was typed; an error is shown at its field."""
        view = self._view
        if view is None or self._busy or not (self.is_changed() or self.is_new()):
            return
        product = self.product()
        try:
            prices = self.prices.prices() if self.prices.is_changed() else None
        except UserError as error:
            self._refused(error)
            return
        changed = product != view.product or bool(self._picture) or product.id is None
        self._busy = True
        self._shell.jobs.write(
            products_data.save, product if changed else None, product.id, prices, self._picture or None, owner=self,
            failed=self._refused, done=lambda made: self._saved(made, then), title=tr("Save"),
        )  # fmt: skip

    def _saved(self, made: tuple[UUID, list[str]], then: Callable[[], Any] | None) -> None:
        self._busy = False
        self._view = None
        self._show_bar()
        self.saved.emit(made[0], made[1])
        if then is not None:
            then()

    def _refused(self, error: BaseException) -> bool:
        self._busy = False
        if not isinstance(error, UserError):
            return False
        first, *rest = error.field.split(".")
        if first == "prices":
            self.errors.mark("prices", str(error))
            self.prices.focus_price(int(rest[0]) if rest and rest[0].isdigit() else 0, rest[1] if rest[1:] else "list")
        elif not self.errors.show(error):
            self._shell.show_error(error)
        return True

    def discard(self) -> None:
        """Throw away what was typed; a new product is gone."""
        view = self._view
        if view is not None and view.product.id is not None:
            self.show_view(view)
        else:
            self.forget()
            self.saved.emit(None, [])

    def forget(self) -> None:
        """Show no product any more."""
        self._view = None
        self._show_bar()

    def _show_bar(self) -> None:
        changed = self.is_changed() or self.is_new()
        self.ui.save_bar.setVisible(changed)
        self.ui.line_a.setVisible(changed)
        self.ui.bar_note.setText(tr("Not saved yet") if self.is_new() else tr("Changed and not saved yet"))

    def edit(self) -> None:
        """Put the cursor into the first field."""
        self.ui.code.setFocus(Qt.FocusReason.ShortcutFocusReason)


def set_editable(form: QWidget, may_edit: bool) -> None:
    """Without the right to edit, fields are read but not typed in."""
    for field in form.findChildren(QWidget):
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.setReadOnly(not may_edit)
        elif isinstance(field, QComboBox | QCheckBox | PictureField):
            field.setEnabled(may_edit)
