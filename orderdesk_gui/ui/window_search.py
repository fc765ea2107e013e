"""What stands behind the search box of the main window: records found in the background, commands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.page import Found

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Job

SearchSource = Callable[[Any, str], Sequence[Found]]  # desk, text


class WindowSearch:
    """Asks anew with every key; what an earlier question finds is not shown any more."""

    def __init__(self, window: Any) -> None:  # the MainWindow; to import it would go in a circle
        self._window = window
        self._job: Job | None = None

    def ask(self, text: str) -> None:
        """Offer what `text` finds."""
        if self._job is not None:
            self._job.stop()
            self._job = None
        window = self._window
        commands = self._commands_like(text)
        if window.search_source is None or not text or window.jobs.open_desk is None:
            self._offer(commands)
            return
        self._job = window.jobs.read(
            window.search_source, text, done=lambda found: self._offer([*found, *commands]), owner=window
        )

    def go_to(self, found: Found) -> None:
        """Run or show what was picked."""
        if found.run is not None:
            found.run()
        elif found.page:
            self._window.navigate(found.page, found.id)

    def _commands_like(self, text: str) -> list[Found]:
        wanted = text.casefold()
        return [
            Found(
                tr("Commands"),
                tr(command.title),
                command.shortcut,
                command.icon or "corner-down-left",
                run=command.run,
            )
            for _group, commands in self._window.groups()
            for command in commands
            if wanted in tr(command.title).casefold() or wanted in command.title.casefold()
        ]

    def _offer(self, found: Sequence[Found]) -> None:
        box = self._window.ui.top_bar.search
        if box.hasFocus():
            box.popup.show_results(found, box)
