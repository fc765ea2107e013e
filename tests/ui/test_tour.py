"""Every page and dialog of the demo company, in both languages: names, words, room for texts, the Tab key."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui import app as start_up
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.registry import page_specs
from orderdesk_gui.ui.settings import Settings
from tests.ui.shots import ROOT, settler
from tests.ui.soundness import faults_of
from tests.ui.tour import Look, Tour

Start = Callable[[str, str, Look], Tour]

NAMES = {
    "customer": ("name", "short_name", "name_en", "email", "website", "region"),
    "contact": ("name", "email"),
    "user": ("name", "login", "email"),
    "company": ("name_zh", "name_en", "short_name", "address_en", "bank_name_en", "swift", "email", "website"),
    "product": ("code", "name_en", "specification_en"),
    "price_list": ("name",),
}
OTHERS = re.compile(
    r"^(CNY|EUR|USD|GBP|SWIFT|xlsx|csv|CSV|pdf|PDF|Excel|OrderDesk|PIN|VAT|INQ|example|English|Sales|Contract|Quotation|"
    r"customers|zzzqqq|demo|CIF|FCA|FOB|EXW|DAP|DDP|CFR|CPT|CIP|Incoterms)$"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company in Chinese and a company without records, made as the command line makes them."""
    folder = tmp_path_factory.mktemp("tour")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
    environment["ORDERDESK_CONFIG"] = str(folder / "config")
    setup = ["setup", "--company", "苏州澜川传动科技有限公司", "--name", "周洁"]
    for name, words in (("demo", ["demo"]), ("bare", setup)):
        (folder / name).mkdir()
        command = [sys.executable, "-m", "orderdesk_gui.cli", "--data", str(folder / name), *words]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def start(
    demo: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Opens a copy of the data as the program does, 1366 x 768."""
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    made: list[MainWindow] = []

    def open_it(kind: str, language: str, look: Look) -> Tour:
        shutil.copytree(demo / kind, tmp_path / kind)
        shutil.copytree(demo / "config", tmp_path / "config", dirs_exist_ok=True)
        translations.install(qapp, language)
        settings = Settings(tmp_path / kind / "screen.json")
        settings.update(language=language, theme="light")
        jobs = Background()
        window = MainWindow(page_specs(), jobs, settings)
        window.resize(1366, 768)
        window.show()
        made.append(window)
        start_up.open_data(start_up.Start(tmp_path / kind), window)
        settle = settler(qapp, lambda: not jobs.busy and not window._count_soon.isActive(), patient=False)
        settle()
        return Tour(window, look, settle, tmp_path)

    yield open_it
    for window in made:
        window.close()
        window.jobs.close()
        if window.session is not None:
            window.session.let_go()
        window.deleteLater()


def names_of(path: Path) -> Callable[[str], bool]:
    """Says of a text whether it consists of names that the data file holds."""
    plain = sqlite3.connect(path)
    known: set[str] = set()
    for table, columns in NAMES.items():
        for row in plain.execute(f"SELECT {', '.join(columns)} FROM {table}"):
            for text in row:
                known |= set(_WORD.findall(text or "")) | {text}
    plain.close()
    return lambda text: (
        text in known or all(word in known or OTHERS.match(word) for word in _WORD.findall(_PATH.sub("", text)))
    )


_PATH = re.compile(r"\S*[/\\]\S*|[A-Z]+-\d{4}-\w{4}-\d+|-\w{4}-0001")  # of a file; number of a paper
_WORD = re.compile(r"[^\W\d_]{3,}")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus and dialogs, offscreen
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["demo", "bare"])
def test_every_page_and_dialog_is_sound(start: Start, demo: Path, kind: str, language: str) -> None:
    names = names_of(demo / kind / "orderdesk.db")
    faults: dict[str, str] = {}
    stops: list[str] = []

    def look(name: str, widget: QWidget) -> None:
        stops.append(name)
        for fault in faults_of(widget, names=names):
            faults.setdefault(fault, name)

    tour = start(kind, language, look)
    tour.bare() if kind == "bare" else tour.everything()
    assert len(stops) == len(set(stops)) > (10 if kind == "bare" else 90)
    assert not faults, "\n".join(f"{where}: {fault}" for fault, where in faults.items())
