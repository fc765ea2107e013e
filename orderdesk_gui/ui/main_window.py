"""The main window: sidebar, top bar and pages, and everything that belongs to no single page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QByteArray, QSize, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from orderdesk_gui.rules.language import Message, UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.frame import Frame
from orderdesk_gui.ui.navigation import History
from orderdesk_gui.ui.page import Command, Page, PageSpec

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

    from orderdesk_gui.ui.background import Background, Job
    from orderdesk_gui.ui.settings import Settings
    from orderdesk_gui.ui.window_keys import WindowKeys
    from orderdesk_gui.ui.window_search import SearchSource, WindowSearch

CountSource = Callable[[Any], dict[str, tuple[int, str]]]  # desk -> page key: (number, tone)
_NOTICES_KEPT = 20
_COUNT_AFTER_MS = 400
_TITLE_BAR = 40  # pixels that a desktop draws above and below a window


class MainWindow(QMainWindow):
    """Shows pages of a registry, made when first shown; it is the Shell that pages talk to."""

    painted = Signal()  # the first paint is done

    def __init__(self, specs: Sequence[PageSpec], jobs: Background, settings: Settings) -> None:
        super().__init__()
        self.jobs = jobs
        self.settings = settings
        self.specs = list(specs)
        self.session: Any = None
        self.person = ""  # who sits here; a record is remembered for its person alone
        self._pages: dict[str, Page] = {}
        self._history = History()
        self._painted = False
        self._notices: list[str] = []
        self.search_source: SearchSource | None = None
        self._counts: CountSource | None = None
        self.commands: list[Command] = []  # of the whole program, beside those of the window itself
        self._alone: QWidget | None = None
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.setInterval(_COUNT_AFTER_MS)
        self._count_soon.timeout.connect(self._count)
        self._finished = False
        self.setWindowTitle("OrderDesk")
        self.setMinimumSize(1024, 640)
        self.ui = Frame(self)
        self.ui.sidebar.folded = bool(settings.get("sidebar_folded", False))
        self.ui.sidebar.set_specs(self.specs)
        self._connect()
        self._show_history()

    def finish(self) -> None:
        """Make what the first paint does without: icons, shortcuts, the style of small controls.

        Comes by itself right after the first paint, or earlier with the first page.
        """
        if not self._finished:
            self._finished = True
            from orderdesk_gui.ui import control_style  # draws nothing of the first paint, and loads a good deal

            control_style.complete()
            self.ui.sidebar.show_icons()
            self.ui.top_bar.show_icons()
            self.keys.set_enabled(self._alone is None)

    @cached_property
    def keys(self) -> WindowKeys:
        """Shortcuts and commands, made right after the first paint."""
        from orderdesk_gui.ui.window_keys import WindowKeys

        return WindowKeys(self)

    @cached_property
    def finder(self) -> WindowSearch:
        """What stands behind the search box, made when somebody types there."""
        from orderdesk_gui.ui.window_search import WindowSearch

        return WindowSearch(self)

    @property
    def stands_alone(self) -> bool:
        """Whether something is shown instead of the pages."""
        return self._alone is not None

    # What app wires ----------------------------------------------------------------------------------

    def set_search(self, source: SearchSource) -> None:
        """`source(desk, text)` runs in the background and returns what it found, best first."""
        self.search_source = source

    def set_count_source(self, source: CountSource) -> None:
        """`source(desk)` runs in the background after every change; its numbers stand in the sidebar."""
        self._counts = source
        self.counts_changed()

    def set_companies(self, current: str, others: Sequence[tuple[str, Callable[[], Any]]] = ()) -> None:
        """The company whose papers are made, and what else its menu offers."""
        self.ui.sidebar.company.set_companies(current, others)

    def set_user(self, name: str, commands: Sequence[Command] = ()) -> None:
        """Who is signed in, and the person's menu."""
        self.ui.top_bar.set_user(name, commands)

    def set_demo(self, demo: bool) -> None:
        """Show or hide the banner of the demo company."""
        self.ui.show_banner(demo)

    def add_commands(self, commands: Sequence[Command]) -> None:
        """Commands of the whole program (import, back up, ...), for Ctrl+K and F1."""
        self.commands.extend(commands)
        if self._finished:
            self.keys.add_commands(commands)
            self.keys.set_enabled(self._alone is None)

    def show_alone(self, widget: QWidget | None) -> None:
        """Show `widget` instead of everything (first hour, sign-in, lock); None shows the pages again."""
        if self._alone is not None:
            self.ui.body.removeWidget(self._alone)
            self._alone.deleteLater()
        self._alone = widget
        if self._finished:  # what stands alone has keys of its own; two for one key cancel each other
            self.keys.set_enabled(widget is None)
        if widget is None:
            self.ui.body.setCurrentWidget(self.ui.work)
            return
        self.ui.body.addWidget(widget)
        self.ui.body.setCurrentWidget(widget)
        widget.setFocus()

    # What pages use (Shell) --------------------------------------------------------------------------

    def navigate(self, key: str, id: Any = None) -> None:
        """Show the page `key` and there the record `id`; Alt+Left comes back.

        A dictionary asks the page to begin something ({"from_quote": id}): coming back does not begin it again.
        """
        if self.spec(key) is not None:
            self._history.visit(key, None if isinstance(id, dict) else id)
            self._show(key, id)

    def go(self, key: str) -> None:
        """Show the page `key`."""
        self.navigate(key)

    def visited(self, key: str, id: Any) -> None:
        """The page `key` now shows the record `id` by itself (a click in its list): a step of history."""
        self._history.visit(key, id)
        self._show_history()

    def toast(self, text: str | Message, undo: Callable[[], Any] | None = None, tone: str = "green") -> None:
        """A notice that goes by itself; with `undo` it offers Undo."""
        self._notices = [*self._notices, str(text)][-_NOTICES_KEPT:]
        from orderdesk_gui.ui.widgets.toast import Toast

        Toast(self.ui.central, str(text), undo, tone)

    def show_error(self, error: BaseException) -> None:
        """Tell of an error: what the person can mend goes by as a notice, a bug stands until it is read."""
        if isinstance(error, UserError):
            self.toast(str(error), tone="red")
            return
        from orderdesk_gui.ui.problem_dialog import ProblemDialog

        if self.findChild(ProblemDialog) is None:
            dialog = ProblemDialog(error, self)
            dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _show_failure(self, error: BaseException) -> None:
        self.show_error(error)
        page = self.current_page()
        if page is not None:
            page.read_again()

    def show_saved(self, text: str | Message, icon: str = "cloud-check") -> None:
        """State of saving, in the top bar."""
        self.ui.top_bar.saved.set_state(icon, str(text))

    def counts_changed(self) -> None:
        """Ask anew what waits where, once nothing more urgent is under way."""
        self._count_soon.start()

    def _count(self) -> None:
        if self.jobs.busy:
            self._count_soon.start()
        elif self._counts is not None:
            self.jobs.read(self._counts, done=self._show_counts, failed=lambda _error: True, owner=self)

    # Pages -------------------------------------------------------------------------------------------

    def page(self, key: str) -> Page:
        """The page `key`, made now where it was not yet."""
        self.finish()
        if key not in self._pages:
            spec = self.spec(key)
            if spec is None:
                raise KeyError(key)
            page = spec.factory(self)
            page.setObjectName(f"page_{key}")
            page.navigate.connect(self.navigate)
            page.counts_changed.connect(self.counts_changed)
            self._pages[key] = page
            self.ui.pages.addWidget(page)
            page.restore(self.settings.get(f"page.{key}", {}))
            self.keys.add_page(page)
        return self._pages[key]

    def has_page(self, key: str) -> bool:
        """Whether there is a page `key`."""
        return self.spec(key) is not None

    def clear_pages(self) -> None:
        """Keep what the pages remember and drop them; they are made anew when shown."""
        self._remember_pages()
        for page in self._pages.values():
            self.ui.pages.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._history = History()
        self._show_history()

    def current_page(self) -> Page | None:
        """The page shown."""
        shown = self.ui.pages.currentWidget()
        return shown if isinstance(shown, Page) else None

    def current_key(self) -> str:
        """Key of the page shown, "" before the first."""
        return next((key for key, page in self._pages.items() if page is self.current_page()), "")

    def refresh_all(self, changes: Any = None) -> None:
        """Something was written: shown pages refresh now, hidden ones when they are shown."""
        for page in self._pages.values():
            page.refresh(changes)
        self.counts_changed()

    def rebuild(self) -> None:
        """Make every page anew (another language, another person); the present one is shown again."""
        key = self.current_key()
        for page in self._pages.values():
            self.ui.pages.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.ui.retranslate()
        if key:
            self._show(key, None)
        self.counts_changed()

    def groups(self) -> list[tuple[str, list[Command]]]:
        """Every command there is, by group; for Ctrl+K and F1."""
        return self.keys.groups()

    def spec(self, key: str) -> PageSpec | None:
        """The page `key` as the registry has it, None where there is none."""
        return next((spec for spec in self.specs if spec.key == key), None)

    def _show(self, key: str, id: Any) -> None:
        page = self.page(key)
        inside = page.isAncestorOf(QApplication.focusWidget() or self)
        self.ui.pages.setCurrentWidget(page)
        self.ui.sidebar.choose(key)
        self._show_history()
        self.settings.set("page", key)
        if not inside:
            page.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        if id is not None:
            page.open(id)

    def _show_history(self) -> None:
        self.ui.top_bar.back.setEnabled(self._history.can_go(-1))
        self.ui.top_bar.forward.setEnabled(self._history.can_go(1))

    def step_history(self, by: int) -> None:
        """Back (-1) or forward (1) through what was visited."""
        place = self._history.go(by)
        if place is not None:
            self._show(*place)

    # Keys and commands -------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Ctrl+K."""
        self.ui.top_bar.search.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)

    def _connect(self) -> None:
        bar, side = self.ui.top_bar, self.ui.sidebar
        side.page_asked.connect(self.go)
        side.fold_asked.connect(lambda folded: self.settings.set("sidebar_folded", folded))
        bar.back.clicked.connect(lambda: self.step_history(-1))
        bar.forward.clicked.connect(lambda: self.step_history(1))
        bar.help.clicked.connect(self.show_shortcuts)
        bar.notices.clicked.connect(self._open_notices)
        bar.search.asked.connect(lambda text: self.finder.ask(text))
        bar.search.picked.connect(lambda found: self.finder.go_to(found))
        self.jobs.changed.connect(self.refresh_all)
        self.jobs.slow.connect(self._job_slow)  # methods, so that nothing reaches a window that is gone
        self.jobs.finished.connect(self._job_finished)
        self.jobs.progress.connect(self._job_progress)
        self.jobs.failure.connect(self._show_failure)

    def _job_slow(self, job: Job) -> None:
        self.ui.busy.add(job)

    def _job_finished(self, job: Job) -> None:
        self.ui.busy.remove(job)

    def _job_progress(self, done: int, total: int, text: str) -> None:
        self.ui.busy.set_progress(done, total, text)

    def run_key(self, key: str) -> None:
        """Run a standard key (``"Ctrl+N"``) on the page shown."""
        self.keys.run(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.current_page()
        if page is not None and event.key() == QtCore.Qt.Key.Key_Escape:
            page.back_out()
        elif page is not None and event.key() == QtCore.Qt.Key.Key_F2:
            page.edit()
        else:
            super().keyPressEvent(event)

    def show_shortcuts(self) -> None:
        """F1."""
        from orderdesk_gui.ui.shortcuts_sheet import ShortcutsSheet

        sheet = ShortcutsSheet(self.groups(), self)
        sheet.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    # Language, theme, window -------------------------------------------------------------------------

    def use_theme(self, choice: str) -> None:
        """Switch to ``system``, ``light`` or ``dark`` and remember it."""
        self.settings.set("theme", choice)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, choice)

    def use_language(self, choice: str) -> None:
        """Switch to ``system``, ``zh`` or ``en``, remember it and make the pages anew."""
        from orderdesk_gui.ui import translations

        self.settings.set("language", choice)
        app = QApplication.instance()
        if app is not None:
            translations.install(app, choice)
        self.rebuild()

    def restore_window(self) -> bool:
        """Size and place as they were left; the first time 1440 x 900. Whether the screen is smaller: then fill it."""
        kept = self.settings.get("window")
        if isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            return False
        room = self.screen().availableSize() if self.screen() is not None else QSize(1366, 768)
        self.resize(min(1440, room.width()), min(900, room.height()))
        return room.width() < 1440 or room.height() < 900 + _TITLE_BAR  # which would push the foot off the screen

    def _show_counts(self, counts: dict[str, tuple[int, str]]) -> None:
        for spec in self.specs:
            self.ui.sidebar.set_count(spec.key, *counts.get(spec.key, (0, "")))

    def _open_notices(self) -> None:
        from PySide6.QtWidgets import QMenu

        from orderdesk_gui.ui import icons

        bell = self.ui.top_bar.notices
        menu = QMenu(bell)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        for text in reversed(self._notices):
            menu.addAction(icons.icon("info-circle"), text)
        if not self._notices:
            menu.addAction(tr("No notices")).setEnabled(False)
        menu.popup(bell.mapToGlobal(bell.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()
            QTimer.singleShot(0, self, lambda: self.finish() if self.isVisible() else None)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not all(page.may_leave() for page in self._pages.values()):
            event.ignore()
            return
        self._remember_pages()
        self.settings.set("window", self.saveGeometry().toBase64().toStdString())
        event.accept()

    def _remember_pages(self) -> None:
        from orderdesk_gui.ui import window_memory

        window_memory.keep_pages(self.settings, self._pages, self.current_key(), self._history, self.person)
