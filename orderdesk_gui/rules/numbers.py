"""Document numbers that a desk gives without asking anyone, and the file names of papers."""

import re
import unicodedata
from dataclasses import dataclass

from orderdesk_gui.rules.language import UserError

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NUMBER = re.compile(r"([A-Z][A-Z0-9]{0,7})-(\d{4})-([0-9A-Z]{4})-(\d{4,12})", re.ASCII)
_SERIES = re.compile(r"[A-Z][A-Z0-9]{0,7}", re.ASCII)
_MISREAD = str.maketrans("OIL", "011")

_FORBIDDEN = re.compile(r'[:*?"<>|\\/]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])(\..*)?", re.IGNORECASE)
_MOST_BYTES = 180


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """``QT-2026-7K3F-0007``: series, year, code of the device, counter. Source: sync.md."""

    series: str
    year: int
    device: str
    counter: int

    def __str__(self) -> str:
        return f"{self.series}-{self.year:04d}-{self.device}-{self.counter:04d}"


def check_series(series: str) -> str:
    """A series of numbers such as ``QT``: one to eight letters or digits, a letter first."""
    folded = unicodedata.normalize("NFKC", series).strip().upper()
    if not _SERIES.fullmatch(folded):
        raise UserError(
            "The number series “{series}” needs one to eight letters or digits, a letter first, such as QT.",
            field="series",
            series=series[:20],
        )
    return folded


def parse_number(text: str) -> DocumentNumber:
    """The number that a person typed: lower case, full-width and O for 0 are understood."""
    folded = "".join(unicodedata.normalize("NFKC", text).upper().split())
    found = _NUMBER.fullmatch(folded)
    device = found[3].translate(_MISREAD) if found else ""
    if not found or set(device) - set(CROCKFORD):
        raise UserError(
            "“{text}” is not a document number. Numbers look like QT-2026-7K3F-0007.",
            field="number",
            text=text.strip()[:40],
        )
    return DocumentNumber(found[1], int(found[2]), device, int(found[4]))


def device_code(random_bytes: bytes) -> str:
    """Four characters of Crockford's base 32 from at least three random bytes."""
    if len(random_bytes) < 3:
        raise ValueError("a device code needs at least three random bytes")
    value = int.from_bytes(random_bytes[:3], "big") & (1 << 20) - 1
    return "".join(CROCKFORD[value >> shift & 31] for shift in (15, 10, 5, 0))


def safe_file_part(text: str) -> str:
    """`text` as part of a file name on every system: forbidden and invisible characters removed."""
    visible = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    return " ".join(_FORBIDDEN.sub(" ", visible).split()).strip(". ")


def paper_file_name(title: str, number: str, customer: str, revision: int | None = None, extension: str = "pdf") -> str:
    """``报价单_QT-2026-7K3F-0007_华为技术_R2.pdf``: safe on Windows, at most 180 bytes of UTF-8.

    A long customer name is shortened first; title, number and revision stay whole.
    """
    ending = f".{safe_file_part(extension)}"
    tail = f"_R{revision}" if revision is not None else ""
    head = "_".join(part for part in (safe_file_part(title), safe_file_part(number)) if part)
    room = _MOST_BYTES - len(f"{head}_{tail}{ending}".encode())
    name = safe_file_part(customer).encode()[: max(room, 0)].decode(errors="ignore").strip(". ")
    whole = f"{head}_{name}{tail}" if name else f"{head}{tail}"
    if _RESERVED.fullmatch(whole):
        whole = f"_{whole}"
    return whole + ending
