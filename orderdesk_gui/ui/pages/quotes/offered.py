"""What may be done with the quotation shown: its buttons, its menu and its commands."""

from __future__ import annotations

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

    def show_buttons(self) -> None:
        """The action bar for the quotation as it stands."""
        opened = self._page.opened
        if opened is None:
            return
        ui, draft = self._page.ui, opened.draft
        main = self._deeds.main(draft)
        ui.main.setVisible(main is not None)
        if main is not None:
            ui.main.setText(tr(main.title))
            ui.main.setAccessibleName(tr(main.title))
            ui.main.setToolTip(f"{tr(main.title)}  Ctrl+Enter")
            icons.set_icon(ui.main, main.icon)
        ui.win.setVisible(draft.status == "issued")
        for button in (ui.save, ui.discard):
            button.setVisible(draft.editable)
        ui.key_hint.setVisible(draft.editable)
        ui.copy_button.setVisible(draft.id is not None)

    def commands(self) -> list[Command]:
        """What the page can do now."""
        page, opened = self._page, self._page.opened
        # Those with keys are always there: the window makes its shortcuts when the page is first shown.
        own = [
            *page.common_commands("New quotation", "Import quotations"),
            Command("Terms", page.toggle_terms, "Ctrl+T", "list-details"),
            Command("Why this price", page.explain, "Alt+P", "info-circle"),
        ]
        if not page.on_sheet() or opened is None:
            return own
        draft = opened.draft
        own.append(Command("Preview", page.print, "Ctrl+P", "printer"))
        if draft.editable:
            own += [
                Command("Save", page.save, "Ctrl+S", "device-floppy"),
                Command("Discard", page.discard, "", "trash"),
            ]
        main = self._deeds.main(draft)
        if main is not None:
            own.append(Command(main.title, page.main_action, "Ctrl+Return", main.icon))
        return own + [Command(deed.title, deed.run, deed.shortcut, deed.icon) for deed in self._deeds.others(draft)]

    def menu(self) -> QMenu:
        """Everything that may be done now, and the columns."""
        page, opened = self._page, self._page.opened
        menu = QMenu(page)
        if opened is not None:
            for deed in self._deeds.others(opened.draft):
                _add(menu, deed)
            self._add_revisions(menu)
        menu.addSeparator()
        for text, icon, run in (
            (tr("Import quotations"), "file-import", page.import_file),
            (tr("Export this list"), "download", page.export_list),
        ):
            menu.addAction(icons.icon(icon), text).triggered.connect(lambda _on=False, run=run: run())
        columns = page.ui.grid.columns_menu()
        columns.setTitle(tr("Columns"))
        columns.setIcon(icons.icon("columns-3"))
        menu.addMenu(columns)
        return menu

    def _add_revisions(self, menu: QMenu) -> None:
        """The exact PDF of every issued revision, where there are several."""
        opened = self._page.opened
        issued = [one for one in opened.revisions if one.paper_id] if opened is not None else []
        if len(issued) > 1:
            papers = menu.addMenu(icons.icon("history"), tr("Issued revisions"))
            for one in issued:
                text = f"R{one.number} · {one.date.isoformat()}"
                papers.addAction(text).triggered.connect(
                    lambda _on=False, number=one.number: self._deeds.reprint(number)
                )


def _add(menu: QMenu, deed: Deed) -> None:
    action = menu.addAction(icons.icon(deed.icon), tr(deed.title))
    action.triggered.connect(lambda _on=False, run=deed.run: run())
