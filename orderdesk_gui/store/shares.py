"""Tells whether a folder lies on a network share, where SQLite's locks cannot be relied on."""

import ctypes
import sys
from pathlib import Path

_REMOTE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "davfs", "ncpfs"}
)
_DRIVE_REMOTE = 4


def on_network_share(folder: Path, mounts: str | None = None) -> bool:
    """Whether `folder` lies on another computer's disk. `mounts` replaces what Linux says in /proc/mounts."""
    path = folder.absolute()
    if sys.platform == "win32":
        drive = path.drive
        if drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE)
    return _system_of(path, _mounts() if mounts is None else mounts) in _REMOTE_SYSTEMS


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _system_of(path: Path, mounts: str) -> str:
    """The kind of file system at `path`: that of the longest mount point above it."""
    best, found = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if (path == point or point in path.parents) and len(point.parts) > best:
            best, found = len(point.parts), fields[2]
    return found
