"""The page of settings: a list of sections, and the chosen one with Save and Discard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidgetItem,
    QMessageBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.hairlines import ink_hairlines, quieten
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.pages.settings.approvals import ApprovalsSection
from orderdesk_gui.ui.pages.settings.calendar import CalendarSection
from orderdesk_gui.ui.pages.settings.companies import CompaniesSection
from orderdesk_gui.ui.pages.settings.grants import GrantsSection
from orderdesk_gui.ui.pages.settings.people import PeopleSection
from orderdesk_gui.ui.pages.settings.pricing import PricingSection
from orderdesk_gui.ui.pages.settings.rights import RightsSection
from orderdesk_gui.ui.pages.settings.screen import ScreenSection
from orderdesk_gui.ui.pages.settings.section import Section
from orderdesk_gui.ui.pages.settings.storage import StorageSection
from orderdesk_gui.ui.pages.settings.templates import TemplatesSection
from orderdesk_gui.ui.widgets.delegates import ICON_ROLE, paint_text

SECTIONS: tuple[type[Section], ...] = (
    CompaniesSection, PeopleSection, RightsSection, ApprovalsSection, GrantsSection, PricingSection, CalendarSection,
    TemplatesSection, ScreenSection, StorageSection,
)  # fmt: skip


def rights(desk: Any) -> frozenset[Any]:
    """What the person at the desk may do."""
    from orderdesk_gui.rules.access import Right

    return frozenset(right for right in Right if desk.may(right))


class SettingsPage(Page):
    """Sections are made when first chosen."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        from orderdesk_gui._built.forms.settings_page import Ui_SettingsPage

        self.ui = Ui_SettingsPage()
        self.ui.setupUi(self)
        self._made: dict[str, Section] = {}
        self._rights: frozenset[Any] = frozenset()
        for kind in SECTIONS:
            item = QListWidgetItem(tr(kind.title))
            item.setData(ICON_ROLE, kind.icon)
            item.setSizeHint(QSize(0, theme.ROW))
            self.ui.sections.addItem(item)
        self.ui.sections.currentRowChanged.connect(self._choose)
        self.ui.save.clicked.connect(self.save)
        self.ui.discard.clicked.connect(self.back_out)
        self.ui.sections.setItemDelegate(_SectionDelegate(self.ui.sections))
        self.ui.sections.setMouseTracking(True)
        self._ink()
        self.setFocusProxy(self.ui.sections)

    def current(self) -> Section | None:
        """The section shown."""
        shown = self.ui.stack.currentWidget()
        return shown if isinstance(shown, Section) else None

    def open(self, id: Any) -> None:
        for row, kind in enumerate(SECTIONS):
            if kind.key == id:
                self.ui.sections.setCurrentRow(row)

    def reload(self, changes: Any = None) -> None:
        self.shell.jobs.read(rights, done=self._allowed, owner=self)
        if self.ui.sections.currentRow() < 0:
            self.ui.sections.setCurrentRow(0)
            return
        for section in self._made.values():
            section.refresh(changes)

    def save(self) -> None:
        section = self.current()
        if section is not None and section.dirty:
            section.save()

    def main_action(self) -> None:
        self.save()

    def back_out(self) -> bool:
        section = self.current()
        if section is None or not section.dirty:
            return False
        section.fetch()
        return True

    def may_leave(self) -> bool:
        unsaved = [tr(section.title) for section in self._made.values() if section.dirty]
        if not unsaved:
            return True
        answer = QMessageBox.question(
            self, tr("Unsaved settings"),
            tr("What you changed in {sections} is not saved. Close anyway?", sections=", ".join(unsaved)),
        )  # fmt: skip
        return answer == QMessageBox.StandardButton.Yes

    def commands(self) -> list[Command]:
        return [
            Command(kind.title, lambda key=kind.key: self.open(key), "", kind.icon)  # type: ignore[misc]
            for kind in SECTIONS
        ]

    def page_state(self) -> dict[str, Any]:
        return {"section": max(0, self.ui.sections.currentRow())}

    def restore(self, state: dict[str, Any]) -> None:
        row = state.get("section", 0)
        self.ui.sections.setCurrentRow(row if isinstance(row, int) and 0 <= row < len(SECTIONS) else 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._ink()

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(SECTIONS):
            return
        kind = SECTIONS[row]
        if kind.key not in self._made:
            section = kind(self.shell)
            section.dirty_changed.connect(self._show_state)
            self._made[kind.key] = section
            self.ui.stack.addWidget(section)
            section.allow(kind.right is None or kind.right in self._rights)
            section.fetch()
        self.ui.stack.setCurrentWidget(self._made[kind.key])
        self.ui.section_title.setText(tr(kind.title))
        self.ui.section_note.setText(tr(kind.note) if kind.note else "")
        self.ui.section_note.setVisible(bool(kind.note))
        self._show_state()

    def _allowed(self, found: frozenset[Any]) -> None:
        self._rights = found
        for section in self._made.values():
            section.allow(section.right is None or section.right in found)
        self._show_state()

    def _show_state(self, *_args: Any) -> None:
        section = self.current()
        if section is None:
            return
        self.ui.refusal.setText("" if section.may else section.refusal())
        self.ui.refusal.setVisible(not section.may)
        for button in (self.ui.save, self.ui.discard):
            button.setVisible(section.saves and section.may)
            button.setEnabled(section.dirty)

    def _ink(self) -> None:
        self.ui.title.setFont(theme.font(17, bold=True))
        self.ui.title.setContentsMargins(8, 0, 0, 0)
        self.ui.section_title.setFont(theme.font(15, bold=True))
        for small in (self.ui.section_note, self.ui.refusal):
            small.setFont(theme.font(12))
        quieten((self.ui.section_note, self.ui.refusal))
        ink_hairlines(self)


class _SectionDelegate(QStyledItemDelegate):
    """A section in the list, as the sidebar paints its pages."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        body = QRectF(option.rect).adjusted(0, 1, -12, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(table.selected if chosen else table.hover))
            painter.drawRoundedRect(body, theme.CORNER, theme.CORNER)
        if option.state & QStyle.StateFlag.State_KeyboardFocusChange and chosen:
            painter.setPen(QPen(QColor(table.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), theme.CORNER, theme.CORNER)
        ink = table.accent_text if chosen else table.text
        icon_ink = table.accent_text if chosen else table.quiet
        icons.paint(painter, str(index.data(ICON_ROLE)), option.rect.left() + 8, option.rect.center().y() - 7, icon_ink)
        paint_text(painter, option.rect.adjusted(34, 0, -16, 0), str(index.data()), ink, bold=chosen)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.ROW)
