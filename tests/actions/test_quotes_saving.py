import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D

import pytest
from sqlalchemy import text

from orderdesk_gui.actions import (
    approvals,
    approvals_waiting,
    inquiries,
    journal,
    people,
    products,
    quotes,
    quotes_papers,
    quotes_saving,
    settings,
)
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.quotes import Quote, QuoteLine
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)


def load(office: Office, quote_id: uuid.UUID, revision: int | None = None) -> quotes.QuoteView:
    return quotes.load(office["gm"], quote_id, revision)


def free(name: str = "模具", price: str = "5000", **changes: object) -> QuoteLine:
    line = QuoteLine(D(1), D(price), name_zh=name, unit="副", kind="mould", manual=True)
    return replace(line, **changes)  # type: ignore[arg-type]


def test_a_new_quotation_takes_what_is_usual_with_the_customer(office: Office) -> None:
    settings.put(office["admin"], "quotation_valid_days", 15)
    quote = quotes_saving.blank(office["sales"], office.customer)
    assert (quote.date, quote.valid_until) == (TODAY, TODAY + dt.timedelta(days=15))
    assert quote.terms.delivery_place == "苏州市吴中区枫屿路 68 号" and quote.contact_id is not None
    assert (quote.currency, quote.tax_mode, quote.freight_vat_rate, quote.lines) == ("CNY", "inclusive", D("0.13"), ())


def test_what_was_typed_comes_back_as_it_was(office: Office) -> None:
    quote = office.quote(
        office.line("7.5", "99.123456", customer_part_no="A-1", remark="黑色", delivery_date=TODAY),
        free(vat_rate=D("0.06")), discount_amount=D("12.34"), discount_style="spread", freight=D("88.8"),
        freight_vat_rate=D("0.09"),
    )  # fmt: skip
    quote = replace(quote, terms=replace(quote.terms, lead_days=25, warranty="12 个月", remarks_zh="含税", incoterm=""))
    saved = quotes_saving.save(office["sales"], quote, customer_po="PO-1", project="二期")
    shown = load(office, saved.id)
    kept = replace(shown.quote, lines=tuple(replace(line, list_price=None) for line in shown.quote.lines))
    assert kept == quote
    assert (shown.status, shown.customer_po, shown.project, shown.owner) == ("draft", "PO-1", "二期", "周小")
    assert shown.totals.total.gross == shown.revision.total


def test_numbers_count_on_and_are_never_given_twice(office: Office) -> None:
    first = quotes_saving.save(office["sales"], office.quote())
    quotes_saving.delete(office["sales"], first.id)
    with pytest.raises(UserError):
        quotes_saving.save(office["sales"], office.quote(office.line("0")))
    second = quotes_saving.save(office["sales"], office.quote())
    assert second.changes.tx
    journal.undo(office["sales"], second.changes.tx)
    third = quotes_saving.save(office["sales"], office.quote())
    last_year = quotes_saving.save(office["sales"], office.quote(date=dt.date(2025, 12, 31)))
    assert [one.number[-4:] for one in (first, second, third)] == ["0001", "0002", "0003"]
    assert (last_year.number[:8], last_year.number[-4:]) == ("QT-2025-", "0001")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda q, o: replace(q, lines=()), "lines"),
        (lambda q, o: replace(q, lines=(o.line("-1"),)), "lines.0.quantity"),
        (lambda q, o: replace(q, lines=(o.line("NaN"),)), "lines.0.quantity"),
        (lambda q, o: replace(q, lines=(o.line("1e12"),)), "lines.0.quantity"),
        (lambda q, o: replace(q, lines=(o.line("1", "1.1234567"),)), "lines.0.unit_price"),
        (lambda q, o: replace(q, lines=(o.line("1", "-1"),)), "lines.0.unit_price"),
        (lambda q, o: replace(q, lines=(o.line(unit=" "),)), "lines.0.unit"),
        (lambda q, o: replace(q, valid_until=TODAY - dt.timedelta(days=1)), "valid_until"),
        (lambda q, o: replace(q, discount_amount=D(1), discount_percent=D("0.1")), "discount_amount"),
        (lambda q, o: replace(q, discount_amount=D(2000)), "discount_amount"),
        (lambda q, o: replace(q, currency="XXX"), "currency"),
        (lambda q, o: replace(q, freight=D("0.001")), "freight"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    office: Office, change: Callable[[Quote, Office], Quote], field: str
) -> None:
    with pytest.raises(UserError) as caught:
        quotes_saving.save(office["sales"], change(office.quote(), office))
    assert caught.value.field == field
    assert quotes.list_quotes(office["gm"], counted=True).total == 0


