"""The first paint: what it shows, what is loaded by then, and what comes right after it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from orderdesk_gui.ui import theme
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.settings import Settings
from tests.ui.plain_page import PlainPage

FRAME = {"app", "rules.language", "ui.frame", "ui.main_window", "ui.sidebar", "ui.top_bar", "ui.theme", "ui.registry"}
AFTER = {
    "ui.control_style",
    "ui.icons",
    "ui.busy_strip",
    "ui.problem_dialog",
    "ui.shortcuts_sheet",
    "ui.widgets.banner",
    "ui.widgets.bars",
    "ui.widgets.delegates",
    "ui.widgets.saved_state",
    "ui.widgets.search_popup",
    "ui.widgets.toast",
}
FOREIGN = ("sqlalchemy", "alembic", "sqlite3", "reportlab", "socket", "argon2", "PySide6.QtSvg", "PySide6.QtNetwork")


def loaded_at_first_paint(folder: Path) -> set[str]:
    code = (
        "import json, sys; from orderdesk_gui import app;"
        "seen = [];"
        "app.after_paint = lambda start, window, single: (seen.extend(sys.modules), window.close());"
        f"app.run(['--offscreen', '--data', {str(folder)!r}]);"
        "print(json.dumps(seen))"
    )
    environment = {**os.environ, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    return set(json.loads(done.stdout))


def test_the_first_paint_loads_the_frame_and_little_else(tmp_path: Path) -> None:
    seen = loaded_at_first_paint(tmp_path)
    ours = {name.removeprefix("orderdesk_gui.") for name in seen if name.startswith("orderdesk_gui.")}
    assert ours >= FRAME
    assert not ours & AFTER
    assert not [name for name in ours if name.startswith(("actions", "store", "sync", "_built"))]
    assert not [name for name in FOREIGN if name in seen]
    assert len(ours) <= 34, sorted(ours)


def test_the_first_paint_does_without_the_enumerations_of_qt(tmp_path: Path) -> None:
    code = (
        "from orderdesk_gui import app; import sys;"
        "app.after_paint = lambda start, window, single: (print('Qt' in vars(sys.modules['PySide6.QtCore']),"
        " 'QStyle' in vars(sys.modules['PySide6.QtWidgets'])), window.close());"
        f"app.run(['--offscreen', '--data', {str(tmp_path)!r}])"
    )
    environment = {**os.environ, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60)
    assert done.stdout.split() == ["False", "False"], done.stderr


def test_the_list_of_quotations_loads_nothing_that_it_does_not_show() -> None:
    code = (
        "import json, sys; import orderdesk_gui.ui.session, orderdesk_gui.ui.pages.quotes.page;"
        "from orderdesk_gui.actions import drafts, quotes, starting; print(json.dumps(list(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    seen = set(json.loads(done.stdout))
    assert "sqlalchemy" in seen
    late = {"actions.approvals", "actions.customers", "rules.approvals", "rules.customers", "rules.prices"}
    assert not seen & {f"orderdesk_gui.{name}" for name in late}
    assert not seen & {"alembic", "sqlalchemy.orm", "PySide6.QtNetwork", "argon2", "phonenumbers", "pypinyin"}


@pytest.fixture
def started(jobs: Background, settings: Settings, qtbot: QtBot) -> MainWindow:
    window = MainWindow(
        [PageSpec("customers", "Customers", "users", lambda shell: PlainPage(shell, "one"))], jobs, settings
    )
    qtbot.addWidget(window)
    return window


def test_the_first_paint_shows_the_frame_with_its_words(started: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(started.painted):
        started.show()
    picture = started.grab().toImage()
    side = started.ui.sidebar
    assert QColor(picture.pixel(side.width() // 2, side.height() - 4)) == QColor(theme.colours().ground)
    inks = {picture.pixel(x, y) for x in range(40, side.width() - 16) for y in range(52, 84)}
    assert QColor(theme.colours().text).rgb() in inks  # "Customers"
    assert started.ui.top_bar.search.placeholderText()


def test_icons_and_keys_follow_by_themselves(started: MainWindow, qtbot: QtBot) -> None:
    started.show()
    qtbot.waitUntil(lambda: not started.ui.top_bar.help.icon().isNull())
    item = started.ui.sidebar._items["customers"]
    picture = item.grab().toImage()
    inks = {picture.pixel(x, y) for x in range(16, 32) for y in range(8, 24)}
    assert len(inks) > 1
    qtbot.waitUntil(started.isActiveWindow)
    qtbot.keyClick(started, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert started.current_key() == "customers"
