"""Reads phone numbers as people write them and keeps them in the international form."""

import re
import unicodedata
from dataclasses import dataclass

from orderdesk_gui.rules.problems import Problem, warning

_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)\s*([0-9]{1,6})$|(?<=[0-9]{7})-([0-9]{1,6})$", re.IGNORECASE)
_SERVICE = re.compile(r"(?:\+?86)?([48]00[0-9]{7})")
_SHORT = re.compile(r"[0-9]{3,6}")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in E.164 (``+8613800138000``) or, where unknown, as typed; `sure` says which."""

    number: str
    extension: str = ""
    sure: bool = True

    def __str__(self) -> str:
        return f"{self.number} #{self.extension}" if self.extension else self.number


def parse_phone(text: str, region: str = "CN") -> Phone:
    """The number in `text`: mobile, landline with extension, 400/800 and short service numbers.

    What the numbering plan does not know (``95588`` is fine, ``12`` is not) comes back as typed, not sure.
    """
    import phonenumbers  # slow to import, and only customers need it

    plain = unicodedata.normalize("NFKC", text).strip()
    found = _EXTENSION.search(plain)
    extension = (found[1] or found[2]) if found else ""
    bare = plain[: found.start()].strip() if found else plain
    digits = re.sub(r"[\s\-()]", "", bare)
    if region == "CN" and (service := _SERVICE.fullmatch(digits)):
        return Phone(f"+86{service[1]}", extension)
    if _SHORT.fullmatch(digits):
        return Phone(digits, extension, sure=len(digits) >= 5)
    try:
        number = phonenumbers.parse(bare, region)
    except phonenumbers.NumberParseException:
        return Phone(plain, sure=False)
    if not phonenumbers.is_valid_number(number):
        return Phone(plain, sure=False)
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), extension)


def check_phone(text: str, field: str = "phone") -> list[Problem]:
    """A warning when the number is in no numbering plan; it is kept as typed all the same."""
    if not text.strip() or parse_phone(text).sure:
        return []
    return [
        warning(field, "{phone} is no known phone number. Check it, or leave it as it is.", phone=text.strip()[:40])
    ]
