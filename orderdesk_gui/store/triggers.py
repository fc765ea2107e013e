"""Writes every trigger of the store from the registry: journal, insert-only, guarded statuses, tombstones."""

from sqlalchemy import Column, Connection, Table

from orderdesk_gui.store.base import Identifier, tables, traits_of

NO_CONTEXT = "orderdesk: no desk context"
_MUTED = "(SELECT applying FROM desk_context) IS 1"


def _value(row: str, column: Column[object]) -> str:
    name = f'{row}."{column.name}"'
    return f"nullif(lower(hex({name})), '')" if isinstance(column.type, Identifier) else name


def _require_context() -> str:
    return f"SELECT RAISE(ABORT, '{NO_CONTEXT}') WHERE (SELECT tx FROM desk_context) IS NULL;"


def _journal_insert(table: Table, columns: list[Column[object]]) -> str:
    pairs = ", ".join(f"'{c.name}', {_value('NEW', c)}" for c in columns)
    return f"""CREATE TRIGGER "journal_{table.name}_insert" AFTER INSERT ON "{table.name}" WHEN NOT {_MUTED}
BEGIN
  {_require_context()}
  INSERT INTO journal (tx, tbl, pk, op, after)
  SELECT tx, '{table.name}', lower(hex(NEW.id)), 'I', json_patch('{{}}', json_object({pairs}))
  FROM desk_context;
END"""


def _journal_update(table: Table, columns: list[Column[object]]) -> str:
    changed = [
        f"SELECT '{c.name}' AS k, {_value('OLD', c)} AS o, {_value('NEW', c)} AS n "
        f'WHERE OLD."{c.name}" IS NOT NEW."{c.name}"'
        for c in columns
        if c.name != "id"
    ]
    differs = " OR ".join(f'OLD."{c.name}" IS NOT NEW."{c.name}"' for c in columns)
    return f"""CREATE TRIGGER "journal_{table.name}_update" AFTER UPDATE ON "{table.name}"
WHEN NOT {_MUTED} AND ({differs})
BEGIN
  {_require_context()}
  INSERT INTO journal (tx, tbl, pk, op, before, after)
  SELECT (SELECT tx FROM desk_context), '{table.name}', lower(hex(NEW.id)), 'U',
         json_group_object(k, o), json_group_object(k, n)
  FROM ({" UNION ALL ".join(changed)});
END"""


def _refuse(table: Table, name: str, event: str, sentence: str, when: str = "") -> str:
    condition = f" AND {when}" if when else ""
    return f"""CREATE TRIGGER "{name}_{table.name}" BEFORE {event} ON "{table.name}"
WHEN NOT {_MUTED}{condition}
BEGIN
  SELECT RAISE(ABORT, 'orderdesk: {sentence}');
END"""


def _of_shared(table: Table) -> list[str]:
    traits = traits_of(table)
    columns = [c for c in table.columns if c.name not in traits.unjournalled]
    made = [
        _journal_insert(table, columns),
        _journal_update(table, columns),
        _refuse(table, "keep", "DELETE", f"rows of {table.name} are never deleted, set deleted_at"),
        _refuse(table, "fixed_id", "UPDATE OF id", "an id never changes", "OLD.id IS NOT NEW.id"),
    ]
    if traits.insert_only:
        made.append(_refuse(table, "insert_only", "UPDATE", f"{table.name} keeps facts, they never change"))
    for column, paths in traits.guarded.items():
        allowed = ", ".join(f"'{old}>{new}'" for old, new in sorted(paths))
        made.append(
            _refuse(
                table,
                f"guard_{column}",
                f'UPDATE OF "{column}"',
                f"{table.name}.{column} cannot change in this way",
                f'OLD."{column}" IS NOT NEW."{column}" '
                f"AND coalesce(OLD.\"{column}\" || '>' || NEW.\"{column}\", '') NOT IN ({allowed})",
            )
        )
    return made


def _append_only(name: str) -> list[str]:
    return [
        f"""CREATE TRIGGER "append_only_{name}_{event.lower()}" BEFORE {event} ON "{name}"
BEGIN
  SELECT RAISE(ABORT, 'orderdesk: the journal is only ever added to');
END"""
        for event in ("UPDATE", "DELETE")
    ]


def _search(table: Table, record: str, column: str) -> list[str]:
    """Records that the search box finds are noted as stale whenever they change, whoever writes them."""
    return [
        f"""CREATE TRIGGER "search_{table.name}_{event.lower()}" AFTER {event} ON "{table.name}"
BEGIN
  INSERT OR IGNORE INTO search_stale (tbl, ref) VALUES ('{record}', NEW."{column}");
END"""
        for event in ("INSERT", "UPDATE")
    ]


def statements() -> list[str]:
    """The CREATE TRIGGER statements of the whole store."""
    made = [text for table in tables("shared") for text in _of_shared(table)]
    made += [
        text
        for table in tables()
        if (record := traits_of(table).searched) is not None
        for text in _search(table, *record)
    ]
    return made + _append_only("journal") + _append_only("journal_tx")


def drop_all(connection: Connection) -> None:
    """Drop every trigger: the first step of a migration, since rebuilding a table breaks on them."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    for name in names:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def create_all(connection: Connection) -> None:
    """Create every trigger anew from the registry."""
    for text in statements():
        connection.exec_driver_sql(text)
