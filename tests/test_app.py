"""Starting the program: window first, one window per folder, no screen, and what is not loaded before the paint."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from orderdesk_gui.app import read_arguments
from orderdesk_gui.ui.display import has_display

LATE = ("sqlalchemy", "alembic", "reportlab", "openpyxl", "numpy", "pyqtgraph", "pypinyin", "xlsxwriter", "qtawesome")


def start(arguments: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env=told,
        timeout=60,
        check=False,
        encoding="utf-8",
    )


def test_offscreen_paints_once_and_quits_with_zero(tmp_path: Path) -> None:
    done = start(["-m", "orderdesk_gui", "--offscreen", "--data", str(tmp_path / "数据")])
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "数据" / "screen.json").exists()


def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path: Path) -> None:
    code = (
        "import json, sys; from orderdesk_gui import app;"
        "seen = [];"
        "app.after_paint = lambda start, window, single: (seen.extend(sys.modules), window.close());"
        f"code = app.run(['--offscreen', '--data', {str(tmp_path)!r}]);"
        "print(json.dumps([code, seen]))"
    )
    code_seen = json.loads(start(["-c", code]).stdout)
    loaded = {name.split(".")[0] for name in code_seen[1]}
    assert code_seen[0] == 0
    assert "PySide6" in loaded
    assert not loaded & set(LATE)
    assert "orderdesk_gui.actions.opening" not in code_seen[1]


@pytest.mark.parametrize(("language", "words"), [("zh_CN.UTF-8", "需要屏幕"), ("en_GB.UTF-8", "needs a screen")])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux starts without a display server")
def test_without_a_screen_a_sentence_and_one(tmp_path: Path, language: str, words: str) -> None:
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "", "LC_ALL": language}
    done = start(["-m", "orderdesk_gui", "--data", str(tmp_path)], **nothing)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = start(["-m", "orderdesk_gui", "--offscreen", "--data", str(tmp_path / "file" / "data")])
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(tmp_path / "file") in done.stderr


def test_a_second_start_raises_the_first_window(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication, QTimer;"
        "from orderdesk_gui.ui.single_window import SingleWindow;"
        "app = QCoreApplication([]); single = SingleWindow(Path(sys.argv[1])); assert single.take();"
        "single.listen(lambda: (print('raised', flush=True), app.quit()));"
        "QTimer.singleShot(20000, app.quit); print('first', flush=True); app.exec(); single.close()"
    )
    first = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "first\n"
    second = start(["-m", "orderdesk_gui", "--offscreen", "--data", str(tmp_path)])
    assert (second.returncode, second.stderr) == (0, "")
    assert first.stdout.readline() == "raised\n"
    assert first.wait(20) == 0
    again = start(["-m", "orderdesk_gui", "--offscreen", "--data", str(tmp_path)])
    assert again.returncode == 0


def test_a_second_start_waits_for_a_first_window_that_has_only_just_come(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication, QTimer;"
        "from orderdesk_gui.ui.single_window import SingleWindow;"
        "app = QCoreApplication([]); single = SingleWindow(Path(sys.argv[1])); assert single.take();"
        "raised = lambda: (print('raised', flush=True), app.quit());"
        "QTimer.singleShot(1500, lambda: single.listen(raised));"
        "QTimer.singleShot(20000, app.quit); print('first', flush=True); app.exec(); single.close()"
    )
    first = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "first\n"
    second = start(["-m", "orderdesk_gui", "--offscreen", "--data", str(tmp_path)])
    assert (second.returncode, second.stderr) == (0, "")
    assert first.stdout.readline() == "raised\n"
    assert first.wait(20) == 0


def test_python_imports_by_itself_again_once_qt_is_loaded(tmp_path: Path) -> None:
    code = (
        "import builtins, linecache, sys; plain = builtins.__import__;"
        "from orderdesk_gui import app; told = [];"
        "app.after_paint = lambda start, window, single:"
        " (told.append(builtins.__import__ is plain), told.append(any('orderdesk_gui' in n for n in linecache.cache)),"
        " window.close());"
        f"code = app.run(['--offscreen', '--data', {str(tmp_path)!r}]);"
        "print(code, *told)"
    )
    assert start(["-c", code]).stdout.split() == ["0", "True", "False"]


def test_a_pyside_that_leaves_imports_alone_starts_as_well(tmp_path: Path) -> None:
    code = (
        "import builtins, sys; plain = builtins.__import__; import PySide6.QtCore;"
        "builtins.__import__ = plain; sys.modules.pop('shibokensupport.feature', None);"
        "from orderdesk_gui import app;"
        f"print(app.run(['--offscreen', '--data', {str(tmp_path)!r}]), builtins.__import__ is plain)"
    )
    assert start(["-c", code]).stdout.split() == ["0", "True"]


def test_the_collector_rests_while_the_program_starts_and_works_again_later(tmp_path: Path) -> None:
    code = (
        "import gc; from orderdesk_gui import app; from orderdesk_gui.ui.garbage import Garbage; told = [];"
        "app.after_paint = lambda start, window, single: (told.append(gc.isenabled()), app.collect_on(window),"
        " told.append(not gc.isenabled() and gc.get_freeze_count() > 1000),"
        " told.append(window.findChild(Garbage) is not None), window.close());"
        f"app.run(['--offscreen', '--data', {str(tmp_path)!r}]); print(*told, gc.isenabled())"
    )
    assert start(["-c", code]).stdout.split() == ["False", "True", "True", "True"]


def test_folders_from_the_command_line_and_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ORDERDESK_DATA", str(tmp_path))
    assert read_arguments([]).data == tmp_path
    assert read_arguments(["--data", "x"]).data == Path("x")
    demo = read_arguments(["--demo"])
    assert (demo.demo, demo.data) == (True, tmp_path / "demo")


@pytest.mark.skipif(sys.platform == "win32", reason="only X and Wayland can be without a display")
def test_a_display_is_asked_before_qt_would_abort() -> None:
    assert has_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert has_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert not has_display({}, "linux")
    assert not has_display({"DISPLAY": ":987"}, "linux")
    assert not has_display({"DISPLAY": "nonsense"}, "linux")
    assert has_display({}, "win32")
