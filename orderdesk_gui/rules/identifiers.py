"""Checks of numbers that others give out: social credit codes, banks, tax, tariff and phones.

Failing checks are warnings, never walls: papers with odd numbers exist.
"""

import re
import unicodedata

from orderdesk_gui.rules.problems import Problem, warning

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, at, 31) for at in range(17))
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_USCC_SHAPE = re.compile(f"[{USCC_ALPHABET}]{{2}}[0-9]{{6}}[{USCC_ALPHABET}]{{10}}")
_LOOK_ALIKES = str.maketrans("OISZV", "0152U")


def fold_code(text: str) -> str:
    """A code as it is kept: half-width, upper case, without spaces, hyphens and dots."""
    return re.sub(r"[\s.\-–—]", "", unicodedata.normalize("NFKC", text)).upper()


def is_uscc(code: str) -> bool:
    """Whether a folded code has the shape and both check digits of GB 32100-2015.

    Letters in the first two places are allowed, as the standard does. Source: domain 4.
    """
    return bool(_USCC_SHAPE.fullmatch(code)) and _org_digit(code[8:16]) == code[16] and _uscc_digit(code) == code[17]


def _uscc_digit(code: str) -> str:
    values = zip(_USCC_WEIGHTS, code[:17], strict=True)
    return USCC_ALPHABET[-sum(weight * USCC_ALPHABET.index(char) for weight, char in values) % 31]


def _org_digit(body: str) -> str:
    """The GB 11714 check digit of the eight characters of an organisation code."""
    rest = -sum(weight * _ORG_ALPHABET.index(char) for weight, char in zip(_ORG_WEIGHTS, body, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def suggest_uscc(code: str) -> str | None:
    """The code that was probably meant: look-alike letters read as digits, or the only single slip that fits.

    None when nothing, or more than one thing, would be right.
    """
    if len(code) != 18:
        return None
    likely = code.translate(_LOOK_ALIKES)
    if likely != code and is_uscc(likely):
        return likely
    fitting = {
        changed
        for at in range(18)
        for char in USCC_ALPHABET
        if char != likely[at] and is_uscc(changed := likely[:at] + char + likely[at + 1 :])
    }
    swaps = (likely[:at] + likely[at + 1] + likely[at] + likely[at + 2 :] for at in range(17))
    fitting |= {swapped for swapped in swaps if swapped != likely and is_uscc(swapped)}
    return fitting.pop() if len(fitting) == 1 else None


def check_uscc(text: str, field: str = "uscc") -> list[Problem]:
    """A warning, with the likely typo where there is one, unless empty or right."""
    code = fold_code(text)
    if not code or is_uscc(code):
        return []
    suggestion = suggest_uscc(code)
    if suggestion:
        return [warning(field, "The social credit code does not check. Was {suggestion} meant?", suggestion=suggestion)]
    if len(code) != 18:
        return [
            warning(field, "A social credit code has 18 characters, this one {length}. Compare it with the licence.",
                    length=len(code))
        ]  # fmt: skip
    return [warning(field, "The social credit code does not check. Compare it with the business licence.")]


def luhn(digits: str) -> bool:
    """Whether the last digit of a card number is its Luhn digit."""
    values = [int(char) for char in reversed(digits)]
    doubled = [value * 2 - 9 if value > 4 else value * 2 for value in values[1::2]]
    return (sum(values[::2]) + sum(doubled)) % 10 == 0


def check_account(text: str, field: str = "account") -> list[Problem]:
    """Company accounts are 9 to 30 digits without a public check digit; foreign ones are IBANs.

    The card of a person (62..., 16 to 19 digits) is no company account. Source: domain 4.
    """
    code = fold_code(text)
    if not code:
        return []
    if re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", code):
        from stdnum import iban

        return [] if iban.is_valid(code) else [warning(field, "The IBAN does not check. Compare it with the source.")]
    if not re.fullmatch(r"[0-9]{9,30}", code):
        return [warning(field, "Bank accounts have 9 to 30 digits. Compare it with the source.")]
    if re.fullmatch(r"62[0-9]{14,17}", code):
        return check_card(code, field) or [
            warning(
                field, "This is the number of a person's bank card. A firm has a company account: ask before paying."
            )
        ]
    return []


def check_card(text: str, field: str = "account") -> list[Problem]:
    """Cards of persons have 16 to 19 digits and end in a Luhn digit."""
    code = fold_code(text)
    if not code or (re.fullmatch(r"[0-9]{16,19}", code) and luhn(code)):
        return []
    return [warning(field, "The card number does not check. Compare it with the card.")]


def check_bank_code(text: str, field: str = "bank_code") -> list[Problem]:
    """联行号: 12 digits of bank, city, branch and a check digit."""
    code = fold_code(text)
    if not code or re.fullmatch(r"[0-9]{12}", code):
        return []
    return [warning(field, "A bank code (联行号) has 12 digits. Compare it with the source.")]


def check_bic(text: str, field: str = "bic") -> list[Problem]:
    """BIC or SWIFT code of 8 or 11 characters."""
    code = fold_code(text)
    if not code or re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", code):
        return []
    return [warning(field, "A BIC has 8 or 11 characters, such as BKCHCNBJ. Compare it with the source.")]


def check_foreign_vat(text: str, field: str = "tax_number") -> list[Problem]:
    """VAT numbers of the European Union and the United Kingdom; others are taken as they are."""
    code = fold_code(text)
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9+*]{2,13}", code):
        return []
    from stdnum.eu import vat as eu
    from stdnum.gb import vat as gb

    if code.startswith("GB"):
        valid = gb.is_valid(code)
    elif code[:2].lower() in {*eu.MEMBER_STATES, "el", "xi"}:
        valid = eu.is_valid(code)
    else:
        return []
    return [] if valid else [warning(field, "The VAT number does not check. Compare it with the source.")]


def check_hs_code(text: str, field: str = "hs_code") -> list[Problem]:
    """6, 8, 10 or 13 digits of a chapter from 01 to 97 but 77. Source: domain 4."""
    code = fold_code(text)
    if not code:
        return []
    right = re.fullmatch(r"[0-9]{6}([0-9]{2}){0,2}|[0-9]{13}", code) and 1 <= int(code[:2]) <= 97 and code[:2] != "77"
    return [] if right else [warning(field, "An HS code has 6, 8, 10 or 13 digits and a chapter from 01 to 97.")]
