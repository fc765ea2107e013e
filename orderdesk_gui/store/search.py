"""The search box: finds records by any fragment, one Chinese character and pinyin initials included.

Every record has one row of folded text. An index of its one-, two- and three-character fragments answers
any query; SQLite's own trigram index silently finds nothing for two Chinese characters.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, Index

from orderdesk_gui.rules.search import fold, pinyin_readings
from orderdesk_gui.store.base import DERIVED, AnyRow, Base, Long, Mapped, Ref, Short, column

CANDIDATES = 200


class SearchEntry(Base):
    """One findable record; `text` holds its folded fields, one a line."""

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_record", "tbl", "ref", unique=True),
        Index("ix_search_entry_key", "key"),
        Index("ix_search_entry_initials", "initials"),
        DERIVED,
    )

    entry: Mapped[int] = column(primary_key=True)
    tbl: Mapped[Short]
    ref: Mapped[Ref]
    key: Mapped[Short]
    initials: Mapped[Short]
    title: Mapped[Short]
    subtitle: Mapped[Short]
    text: Mapped[Long]
    scope: Mapped[Ref | None]


class SearchStale(Base):
    """A record that changed since its entry was made."""

    __tablename__ = "search_stale"
    __table_args__ = DERIVED

    tbl: Mapped[Short] = column(primary_key=True)
    ref: Mapped[Ref] = column(primary_key=True)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found: its table, id, what to show, and the customer whose rights decide."""

    table: str
    id: uuid.UUID
    title: str
    subtitle: str
    scope: uuid.UUID | None


# id, title, subtitle, scope, deleted, then the fields to search; the first field is the key
_SOURCES = {
    "customer": """SELECT c.id, c.name, c.short_name || CASE WHEN c.short_name = '' OR c.region = '' THEN '' ELSE ' · '
            END || c.region, c.id, c.deleted_at, c.name, c.short_name, c.name_en, c.code, c.uscc, c.phone,
            (SELECT group_concat(x.name || char(10) || x.phone, char(10)) FROM contact x
             WHERE x.customer_id = c.id AND x.deleted_at IS NULL) FROM customer c WHERE c.id = ?""",
    "product": """SELECT id, code, name_zh, NULL, deleted_at, code, name_zh, name_en, drawing_number, specification
            FROM product WHERE id = ?""",
    "inquiry": """SELECT id, number, customer_name, customer_id, deleted_at, number, customer_name, contact, phone,
            customer_reference FROM inquiry WHERE id = ?""",
    "quote": """SELECT q.id, q.number, c.name, q.customer_id, q.deleted_at, q.number, q.customer_po, q.project, c.name
            FROM quote q JOIN customer c ON c.id = q.customer_id WHERE q.id = ?""",
    "contract": """SELECT t.id, t.number, c.name, t.customer_id, t.deleted_at, t.number, t.customer_number, c.name
            FROM contract t JOIN customer c ON c.id = t.customer_id WHERE t.id = ?""",
    "sales_order": """SELECT o.id, o.number, c.name, o.customer_id, o.deleted_at, o.number, o.customer_po,
            o.source_number, c.name FROM sales_order o JOIN customer c ON c.id = o.customer_id WHERE o.id = ?""",
    "delivery": """SELECT d.id, d.number, c.name, d.customer_id, d.deleted_at, d.number, d.tracking, c.name
            FROM delivery d JOIN customer c ON c.id = d.customer_id WHERE d.id = ?""",
    "invoice": """SELECT i.id, i.number, c.name, i.customer_id, i.deleted_at, i.number, i.code, c.name
            FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.id = ?""",
    "receipt": """SELECT r.id, r.number, c.name, r.customer_id, r.deleted_at, r.number, r.reference, r.payer, c.name
            FROM receipt r JOIN customer c ON c.id = r.customer_id WHERE r.id = ?""",
    "complaint": """SELECT p.id, p.number, c.name, p.customer_id, p.deleted_at, p.number, p.words, p.phone, p.contact,
            c.name FROM complaint p JOIN customer c ON c.id = p.customer_id WHERE p.id = ?""",
}
_NAMED = ("customer", "product")
_PAPERS_OF = """INSERT OR IGNORE INTO search_stale (tbl, ref)
    SELECT 'quote', id FROM quote WHERE customer_id = ? UNION ALL
    SELECT 'contract', id FROM contract WHERE customer_id = ?"""


def bare(text: str) -> str:
    """`text` as the index keeps it: folded, letters and digits alone."""
    return "".join(char for char in fold(text) if char.isalnum())


def fragments(text: str) -> str:
    """All fragments of one to three characters of `text`, each once, as the index wants them."""
    found = {line[i : i + n] for line in text.split("\n") for n in (1, 2, 3) for i in range(len(line) - n + 1)}
    return " ".join(sorted(found))


