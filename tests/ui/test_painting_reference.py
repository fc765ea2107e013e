"""The pinned Qt binding paints for a whole day without losing references."""

import os
import subprocess
import sys

# PySide6 6.12.0 on Python 3.11 loses a reference to None on most painting calls and aborts after a few
# thousand; in a process of its own, such an abort is a failed test rather than the end of all tests.
PAINT = """
import sys
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
application = QGuiApplication([])
before = sys.getrefcount(None)
pixmap = QPixmap(16, 16)
painter = QPainter(pixmap)
for step in range(20_000):
    painter.setPen(QColor(step % 256, 0, 0))
    painter.drawLine(0, 0, 15, 15)
    painter.fillRect(0, 0, 4, 4, QColor(0, step % 256, 0))
    painter.drawText(1, 12, "价")
painter.end()
print(sys.getrefcount(None) - before)
"""


def test_twenty_thousand_paintings_keep_none_alive() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAINT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert abs(int(done.stdout)) < 1_000  # four calls a round: a lost reference each would be 80,000
