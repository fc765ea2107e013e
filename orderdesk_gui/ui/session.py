"""From the first paint to the last save: opens the data, seats a person, locks, changes companies, restores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from orderdesk_gui.rules.language import UserError, message, tr
from orderdesk_gui.ui import session_asks as asks
from orderdesk_gui.ui.notice_page import NoticePage
from orderdesk_gui.ui.page import Command
from orderdesk_gui.ui.session_watch import SessionWatch
from orderdesk_gui.ui.undo_stack import UndoStack

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.actions.people import Person
    from orderdesk_gui.actions.starting import Opened, Seated
    from orderdesk_gui.ui.background import Background
    from orderdesk_gui.ui.main_window import MainWindow

Lock = Callable[[Path], bool]


def demo_folder(folder: Path) -> Path:
    """Where the demo company of a data folder lives: beside it, never in it."""
    return folder.with_name(f"{folder.name}-demo")


class Session(QObject):
    """One open data folder and the person at it; `lock(folder)` says whether no other window has it."""

    def __init__(self, window: MainWindow, jobs: Background, folder: Path, lock: Lock = lambda _folder: True) -> None:
        super().__init__(window)
        self.window, self.jobs, self.folder = window, jobs, folder
        self.own_folder = folder
        self.system: Desk | None = None
        self.seated: Seated | None = None
        self._then_import = False  # the first hour goes on with the firm's own list of customers
        self._lock = lock
        self.undo_stack = UndoStack(jobs, self)
        self.undo_stack.told.connect(lambda said, tone: window.toast(said, tone=tone))
        jobs.open_desk = self.desk
        jobs.changed.connect(self._changed)
        window.session = self
        self.watch = SessionWatch(self)
        window.add_commands(self._commands())

    def desk(self) -> Desk:
        """The desk of the person who is signed in. UserError before anybody is."""
        desk = self.seated.desk if self.seated is not None else self.system
        if desk is None:
            raise UserError("The data is still being opened. Try again in a moment.")
        return desk

    # Opening -----------------------------------------------------------------------------------------

    def open(self, *, demo: bool = False) -> None:
        """Open the folder, or its demo company, and lead to the first page that fits."""
        if demo:
            self.open_demo()
        else:
            self.jobs.run(
                asks.open_folder, self.folder, done=self._opened, failed=self._refused, owner=self, title=tr("Opening")
            )

    def open_demo(self) -> None:
        """Leave the own company and open the invented one, which has a folder of its own."""
        folder = demo_folder(self.own_folder)
        if not self._change_folder(folder):
            return
        self.window.show_alone(NoticePage("player-play", tr("The demo company is being made"), _wait()))
        self.jobs.run(
            asks.open_demo, folder, done=self._opened, failed=self._refused, progress=lambda *_: None, owner=self,
            title=tr("The demo company is being made"),
        )  # fmt: skip

    def open_own(self) -> None:
        """Leave the demo company."""
        if self._change_folder(self.own_folder):
            self.open()

    def _change_folder(self, folder: Path) -> bool:
        if not self._lock(folder):
            self.window.toast(message("This company is already open in another window."), tone="yellow")
            return False
        self.let_go()
        self.folder = folder
        return True

    def let_go(self) -> None:
        """Close the data; writing actions under way come to their end first."""
        self.watch.stop()
        system, self.system, self.seated = self.system, None, None
        self.undo_stack.clear()
        self.window.clear_pages()
        if system is not None:
            self.jobs.settle()
            system.store.close()

    def _opened(self, opened: Opened) -> None:
        if opened.system is None:
            self._show_damaged(opened)
            return
        self.system = opened.system
        self.watch.begin()
        if not opened.is_set_up:
            self._show_first_hour()
        elif opened.seated is not None:
            self.take_seat(opened.seated)
        else:
            self.switch_person()

    def _refused(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        steps: list[tuple[str, Callable[[], Any]]] = [(tr("Try again"), self.open)]
        if self.folder != self.own_folder:
            steps = [(tr("Back to our own company"), self.open_own)]
        self.window.show_alone(NoticePage("database", tr("The data cannot be opened"), str(error), steps))
        return True

    def _show_damaged(self, damaged: Opened) -> None:
        steps: list[tuple[str, Callable[[], Any]]] = []
        backup = damaged.backup
        if backup is not None:
            steps.append((tr("Restore this backup"), lambda: self.restore(backup)))
        steps += [(tr("Choose a backup …"), self.choose_backup), (tr("Try again"), self.open)]
        self.window.show_alone(NoticePage("alert-triangle", tr("The data file is damaged"), damaged.damage, steps))

    # Backups -----------------------------------------------------------------------------------------

    def choose_backup(self) -> None:
        """Ask for a backup file and put it in place of the data."""
        kinds = f"{tr('Backups')} (*.db *.orderdesk *.zip);;* (*)"
        name, _ = QFileDialog.getOpenFileName(self.window, tr("Choose a backup …"), str(self.folder / "backups"), kinds)
        if name:
            self.restore(Path(name))

    def restore(self, source: Path) -> None:
        """Close the data, put `source` in its place, and open it again."""
        self.let_go()
        self.window.show_alone(NoticePage("database", tr("The backup is being restored"), _wait()))
        self.jobs.run(
            asks.restore, source, self.folder, done=self._restored, failed=self._not_restored, owner=self,
            title=tr("The backup is being restored"),
        )  # fmt: skip

    def _restored(self, kept: Path | None) -> None:
        if kept is not None:
            text = message("The backup is in place. What was there before is kept as {name}.", name=kept.name)
        else:
            text = message("The backup is in place.")
        self.window.toast(text)
        self.open()

    def _not_restored(self, error: BaseException) -> bool:
        self.window.show_error(error)
        self.open()
        return True

    # People ------------------------------------------------------------------------------------------

    def _show_first_hour(self) -> None:
        from orderdesk_gui.ui.pages.first_hour import FirstHour

        page = FirstHour(self.jobs)
        page.finished.connect(self._first_hour_done)
        page.others_approve.connect(
            lambda: self.window.toast(message("Add the people who approve in Settings, People."), tone="yellow")
        )
        page.demo_asked.connect(self.open_demo)
        page.language_asked.connect(self.window.use_language)
        self.window.show_alone(page)

    def _first_hour_done(self, person: Any, then_import: bool) -> None:
        self.window.settings.set("page", "today")
        self._then_import = then_import
        self.take_seat(person)

    def take_seat(self, person: Any) -> None:
        """Seat a person who need not type a password."""
        if self.system is not None:
            self.jobs.run(asks.seat, self.system, person, done=self.show_desk, failed=self._refused, owner=self)

    def switch_person(self) -> None:
        """Ask who works here now."""
        if self.system is not None:
            self.jobs.run(asks.persons, self.system, done=self._ask_who, owner=self)

    def sign_out(self) -> None:
        """Ask who works here, now and at the next start."""
        if self.system is not None:
            self.jobs.run(asks.forget, self.system, done=lambda _none: self.switch_person(), owner=self)

    def lock(self) -> None:
        """Ask for the password of who sits here; the pages stay as they are."""
        if self.seated is not None and self.seated.has_password and self.system is not None:
            name = self.seated.name
            self.jobs.run(asks.persons, self.system, done=lambda found: self._ask_who(found, name), owner=self)

    def _ask_who(self, persons: list[Person], locked_for: str = "") -> None:
        from orderdesk_gui.ui.dialogs.sign_in import SignIn

        page = SignIn(self.jobs, self.system, persons, locked_for)
        page.signed_in.connect(self.show_desk)
        self.window.show_alone(page)

    def show_desk(self, seated: Seated) -> None:
        """Show the pages to `seated`."""
        before = self.seated
        self.seated = seated
        same = before is not None and before.desk.user_id == seated.desk.user_id
        self.window.person = seated.desk.user_id.hex
        if not same:
            self.undo_stack.clear()
        self._frame()
        self.window.show_alone(None)
        if not same:
            self.window.rebuild()
            if self.window.current_page() is None:
                from orderdesk_gui.ui.window_memory import last_place

                key, record = last_place(self.window.settings, self.window.person)
                self.window.navigate(*(key, record) if self.window.has_page(key) else ("today", None))
        if self._then_import and self.window.has_page("customers"):
            self.window.navigate("customers", {"import": True})
        self._then_import = False
        self.watch.start()
        self.watch.lock_after(seated.idle_minutes)

    def _frame(self) -> None:
        """Who and for which company, in the window's frame."""
        seated = self.seated
        if seated is None:
            return
        self.window.set_demo(seated.demo)
        names = [company.short_name or company.name_zh or company.name_en for company in seated.companies]
        others: list[tuple[str, Callable[[], Any]]] = [
            (tr("Our companies …"), lambda: self.window.navigate("settings", "companies"))
        ]
        if seated.demo:
            others = [(tr("Our own company"), self.open_own)]
        else:
            others.append((tr("Demo company"), self.open_demo))
        self.window.set_companies(names[0] if names else "OrderDesk", others)
        menu = [Command("Switch person", self.sign_out, icon="users")]
        if seated.has_password:
            menu.insert(0, Command("Lock", self.lock, icon="lock"))
        menu.append(Command("My password …", lambda: self.window.navigate("settings", "people"), icon="key"))
        self.window.set_user(seated.name, menu)
        self.window.set_search(asks.find)
        self.window.set_count_source(asks.counts)

    def _commands(self) -> list[Command]:
        return [
            Command("Open the demo company", self.open_demo, icon="player-play"),
            Command("Switch person", self.sign_out, icon="users"),
            Command("Lock", self.lock, "Ctrl+Shift+L", "lock"),
        ]

    def _changed(self, changes: Any) -> None:
        self.undo_stack.add(changes)
        self.reread(changes)

    def reread(self, changes: Any) -> None:
        """Rights, names and companies may have changed: take the seat anew."""
        if self.seated is None or self.system is None:
            return
        if changes is None or changes.touches("user", "right", "setting", "company", "authority"):
            self.jobs.run(asks.seat, self.system, self.seated.desk.user_id, done=self._seat_reread, owner=self)

    def _seat_reread(self, seated: Seated) -> None:
        if self.seated is not None and self.seated.desk.user_id == seated.desk.user_id:
            other_rights = self.seated.desk.access != seated.desk.access
            self.seated = seated
            self._frame()
            self.watch.lock_after(seated.idle_minutes)
            if other_rights:
                self.window.refresh_all(None)


def _wait() -> str:
    return tr("This takes a moment.")