def test_lines_are_added_moved_replaced_and_removed(office: Office) -> None:
    saved = office.saved(office.line("1"), free("甲"), free("乙"))
    for lines in (
        (office.line("1"), free("甲"), free("乙"), free("丙")),
        (free("乙"), office.line("1"), free("丙")),
        (free("丁"),),
        (office.line("1"), office.line("200")),
    ):
        quotes_saving.save(office["sales"], office.quote(*lines), saved)
        kept = load(office, saved).quote.lines
        assert [(one.name_zh, one.quantity) for one in kept] == [(one.name_zh, one.quantity) for one in lines]
    total = quotes.list_quotes(office["gm"]).rows[0].total
    assert total == load(office, saved).totals.total.gross == D(20100)


def test_an_edit_can_be_undone_until_the_revision_moves_on(office: Office) -> None:
    saved = office.saved(office.line(remark="一"))
    edit = quotes_saving.save(office["sales"], office.quote(office.line(remark="二")), saved).changes
    assert edit.tx and set(edit.rows) == {"quote_line"}
    back = journal.undo(office["sales"], edit.tx)
    assert load(office, saved).quote.lines[0].remark == "一" and back.tx
    journal.undo(office["sales"], back.tx)
    assert load(office, saved).quote.lines[0].remark == "二"
    edit = quotes_saving.save(office["sales"], office.quote(office.line(remark="三")), saved).changes
    office.approved(saved)
    quotes_papers.issue(office["sales"], saved)
    assert edit.tx
    with pytest.raises(UserError, match="status has changed"):
        journal.undo(office["sales"], edit.tx)
    assert load(office, saved).quote.lines[0].remark == "三"


@pytest.mark.parametrize("reached", ["submitted", "approved", "issued", "won", "lost", "voided"])
def test_only_drafts_are_edited(office: Office, reached: str) -> None:
    saved = office.saved(office.line("10", "95"))
    if reached == "submitted":
        approvals.submit(office["sales"], saved)
    elif reached == "lost":
        quotes_saving.decide(office["sales"], saved, "lose", reason="price")
    elif reached == "voided":
        quotes_saving.decide(office["gm"], saved, "void", note="重复")
    else:
        office.approved(saved)
        if reached != "approved":
            quotes_papers.issue(office["sales"], saved)
        if reached == "won":
            quotes_saving.decide(office["sales"], saved, "win")
    assert office.status(saved) == reached
    with pytest.raises(UserError):
        quotes_saving.save(office["sales"], office.quote(free()), saved)
    assert load(office, saved).quote.lines[0].unit_price == D(95)


TOTALS = [
    # lines (price, quantity, rate), tax mode, currency, discount, percent, style, freight -> net, tax, gross
    ([("100", "3", "0.13")], "inclusive", "CNY", "0", "0", "line", "0", "265.49 34.51 300.00"),
    ([("0.37", "333", "0.13")], "exclusive", "CNY", "0", "0", "line", "0", "123.21 16.02 139.23"),
    ([("0.1", "1", "0.13")] * 10, "exclusive", "CNY", "0", "0", "line", "0", "1.00 0.10 1.10"),
    ([("100", "3", "0.13"), ("33.33", "3", "0.06")], "inclusive", "CNY", "0", "0", "line", "109",
     "456.28 62.71 508.99"),
    ([("100", "3", "0.13")], "inclusive", "CNY", "30", "0", "line", "0", "238.94 31.06 270.00"),
    ([("100", "3", "0.13")], "inclusive", "CNY", "0", "0.1", "spread", "0", "238.94 31.06 270.00"),
    ([("1250", "3", "0")], "exclusive", "JPY", "0", "0", "line", "0", "3750 0 3750"),
    ([("33.5", "3", "0")], "exclusive", "JPY", "0", "0", "line", "0", "101 0 101"),
    ([("1.2345", "3", "0")], "exclusive", "KWD", "0", "0", "line", "0", "3.704 0 3.704"),
    ([("12.345", "3", "0")], "exclusive", "USD", "0", "0", "line", "0", "37.04 0 37.04"),
]  # fmt: skip


