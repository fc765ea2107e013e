"""Hands an issued paper on: as a file or pictures on the clipboard, or in a mail draft; and notes that it was sent."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from orderdesk_gui.rules.inquiries import CHANNEL_NAMES
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

PICTURE_DPI = 200
_POINTS = 72


class SendDialog(QDialog):
    """Offers the ways to send `content` (a PDF); `note(channel, to)` is called to write down that it was sent."""

    def __init__(
        self,
        jobs: Background,
        title: str,
        file_name: str,
        content: bytes,
        *,
        to: str = "",
        email: str = "",
        note: Callable[[str, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.send_dialog import Ui_SendDialog

        self.ui = Ui_SendDialog()
        self.ui.setupUi(self)
        self._jobs = jobs
        self._file_name = file_name
        self._content = content
        self._email = email
        self._note = note
        self._folder = ""
        self.ui.title.setText(title)
        self.ui.title.setFont(theme.font(15, bold=True))
        self.ui.file_name.setText(file_name)
        self.ui.to.setText(to)
        for key in ("wechat", "email", "phone", "visit", "website", "other"):
            self.ui.channel.addItem(str(CHANNEL_NAMES[key]), key)
        for button, name, run in (
            (self.ui.copy_file, "copy", self.copy_file),
            (self.ui.copy_pictures, "photo", self.copy_pictures),
            (self.ui.mail_draft, "mail", self.mail_draft),
            (self.ui.save_file, "download", self.save_file),
        ):
            icons.set_icon(button, name)
            button.clicked.connect(run)
        self.ui.note_sent.clicked.connect(self._sent)
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.copy_file.setFocus()

    def copy_file(self) -> None:
        """The PDF as a file on the clipboard: pasted into WeChat, QQ or DingTalk it is sent as a file."""
        self._write([(self._file_name, self._content)], self._files_copied)

    def copy_pictures(self) -> None:
        """Each page as a picture on the clipboard."""
        stem = Path(self._file_name).stem
        pages = [(f"{stem}-{number}.png", page) for number, page in enumerate(pictures(self._content), 1)]
        self._write(pages, self._files_copied)

    def mail_draft(self) -> None:
        """Open a mail draft with the PDF attached in the person's own mail program."""
        draft = mail_draft(self._email, self._file_name, self._content)
        self._write([(f"{Path(self._file_name).stem}.eml", draft)], self._draft_written)
        self.ui.channel.setCurrentIndex(self.ui.channel.findData("email"))

    def save_file(self) -> None:
        """Save the PDF where the person says."""
        name, _filter = QFileDialog.getSaveFileName(self, tr("Save as…"), self._file_name, "PDF (*.pdf)")
        if name:
            self._jobs.run(_write_file, name, self._content, done=lambda _n: self._say(tr("Saved")), owner=self)

    def _write(self, files: list[tuple[str, bytes]], done: Callable[[list[str]], None]) -> None:
        self._jobs.run(_write_files, files, done=done, owner=self)

    def _files_copied(self, paths: list[str]) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        QGuiApplication.clipboard().setMimeData(data)
        self._say(tr("Copied. Paste it into the chat with Ctrl+V."))

    def _draft_written(self, paths: list[str]) -> None:
        if QDesktopServices.openUrl(QUrl.fromLocalFile(paths[0])):
            self._say(tr("The mail draft is open in your mail program."))
        else:
            self._say(tr("No mail program opened. The draft is here: {path}", path=paths[0]))

    def _say(self, text: str) -> None:
        self.ui.done_text.setText(text)

    def _sent(self) -> None:
        self._note(str(self.ui.channel.currentData()), self.ui.to.text().strip())
        self.accept()


def pictures(content: bytes, dpi: int = PICTURE_DPI) -> list[bytes]:
    """Every page of a PDF as PNG bytes."""
    from PySide6.QtPdf import QPdfDocument

    device = QBuffer()
    device.setData(QByteArray(content))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(device)
    made = []
    for number in range(document.pageCount()):
        size = document.pagePointSize(number)
        image = document.render(
            number, QSize(round(size.width() * dpi / _POINTS), round(size.height() * dpi / _POINTS))
        )
        white = image.copy()
        white.fill(0xFFFFFFFF)
        _paint_over(white, image)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        white.save(buffer, "PNG")  # type: ignore[call-overload]
        made.append(bytes(buffer.data().data()))
    document.close()
    return made


def _paint_over(ground: Any, image: Any) -> None:
    from PySide6.QtGui import QPainter

    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()


def mail_draft(to: str, file_name: str, content: bytes) -> bytes:
    """An .eml file that mail programs open as a new message (``X-Unsent``) with the PDF attached."""
    letter = EmailMessage()
    letter["X-Unsent"] = "1"
    if to and "\n" not in to and "\r" not in to:
        letter["To"] = to
    letter["Subject"] = Path(file_name).stem.replace("_", " ")
    letter.set_content("")
    letter.add_attachment(content, maintype="application", subtype="pdf", filename=file_name)
    return letter.as_bytes()


def _write_files(files: list[tuple[str, bytes]]) -> list[str]:
    """Write files for the clipboard into a folder of their own that stays until the computer tidies up."""
    folder = Path(tempfile.mkdtemp(prefix="orderdesk-"))
    paths = []
    for name, content in files:
        path = folder / name
        path.write_bytes(content)
        paths.append(str(path))
    return paths


def _write_file(name: str, content: bytes) -> str:
    Path(name).write_bytes(content)
    return name
