"""Takes pictures of every page: both languages, light and dark, two sizes, two scales, empty and demo.

``python dev.py shots`` runs it: ``python tests/ui/shots.py FOLDER [--quick] [--case ...]``. Each combination of
language, colours, size and scale is a process of its own, since Qt takes the scale at its start.
"""

import argparse
import itertools
import math
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080)}
THUMB = (420, 250)


def main() -> int:
    """Take all pictures into the folder given and lay them out on a contact sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="1366x768 at 100 %% alone")
    parser.add_argument("--case", nargs=5, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.case:
        return take(asked.folder, *asked.case)
    asked.folder.mkdir(parents=True, exist_ok=True)
    sizes = ["1366x768"] if asked.quick else list(SIZES)
    scales = ["100"] if asked.quick else ["100", "150"]
    for case in itertools.product(("empty", "demo"), ("zh", "en"), ("light", "dark"), sizes, scales):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(int(case[4]) / 100)}
        command = [sys.executable, str(Path(__file__)), str(asked.folder), "--case", *case]
        code = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
        print(*case, "ok" if code == 0 else f"failed ({code})", flush=True)
        if code:
            return code
    return contact_sheet(asked.folder)


def take(folder: Path, data: str, language: str, colours: str, size: str, scale: str) -> int:
    """Pictures of every page of one combination; the demo data are made once per language."""
    sys.path.insert(0, str(ROOT))
    from orderdesk_gui import app as start_up
    from orderdesk_gui.ui.background import Background
    from orderdesk_gui.ui.main_window import MainWindow
    from orderdesk_gui.ui.registry import page_specs
    from orderdesk_gui.ui.settings import Settings

    start = start_up.Start(folder / "data" / f"{data}-{language}", demo=data == "demo")
    start.data.mkdir(parents=True, exist_ok=True)
    settings = Settings(start.data / "screen.json")
    settings.update(language=language, theme=colours, window=None, page="")
    application = start_up.make_application(settings)
    jobs = Background()
    window = MainWindow(page_specs(), jobs, settings)
    window.set_demo(start.demo)
    window.resize(*SIZES[size])
    window.show()
    start_up.open_data(start, window)
    name = f"{data}-{language}-{colours}-{size}-{scale}"
    wait(application, lambda: jobs.open_desk is not None and not jobs.busy)
    if window.ui.body.currentWidget() is not window.ui.work:
        window.grab().save(str(folder / f"{name}-alone.png"))
        window.show_alone(None)
    for spec in window.specs:
        window.go(spec.key)
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


def contact_sheet(folder: Path) -> int:
    """All pictures small on one sheet, each with its name."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter

    application = QGuiApplication.instance() or QGuiApplication([])
    pictures = sorted(path for path in folder.glob("*.png") if path.name != "contact.png")
    columns = 6
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
    sheet.save(str(folder / "contact.png"))
    print(f"{len(pictures)} pictures, contact sheet: {folder / 'contact.png'}")
    del application
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
