"""Order confirmations and production notices say what was agreed, are kept to the byte, and show no price too many."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest
from sqlalchemy import select

from orderdesk_gui.actions import companies, orders, orders_papers, orders_saving, papers, storage
from orderdesk_gui.actions.orders_papers import PaperChoice
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.store.customers import Communication
from orderdesk_gui.store.desks import ArchiveTask
from tests.actions.selling_office import Office, office
from tests.actions.test_quotes_papers import text

__all__ = ["office"]
PROMISED = dt.date(2026, 12, 15)


def saved(office: Office, *lines: OrderLine, **changes: object) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    usual = OrderLine(office.line("10", "113.37", remark="黑色"), promised=PROMISED, drawing="CY-0187 C")
    made = replace(blank, lines=lines or (usual,), payment=PaymentTerms("monthly", 30), customer_po="PO-77", **changes)  # type: ignore[arg-type]
    return orders_saving.save(office["sales"], made).id


def confirmed(office: Office, *lines: OrderLine, **changes: object) -> uuid.UUID:
    order_id = saved(office, *lines, **changes)
    orders_saving.confirm(office["sales"], order_id, template="stock")
    return order_id


def talks(office: Office) -> list[tuple[str | None, str, uuid.UUID | None]]:
    with office["gm"].reading() as connection:
        found = connection.execute(select(Communication.touchpoint, Communication.text, Communication.subject_id))
        return [tuple(row) for row in found]


def test_the_confirmation_says_what_was_agreed(office: Office) -> None:
    order_id = confirmed(office, freight=D(50), remarks="与上批同色")
    number = orders.load(office["sales"], order_id).number
    said = text(orders_papers.preview(office["sales"], order_id, "confirmation"))
    for part in (
        "订单确认", number, "PO-77", "苏州云栎自动化设备有限公司", "行星减速机", "黑色", "2026-12-15", "2026年12月15日",
        "运费", "1,183.70", "壹仟壹佰捌拾叁元柒角", "月结30天", "与上批同色", "买方确认", "周小",
    ):  # fmt: skip
        assert part in said, part
    assert "草稿" not in said


def test_a_draft_is_marked_and_not_issued(office: Office) -> None:
    order_id = saved(office)
    assert "草稿" in text(orders_papers.preview(office["sales"], order_id, "confirmation"))
    with pytest.raises(UserError, match="confirmed order") as caught:
        orders_papers.issue(office["sales"], order_id, "confirmation")
    assert caught.value.field == "status" and talks(office) == []


def test_what_is_typed_is_drawn_as_a_draft(office: Office) -> None:
    order_id = confirmed(office)
    shown = orders.load(office["sales"], order_id)
    typed = replace(shown.order, remarks="改了备注")
    said = text(orders_papers.preview_unsaved(office["sales"], order_id, typed, "confirmation"))
    assert "改了备注" in said and "草稿" in said


def test_issuing_keeps_the_bytes_and_tells_that_the_customer_was_told(office: Office) -> None:
    order_id = confirmed(office)
    issued = orders_papers.issue(office["sales"], order_id, "confirmation", channel="wechat", to="沈女士")
    shown = orders.load(office["sales"], order_id)
    assert issued.file_name == f"订单确认_{shown.number}_苏州云栎自动化设备有限公司.pdf"
    assert shown.paper_id == issued.paper_id
    assert papers.content(office["sales"], issued.paper_id) == (issued.file_name, issued.content)
    assert talks(office) == [("confirmation", f"订单确认 {shown.number} → 沈女士", order_id)]
    with office["gm"].reading() as connection:
        (path,) = connection.execute(select(ArchiveTask.path)).scalars()
    assert path.endswith(issued.file_name) and path.startswith("澜川传动科技（苏州）有限公司/2026/")
    assert storage.retry(office.store) == 1


def test_the_same_again_is_not_kept_twice(office: Office) -> None:
    order_id = confirmed(office)
    first = orders_papers.issue(office["sales"], order_id, "confirmation")
    office.clock.now += dt.timedelta(hours=3)
    again = orders_papers.issue(office["sales"], order_id, "confirmation")
    assert (again.paper_id, again.content, again.changes.tx) == (first.paper_id, first.content, None)
    assert len(talks(office)) == 1
    english = orders_papers.issue(office["sales"], order_id, "confirmation", PaperChoice("en"))
    assert english.file_name.startswith("Order confirmation_") and english.file_name.endswith("_R2.pdf")
    assert [row.revision for row in papers.of_record(office["sales"], order_id)] == [2, 1]


def test_the_production_notice_shows_no_price(office: Office) -> None:
    mould = replace(office.line("1", "9876.54"), product_id=None, kind="mould", name_zh="模具", unit="副")
    carriage = replace(office.line("1", "321"), product_id=None, kind="freight", name_zh="专车运费", unit="次")
    order_id = confirmed(
        office, OrderLine(office.line("10", "113.37"), promised=PROMISED, drawing="CY-0187 C"), OrderLine(mould),
        OrderLine(carriage), remarks="首件须经客户确认",
    )  # fmt: skip
    issued = orders_papers.issue(office["sales"], order_id, "production")
    said = text(issued.content)
    for part in ("生产通知单", "行星减速机", "CY-0187C", "2026-12-15", "模具", "首件须经客户确认", "品质", "PO-77"):
        assert part in said, part
    for price in ("113", "1,133", "9,876", "321", "专车运费", "¥", "元", "60.00"):
        assert price not in said, price
    assert talks(office) == []


def test_papers_of_the_demo_say_so(office: Office) -> None:
    mine = companies.list_companies(office["admin"])[0]
    companies.save_company(office["admin"], replace(mine, demo=True))
    order_id = confirmed(office)
    assert "演示" in text(orders_papers.issue(office["sales"], order_id, "confirmation").content)
    assert "演示" in text(orders_papers.preview(office["sales"], order_id, "production"))


def test_letterhead_and_languages(office: Office) -> None:
    order_id = confirmed(office)
    made = {
        language: text(orders_papers.preview(office["sales"], order_id, "confirmation", PaperChoice(language)))
        for language in ("zh", "en", "both")
    }
    assert "Confirmedbythebuyer" in made["en"] and "买方" not in made["en"]
    assert "Confirmedbythebuyer" in made["both"] and "买方确认" in made["both"]
    plain = orders_papers.preview(office["sales"], order_id, "confirmation", PaperChoice("zh", letterhead=False))
    assert "0512-55501188" in made["zh"] and "0512-55501188" not in text(plain)


def test_who_may(office: Office) -> None:
    order_id = confirmed(office)
    issued = orders_papers.issue(office["sales"], order_id, "production")
    with pytest.raises(UserError, match="make orders"):
        orders_papers.issue(office["finance"], order_id, "confirmation")
    with pytest.raises(UserError, match="colleague"):
        papers.content(office["colleague"], issued.paper_id)
