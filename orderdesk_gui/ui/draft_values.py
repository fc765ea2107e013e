"""What was typed into a form, as values that JSON can hold, and put over what is saved by now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)


def typed_values(before: DataclassInstance, typed: DataclassInstance) -> dict[str, Any]:
    """The fields of a record that were changed by typing, for JSON."""
    return {key: to_plain(value) for key, value in _changed(before, typed).items()}


def with_values(record: Record, content: Mapping[str, Any], *kinds: type[Any]) -> Record:
    """`record` with what :func:`typed_values` kept; `kinds` are the dataclasses that may stand inside it.

    What a record does not have any more, or has now in another form, is passed over.
    """
    known = {field.name for field in fields(record)}
    by_name = {kind.__name__: kind for kind in kinds}
    return replace(record, **{key: from_plain(value, by_name) for key, value in content.items() if key in known})


def over(current: Record, before: Record, typed: Record) -> Record:
    """`current` with the fields that were typed over `before`: what others saved meanwhile stays."""
    return replace(current, **_changed(before, typed))


def _changed(before: DataclassInstance, typed: DataclassInstance) -> dict[str, Any]:
    values = {field.name: getattr(typed, field.name) for field in fields(typed)}
    return {key: value for key, value in values.items() if value != getattr(before, key)}


def to_plain(value: Any) -> Any:
    """A value of rules as JSON can hold it. TypeError for what no form types."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, UUID):
        return {"id": value.hex}
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {"kind": type(value).__name__, "has": {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}}
    raise TypeError(f"{type(value).__name__} is not kept in a draft")


def from_plain(value: Any, kinds: Mapping[str, type[Any]]) -> Any:
    """What :func:`to_plain` made plain; `kinds` by name."""
    if isinstance(value, list):
        return tuple(from_plain(each, kinds) for each in value)
    if not isinstance(value, dict):
        return value
    if "kind" in value:
        kind = kinds[value["kind"]]
        known = {field.name for field in fields(kind)}
        return kind(**{key: from_plain(each, kinds) for key, each in value["has"].items() if key in known})
    ((sort, text),) = value.items()
    return _READ[sort](text)


_READ: Mapping[str, Callable[[str], Any]] = {
    "decimal": Decimal, "id": UUID, "moment": dt.datetime.fromisoformat, "date": dt.date.fromisoformat,
}  # fmt: skip
