"""One window per data folder: a second start raises the first."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject

_WAIT_S = 4.0  # a first window that has only just started listens a second after its first paint
_KNOCK_MS = 1500


class SingleWindow(QObject):
    """Holds the data folder for this window; the lock dies with the process, however it ends."""

    def __init__(self, data: Path) -> None:
        super().__init__()
        self._data = data
        self._lock = QLockFile(str(data / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QObject | None = None

    @property
    def _name(self) -> str:
        """Where the first window listens for a second start."""
        import hashlib

        return f"orderdesk-{hashlib.sha256(str(self._data.resolve()).encode()).hexdigest()[:16]}"

    def take(self) -> bool:
        """Whether this is the first window on the folder."""
        return self._lock.tryLock(0)

    def raise_first(self) -> bool:
        """Ask the first window to come to the front; False where it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        until = time.monotonic() + _WAIT_S
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        while not socket.waitForConnected(_KNOCK_MS):
            if time.monotonic() >= until:
                return False
            time.sleep(0.1)
            socket.connectToServer(self._name)
        socket.disconnectFromServer()  # the knock itself is the message
        return True

    def listen(self, raised: Callable[[], Any]) -> None:
        """Call `raised` when a second start asks; called once the first page mostly stands."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

        def greet() -> None:
            while (socket := server.nextPendingConnection()) is not None:
                socket.disconnected.connect(socket.deleteLater)
                raised()

        server.newConnection.connect(greet)
        server.listen(self._name)
        self._server = server

    def close(self) -> None:
        """Let the folder go."""
        if self._server is not None:
            self._server.close()  # type: ignore[attr-defined]
        self._lock.unlock()
