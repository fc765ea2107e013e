"""Where the data are: the folder, the archive of issued papers, and the backups."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox

from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import message, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.section import Section
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import tone_colour
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk

_REASONS = {"daily": "daily", "before-migration": "before a new version", "by-hand": "by hand"}
_SHARES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "9p"}


def load(desk: Desk) -> dict[str, Any]:
    """Folder, size, archive and backups."""
    from orderdesk_gui.actions import starting, storage

    folder = desk.store.folder
    return {
        "folder": folder,
        "size": desk.store.path.stat().st_size,
        "share": is_on_a_share(folder),
        "archive": storage.archive_folder(desk.store),
        "backups": starting.backups(desk),
    }


def set_archive(desk: Desk, folder: Path | None) -> None:
    """Choose the archive folder and copy what waits for it."""
    from orderdesk_gui.actions import storage

    desk.require(Right.CHANGE_SETTINGS)
    storage.set_archive_folder(desk.store, folder)
    storage.retry(desk.store)


def back_up(desk: Desk, target: Path | None) -> Path:
    """Back up to a file, or beside the data."""
    from orderdesk_gui.actions import starting, storage

    desk.require(Right.BACKUP)
    if target is None:
        return starting.make_backup(desk)
    storage.backup_now(desk.store, target)
    return target


def check(desk: Desk) -> list[Any]:
    """What is wrong with the file, in sentences."""
    from orderdesk_gui.actions import journal

    return list(journal.check(desk))


def is_on_a_share(folder: Path) -> bool:
    """Whether the folder lies on a network share, where SQLite's locks cannot be trusted."""
    path = str(folder.resolve())
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(path)[0]
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == 4
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in mounts:
        _device, place, name, *_ = line.split()
        place = place.replace("\\040", " ")
        if (path == place or path.startswith(place.rstrip("/") + "/")) and len(place) >= len(best):
            best, kind = place, name
    return kind in _SHARES


def file_size(size: int) -> str:
    """``1.2 MB``."""
    return f"{size / 2**20:,.1f} MB" if size >= 2**20 else f"{max(1, size // 1024)} KB"


class StorageSection(Section):
    """Everything here holds at once."""

    key, title, icon = "storage", "Data and backups", "database"
    note = "Your data are one file on this computer"
    right = Right.BACKUP
    saves = False
    tables = ()
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_storage import Ui_StorageForm

        self.ui = Ui_StorageForm()
        self.ui.setupUi(self)
        self._folder = Path()
        self.model = TableModel([
            Column("at", "Made", 160, lambda b: b.at),
            Column("reason", "Why", 160, lambda b: tr(_REASONS.get(b.reason, b.reason))),
            Column("size", "Size", 100, lambda b: b.size, text=lambda b: file_size(b.size), right=True),
            Column("name", "File name", 200, lambda b: b.path.name, tone=lambda _b: "quiet", stretch=True),
        ])  # fmt: skip
        self.list = DataTable(self.model, tr("Backups"))
        self.list.set_empty("database", tr("No backup yet"), tr("The first one is made today, by itself."))
        self.ui.backup_column.addWidget(self.list)
        for title in (self.ui.data_title, self.ui.archive_title, self.ui.backup_title):
            title.setFont(theme.font(13, bold=True))
        quieten([self.ui.archive_note, self.ui.backup_note, self.ui.archive_state])
        self.ui.archive_state.hide()
        self.errors.add("archive_folder", self.ui.archive)
        ui = self.ui
        ui.open_folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        ui.check.clicked.connect(self.check)
        ui.choose_archive.clicked.connect(self._choose_archive)
        ui.no_archive.clicked.connect(lambda: self.write(set_archive, None))
        ui.back_up.clicked.connect(self._back_up_to)
        ui.back_up_now.clicked.connect(lambda: self._back_up(None))
        ui.restore.clicked.connect(self._restore)
        ui.restore_file.clicked.connect(self._restore_file)
        self.list.chosen.connect(lambda row: ui.restore.setEnabled(self._can_restore() and row is not None))
        ui.restore.setEnabled(False)

    def show_facts(self, facts: dict[str, Any]) -> None:
        self._folder = facts["folder"]
        self.ui.data_path.setText(f"{facts['folder']}    {file_size(facts['size'])}")
        self.ui.data_warning.setVisible(facts["share"])
        self.ui.data_warning.setText(
            tr("This folder lies on a network share. Two computers writing at once can damage the file; "
               "keep the data on this computer, and only backups on the share.")
        )  # fmt: skip
        shown = self.ui.data_warning.palette()
        shown.setColor(shown.ColorRole.WindowText, tone_colour("yellow"))
        self.ui.data_warning.setPalette(shown)
        self.ui.archive.setText(str(facts["archive"] or ""))
        self.model.set_rows(facts["backups"])

    def allow(self, may: bool) -> None:
        super().allow(may)
        for button in (self.ui.back_up, self.ui.back_up_now):
            button.setEnabled(may)
        self.ui.restore_file.setEnabled(self._can_restore())

    def check(self) -> None:
        """Verify the file and its journal."""
        self.ui.check.setEnabled(False)
        self.shell.jobs.read(check, done=self._checked, failed=self._not_checked, owner=self, title=tr("Checking"))

    def _can_restore(self) -> bool:
        return self.may and self.shell.session is not None

    def _checked(self, problems: list[Any]) -> None:
        self.ui.check.setEnabled(True)
        if not problems:
            self.shell.toast(message("The file and its journal are sound."))
            return
        QMessageBox.warning(self, tr("The file is not sound"), "\n".join(map(str, problems[:10])))

    def _not_checked(self, _error: BaseException) -> bool:
        self.ui.check.setEnabled(True)
        return False

    def _choose_archive(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Archive folder"), self.ui.archive.text())
        if name:
            self.write(set_archive, Path(name))

    def _back_up_to(self) -> None:
        start = str(Path.home() / "orderdesk-backup.orderdesk")
        name, _ = QFileDialog.getSaveFileName(self, tr("Back up to a file …"), start, "OrderDesk (*.orderdesk)")
        if name:
            self._back_up(Path(name))

    def _back_up(self, target: Path | None) -> None:
        self.shell.jobs.read(back_up, target, done=self._backed_up, owner=self, title=tr("Backing up"))

    def _backed_up(self, path: Path) -> None:
        self.shell.toast(message("Backed up to {name}.", name=path.name))
        self.fetch()

    def _restore(self) -> None:
        row = self.list.current_row()
        if row is not None:
            self._ask_and_restore(row.path)

    def _restore_file(self) -> None:
        kinds = "OrderDesk (*.orderdesk *.db);;* (*)"
        name, _ = QFileDialog.getOpenFileName(self, tr("Restore from a file …"), "", kinds)
        if name:
            self._ask_and_restore(Path(name))

    def _ask_and_restore(self, source: Path) -> None:
        answer = QMessageBox.question(
            self, tr("Restore a backup"),
            tr("Put {name} in place of the present data? What is there now is kept aside.", name=source.name),
        )  # fmt: skip
        if answer == QMessageBox.StandardButton.Yes and self.shell.session is not None:
            self.shell.session.restore(source)
