"""Recognises a write-ahead log that was spoilt after it was written: SQLite would silently read it up to there."""

import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

_MAGIC = (0x377F0682, 0x377F0683)  # the last bit says in which order of bytes the checksums were made
_HEADER, _FRAME = 32, 24


def has_no_head(log: Path) -> bool:
    """Whether `log` holds something, but not behind a head that is right: SQLite would throw all of it away."""
    with log.open("rb") as file:
        return _head(file) is None and any(file.read(1 << 16))


def is_spoilt(log: Path) -> bool:
    """Whether transactions that had been confirmed are lost within `log`, which nobody writes now.

    What a crash leaves unfinished at its end belongs to one transaction, which nobody was told was saved: each
    is on the disk before the next one begins. So a second one behind a frame whose checksum fails was lost by
    damage. Source: SQLite, "Database File Format", 4.
    """
    with log.open("rb") as file:
        head = _head(file)
        if head is None:
            return False
        broken, lost, before = False, 0, head.sums
        while len(frame := file.read(_FRAME + head.page)) == _FRAME + head.page:
            _, commits, *salts, first, second = struct.unpack(">6I", frame[:_FRAME])
            if tuple(salts) != head.salts:
                broken = True  # or left over from before the log was begun anew
                continue
            broken = broken or _sum(head.order, _sum(head.order, before, frame[:8]), frame[_FRAME:]) != (first, second)
            lost += broken and commits > 0
            before = first, second
    return lost > 1


class _Head(NamedTuple):
    order: str
    page: int
    salts: tuple[int, int]
    sums: tuple[int, int]


def _head(file: BinaryIO) -> _Head | None:
    """What stands at the beginning of the log; None where it is not whole."""
    content = file.read(_HEADER).ljust(_HEADER, b"\0")
    magic, _, page, _, salt, pepper, one, two = struct.unpack(">8I", content)
    order = ">" if magic & 1 else "<"
    if magic not in _MAGIC or _sum(order, (0, 0), content[:24]) != (one, two):
        return None
    return _Head(order, page, (salt, pepper), (one, two))


def _sum(order: str, before: tuple[int, int], content: bytes) -> tuple[int, int]:
    """SQLite's checksum of `content`, going on from `before`."""
    one, two = before
    words = iter(struct.unpack(f"{order}{len(content) // 4}I", content))
    for odd, even in zip(words, words, strict=True):
        one = one + odd + two & 0xFFFFFFFF
        two = two + even + one & 0xFFFFFFFF
    return one, two
