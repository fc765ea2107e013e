"""What every section of the settings does: fetch, show, notice edits, save or discard, and who may."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.access import RIGHT_NAMES, Right
from orderdesk_gui.rules.language import UserError, message, tr
from orderdesk_gui.ui.hairlines import ink_hairlines
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.widgets.form_fields import FieldErrors


class Section(QWidget):
    """Subclasses give `load(desk)`, `show_facts(facts)` and `keep(desk, ...)` by way of :meth:`write`."""

    key: ClassVar[str]
    title: ClassVar[str]
    note: ClassVar[str] = ""
    icon: ClassVar[str]
    right: ClassVar[Right | None] = Right.CHANGE_SETTINGS
    saves: ClassVar[bool] = True  # False where every change holds at once
    tables: ClassVar[tuple[str, ...]] = ()

    dirty_changed = Signal(bool)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.dirty = False
        self.may = False
        self.errors = FieldErrors(self)

    @staticmethod
    def load(desk: Any) -> Any:
        """What the section shows (in the background)."""
        raise NotImplementedError

    def show_facts(self, facts: Any) -> None:
        """Show what was loaded."""
        raise NotImplementedError

    def save(self) -> None:
        """Write what was edited."""

    def allow(self, may: bool) -> None:
        """Let the person edit, or only look."""
        self.may = may

    def fetch(self) -> None:
        """Load and show anew; edits are given up."""
        self.shell.jobs.read(type(self).load, done=self._loaded, owner=self)

    def refresh(self, changes: Any) -> None:
        """Something was written somewhere: show it, unless edits are under way."""
        if not self.dirty and (changes is None or changes.touches(*self.tables)):
            self.fetch()

    def _loaded(self, facts: Any) -> None:
        self.errors.clear()
        self.dirty = False  # what is shown now takes the place of the edits
        self.show_facts(facts)
        self.set_dirty(False)

    def edited(self, *_args: Any) -> None:
        """The person changed something."""
        if self.may:
            self.set_dirty(True)

    def set_dirty(self, dirty: bool) -> None:
        """Whether something waits to be saved."""
        self.dirty = dirty
        self.dirty_changed.emit(dirty)

    def write(self, fn: Any, *args: Any) -> None:
        """Run a writing action, then show what is now kept; errors stand at their fields."""
        self.shell.jobs.write(fn, *args, done=self._saved, failed=self._failed, owner=self, title=tr("Saving"))

    def saved(self, result: Any) -> None:
        """What was written, before it is shown anew: a new record has its id now."""

    def _saved(self, result: Any) -> None:
        self.saved(result)
        self.set_dirty(False)
        self.fetch()
        self.shell.show_saved(message("Saved"))

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error):
            self.shell.toast(error.message, tone="red")
        return True

    def refusal(self) -> str:
        """Why this person may only look."""
        if self.right is None:
            return ""
        return tr("You may look at this. To change it one needs the right: {right}.", right=RIGHT_NAMES[self.right])

    def ink(self) -> None:
        """Colours of now."""
        ink_hairlines(self)


def enable(widgets: tuple[QWidget, ...] | list[QWidget], on: bool) -> None:
    """Let these be used, or not."""
    for widget in widgets:
        widget.setEnabled(on)
