"""How text is folded for search, found by pinyin initials, and ranked."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_NAME_READINGS = {
    "厦": "s", "长": "c", "重": "z", "行": "x", "乐": "l", "都": "d", "调": "d", "单": "d", "茄": "q",
    "伽": "j",
}  # fmt: skip
"""Initials of characters with two readings as names of firms use them, where no phrase decides."""

_PHRASES = {
    "重庆": "cq", "重阳": "cy", "重生": "cs", "重复": "cf", "厦门": "xm", "银行": "yh", "商行": "sh",
    "车行": "ch", "洋行": "yh", "琴行": "qh", "分行": "fh", "支行": "zh", "总行": "zh", "央行": "yh",
    "行业": "hy", "同行": "th", "乐器": "yq", "音乐": "yy", "家长": "jz", "校长": "xz", "队长": "dz",
    "成长": "cz", "增长": "zz", "空调": "kt", "调味": "tw", "调节": "tj", "单县": "sx", "六安": "la",
    "蚌埠": "bb", "番禺": "py", "东阿": "de", "阿胶": "ej", "人参": "rs", "便宜": "py",
}  # fmt: skip


def fold(text: str) -> str:
    """`text` as search compares it: NFKC, lower case, without spaces and invisible characters."""
    if text.isascii():
        return "".join(text.lower().split())
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in normal if not char.isspace() and unicodedata.category(char) != "Cf")


@lru_cache(maxsize=65_536)
def pinyin_initials(text: str) -> str:
    """First letters of the pinyin, ``hwjs`` for 华为技术; Latin letters and digits stay, the rest goes.

    Place names and frequent words decide between two readings (重庆 ``cq``, 重工 ``zg``).
    """
    folded = fold(text)
    letters: list[str] = []
    position = 0
    while position < len(folded):
        phrase = _PHRASES.get(folded[position : position + 2])
        if phrase:
            letters.append(phrase)
            position += 2
            continue
        letters.append(_initial(folded[position]))
        position += 1
    return "".join(letters)


def pinyin_readings(text: str) -> tuple[str, ...]:
    """:func:`pinyin_initials`, then the same with one character read the other way, for each that has two readings.

    泊远泵业 is found as ``byby`` and as ``pyby``.
    """
    first = pinyin_initials(text)
    spoken = "".join(char for char in fold(text) if not char.isascii() or char.isalnum())
    if len(spoken) != len(first):
        return (first,)
    found = [first]
    for place, char in enumerate(spoken):
        found += [first[:place] + other + first[place + 1 :] for other in _other_initials(char) - {first[place]}]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=32_768)
def _other_initials(char: str) -> frozenset[str]:
    if char.isascii():
        return frozenset()
    from pypinyin import Style, pinyin  # slow to import

    readings = pinyin(char, style=Style.FIRST_LETTER, heteronym=True, strict=False, errors="ignore")
    return frozenset(letter for one in readings for letter in one if letter)


@lru_cache(maxsize=32_768)
def _initial(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    if char in _NAME_READINGS:
        return _NAME_READINGS[char]
    from pypinyin import Style, lazy_pinyin  # slow to import, and not needed for the first paint

    letters = lazy_pinyin(char, style=Style.FIRST_LETTER, strict=False, errors="ignore")
    return letters[0] if letters else ""


def score(query: str, text: str) -> int:
    """How well `text` answers `query`, 0 to 100: the same, its beginning, inside it, by initials.

    A short text beats a long one among equals by being closer to the query. 0 is no hit.
    """
    wanted, found = fold(query), fold(text)
    if not wanted or not found:
        return 0
    if wanted == found:
        return 100
    closeness = 9 * len(wanted) // len(found) if len(wanted) < len(found) else 0
    if found.startswith(wanted):
        return 80 + closeness
    if wanted in found:
        return 60 + closeness
    if wanted.isascii() and not found.isascii():
        initials = pinyin_initials(text)
        if initials.startswith(wanted):
            return 40 + closeness
        if wanted in initials:
            return 20 + closeness
    return 0


def best_score(query: str, texts: Iterable[str]) -> int:
    """The best :func:`score` among the texts of one record (its number, names, phone ...)."""
    return max((score(query, text) for text in texts), default=0)
