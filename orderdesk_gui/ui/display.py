"""Whether there is a screen to show a window on, asked before Qt would abort."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_WINDOWLESS = ("offscreen", "minimal", "vnc", "eglfs", "linuxfb")


def has_display(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    """False only where Qt would certainly abort for want of a display server."""
    if not system.startswith("linux"):
        return True
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _WINDOWLESS:
        return True
    if environment.get("WAYLAND_DISPLAY"):
        return True
    display = environment.get("DISPLAY", "")
    return bool(display) and _answers(display)


def _answers(display: str) -> bool:
    """Whether something listens at an X display name such as ``:0`` or ``host:1.0``."""
    import socket

    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        return any(_connects(socket.AF_UNIX, f"{start}/tmp/.X11-unix/X{number}") for start in ("", "\0"))
    return _connects(socket.AF_INET, (host, 6000 + int(number)))


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    import socket

    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
