"""Hints under the number fields of an own company: whether they check, and the likely slip of the hand."""

from __future__ import annotations

from dataclasses import dataclass

from orderdesk_gui.rules.identifiers import check_account, check_uscc, fold_code, is_uscc, suggest_uscc
from orderdesk_gui.rules.language import tr

_DIGITS_OF_LETTERS = str.maketrans("OILSZB", "011528")


@dataclass(frozen=True)
class Hint:
    """A translated sentence, its tone ("green", "yellow"), and what the field should hold instead, if known."""

    text: str
    tone: str
    better: str = ""


def uscc_hint(text: str) -> Hint | None:
    """What to say of a social credit code; None while there is nothing."""
    code = fold_code(text)
    if not code:
        return None
    if is_uscc(code):
        return Hint(tr("Both check digits are right"), "green", "" if code == text.strip() else code)
    if len(code) < 18:
        return Hint(tr("{count} of 18 characters", count=len(code)), "quiet")
    return Hint(str(check_uscc(code)[0].message), "yellow", suggest_uscc(code) or "")


def account_hint(text: str) -> Hint | None:
    """What to say of a bank account; None where nothing is odd."""
    code = fold_code(text)
    if not code or not check_account(code):
        return None
    letters = sorted({char for char in code if char.isalpha()})
    better = text.upper().translate(_DIGITS_OF_LETTERS)
    if letters and not check_account(better):
        read = better_digits(letters)
        return Hint(tr("There is a letter {letters} in it; change it to {digits}?", **read), "yellow", better)
    return Hint(str(check_account(code)[0].message), "yellow") if len(code) >= 9 or letters else None


def better_digits(letters: list[str]) -> dict[str, str]:
    """The letters and the digits they look like, for the sentence."""
    return {"letters": " ".join(letters), "digits": " ".join(char.translate(_DIGITS_OF_LETTERS) for char in letters)}
