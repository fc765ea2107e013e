"""Sentences for people: written in English, shown in the language of the person at the desk."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from orderdesk_gui.rules.assets import asset

LANGUAGES = ("en", "zh")

_current = "en"


def use_language(language: str) -> None:
    """Choose the language of every sentence from now on: ``en`` or ``zh``."""
    global _current
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}, use one of {LANGUAGES}")
    _current = language


def current_language() -> str:
    """The language in use, ``en`` or ``zh``."""
    return _current


@cache
def catalogue(language: str) -> dict[str, str]:
    """English text -> text in `language`; empty for English itself.

    Every ``*.json`` under ``resources/translations/<locale>/`` is one part of it.
    """
    if language == "en":
        return {}
    merged: dict[str, str] = {}
    for part in sorted(asset("translations", "zh_CN").glob("*.json")):
        merged.update(json.loads(part.read_text(encoding="utf-8")))
    return merged


def translated(text: str, language: str | None = None) -> str:
    """`text` in `language` (default: the current one); English where no translation exists."""
    return catalogue(language or _current).get(text, text)


def tr(text: str, /, **values: Any) -> str:
    """`text` in the current language, its ``{placeholders}`` filled from `values`."""
    shown = translated(text)
    return shown.format(**values) if values else shown


@dataclass(frozen=True)
class Message:
    """A sentence that is translated only when it is shown: ``Message("Row {row} is empty", {"row": 3})``."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def in_language(self, language: str) -> str:
        """The sentence in `language` (``en`` or ``zh``)."""
        values = {
            key: value.in_language(language) if isinstance(value, Message) else value
            for key, value in self.values.items()
        }
        return translated(self.text, language).format(**values) if values else translated(self.text, language)

    def __str__(self) -> str:
        return self.in_language(_current)


def message(text: str, /, **values: Any) -> Message:
    """Short for :class:`Message`."""
    return Message(text, values)


class UserError(Exception):
    """Something the person can mend: a sentence that says what is wrong and what to do.

    `field` names the field it stands at (``"customer.uscc"``, ``"lines.3.quantity"``), where there is one.
    """

    def __init__(self, text: str | Message, /, *, field: str = "", **values: Any) -> None:
        self.message = text if isinstance(text, Message) else Message(text, values)
        self.field = field
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)