@pytest.mark.parametrize("case", TOTALS, ids=str)
def test_totals_are_exact(office: Office, case: tuple[object, ...]) -> None:
    given, mode, currency, discount, percent, style, freight, said = case
    lines = [free(price=p, quantity=D(q), vat_rate=D(r)) for p, q, r in given]  # type: ignore[attr-defined]
    saved = office.saved(
        *lines, tax_mode=mode, currency=currency, discount_amount=D(str(discount)), discount_percent=D(str(percent)),
        discount_style=style, freight=D(str(freight)),
    )  # fmt: skip
    total = load(office, saved).totals.total
    if freight != "0":
        parts = [D("265.49") + D("94.33") + D("96.46"), D("34.51") + D("5.66") + D("12.54")]
        assert [total.net, total.tax] == parts and total.gross == D("508.99")
    else:
        assert [total.net, total.tax, total.gross] == [D(one) for one in str(said).split()]


def test_a_line_keeps_its_price_its_list_and_its_steps(office: Office) -> None:
    price_list = products.PriceListInfo(None, "2026-07", "CNY", "inclusive", dt.date(2026, 7, 1), revision=3)
    list_id = products.save_price_list(
        office["gm"], price_list, [products.Price(office.gear, D(0), "", D(120), None),
                                   products.Price(office.gear, D(100), "", None, D("0.03"))]
    ).id  # fmt: skip
    found = office.priced("100").price
    assert found.unit_price == D("116.4") and "2026-07" in found.explained("zh")
    line = office.line("100", None, unit_price=D("116.4"))
    saved = office.saved(line)
    kept = load(office, saved)
    assert (kept.quote.lines[0].price_list_id, kept.quote.lines[0].price_list_revision) == (list_id, 3)
    assert [step.kind for step in kept.steps[0] or ()] == ["list", "quantity"]
    newer = replace(price_list, name="2026-11", valid_from=dt.date(2026, 11, 1), revision=4)
    products.save_price_list(office["gm"], newer, [products.Price(office.gear, D(0), "", D(130), None)])
    quotes_saving.save(office["sales"], replace(kept.quote, lines=(replace(kept.quote.lines[0], remark="x"),)), saved)
    again = load(office, saved)
    assert again.quote.lines[0].unit_price == D("116.4") and again.quote.lines[0].price_list_revision == 3
    assert again.steps == kept.steps, "the reason of the agreed price stays that of its own list"
    assert again.quote.lines[0].list_price == D(130), "what is conceded counts against the list of today"
    office.approved(saved)
    quotes_papers.issue(office["sales"], saved)
    quotes_saving.revise(office["sales"], saved)
    assert load(office, saved).steps == kept.steps


def test_costs_are_frozen_in_a_line(office: Office) -> None:
    saved = office.issued()
    product = replace(products.load(office["gm"], office.gear), cost=D(75))
    products.save(office["gm"], product)
    assert load(office, saved).costs == (D(60),)
    quotes_saving.revise(office["sales"], saved)
    assert load(office, saved).costs == (D(75),) and load(office, saved, 1).costs == (D(60),)


def test_each_revision_keeps_its_date_its_facts_and_its_paper(office: Office) -> None:
    saved = office.issued()
    first = quotes_papers.issued_paper(office["sales"], saved)
    office.clock.now += dt.timedelta(days=3)
    quotes_saving.revise(office["sales"], saved)
    draft = load(office, saved)
    assert (draft.revision.number, draft.status, draft.revision.date) == (2, "draft", TODAY + dt.timedelta(days=3))
    assert [one.status for one in draft.revisions] == ["issued", "draft"]
    quotes_saving.save(office["sales"], replace(draft.quote, lines=(office.line("20"),)), saved)
    office.approved(saved)
    second = quotes_papers.issue(office["sales"], saved)
    old = load(office, saved, 1)
    assert (old.revision.date, old.quote.lines[0].quantity, old.revision.total) == (TODAY, D(10), D(1000))
    assert [one.status for one in load(office, saved).revisions] == ["issued", "issued"]
    assert quotes_papers.issued_paper(office["sales"], saved, 1).content == first.content
    assert quotes_papers.issued_paper(office["sales"], saved).content == second.content != first.content
    assert second.file_name.endswith("_R2.pdf")
    assert quotes.list_quotes(office["sales"]).rows[0].total == D(2000)


