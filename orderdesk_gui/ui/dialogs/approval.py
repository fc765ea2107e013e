"""Asks for a decision on a quotation: approve or return; somebody else may sign in for this one decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.style import KIND
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background


class ApprovalDialog(QDialog):
    """`decided` is called with the result of the action once it is noted; `asked` names those who were asked."""

    def __init__(
        self,
        jobs: Background,
        quote_id: UUID,
        number: str,
        reasons: Sequence[str],
        needs: str,
        *,
        may_decide: bool,
        asked: Sequence[str] = (),
        decided: Callable[[Any], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.approval_dialog import Ui_ApprovalDialog

        self.ui = Ui_ApprovalDialog()
        self.ui.setupUi(self)
        self.ui.login_box.addStretch()  # what is said under the password moves nobody
        self.ui.password_box.addStretch()
        self._jobs = jobs
        self._quote_id = quote_id
        self._may = may_decide
        self._decided = decided
        self._asked = tuple(asked)
        self.ui.title.setText(tr("{number} waits for: {who}", number=number, who=needs))
        self.ui.title.setFont(theme.font(15, bold=True))
        self.ui.title.setWordWrap(True)
        self.ui.reasons.setText("\n".join(f"· {one}" for one in reasons) or tr("It is within all limits."))
        self.ui.sign_in.setVisible(not may_decide)
        self.ui.return_it.setProperty(KIND, "danger")
        self._errors = FieldErrors(self)
        self._errors.add("remark", self.ui.remark)
        self._errors.add("password", self.ui.password)
        self.ui.approve.clicked.connect(lambda: self._decide("approved"))
        self.ui.return_it.clicked.connect(lambda: self._decide("returned"))
        self.ui.cancel.clicked.connect(self.reject)
        if not may_decide:
            jobs.read(_approvers, done=self._offer, owner=self)
            self.ui.login.setFocus()
        else:
            self.ui.remark.setFocus()

    def _offer(self, people: Sequence[tuple[str, str]]) -> None:
        for login, name in people:
            self.ui.login.addItem(name, login)
        meant = next((number for number, (_login, name) in enumerate(people) if name in self._asked), -1)
        if meant >= 0:
            self.ui.login.setCurrentIndex(meant)
            self.ui.password.setFocus()

    def _decide(self, verdict: str) -> None:
        remark = self.ui.remark.text().strip()
        self._errors.clear()
        if verdict == "returned" and not remark:
            self._errors.mark("remark", tr("Say why, so that it can be mended."))
            self.ui.remark.setFocus()
            return
        login = "" if self._may else str(self.ui.login.currentData() or "")
        self._jobs.write(
            _decide,
            self._quote_id,
            verdict,
            remark,
            login,
            self.ui.password.text(),
            done=self._done,
            failed=self._failed,
            owner=self,
        )

    def _done(self, result: Any) -> None:
        self.accept()
        self._decided(result)

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not self._errors.show(error):
            self._errors.mark("remark" if self._may else "password", str(error))
        return True


def _approvers(desk: Any) -> list[tuple[str, str]]:
    """(login, name) of those who approve or stand in today, but for the person at the desk."""
    from orderdesk_gui.actions import approvals_waiting

    return [(one.login, one.name) for one in approvals_waiting.signers(desk)]


def _decide(desk: Any, quote_id: UUID, verdict: str, remark: str, login: str, secret: str) -> Any:
    from orderdesk_gui.actions import approvals, people

    seat = people.sign_in(desk, login, secret) if login else desk
    return approvals.decide_request(seat, quote_id, verdict, remark)
