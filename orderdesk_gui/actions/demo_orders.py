"""Carries the demo company's won quotations on: orders in every state, deliveries, money, stock and complaints."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from sqlalchemy import Connection, select

from orderdesk_gui.actions import complaints, deliveries, orders_saving, people, plans, receivables, stock
from orderdesk_gui.actions.demo_calendar import DemoCalendar
from orderdesk_gui.actions.demo_data import demo_calendar
from orderdesk_gui.actions.demo_facts import DemoData, DemoQuote, DemoText
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.rules.complaints import ComplaintKind, Severity
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import current_language
from orderdesk_gui.rules.milestone_templates import TOUCHPOINTS
from orderdesk_gui.rules.money import ZERO
from orderdesk_gui.rules.orders import Order
from orderdesk_gui.rules.stock import StockPolicy
from orderdesk_gui.store import rows
from orderdesk_gui.store import stock as stock_tables
from orderdesk_gui.store.customers import Communication
from orderdesk_gui.store.deliveries import DeliveryEvent
from orderdesk_gui.store.orders import Order as Head
from orderdesk_gui.store.plans import PlanDate, PlanStep

SEED = 20261122
ORDERS = 170
SINCE_DAYS = 240
_AT = dt.time(1, 30)  # half past nine in Beijing
_AHEAD = {"stock": 12, "make_to_order": 45, "export": 55}
"""Working days from the order to its promise, by template."""
_CARRIERS = ("顺丰", "德邦", "跨越", "DHL")
_COMPLAINTS: tuple[tuple[ComplaintKind, Severity, DemoText, str, DemoText], ...] = (
    ("quality", "normal", DemoText("减速机运行有异响", "The gearbox is noisy"), "quality",
     DemoText("更换轴承并补做跑合", "Bearing replaced, run in again")),
    ("missing", "normal", DemoText("少了两套联轴器", "Two couplings are missing"), "packing",
     DemoText("补发并改为双人装箱", "Sent again; two people pack now")),
    ("late", "minor", DemoText("比约定晚到三天", "Three days later than agreed"), "logistics",
     DemoText("换承运商并提前一天发货", "Another carrier, dispatch a day earlier")),
    ("wrong", "serious", DemoText("型号发错，产线停着", "Wrong model, our line stands"), "documents",
     DemoText("空运补发，出货前扫码核对", "Sent by air; codes are scanned before dispatch")),
    ("invoice", "minor", DemoText("发票抬头少一个字", "The invoice's title lacks a character"), "documents",
     DemoText("红冲重开", "Corrected by a red invoice")),
    ("quality", "normal", DemoText("导轨表面有锈点", "Rust on the rail"), "packing",
     DemoText("改用气相防锈纸", "Rust-proof paper from now on")),
)  # fmt: skip


@dataclass(slots=True)
class _Scene:
    """What the writing of one order needs."""

    connection: Connection
    random: Random
    calendar: DemoCalendar
    today: dt.date


def write(desk: Desk, data: DemoData, users: Mapping[str, uuid.UUID], papers: dict[str, uuid.UUID]) -> None:
    """Write the orders of the last months with all that followed; their ids go into `papers` under ``order:QUOTE``."""
    random = Random(SEED)
    calendar = demo_calendar(data.today)
    since = data.today - dt.timedelta(days=SINCE_DAYS)
    won = [quote for quote in data.quotes if quote.outcome == "won" and quote.decided_on and quote.decided_on >= since]
    chosen = sorted(won, key=lambda quote: (quote.decided_on, quote.key))[-ORDERS:]
    seats = {login: people.seat(desk, user_id) for login, user_id in users.items()}
    contents = {one.key: orders_saving.from_quote(seats[one.owner], papers[one.key]) for one in chosen}
    contracts = {one.quote: papers[one.key] for one in data.contracts if one.key in papers}
    with desk.writing("demo.orders", counter_action="correct") as writing:
        scene = _Scene(writing.connection, random, calendar, data.today)
        for one in chosen:
            papers[f"order:{one.key}"] = _order(
                scene, seats, one, contents[one.key], papers[one.key], contracts.get(one.key)
            )
        _stock(desk, scene, [line.goods.product_id for order in contents.values() for line in order.lines])
    _complaints(seats, chosen, papers, data.today, random)


def _on(seat: Desk, day: dt.date) -> Desk:
    """The desk as it was on an earlier day, never a moment that is still to come."""
    at = min(dt.datetime.combine(day, _AT, dt.UTC), seat.clock())
    return replace(seat, clock=lambda: at)


def _stock(desk: Desk, scene: _Scene, products: list[uuid.UUID | None]) -> None:
    """A count of this morning, supply on its way, and reorder points for what is sold most."""
    known = sorted({product for product in products if product is not None}, key=str)
    then = _on(desk, scene.today)
    counted = [stock.Counted(product, Decimal(scene.random.choice((0, 20, 60, 150, 400)))) for product in known]
    stock.write_counts(then, scene.connection, counted, source="demo")
    supply, policies = [], []
    for product in known[::3]:
        due = scene.calendar.shift(scene.today, scene.random.randint(2, 30))
        supply.append({"id": desk.new_id(), "product_id": product, "due": due, "kind": "purchase",
                       "quantity": Decimal(scene.random.choice((50, 100, 200))),
                       "reference": f"PO-{scene.random.randint(4000, 4999)}"})  # fmt: skip
    for product in known[::4]:
        policy = StockPolicy(Decimal(30), Decimal(10), Decimal(300), Decimal(50))
        policies.append({"id": desk.new_id(), "product_id": product, "reorder_point": policy.reorder_point,
                         "safety": policy.safety, "maximum": policy.maximum, "lot": policy.lot})  # fmt: skip
    rows.add(scene.connection, stock_tables.Supply, supply)
    rows.add(scene.connection, stock_tables.StockPolicy, policies)


def _order(
    scene: _Scene, seats: Mapping[str, Desk], quote: DemoQuote, content: Order, quote_id: uuid.UUID,
    contract_id: uuid.UUID | None,
) -> uuid.UUID:  # fmt: skip
    assert quote.decided_on is not None
    random, calendar, connection = scene.random, scene.calendar, scene.connection
    day = calendar.shift(quote.decided_on, random.randint(0, 3))
    day = min(day, calendar.last)
    key = "export" if quote.currency != "CNY" else random.choice(("stock", "stock", "make_to_order"))
    promised = calendar.shift(day, _AHEAD[key] + random.choices((-3, 0, 4, 8), (12, 25, 40, 23))[0])
    lines = tuple(
        replace(line, wanted=promised, promised=promised if line.goods.kind == "goods" else None)
        for line in content.lines
    )
    po = f"PO{quote.decided_on:%y%m}-{random.randint(100, 999)}" if random.random() < 0.7 else ""
    channel = random.choice(("phone", "email", "wechat", "website"))
    order = replace(
        content, date=day, lines=lines, customer_po=po, channel=channel, difficulty=random.choice((1, 1, 2, 3))
    )
    seat = _on(seats[quote.owner], day)
    origin = {"quote_id": quote_id, "contract_id": contract_id}
    saved = orders_saving.write(seat, connection, order, None, origin)
    if (scene.today - day).days <= 1:
        return saved.id
    shown = order_view(seat, connection, saved.id)
    orders_saving.write_confirmed(seat, connection, shown)
    rest = calendar.between(scene.today, promised)
    if rest < -15 or (rest < -2 and random.random() < 0.75):
        _finished(scene, seats, saved.id, promised)
    else:
        _under_way(scene, seats, saved.id, seat, key, rest)
    return saved.id


def _finished(scene: _Scene, seats: Mapping[str, Desk], order_id: uuid.UUID, promised: dt.date) -> None:
    """Delivered in one or two parts, a few late; invoiced, paid for the most part, closed."""
    random, calendar = scene.random, scene.calendar
    late = random.choices((-1, 0, 1, 4, 9), (20, 60, 10, 6, 4))[0]
    last = min(calendar.shift(promised, late), calendar.last)
    if random.random() < 0.25:
        _ship(scene, seats, order_id, calendar.shift(last, -6), Decimal("0.5"), signed=True)
    _ship(scene, seats, order_id, last, Decimal(1), signed=True)
    _invoice(scene, seats, order_id, last)
    owing = random.random() < 0.12
    _pay(scene, seats, order_id, min(calendar.shift(last, random.randint(5, 15)), calendar.last),
         Decimal("0.4") if owing else Decimal(1))  # fmt: skip
    if not owing:
        rows.change(scene.connection, Head, order_id, {"status": "closed", "ended_at": seats["liqiang"].clock()})
        stock.release(scene.connection, order_id)
    receivables.follow(seats["chenlan"], scene.connection, order_id)


def _under_way(scene: _Scene, seats: Mapping[str, Desk], order_id: uuid.UUID, seat: Desk, key: str, rest: int) -> None:
    """With a plan, reported on to about today; some parts have left."""
    shown = order_view(seat, scene.connection, order_id)
    plan_id = plans.begin(seat, scene.connection, shown, key)
    leaves = rest < 4 and scene.random.random() < 0.7
    _report(scene, plan_id, seats["liqiang"], shown, all_done=leaves)
    day = min(scene.calendar.last, scene.calendar.shift(scene.today, -1))
    if shown.order.payment.deposit_share and scene.random.random() < 0.8:
        _pay(scene, seats, order_id, day, shown.order.payment.deposit_share)
    if leaves:
        _ship(scene, seats, order_id, day, Decimal("0.5") if scene.random.random() < 0.4 else Decimal(1), signed=False)
    plans.recompute(seats["liqiang"], scene.connection, plan_id)


def _report(scene: _Scene, plan_id: uuid.UUID, seat: Desk, shown: OrderView, *, all_done: bool) -> None:
    """What was to be done by now is done, for the most part on its day, and the customer was told; a few hang.

    With `all_done` everything up to the dispatch is done, however the plan had it.
    """
    now = plans.local_now(seat)
    found = scene.connection.execute(
        select(PlanStep.id, PlanStep.gate, PlanStep.touchpoint, PlanDate.early_start, PlanDate.early_finish)
        .join(PlanDate, PlanDate.step_id == PlanStep.id)
        .where(PlanStep.plan_id == plan_id)
        .order_by(PlanDate.early_finish, PlanStep.position)
    ).all()
    hangs = scene.random.random() < 0.12
    for number, step in enumerate(found):
        if (step.early_finish > now and not all_done) or (hangs and not all_done and number > 4):
            if step.early_start < now:
                begun = {"actual_start": step.early_start, "progress": Decimal("0.5"), "reported_at": seat.clock()}
                rows.change(scene.connection, PlanStep, step.id, begun)
            return
        done = {
            "actual_start": min(step.early_start, now), "actual_finish": min(step.early_finish, now),
            "progress": Decimal(1), "reported_at": seat.clock(), "gate_result": "passed" if step.gate else "",
        }  # fmt: skip
        rows.change(scene.connection, PlanStep, step.id, done)
        if step.touchpoint:
            _tell(scene, seat, shown, step.touchpoint)
            if step.touchpoint == "dispatch":
                return


def _tell(scene: _Scene, seat: Desk, shown: OrderView, touchpoint: str) -> None:
    """The customer was told of a step, save one time in ten."""
    if scene.random.random() < 0.1:
        return
    talk = {
        "id": seat.new_id(), "scope": shown.order.customer_id, "customer_id": shown.order.customer_id,
        "user_id": seat.user_id, "at": seat.clock(), "channel": "wechat", "direction": "out",
        "text": str(TOUCHPOINTS[touchpoint]), "subject_table": "sales_order",
        "subject_id": shown.id, "touchpoint": touchpoint,
    }  # fmt: skip
    rows.add(scene.connection, Communication, [talk])


def _ship(
    scene: _Scene, seats: Mapping[str, Desk], order_id: uuid.UUID, day: dt.date, share: Decimal, *, signed: bool
) -> None:
    seat = _on(seats["liqiang"], day)
    shown = order_view(seat, scene.connection, order_id)
    lines = tuple(
        Sent(line.id, quantity)
        for line in shown.order.lines
        if line.id and line.goods.kind == "goods" and (quantity := _part(shown.left(line), share)) > 0
    )
    if not lines:
        return
    tracking = f"SF{scene.random.randint(10**9, 10**10)}"
    delivery = Delivery(
        order_id, day, lines, carrier=scene.random.choice(_CARRIERS), tracking=tracking,
        gate_reason=_said("抽检合格", "Spot check passed"),
    )  # fmt: skip
    saved = deliveries.write(seat, scene.connection, delivery)
    if signed:
        fact = {
            "id": seat.new_id(), "scope": shown.order.customer_id, "delivery_id": saved.id, "kind": "signed",
            "date": min(day + dt.timedelta(days=2), scene.today), "at": seat.clock(), "user_id": seat.user_id,
        }  # fmt: skip
        rows.add(scene.connection, DeliveryEvent, [fact])


def _part(left: Decimal, share: Decimal) -> Decimal:
    return left if share == 1 else (left * share).to_integral_value(ROUND_HALF_UP)


def _invoice(scene: _Scene, seats: Mapping[str, Desk], order_id: uuid.UUID, day: dt.date) -> None:
    seat = _on(seats["wuping"], day)
    shown = order_view(seat, scene.connection, order_id)
    total = shown.totals.total
    receivables.write_invoice(seat, scene.connection, receivables.Invoice(
        f"26{scene.random.randint(10**17, 10**18)}", day, {order_id: total.gross}, net=total.net,
    ))  # fmt: skip


def _pay(scene: _Scene, seats: Mapping[str, Desk], order_id: uuid.UUID, day: dt.date, share: Decimal) -> None:
    seat = _on(seats["wuping"], day)
    shown: OrderView = order_view(seat, scene.connection, order_id)
    whole = shown.totals.total.gross - shown.figure["received"]
    amount = whole if share == 1 else (whole * share).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if amount <= ZERO:
        return
    receivables.write_receipt(seat, scene.connection, receivables.Receipt(
        shown.order.customer_id, day, amount, shown.order.currency, "final" if share == 1 else "deposit",
        reference=f"{scene.random.randint(10**7, 10**8)}", pays={order_id: amount},
    ))  # fmt: skip


def _complaints(
    seats: Mapping[str, Desk], chosen: list[DemoQuote], papers: Mapping[str, uuid.UUID], today: dt.date, random: Random
) -> None:
    """Closed, answered and unanswered complaints, the latest of this morning."""
    with seats["liqiang"].reading() as connection:
        sent = set(connection.execute(select(Head.id).where(Head.status == "closed")).scalars())
        sellers = {row.id: row.customer_id for row in connection.execute(select(Head.id, Head.customer_id))}
    closed = [(seats[one.owner], order) for one in chosen if (order := papers[f"order:{one.key}"]) in sent]
    for number, (desk, order_id) in enumerate(random.sample(closed, min(24, len(closed)))):
        kind, severity, words, cause, measure = _COMPLAINTS[number % len(_COMPLAINTS)]
        age = 0 if number == 0 else 1 if number < 3 else random.randint(4, 90)
        day = today - dt.timedelta(days=age)
        noted = complaints.note(
            _on(desk, day),
            complaints.Complaint(sellers[order_id], _said(words.zh, words.en), kind, severity, order_id=order_id),
        )
        if age < 1:
            continue
        then = _on(desk, day + dt.timedelta(days=1))
        complaints.step(then, noted.id, "answer", _said("已致歉，正在查原因", "Apologised, looking into it"))
        if age < 6:
            continue
        then = _on(desk, day + dt.timedelta(days=4))
        complaints.step(then, noted.id, "solve", cause=cause, measure=_said(measure.zh, measure.en))
        complaints.step(then, noted.id, "close", satisfaction=random.choice((3, 4, 4, 5, 5)))


def _said(zh: str, en: str) -> str:
    return zh if current_language() == "zh" else en