def test_a_revision_stays_with_its_seller_and_customer(office: Office) -> None:
    saved = office.issued()
    quotes_saving.revise(office["sales"], saved)
    content = load(office, saved).quote
    with pytest.raises(UserError, match="every revision"):
        quotes_saving.save(office["director"], replace(content, customer_id=office.theirs), saved)
    draft = office.saved()
    quotes_saving.save(office["director"], replace(content, customer_id=office.theirs), draft)
    assert load(office, draft).customer == "宁波泊远泵业有限公司"


def test_the_seller_of_a_draft_may_change(office: Office) -> None:
    from orderdesk_gui.actions import companies

    other = companies.save_company(office["admin"], Company(name_zh="澜川贸易有限公司", position=1)).id
    saved = office.saved()
    quotes_saving.save(office["sales"], office.quote(company_id=other), saved)
    assert load(office, saved).quote.company_id == other


def test_the_draft_of_a_revision_can_be_dropped(office: Office) -> None:
    saved = office.issued()
    quotes_saving.revise(office["sales"], saved)
    quotes_saving.save(office["sales"], office.quote(office.line("50")), saved)
    dropped = quotes_saving.delete(office["sales"], saved)
    shown = load(office, saved)
    assert (shown.status, shown.revision.number, shown.totals.total.gross) == ("issued", 1, D(1000))
    assert dropped.tx
    back = journal.undo(office["sales"], dropped.tx)
    assert load(office, saved).revision.number == 2 and back.tx
    journal.undo(office["sales"], back.tx)
    quotes_saving.decide(office["sales"], saved, "win")
    quotes_saving.decide(office["sales"], saved, "reopen")
    quotes_saving.revise(office["sales"], saved)
    assert load(office, saved).revision.number == 3, "a revision's number is never given twice"
    with pytest.raises(UserError, match="never deleted"):
        quotes_saving.delete(office["sales"], office.issued())


def test_only_what_was_offered_is_revised(office: Office) -> None:
    saved = office.saved()
    with pytest.raises(UserError, match="revise"):
        quotes_saving.revise(office["sales"], saved)
    office.approved(saved)
    quotes_papers.issue(office["sales"], saved)
    approvals.withdraw(office["sales"], saved)
    assert office.status(saved) == "withdrawn"
    quotes_saving.revise(office["sales"], saved)
    assert [one.status for one in load(office, saved).revisions] == ["withdrawn", "draft"]


def test_a_copy_is_priced_anew_and_says_what_differs(office: Office) -> None:
    old = office.issued(office.line("1"), office.line("100"), free(delivery_date=TODAY))
    office.clock.now += dt.timedelta(days=200)
    price_list = products.PriceListInfo(None, "新", "CNY", "inclusive", dt.date(2027, 1, 1))
    rows = [products.Price(office.gear, D(0), "", D(110), None), products.Price(office.gear, D(100), "", D(99), None)]
    products.save_price_list(office["gm"], price_list, rows)
    copied = quotes_saving.copy(office["sales"], old)
    assert [line.unit_price for line in copied.quote.lines] == [D(110), D(99), D(5000)]
    assert [one.price_difference for one in copied.differences] == [D(10), D(-1), D(0)]
    assert [one.price_change for one in copied.differences] == [D("0.1"), D("-0.01"), D(0)]
    assert copied.quote.date == dt.date(2027, 6, 9) and copied.quote.inquiry_id is None
    saved = quotes_saving.save(office["sales"], copied.quote)
    assert load(office, saved.id).status == "draft" and load(office, old).quote.lines[0].unit_price == D(100)


