"""Column types, naming and the registry of tables that drives triggers, rights and sync."""

import datetime as dt
import inspect
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)  # fmt: skip
from sqlalchemy.types import TypeEngine

from orderdesk_gui.rules.language import UserError

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


@lru_cache(maxsize=8192)  # lists name the same customers and owners again and again
def _identifier(value: bytes | None) -> uuid.UUID | None:
    return None if value is None else uuid.UUID(bytes=value)


class Identifier(TypeDecorator[uuid.UUID]):
    """A UUIDv7, kept as a 16-byte blob."""

    impl = LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> uuid.UUID | None:
        return _identifier(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[bytes | None], uuid.UUID | None]:
        return _identifier


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal, kept as an integer of 10^-places."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places
        self.unit = Decimal(1).scaleb(-places)

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        exact: Decimal = Decimal(value)
        if not exact.is_finite():
            raise UserError("{value} is not a number. Enter one.", value=value)
        if exact.adjusted() + self.places > 18:
            raise UserError("{value} is too large to be kept; check the figure.", value=value)
        numerator, denominator = exact.as_integer_ratio()  # exact, whatever the decimal context
        whole, rest = divmod(numerator * int(10**self.places), denominator)
        if rest:
            raise UserError("{value} has more than {places} decimals; round it first.", value=value, places=self.places)
        if abs(whole) >= 2**63:
            raise UserError("{value} is too large to be kept; check the figure.", value=value)
        return whole

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], Decimal | None]:
        """What makes a decimal of each value; not a decorator of the type, which takes longer for long lists."""
        places = -self.places

        def exact(value: int | None) -> Decimal | None:
            if not value:
                return None if value is None else Decimal(0)
            return Decimal(value).scaleb(places).normalize() + 0

        return exact


class ShortText(String):
    """At most 300 characters. SQLite would keep any number, and a server then refuse the row."""

    longest = 300

    def __init__(self) -> None:
        super().__init__(self.longest)

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """A check of each value on its way in; not a decorator of the type, which takes twice as long."""
        return _fitting


def _fitting(value: str | None) -> str | None:
    if value is not None and len(value) > ShortText.longest:
        raise UserError(
            "“{start}…” has {length} characters, {most} fit. Shorten it.",
            start=value[:20],
            length=len(value),
            most=ShortText.longest,
        )
    return value


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC, kept as ISO text with microseconds."""

    impl = CHAR(27)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else dt.datetime.fromisoformat(value)


class Json(TypeDecorator[Any]):
    """A small JSON document, kept as text with sorted keys so that equal values are equal texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def moment_text(moment: dt.datetime) -> str:
    """`moment` (aware) as the store writes it: ``2026-11-21T08:00:00.000000Z``. ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


AnySelect = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]

Ref = Annotated[uuid.UUID, Identifier()]
Amount = Annotated[Decimal, Scaled(4)]
Price = Annotated[Decimal, Scaled(6)]
Quantity = Annotated[Decimal, Scaled(6)]
Rate = Annotated[Decimal, Scaled(6)]
When = Annotated[dt.datetime, Moment()]
Short = Annotated[str, ShortText()]
Long = Annotated[str, Text()]
Data = Annotated[Any, Json()]

_PLAIN: dict[Any, type[TypeEngine[Any]]] = {int: Integer, bool: Boolean, dt.date: Date, str: String}


if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped as Mapped
else:

    class Mapped:
        """Stands for SQLAlchemy's class of this name, which only the type checker needs: of it, the kind is kept."""

        def __class_getitem__(cls, kind: Any) -> Any:
            return kind


def column(*parts: ForeignKey, **options: Any) -> Any:
    """What a column has besides its type: a foreign key, a default, ``primary_key``."""
    return parts, options


@cache
def _type_of(kind: Any) -> tuple[TypeEngine[Any] | type[TypeEngine[Any]], bool]:
    """How a column of `kind`, such as ``Short`` or ``int | None``, is kept, and whether it may be empty."""
    parts = get_args(kind)
    if NoneType in parts:
        return _type_of(parts[0])[0], True
    return (parts[1] if parts else _PLAIN[kind]), False


