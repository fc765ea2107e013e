"""Prints what a command found: one JSON document, or lines for people."""

import datetime as dt
import json
import sys
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from orderdesk_gui.rules.language import Message


def plain(value: Any) -> Any:
    """`value` as JSON has it: decimals and dates as text, exact."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Message):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value


class Output:
    """Where results and sentences go."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def document(self, found: Mapping[str, Any], text: str = "") -> None:
        """One result: as JSON, or as `text`, or as ``key: value`` lines."""
        if self.as_json:
            print(json.dumps(plain(found), ensure_ascii=False))
        elif text:
            print(text)
        else:
            for key, value in plain(found).items():
                shown = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
                print(f"{key}: {shown}")

    def table(self, rows: Sequence[Mapping[str, Any]], total: int, columns: Sequence[str]) -> None:
        """A list: ``{"rows": [...], "total": n}``, or one line a row."""
        if self.as_json:
            print(json.dumps({"rows": plain(rows), "total": total}, ensure_ascii=False))
            return
        for row in rows:
            shown = plain(row)
            print("\t".join("" if shown[key] is None else str(shown[key]) for key in columns))
        print(f"({len(rows)} / {total})", file=sys.stderr)

    def progress(self, done: int, total: int) -> None:
        """How far a long command is, on the terminal only."""
        if sys.stderr.isatty():
            end = "\n" if done == total else ""
            print(f"\r{done} / {total or '…'}", end=end, file=sys.stderr, flush=True)

    def fail(self, sentence: str) -> None:
        """What went wrong, on standard error."""
        print(sentence, file=sys.stderr)
