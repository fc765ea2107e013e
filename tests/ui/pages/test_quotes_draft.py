"""A quotation as typed: to the grid and back, to JSON and back."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTerms
from orderdesk_gui.ui.pages.quotes.draft import Draft, against_list, from_json, grid_lines, quote_lines, to_json

LINE = QuoteLine(
    Decimal("2.5"), Decimal("447.849"), product_id=uuid.UUID(int=5), code="PLF", name_zh="减速机", name_en="Gearbox",
    unit="台", list_price=Decimal("486"), price_list_id=uuid.UUID(int=6), price_list_revision=2, lead_days=18,
    delivery_date=dt.date(2026, 12, 16), remark="red", customer_part_no="A-1", specification="i = 5",
)  # fmt: skip
FREE = QuoteLine(Decimal(1), Decimal("4200"), kind="mould", name_zh="模具", name_en="Mould", unit="项", manual=True)
SHARES = (Share(Decimal("0.3"), "signing", deposit=True), Share(Decimal("0.7"), "before_shipment"))
QUOTE = Quote(
    uuid.UUID(int=1), uuid.UUID(int=2), dt.date(2026, 11, 24), (LINE, FREE), dt.date(2026, 12, 24),
    discount_percent=Decimal("0.02"), freight=Decimal("80"), inquiry_id=uuid.UUID(int=4),
    terms=QuoteTerms(PaymentTerms("split", shares=SHARES), "Suzhou", remarks_zh="两行\n备注"),
)  # fmt: skip


def test_lines_come_back_from_the_grid_as_they_were() -> None:
    assert quote_lines(grid_lines(QUOTE)) == QUOTE.lines


def test_a_name_typed_over_replaces_the_one_in_the_language_of_the_screen() -> None:
    lines = grid_lines(QUOTE)
    lines[0]["name"] = "Special gearbox"
    made = quote_lines(lines)[0]
    assert (made.name_en, made.name_zh) == ("Special gearbox", "减速机")


def test_a_kept_draft_comes_back_whole() -> None:
    draft = Draft(QUOTE, uuid.UUID(int=8), "QT-2026-7K3F-0007", 2, "returned", "PO-1", "Hall 4")
    assert from_json(to_json(draft)) == draft


def test_an_empty_line_is_left_for_the_checks() -> None:
    made = quote_lines([{"_id": 1, "name": "Flange"}])[0]
    assert (made.quantity, made.unit_price, made.name_en, made.kind) == (Decimal(0), Decimal(0), "Flange", "other")


def test_the_share_against_the_list_price() -> None:
    assert against_list(Decimal("90"), Decimal("100")) == Decimal("-0.1000")
    assert against_list(Decimal("90"), None) is None
    assert against_list(None, Decimal("100")) is None


def test_only_drafts_and_returned_ones_can_be_typed_in() -> None:
    draft = Draft(QUOTE)
    assert draft.editable and replace(draft, status="returned").editable
    assert not replace(draft, status="issued").editable
