"""Tables of approvals: the matrix as data, requests, who must agree and what each decided."""

import datetime as dt

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.store.base import Base, Data, Mapped, Rate, Ref, Shared, Short, When, column, shared


class ApprovalRule(Shared, Base):
    """A cell of the approval matrix: `level` may decide up to `limit` of `measure`, or from it on (domain 8)."""

    __tablename__ = "approval_rule"
    __table_args__ = shared()

    version: Mapped[int]
    valid_from: Mapped[dt.date]
    position: Mapped[int]
    dimension: Mapped[Short]
    measure: Mapped[Short]
    level: Mapped[Short]
    limit: Mapped[Rate]
    at_least: Mapped[bool]


_DECIDED = frozenset({("pending", "approved"), ("pending", "returned")})


class ApprovalRequest(Shared, Base):
    """A question to the approvers about one revision of a paper, with the figures it was judged by."""

    __tablename__ = "approval_request"
    __table_args__ = (
        Index("ix_approval_request_subject", "subject_id"),
        shared(guarded={"status": _DECIDED | {("pending", "withdrawn")}}, margins=("reasons",)),
    )

    subject_table: Mapped[Short]
    subject_id: Mapped[Ref]
    requested_by: Mapped[Ref]
    requested_at: Mapped[When]
    level: Mapped[Short]
    reasons: Mapped[Data]
    rule_version: Mapped[int]
    status: Mapped[Short] = column(default="pending")
    note: Mapped[Short] = column(default="")


class ApprovalStep(Shared, Base):
    """One agreement that a request needs: from whom (a level, or a role such as finance), in which order."""

    __tablename__ = "approval_step"
    __table_args__ = (
        Index("ix_approval_step_request", "request_id"),
        Index("ix_approval_step_status", "status"),
        shared(guarded={"status": _DECIDED}),
    )

    request_id: Mapped[Ref] = column(ForeignKey("approval_request.id"))
    position: Mapped[int]
    needs: Mapped[Short]
    status: Mapped[Short] = column(default="pending")
    due_at: Mapped[When | None]


class ApprovalDecision(Shared, Base):
    """What a person decided; a fact."""

    __tablename__ = "approval_decision"
    __table_args__ = (Index("ix_approval_decision_step", "step_id"), shared(insert_only=True))

    step_id: Mapped[Ref] = column(ForeignKey("approval_step.id"))
    user_id: Mapped[Ref]
    at: Mapped[When]
    decision: Mapped[Short]
    reason: Mapped[Short] = column(default="")
    on_behalf_of: Mapped[Ref | None]
