"""Writes a file whole or not at all, and says in a sentence why it could not be written."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from xlsxwriter.exceptions import FileCreateError

from orderdesk_gui.rules.language import UserError

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}


@contextmanager
def written_whole(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A stream; at the end it replaces the file `target`, which an error leaves as it was.

    Raises UserError where the disk is full or the file or folder cannot be written.
    """
    if not isinstance(target, Path):
        yield target
        return
    with _as_sentences(target):
        handle, name = tempfile.mkstemp(prefix=".~", suffix=target.suffix, dir=target.parent)
        new = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            new.chmod(_usual_mode())
            new.replace(target)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


@contextmanager
def _as_sentences(target: Path) -> Iterator[None]:
    try:
        yield
    except FileCreateError as failed:
        cause = failed.args[0] if failed.args else None
        raise _sentence(target, cause if isinstance(cause, OSError) else OSError()) from failed
    except OSError as failed:
        raise _sentence(target, failed) from failed


def _sentence(target: Path, failed: OSError) -> UserError:
    if failed.errno in _NO_ROOM:
        return UserError("The disk is full: {name} was not written. Free some space.", name=target.name)
    if isinstance(failed, FileNotFoundError | NotADirectoryError):
        return UserError("The folder {folder} does not exist. Choose another one.", folder=str(target.parent))
    return UserError("{name} cannot be written. Close it in Excel or WPS, or choose another folder.", name=target.name)


def _usual_mode() -> int:
    """What a new file gets: a temporary one is private, the finished one shall not be."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
