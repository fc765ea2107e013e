"""From the start of the program to its first list, against a bare QMainWindow that reads 100 rows by sqlalchemy.orm."""

import json
from collections.abc import Iterator
from pathlib import Path

from orderdesk_gui.actions import companies, customers, opening
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Customer
from tests.bench.measuring import Measured, child, child_medians
from tests.bench.offices import add_quotations

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, fill)
class Table(QTableWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
def fill():
    from sqlalchemy import create_engine, text
    import sqlalchemy.orm
    engine = create_engine("sqlite:///" + sys.argv[1])
    with engine.connect() as connection:
        rows = connection.execute(text(
            "SELECT q.date, q.number, c.name, q.state, q.total FROM quote q JOIN customer c ON c.id = q.customer_id "
            "ORDER BY q.date DESC, q.id DESC LIMIT 100")).all()
    assert len(rows) == 100
    table = window.table = Table(len(rows), 5)
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            table.setItem(at, place, QTableWidgetItem(str(value)))
    window.setCentralWidget(table)
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
print(time.process_time())
"""
# The list is there when Qt has painted it with its rows. To ask Qt for all its widgets would load the classes of all.
OURS = """
import os, sys, time
import orderdesk_gui.app as program
after_paint = program.after_paint
def watch(start, window, folders):
    from PySide6.QtCore import QEvent, QObject, QTimer
    class Watcher(QObject):
        def eventFilter(self, viewport, event):
            if event.type() == QEvent.Type.Paint and view.model().rowCount() >= 50:
                QTimer.singleShot(0, done)
            return False
    watcher = Watcher(window)
    view = None
    def done():
        assert view.isVisible() and "alembic" not in sys.modules
        print(time.process_time(), flush=True)
        os._exit(0)
    def look():
        nonlocal view
        page = window.current_page()
        if page is not None:
            timer.stop()
            view = page.list
            view.viewport().installEventFilter(watcher)
            view.viewport().update()
    timer = QTimer(window, interval=5, timeout=look)
    timer.start()
    QTimer.singleShot(30000, window, lambda: os._exit(3))
    after_paint(start, window, folders)
program.after_paint = watch
program.run(["--data", sys.argv[1]])
"""


def measure(folder: Path) -> Iterator[Measured]:
    """The line of the table about the first list."""
    path = one_person(folder)
    (folder / "screen.json").write_text(json.dumps({"page": "quotations", "language": "zh"}), encoding="utf-8")
    ours, floor = child_medians(lambda: child(OURS, str(folder)), lambda: child(BARE, str(path)))
    yield Measured("first_list", "start to the first list, against a bare window", ours, floor, 1.3)


def one_person(folder: Path) -> Path:
    """A data file with 1,000 quotations whose only person is seated unasked."""
    store = opening.open_store(folder, opening.now)
    me = companies.set_up(
        opening.open_desk(store), companies.FirstHour(Company(name_zh="澜川传动科技有限公司"), "王芳")
    )
    desk = opening.open_desk(store, me)
    customer = customers.save(desk, Customer(name="苏州澄岳自动化设备有限公司")).id
    add_quotations(store.path, desk.user_id, customer, 1000)
    store.close()
    return store.path
