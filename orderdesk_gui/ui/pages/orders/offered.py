"""What may be done with the order shown: its buttons, its menu and its commands."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QMenu

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.page import Command

from .deeds import Deed, Deeds
from .deeds_page import DeedsPage


class Offered:
    """Reads the deeds that are possible now and offers them."""

    def __init__(self, page: DeedsPage, deeds: Deeds) -> None:
        self._page = page
        self._deeds = deeds
        self._second: Deed | None = None
        page.ui.second.clicked.connect(self._run_second)

    def _run_second(self) -> None:
        if self._second is not None:
            self._page.commit_editor()
            self._second.run()

    def show_buttons(self) -> None:
        """The action bar for the order as it stands."""
        opened, draft = self._page.opened, self._page.typed()
        if opened is None or draft is None:
            return
        ui = self._page.ui
        self._second = self._deeds.second(draft)
        _show(ui.main, self._deeds.main(draft), "  Ctrl+Enter")
        _show(ui.second, self._second)
        for button in (ui.save, ui.discard, ui.key_hint):
            button.setVisible(draft.editable)
        ui.deliveries_button.setVisible(opened.confirmed)

    def commands(self) -> list[Command]:
        """What the page can do now."""
        page, opened = self._page, self._page.opened
        # Those with keys are always there: the window makes its shortcuts when the page is first shown.
        own = [
            *page.common_commands("New order", "Import orders"),
            Command("Terms", page.toggle_terms, "Ctrl+T", "list-details"),
        ]
        if not page.on_sheet() or opened is None:
            return own
        draft = opened.draft
        own.append(Command("Order confirmation", page.print, "Ctrl+P", "printer"))
        if draft.editable:
            own += [
                Command("Save", page.save, "Ctrl+S", "device-floppy"),
                Command("Discard", page.discard, "", "trash"),
            ]
        main = self._deeds.main(draft)
        if main is not None:
            own.append(Command(main.title, page.main_action, "Ctrl+Return", main.icon))
        return own + [Command(deed.title, deed.run, "", deed.icon) for deed in self._deeds.others(draft)]

    def menu(self) -> QMenu:
        """Everything that may be done now, and the columns."""
        page, opened = self._page, self._page.opened
        menu = QMenu(page)
        if opened is not None:
            for deed in self._deeds.others(opened.draft):
                action = menu.addAction(icons.icon(deed.icon), tr(deed.title))
                action.triggered.connect(lambda _on=False, deed=deed: deed.run())
        menu.addSeparator()
        for text, icon, run in (
            (tr("Import orders"), "file-import", page.import_file),
            (tr("Export this list"), "download", page.export_list),
        ):
            menu.addAction(icons.icon(icon), text).triggered.connect(lambda _on=False, run=run: run())
        columns = page.ui.grid.columns_menu()
        columns.setTitle(tr("Columns"))
        columns.setIcon(icons.icon("columns-3"))
        menu.addMenu(columns)
        return menu


def _show(button: Any, deed: Deed | None, keys: str = "") -> None:
    button.setVisible(deed is not None)
    if deed is not None:
        button.setText(tr(deed.title))
        button.setAccessibleName(tr(deed.title))
        button.setToolTip(tr(deed.title) + keys)
        icons.set_icon(button, deed.icon)
