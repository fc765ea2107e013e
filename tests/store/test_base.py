import datetime as dt
import sqlite3
import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, create_engine, insert, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.base import (
    NAMING,
    Base,
    Identifier,
    Json,
    Moment,
    Scaled,
    moment_text,
    name_conditions_for_postgresql,
    tables,
    traits_of,
)
from orderdesk_gui.store.database import FILE_NAME, Store
from orderdesk_gui.store.desks import LocalSetting

_SQLITE = dialect()


@given(st.integers(min_value=-(2**63) + 1, max_value=2**63 - 1), st.sampled_from([4, 6]))
def test_scaled_values_come_back_exactly(whole: int, places: int) -> None:
    kind = Scaled(places)
    value = kind.result_processor(_SQLITE, None)(whole)
    assert value == Decimal(whole) / 10**places
    assert kind.process_bind_param(value, _SQLITE) == whole
    assert "E" not in str(value)


@pytest.mark.parametrize(("value", "places"), [("0.00001", 4), ("1.2345678", 6), ("-0.0000001", 6)])
def test_scaled_refuses_more_decimals_than_it_keeps(value: str, places: int) -> None:
    with pytest.raises(UserError, match="more than"):
        Scaled(places).process_bind_param(Decimal(value), _SQLITE)


def test_scaled_keeps_trailing_zeros_silently() -> None:
    assert Scaled(4).process_bind_param(Decimal("1.5000000"), _SQLITE) == 15_000


@pytest.mark.parametrize("value", ["922337203685477.5808", "-1e15", "1e30"])
def test_scaled_refuses_what_sqlite_cannot_hold(value: str) -> None:
    with pytest.raises(UserError, match="too large"):
        Scaled(4).process_bind_param(Decimal(value), _SQLITE)


@given(st.datetimes(min_value=dt.datetime(1970, 1, 1), timezones=st.timezones()))
def test_moments_come_back_in_utc_and_sort_as_text(moment: dt.datetime) -> None:
    kind = Moment()
    text = kind.process_bind_param(moment, _SQLITE)
    assert text is not None and len(text) == 27
    back = kind.process_result_value(text, _SQLITE)
    assert back == moment.astimezone(dt.UTC) and back.tzinfo is not None
    later = moment.astimezone(dt.UTC)
    if later < dt.datetime(9999, 12, 31, tzinfo=dt.UTC):
        assert moment_text(later + dt.timedelta(microseconds=1)) > text


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_JSON)
def test_json_comes_back(value: object) -> None:
    assert Json().process_result_value(Json().process_bind_param(value, _SQLITE), _SQLITE) == value


def test_equal_json_is_equal_text() -> None:
    one = Json().process_bind_param({"b": 1, "a": "月结"}, _SQLITE)
    assert one == Json().process_bind_param({"a": "月结", "b": 1}, _SQLITE) == '{"a":"月结","b":1}'


def test_identifiers_are_sixteen_bytes() -> None:
    made = uuid.uuid4()
    assert Identifier().process_bind_param(made, _SQLITE) == made.bytes
    assert Identifier().process_result_value(made.bytes, _SQLITE) == made


def test_every_table_is_registered() -> None:
    assert {t.name for t in tables()} == set(Base.metadata.tables)
    assert {traits_of(t).kind for t in tables()} == {"shared", "local", "derived"}


@pytest.mark.parametrize("name", [t.name for t in tables("shared")])
def test_shared_tables_have_what_sync_needs(name: str) -> None:
    table = Base.metadata.tables[name]
    assert [c.name for c in table.primary_key] == ["id"]
    assert isinstance(table.c.id.type, Identifier)
    assert table.c.deleted_at.nullable and isinstance(table.c.deleted_at.type, Moment)
    assert isinstance(table.c.scope.type, Identifier)
    traits = traits_of(table)
    for column in (*traits.guarded, *traits.secret, *traits.margins, *traits.unjournalled):
        assert column in table.c, column
    for column, paths in traits.guarded.items():
        assert paths, f"{column} could never change"
        assert all(len(path) == 2 and path[0] != path[1] for path in paths)
    if traits.searched:
        assert traits.searched[1] in table.c and traits.searched[0] in Base.metadata.tables


@pytest.mark.parametrize("table", tables("shared"), ids=lambda t: t.name)
def test_costs_are_secret(table: object) -> None:
    costs = {c.name for c in table.columns if "cost" in c.name or "margin" in c.name}  # type: ignore[attr-defined]
    assert costs <= traits_of(table).secret  # type: ignore[arg-type]


