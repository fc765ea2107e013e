"""Random commands on orders: in whichever sequence, figures are the sums of facts and nothing is lost."""

import datetime as dt
import shutil
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from orderdesk_gui.actions import (
    deliveries,
    order_changes,
    order_ending,
    order_figures,
    orders,
    orders_saving,
    receivables,
    refunds,
)
from orderdesk_gui.actions.settings import put
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.order_changes import standing_order
from orderdesk_gui.rules.order_status import ORDER
from orderdesk_gui.rules.orders import Order, OrderLine, order_totals
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.store import rows
from orderdesk_gui.store.database import FILE_NAME, open_store
from orderdesk_gui.store.deliveries import Delivery as DeliveryRow
from orderdesk_gui.store.deliveries import DeliveryLine, FactVoiding
from orderdesk_gui.store.orders import Order as Head
from orderdesk_gui.store.receivables import Allocation, InvoiceShare, PaymentDue, Receipt
from orderdesk_gui.store.stock import Reservation
from tests.actions.selling_office import Office, open_office
from tests.fixtures_store import Clock

TODAY = dt.date(2026, 11, 21)
PROMISED, LATER = dt.date(2026, 12, 15), dt.date(2026, 12, 28)
QUANTITIES = st.sampled_from([D(0), D(1), D("2.5"), D(6), D(10), D(12)])
AMOUNTS = st.sampled_from([D("0.01"), D(50), D(300), D(1200)])
CAUSES = st.sampled_from(["customer", "ours"])
PLACES = st.integers(0, 1)


