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
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        self.painted = True
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
while not window.painted:
    app.processEvents()
from sqlalchemy import create_engine, text
import sqlalchemy.orm
engine = create_engine("sqlite:///" + sys.argv[1])
with engine.connect() as connection:
    rows = connection.execute(text(
        "SELECT q.date, q.number, c.name, q.state, q.total FROM quote q JOIN customer c ON c.id = q.customer_id "
        "ORDER BY q.date DESC, q.id DESC LIMIT 100")).all()
table = QTableWidget(len(rows), 5)
for at, row in enumerate(rows):
    for place, value in enumerate(row):
        table.setItem(at, place, QTableWidgetItem(str(value)))
window.setCentralWidget(table)
for _ in range(20):
    app.processEvents()
assert len(rows) == 100
print(time.process_time())
"""
OURS = """
import os, sys, time
import orderdesk_gui.app as program
make = program.make_application
def look():
    from PySide6.QtWidgets import QAbstractItemView, QApplication
    for view in QApplication.allWidgets():
        if isinstance(view, QAbstractItemView) and view.isVisible() and view.model() and view.model().rowCount() >= 50:
            QApplication.processEvents()
            assert "alembic" not in sys.modules
            print(time.process_time(), flush=True)
            os._exit(0)
def made(settings):
    from PySide6.QtCore import QTimer
    app = make(settings)
    app.looking = QTimer(app, interval=15, timeout=look)
    app.looking.start()
    QTimer.singleShot(30000, lambda: os._exit(3))
    return app
program.make_application = made
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
