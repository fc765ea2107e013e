"""The search box among very many customers, against LIKE on a narrow covering index; the answers are compared."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from orderdesk_gui.actions import lists
from orderdesk_gui.rules.customers import company_key
from orderdesk_gui.store import rows, search
from orderdesk_gui.store.base import moment_text
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.journal import TxHead
from tests.bench.measuring import Measured, medians
from tests.bench.offices import bare, customer_names, office

COUNT = 100_000
LIMIT = 20
QUERIES = {
    "one Chinese character": ("华", "鑫", "龙", "沪"),
    "two Chinese characters": ("华为", "金鑫", "瑞达", "城永"),
    "three Chinese characters": ("上海华", "宏达机", "尔格力", "飞跃五"),
    "Latin in mid-word": ("obal", "uawe", "tar", "inke"),
    "pinyin initials": ("shhw", "szhd", "jxdz", "hwjx"),
}


def measure(folder: Path, count: int = COUNT) -> Iterator[Measured]:
    """The lines of the table about search."""
    at = office(folder)
    head = TxHead("0" * 32, at.clerk.user_id.hex, at.clerk.device_id.hex, moment_text(at.clerk.clock()), "bench")
    with at.store.plain_writing() as connection:
        connection.exec_driver_sql("UPDATE desk_context SET applying = 1, tx = ?, now = ?", (head.tx, head.now))
        made = []
        for name in customer_names(count):
            row_id = at.clerk.new_id()
            made.append({"id": row_id, "scope": row_id, "name": name, "name_key": company_key(name)})
        rows.add(connection, Customer, made)
        connection.exec_driver_sql("UPDATE desk_context SET applying = 0, tx = NULL, now = NULL")
    lists.search_now(at.clerk)
    with closing(bare(at.store.path)) as db, at.store.reading() as connection:
        db.execute("CREATE TEMP TABLE narrow (name TEXT, id INTEGER)")
        db.execute(
            "INSERT INTO narrow SELECT text, entry FROM search_entry WHERE tbl = 'customer'"
        )  # the folded names and initials, as the search box compares them
        db.execute("CREATE INDEX temp.covering ON narrow (name, id)")
        texts = dict(db.execute("SELECT ref, text FROM search_entry WHERE tbl = 'customer'").fetchall())

        def ours(queries: tuple[str, ...]) -> Callable[[], object]:
            return lambda: [search.find(connection, one, limit=LIMIT, tables=("customer",)) for one in queries]

        def floor(queries: tuple[str, ...]) -> Callable[[], object]:
            return lambda: [
                db.execute("SELECT id FROM narrow INDEXED BY covering WHERE name LIKE ?", (f"%{one}%",)).fetchall()
                for one in queries
            ]

        for what, queries in QUERIES.items():
            for one in queries:
                expected = {ref for ref, text in texts.items() if search.bare(one) in text}
                found = {hit.id.bytes for hit in search.find(connection, one, limit=LIMIT, tables=("customer",))}
                assert found <= expected and len(found) == min(LIMIT, len(expected)), (one, len(found), len(expected))
            mine, bare_seconds = medians(ours(queries), floor(queries), rounds=5)
            yield Measured("search", f"{what} among {count:,}", mine / len(queries), bare_seconds / len(queries), 1.5)
    at.store.close()
