"""Status machines as tables of (from, command, to), shared by quotations, contracts and inquiries."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orderdesk_gui.rules.language import Message, UserError, message


@dataclass(frozen=True, slots=True)
class StatusMachine:
    """One kind of paper's legal ways, with a sentence per status that names the way out of it."""

    transitions: frozenset[tuple[str, str, str]]
    advice: Mapping[str, Message] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[tuple[str, str]]:
        """Allowed (old, new) pairs where the status really changes, for the guards of the store."""
        return frozenset((old, new) for old, _, new in self.transitions if old != new)

    def commands(self, status: str) -> frozenset[str]:
        """What may be done at `status`."""
        return frozenset(command for old, command, _ in self.transitions if old == status)

    def next_status(self, status: str, command: str) -> str:
        """The status after `command`; UserError with the counter-action where it is not allowed."""
        for old, name, new in self.transitions:
            if old == status and name == command:
                return new
        raise UserError(
            "“{command}” is not possible while the status is “{status}”. {advice}",
            field="status",
            command=COMMAND_NAMES.get(command, message(command)),
            status=STATUS_NAMES.get(status, message(status)),
            advice=self.advice.get(status, message("Look at its history for what happened.")),
        )


STATUS_NAMES: dict[str, Message] = {
    "draft": message("draft"),
    "submitted": message("submitted"),
    "returned": message("returned"),
    "approved": message("approved"),
    "issued": message("issued"),
    "withdrawn": message("withdrawn"),
    "voided": message("voided"),
    "open": message("open"),
    "won": message("won"),
    "lost": message("lost"),
    "expired": message("expired"),
    "review": message("in review"),
    "signed": message("signed"),
    "quoted": message("quoted"),
    "closed": message("closed"),
    "confirmed": message("confirmed"),
    "part_shipped": message("shipped in part"),
    "shipped": message("shipped"),
    "delivered": message("delivered"),
    "cancelled": message("cancelled"),
    "exception": message("exception"),
    "in_force": message("in force"),
    "held": message("held"),
    "released": message("released"),
    "used": message("used"),
    "paid": message("paid"),
    "answered": message("answered"),
    "solved": message("solved"),
    "rejected": message("not justified"),
    "proposed": message("proposed"),
    "done": message("done"),
    "active": message("active"),
    "ended": message("ended"),
}

COMMAND_NAMES: dict[str, Message] = {
    "submit": message("submit for approval"),
    "return_": message("return"),
    "approve": message("approve"),
    "auto_approve": message("approve within limits"),
    "issue": message("issue"),
    "withdraw": message("withdraw"),
    "revise": message("revise"),
    "win": message("mark as won"),
    "lose": message("mark as lost"),
    "expire": message("mark as expired"),
    "void": message("void"),
    "reopen": message("reopen"),
    "sign": message("mark as signed"),
    "file_signed": message("file the signed paper"),
    "quote": message("make a quotation"),
    "close": message("close"),
    "confirm": message("confirm"),
    "change": message("change"),
    "cancel": message("cancel"),
    "except": message("mark as exception"),
    "resume": message("go on"),
    "apply": message("put in force"),
    "pay": message("note the payment"),
    "use": message("use"),
    "release": message("release"),
    "hold": message("hold"),
    "end": message("end"),
    "answer": message("answer"),
    "solve": message("note the solution"),
    "reject": message("not justified"),
    "do": message("carry out"),
}
