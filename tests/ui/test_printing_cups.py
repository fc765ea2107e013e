"""Printing through a real CUPS queue: the dialog, the spooler and its filters; what comes out is the paper itself."""

import grp
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import ImageChops

from tests.ui.test_printing import EDGES, PAPERS, ink_without, seen

ROOT = Path(__file__).resolve().parents[2]
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
QUEUE = "OrderDesk-test"
WAIT_S = 60

PRINT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QComboBox
from orderdesk_gui.ui.printing import print_pdf

app = QApplication([])
def choose():
    dialog = app.activeModalWidget()
    if isinstance(dialog, QPrintDialog):
        printers = dialog.findChild(QComboBox, "printers")
        printers.setCurrentIndex(printers.findText(sys.argv[2]))
        dialog.accept()
timer = QTimer()
timer.timeout.connect(choose)
timer.start(50)
assert print_pdf(Path(sys.argv[1]).read_bytes(), "QT-2026-7K3F-0001")
"""

FILES = """
ServerRoot {root}/etc
RequestRoot {root}/spool
TempDir {root}/temp
CacheDir {root}/cache
StateDir {root}/run
AccessLog {root}/access_log
ErrorLog {root}/error_log
PageLog {root}/page_log
FileDevice Yes
Sandboxing Off
User {user}
Group {group}
SystemGroup {group}
"""
DAEMON = """
Listen {root}/run/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
LogLevel warn
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


@pytest.fixture
def queue() -> Iterator[Callable[[bytes], bytes]]:
    """A print queue of an own CUPS with the CUPS-PDF driver; prints a PDF there and gives what came out."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    daemon = shutil.which("cupsd", path=path)
    if daemon is None or not PPD.exists() or not shutil.which("ps2pdf"):
        pytest.skip("needs cups and printer-driver-cups-pdf")
    if os.geteuid() == 0:
        pytest.skip("CUPS runs no filters as root")
    with tempfile.TemporaryDirectory(prefix="cups") as name:  # short: a socket's path has little room
        root = Path(name)
        for folder in ("etc", "spool", "temp", "cache", "run"):
            (root / folder).mkdir()
        words = {
            "root": root,
            "user": pwd.getpwuid(os.geteuid()).pw_name,
            "group": grp.getgrgid(os.getegid()).gr_name,
        }
        (root / "etc" / "cups-files.conf").write_text(FILES.format(**words), encoding="ascii")
        (root / "etc" / "cupsd.conf").write_text(DAEMON.format(**words), encoding="ascii")
        conf = ["-c", str(root / "etc" / "cupsd.conf"), "-s", str(root / "etc" / "cups-files.conf")]
        running = subprocess.Popen([daemon, "-f", *conf], stderr=subprocess.PIPE, text=True)
        try:
            until(lambda: (root / "run" / "cups.sock").exists() or running.poll() is not None)
            assert running.poll() is None, running.stderr.read() if running.stderr is not None else ""
            yield made_queue(root, shutil.which("lpadmin", path=path) or "lpadmin")
        finally:
            running.terminate()
            running.wait(WAIT_S)


def made_queue(root: Path, lpadmin: str) -> Callable[[bytes], bytes]:
    """Set the queue up in a running CUPS; what prints there."""
    environment = {**os.environ, "CUPS_SERVER": str(root / "run" / "cups.sock")}
    out = root / "out.ps"
    out.touch()
    made = [lpadmin, "-p", QUEUE, "-E", "-v", f"file:{out}", "-P", str(PPD), "-o", "PageSize=A4"]
    subprocess.run(made, env=environment, check=True, capture_output=True, timeout=WAIT_S)

    def printed(content: bytes) -> bytes:
        paper = root / "paper.pdf"
        paper.write_bytes(content)
        command = [sys.executable, "-c", PRINT, str(paper), QUEUE]
        screen = {**environment, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        subprocess.run(command, env=screen, check=True, capture_output=True, timeout=WAIT_S)
        asked = ["lpstat", "-W", "completed", "-o", QUEUE]
        until(lambda: bool(subprocess.run(asked, env=environment, capture_output=True, text=True).stdout))
        until(lambda: out.stat().st_size > 0)
        subprocess.run(["ps2pdf", str(out), str(root / "out.pdf")], check=True, timeout=WAIT_S)
        return (root / "out.pdf").read_bytes()

    return printed


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; AssertionError when it never does."""
    for _ in range(WAIT_S * 20):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def test_what_cups_prints_is_the_paper(queue: Callable[[bytes], bytes], tmp_path: Path) -> None:
    content = PAPERS["quotation"]()
    wanted = seen(content, tmp_path / "wanted")
    printed = seen(queue(content), tmp_path / "printed")
    assert len(printed) == len(wanted) >= 2
    for number, (paper, print_) in enumerate(zip(wanted, printed, strict=True), 1):
        assert all(abs(a - b) <= 1 for a, b in zip(paper.size, print_.size, strict=True)), number
        print_ = print_.crop((0, 0, *paper.size))
        assert max(ink_without(paper, print_), ink_without(print_, paper)) <= EDGES, number
        assert ink_without(paper, ImageChops.offset(print_, 2, 0)) > 10 * EDGES, "the comparison sees nothing"
