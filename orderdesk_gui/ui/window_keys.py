"""The keys of the main window: its own commands, and the standard ones that every page answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.page import Command

if TYPE_CHECKING:
    from orderdesk_gui.ui.page import Page

_STANDARD: dict[str, Callable[[Page], Any]] = {
    "Ctrl+N": lambda page: page.new(),
    "Ctrl+S": lambda page: page.save(),
    "Ctrl+P": lambda page: page.print(),
    "Ctrl+Return": lambda page: page.main_action(),
    "Ctrl+Z": lambda page: page.undo(),
    "Ctrl+Shift+Z": lambda page: page.redo(),
}


class WindowKeys:
    """Makes the shortcuts of `window` and knows every command there is."""

    def __init__(self, window: Any) -> None:  # the MainWindow; to import it would go in a circle
        self._window = window
        self._shortcuts: list[QShortcut] = []
        for key in _STANDARD:
            self._add(key, lambda key=key: self.run(key))  # type: ignore[misc]
        self._add("Ctrl+Enter", lambda: self.run("Ctrl+Return"))
        self.add_commands([*self._everywhere(), *self._pages()[:9], *window.commands])

    def add_commands(self, commands: Sequence[Command]) -> None:
        """Let commands of the whole program have their keys."""
        for command in commands:
            if command.shortcut and command.shortcut not in _STANDARD:
                self._add(command.shortcut, command.run)

    def set_enabled(self, enabled: bool) -> None:
        """Whether the keys of the window are heard."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(enabled)

    def add_page(self, page: Page) -> None:
        """Let the commands of a new page have their keys while the focus is in it."""
        for command in page.commands():
            if command.shortcut and command.shortcut not in _STANDARD:
                shortcut = QShortcut(QKeySequence(command.shortcut), page)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(command.run)

    def run(self, key: str) -> None:
        """Run a standard key on the page shown: its own command for it, else the page's method."""
        page = self._window.current_page()
        if page is None or self._window.stands_alone:
            return
        own = next((command for command in page.commands() if command.shortcut == key), None)
        if own is not None:
            own.run()
        else:
            _STANDARD[key](page)

    def groups(self) -> list[tuple[str, list[Command]]]:
        """Every command there is, by group."""
        window = self._window
        groups = [(tr("Pages"), self._pages()), (tr("Everywhere"), [*self._everywhere(), *window.commands])]
        page, spec = window.current_page(), window.spec(window.current_key())
        if page is not None and spec is not None:
            groups.insert(0, (tr(spec.title), page.commands()))
        return groups

    def _add(self, key: str, run: Callable[[], Any]) -> None:
        shortcut = QShortcut(QKeySequence(key), self._window)
        shortcut.activated.connect(run)
        self._shortcuts.append(shortcut)

    def _pages(self) -> list[Command]:
        go = self._window.go
        return [
            Command(spec.title, lambda key=spec.key: go(key), f"Alt+{number}", spec.icon)  # type: ignore[misc]
            for number, spec in enumerate((s for s in self._window.specs if s.group != "hidden"), 1)
        ]

    def _everywhere(self) -> list[Command]:
        """Commands of the window itself."""
        window = self._window
        return [
            Command("Search", window.focus_search, "Ctrl+K", "search"),
            Command("Back", lambda: window.step_history(-1), "Alt+Left", "arrow-left"),
            Command("Forward", lambda: window.step_history(1), "Alt+Right", "arrow-right"),
            Command("New", lambda: self.run("Ctrl+N"), "Ctrl+N", "plus"),
            Command("Save", lambda: self.run("Ctrl+S"), "Ctrl+S", "device-floppy"),
            Command("Print", lambda: self.run("Ctrl+P"), "Ctrl+P", "printer"),
            Command("The page's main action", lambda: self.run("Ctrl+Return"), "Ctrl+Return"),
            Command("Undo", lambda: self.run("Ctrl+Z"), "Ctrl+Z", "arrow-back-up"),
            Command("Redo", lambda: self.run("Ctrl+Shift+Z"), "Ctrl+Shift+Z", "arrow-forward-up"),
            Command("Keyboard shortcuts", window.show_shortcuts, "F1", "help-circle"),
            Command("Light", lambda: window.use_theme("light"), "", "sun"),
            Command("Dark", lambda: window.use_theme("dark"), "", "moon"),
            Command("Collapse", lambda: window.ui.sidebar.collapse.click(), "", "layout-sidebar-left-collapse"),
        ]
