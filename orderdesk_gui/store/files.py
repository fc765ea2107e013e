"""Keeps issued papers and attachments as files named by their SHA-256, each once."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from orderdesk_gui.rules.language import UserError

_SHA = re.compile(r"[0-9a-f]{64}")


def folder_of(data_folder: Path) -> Path:
    """Where the files are kept."""
    return data_folder / "files"


def _place(data_folder: Path, sha256: str) -> Path:
    if not _SHA.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return folder_of(data_folder) / sha256[:2] / sha256


def keep(data_folder: Path, content: bytes) -> str:
    """Keep `content` and return its SHA-256; safe on the disk when this returns."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = _place(data_folder, sha256)
    if place.exists() and place.stat().st_size == len(content):
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, content)
    return sha256


def read(data_folder: Path, sha256: str) -> bytes:
    """The kept bytes; UserError where they are missing or no longer the same."""
    place = _place(data_folder, sha256)
    try:
        content = place.read_bytes()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError(
            "The kept file {name} is missing or was changed outside OrderDesk. Restore it from a backup.",
            name=sha256[:12],
        )
    return content


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even when the power fails."""
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make sure that a file that was just made or renamed in `folder` stays there when the power fails."""
    if os.name != "posix":
        return  # Windows writes names at once
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
