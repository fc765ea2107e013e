"""The sheet of commands and their keys (F1), made from what is registered; those without a key come last."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.page import Command


class ShortcutsSheet(QDialog):
    """Groups of commands with their keys."""

    def __init__(self, groups: Sequence[tuple[str, Sequence[Command]]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.shortcuts_dialog import Ui_ShortcutsDialog

        self.ui = Ui_ShortcutsDialog()
        self.ui.setupUi(self)
        self.ui.sheet.setHtml(_page(groups))
        self.ui.close_dialog.clicked.connect(self.accept)
        self.ui.close_dialog.setFocus()


def _page(groups: Sequence[tuple[str, Sequence[Command]]]) -> str:
    table = theme.colours()
    parts = ["<table width='100%' cellspacing='0' cellpadding='5'>"]
    for title, commands in groups:
        if not commands:
            continue
        parts.append(f"<tr><td colspan='2'><b>{html.escape(title)}</b></td></tr>")
        for command in sorted(commands, key=lambda command: not command.shortcut):
            keys = html.escape(command.shortcut.replace("Return", "Enter"))
            words = html.escape(tr(command.title))
            parts.append(f"<tr><td width='38%' style='color:{table.quiet}'>{keys}</td><td>{words}</td></tr>")
    return "".join([*parts, "</table>"])
