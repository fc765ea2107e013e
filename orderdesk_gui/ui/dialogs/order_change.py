"""Changes a confirmed order: what is typed is previewed at once, then agreed to where needed, and put in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.order_changes import CAUSE_NAMES, name_of
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.dialogs import order_change_asks as asks
from orderdesk_gui.ui.dialogs.order_change_effects import effects
from orderdesk_gui.ui.figures import show_number
from orderdesk_gui.ui.widgets.elided_label import ElidedLabel
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, DateEdit, FieldErrors, FieldNote

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

_PAUSE = 250  # ms without typing, then the preview is worked out
_ROWS_SHOWN, _ROW = 6, 36


class OrderChangeDialog(QDialog):
    """`done(number, status)` is called once the change is in force, submitted, kept as a draft or withdrawn.

    `show_paper(title, pdf)` shows the draft of the notice.
    """

    def __init__(
        self,
        jobs: Background,
        opened: asks.Opened,
        *,
        done: Callable[[str, str], Any],
        show_paper: Callable[[str, bytes], Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.order_change import Ui_OrderChange

        self.ui = Ui_OrderChange()
        self.ui.setupUi(self)
        self._jobs, self._opened, self._done, self._show_paper = jobs, opened, done, show_paper
        self._change_id: UUID | None = opened.change.id if opened.change else None
        self._order = opened.change.after if opened.change else opened.view.order
        self._asked = 0
        ui = self.ui
        ui.title.setFont(theme.font(15, bold=True))
        ui.title.setText(tr("Change of {number}", number=opened.view.number))
        for key, name in CAUSE_NAMES.items():
            ui.cause.addItem(str(name), key)
        ui.asked_on.today = lambda: opened.today
        self.errors = FieldErrors(self)
        self.errors.add_all(
            cause=ui.cause, asked_on=ui.asked_on, reason=ui.reason, delivery_place=ui.place, remarks=ui.remarks
        )
        self.quantities: list[AmountEdit] = []
        self.prices: list[AmountEdit] = []
        self.days: list[DateEdit] = []
        self._lay_out_lines()
        self._fill()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._preview)
        self._connect()
        self._show_stage()
        self._preview()

    # What is shown ----------------------------------------------------------------------------------

    def _lay_out_lines(self) -> None:
        grid, view = self.ui.lines_grid, self._opened.view
        grid.setColumnStretch(0, 1)
        heads = (tr("Line"), tr("Left so far"), tr("Quantity"), tr("Unit price"), tr("Promised date"))
        for column, text in enumerate(heads):
            grid.addWidget(_label(text, right=0 < column < 4), 0, column)
        for row, line in enumerate(self._order.lines, 1):
            words = ElidedLabel()
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            words.setText(name_of(line))
            grid.addWidget(words, row, 0)
            sent = view.sent.get(line.id, Decimal(0)) if line.id else Decimal(0)
            grid.addWidget(_label(show_number(sent), right=True), row, 1)
            quantity, price = AmountEdit(None, line.goods.unit), AmountEdit(None)
            day = DateEdit(lambda: self._opened.today)
            quantity.set_value(line.goods.quantity)
            price.set_value(line.goods.unit_price)
            day.set_value(line.promised)
            for column, (field, title, wide) in enumerate(
                ((quantity, heads[2], 110), (price, heads[3], 120), (day, heads[4], 130)), 2
            ):
                field.setFixedWidth(wide)
                field.setAccessibleName(f"{title}: {name_of(line)}")
                grid.addWidget(field, row, column)
            self.quantities.append(quantity)
            self.prices.append(price)
            self.days.append(day)
            at = f"lines.{row - 1}"
            for path, field in ((f"{at}.quantity", quantity), (f"{at}.unit_price", price), (f"{at}.promised", day)):
                self.errors.add(path, field)
        grid.setRowStretch(len(self._order.lines) + 1, 1)
        self.ui.scroll.setMinimumHeight(28 + _ROW * min(len(self._order.lines), _ROWS_SHOWN))
        self.ui.touches_scroll.setMinimumHeight(190)

    def _fill(self) -> None:
        ui, change = self.ui, self._opened.change
        ui.place.setText(self._order.delivery_place)
        ui.remarks.setText(self._order.remarks)
        ui.asked_on.set_value(change.asked_on if change else self._opened.today)
        if change is not None:
            ui.cause.setCurrentIndex(max(ui.cause.findData(change.cause), 0))
            ui.reason.setText(change.reason)
        ui.reason.setFocus()

    def _connect(self) -> None:
        ui = self.ui
        for amount in (*self.quantities, *self.prices):
            amount.value_changed.connect(self._typed)
        for day in self.days:
            day.value_changed.connect(self._typed)
        for text in (ui.place, ui.remarks):
            text.textEdited.connect(self._typed)
        ui.cause.currentIndexChanged.connect(self._typed)
        ui.cancel.clicked.connect(self.reject)
        ui.withdraw.clicked.connect(self._withdraw)
        ui.paper.clicked.connect(self._paper)
        ui.draft.clicked.connect(self._draft)
        ui.confirm.clicked.connect(self._confirm)

    def _show_stage(self) -> None:
        """What may be done: a new change is typed, a submitted one waits, for this person or for others."""
        ui, change = self.ui, self._opened.change
        ui.withdraw.setVisible(change is not None)
        ui.open_note.setVisible(change is not None)
        ui.paper.setVisible(self._show_paper is not None)
        ui.touches_title.setFont(theme.font(13, bold=True))
        if change is None:
            return
        submitted = change.status == "submitted"
        said = tr("{number} waits for agreement.", number=change.number) if submitted else tr(
            "{number} is a draft; go on with it.", number=change.number
        )  # fmt: skip
        if submitted and change.ready:
            said = tr("{number} was agreed to. It can be put in force.", number=change.number)
        ui.open_note.setText(said)
        ui.open_note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        if submitted:
            for field in (*self.quantities, *self.prices, *self.days, ui.place, ui.remarks, ui.asked_on, ui.reason):
                field.setReadOnly(True)
            ui.cause.setEnabled(False)
            ui.draft.setVisible(self._opened.may_decide)
            ui.draft.setText(tr("Return"))
            ui.paper.hide()
            ui.confirm.setVisible(change.ready or self._opened.may_decide)
            ui.confirm.setText(tr("Put in force") if change.ready else tr("Agree"))
            if self._opened.may_decide:
                ui.reason.setReadOnly(False)

    # The preview ------------------------------------------------------------------------------------

    def wanted_order(self) -> Order:
        """The order as it is typed."""
        lines: list[OrderLine] = []
        for line, quantity, price, day in zip(self._order.lines, self.quantities, self.prices, self.days, strict=True):
            goods = replace(
                line.goods,
                quantity=_or(quantity.value(), line.goods.quantity),
                unit_price=_or(price.value(), line.goods.unit_price),
                manual=line.goods.manual or price.value() != line.goods.unit_price,
            )
            lines.append(replace(line, goods=goods, promised=day.value()))
        ui = self.ui
        return replace(
            self._order, lines=tuple(lines), delivery_place=ui.place.text().strip(), remarks=ui.remarks.text().strip()
        )

    def _typed(self, *_: Any) -> None:
        self._timer.start()

    def _preview(self) -> None:
        self._asked += 1
        asked = self._asked

        def shown(found: Any) -> None:
            if asked == self._asked:
                self._show_effects(found)

        self._jobs.read(asks.preview, self._opened.view.id, self.wanted_order(), done=shown, failed=self._failed,
                        owner=self)  # fmt: skip

    def _show_effects(self, found: Any) -> None:
        column = self.ui.touches_column
        while (item := column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for words, tone in effects(found, str(self.ui.cause.currentData())):
            column.addWidget(FieldNote(words, tone) if tone in ("red", "yellow") else _words(words, tone == "quiet"))
        column.addStretch()
        self.errors.clear()
        for problem in found.problems:
            if problem.severity == "error":
                self._mark(problem.field, str(problem.message))
        change = self._opened.change
        if change is None or change.status == "draft":
            self.ui.confirm.setText(tr("Submit for approval") if found.waits else tr("Put in force"))
            self.ui.confirm.setEnabled(bool(found.changes))

    # The verbs --------------------------------------------------------------------------------------

    def wanted(self) -> asks.Wanted:
        """The change as it is typed."""
        ui = self.ui
        return asks.Wanted(
            self._opened.view.id, self.wanted_order(), str(ui.cause.currentData()), ui.reason.text().strip(),
            ui.asked_on.value(), self._change_id,
        )  # fmt: skip

    def _understood(self) -> bool:
        self.errors.clear()
        for name, edits in (("quantity", self.quantities), ("unit_price", self.prices)):
            for at, edit in enumerate(edits):
                if not edit.is_understood() or edit.value() is None:
                    self.errors.mark(f"lines.{at}.{name}", tr("Type a number"))
                    edit.setFocus()
                    return False
        return True

    def _write(self, action: Callable[..., Any], *given: Any, then: Callable[[Any], Any]) -> None:
        self._jobs.write(action, *given, done=then, failed=self._failed, owner=self, title=self.windowTitle())

    def _confirm(self) -> None:
        change = self._opened.change
        if change is not None and change.status == "submitted":
            if change.ready:
                self._write(asks.put_in_force, change.id, then=lambda _: self._end(change.number, "in_force"))
            else:
                self._decide("approved")
        elif self._understood():
            self._write(asks.go_on, self.wanted(), then=lambda made: self._end(made.number, made.status))

    def _draft(self) -> None:
        change = self._opened.change
        if change is not None and change.status == "submitted":
            self._decide("returned")
        elif self._understood():
            self._write(asks.save, self.wanted(), then=lambda saved: self._end(saved.number, "draft"))

    def _decide(self, verdict: str) -> None:
        change = self._opened.change
        if change is None:
            return
        remark = self.ui.reason.text().strip() if verdict == "returned" else ""
        if verdict == "returned" and remark == change.reason:
            self.errors.mark("reason", tr("Say why, so that it can be mended."))
            return
        self._write(asks.decide, change.id, verdict, remark, then=lambda _: self._end(change.number, verdict))

    def _withdraw(self) -> None:
        change = self._opened.change
        if change is not None:
            self._write(asks.withdraw, change.id, then=lambda _: self._end(change.number, "withdrawn"))

    def _paper(self) -> None:
        if not self._understood():
            return

        def drawn(made: asks.Drawn) -> None:
            self._change_id = made.id
            if self._show_paper is not None:
                self._show_paper(tr("Change notice"), made.content)

        self._write(asks.draft_paper, self.wanted(), then=drawn)

    def _end(self, number: str, status: str) -> None:
        self.accept()
        self._done(number, status)

    def _mark(self, path: str, sentence: str) -> None:
        known = {"cause", "asked_on", "reason", "delivery_place", "remarks"} | {
            f"lines.{at}.{name}" for at in range(len(self.days)) for name in ("quantity", "unit_price", "promised")
        }
        self.errors.mark(path if path in known else "reason", sentence)

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        self._mark(error.field, str(error))
        return True


def _or(value: Decimal | None, usual: Decimal) -> Decimal:
    return usual if value is None else value


def _label(text: str, *, right: bool = False) -> QLabel:
    label = QLabel(text)
    label.setFont(theme.font(13, tabular=True))
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    if right:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def _words(text: str, quiet: bool) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setFont(theme.font(13, tabular=True))
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