def test_won_lost_and_open_again(office: Office) -> None:
    saved = office.saved()
    with pytest.raises(UserError, match="Submit it"):
        quotes_saving.decide(office["sales"], saved, "win")
    office.approved(saved)
    quotes_papers.issue(office["sales"], saved)
    with pytest.raises(UserError, match="Choose why"):
        quotes_saving.decide(office["sales"], saved, "lose")
    with pytest.raises(UserError, match="few words"):
        quotes_saving.decide(office["sales"], saved, "lose", reason="other")
    quotes_saving.decide(office["sales"], saved, "lose", reason="price", note="贵了两成")
    shown = load(office, saved)
    assert (shown.status, shown.lost_reason, shown.lost_note) == ("lost", "price", "贵了两成")
    with pytest.raises(UserError, match="Reopen it"):
        quotes_saving.decide(office["sales"], saved, "win")
    quotes_saving.decide(office["sales"], saved, "reopen")
    assert (load(office, saved).status, load(office, saved).lost_reason) == ("issued", "")
    won = quotes_saving.decide(office["sales"], saved, "win", customer_po="PO-7")
    assert (load(office, saved).status, load(office, saved).customer_po) == ("won", "PO-7")
    with pytest.raises(UserError, match="reopen"):
        quotes_saving.decide(office["gm"], saved, "void", note="x")
    assert won.tx
    with pytest.raises(UserError, match="Reopen"):
        journal.undo(office["sales"], won.tx)
    for action in (quotes_papers.issue, approvals.withdraw, approvals.submit, quotes_saving.revise):
        with pytest.raises(UserError):
            action(office["sales"], saved)  # type: ignore[operator]


def test_a_lost_offer_is_made_again_by_a_revision(office: Office) -> None:
    saved = office.issued()
    quotes_saving.decide(office["sales"], saved, "lose", reason="lead_time")
    quotes_saving.revise(office["sales"], saved)
    shown = load(office, saved)
    assert (shown.status, shown.outcome, shown.lost_reason) == ("draft", "open", "")


def test_a_void_quotation_is_void_in_every_revision_and_paper(office: Office) -> None:
    saved = office.issued()
    quotes_saving.revise(office["sales"], saved)
    quotes_saving.save(office["sales"], office.quote(office.line("10", "90")), saved)
    approvals.submit(office["sales"], saved)
    with pytest.raises(UserError) as caught:
        quotes_saving.decide(office["gm"], saved, "void", note="  ")
    assert caught.value.field == "note"
    quotes_saving.decide(office["gm"], saved, "void", note="客户重复询价")
    shown = load(office, saved)
    assert (shown.status, shown.lost_note) == ("voided", "客户重复询价")
    assert [one.status for one in shown.revisions] == ["voided", "voided"]
    assert quotes_papers.issued_paper(office["sales"], saved).void == "客户重复询价"
    assert approvals_waiting.waiting_for_me(office["gm"]) == []
    with pytest.raises(UserError):
        quotes_saving.decide(office["gm"], saved, "reopen")
    assert journal.check(office["admin"]) == []


def test_nothing_is_decided_about_what_is_lost(office: Office) -> None:
    saved = office.saved(office.line("10", "90"))
    approvals.submit(office["sales"], saved)
    quotes_saving.decide(office["sales"], saved, "lose", reason="price")
    assert approvals_waiting.waiting_for_me(office["director"]) == []
    with pytest.raises(UserError, match="Reopen it"):
        approvals.decide_request(office["director"], saved, "approved")
    quotes_saving.decide(office["sales"], saved, "reopen")
    assert [one.quote_id for one in approvals_waiting.waiting_for_me(office["director"])] == [saved]


def test_offers_expire_the_day_after_their_last(office: Office) -> None:
    saved = office.issued(valid_until=TODAY)
    assert office.status(saved) == "issued" and quotes_saving.expire(office["sales"]).tx is None
    office.clock.now += dt.timedelta(days=1)
    assert office.status(saved) == "expired" == quotes.list_quotes(office["sales"]).rows[0].status
    assert quotes_saving.expire(office["sales"]).touches("quote")
    assert load(office, saved).outcome == "expired"
    quotes_saving.revise(office["sales"], saved)
    assert (load(office, saved).outcome, office.status(saved)) == ("open", "draft")


