"""Start-up: shows the window first, then opens the data; the only place that wires screen and store."""

from __future__ import annotations

import builtins
import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orderdesk_gui.rules.language import tr, use_language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from orderdesk_gui.ui.main_window import MainWindow
    from orderdesk_gui.ui.session import Session
    from orderdesk_gui.ui.settings import Settings
    from orderdesk_gui.ui.single_window import SingleWindow

NO_DISPLAY = (
    "OrderDesk needs a screen, and none was found. Start it from a desktop session, or with --offscreen to try "
    "it without a screen."
)
_LISTEN_MS = 1000  # after the first paint, when the first page mostly stands
_REST_MS = 3000


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
    _load_qt()
    from orderdesk_gui.ui.single_window import SingleWindow

    single = SingleWindow(start.data)
    if not single.take():
        if single.raise_first():
            return 0
        return _refuse("OrderDesk is already open with the data in {folder}.", folder=start.data)
    folders = Folders(single, start.data)
    gc.disable()  # until collect_on: a start makes a hundred thousand objects and lets go of hardly any
    try:
        return _show(start, folders)
    finally:
        folders.close()
        gc.enable()


def _show(start: Start, folders: Folders) -> int:
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
    fills = window.restore_window()
    window.painted.connect(lambda: QTimer.singleShot(0, lambda: after_paint(start, window, folders)))
    (window.showMaximized if fills else window.show)()
    code = app.exec()
    jobs.close()
    if window.session is not None:
        window.session.let_go()
    return code


def _load_qt() -> None:
    """Load PySide6 and give Python's own import back.

    PySide6 puts one in its place that reads the source of every module imported later, for programs that switch
    to names in snake_case. This one never does, and the reading would take a sixth of the start.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain


def make_application(settings: Settings) -> QApplication:
    """The QApplication in the chosen language and colours; the one place that makes it."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    from orderdesk_gui.ui import theme, translations

    QCoreApplication.setApplicationName("OrderDesk")
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["orderdesk", "-style", "fusion"])  # the controls' own style comes after the first paint
    translations.install(app, settings.get("language", "system"))
    theme.apply(app, settings.get("theme", "system"))
    return app


def after_paint(start: Start, window: MainWindow, folders: Folders) -> None:
    """Everything that may wait until the window stands: the data, the first page, a second start."""
    if start.offscreen:
        window.close()
        return
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from orderdesk_gui.ui import theme

    open_data(start, window, folders.take)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.follow_system(app, lambda: str(window.settings.get("theme", "system")))
    QTimer.singleShot(_LISTEN_MS, window, lambda: folders.listen(lambda: _raise(window)))
    QTimer.singleShot(_REST_MS, window, lambda: collect_on(window))


def collect_on(window: MainWindow) -> None:
    """Look for what is no longer used, but not among what the start made, which stays; on this thread alone."""
    from orderdesk_gui.ui.garbage import Garbage

    gc.freeze()
    Garbage(window)


def open_data(start: Start, window: MainWindow, lock: Callable[[Path], bool] = lambda _folder: True) -> Session:
    """Open the data in the background, then lead the person to the first page that fits."""
    from orderdesk_gui.ui.session import Session

    session = Session(window, window.jobs, start.data, lock)
    session.open(demo=start.demo)
    return session


class Folders:
    """The data folders that this window holds, so that no second one opens them."""

    def __init__(self, first: SingleWindow, folder: Path) -> None:
        self._first = first
        self._held = {folder: first}

    def listen(self, raised: Callable[[], None]) -> None:
        """Call `raised` when somebody starts the program on the first folder again."""
        self._first.listen(raised)

    def take(self, folder: Path) -> bool:
        """Whether no other window has `folder`; from now on this one has it."""
        from orderdesk_gui.ui.single_window import SingleWindow

        if folder in self._held:
            return True
        folder.mkdir(parents=True, exist_ok=True)
        single = SingleWindow(folder)
        if single.take():
            self._held[folder] = single
            return True
        single.raise_first()
        return False

    def close(self) -> None:
        """Let all of them go."""
        for single in self._held.values():
            single.close()


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
