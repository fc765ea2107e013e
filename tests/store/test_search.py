import sqlite3
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.search import pinyin_initials
from orderdesk_gui.store import rows, search
from orderdesk_gui.store.contracts import Contract
from orderdesk_gui.store.customers import Contact, Customer
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.quotes import Quote
from orderdesk_gui.store.search import bare
from tests.fixtures_store import Clock, save_customer

DAY = date(2026, 11, 21)


def _refresh(desk: Desk) -> None:
    with desk.store.plain_writing() as connection:
        while search.refresh(connection):
            pass


def _titles(desk: Desk, query: str, **how: Any) -> list[str]:
    with desk.reading() as connection:
        return [hit.title for hit in search.find(connection, query, **how)]


def _quote(desk: Desk, customer_id: uuid.UUID, **values: Any) -> uuid.UUID:
    row_id = desk.new_id()
    quote = {
        "id": row_id, "number": "QT-2026-7K3F-0007", "company_id": row_id, "customer_id": customer_id,
        "owner_id": row_id, "revision_id": row_id, "date": DAY, "valid_until": DAY, "currency": "CNY",
        "total": Decimal(1), "scope": customer_id, **values,
    }  # fmt: skip
    with desk.writing("quotes.save") as writing:
        rows.add(writing.connection, Quote, [quote])
    return row_id