class Life(RuleBasedStateMachine):
    """One order with two lines; every command may be refused by a sentence, never by a mistake of the program."""

    template: Path
    config: Path

    @initialize(confirmed=st.sampled_from([True, True, True, False]))
    def open(self, confirmed: bool) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(self.template / FILE_NAME, self.folder / FILE_NAME)
        self.clock = Clock()
        self.store = open_store(self.folder, self.clock)
        self.office: Office = open_office(self.store, self.clock, "one_person")
        put(self.office["admin"], "order_review_from", "1100")
        self.sales = self.office["gm"]
        blank = orders_saving.blank(self.sales, self.office.customer)
        lines = (
            OrderLine(self.office.line("10", "100"), promised=PROMISED),
            OrderLine(self.office.line("4", "50", product_id=self.office.belt, code="BELT-1"), promised=PROMISED),
        )
        made = replace(blank, lines=lines, payment=PaymentTerms("monthly", 30), discount_amount=D("37.5"))
        self.order_id = orders_saving.save(self.sales, made).id
        self.deliveries: list[uuid.UUID] = []
        self.refunds: list[uuid.UUID] = []
        self.counted = 0
        if confirmed:
            orders_saving.submit(self.sales, self.order_id)
            orders_saving.review(self.office["follow_up"], self.order_id, frozenset())
            orders_saving.confirm(self.sales, self.order_id, template="stock")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def tried(self, command: Callable[[], object]) -> object:
        before = self.status()
        try:
            return command()
        except UserError as refused:
            assert str(refused)
            if refused.field != "credit":
                assert self.status() == before
            return None

    def status(self) -> str:
        with self.sales.reading() as connection:
            return str(rows.fetch(connection, Head, self.order_id)["status"])

    def content(self) -> Order:
        return orders.load(self.sales, self.order_id).order

    def line(self, at: int) -> uuid.UUID:
        lines = self.content().lines
        found = lines[min(at, len(lines) - 1)].id
        assert found is not None
        return found

    def changed(self, quantity: D, price: D | None, promised: dt.date, adds: bool) -> Order:
        order = self.content()
        first = order.lines[0]
        goods = replace(first.goods, quantity=quantity, unit_price=price or first.goods.unit_price)
        more = (OrderLine(self.office.line("1", "10"), promised=promised),) if adds and len(order.lines) < 4 else ()
        return replace(order, lines=(replace(first, goods=goods, promised=promised), *order.lines[1:], *more))

    @rule(quantity=QUANTITIES)
    def save(self, quantity: D) -> None:
        self.tried(lambda: orders_saving.save(self.sales, self.changed(quantity, None, PROMISED, False), self.order_id))

    @rule()
    def submit(self) -> None:
        self.tried(lambda: orders_saving.submit(self.sales, self.order_id))

    @rule(wrong=st.booleans())
    def review(self, wrong: bool) -> None:
        points = frozenset({"price"}) if wrong else frozenset()
        self.tried(lambda: orders_saving.review(self.office["follow_up"], self.order_id, points, "单价"))

    @rule()
    def confirm(self) -> None:
        self.tried(lambda: orders_saving.confirm(self.sales, self.order_id, template="stock"))

    @rule(at=PLACES, quantity=QUANTITIES, over=st.sampled_from(["", "客户要多"]))
    def ship(self, at: int, quantity: D, over: str) -> None:
        made = Delivery(self.order_id, TODAY, (Sent(self.line(at), quantity),), over_reason=over, gate_reason="特采")
        noted = self.tried(lambda: deliveries.note(self.sales, made))
        if isinstance(noted, deliveries.SavedDelivery):
            self.deliveries.append(noted.id)

    @rule(at=PLACES, quantity=QUANTITIES)
    def take_back(self, at: int, quantity: D) -> None:
        made = Delivery(self.order_id, TODAY, (Sent(self.line(at), quantity),), kind="return")
        noted = self.tried(lambda: deliveries.note(self.sales, made))
        if isinstance(noted, deliveries.SavedDelivery):
            self.deliveries.append(noted.id)

    @rule(at=st.integers(0, 5))
    def void_delivery(self, at: int) -> None:
        if at < len(self.deliveries):
            self.tried(lambda: deliveries.void(self.sales, self.deliveries[at], "录错"))

    @rule(amount=AMOUNTS)
    def receive(self, amount: D) -> None:
        receipt = receivables.Receipt(self.office.customer, TODAY, amount, pays={self.order_id: amount})
        self.tried(lambda: receivables.note_receipt(self.office["finance"], receipt))

    @rule(amount=AMOUNTS)
    def invoice(self, amount: D) -> None:
        self.counted += 1
        made = receivables.Invoice(str(self.counted), TODAY, {self.order_id: amount})
        self.tried(lambda: receivables.note_invoice(self.office["finance"], made))

    @rule(
        quantity=QUANTITIES, price=st.sampled_from([None, D(90), D("101.01")]),
        promised=st.sampled_from([PROMISED, LATER]), adds=st.booleans(), cause=CAUSES,
    )  # fmt: skip
    def change(self, quantity: D, price: D | None, promised: dt.date, adds: bool, cause: str) -> None:
        new = self.changed(quantity, price, promised, adds)
        made = self.tried(
            lambda: order_changes.save(self.sales, self.order_id, new, cause=cause, reason="客户要求")  # type: ignore[arg-type]
        )
        if isinstance(made, order_changes.SavedChange):
            before = orders.load(self.sales, self.order_id)
            if self.tried(lambda: order_changes.put_in_force(self.sales, made.id)) is None:
                order_changes.withdraw(self.sales, made.id)
                return
            after = orders.load(self.sales, self.order_id)
            assert after.version == before.version + 1
            if cause == "ours":
                assert after.first_promised == before.first_promised

    @rule(at=PLACES, quantity=QUANTITIES, cause=CAUSES, short=st.booleans())
    def cancel_lines(self, at: int, quantity: D, cause: str, short: bool) -> None:
        gone = {self.line(at): quantity}
        self.tried(
            lambda: order_ending.cancel_lines(self.sales, self.order_id, gone, "不要了", cause, short_close=short)  # type: ignore[arg-type]
        )

    @rule(cause=CAUSES)
    def cancel(self, cause: str) -> None:
        self.tried(lambda: order_ending.cancel(self.sales, self.order_id, "项目取消", cause))  # type: ignore[arg-type]

    @rule(decision=st.sampled_from(["resume", "cancel", "close"]))
    def resolve(self, decision: str) -> None:
        self.tried(lambda: order_ending.resolve(self.sales, self.order_id, decision, "已谈妥"))  # type: ignore[arg-type]

    @rule()
    def close(self) -> None:
        self.tried(lambda: orders_saving.close(self.sales, self.order_id, "客户不要余量"))

    @rule()
    def reopen(self) -> None:
        self.tried(lambda: orders_saving.reopen(self.sales, self.order_id, "客户又要"))

    @rule(amount=AMOUNTS, kind=st.sampled_from(["refund", "credit"]))
    def refund(self, amount: D, kind: str) -> None:
        wanted = refunds.Refund(self.order_id, amount, "多付", kind=kind)  # type: ignore[arg-type]
        made = self.tried(lambda: refunds.save(self.sales, wanted))
        if isinstance(made, refunds.SavedRefund):
            self.tried(lambda: refunds.approve(self.sales, made.id))
            self.refunds.append(made.id)

    @rule(at=st.integers(0, 5))
    def pay_refund(self, at: int) -> None:
        if at < len(self.refunds):
            self.tried(lambda: refunds.pay(self.office["finance"], self.refunds[at], TODAY))

    @invariant()
    def figures_are_the_sums_of_facts(self) -> None:
        if not hasattr(self, "order_id"):
            return
        shown = orders.load(self.sales, self.order_id)
        with self.sales.reading() as connection:
            voided = set(connection.execute(select(FactVoiding.fact_id)).scalars())
            sent: dict[uuid.UUID, D] = {}
            found = connection.execute(
                select(DeliveryLine.order_line_id, DeliveryLine.quantity, DeliveryRow.kind, DeliveryRow.id).join(
                    DeliveryRow, DeliveryRow.id == DeliveryLine.delivery_id
                )
            )
            for line, quantity, kind, delivery in found:
                if delivery not in voided:
                    sent[line] = sent.get(line, D(0)) + (quantity if kind == "out" else -quantity)
            received = sum(connection.execute(select(Allocation.amount)).scalars(), D(0))
            came = sum(connection.execute(select(Receipt.amount)).scalars(), D(0))
            invoiced = sum(connection.execute(select(InvoiceShare.amount)).scalars(), D(0))
            dues = sum(
                (row["amount"] for row in rows.children(connection, PaymentDue, "order_id", self.order_id)), D(0)
            )
            head = rows.fetch(connection, Head, self.order_id)
            held = select(Reservation.order_line_id, Reservation.quantity).where(Reservation.status == "held")
            reserved = {line: quantity for line, quantity in connection.execute(held)}
        assert all(quantity >= 0 for quantity in sent.values())
        assert {key: value for key, value in sent.items() if value} == {k: v for k, v in shown.sent.items() if v}
        assert (shown.figure["received"], shown.figure["invoiced"]) == (received, invoiced)
        assert received >= 0 and received == came
        totals = order_totals(standing_order(shown.order, shown.cancelled)).total
        assert (head["net"], head["tax"], head["total"]) == (totals.net, totals.tax, totals.gross)
        assert shown.figure["ordered"] == totals.gross == totals.net + totals.tax
        if shown.status in ("confirmed", "exception"):
            assert dues == totals.gross
        if shown.status == "closed":
            assert invoiced <= dues <= totals.gross
        if shown.status == "confirmed":
            kept = {line.id: shown.left(line) for line in shown.order.lines if shown.left(line)}
            assert reserved == kept
        if shown.status in ("cancelled", "draft", "review", "returned"):
            assert reserved == {} and dues == 0
        if shown.status == "cancelled":
            assert not any(sent.values())
        for line in shown.order.lines:
            assert line.id and 0 <= shown.cancelled.get(line.id, D(0)) <= line.goods.quantity

    @invariant()
    def worked_out_anew_they_are_the_same(self) -> None:
        if not hasattr(self, "order_id"):
            return
        before = orders.load(self.sales, self.order_id).figure
        with self.sales.writing("test.refresh") as writing:
            order_figures.refresh(writing.connection, [self.order_id], TODAY)
        assert orders.load(self.sales, self.order_id).figure == before
        assert before["state"] in {old for old, _, _ in ORDER.transitions} | {"part_shipped", "shipped", "delivered"}


def test_random_lives_of_an_order(empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    Life.template = empty_folder
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Life,
        settings=settings(
            max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
