"""The sheet of commands and their keys (F1): what is registered, and what lists, grids and fields do by themselves."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import Message, message, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.page import Command

OWN_KEYS: tuple[tuple[Message, tuple[tuple[str, Message], ...]], ...] = (
    (message("In lists and tables"), (
        ("↑ ↓", message("Choose")), ("Enter", message("Open, or edit")), ("F2", message("Edit")),
        ("Esc", message("Back: close, leave, discard a search")), ("Space", message("Tick off a to-do")),
        ("Ctrl+C", message("Copy rows, for Excel too")), ("Menu", message("Columns of the table")),
    )),
    (message("In the lines of a paper"), (
        ("Enter", message("Next cell; at the end a new line")), ("Tab", message("Next cell")),
        ("Shift+Tab", message("Cell before")), ("F2", message("Edit the cell")), ("F4", message("All products")),
        ("Insert", message("New line here")), ("Ctrl+D", message("Duplicate the line")),
        ("Ctrl+Del", message("Remove the line")), ("Del", message("Empty the cell")),
        ("Alt+↑ Alt+↓", message("Move the line")), ("Ctrl+V", message("Paste lines from Excel")),
    )),
    (message("In fields and at files"), (
        ("↑ ↓", message("The day after, the day before")), ("Alt+↓", message("Calendar")),
        ("+7  1121", message("A date in short")),
        ("Ctrl+V", message("Paste a file or a picture")), ("Del", message("Remove a file")),
    )),
)  # fmt: skip
"""Keys that belong to no command."""

_SIGNS = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class ShortcutsSheet(QDialog):
    """Groups of commands with their keys; those without a key come last."""

    def __init__(self, groups: Sequence[tuple[str, Sequence[Command]]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.shortcuts_dialog import Ui_ShortcutsDialog

        self.ui = Ui_ShortcutsDialog()
        self.ui.setupUi(self)
        self.ui.sheet.document().setDocumentMargin(theme.PAD - 4)
        self.ui.sheet.setTabChangesFocus(True)
        self.ui.sheet.setHtml(_page(groups))
        self.ui.close_dialog.clicked.connect(self.accept)
        self.ui.close_dialog.setFocus()


def _page(groups: Sequence[tuple[str, Sequence[Command]]]) -> str:
    parts = ["<table width='100%' cellspacing='0' cellpadding='5'>"]
    for title, commands in groups:
        ordered = sorted(commands, key=lambda command: not command.shortcut)
        parts += _group(title, [(_shown(command.shortcut), tr(command.title)) for command in ordered])
    for heading, keys in OWN_KEYS:
        parts += _group(str(heading), [(key, str(words)) for key, words in keys])
    return "".join([*parts, "</table>"])


def _group(title: str, lines: Sequence[tuple[str, str]]) -> list[str]:
    quiet = theme.colours().quiet
    head = [f"<tr><td colspan='2'><b>{html.escape(title)}</b></td></tr>"] if lines else []
    return head + [
        f"<tr><td width='38%' style='color:{quiet}'>{html.escape(keys)}</td><td>{html.escape(words)}</td></tr>"
        for keys, words in lines
    ]


def _shown(shortcut: str) -> str:
    """A shortcut as keyboards have it: ``Alt+←`` for ``Alt+Left``."""
    return "+".join(_SIGNS.get(part, part) for part in shortcut.split("+"))
