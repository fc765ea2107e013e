"""From the start of the program to its first paint, against a bare QMainWindow: CPU of whole processes."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.measuring import Measured, child, child_medians

BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, self.close)
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
print(time.process_time())
"""
OURS = """
import sys, time
from orderdesk_gui.app import run
assert run(["--offscreen", "--data", sys.argv[1]]) == 0
late = {"sqlalchemy", "alembic", "reportlab", "openpyxl", "numpy", "pyqtgraph"} & set(sys.modules)
assert not late, late
print(time.process_time())
"""


def measure(folder: Path) -> Iterator[Measured]:
    """The line of the table about the first paint."""
    ours, floor = child_medians(lambda: child(OURS, str(folder)), lambda: child(BARE))
    yield Measured("paint", "start to first paint, against a bare QMainWindow", ours, floor, 1.5)
