"""The page of orders on a real data file."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from orderdesk_gui.actions import (
    approvals,
    customers,
    deliveries,
    drafts,
    orders,
    orders_saving,
    quotes_papers,
    quotes_saving,
    stock,
)
from orderdesk_gui.rules.language import use_language
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui import theme, translations
from orderdesk_gui.ui.dialogs.import_wizard import ImportWizard
from orderdesk_gui.ui.dialogs.order_alarms import OrderAlarmsDialog
from orderdesk_gui.ui.dialogs.order_change import OrderChangeDialog
from orderdesk_gui.ui.dialogs.order_change_cancel import OrderCancelDialog
from orderdesk_gui.ui.dialogs.paper import PaperDialog
from orderdesk_gui.ui.dialogs.send import SendDialog
from orderdesk_gui.ui.pages.orders.deliveries_dialog import DeliveriesDialog
from orderdesk_gui.ui.pages.orders.delivery_dialog import DeliveryDialog
from orderdesk_gui.ui.pages.orders.draft import Draft, from_json, to_json
from orderdesk_gui.ui.pages.orders.money_dialogs import InvoiceDialog, ReceiptDialog
from orderdesk_gui.ui.pages.orders.page import OrdersPage
from orderdesk_gui.ui.pages.orders.reason_dialog import ReasonDialog
from orderdesk_gui.ui.pages.orders.review_dialog import ReviewDialog
from orderdesk_gui.ui.pages.orders.summaries import plan_rows
from tests.ui.soundness import assert_page_is_sound

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = dt.date(2026, 11, 24)
PROMISED = dt.date(2026, 12, 18)


def page_of(seat) -> OrdersPage:
    page = seat.page()
    assert isinstance(page, OrdersPage)
    return page


def goods(office, quantity: str = "20", price: str = "461.70") -> QuoteLine:
    return QuoteLine(
        D(quantity), D(price), product_id=office.products[0], code="PLF060-L1-5", name_zh="行星减速机 60 框 速比 5",
        name_en="Planetary gearbox 60, i = 5", unit="台", manual=True,
    )  # fmt: skip


def order(office, quantity: str = "20", price: str = "461.70", **changes) -> Order:
    made = orders_saving.blank(office.desk(), office.customers[1])
    line = OrderLine(goods(office, quantity, price), promised=PROMISED)
    return replace(made, lines=(line,), **changes)


def saved(office, made: Order | None = None) -> uuid.UUID:
    return orders_saving.save(office.desk(), made or order(office)).id


def confirmed(office, made: Order | None = None) -> uuid.UUID:
    order_id = saved(office, made)
    orders_saving.confirm(office.desk(), order_id, template="stock")
    return order_id


def show(seat, order_id: uuid.UUID) -> OrdersPage:
    seat.window.navigate("orders", order_id)
    page = page_of(seat)
    seat.until(lambda: page.opened is not None and page.opened.draft.id == order_id)
    seat.settle()
    return page


def loaded(office, order_id: uuid.UUID) -> orders.OrderView:
    return orders.load(office.desk(), order_id)


def dialog(seat, kind: type[QDialog]) -> QDialog:
    found = [one for one in page_of(seat).findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    seat.settle()
    return found[0]


def test_an_order_is_typed_saved_and_confirmed_by_keyboard(sit_down, office) -> None:
    seat = sit_down("orders")
    page = page_of(seat)
    seat.qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    seat.until(lambda: page.ui.asking_customer.hasFocus())
    seat.type("cyzd")
    seat.until(lambda: page.ui.asking_customer.popup.isVisible())
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.until(lambda: page.opened is not None)
    seat.settle()
    seat.type("PLF060-L1-5")
    seat.settle()
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.settle()
    seat.type("20")
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.until(lambda: bool(page.ui.grid.lines()) and page.ui.grid.lines()[0].get("unit_price") == D("461.70"))
    page.ui.grid.focus_cell(0, "promised")
    seat.type("2026-12-18")
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.settle()
    seat.qtbot.keyClick(seat.focus(), ENTER, CTRL)
    seat.until(lambda: page.opened is not None and page.opened.status == "confirmed")
    seat.settle()
    assert page.opened.draft.id is not None
    shown = loaded(office, page.opened.draft.id)
    (line,) = shown.order.lines
    assert (line.goods.quantity, line.goods.unit_price, line.promised) == (D(20), D("461.70"), PROMISED)
    assert (line.goods.manual, shown.status) == (False, "confirmed")
    assert drafts.drafts_of(office.desk(), "order") == []
    assert page.opened.plan is not None
    assert {"shipped", "open"} <= set(page.ui.grid.shown_columns())
    assert page.ui.main.text() == "Note a delivery…"


def test_a_missing_promise_stands_at_its_cell(sit_down, office) -> None:
    made = order(office)
    undated = replace(made, lines=tuple(replace(line, promised=None) for line in made.lines))
    seat = sit_down("orders")
    page = show(seat, saved(office, undated))
    assert any("promised day" in row.text for row in page.ui.plan_band.rows())
    page.main_action()
    seat.settle()
    grid = page.ui.grid
    assert "delivered" in grid.grid_model.marks(grid.grid_model.line(0)).problems["promised"]
    assert loaded(office, page.opened.draft.id).status == "draft"


def test_what_was_typed_survives_a_crash(sit_down, office) -> None:
    seat = sit_down("orders")
    page = page_of(seat)
    page.open({"customer": office.customers[1]})
    seat.until(lambda: page.opened is not None)
    seat.settle()
    seat.type("mould, special")
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.settle()
    page.terms.ui.customer_po.setText("PO-8")
    page.keeper.keep_now()
    seat.settle()
    again = sit_down("orders")
    shown = page_of(again)
    again.until(lambda: shown.opened is not None)
    again.settle()
    draft = shown.typed()
    assert draft is not None and draft.id is None
    assert (draft.order.lines[0].goods.name_en, draft.order.customer_po) == ("mould, special", "PO-8")
    shown.save()
    again.settle()
    assert drafts.drafts_of(office.desk(), "order") == []
    assert orders.list_orders(office.desk()).rows[0].customer_po == "PO-8"


def test_a_draft_is_kept_as_it_was() -> None:
    line = OrderLine(QuoteLine(D("1.5"), D("2.25"), name_zh="模具"), wanted=TODAY, promised=PROMISED, drawing="A-1")
    made = Order(uuid.uuid4(), uuid.uuid4(), TODAY, (line,), kind="sample", customer_po="PO", freight=D("3.1"))
    draft = Draft(made, quote_id=uuid.uuid4())
    assert from_json(to_json(draft)) == draft


def test_saved_changes_are_taken_back_and_done_again(sit_down, office) -> None:
    order_id = saved(office)
    made = loaded(office, order_id).order
    more = replace(made, lines=(replace(made.lines[0], goods=goods(office, "30")),))
    orders_saving.save(office.desk(), more, order_id)
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.undo()
    seat.settle()
    assert loaded(office, order_id).order.lines[0].goods.quantity == D(20)
    seat.until(lambda: page.ui.grid.lines()[0]["quantity"] == D(20))
    page.redo()
    seat.settle()
    assert loaded(office, order_id).order.lines[0].goods.quantity == D(30)


def test_an_order_comes_from_a_won_quotation_at_its_prices(sit_down, office) -> None:
    desk = office.desk()
    quote = replace(quotes_saving.blank(desk, office.customers[0]), lines=(goods(office, "2", "486"),))
    quote_id = quotes_saving.save(desk, quote).id
    assert approvals.submit(desk, quote_id).status == "approved"
    quotes_papers.issue(desk, quote_id)
    quotes_saving.decide(desk, quote_id, "win", customer_po="PO-12")
    seat = sit_down("quotations")
    seat.window.navigate("quotations", quote_id)
    seat.settle()
    titles = {command.title: command.run for command in seat.page().commands()}
    titles["Make the order"]()
    seat.until(lambda: isinstance(seat.page(), OrdersPage))
    page = page_of(seat)
    seat.until(lambda: page.opened is not None)
    seat.settle()
    assert page.ui.grid.lines()[0]["unit_price"] == D(486)
    page.save()
    seat.settle()
    ((order_id, number),) = orders.of_quote(desk, quote_id)
    shown = loaded(office, order_id)
    assert (shown.order.customer_po, shown.order.lines[0].goods.unit_price) == ("PO-12", D(486))
    page.open({"from_quote": quote_id})
    seat.until(lambda: page.opened is not None and page.opened.draft.id is None)
    seat.settle()
    assert number in page.ui.notice_text.text()


def test_a_large_order_is_reviewed_by_a_second_person_at_the_same_desk(sit_down, office) -> None:
    order_id = saved(office, order(office, "200"))
    seat = sit_down("orders")
    page = show(seat, order_id)
    assert page.ui.main.text() == "Submit for review"
    page.main_action()
    seat.until(lambda: page.opened.status == "review")
    seat.settle()
    page.main_action()
    asked = dialog(seat, ReviewDialog)
    assert asked.ui.sign_in.isVisible()
    seat.until(lambda: asked.ui.login.findData("wang") >= 0)
    assert asked.ui.login.findData("zhou") < 0
    asked.ui.login.setCurrentIndex(asked.ui.login.findData("wang"))
    asked.ui.password.setText("4321")
    asked.ui.approve.click()
    assert asked.isVisible()  # four points, not one look
    asked.ui.product.setChecked(True)
    asked.ui.quantity.setChecked(True)
    asked.ui.customer.setChecked(True)
    asked.ui.return_it.click()
    seat.settle()
    assert loaded(office, order_id).status == "review"  # not without a word
    asked.ui.note.setText("price of last year")
    asked.ui.return_it.click()
    seat.until(lambda: page.opened.status == "returned")
    seat.settle()
    assert loaded(office, order_id).review.wrong == ("price",)
    assert "price of last year" in page.ui.notice_text.text()
    page.main_action()
    seat.until(lambda: page.opened.status == "review")
    seat.settle()
    page.deeds.review()
    asked = dialog(seat, ReviewDialog)
    seat.until(lambda: asked.ui.login.findData("wang") >= 0)
    asked.ui.login.setCurrentIndex(asked.ui.login.findData("wang"))
    asked.ui.password.setText("0000")
    for box in asked.points.values():
        box.setChecked(True)
    asked.ui.approve.click()
    seat.settle()
    assert asked.isVisible() and asked.ui.password.accessibleDescription()
    asked.ui.password.setText("4321")
    asked.ui.approve.click()
    seat.until(lambda: page.opened.view.review is not None and page.opened.view.review.stands)
    seat.settle()
    assert page.ui.main.text() == "Confirm"
    page.main_action()
    seat.until(lambda: page.opened.status == "confirmed")


def test_a_delivery_is_noted_signed_for_and_taken_back(sit_down, office) -> None:
    order_id = confirmed(office)
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.main_action()
    note = dialog(seat, DeliveryDialog)
    assert note.quantities[0].value() == D(20)
    assert not note.ui.over_pane.isVisible()
    note.quantities[0].setText("25")
    note.quantities[0].textEdited.emit("25")
    assert note.ui.over_pane.isVisible()
    note.ui.confirm.click()
    seat.settle()
    assert note.isVisible() and note.ui.over_reason.accessibleDescription()
    note.quantities[0].setText("8")
    note.quantities[0].textEdited.emit("8")
    note.ui.carrier.setText("SF")
    note.ui.tracking.setText("SF100")
    if page.opened.gates:
        note.ui.confirm.click()
        seat.settle()
        assert note.ui.gate_reason.accessibleDescription()
        note.ui.gate_reason.setText("agreed with the customer")
    note.ui.confirm.click()
    seat.until(lambda: page.opened.state == "part_shipped")
    seat.settle()
    (row,) = deliveries.list_deliveries(office.desk(), order_id=order_id).rows
    assert (row.quantity, row.carrier, row.tracking) == (D(8), "SF", "SF100")
    line = page.ui.grid.lines()[0]
    assert (line["_shipped"], line["_open"]) == (D(8), D(12))
    page.deeds.facts.deliveries()
    told = dialog(seat, DeliveriesDialog)
    seat.until(lambda: told.model.total() == 1)
    told.ui.objected.click()
    seat.settle()
    assert told.ui.words.accessibleDescription()  # what about?
    told.ui.words.setText("Mr Qian")
    told.ui.signed.click()
    seat.until(lambda: told.model.rows()[0].state == "signed")
    seat.settle()
    told.ui.take_back.click()
    seat.settle()
    assert told.model.rows()[0].state == "signed"  # not without a reason
    told.ui.words.setText("wrong order")
    told.ui.take_back.click()
    seat.until(lambda: told.model.rows()[0].state == "voided")
    told.reject()
    seat.settle()
    assert loaded(office, order_id).state == "confirmed"


def test_goods_come_back(sit_down, office) -> None:
    order_id = confirmed(office)
    seat = sit_down("orders")
    page = show(seat, order_id)
    assert "Note a return…" not in {command.title for command in page.commands()}
    page.deeds.facts.deliver()
    note = dialog(seat, DeliveryDialog)
    note.ui.gate_reason.setText("agreed")
    note.ui.confirm.click()
    seat.until(lambda: page.opened.state == "shipped")
    seat.settle()
    page.deeds.facts.take_in()
    back = dialog(seat, DeliveryDialog)
    assert back.quantities[0].value() is None
    for quantity in ("21", "3"):
        back.quantities[0].setText(quantity)
        back.quantities[0].textEdited.emit(quantity)
        back.ui.confirm.click()
        seat.settle()
    assert loaded(office, order_id).sent == {loaded(office, order_id).order.lines[0].id: D(17)}


def test_receipt_and_invoice_are_noted(sit_down, office) -> None:
    order_id = confirmed(office)
    total = loaded(office, order_id).totals.total
    seat = sit_down("orders", "chen")
    page = show(seat, order_id)
    page.deeds.facts.receipt()
    money = dialog(seat, ReceiptDialog)
    assert money.ui.amount.value() == total.gross
    money.ui.amount.set_value(D(1000))
    money.ui.confirm.click()
    seat.until(lambda: page.opened.view.figure["received"] == D(1000))
    seat.settle()
    page.deeds.facts.invoice()
    paper = dialog(seat, InvoiceDialog)
    assert (paper.ui.amount.value(), paper.ui.net.value()) == (total.gross, total.net)
    paper.ui.confirm.click()
    seat.settle()
    assert paper.isVisible() and paper.ui.number.accessibleDescription()
    paper.ui.number.setText("26117000001")
    paper.ui.confirm.click()
    seat.until(lambda: page.opened.view.figure["invoiced"] == total.gross)
    seat.settle()
    assert [round(bar.share, 3) for bar in page.ui.progress_band.bars()] == [0.0, 1.0, 0.108]


def test_closing_with_something_open_wants_a_reason(sit_down, office) -> None:
    order_id = confirmed(office)
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.deeds.end("close")
    why = dialog(seat, ReasonDialog)
    why.ui.confirm.click()
    seat.settle()
    assert loaded(office, order_id).status == "confirmed"
    why.ui.reason.setText("customer stopped")
    why.ui.confirm.click()
    seat.until(lambda: page.opened.status == "closed")
    seat.settle()
    assert "customer stopped" in page.ui.notice_text.text()
    page.main_action()
    why = dialog(seat, ReasonDialog)
    why.ui.reason.setText("goes on")
    why.ui.confirm.click()
    seat.until(lambda: page.opened.status == "confirmed")


def test_a_draft_is_voided_and_copied(sit_down, office) -> None:
    order_id = saved(office, order(office, customer_po="PO-1"))
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.deeds.end("void")
    why = dialog(seat, ReasonDialog)
    why.ui.reason.setText("double")
    why.ui.confirm.click()
    seat.until(lambda: page.opened.status == "voided")
    seat.settle()
    page.main_action()
    seat.until(lambda: page.opened.draft.id is None)
    seat.settle()
    copied = page.typed()
    assert copied is not None and (copied.order.customer_po, copied.order.lines[0].promised) == ("", None)
    assert copied.order.lines[0].goods.unit_price == D("461.70")
    page.save()
    seat.settle()
    assert loaded(office, page.order_id()).number != loaded(office, order_id).number


def test_the_same_order_number_of_theirs_is_pointed_out(sit_down, office) -> None:
    first = saved(office, order(office, customer_po="PO-5"))
    seat = sit_down("orders")
    page = show(seat, saved(office))
    page.toggle_terms()
    page.terms.ui.customer_po.setFocus()
    seat.type("PO-5")
    number = loaded(office, first).number
    seat.until(lambda: number in page.terms.ui.customer_po.accessibleDescription())
    page.save()
    seat.settle()
    assert number in page.ui.notice_text.text()
    page.ui.notice_first.click()
    seat.until(lambda: page.opened.draft.id == first)


def test_stock_is_a_note_and_no_wall(sit_down, office) -> None:
    order_id = saved(office)
    stock.count(office.desk("boss"), [stock.Counted(office.products[0], D(8))])
    seat = sit_down("orders")
    page = show(seat, order_id)
    grid = page.ui.grid
    line = grid.grid_model.line(0)
    marks = grid.grid_model.marks(line)
    assert "12 are not in stock" in marks.tip and "as of 11-24" in marks.tip
    assert marks.tones["stock"] == "yellow"
    page.main_action()
    seat.until(lambda: page.opened.status == "confirmed")


def test_what_looks_wrong_is_said_before_it_is_confirmed(sit_down, office) -> None:
    confirmed(office)
    order_id = saved(office, order(office, price="300"))
    seat = sit_down("orders")
    page = show(seat, order_id)
    assert any("cheaper than the last time" in row.text for row in page.ui.plan_band.rows())
    page.ui.grid.focus_cell(0, "quantity")
    seat.type("21")
    seat.qtbot.keyClick(seat.focus(), ENTER)
    seat.settle()
    assert page.ui.grid.lines()[0]["unit_price"] == D(300)  # agreed on, whatever the price list says
    page.main_action()
    seat.until(lambda: bool(page.findChildren(OrderAlarmsDialog)))
    asked = dialog(seat, OrderAlarmsDialog)
    asked.ui.reason.setText("a price for samples")
    asked.ui.confirm.click()
    seat.until(lambda: page.opened.status == "confirmed")


def test_freight_is_never_still_to_ship(sit_down, office) -> None:
    made = order(office)
    freight = OrderLine(QuoteLine(D(1), D(50), kind="freight", name_zh="运费", unit="项"))
    seat = sit_down("orders")
    page = show(seat, confirmed(office, replace(made, lines=(*made.lines, freight))))
    assert [line.get("_open") for line in page.ui.grid.lines()] == [D(20), None]
    assert len(page.deeds.facts.lines()) == 1


def test_a_forecast_beyond_the_promise_is_said_with_its_days(sit_down, office) -> None:
    seat = sit_down("orders")
    page = show(seat, confirmed(office))
    plan = page.opened.plan
    assert plan is not None
    note, chip, _rows = plan_rows(replace(plan, promise=PROMISED, forecast=dt.date(2026, 12, 21)), TODAY)
    assert (note, chip.text, chip.tone) == ("promised 12-18 · forecast 12-21", "3 days late", "red")
    note, chip, rows = plan_rows(replace(plan, promise=PROMISED, forecast=PROMISED, warnings=()), TODAY)
    assert (note, chip.tone) == ("promised 12-18", "green")
    assert len(rows) == 4 and all(row.day for row in rows)


def test_tabs_count_what_waits_where(sit_down, office) -> None:
    order_id = saved(office, order(office, "200"))
    orders_saving.submit(office.desk(), order_id)
    confirmed(office)
    seat = sit_down("orders")
    page = page_of(seat)
    seat.settle()
    counted = {one.key: one.count for one in page.ui.tabs._counters}
    assert counted == {"mine": 2, "to_review": 1, "open": 1, "late": 0, "all": None}
    page.ui.tabs.set_value("to_review")
    page.records.ask()
    seat.until(lambda: [row.id for row in page.list_model.rows()] == [order_id])


def test_the_confirmation_is_previewed_issued_and_sent(sit_down, office) -> None:
    order_id = saved(office)
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.print()
    seat.settle()
    paper = dialog(seat, PaperDialog)
    assert paper.document.pageCount() >= 1
    paper.reject()
    page.main_action()
    seat.until(lambda: page.opened.status == "confirmed")
    seat.settle()
    page.deeds.papers.send()
    seat.settle()
    send = dialog(seat, SendDialog)
    assert loaded(office, order_id).paper_id is not None
    send.ui.note_sent.click()
    seat.settle()
    number = loaded(office, order_id).number
    told = [event for event in customers.time_line(office.desk(), office.customers[1]) if event.table != "paper"]
    assert any(f"Order confirmation {number}" in f"{event.title} {event.detail}" for event in told)


def test_a_confirmed_order_is_changed_and_cancelled_by_notices(sit_down, office) -> None:
    order_id = confirmed(office)
    seat = sit_down("orders")
    page = show(seat, order_id)
    assert {"Change…", "Cancel the order or lines…"} <= {command.title for command in page.commands()}
    page.deeds.order_changes.change()
    seat.settle()
    change = dialog(seat, OrderChangeDialog)
    change.reject()
    page.deeds.order_changes.cancel()
    dialog(seat, OrderCancelDialog).reject()
    page.deeds.order_changes._changed("CN-1", "in_force")
    assert loaded(office, order_id).status == "confirmed"


def test_a_new_order_has_no_paper_yet(sit_down, office) -> None:
    seat = sit_down("orders")
    page = page_of(seat)
    page.open({"customer": office.customers[0]})
    seat.until(lambda: page.opened is not None)
    page.print()
    seat.settle()
    assert page.findChildren(PaperDialog) == []


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_and_dialogs_are_sound(sit_down, office, language, look, qapp) -> None:
    translations.install(qapp, language)
    theme.apply(qapp, look)
    try:
        order_id = confirmed(office)
        seat = sit_down("orders")
        words = ["PLF060-L1-5", "Boss", loaded(office, order_id).number]
        page = show(seat, saved(office, order(office, "200")))
        words.append(page.ui.number.text())
        assert_page_is_sound(page, own_words=words)
        page.toggle_terms()
        assert_page_is_sound(page.terms, own_words=words)
        page.toggle_terms()
        page.deeds.submit()
        seat.until(lambda: page.opened.status == "review")
        seat.settle()
        page.deeds.review()
        asked = dialog(seat, ReviewDialog)
        assert_page_is_sound(asked, own_words=words)
        asked.reject()
        page = show(seat, order_id)
        assert_page_is_sound(page, own_words=words)
        facts = page.deeds.facts
        for open_it, kind in (
            (facts.deliver, DeliveryDialog), (facts.deliveries, DeliveriesDialog), (facts.receipt, ReceiptDialog),
            (facts.invoice, InvoiceDialog), (lambda: page.deeds.end("close"), ReasonDialog),
        ):  # fmt: skip
            open_it()
            opened = dialog(seat, kind)
            assert_page_is_sound(opened, own_words=words)
            opened.reject()
            QApplication.processEvents()
    finally:
        use_language("en")


def test_orders_come_in_and_the_list_goes_out_by_menu_and_command(sit_down, office, monkeypatch, tmp_path) -> None:
    number = loaded(office, confirmed(office)).number
    seat = sit_down("orders")
    page = page_of(seat)
    seat.settle()
    assert {"Import orders", "Export this list"} <= {command.title for command in page.commands()}
    offered = {action.text(): action for action in page.menu().actions()}
    offered["Import orders"].trigger()
    assert dialog(seat, ImportWizard).windowTitle() == "Import orders"
    dialog(seat, ImportWizard).reject()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "orders.csv"), ""))
    offered["Export this list"].trigger()
    seat.settle()
    assert number in (tmp_path / "orders.csv").read_text("utf-8-sig")
