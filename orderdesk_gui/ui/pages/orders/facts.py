"""What happens to a confirmed order: goods leave and come back, money comes in, invoices are made out."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject

from orderdesk_gui.rules.language import tr

from .columns import unit_text
from .deeds_page import DeedsPage
from .delivery_dialog import DeliveryDialog, LineToSend
from .draft import shown_name
from .money_dialogs import InvoiceDialog, OrderMoney, ReceiptDialog, net_share


class Facts(QObject):
    """Opens the dialogs that note facts, and says how it went."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = page.shell.jobs

    def lines(self) -> list[LineToSend]:
        """The goods of the order that is shown, with what is open of each."""
        view = self._page.opened.view if self._page.opened is not None else None
        if view is None:
            return []
        return [
            LineToSend(
                line.id,
                " ".join(
                    part for part in (line.goods.code, shown_name(line.goods.name_zh, line.goods.name_en)) if part
                ),
                unit_text({"unit": line.goods.unit}),
                line.goods.quantity,
                view.sent.get(line.id, Decimal(0)),
                view.left(line),
            )
            for line in view.order.lines
            if line.id is not None and line.goods.kind == "goods"
        ]

    def open_lines(self) -> list[LineToSend]:
        """Those of which something is still to leave."""
        return [line for line in self.lines() if line.open > 0]

    def has_left(self) -> bool:
        """Whether anything has left that could come back."""
        return any(line.sent > 0 for line in self.lines())

    def deliver(self) -> None:
        """Note what leaves, the open quantities filled in."""
        self._deliver(back=False)

    def take_in(self) -> None:
        """Note what comes back."""
        self._deliver(back=True)

    def _deliver(self, *, back: bool) -> None:
        page, opened = self._page, self._page.opened
        if opened is None or opened.view is None:
            return
        words = "{number} noted as a return" if back else "{number} noted: the goods have left"
        dialog = DeliveryDialog(
            self._jobs, opened.view.id, opened.view.number, self.lines(), opened.today, back=back,
            gates=opened.gates, unpaid=opened.unpaid,
            noted=lambda number: page.shell.toast(tr(words, number=number)), parent=page,
        )  # fmt: skip
        self._page.open_dialog(dialog)

    def deliveries(self) -> None:
        """Deliveries and returns of the order, and what came of them."""
        from .deliveries_dialog import DeliveriesDialog

        page, opened = self._page, self._page.opened
        if opened is None or opened.view is None:
            return
        dialog = DeliveriesDialog(
            self._jobs, opened.view.id, opened.view.number, opened.today, told=page.shell.toast,
            note_one=self.deliver if opened.confirmed else None, parent=page,
        )  # fmt: skip
        self._page.open_dialog(dialog)

    def receipt(self) -> None:
        """Note money that came in."""
        money = self._money("received")
        if money is not None and self._page.opened is not None:
            self._page.open_dialog(
                ReceiptDialog(self._jobs, money, self._page.opened.today, self._page.shell.toast, self._page)
            )

    def invoice(self) -> None:
        """Note a tax invoice."""
        money = self._money("invoiced")
        if money is not None and self._page.opened is not None:
            self._page.open_dialog(
                InvoiceDialog(self._jobs, money, self._page.opened.today, self._page.shell.toast, self._page)
            )

    def _money(self, done: str) -> OrderMoney | None:
        view = self._page.opened.view if self._page.opened is not None else None
        if view is None:
            return None
        total = view.totals.total
        return OrderMoney(
            view.id, view.number, view.order.customer_id, view.order.currency,
            max(total.gross - view.figure[done], Decimal(0)), net_share(total.net, total.gross),
        )  # fmt: skip
