"""One product beside the table: all its fields and its prices in every list, edited in place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from orderdesk_gui.rules.customers import one_line
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.products import Product
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.draft_values import to_plain, typed_values
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.products import data as products_data
from orderdesk_gui.ui.pages.products.fields import PictureField
from orderdesk_gui.ui.pages.products.prices import PriceGrid
from orderdesk_gui.ui.record_notes import RecordNotes
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, FieldErrors, UndoBeyondFields

if TYPE_CHECKING:
    from orderdesk_gui.rules.problems import Problem
    from orderdesk_gui.ui.pages.products.data import ProductView

_TEXTS = ("code", "name_zh", "name_en", "drawing_number", "drawing_revision", "packing", "hs_code")
_LONG = ("specification", "specification_en", "notes")
_MOST_LETTERS = 60
_NUMBERS = ("list_price", "cost", "minimum_quantity", "lead_days", "vat_rate")
_PATHS = (*_TEXTS, "list_price", "cost", "minimum_quantity", "lead_days", "vat_rate", "unit", "category")


class ProductDetail(QWidget):
    """Shows a product; `saved` tells what was saved, None where a new one was thrown away."""

    saved = Signal(object)
    lists_asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        from orderdesk_gui._built.forms.product_detail import Ui_ProductDetail

        self.ui = Ui_ProductDetail()
        self.ui.setupUi(self)
        self._shell = shell
        self._view: ProductView | None = None
        self._picture = ""  # SHA-256 of the picture shown
        self._busy = False
        self.prices = PriceGrid()
        self.ui.prices_slot.addWidget(self.prices)
        self.ui.title.setFont(theme.font(17, bold=True))
        self.ui.head_prices.setFont(theme.font(13, bold=True))
        icons.set_icon(self.ui.notes_button, "paperclip")
        self.ui.title.setTextFormat(Qt.TextFormat.PlainText)
        self.ui.subline.setTextFormat(Qt.TextFormat.PlainText)
        self.ui.title.setWordWrap(True)
        self.ui.subline.setWordWrap(True)
        self.ui.bar_note.setWordWrap(True)
        for label in (self.ui.title, self.ui.subline):  # a long name gives way, it does not widen the form
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for box in (self.ui.category, self.ui.unit):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
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
        self.notes = RecordNotes(self, shell, "product")
        self.keeper = DraftKeeper(shell.jobs, products_data.KIND, self._to_keep, self)
        self._connect()
        UndoBeyondFields(self).watch(self)
        self._show_bar()

    def _connect(self) -> None:
        ui = self.ui
        for name in _TEXTS:
            getattr(ui, name).textEdited.connect(self._edited)
        for name in _LONG:
            getattr(ui, name).textChanged.connect(self._edited)
        for name in _NUMBERS:
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
        ui.notes_button.clicked.connect(self.notes.toggle)
        self.notes.counted.connect(self._show_note_counts)
        self.keeper.kept.connect(lambda at: self._show_bar(at))

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
        return self.product() != view.product or self.prices.is_changed() or not self._all_understood()

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
            picture_sha=self._picture,
        )

    def show_view(self, view: ProductView) -> None:
        """Show a product (or the blank one), with what was typed into it and kept."""
        self._view = None  # nothing counts as typed while the fields are filled
        ui = self.ui
        self.keeper.start(view.kept.id if view.kept is not None else None)
        self.errors.clear()
        self._fill(view)
        for widget in (ui.cost, ui.label_cost):
            widget.setVisible(view.sees_cost)
        self.prices.show_prices(view.prices, view.lists, view.typed_prices())
        set_editable(ui.scroll_body, view.may_edit)
        self.prices.setEnabled(view.may_price)
        ui.prices_note.setText("" if view.lists else tr("There is no price list yet."))
        self._view = view
        self.notes.show_record(view.product.id)
        ui.notes_button.setVisible(view.product.id is not None)
        self._show_head(view.product)
        self._show_doubts(view.doubts)
        if self.is_new():
            ui.code.setFocus()
        if view.kept is not None:
            self._wait.start()
            self._shell.toast(tr("What you typed and had not saved is back."), tone="blue")
        self._show_bar()

    def _fill(self, view: ProductView) -> None:
        ui, product = self.ui, view.typed()
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
            box.lineEdit().setCursorPosition(0)
            box.blockSignals(False)
        taxed = view.tax_mode == "inclusive"
        ui.label_list_price.setText(tr("List price incl.") if taxed else tr("List price excl."))
        ui.label_list_price.setToolTip(tr("with tax") if taxed else tr("without tax"))
        ui.label_cost.setToolTip(tr("without tax"))
        for edit in (ui.list_price, ui.cost):
            edit.set_unit(view.currency)
        ui.list_price.set_value(product.list_price)
        ui.cost.set_value(product.cost)
        ui.minimum_quantity.set_value(product.minimum_quantity)
        ui.lead_days.set_value(None if product.lead_days is None else Decimal(product.lead_days))
        ui.vat_rate.set_fraction(product.vat_rate)
        ui.active.setChecked(product.active)
        ui.picture.set_picture(view.picture)
        self._picture = product.picture_sha

    def _show_head(self, product: Product) -> None:
        zh = current_language() == "zh"
        first, second = (product.name_zh, product.name_en) if zh else (product.name_en, product.name_zh)
        parts = (product.code, second if first else "", "" if product.active else tr("not on sale"))
        second_line = " · ".join(one_line(part) for part in parts if part)
        for label, text in ((self.ui.title, first or second or tr("New product")), (self.ui.subline, second_line)):
            label.setText(_cut(text))
            label.setToolTip(text if len(text) > _MOST_LETTERS else "")

    def _picture_given(self, content: bytes) -> None:
        """The bytes are kept at once, so that they survive a crash; the product names them when it is saved."""
        self._picture = hashlib.sha256(content).hexdigest() if content else ""
        if content:
            self._shell.jobs.write(products_data.keep_picture, content, owner=self)
        self._edited()

    def _show_note_counts(self, files: int, todos: int) -> None:
        self.ui.notes_button.setText(f"{files}  ·  {todos}" if todos else str(files or ""))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notes.place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.flush()

    def _edited(self, *_: Any) -> None:
        if self._view is not None:
            self._show_bar()
            self.keeper.touch()
            self._wait.start()

    def _to_keep(self) -> Content | None:
        if self._view is None or not self.is_changed():
            return None
        content: dict[str, Any] = {"product": typed_values(self._view.product, self.product())}
        if self.prices.is_changed():
            content["prices"] = [
                {key: to_plain(value) for key, value in line.items()} for line in self.prices.typed_lines()
            ]
        return content, self.id()

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
        if view is None or self._busy or not (self.is_changed() or self.is_new()) or not self._numbers_are_read():
            return
        typed = self.product()
        try:
            prices = self.prices.prices() if self.prices.is_changed() else None
        except UserError as error:
            self._refused(error)
            return
        self._busy = True
        self._shell.jobs.write(
            products_data.save, typed, view.product, prices, self.keeper.hold(), owner=self, failed=self._refused,
            done=lambda saved: self._saved(typed, saved, then), title=tr("Save"),
        )  # fmt: skip

    def _all_understood(self) -> bool:
        return all(getattr(self.ui, name).is_understood() for name in _NUMBERS)

    def _numbers_are_read(self) -> bool:
        """Mark the first field of which no number was read; nothing is left out in silence."""
        for name in _NUMBERS:
            edit: AmountEdit = getattr(self.ui, name)
            value = edit.value()
            if not edit.is_understood() or (name == "vat_rate" and value is None):
                problem = UserError("Type a number", field=name)
            elif name == "lead_days" and value is not None and value != int(value):
                problem = UserError("Type a whole number of days.", field=name)
            else:
                continue
            self.errors.show(problem)
            return False
        return True

    def _saved(self, typed: Product, saved: Any, then: Callable[[], Any] | None) -> None:
        self._busy = False
        if self._view is not None:
            still = self.product() != typed  # something was typed while it was being saved
            self._view = replace(self._view, product=replace(typed, id=saved.id), kept=None)
            self.keeper.start(None)
            if still:
                self.keeper.touch()
            else:
                self._view = None
        self._show_bar()
        self.saved.emit(saved)
        if then is not None:
            then()

    def _refused(self, error: BaseException) -> bool:
        self._busy = False
        self.keeper.release()
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
        if view is None or view.product.id is None:
            self.keeper.forget()
            self.forget()
            self.saved.emit(None)
        elif view.kept is None:
            self.keeper.forget()
            self.show_view(view)
        else:  # the picture may be another one, too
            read = self._shell.jobs.read
            self.keeper.forget(lambda: read(products_data.load, view.product.id, done=self.show_view, owner=self))

    def forget(self) -> None:
        """Show no product any more."""
        self._view = None
        self.keeper.start(None)
        self._show_bar()

    def _show_bar(self, kept_at: datetime | None = None) -> None:
        changed = self.is_changed() or self.is_new()
        self.ui.save_bar.setVisible(changed)
        self.ui.line_a.setVisible(changed)
        kept = self._view.kept if self._view is not None else None
        note = tr("Not saved yet") if self.is_new() else tr("Changed and not saved yet")
        if kept_at is not None:
            note = f"{note} · {tr('Draft kept {time}', time=f'{kept_at.astimezone():%H:%M}')}"
        elif kept is not None:
            note = tr(
                "What you typed on {when} was kept and is back.", when=f"{kept.saved_at.astimezone():%m-%d %H:%M}"
            )
        self.ui.bar_note.setText(note)

    def edit(self) -> None:
        """Put the cursor into the first field."""
        self.ui.code.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _cut(text: str) -> str:
    """Two lines of a long name; a word without spaces may be broken anywhere."""
    shown = text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"
    return re.sub(r"(\S{12})(?=\S)", "\\1\u200b", shown)


def set_editable(form: QWidget, may_edit: bool) -> None:
    """Without the right to edit, fields are read but not typed in, on the ground that says so."""
    role = QPalette.ColorRole
    for field in form.findChildren(QWidget):
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.setReadOnly(not may_edit)
        if isinstance(field, QPlainTextEdit):
            field.viewport().setBackgroundRole(role.Base if may_edit else role.AlternateBase)
        elif isinstance(field, QComboBox | QCheckBox | PictureField):
            field.setEnabled(may_edit)
