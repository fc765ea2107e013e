"""Watches an open data folder: what others write to it, the day's upkeep, and when nobody sits at the desk any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from orderdesk_gui.rules.language import UserError, message
from orderdesk_gui.ui import session_asks as asks

if TYPE_CHECKING:
    from orderdesk_gui.actions.starting import News, Upkeep

NEWS_MS = 2000
UPKEEP_MS = 10 * 60_000
_FIRST_UPKEEP_MS = 3000
_ACTIVE = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class SessionWatch(QObject):
    """The timers of a session: every 2 s for news, every 10 minutes for upkeep, and one that locks."""

    def __init__(self, session: Any) -> None:  # the Session; to import it would go in a circle
        super().__init__(session)
        self._session = session
        self._seen: tuple[int, int | None] = (-1, None)
        self._asking = False
        self._warned = False
        self._news = self._every(NEWS_MS, self.look_for_news)
        self._upkeep = self._every(UPKEEP_MS, self.do_upkeep)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(session.lock)

    def _every(self, milliseconds: int, run: Callable[[], Any]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(run)
        return timer

    def start(self) -> None:
        """Somebody sits at the desk."""
        self._news.start()
        self._upkeep.start()
        QTimer.singleShot(_FIRST_UPKEEP_MS, self, self.do_upkeep)

    def stop(self) -> None:
        """The data are closed."""
        for timer in (self._news, self._upkeep, self._idle):
            timer.stop()

    def begin(self) -> None:
        """Other data were opened: what is in them now is no news."""
        self._seen = (-1, None)
        self._asking = False  # a question that closing the last data cut short was never answered
        self.look_for_news()

    def do_upkeep(self) -> None:
        """Today's backup and the archive folder, in the background."""
        session = self._session
        if session.system is not None:
            session.jobs.run(asks.upkeep, session.system, done=self._upkept, failed=self._upkeep_failed, owner=self)

    def _upkept(self, done: Upkeep) -> None:
        if done.warning is not None and not self._warned:
            self._warned = True
            self._session.window.toast(done.warning, tone="yellow")

    def _upkeep_failed(self, error: BaseException) -> bool:
        if isinstance(error, UserError):
            said = message("Today's backup was not made: {reason}", reason=str(error))
            self._session.window.toast(said, tone="yellow")
        return isinstance(error, UserError)

    def look_for_news(self) -> None:
        """Notice what the command line wrote, and show it."""
        session = self._session
        if session.system is None or self._asking:
            return
        self._asking = True
        session.jobs.run(
            asks.news, session.system, self._seen[0], self._seen, session.undo_stack.own(), done=self._take_news,
            failed=self._no_news, owner=self,
        )  # fmt: skip

    def _take_news(self, found: tuple[int, News | None]) -> None:
        self._asking = False
        version, news = found
        place = news.place if news is not None else self._seen[1]
        self._seen = (version, place)
        if news is not None and news.changes is not None:
            self._session.window.refresh_all(news.changes)
            self._session.reread(news.changes)

    def _no_news(self, _error: BaseException) -> bool:
        self._asking = False
        return True  # the next action tells what is wrong with the file

    def lock_after(self, minutes: int) -> None:
        """Lock when nobody has touched keys or mouse for so many minutes; 0: never."""
        app = QApplication.instance()
        self._idle.stop()
        if app is None:
            return
        app.removeEventFilter(self)
        if minutes > 0:
            self._idle.start(minutes * 60_000)
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVE and self._idle.isActive():
            self._idle.start()
        return False
