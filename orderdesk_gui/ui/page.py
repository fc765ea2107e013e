"""What a page is to the main window, and what the main window is to a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from orderdesk_gui.rules.language import Message
    from orderdesk_gui.ui.background import Background
    from orderdesk_gui.ui.settings import Settings


class Command(NamedTuple):
    """Something a page can do: found by Ctrl+K, listed by F1, run by its shortcut.

    `title` is English source text; `shortcut` is as QKeySequence reads it (``"Ctrl+N"``).
    """

    title: str
    run: Callable[[], Any]
    shortcut: str = ""
    icon: str = ""


class PageSpec(NamedTuple):
    """A stage in the sidebar: English `title`, `icon` of resources/icons, and how to make its page."""

    key: str
    title: str
    icon: str
    factory: Callable[[Shell], Page]
    group: str = "stages"  # stages, data, foot, or hidden: reached by navigation alone


class Found(NamedTuple):
    """One line of the search popup: where it leads (page key and id), or the command it runs."""

    group: str
    title: str
    detail: str = ""
    icon: str = "search"
    page: str = ""
    id: Any = None
    run: Callable[[], Any] | None = None


class Shell(Protocol):
    """What the main window offers a page."""

    jobs: Background
    settings: Settings
    session: Any  # the open data folder: other company, restore, sign out; None where nothing is open

    def navigate(self, key: str, id: Any = None) -> None:
        """Show the page `key` and there the record `id`."""

    def visited(self, key: str, id: Any) -> None:
        """The page `key` came to show the record `id` by itself: a step for Back."""

    def toast(self, text: str | Message, undo: Callable[[], Any] | None = None, tone: str = "green") -> None:
        """A notice that goes by itself; with `undo` it offers Undo."""

    def show_error(self, error: BaseException) -> None:
        """Tell the person of an error that stands at no field."""

    def show_saved(self, text: str | Message, icon: str = "cloud-check") -> None:
        """State of saving, in the top bar."""

    def counts_changed(self) -> None:
        """Ask every page anew what waits there."""


class Page(QWidget):
    """One stage. Subclasses override what they need; `reload` is called only while the page is shown.

    A hidden page remembers that something changed and reloads when it is shown again.
    """

    navigate = Signal(str, object)  # page key, id or None
    counts_changed = Signal()  # what waits here has changed without a write

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._stale = True

    def refresh(self, changes: Any = None) -> None:
        """Called after every writing action with its Changes; reload now, or when shown."""
        if changes is not None and not self.concerns(changes):
            return
        if self.isVisible():
            self._stale = False
            self.reload(changes)
        else:
            self._stale = True

    def read_again(self) -> None:
        """What was asked for did not come, e.g. since a drive was away: fetch it when the page is shown again."""
        self._stale = True

    def concerns(self, changes: Any) -> bool:
        """Whether `changes` touch what this page shows."""
        return True

    def reload(self, changes: Any = None) -> None:
        """Fetch again what is shown (in the background)."""

    def open(self, id: Any) -> None:
        """Show the record `id` (called after the page is shown)."""

    def new(self) -> None:
        """Ctrl+N."""

    def save(self) -> None:
        """Ctrl+S."""

    def print(self) -> None:
        """Ctrl+P."""

    def main_action(self) -> None:
        """Ctrl+Enter: what the page is for."""

    def edit(self) -> None:
        """F2."""

    def undo(self) -> None:
        """Ctrl+Z: the newest saved edit, where the page has nothing of its own to take back."""
        if self.shell.session is not None:
            self.shell.session.undo_stack.undo()

    def redo(self) -> None:
        """Ctrl+Shift+Z."""
        if self.shell.session is not None:
            self.shell.session.undo_stack.redo()

    def back_out(self) -> bool:
        """Esc: leave what is being done; False where there was nothing to leave."""
        return False

    def commands(self) -> list[Command]:
        """What this page can do."""
        return []

    def page_state(self) -> dict[str, Any]:
        """What to keep for the next start (JSON values): filter, column widths, chosen record."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what :meth:`page_state` kept."""

    def may_leave(self) -> bool:
        """Whether the window may be closed now: False where the person must first decide."""
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload(None)
