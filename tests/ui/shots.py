"""Takes pictures of every page and dialog: both languages, light and dark, two sizes, two scales; empty, demo, long.

``python dev.py shots`` runs it: ``python tests/ui/shots.py FOLDER [--quick] [--only WORD]``. Each data folder and
scale is a process of its own, since Qt takes the scale at its start; colours and size change within it.
"""

import argparse
import itertools
import math
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("empty", "bare", "demo", "long")
LANGUAGES = {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}
SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080)}
SCALES = ("100", "150")
THUMB = (420, 250)
LONG = (
    "江苏省苏州工业园区华东精密机械自动化设备制造与国际贸易进出口（集团）股份有限公司第二分公司"
    " Suzhou Industrial Park East China Precision Machinery & International Trading (Group) Co., Ltd. "
) * 3
QUIET_MS, PDF_MS = 60, 500


def main() -> int:
    """Take all pictures into the folder given and lay them out on contact sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="light, 1366x768 at 100 %% alone")
    parser.add_argument("--only", default="", help="only cases with this in their name, such as demo-zh-100")
    parser.add_argument("--case", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    if asked.case:
        return take(folder, *asked.case, quick=asked.quick)
    failed = 0
    for kind, language, scale in itertools.product(KINDS, LANGUAGES, SCALES[:1] if asked.quick else SCALES):
        case = f"{kind}-{language}-{scale}"
        if asked.only not in case:
            continue
        make_data(folder / "data", kind, language)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(int(scale) / 100)}
        environment |= {"ORDERDESK_CONFIG": str(folder / "data" / "config")}
        command = [sys.executable, str(Path(__file__)), str(folder), "--case", kind, language, scale]
        code = subprocess.run([*command, *["--quick"] * asked.quick], env=environment, cwd=ROOT, check=False).returncode
        print(case, "ok" if code == 0 else f"failed ({code})", flush=True)
        failed |= code
        contact_sheet(folder, case)
    return 1 if failed else 0


def make_data(folder: Path, kind: str, language: str) -> None:
    """The data folder of a kind in a language; kept for the next time."""
    data = folder / f"{kind}-{language}"
    if (data / "orderdesk.db").exists() or kind == "empty":
        return
    if kind == "long":
        make_data(folder, "demo", language)
        shutil.copytree(folder / f"demo-{language}", data)
        lengthen(data / "orderdesk.db")
        return
    data.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": LANGUAGES[language], "PYTHONUTF8": "1"}
    environment |= {"ORDERDESK_CONFIG": str(folder / "config")}
    words = ["demo"] if kind == "demo" else ["setup", "--company", "苏州澜川传动科技有限公司", "--name", "周洁"]
    command = [sys.executable, "-m", "orderdesk_gui.cli", "--data", str(data), *words]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


def lengthen(path: Path) -> None:
    """Give customers names of 300 characters, products, contacts and people long ones."""
    plain = sqlite3.connect(path)
    texts = {
        "customer": ("name", "short_name", "name_en", "notes"),
        "contact": ("name", "title", "department"),
        "product": ("name_zh", "name_en", "specification"),
        "quote_line": ("name_zh", "name_en", "specification"),
        "inquiry": ("customer_name", "contact", "next_step"),
        "inquiry_line": ("text",),
        "quote": ("project",),
        "todo": ("text",),
        "user": ("name",),
    }
    with plain:
        triggers = plain.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:  # they would ask who writes this
            plain.execute(f'DROP TRIGGER "{name}"')
        for table, columns in texts.items():
            for column in columns:
                long = LONG[:40] if table == "user" else LONG[:297]
                plain.execute(f"UPDATE {table} SET {column} = substr({column}, 1, 3) || ?", (long,))
        for _name, sql in triggers:
            plain.execute(sql)
    plain.close()


def take(folder: Path, kind: str, language: str, scale: str, *, quick: bool) -> int:
    """Pictures with one data folder at one scale, in every theme and size."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QWidget

    from orderdesk_gui import app as start_up
    from orderdesk_gui.ui.background import Background
    from orderdesk_gui.ui.main_window import MainWindow
    from orderdesk_gui.ui.registry import page_specs
    from orderdesk_gui.ui.settings import Settings
    from tests.ui.tour import Tour

    start = start_up.Start(folder / "data" / f"{kind}-{language}")
    start.data.mkdir(parents=True, exist_ok=True)
    settings = Settings(start.data / "screen.json")
    settings.update(language=language, theme="light", window=None, page="")
    application = start_up.make_application(settings)
    jobs = Background()
    window = MainWindow(page_specs(), jobs, settings)
    window.show()
    start_up.open_data(start, window)
    settle = settler(application, lambda: not jobs.busy and not window._count_soon.isActive())
    settle()
    case = f"{kind}-{language}-{scale}"
    for colours, size in itertools.product(("light", "dark")[: 1 if quick else 2], list(SIZES)[: 1 if quick else 2]):
        window.use_theme(colours)
        window.resize(*SIZES[size])
        settle()

        def look(name: str, widget: QWidget, at: str = f"{case}-{size}-{colours}") -> None:
            widget.grab().save(str(folder / f"{at}-{name}.png"))

        tour = Tour(window, look, settle, start.data)
        if kind == "empty":
            look("alone", window)
        elif kind == "bare":
            tour.bare()
        else:
            tour.everything()
    window.close()
    jobs.close()
    return 0


def settler(application: Any, quiet: Callable[[], bool], *, patient: bool = True) -> Callable[[], None]:
    """What lets the program work until nothing is under way, and where it is `patient` until papers are painted."""
    from PySide6.QtPdfWidgets import QPdfView

    def settle() -> None:
        end = time.monotonic() + 60
        still = time.monotonic()
        while time.monotonic() < end:
            application.processEvents()
            if not quiet():
                still = time.monotonic()
            papers = patient and any(isinstance(w, QPdfView) and w.isVisible() for w in application.allWidgets())
            if (time.monotonic() - still) * 1000 > (PDF_MS if papers else QUIET_MS):
                return
            time.sleep(0.005)

    return settle


def contact_sheet(folder: Path, case: str) -> None:
    """All pictures of a case small, on sheets of forty, each picture with its name."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication([])
    pictures = sorted(folder.glob(f"{case}-*.png"))
    for number, start in enumerate(range(0, len(pictures), 40), 1):
        sheet = folder / f"contact-{case}-{number:02}.png"
        lay_out(pictures[start : start + 40], sheet)
        print(sheet)
    print(f"{len(pictures)} pictures")
    del application


def lay_out(pictures: list[Path], to: Path) -> None:
    """Draw `pictures` small in rows of four with their names."""
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QImage, QPainter

    columns = 4
    rows = max(1, math.ceil(len(pictures) / columns))
    sheet = QImage(columns * THUMB[0], rows * THUMB[1], QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    for number, path in enumerate(pictures):
        x, y = number % columns * THUMB[0], number // columns * THUMB[1]
        small = QImage(str(path))
        if small.width() > THUMB[0] - 10 or small.height() > THUMB[1] - 22:
            room = (THUMB[0] - 10, THUMB[1] - 22)
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            small = small.scaled(*room, keep, smooth)
        painter.drawImage(x + 5, y + 2, small)
        label = QRect(x + 5, y + THUMB[1] - 18, THUMB[0] - 10, 16)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, path.stem)
    painter.end()
    sheet.save(str(to))


if __name__ == "__main__":
    raise SystemExit(main())
