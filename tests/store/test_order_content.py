"""The content of an order comes back from its document just as it was."""

import datetime as dt
import json
from decimal import Decimal as D
from uuid import UUID

from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store.order_content import order_data, order_of_data

DAY = dt.date(2026, 12, 15)
ONE = UUID(int=11)
GOODS = QuoteLine(
    D("10.5"), D("46.275"), D("0.09"), UUID(int=7), "goods", "ZC-1", "K-9", "轴承座", "Bearing", "HT250", "件", D(50),
    D("0.03"), True, UUID(int=8), 2, DAY, 12, "木箱",
)  # fmt: skip
FREE = OrderLine(QuoteLine(D(1), D(0), kind="mould", name_zh="模具"))
TERMS = PaymentTerms("split", shares=(Share(D("0.3"), "signing", 7, True), Share(D("0.7"), "delivery", 30)))
ORDER = Order(
    UUID(int=1), UUID(int=2), DAY, (OrderLine(GOODS, DAY, DAY, "ZC-1 A", ONE), FREE), "sample", "wechat", "PO-7", DAY,
    "USD", "exclusive", D("37.5"), D("11.3"), D("0.06"), TERMS, "苏州", "汽运", "FOB 上海", "12 个月", "备注", 3,
    UUID(int=5),
)  # fmt: skip


def test_everything_comes_back() -> None:
    kept = json.loads(json.dumps(order_data(ORDER, {ONE: D("2.5"), UUID(int=12): D(0)})))
    assert order_of_data(kept) == (ORDER, {ONE: D("2.5")})
