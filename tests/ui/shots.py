"""Takes pictures of every page: both languages, light and dark, two sizes, two scales; empty, demo, long names.

``python dev.py shots`` runs it: ``python tests/ui/shots.py FOLDER [--quick]``. Each data folder and scale is a
process of its own, since Qt takes the scale at its start; language, colours and size change within it.
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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080)}
SCALES = ("100", "150")
THUMB = (420, 250)
LONG = "江苏省苏州工业园区华东精密机械自动化设备制造与国际贸易进出口（集团）股份有限公司第二分公司"


def main() -> int:
    """Take all pictures into the folder given and lay them out on contact sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="1366x768 at 100 %% alone")
    parser.add_argument("--case", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.case:
        return take(asked.folder.resolve(), *asked.case)
    folder = asked.folder.resolve()
    make_data(folder / "data")
    for case in itertools.product(("empty", "demo", "long"), SCALES[:1] if asked.quick else SCALES):
        sizes = "1366x768" if asked.quick else ",".join(SIZES)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(int(case[1]) / 100)}
        command = [sys.executable, str(Path(__file__)), str(folder), "--case", *case, sizes]
        code = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
        print(*case, "ok" if code == 0 else f"failed ({code})", flush=True)
        if code:
            return code
    return contact_sheets(folder)


def make_data(folder: Path) -> None:
    """The demo company, once as it is and once with names of 45 characters; kept for the next time."""
    demo, long = folder / "demo-demo", folder / "long-demo"  # where the window looks for the demo of a folder
    if not (demo / "orderdesk.db").exists():
        demo.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "orderdesk_gui.cli", "--data", str(demo), "demo"]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, check=True)
    if not long.exists():
        shutil.copytree(demo, long)
        plain = sqlite3.connect(long / "orderdesk.db")
        with plain:  # the triggers would ask who writes this
            kept = plain.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'customer'")
            triggers = kept.fetchall()
            for name, _sql in triggers:
                plain.execute(f'DROP TRIGGER "{name}"')
            plain.execute(
                "UPDATE customer SET name = substr(name, 1, 3) || ?1, short_name = substr(name, 1, 3) || ?1", (LONG,)
            )
            for _name, sql in triggers:
                plain.execute(sql)
        plain.close()


def take(folder: Path, data: str, scale: str, sizes: str) -> int:
    """Pictures of every page with one data folder at one scale, in every language, theme and size."""
    sys.path.insert(0, str(ROOT))
    from orderdesk_gui import app as start_up
    from orderdesk_gui.ui.background import Background
    from orderdesk_gui.ui.main_window import MainWindow
    from orderdesk_gui.ui.registry import page_specs
    from orderdesk_gui.ui.settings import Settings
    from orderdesk_gui.ui.widgets.list_view import ListView

    start = start_up.Start(folder / "data" / data, demo=data != "empty")
    start.data.mkdir(parents=True, exist_ok=True)
    settings = Settings(start.data / "screen.json")
    settings.update(language="zh", theme="light", window=None, page="")
    application = start_up.make_application(settings)
    jobs = Background()
    window = MainWindow(page_specs(), jobs, settings)
    window.show()
    start_up.open_data(start, window)
    wait(application, lambda: jobs.open_desk is not None and not jobs.busy)
    for language, colours, size in itertools.product(("zh", "en"), ("light", "dark"), sizes.split(",")):
        window.use_language(language)
        window.use_theme(colours)
        window.resize(*SIZES[size])
        name = f"{data}-{language}-{colours}-{size}-{scale}"
        if window.ui.body.currentWidget() is not window.ui.work:
            wait(application, lambda: not jobs.busy)
            window.grab().save(str(folder / f"{name}-alone.png"))
            continue
        for spec in window.specs:
            window.go(spec.key)
            wait(application, lambda: not jobs.busy)
            for view in window.page(spec.key).findChildren(ListView):
                if view.isVisible() and view.current_id() is None:
                    view.choose_first()
            wait(application, lambda: not jobs.busy)
            window.grab().save(str(folder / f"{name}-{spec.key}.png"))
    window.close()
    jobs.close()
    return 0


def wait(application: object, ready: object, seconds: float = 120) -> None:
    """Let the program work until it is ready and has painted."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        application.processEvents()  # type: ignore[attr-defined]
        if ready():  # type: ignore[operator]
            break
        time.sleep(0.01)
    for _ in range(20):
        application.processEvents()  # type: ignore[attr-defined]


def contact_sheets(folder: Path) -> int:
    """All pictures small, one sheet for each data folder and language, each picture with its name."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication([])
    pictures = sorted(path for path in folder.glob("*.png") if not path.name.startswith("contact"))
    for name in sorted({"-".join(path.stem.split("-")[:2]) for path in pictures}):
        sheet = folder / f"contact-{name}.png"
        lay_out([path for path in pictures if path.name.startswith(f"{name}-")], sheet)
        print(sheet)
    print(f"{len(pictures)} pictures")
    del application
    return 0


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
        small = QImage(str(path)).scaled(
            THUMB[0] - 10,
            THUMB[1] - 22,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(x + 5, y + 2, small)
        label = QRect(x + 5, y + THUMB[1] - 18, THUMB[0] - 10, 16)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, path.stem)
    painter.end()
    sheet.save(str(to))


if __name__ == "__main__":
    raise SystemExit(main())
