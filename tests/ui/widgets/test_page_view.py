from io import BytesIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.ui.widgets.page_view import PageView


def paper() -> bytes:
    """Two pages with many small words."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=0)
    for _page in range(2):
        canvas.setFont("Helvetica", 9)
        for line in range(90):
            canvas.drawString(60, 800 - 8 * line, f"{line} 1,237.50 12,375.00 QT-2026-3221-0001 " * 3)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_pages_are_sharp_though_the_room_changed_while_they_were_drawn(qtbot: QtBot) -> None:
    content = QByteArray(paper())
    blurred = []
    for pause in range(0, 40, 4):
        owner = QWidget()
        qtbot.addWidget(owner)
        owner.resize(360, 520)
        view = PageView(owner)
        document, device = QPdfDocument(owner), QBuffer(owner)
        device.setData(content)
        device.open(QIODevice.OpenModeFlag.ReadOnly)
        view.resize(360, 520)
        owner.show()
        qtbot.wait(20)
        document.load(device)
        view.setDocument(document)
        qtbot.wait(pause)
        view.resize(337, 520)
        qtbot.wait(400)
        shown = view.grab().toImage()
        view.draw_anew()
        qtbot.wait(200)
        if shown != view.grab().toImage():
            blurred.append(pause)
        owner.close()
    assert blurred == []


def test_what_is_read_stays_in_sight(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.resize(900, 400)
    view = PageView(owner)
    document, device = QPdfDocument(owner), QBuffer(owner)
    device.setData(QByteArray(paper()))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    view.resize(900, 400)
    owner.show()
    document.load(device)
    view.setDocument(document)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 1000)
    last = view.verticalScrollBar().maximum()
    view.verticalScrollBar().setValue(last)
    view.draw_anew()
    assert view.verticalScrollBar().value() == last