def test_an_offer_that_has_ended_is_neither_submitted_nor_issued(office: Office) -> None:
    drafted, approved = office.saved(valid_until=TODAY), office.saved(valid_until=TODAY)
    office.approved(approved)
    office.clock.now += dt.timedelta(days=1)
    for action, which in ((approvals.submit, drafted), (quotes_papers.issue, approved)):
        with pytest.raises(UserError, match="ended on 2026-11-21") as caught:
            action(office["sales"], which)  # type: ignore[operator]
        assert caught.value.field == "valid_until"


def test_deleted_ones_go_to_the_bin_and_come_back(office: Office) -> None:
    saved = office.saved()
    quotes_saving.delete(office["sales"], saved)
    assert quotes.list_quotes(office["sales"]).rows == () and [b.id for b in journal.recycle_bin(office["sales"])]
    with pytest.raises(UserError, match="recycle bin"):
        load(office, saved)
    journal.restore_deleted(office["sales"], "quote", saved)
    assert len(load(office, saved).quote.lines) == 1


def test_the_inquiry_goes_with_its_quotation(office: Office) -> None:
    asked = inquiries.save(
        office["sales"],
        Inquiry(TODAY, customer_id=office.customer, lines=(InquiryLine("", office.gear, D(10)),), wanted=TODAY),
    ).id
    made = quotes_saving.save(office["sales"], inquiries.to_quote(office["sales"], asked)).id

    def status() -> str:
        return inquiries.load(office["sales"], asked).status

    assert status() == "quoted"
    office.approved(made)
    quotes_papers.issue(office["sales"], made)
    quotes_saving.decide(office["sales"], made, "win")
    assert status() == "won"
    quotes_saving.decide(office["sales"], made, "reopen")
    assert status() == "quoted"
    inquiries.delete(office["sales"], asked)
    quotes_saving.decide(office["sales"], made, "win")
    assert office.status(made) == "won"


def test_a_clerk_writes_only_their_own(office: Office) -> None:
    saved = office.issued()
    draft = office.saved()
    colleague = office["colleague"]
    assert not colleague.may(Right.SEE_ALL_CUSTOMERS)
    for action in (
        lambda: quotes_saving.save(colleague, office.quote(), draft),
        lambda: quotes_saving.save(colleague, office.quote()),
        lambda: quotes_saving.blank(colleague, office.customer),
        lambda: quotes_saving.revise(colleague, saved),
        lambda: quotes_saving.copy(colleague, saved),
        lambda: quotes_saving.decide(colleague, saved, "win"),
        lambda: quotes_saving.delete(colleague, draft),
        lambda: approvals.submit(colleague, draft),
        lambda: approvals.withdraw(colleague, saved),
        lambda: approvals_waiting.of_quote(colleague, saved),
        lambda: quotes_papers.issue(colleague, saved),
        lambda: quotes_papers.issued_paper(colleague, saved),
        lambda: quotes_papers.workbook(colleague, saved),
        lambda: quotes_papers.note_sent(colleague, saved, "email", "x"),
        lambda: quotes.load(colleague, saved),
    ):
        with pytest.raises(UserError, match="belongs to a colleague"):
            action()
    people.set_right(office["admin"], "sales", Right.SEE_ALL_CUSTOMERS, True)
    opened = people.seat(office["admin"], colleague.user_id)
    assert quotes.load(opened, saved).status == "issued"


def test_statements_do_not_grow_with_the_lines(office: Office) -> None:
    from sqlalchemy import event

    seen: list[str] = []
    event.listen(office.store.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    counts = []
    for many in (2, 60):
        seen.clear()
        made = quotes_saving.save(office["sales"], office.quote(*[office.line() for _ in range(many)])).id
        approvals.submit(office["sales"], made)
        counts.append(len(seen))
    assert counts[0] == counts[1] > 5


def test_every_transaction_holds_in_the_journal(office: Office) -> None:
    saved = office.issued()
    with office.store.reading() as connection:
        actions = connection.execute(text("SELECT DISTINCT action FROM journal_tx")).scalars().all()
    assert {"quotes.save", "quotes.submit", "quotes.issue"} <= set(actions)
    assert journal.check(office["admin"]) == [] and office.status(saved) == "issued"
