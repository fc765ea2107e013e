import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import customers, inquiries, journal, quotes_saving
from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine
from orderdesk_gui.rules.language import UserError
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
DAY = dt.timedelta(days=1)


def asked(office: Office, who: str = "sales", **values: object) -> uuid.UUID:
    made = Inquiry(TODAY, customer_id=office.customer, lines=(InquiryLine("减速机", office.gear, D(10), "台"),))
    return inquiries.save(office[who], replace(made, **values)).id  # type: ignore[arg-type]


def stranger(**values: object) -> dict[str, object]:
    return {"customer_id": None, "customer_name": "泊远流体设备有限公司", "phone": "13812345678", **values}


def test_what_was_noted_comes_back(office: Office) -> None:
    inquiry = Inquiry(
        TODAY, "wechat", office.customer, contact="沈女士", phone="0512-5550 2266",
        lines=(InquiryLine("减速机 90", None, None, "台", D("95.5")), InquiryLine("", office.gear, D("2.5"))),
        wanted=TODAY + 30 * DAY, urgency="high", importance="low", complexity="high", next_step="回电",
        next_date=TODAY, notes="先报价",
    )  # fmt: skip
    saved = inquiries.save(office["sales"], inquiry)
    shown = inquiries.load(office["sales"], saved.id)
    own = {"owner_id": office["sales"].user_id, "customer_name": "苏州云栎自动化设备有限公司"}
    assert shown.inquiry == replace(inquiry, **own)  # type: ignore[arg-type]
    assert (shown.status, shown.quotes, saved.number[:9]) == ("open", (), "INQ-2026-")
    inquiries.save(office["sales"], replace(shown.inquiry, lines=shown.inquiry.lines[1:]), saved.id)
    again = inquiries.load(office["sales"], saved.id)
    assert again.number == saved.number and again.inquiry.lines == inquiry.lines[1:]


def test_a_name_and_a_phone_suffice(office: Office) -> None:
    with pytest.raises(UserError) as caught:
        asked(office, **stranger(customer_name=" "))
    assert caught.value.field == "customer_name"
    saved = asked(office, **stranger())
    row = inquiries.list_inquiries(office["sales"]).rows[0]
    assert (row.id, row.customer_id, row.customer) == (saved, None, "泊远流体设备有限公司")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"channel": "fax"}, "channel"),
        ({"urgency": "now"}, "urgency"),
        ({"wanted": TODAY - DAY}, "wanted"),
        ({"lines": (InquiryLine(""),)}, "lines.0.text"),
        ({"lines": (InquiryLine("x", None, D(0)),)}, "lines.0.quantity"),
        ({"lines": (InquiryLine("x", None, D("NaN")),)}, "lines.0.quantity"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, values: dict[str, object], field: str) -> None:
    with pytest.raises(UserError) as caught:
        asked(office, **values)
    assert caught.value.field == field


def test_one_click_makes_the_quotation(office: Office) -> None:
    lines = (InquiryLine("非标支架", None, D(3), "件", D("12.5")), InquiryLine("", office.gear, None))
    saved = asked(office, lines=lines, wanted=TODAY + 40 * DAY)
    quote = inquiries.to_quote(office["sales"], saved)
    free, goods = quote.lines
    assert (free.name_zh, free.quantity, free.unit_price, free.manual) == ("非标支架", D(3), D("12.5"), True)
    assert (goods.code, goods.quantity, goods.unit_price, goods.manual) == ("GEAR-1", D(1), D(100), False)
    assert goods.delivery_date == TODAY + 40 * DAY and quote.inquiry_id == saved
    made = quotes_saving.save(office["sales"], quote)
    shown = inquiries.load(office["sales"], saved)
    assert (shown.status, shown.quotes) == ("quoted", ((made.id, made.number, "draft"),))


def test_somebody_new_becomes_a_customer_once(office: Office) -> None:
    first, second = asked(office, **stranger()), asked(office, **stranger())
    buyers = [inquiries.to_quote(office["sales"], one).customer_id for one in (first, second, first)]
    assert len(set(buyers)) == 1
    made = customers.load(office["sales"], buyers[0])
    assert (made.name, made.phone, made.contacts[0].phone) == ("泊远流体设备有限公司", "13812345678", "13812345678")
    assert inquiries.load(office["sales"], second).inquiry.customer_id == buyers[0]
    assert customers.list_customers(office["sales"], counted=True).total == 2


def test_only_those_who_quote_make_the_quotation(office: Office) -> None:
    saved = asked(office, "follow_up", **stranger())
    with pytest.raises(UserError, match="make quotations"):
        inquiries.to_quote(office["follow_up"], saved)
    assert inquiries.load(office["follow_up"], saved).inquiry.customer_id is None


def test_lost_closed_and_open_again(office: Office) -> None:
    saved = asked(office)
    for command, status in (("lose", "lost"), ("reopen", "open"), ("close", "closed"), ("reopen", "open")):
        done = inquiries.decide(office["sales"], saved, command)
        assert inquiries.load(office["sales"], saved).status == status
    with pytest.raises(UserError, match="not possible"):
        inquiries.decide(office["sales"], saved, "reopen")
    assert done.tx
    with pytest.raises(UserError):
        journal.undo(office["sales"], done.tx)


def test_a_deleted_inquiry_comes_back_with_its_lines(office: Office) -> None:
    saved = asked(office)
    done = inquiries.delete(office["sales"], saved)
    assert inquiries.list_inquiries(office["sales"], tab="all").rows == () and done.tx
    journal.undo(office["sales"], done.tx)
    assert len(inquiries.load(office["sales"], saved).inquiry.lines) == 1


def test_tabs_and_pages(office: Office) -> None:
    due = asked(office, next_step="回电", next_date=TODAY)
    later = asked(office, next_step="回电", next_date=TODAY + DAY)
    closed = asked(office, next_step="回电", next_date=TODAY)
    inquiries.decide(office["sales"], closed, "close")
    other = inquiries.save(office["colleague"], Inquiry(TODAY, customer_name="丙", phone="13900000000")).id

    def ids(who: str, **wanted: object) -> list[uuid.UUID]:
        return [row.id for row in inquiries.list_inquiries(office[who], **wanted).rows]  # type: ignore[arg-type]

    assert ids("sales", tab="open") == [later, due] and ids("gm", tab="open") == [other, later, due]
    assert ids("sales", tab="due") == [due] and ids("colleague", tab="all") == [other]
    assert ids("gm", tab="all") == [other, closed, later, due] and ids("gm", tab="mine") == []
    first = inquiries.list_inquiries(office["gm"], tab="all", limit=3, counted=True)
    rest = inquiries.list_inquiries(office["gm"], tab="all", limit=3, after=first.after)
    assert (first.total, [row.id for row in (*first.rows, *rest.rows)]) == (4, [other, closed, later, due])
    assert ids("gm", tab="all", text="13900000000") == [other] and ids("sales", tab="all", text="13900000000") == []


def test_a_clerk_sees_and_writes_only_their_own(office: Office) -> None:
    saved = asked(office)
    for action in (
        lambda: inquiries.load(office["colleague"], saved),
        lambda: inquiries.save(office["colleague"], Inquiry(TODAY, customer_name="x", phone="13812345678"), saved),
        lambda: inquiries.decide(office["colleague"], saved, "close"),
        lambda: inquiries.delete(office["colleague"], saved),
        lambda: inquiries.to_quote(office["colleague"], saved),
    ):
        with pytest.raises(UserError, match="belongs to a colleague"):
            action()
