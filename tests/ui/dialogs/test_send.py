"""Sending a paper: the clipboard, pictures of its pages, and the mail draft."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.send import SendDialog, mail_draft, pictures

NAME = "报价单_QT-2026-7K3F-0007_启泽泵业_R2.pdf"


@pytest.fixture
def paper(tmp_path: Path) -> bytes:
    """A PDF of two pages."""
    path = tmp_path / "paper.pdf"
    canvas = Canvas(str(path))
    for text in ("one", "two"):
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


@pytest.fixture
def dialog(qtbot: QtBot, paper: bytes, jobs: Background) -> Iterator[SendDialog]:
    """The dialog for that paper; what it notes stands in its attribute `noted`."""
    noted: list[tuple[str, str]] = []
    made = SendDialog(jobs, "Issued", NAME, paper, to="Qian", email="q@example.com", note=lambda *n: noted.append(n))
    made.noted = noted
    qtbot.addWidget(made)
    made.show()
    yield made


def clipboard_files() -> list[Path]:
    data = QGuiApplication.clipboard().mimeData()
    return [Path(url.toLocalFile()) for url in data.urls()] if data is not None else []


def test_the_pdf_is_copied_as_a_file(dialog: SendDialog, paper: bytes, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    dialog.copy_file()
    qtbot.waitUntil(lambda: bool(clipboard_files()))
    (path,) = clipboard_files()
    assert path.name == NAME
    assert path.read_bytes() == paper


def test_each_page_is_copied_as_a_picture(dialog: SendDialog, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    dialog.copy_pictures()
    qtbot.waitUntil(lambda: len(clipboard_files()) == 2)
    assert all(not QImage(str(path)).isNull() for path in clipboard_files())


def test_pictures_are_white_paper_with_ink(paper: bytes) -> None:
    image = QImage.fromData(pictures(paper, dpi=72)[0])
    assert image.pixelColor(5, 5).name() == "#ffffff"
    colours = {image.pixelColor(x, y).name() for x in range(95, 130) for y in range(130, 150)}
    assert len(colours) > 1


def test_the_mail_draft_holds_the_pdf_and_is_not_sent_yet(paper: bytes) -> None:
    letter = message_from_bytes(mail_draft("q@example.com", NAME, paper), policy=policy.default)
    assert letter["X-Unsent"] == "1"
    assert letter["To"] == "q@example.com"
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == NAME
    assert attached.get_content() == paper


def test_a_line_break_in_an_address_adds_no_header(paper: bytes) -> None:
    letter = message_from_bytes(mail_draft("a@b.c\nBcc: x@y.z", NAME, paper), policy=policy.default)
    assert letter["Bcc"] is None


def test_channel_and_person_are_noted(dialog: SendDialog) -> None:
    dialog.ui.channel.setCurrentIndex(dialog.ui.channel.findData("email"))
    dialog.ui.note_sent.click()
    assert dialog.noted == [("email", "Qian")]
    assert not dialog.isVisible()
