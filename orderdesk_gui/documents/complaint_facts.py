"""The facts that an 8D report is made of: plain values, known without loading what draws them."""

from dataclasses import dataclass
from datetime import date

from orderdesk_gui.documents.facts import Letterhead


@dataclass(frozen=True, slots=True)
class StepLine:
    """One measure of a step: who does what by when; `effect` says whether it helped, "" while nobody looked."""

    text: str
    owner: str = ""
    due: date | None = None
    done: date | None = None
    effect: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """All that an 8D report shows. `steps` maps D0-D8 to their lines, `states` to done, present or future.

    `pairs` are (label, value) of the head, `problem` those of D2; both are in the language of the paper.
    """

    letterhead: Letterhead
    number: str
    dated: date
    subject: str
    customer: str
    pairs: tuple[tuple[str, str], ...]
    problem: tuple[tuple[str, str], ...]
    steps: dict[str, tuple[StepLine, ...]]
    states: dict[str, str]
    language: str = "zh"
