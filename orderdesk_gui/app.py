"""Start-up: shows the window first, then opens the data; the only place that wires screen and store."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orderdesk_gui.rules.language import tr, use_language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.actions.opening import Store
    from orderdesk_gui.ui.background import Job
    from orderdesk_gui.ui.main_window import MainWindow
    from orderdesk_gui.ui.settings import Settings
    from orderdesk_gui.ui.single_window import SingleWindow

NO_DISPLAY = (
    "OrderDesk needs a screen, and none was found. Start it from a desktop session, or with --offscreen to try "
    "it without a screen."
)


@dataclass(frozen=True)
class Start:
    """What the command line asked for."""

    data: Path
    offscreen: bool = False
    demo: bool = False


def read_arguments(arguments: Sequence[str]) -> Start:
    """Options of the window; without ``--data`` the folder is ORDERDESK_DATA or the person's data folder."""
    import argparse

    parser = argparse.ArgumentParser("orderdesk-gui", description="OrderDesk")
    parser.add_argument("--data", type=Path, help="folder of the data")
    parser.add_argument("--offscreen", action="store_true", help="paint once without a screen and quit")
    parser.add_argument("--demo", action="store_true", help="open the demo company")
    read = parser.parse_args(list(arguments))
    data = (read.data or default_folder()).expanduser()
    return Start(data / "demo" if read.demo else data, read.offscreen, read.demo)


def default_folder() -> Path:
    """Where the data are kept when nobody says otherwise."""
    told = os.environ.get("ORDERDESK_DATA")
    if told:
        return Path(told)
    from platformdirs import user_data_path

    return user_data_path("OrderDesk", appauthor=False)


def run(arguments: Sequence[str]) -> int:
    """Open the window and stay until it closes; the exit code."""
    start = read_arguments(arguments)
    if start.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from orderdesk_gui.ui.display import has_display

    if not has_display():
        return _refuse(NO_DISPLAY)
    try:
        start.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _refuse("The folder {folder} cannot be made: {reason}.", folder=start.data, reason=error.strerror)
    from orderdesk_gui.ui.single_window import SingleWindow

    single = SingleWindow(start.data)
    if not single.take():
        if single.raise_first():
            return 0
        return _refuse("OrderDesk is already open with the data in {folder}.", folder=start.data)
    try:
        return _show(start, single)
    finally:
        single.close()


def _show(start: Start, single: SingleWindow) -> int:
    from PySide6.QtCore import QTimer

    from orderdesk_gui.ui import problem
    from orderdesk_gui.ui.background import Background
    from orderdesk_gui.ui.main_window import MainWindow
    from orderdesk_gui.ui.registry import page_specs
    from orderdesk_gui.ui.settings import Settings

    settings = Settings(start.data / "screen.json")
    app = make_application(settings)
    jobs = Background()
    window = MainWindow(page_specs(), jobs, settings)
    problem.catch_everything(window.show_error)
    window.set_demo(start.demo)
    window.restore_window()
    window.painted.connect(lambda: QTimer.singleShot(0, lambda: after_paint(start, window, single)))
    window.show()
    code = app.exec()
    jobs.close()
    return code