class _Declared(type):
    """Makes the table of a class that names one, and puts its columns in place of their declarations.

    SQLAlchemy's own declarative classes are mapped objects: to load them and the mapper takes longer at every
    start than to read the first list, and no action uses an object.
    """

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        if "__tablename__" not in namespace:
            return
        found = []
        for origin in cls.__mro__:
            for key, annotation in inspect.get_annotations(origin).items():
                kept, empty = _type_of(annotation)
                parts, options = getattr(cls, key, ((), {}))
                found.append(Column(key, kept, *parts, nullable=empty, **options))
        given: Any = namespace.get("__table_args__", ())
        arguments = (given,) if isinstance(given, dict) else given
        options = arguments[-1] if arguments and isinstance(arguments[-1], dict) else {}
        rest = [part for part in arguments if not isinstance(part, dict)]
        cls.__table__ = Table(namespace["__tablename__"], Base.metadata, *found, *rest, **options)
        for made in cls.__table__.columns:
            setattr(cls, made.key, made)

    __table__: Table

    def __clause_element__(cls) -> Table:
        """The table, wherever SQLAlchemy is given the class."""
        return cls.__table__


class Base(metaclass=_Declared):
    """Every table of the store: ``name: Mapped[Short]``, with ``= column(…)`` for what the type does not say."""

    metadata = MetaData(naming_convention=NAMING)


class Shared:
    """Columns of a table that sync sends: its id, tombstone and the customer whose rights decide."""

    id: Mapped[Ref] = column(primary_key=True)
    deleted_at: Mapped[When | None]
    scope: Mapped[Ref | None]


Paths = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Traits:
    """What the registry knows of a table.

    `kind`: shared (journalled and sent by sync), local (of this desk) or derived (can be rebuilt).
    `insert_only`: rows are facts and never change. `guarded`: status column -> allowed (old, new) pairs.
    `secret`: columns that only those see who have the right to costs, `margins`: to margins. `unjournalled`:
    columns that stay out of the journal (passwords and keys). `searched`: (table, column) of the record that the search
    box has to read again when a row of this table changes.
    """

    kind: Literal["shared", "local", "derived"]
    insert_only: bool = False
    guarded: Mapping[str, Paths] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    margins: frozenset[str] = frozenset()
    unjournalled: frozenset[str] = frozenset()
    searched: tuple[str, str] | None = None


LOCAL = {"info": {"traits": Traits("local")}}
DERIVED = {"info": {"traits": Traits("derived")}}


def living(name: str, *columns: str) -> Index:
    """An index of the rows that are not in the recycle bin: what lists are read and counted by."""
    return Index(name, *columns, sqlite_where=text("deleted_at IS NULL"))


def name_conditions_for_postgresql() -> None:
    """Give the indexes of living rows their condition on a PostgreSQL server too; needed before tables are made there.

    Not said in :func:`living`: naming PostgreSQL loads its whole dialect, 45 ms that every start would pay.
    """
    for index in (index for table in tables() for index in table.indexes):
        index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]


def shared(
    *,
    insert_only: bool = False,
    guarded: Mapping[str, Paths] | None = None,
    secret: Iterable[str] = (),
    margins: Iterable[str] = (),
    searched: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Table arguments of a shared table, for ``__table_args__``."""
    traits = Traits("shared", insert_only, guarded or {}, frozenset(secret), frozenset(margins), searched=searched)
    return {"info": {"traits": traits}}


def traits_of(table: Table) -> Traits:
    """The registry's entry for `table`; KeyError for a table that was never registered."""
    found: Traits = table.info["traits"]
    return found


def tables(kind: str | None = None) -> list[Table]:
    """All registered tables in creation order, or those of one kind."""
    return [t for t in Base.metadata.sorted_tables if kind is None or traits_of(t).kind == kind]