def test_what_tells_a_margin_is_marked() -> None:
    marked = {(table.name, column) for table in tables() for column in traits_of(table).margins}
    assert marked == {("approval_request", "reasons"), ("setting", "value")}


def test_shared_tables_keep_no_floats_and_refer_to_shared_ones_alone() -> None:
    for table in tables("shared"):
        for column in table.columns:
            assert column.type.python_type is not float, f"{table.name}.{column.name}"
        for key in table.foreign_keys:
            assert traits_of(key.column.table).kind == "shared"


def test_the_migrated_file_is_what_the_tables_say(empty_folder: Path) -> None:
    engine = create_engine(f"sqlite:///{empty_folder / FILE_NAME}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert [d for d in compare_metadata(context, Base.metadata) if "search_fragment" not in str(d)] == []
    engine.dispose()


def test_the_migrated_file_has_the_same_nulls_keys_and_references(empty_folder: Path) -> None:
    engine = create_engine(f"sqlite:///{empty_folder / FILE_NAME}")
    found = inspect(engine)
    for table in tables():
        columns = {c["name"]: c for c in found.get_columns(table.name)}
        assert sorted(columns) == sorted(c.name for c in table.columns), table.name
        for column in table.columns:
            assert columns[column.name]["nullable"] == column.nullable, f"{table.name}.{column.name}"
        keys = {(k["constrained_columns"][0], k["referred_table"]) for k in found.get_foreign_keys(table.name)}
        assert keys == {(k.parent.name, k.column.table.name) for k in table.foreign_keys}
    engine.dispose()


def test_names_follow_the_convention(empty_folder: Path) -> None:
    assert set(NAMING) == {"ix", "uq", "ck", "fk", "pk"}
    for table in tables():
        assert str(table.primary_key.name) == f"pk_{table.name}"
        for constraint in table.constraints:
            assert constraint.name, f"{table.name} has a nameless constraint"
            if isinstance(constraint, ForeignKeyConstraint):
                assert str(constraint.name) == f"fk_{table.name}_{constraint.column_keys[0]}"
        for index in table.indexes:
            assert str(index.name).startswith(f"ix_{table.name}_"), index.name
    connection = sqlite3.connect(empty_folder / FILE_NAME)
    for table in tables():
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table.name,)).fetchone()[0]
        if "AUTOINCREMENT" not in sql:  # such a key has no room for a name
            assert f"CONSTRAINT pk_{table.name} PRIMARY KEY" in sql
        assert sql.count("FOREIGN KEY") == sql.count("CONSTRAINT fk_")
    connection.close()


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_what_is_no_number_is_refused_in_a_sentence(value: Decimal):
    with pytest.raises(UserError, match="not a number"):
        Scaled(4).process_bind_param(value, None)


def test_more_digits_than_the_decimal_context_are_not_rounded_in_silence():
    with pytest.raises(UserError, match="decimals"):
        Scaled(6).process_bind_param(Decimal("1." + "0" * 30 + "1"), None)


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        Moment().process_bind_param(dt.datetime(2026, 11, 21), None)


def test_a_text_too_long_for_a_server_is_refused_in_a_sentence(store: Store) -> None:
    with store.plain_writing() as connection:
        connection.execute(insert(LocalSetting).values(key="𬭎" * 300, value=1))
    with pytest.raises(UserError, match="has 301 characters, 300 fit"), store.plain_writing() as connection:
        connection.execute(insert(LocalSetting).values(key="𬭎" * 301, value=1))


def test_the_tables_can_be_made_on_a_postgresql_server() -> None:
    name_conditions_for_postgresql()
    server = postgresql.dialect()  # type: ignore[no-untyped-call]
    partial = set()
    for table in tables():
        assert str(CreateTable(table).compile(dialect=server)).lstrip().startswith("CREATE TABLE")
        for index in table.indexes:
            made = str(CreateIndex(index).compile(dialect=server))
            if made.endswith(" WHERE deleted_at IS NULL"):
                partial.add(index.name)
            else:
                assert "WHERE" not in made
    assert {"ix_quote_list", "ix_customer_list", "ix_product_list", "ix_contract_list", "ix_inquiry_list"} <= partial


def test_nothing_shared_is_unique_but_by_id() -> None:
    """A clash of numbers that comes from a cloned disk has to be accepted and reviewed."""
    for table in tables("shared"):
        assert not [index.name for index in table.indexes if index.unique]
        assert not [one for one in table.constraints if isinstance(one, UniqueConstraint)]
        assert [column.name for column in table.primary_key] == ["id"]
