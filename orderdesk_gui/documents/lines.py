"""Breaks mixed Chinese and Latin text into lines and says how far apart its characters stand.

Measures are in thousandths of the type size throughout, so a text is measured once for every size.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from orderdesk_gui.documents.fonts import font_for

SPACED = 200  # between Chinese and Latin
SPACED_IN_DATE = 70
CURRENCY_GAP = 90  # ¥ 116,554.19
HALF = 500  # the empty half of a full-width punctuation mark
MOST_STRETCH = 80
SHORTEST_LAST_LINE = 3000
MOVED_DOWN = 4  # characters
BESIDE_NARROWED = 60

_LATIN = "!-~\u00a0-\u10ff\u1e00-\u1fff\u2010-\u2013\u2030-\u2bff"
_OPENING = "（《“‘「『【〈〔［｛"
_CLOSING = "）》”’」』】〉〕］｝，。、；：！？"

_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u1680\u2000-\u200a\u202f\u205f]")

_DATE = re.compile(r"\d{4} ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?|\d{1,2} ?月 ?\d{1,2} ?日")
_GAP = re.compile(  # works on classes of characters, see _Classes
    r"(?<=H)(?P<mixed>(?=[LNBDM¥]))|(?<=[LNED])(?=H)|(?<=H) (?P<spaced>(?=[LNBDM¥]))|(?<=[LNED]) (?P<after>(?=H))"
    r"|(?<=¥) ?(?P<currency>(?=M?N))|(?P<pair>(?<=[OC])(?=O)|(?<=C)(?=C))"
)
_NARROWED = re.compile("[×±≤≥≠≈÷•→←√∅·‐“”‘’]")

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_LATIN_UNIT = r"[A-Za-z%‰°℃µμΩ][A-Za-z/·.²³]{0,7}(?![A-Za-z0-9])"
_HAN_UNIT = rf"个(?:工作日|日历日|自然日|小时|季度|月)|[万亿车小分毫厘千公平立]?[^\x00-\u2fff{_OPENING}{_CLOSING}]"
_ATOM = re.compile(  # what is never broken, with the marks that may not begin or end a line
    rf"(?P<space>[ \u3000]+)|[{_OPENING}(\[{{]*(?:"
    rf"{_DATE.pattern}|\d\d? [A-Z][a-z]{{2,8}}(?: \d{{4}})?"
    r"|第 ?[\d一二三四五六七八九十百千零〇两]+(?:[.、至–-][\d一二三四五六七八九十百]+)* ?[条款项章节页次批期]"
    r"|(?:(?:人民币|[美欧港日加澳]元|英镑|瑞士法郎) ?)?负?[零壹贰叁肆伍陆柒捌玖]"
    r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{1,60}"
    rf"|(?:[¥￥$€£]|[A-Z]{{3}}(?= ?[−-]?\d)) ?[−-]?{_NUMBER}(?: ?万?元)?"
    rf"|[±+−≤≥<>≈~-]? ?{_NUMBER} ?(?:{_HAN_UNIT}|{_LATIN_UNIT})"
    r"|\d[\d-]*(?: \d{3,})+"
    r"|[A-Z][a-z]+\.? \d[\d.]*"
    r"|Co\.,? Ltd\.?|[a-z]{2,}-(?=[a-z]{2})"
    rf"|[{_LATIN}]+(?:(?<=\d) {_LATIN_UNIT})?|……|——|.)[{_CLOSING}…)\]}}％%,.;:!?]*",
    re.DOTALL,
)


class _Widths(dict[str, int]):
    """Advance of each character as drawn by the face or its fallbacks."""

    def __init__(self, face: str) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, character: str) -> int:
        width = self[character] = font_for(self.face, character).width(character)
        return width


_widths: dict[str, _Widths] = {}


class _Classes(dict[int, str]):
    """Class of a character: Han, Latin, Number, what Begins or Ends Latin, Opening and Closing marks."""

    def __missing__(self, code: int) -> str:
        found = self[code] = self._find(chr(code))
        return found

    @staticmethod
    def _find(character: str) -> str:
        for marks, kind in ((_OPENING, "O"), (_CLOSING, "C"), ("$€£+±≤≥#@&√∅", "B"), ("%‰²³", "E"), ("¥￥", "¥")):
            if character in marks:
                return kind
        if character in " −°":
            return {" ": " ", "−": "M", "°": "D"}[character]
        if character.isdigit() and character.isascii():
            return "N"
        if not character.isalpha() and character not in "々〇":
            return "x"
        return "H" if character >= "\u2e80" else "L"


_classes = _Classes()


def widths(face: str) -> _Widths:
    """Character to advance for a face, filled as it is asked."""
    found = _widths.get(face)
    if found is None:
        found = _widths[face] = _Widths(face)
    return found


def clean(text: str) -> str:
    """Text as it can be set: one kind of line end and of space, no control or direction marks."""
    if text.isascii() and text.isprintable():
        return text
    return _UNWANTED.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))


class Line(NamedTuple):
    """One line: a stretch of its paragraph's characters, where it begins and how wide it looks.

    ``shift`` is added before the first character (negative where an opening mark is trimmed);
    ``stretch`` stands at each of ``stretched``.
    """

    start: int
    end: int
    shift: int
    width: int
    stretch: float = 0
    stretched: tuple[int, ...] = ()


class Composed:
    """A paragraph without line ends, measured: its characters, gaps, faces, and its lines on demand."""

    def __init__(self, text: str, face: str, bold_face: str, bold: tuple[tuple[int, int], ...] = ()) -> None:
        self.text = text
        self.face, self.bold_face, self.bold = face, bold_face, bold
        self.gaps: dict[int, int] = {}
        #: narrowed characters, and what is cut off at their left
        self.latin_marks: dict[int, int] = {}
        if not text.isascii():
            self._find_gaps()
        plain = widths(face)
        advances = [plain[character] for character in text]
        if bold:
            heavy = widths(bold_face)
            for start, end in bold:
                advances[start:end] = [heavy[character] for character in text[start:end]]
        for at, gap in self.gaps.items():
            if at:
                advances[at - 1] += gap
        #: where character i begins; one more entry for the end
        self.places = [0, *accumulate(advances)]

    @property
    def natural(self) -> Line:
        """The whole paragraph as one line."""
        return self._line(0, len(self.text))

    def _find_gaps(self) -> None:
        """Fills ``gaps``: what is added before a character."""
        text, gaps = self.text, self.gaps
        for match in _NARROWED.finditer(text):
            self._narrow(match.start())
        dates = [match.span() for match in _DATE.finditer(text)] if "月" in text else []
        space = widths(self.face)[" "]
        for match in _GAP.finditer(text.translate(_classes)):
            at = match.end()
            kind = match.lastgroup
            if kind == "pair":
                if at in self.latin_marks or at - 1 in self.latin_marks:
                    continue
                gap = -HALF
            elif kind == "currency":
                gap = CURRENCY_GAP - (space if match.group() else 0)
            else:
                gap = SPACED
                if any(start < at < end for start, end in dates):
                    gap = SPACED_IN_DATE
                if kind in ("spaced", "after"):
                    gap -= space
            gaps[at] = gaps.get(at, 0) + gap

    def _narrow(self, at: int) -> None:
        """Takes the empty sides off a full-width symbol or quotation mark that stands beside Latin."""
        text, character = self.text, self.text[at]
        before, after = text[:at].rstrip(" ")[-1:], text[at + 1 : at + 9].lstrip(" ")[:1]
        if character in "“‘":
            beside = after
        elif character in "”’":
            beside = before
        else:
            beside = before + after
        if not any(other < "\u2e80" and other not in "“”‘’…—" for other in beside):
            return
        face = self.bold_face if any(start <= at < end for start, end in self.bold) else self.face
        drawn = font_for(face, character)
        left, right = drawn.face.ink(character)
        if drawn.width(character) - (right - left) < 3 * BESIDE_NARROWED:
            return
        self.latin_marks[at] = BESIDE_NARROWED - left
        self.gaps[at] = self.gaps.get(at, 0) + BESIDE_NARROWED - left
        self.gaps[at + 1] = self.gaps.get(at + 1, 0) + BESIDE_NARROWED - (drawn.width(character) - right)

    def _breaks(self) -> list[int]:
        """Places where a line may begin, the end of the text included."""
        found = [match.end() for match in _ATOM.finditer(self.text)]
        text = self.text
        return [at for at in found if at >= len(text) or text[at] not in " \u3000"]

    def _line(self, start: int, end: int, stretch: float = 0, stretched: tuple[int, ...] = ()) -> Line:
        shown = end
        text = self.text
        while shown > start and text[shown - 1] in " \u3000":
            shown -= 1
        shift = self.latin_marks.get(start, 0)
        if start < shown and text[start] in _OPENING and start not in self.latin_marks:
            shift -= HALF
        width = self.places[shown] - self.places[start] + shift
        if shown > start:
            if shown < len(text):
                width -= self.gaps.get(shown, 0)
            if text[shown - 1] in _CLOSING and shown - 1 not in self.latin_marks:
                width -= HALF
        return Line(start, shown, shift, width, stretch, stretched)

    def lines(self, measure: float, justified: bool) -> list[Line]:
        """The paragraph broken to lines no wider than the measure (thousandths of the type size)."""
        whole = self.natural
        if whole.width <= measure:
            return [whole]
        breaks = self._breaks()
        starts = list(self._starts(breaks, measure))
        self._fill_last_line(starts, breaks, measure)
        ends = [*starts[1:], len(self.text)]
        lines = [self._line(start, end) for start, end in zip(starts, ends, strict=True)]
        if justified:
            for index, line in enumerate(lines[:-1]):
                inside = tuple(breaks[bisect_right(breaks, line.start) : bisect_left(breaks, line.end)])
                missing = measure - line.width
                if inside and 0 < missing <= MOST_STRETCH * len(inside):
                    lines[index] = self._line(line.start, line.end, missing / len(inside), inside)
        return lines

    def _starts(self, breaks: list[int], measure: float) -> Iterator[int]:
        """Greedy: each line takes what fits."""
        start, length = 0, len(self.text)
        while start < length:
            yield start
            if self._line(start, length).width <= measure:
                return
            first = bisect_right(breaks, start)
            reach = bisect_right(self.places, self.places[start] + measure + 3 * HALF) - 1
            last = bisect_right(breaks, reach)
            end = 0
            for candidate in range(last - 1, first - 1, -1):
                if self._line(start, breaks[candidate]).width <= measure:
                    end = breaks[candidate]
                    break
            if not end:  # a word longer than a line: broken anywhere
                end = max(start + 1, reach)
                while end > start + 1 and self._line(start, end).width > measure:
                    end -= 1
            start = end

    def _fill_last_line(self, starts: list[int], breaks: list[int], measure: float) -> None:
        """Moves up to four characters into a last line that would be shorter than three em."""
        if len(starts) < 2 or self._line(starts[-1], len(self.text)).width >= SHORTEST_LAST_LINE:
            return
        for candidate in reversed(breaks[: bisect_left(breaks, starts[-1])]):
            if candidate < starts[-1] - MOVED_DOWN or candidate <= starts[-2]:
                return
            if SHORTEST_LAST_LINE <= self._line(candidate, len(self.text)).width <= measure:
                starts[-1] = candidate
                return
