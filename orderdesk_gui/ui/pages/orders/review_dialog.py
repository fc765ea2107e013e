"""Asks for the four-point review of an order; a second person may sign in for it at the same desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

from . import asks

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background


class ReviewDialog(QDialog):
    """`reviewed(wrong)` is called with the points that are not right once the review is noted."""

    def __init__(
        self,
        jobs: Background,
        order_id: UUID,
        owner_id: UUID,
        title: str,
        *,
        may_review: bool,
        reviewed: Callable[[frozenset[str]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.orders_review import Ui_OrdersReview

        self.ui = Ui_OrdersReview()
        self.ui.setupUi(self)
        self._jobs, self._order_id, self._may, self._reviewed = jobs, order_id, may_review, reviewed
        self.ui.title.setText(title)
        self.ui.title.setFont(theme.font(15, bold=True))
        self.points = {
            "product": self.ui.product, "quantity": self.ui.quantity, "price": self.ui.price,
            "customer": self.ui.customer,
        }  # fmt: skip
        self._errors = FieldErrors(self)
        self._errors.add("note", self.ui.note)
        self._errors.add("password", self.ui.password)
        self.ui.sign_in.setVisible(not may_review)
        self.ui.approve.clicked.connect(self._approve)
        self.ui.return_it.clicked.connect(self._return)
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.product.setFocus()
        if not may_review:
            jobs.read(asks.reviewers, owner_id, done=self._offer, owner=self)

    def _offer(self, people: Sequence[tuple[str, str]]) -> None:
        for login, name in people:
            self.ui.login.addItem(name, login)

    def _wrong(self) -> frozenset[str]:
        return frozenset(key for key, box in self.points.items() if not box.isChecked())

    def _approve(self) -> None:
        self._errors.clear()
        if self._wrong():
            self._errors.mark("note", tr("Tick all four points, or return the order with a note."))
            next(box for box in self.points.values() if not box.isChecked()).setFocus()
            return
        self._write(frozenset())

    def _return(self) -> None:
        self._errors.clear()
        if not self._wrong():
            self._errors.mark("note", tr("Leave the point that is wrong without a tick."))
        elif not self.ui.note.text().strip():
            self._errors.mark("note", tr("Say what is wrong, so that it can be mended."))
            self.ui.note.setFocus()
        else:
            self._write(self._wrong())

    def _write(self, wrong: frozenset[str]) -> None:
        login = "" if self._may else str(self.ui.login.currentData() or "")
        if not self._may and not login:
            self._errors.mark("password", tr("Nobody else may review orders. Ask an administrator for the right."))
            return

        def done(_changes: Any) -> None:
            self.accept()
            self._reviewed(wrong)

        self._jobs.write(
            asks.review, self._order_id, wrong, self.ui.note.text(), login, self.ui.password.text(), done=done,
            failed=self._failed, owner=self, title=tr("Review"),
        )  # fmt: skip

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not self._errors.show(error):
            self._errors.mark("note" if self._may else "password", str(error))
        return True