def make_application(settings: Settings) -> QApplication:
    """The QApplication in the chosen language and colours; the one place that makes it."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    from orderdesk_gui.ui import theme, translations
    from orderdesk_gui.ui.style import OrderDeskStyle

    QCoreApplication.setApplicationName("OrderDesk")
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["orderdesk"])
    app.setStyle(OrderDeskStyle())
    translations.install(app, settings.get("language", "system"))
    theme.apply(app, settings.get("theme", "system"))
    theme.follow_system(app, lambda: str(settings.get("theme", "system")))
    return app


def after_paint(start: Start, window: MainWindow, single: SingleWindow) -> None:
    """Everything that may wait until the window stands: the data, the first page, a second start."""
    if start.offscreen:
        window.close()
        return
    single.listen(lambda: _raise(window))
    open_data(start, window)


def open_data(start: Start, window: MainWindow) -> None:
    """Open the data in the background, then seat the person; a failure is told with a way to try again."""
    session = Session(start)
    window.started_again.connect(lambda: _open(session, window))
    window.sat_down.connect(lambda desk: sit_down(session, window, desk))
    _open(session, window)


def _open(session: Session, window: MainWindow) -> None:
    window.jobs.run(
        session.open,
        done=lambda _nothing: seat(session, window),
        failed=lambda error: _cannot_open(session, window, error),
        progress=lambda _done, _total, _text: None,
        title=tr("Opening the data"),
    )


class Session:
    """The open data and the person at the desk; what pages ask for runs at its desk."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._store: Store | None = None
        self.desk: Desk | None = None
        self.set_up = False
        self.seated = False
        self.company = ""

    def open(self, job: Job) -> None:
        """Open or make the data file and seat its only person (in the background)."""
        from orderdesk_gui.actions import companies, opening, people

        if self._store is None:
            self._store = opening.open_store(self._start.data, opening.now)
        self.desk = opening.open_desk(self._store)
        if self._start.demo and not companies.is_set_up(self.desk):
            from orderdesk_gui.actions import demo

            demo.fill(self.desk, progress=job.step)
        self.set_up = companies.is_set_up(self.desk)
        active = [person for person in people.list_people(self.desk) if person.active]
        person = opening.only_user(self._store)
        if self._start.demo and person is None and active:
            from orderdesk_gui.actions.demo import USUAL_LOGIN

            person = next((one.id for one in active if one.login == USUAL_LOGIN), active[0].id)
        if person is not None:
            self.desk = opening.open_desk(self._store, person)
        self.seated = person is not None
        names = [company.short_name or company.name_zh for company in companies.list_companies(self.desk)]
        self.company = names[0] if names else ""


def seat(session: Session, window: MainWindow) -> None:
    """The data is open: ask who sits there where that is not clear, else show the desk."""
    from orderdesk_gui.ui.registry import alone

    window.jobs.open_desk = lambda: session.desk
    asking = alone("first_hour") if not session.set_up else None if session.seated else alone("sign_in")
    if asking is not None:
        window.show_alone(asking(window))
    else:
        show_desk(session, window)


def sit_down(session: Session, window: MainWindow, desk: Desk) -> None:
    """Somebody has signed in and `desk` is theirs."""
    session.desk, session.seated = desk, True
    window.show_alone(None)
    window.rebuild()
    show_desk(session, window)


def show_desk(session: Session, window: MainWindow) -> None:
    """Show company and person, and the page that was last shown."""
    if session.company:
        window.set_companies(session.company)
    if session.seated and session.desk is not None:
        window.set_user(session.desk.access.user.name)
    shown = [spec.key for spec in window.specs]
    last = str(window.settings.get("page", ""))
    if shown:
        window.go(last if last in shown else shown[0])


def _cannot_open(session: Session, window: MainWindow, error: BaseException) -> bool:
    from orderdesk_gui.rules.language import UserError
    from orderdesk_gui.ui.problem import sentence
    from orderdesk_gui.ui.widgets.empty_state import EmptyState

    def again() -> None:
        window.show_alone(None)
        _open(session, window)

    steps = [(tr("Try again"), again), (tr("Close"), window.close)]
    window.show_alone(EmptyState("database", tr("The data could not be opened"), sentence(error), steps))
    return isinstance(error, UserError)


def _raise(window: MainWindow) -> None:
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()


def _refuse(text: str, **values: object) -> int:
    """Say on standard error why there is no window; exit code 1."""
    use_language("zh" if _system_is_chinese() else "en")
    print(tr(text, **values), file=sys.stderr)
    return 1


def _system_is_chinese() -> bool:
    import locale

    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    told = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return told.lower().startswith(("zh", "chinese"))
