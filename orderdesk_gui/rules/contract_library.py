"""The clause library and the contract templates: what ships, and which clauses a contract takes."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from orderdesk_gui.rules.assets import asset


@dataclass(frozen=True, slots=True)
class LibraryClause:
    """One numbered paragraph as the library words it; `law` and `risk` are for the clerk, not for the paper."""

    key: str
    heading: int
    zh: str
    en: str
    version: int = 1
    date: datetime.date = datetime.date.min
    title_zh: str = ""
    title_en: str = ""
    table: str = ""
    trades: tuple[str, ...] = ("domestic", "export")
    product_types: tuple[str, ...] = ("standard", "custom")
    bold: bool = False
    law: tuple[str, ...] = ()
    risk_zh: str = ""
    risk_en: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A clause of a template, or a recital, and the facts under which it is taken."""

    key: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heading: int = 0
    zh: str = ""
    en: str = ""

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether every fact it names has one of the values it allows."""
        return all(facts.get(name) in allowed for name, allowed in self.when.items())


@dataclass(frozen=True, slots=True)
class Template:
    """An order of clauses with choices; `defaults` are values of placeholders (Chinese, English)."""

    key: str
    title_zh: str
    title_en: str
    trade: str
    language: str
    product_type: str = "standard"
    version: int = 1
    date: datetime.date = datetime.date.min
    recitals: tuple[Choice, ...] = ()
    clauses: tuple[Choice, ...] = ()
    defaults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


def taken(template: Template, facts: Mapping[str, str]) -> tuple[Choice, ...]:
    """The clauses that a contract with these facts takes, in order; the recital first, under heading 0."""
    recital = [one for one in template.recitals if one.holds(facts)][:1]
    return (*recital, *(one for one in template.clauses if one.holds(facts)))


def clause_data(clause: LibraryClause) -> dict[str, Any]:
    """What the store keeps of a clause besides its key, heading, version and date."""
    data = asdict(clause)
    for name in ("key", "heading", "version", "date"):
        del data[name]
    return data


def clause_of(key: str, heading: int, version: int, date: datetime.date, data: Mapping[str, Any]) -> LibraryClause:
    """The clause that :func:`clause_data` wrote, or that a shipped file holds."""
    known = {name: data[name] for name in ("zh", "en", "title_zh", "title_en", "bold", "risk_zh", "risk_en")}
    return LibraryClause(
        key, heading, version=version, date=date, table=data["table"] or "", trades=tuple(data["trades"]),
        product_types=tuple(data["product_types"]), law=tuple(data["law"]), **known,
    )  # fmt: skip


def template_of(key: str, version: int, date: datetime.date, data: Mapping[str, Any]) -> Template:
    """A template from its JSON document."""
    return Template(
        key, data["title_zh"], data["title_en"], data["trade"], data["language"], data["product_type"], version, date,
        tuple(Choice("", _when(one), 0, one["zh"], one["en"]) for one in data["recitals"]),
        tuple(
            Choice(one["key"], _when(one), heading["number"])
            for heading in data["headings"]
            for one in heading["clauses"]
        ),
        {name: (both["zh"], both["en"]) for name, both in data["defaults"].items()},
        dict(data["facts"]),
    )  # fmt: skip


def template_data(template: Template) -> dict[str, Any]:
    """What the store keeps of a template besides its key, version and date."""
    numbers = dict.fromkeys(one.heading for one in template.clauses)
    return {
        **{name: getattr(template, name) for name in ("title_zh", "title_en", "trade", "language", "product_type")},
        "recitals": [{"when": _lists(one.when), "zh": one.zh, "en": one.en} for one in template.recitals],
        "headings": [
            {
                "number": number,
                "clauses": [
                    {"key": one.key, "when": _lists(one.when)} for one in template.clauses if one.heading == number
                ],
            }
            for number in numbers
        ],
        "defaults": {name: {"zh": zh, "en": en} for name, (zh, en) in template.defaults.items()},
        "facts": dict(template.facts),
    }


def _when(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in data["when"].items()}


def _lists(when: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in when.items()}


def shipped_clauses() -> tuple[LibraryClause, ...]:
    """The first set of clauses, of our own writing, in the order of their headings."""
    found = []
    for path in sorted(asset("clauses").glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        for one in file["clauses"]:
            day = datetime.date.fromisoformat(one["date"])
            found.append(clause_of(one["key"], file["heading"], one["version"], day, one))
    return tuple(found)


def shipped_templates() -> tuple[Template, ...]:
    """The first templates: domestic standard goods, domestic custom-made goods, export."""
    found = []
    for name in ("domestic_standard", "domestic_custom", "export"):
        data = json.loads(asset("templates", "contracts", f"{name}.json").read_text(encoding="utf-8"))
        found.append(template_of(data["key"], data["version"], datetime.date.fromisoformat(data["date"]), data))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that clauses may ask for: its kind, what it means, where its value comes from, its defaults."""

    name: str
    kind: str
    label_zh: str
    label_en: str
    source: str
    default_zh: str | None
    default_en: str | None

    @property
    def open_to_people(self) -> bool:
        """Whether a person may set it on a contract; names, totals and numbers follow the data instead."""
        return self.source not in ("own company", "customer", "contract totals", "quotation") and self.name not in (
            "contract.number", "contract.date", "contract.place", "price.vat_rates",
        )  # fmt: skip


@cache
def vocabulary() -> Mapping[str, Placeholder]:
    """Every placeholder by name."""
    data = json.loads(asset("templates", "vocabulary.json").read_text(encoding="utf-8"))
    return {one["name"]: Placeholder(**one) for one in data["placeholders"]}


@cache
def fact_defaults() -> Mapping[str, str]:
    """Every fact that a template may ask for, with its value where nothing is known."""
    data = json.loads(asset("templates", "vocabulary.json").read_text(encoding="utf-8"))
    return {one["name"]: one["default"] for one in data["facts"]}


@cache
def fact_labels() -> Mapping[str, tuple[str, str]]:
    """What each fact is called, in Chinese and English."""
    data = json.loads(asset("templates", "vocabulary.json").read_text(encoding="utf-8"))
    return {one["name"]: (one["label_zh"], one["label_en"]) for one in data["facts"]}