def stale(connection: Connection) -> int:
    """How many records wait for :func:`refresh`."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM search_stale").scalar_one())


def refresh(connection: Connection, limit: int = 5000) -> int:
    """Read up to `limit` changed records again; returns how many. Needs a transaction that may write."""
    rows = connection.exec_driver_sql("SELECT tbl, ref FROM search_stale LIMIT ?", (limit,)).all()
    for table, ref in rows:
        old_key = _forget(connection, table, ref)
        source = connection.exec_driver_sql(_SOURCES[table], (ref,)).one_or_none()
        if source is not None and source[4] is None:
            _remember(connection, table, source)
            if table == "customer" and old_key not in (None, bare(str(source[5]))):
                connection.exec_driver_sql(_PAPERS_OF, (ref, ref))
    if rows:
        connection.exec_driver_sql("DELETE FROM search_stale WHERE tbl = ? AND ref = ?", [tuple(r) for r in rows])
    return len(rows)


def _forget(connection: Connection, table: str, ref: bytes) -> str | None:
    """Take a record out of the index; returns its key, None where it was not in it."""
    old = connection.exec_driver_sql(
        "SELECT entry, text, key FROM search_entry WHERE tbl = ? AND ref = ?", (table, ref)
    ).one_or_none()
    if old is None:
        return None
    connection.exec_driver_sql(
        "INSERT INTO search_fragment (search_fragment, rowid, fragments) VALUES ('delete', ?, ?)",
        (old[0], fragments(old[1])),
    )
    connection.exec_driver_sql("DELETE FROM search_entry WHERE entry = ?", (old[0],))
    return str(old[2])


def _remember(connection: Connection, table: str, source: AnyRow) -> None:
    ref, title, subtitle, scope, _, *fields = source
    folded = [bare(field) for value in fields if value for field in str(value).split("\n")]
    readings = pinyin_readings(str(fields[1] if table == "product" else fields[0])) if table in _NAMED else ("",)
    key = bare(str(fields[0]))
    text = "\n".join(dict.fromkeys(part for part in (key, *folded, *readings) if part))
    made = connection.exec_driver_sql(
        "INSERT INTO search_entry (tbl, ref, key, initials, title, subtitle, text, scope) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (table, ref, key, readings[0], title, subtitle or "", text, scope),
    )
    connection.exec_driver_sql(
        "INSERT INTO search_fragment (rowid, fragments) VALUES (?, ?)", (made.lastrowid, fragments(text))
    )


def find(
    connection: Connection,
    query: str,
    *,
    limit: int = 20,
    tables: Iterable[str] = (),
    allowed: Callable[[uuid.UUID | None], bool] = lambda scope: True,
) -> list[Hit]:
    """The records that hold every word of `query` somewhere, best first.

    `tables` narrows to some kinds of record; `allowed` says of a record's scope whether this person may see it.
    """
    words = [word for word in (bare(part) for part in query.split()) if word]
    if not words:
        return []
    whole = bare(query)
    kinds = tuple(tables)
    found: dict[int, AnyRow] = {}
    for rows in chain(_starts(connection, whole, kinds), _holds(connection, words, kinds)):
        found.update((row[0], row) for row in rows if allowed(uuid.UUID(bytes=row[8]) if row[8] else None))
        if len(found) >= max(limit, CANDIDATES):
            break
    hits = [row for row in found.values() if all(word in str(row[7]) for word in words)]
    hits.sort(key=lambda row: (_place(whole, str(row[3]), str(row[4]), str(row[7])), -row[0]))
    return [
        Hit(str(r[1]), uuid.UUID(bytes=r[2]), str(r[5]), str(r[6]), uuid.UUID(bytes=r[8]) if r[8] else None)
        for r in hits[:limit]
    ]


def _place(whole: str, key: str, initials: str, text: str) -> tuple[int, int]:
    """Where a hit stands: the same name or number, its beginning, its initials, another field, inside; short first."""
    checks = (
        key == whole,
        key.startswith(whole),
        initials == whole,
        initials.startswith(whole),
        any(line.startswith(whole) for line in text.split("\n")),
    )
    return (checks.index(True) if True in checks else len(checks)), len(key)


_COLUMNS = "SELECT entry, tbl, ref, key, initials, title, subtitle, text, scope FROM search_entry"


def _starts(connection: Connection, whole: str, kinds: Sequence[str]) -> Iterator[Sequence[AnyRow]]:
    """Records whose key or initials begin with `whole`: the best hits, wherever they stand in the index."""
    for key in ("key", "initials"):
        sql = f"{_COLUMNS} WHERE {key} >= ? AND {key} < ?{_of_kinds(kinds)} LIMIT {CANDIDATES // 4}"
        yield connection.exec_driver_sql(sql, (whole, whole + "\U0010ffff", *kinds)).all()


def _holds(connection: Connection, words: Sequence[str], kinds: Sequence[str]) -> Iterator[Sequence[AnyRow]]:
    """Records that hold every word, newest first, page by page: nothing is missed however many there are."""
    grams = [word if len(word) <= 3 else word[i : i + 3] for word in words for i in range(max(1, len(word) - 2))]
    match = " ".join(f'"{gram}"' for gram in dict.fromkeys(grams))
    long = [word for word in words if len(word) > 3]
    sql = (
        f"{_COLUMNS} JOIN search_fragment ON search_fragment.rowid = entry "
        f"WHERE search_fragment MATCH ? AND search_fragment.rowid < ?{' AND instr(text, ?)' * len(long)}"
        f"{_of_kinds(kinds)} ORDER BY search_fragment.rowid DESC LIMIT {CANDIDATES}"
    )
    before = 2**62
    while rows := connection.exec_driver_sql(sql, (match, before, *long, *kinds)).all():
        yield rows
        if len(rows) < CANDIDATES:
            return
        before = rows[-1][0]


def _of_kinds(kinds: Sequence[str]) -> str:
    """The plus keeps SQLite from reading every record of a kind instead of the few that the index names."""
    return f" AND +tbl IN ({', '.join('?' * len(kinds))})" if kinds else ""