def test_sqlites_own_trigram_index_finds_nothing_for_two_characters() -> None:
    """Why the store keeps fragments of its own."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize='trigram')")
    connection.execute("INSERT INTO names VALUES ('华为技术有限公司')")
    found = [
        connection.execute("SELECT count(*) FROM names WHERE names MATCH ?", (f'"{query}"',)).fetchone()[0]
        for query in ("华", "华为", "华为技")
    ]
    connection.close()
    assert found == [0, 0, 1]


@pytest.mark.parametrize(
    "query",
    ["华", "华为", "为技", "技术有限", "有限公司", "hwjs", "HWJS", "wj", "jsyxgs", "huawei", "WEI Tech", "华为 公司",
     "公司 hwjs", "C0042", "６５５５", "0512-6555 0142", "65550142", "钱工", "\u202e华为"],
)  # fmt: skip
def test_a_customer_is_found_by_anything_one_remembers(desk: Desk, clock: Clock, query: str) -> None:
    row_id, _ = save_customer(desk, name_en="Huawei Tech", code="C-0042")
    save_customer(desk, "别的商行", code="X9")
    with desk.writing("customers.save") as writing:
        contact = {"id": desk.new_id(), "customer_id": row_id, "name": "钱工", "phone": "0512-6555 0142"}
        rows.add(writing.connection, Contact, [contact])
    _refresh(desk)
    assert _titles(desk, query) == ["华为技术有限公司"]


@pytest.mark.parametrize("query", ["", "   ", "-", "。", "\u202e", '"', "华为 xyz", "为华", "hwjs9"])
def test_nothing_is_found_for_nothing(desk: Desk, query: str) -> None:
    save_customer(desk)
    _refresh(desk)
    assert _titles(desk, query) == []


def test_a_character_of_four_bytes_and_a_pasted_line_break(desk: Desk) -> None:
    save_customer(desk, "𬭎盛机械\n有限公司")
    _refresh(desk)
    for query in ("𬭎", "𬭎盛", "盛机", "械有", "有限公司", "𬭎盛机械有限公司"):
        assert len(_titles(desk, query)) == 1, query


def test_papers_are_found_by_number_purchase_order_and_customer(desk: Desk) -> None:
    row_id, _ = save_customer(desk)
    _quote(desk, row_id, customer_po="PO 4500/0815", project="二期")
    _refresh(desk)
    for query in ("0007", "qt-2026-7k3f-0007", "45000815", "二期", "华为"):
        with desk.reading() as connection:
            hits = [h for h in search.find(connection, query) if h.table == "quote"]
        assert [(h.title, h.subtitle, h.scope) for h in hits] == [("QT-2026-7K3F-0007", "华为技术有限公司", row_id)]


def test_changes_deletions_and_what_is_below_are_followed(desk: Desk, clock: Clock) -> None:
    row_id, _ = save_customer(desk)
    _quote(desk, row_id)
    with desk.writing("contracts.save") as writing:
        contract = {
            "id": desk.new_id(), "number": "CT-1", "company_id": row_id, "customer_id": row_id, "owner_id": row_id,
            "title": "销售合同", "date": DAY, "currency": "CNY", "tax_mode": "inclusive", "net": Decimal(1),
            "tax": Decimal(0), "total": Decimal(1), "seller": {}, "buyer": {}, "terms": {},
        }  # fmt: skip
        rows.add(writing.connection, Contract, [contract])
    _refresh(desk)

    def set_fields(model: Any, record: uuid.UUID, **values: Any) -> None:
        with desk.writing("save") as writing:
            rows.change(writing.connection, model, record, values)
        _refresh(desk)

    set_fields(Customer, row_id, name="新名实业")
    assert _titles(desk, "华为") == []
    assert sorted(_titles(desk, "新名")) == ["CT-1", "QT-2026-7K3F-0007", "新名实业"]
    with desk.writing("save") as writing:
        contact = {"id": desk.new_id(), "customer_id": row_id, "name": "孙工", "phone": "13900000000"}
        rows.add(writing.connection, Contact, [contact])
    _refresh(desk)
    assert _titles(desk, "139000") == ["新名实业"]
    set_fields(Contact, contact["id"], deleted_at=clock())
    assert _titles(desk, "139000") == []
    set_fields(Customer, row_id, deleted_at=clock())
    assert "新名实业" not in _titles(desk, "新名")
    set_fields(Customer, row_id, deleted_at=None)
    assert "新名实业" in _titles(desk, "新名")
    with desk.reading() as connection:
        assert search.stale(connection) == 0


def test_the_best_come_first(desk: Desk) -> None:
    names = ["上海华为贸易", "华为技术有限公司", "华为", "海外文具", "大华为民超市"]
    for name in names:
        save_customer(desk, name)
    save_customer(desk, "hw五金")
    _refresh(desk)
    assert _titles(desk, "华为")[:2] == ["华为", "华为技术有限公司"]
    assert set(_titles(desk, "华为")[2:]) == {"上海华为贸易", "大华为民超市"}
    assert _titles(desk, "hw")[0] == "hw五金"


def test_what_one_may_see_is_found_however_much_else_there_is(desk: Desk) -> None:
    """Rights and kinds narrow the search itself, not what happened to be found first."""
    mine, _ = save_customer(desk, "我的公司")
    with desk.writing("import") as writing:
        others = [desk.new_id() for _ in range(search.CANDIDATES * 3)]
        rows.add(
            writing.connection, Customer, [{"id": i, "scope": i, "name": f"公司{n}号"} for n, i in enumerate(others)]
        )
    product = desk.new_id()
    with desk.writing("products.save") as writing:
        rows.add(writing.connection, Product, [{"id": product, "code": "P-1", "name_zh": "公司牌"}])
    _refresh(desk)
    assert _titles(desk, "公司", allowed=lambda scope: scope == mine) == ["我的公司"]
    assert _titles(desk, "公司", tables=["product"]) == ["P-1"]
    assert len(_titles(desk, "公司")) == 20
    assert len(_titles(desk, "公司", limit=1000)) == search.CANDIDATES * 3 + 2


_CHARS = "华为技术有限公司𬭎重行ab1"
_NAMES = st.text(st.sampled_from(_CHARS + " -(（"), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(_NAMES, _NAMES, st.from_regex(r"\A\d{3,4}[- ]?\d{4}\Z")), min_size=1, max_size=8),
    st.lists(
        st.one_of(_NAMES, st.text(st.sampled_from(_CHARS), min_size=1, max_size=3), st.from_regex(r"\A\d{2,5}\Z")),
        min_size=1,
        max_size=6,
    ),
)
def test_it_finds_exactly_what_reading_every_name_would_find(
    desk: Desk, records: list[tuple[str, str, str]], queries: list[str]
) -> None:
    with desk.writing("import") as writing:
        added = [
            {"id": desk.new_id(), "name": name, "short_name": short, "phone": phone} for name, short, phone in records
        ]
        rows.add(writing.connection, Customer, added)
    _refresh(desk)
    texts = {
        row["id"]: [bare(row["name"]), bare(row["short_name"]), bare(row["phone"]), pinyin_initials(row["name"])]
        for row in added
    }
    for query in queries:
        words = [w for w in map(bare, query.split()) if w]
        expected = {
            record
            for record, lines in texts.items()
            if words and all(any(word in line for line in lines) for word in words)
        }
        with desk.reading() as connection:
            found = [hit.id for hit in search.find(connection, query, limit=100_000)]
        assert len(found) == len(set(found))
        assert set(found) & set(texts) == expected, query
