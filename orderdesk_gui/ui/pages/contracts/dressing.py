"""Fonts, icons and margins of the form of contracts, which a form file does not know."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.ui import icons, theme


def dress(ui: Ui_ContractsPage) -> None:
    """Once, after the form was set up."""
    for title in (ui.clauses_title, ui.heading, ui.findings_title, ui.preview_title):
        title.setFont(theme.font(13, bold=True))
    for label in (
        ui.origin_line, ui.clauses_count, ui.library_note, ui.editor_note, ui.findings_hint,
        ui.advice_note, ui.page_note, ui.clauses_hint, ui.title_label, ui.date_label, ui.place_label,
    ):  # fmt: skip
        label.setFont(theme.font(12, tabular=True))
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    for button, name in (
        (ui.notes_button, "paperclip"), (ui.fold, "layout-sidebar-left-collapse"), (ui.unfold, "list-details"),
        (ui.more, "dots"), (ui.print_button, "printer"), (ui.library_button, "books"), (ui.bold_button, "bold"),
        (ui.reset_button, "arrow-back-up"), (ui.page_back, "chevron-left"), (ui.page_on, "chevron-right"),
        (ui.letterhead_button, "file-text"),
    ):  # fmt: skip
        icons.set_icon(button, name)
    for label in (ui.clauses_hint, ui.editor_note, ui.advice_note):
        label.setContentsMargins(16, 8, 16, 8)
    ui.unfold.hide()
