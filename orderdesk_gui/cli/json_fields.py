"""Reads the fields of a JSON document that a command is given; an error names the field that is wrong."""

import datetime as dt
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from pathlib import Path
from typing import Any

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.cli.showing import find
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import CURRENCIES, parse_decimal

_LONGEST = 40
_MOST_DAYS = 3650


def read_object(path: str) -> dict[str, Any]:
    """The JSON object in the file `path`; numbers stay exact. UserError where it cannot be read as one."""
    try:
        given = json.loads(Path(path).read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise UserError("{path} cannot be read.", path=path) from error
    except UnicodeDecodeError as error:
        raise UserError("{path} is not text in UTF-8. Save it as UTF-8.", path=path) from error
    except (ValueError, RecursionError) as error:
        raise UserError("{path} is not JSON: {reason}", path=path, reason=error) from error
    if not isinstance(given, dict):
        raise UserError("{path} does not hold a JSON object; see docs/cli.md.", path=path)
    return given


def at_its_field(error: UserError) -> UserError:
    """The error with the field of the file in its sentence, where that does not name it already."""
    if not error.field or error.field in str(error):
        return error
    line = re.match(r"lines\.(\d+)", error.field)
    if line is not None and not error.message.text.startswith("Line {line}"):
        return UserError(
            "{field_name} (line {line}): {sentence}",
            field=error.field, field_name=error.field, line=int(line[1]) + 1, sentence=error.message,
        )  # fmt: skip
    return UserError("{field_name}: {sentence}", field=error.field, field_name=error.field, sentence=error.message)


def only(given: Mapping[str, Any], known: AbstractSet[str], at: str) -> None:
    """UserError where `given` has a field that is not `known`; `at` stands before the names of its fields."""
    unknown = sorted(set(given) - known)
    if unknown:
        raise UserError("Unknown field {field_name}. Known are: {known}.", field=f"{at}{unknown[0]}",
                        field_name=f"{at}{unknown[0]}", known=", ".join(sorted(known)))  # fmt: skip


def found(desk: Desk, table: str, name: str, at: str) -> uuid.UUID:
    """As `find`, and an error names the field of the file."""
    try:
        return find(desk, table, name)
    except UserError as error:
        raise UserError(error.message, field=at) from error


def text(given: Mapping[str, Any], key: str, at: str = "") -> str:
    """A text, "" where there is none."""
    value = given.get(key)
    if isinstance(value, list | dict | bool):
        raise UserError("{field_name} must be a text.", field=f"{at}{key}", field_name=f"{at}{key}")
    return "" if value is None else str(value)


def one_of(given: Mapping[str, Any], key: str, known: Sequence[str], usual: str, at: str = "") -> Any:
    """One of the words `known`, `usual` where there is none."""
    value = given.get(key, usual)
    if value not in known:
        raise UserError("{field_name} must be one of {words}.", field=f"{at}{key}", field_name=f"{at}{key}",
                        words=", ".join(known))  # fmt: skip
    return value


def currency(given: Mapping[str, Any], usual: str) -> str:
    """An ISO code."""
    named = text(given, "currency").upper() or usual
    if named not in CURRENCIES:
        raise UserError(
            "The currency {currency} is not known. Use an ISO code such as CNY, USD or EUR.",
            field="currency",
            currency=named[:_LONGEST],
        )
    return named


def number(given: Mapping[str, Any], key: str, at: str) -> Decimal | None:
    """A JSON number or a text that holds one, exactly."""
    value = given.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise UserError("{field_name} must be a number.", field=f"{at}{key}", field_name=f"{at}{key}")
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _LONGEST:
        value = format(value, "f")  # 1e12 is a number in JSON
    return parse_decimal(str(value), field=f"{at}{key}")


def objects(given: Mapping[str, Any], key: str) -> list[Any]:
    """A list of JSON objects, of at least one."""
    value = given.get(key)
    if not isinstance(value, list) or not value:
        raise UserError("There are no lines. Write a list of at least one.", field=key)
    for place, one in enumerate(value):
        if not isinstance(one, dict):
            raise UserError(
                'Line {line} is not an object. Write one like {{"product": "A1", "quantity": 10}}.',
                field=f"{key}.{place}", line=place + 1,
            )  # fmt: skip
    return value


def days(given: Mapping[str, Any], key: str) -> int | None:
    """A whole number of days, at most ten years."""
    value = number(given, key, "")
    if value is None:
        return None
    if value < 0 or value != int(value) or value > _MOST_DAYS:
        raise UserError("{field_name} must be a whole number of days.", field=key, field_name=key)
    return int(value)


def date(given: Mapping[str, Any], key: str, at: str = "") -> dt.date | None:
    """A day such as 2026-11-21."""
    value = given.get(key)
    if not value:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise UserError("{value} is not a date. Write it like 2026-11-21.", field=f"{at}{key}", value=value) from error
