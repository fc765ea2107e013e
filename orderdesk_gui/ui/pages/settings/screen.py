"""The screen of this computer: language, colours, and when it locks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.section import Section
from orderdesk_gui.ui.widgets.form_fields import AmountEdit
from orderdesk_gui.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk


def load(desk: Desk) -> tuple[int, bool]:
    """Minutes until the lock, and whether this person may change them."""
    from orderdesk_gui.actions import settings

    return int(settings.get(desk, "idle_lock_minutes") or 0), desk.may(Right.CHANGE_SETTINGS)


def keep(desk: Desk, minutes: int) -> Any:
    """Lock after so many minutes."""
    from orderdesk_gui.actions import settings

    return settings.put(desk, "idle_lock_minutes", minutes)


class ScreenSection(Section):
    """Language and colours change at once; the lock is saved."""

    key, title, icon = "screen", "Screen", "sun"
    note = "Language and colours are for this computer, the lock for everybody"
    right = None
    tables = ("setting",)
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_screen import Ui_ScreenForm

        self.ui = Ui_ScreenForm()
        self.ui.setupUi(self)
        choices = [("system", tr("As the system")), ("zh", "中文"), ("en", "English")]
        self.language = SegmentedControl(tr("Language"), choices)
        self.language.set_value(str(shell.settings.get("language", "system")))
        self.ui.language_column.addWidget(self.language)
        choices = [("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))]
        self.theme = SegmentedControl(tr("Colours"), choices)
        self.theme.set_value(str(shell.settings.get("theme", "system")))
        self.ui.theme_column.addWidget(self.theme)
        self.minutes = AmountEdit(0)
        self.minutes.setAccessibleName(tr("Lock after"))
        self.ui.lock_column.addWidget(self.minutes)
        quieten([self.ui.lock_note])
        self.minutes.textEdited.connect(self.edited)
        self.language.changed.connect(self._use_language)
        self.theme.changed.connect(self._use_theme)

    def show_facts(self, facts: tuple[int, bool]) -> None:
        self.minutes.set_value(Decimal(facts[0]))
        self.minutes.setEnabled(facts[1])

    def save(self) -> None:
        minutes = self.minutes.value() or Decimal(0)
        self.write(keep, max(0, min(600, int(minutes))))

    def _use_language(self, choice: str) -> None:
        window: Any = self.shell
        window.use_language(choice)

    def _use_theme(self, choice: str) -> None:
        window: Any = self.shell
        window.use_theme(choice)
