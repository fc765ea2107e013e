"""Brings records in from a file: choose it, say what its columns are, see every problem, import, undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.dialogs import import_wizard_data as data
from orderdesk_gui.ui.dialogs.import_wizard_columns import ColumnTable
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Job

CHOOSE, CHECK, DONE = 0, 1, 2
SUFFIXES = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.tsv *.txt"
_MOST_SHOWN = 2000
_HEADS = {
    "customers": "Import customers",
    "products": "Import products",
    "prices": "Import prices",
    "inquiries": "Import inquiries",
    "quotes": "Import quotations",
    "orders": "Import orders",
    "deliveries": "Import deliveries",
    "stock": "Import stock",
    "receipts": "Import receipts",
}
_NAMES = {
    "customers": "Customers", "products": "Products", "prices": "Prices", "inquiries": "Inquiries",
    "quotes": "Quotations", "orders": "Orders", "deliveries": "Deliveries", "stock": "Stock", "receipts": "Receipts",
}  # fmt: skip


class ImportWizard(QDialog):
    """Imports one `kind` of records: customers, products, prices, inquiries or quotes."""

    def __init__(self, shell: Shell, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.import_wizard import Ui_ImportWizard

        self.ui = Ui_ImportWizard()
        self.ui.setupUi(self)
        self._shell = shell
        self._kind = kind
        self._path: Path | None = None
        self._checked: data.Checked | None = None
        self._job: Job | None = None
        self._result: Any = None
        self.setWindowTitle(tr(_HEADS[kind]))
        self._set_up_pages()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(150)
        self._wait.timeout.connect(self._recheck)
        self._connect()
        self._go(CHOOSE)
        shell.jobs.read(data.fields_for, kind, done=self.columns.set_fields, owner=self)

    def _set_up_pages(self) -> None:
        ui = self.ui
        ui.choose_head.setText(tr(_HEADS[self._kind]))
        ui.choose_head.setFont(theme.font(17, bold=True))
        ui.choose_text.setText(
            tr("Your own Excel, ODS or CSV file will do: headings in Chinese or English are understood. Nothing is "
               "written before you have seen what is in it.")
        )  # fmt: skip
        ui.choose_text.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        drop = EmptyState("table-import", tr("Drop a file here"), tr("xlsx, xls, ods or csv"))
        ui.drop_slot.addWidget(drop)
        icons.set_icon(ui.template, "download")
        icons.set_icon(ui.browse, "folder")
        self.columns = ColumnTable(tr("Columns"))
        ui.columns_slot.addWidget(self.columns)
        self._problems = TableModel(_problem_columns(), self)
        self.problems = DataTable(self._problems, tr("Problems"))
        self.problems.set_empty("circle-check", tr("No problems"), tr("Every row can be imported."))
        ui.problems_slot.addWidget(self.problems)
        for label in (ui.columns_head, ui.problems_head, ui.file_name):
            label.setFont(theme.font(13, bold=True))
        ui.problems_note.setForegroundRole(self.palette().ColorRole.PlaceholderText)

    def _connect(self) -> None:
        ui = self.ui
        ui.browse.clicked.connect(self._browse)
        ui.template.clicked.connect(self._template)
        ui.back.clicked.connect(lambda: self._go(CHOOSE))
        ui.cancel.clicked.connect(self.reject)
        ui.stop.clicked.connect(self._stop)
        ui.import_all.clicked.connect(lambda: self._import(False))
        ui.good_rows.clicked.connect(lambda: self._import(True))
        ui.sheet.activated.connect(lambda _at: self._read(self.ui.sheet.currentText()))
        ui.heading_row.valueChanged.connect(lambda _row: self._wait.start())
        self.columns.mapped.connect(self._wait.start)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._main_action)

    # Choosing ----------------------------------------------------------------------------------------

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), "", f"{tr('Tables')} ({SUFFIXES})")
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Read and check `path`."""
        self._path = path
        self.ui.file_name.setText(path.name)
        self._read("")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take_file(Path(files[0]))

    def _template(self) -> None:
        suggested = f"OrderDesk_{tr(_NAMES[self._kind])}.xlsx"
        name, _ = QFileDialog.getSaveFileName(self, tr("Download template"), suggested, "Excel (*.xlsx)")
        if name:
            path = Path(name).with_suffix(".xlsx")
            self._shell.jobs.read(data.write_template, self._kind, path, done=self._template_written, owner=self)

    def _template_written(self, path: Path) -> None:
        self._say(tr("{name} is written. Fill it in, save it and drop it here.", name=path.name))

    # Checking ----------------------------------------------------------------------------------------

    def _read(self, sheet: str) -> None:
        if self._path is not None:
            self._start(data.read_file, self._kind, self._path, sheet, 0)

    def _recheck(self) -> None:
        if self._checked is not None:
            row = self.ui.heading_row.value()
            mapping = self.columns.mapping() if row == self._checked.heading_row else None
            self._start(data.check, self._kind, self._checked.rows, mapping, row, self._checked.sheets)

    def _start(self, fn: Any, *args: Any) -> None:
        if self._job is not None:
            self._job.stop()
        self._say("")
        self._job = self._shell.jobs.read(
            fn, *args, done=self._show, failed=self._failed, progress=self._progress, owner=self
        )
        self._show_state()

    def _progress(self, done: int, total: int, _text: str) -> None:
        self.ui.progress.setRange(0, total)
        self.ui.progress.setValue(done)

    def _show(self, checked: data.Checked) -> None:
        self._job = None
        self._checked = checked
        ui = self.ui
        ui.sheet.blockSignals(True)
        ui.sheet.clear()
        ui.sheet.addItems(checked.sheets)
        ui.sheet.setCurrentText(checked.rows.sheet)
        ui.sheet.blockSignals(False)
        ui.heading_row.blockSignals(True)
        ui.heading_row.setMaximum(max(1, len(checked.rows.cells)))
        ui.heading_row.setValue(checked.heading_row)
        ui.heading_row.blockSignals(False)
        for widget in (ui.sheet, ui.sheet_label):
            widget.setVisible(len(checked.sheets) > 1)
        self.columns.show_columns(checked.titles, checked.body, checked.fields, checked.unsure)
        self._show_problems(checked)
        self._go(CHECK)

    def _show_problems(self, checked: data.Checked) -> None:
        plan, ui = checked.plan, self.ui
        if plan is None:
            self._problems.set_rows([])
            self.problems.set_empty("alert-circle", tr("The columns are not complete yet"), str(checked.wrong))
            ui.problems_note.setText("")
            return
        found = plan.checked.problems
        self.problems.set_empty("circle-check", tr("No problems"), tr("Every row can be imported."))
        self._problems.set_rows(found[:_MOST_SHOWN])
        errors = sum(problem.severity == "error" for problem in found)
        note = tr("{read} rows read, {good} can be imported, {errors} errors, {warnings} to look at",
                  read=plan.checked.read, good=len(plan.checked.records), errors=errors,
                  warnings=len(found) - errors)  # fmt: skip
        if len(found) > _MOST_SHOWN:
            note = f"{note} · {tr('the first {number} are shown', number=_MOST_SHOWN)}"
        ui.problems_note.setText(note)

    def _failed(self, error: BaseException) -> bool:
        self._job = None
        self._show_state()
        if not isinstance(error, UserError):
            return False
        self._say(str(error))
        return True

    # Importing ---------------------------------------------------------------------------------------

    def _main_action(self) -> None:
        if self.ui.import_all.isVisible() and self.ui.import_all.isEnabled():
            self._import(False)
        elif self.ui.good_rows.isVisible() and self.ui.good_rows.isEnabled():
            self._import(True)

    def _import(self, good_rows: bool) -> None:
        if self._checked is None or self._checked.plan is None or self._job is not None:
            return
        self.ui.progress.setRange(0, 0)
        self._job = self._shell.jobs.write(
            data.run, self._checked.plan, good_rows, done=self._imported, failed=self._failed,
            progress=self._progress, owner=self, title=tr(_HEADS[self._kind]),
        )  # fmt: skip
        self._show_state()

    def _imported(self, result: Any) -> None:
        self._job = None
        self._result = result
        slot = self.ui.done_slot
        while (item := slot.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        steps = [(tr("Close"), self.accept)]
        if result.changes.tx:
            steps.append((tr("Undo this import"), self._undo))
        sentence = tr("{added} added, {changed} changed, {skipped} of {read} rows left out.", added=result.added,
                      changed=result.changed, skipped=result.skipped, read=result.read)  # fmt: skip
        slot.addWidget(EmptyState("circle-check", tr("Imported"), sentence, steps))
        self._go(DONE)

    def _undo(self) -> None:
        self._shell.jobs.write(data.undo, self._result.changes.tx, done=self._undone, failed=self._failed, owner=self)

    def _undone(self, _changes: Any) -> None:
        self._result = None
        self._say(tr("The import was taken back; everything is as before."))
        self._go(CHECK)
        self._say(tr("The import was taken back; everything is as before."))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self._job = None
        self._show_state()

    def reject(self) -> None:
        self._stop()
        super().reject()

    # Showing -----------------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        self.ui.steps.setCurrentIndex(step)
        self._show_state()
        if step == CHOOSE:
            self.ui.browse.setFocus()
        elif step == CHECK:
            self.columns.setFocus()

    def _show_state(self) -> None:
        ui, step, busy = self.ui, self.ui.steps.currentIndex(), self._job is not None
        plan = self._checked.plan if self._checked is not None else None
        good = len(plan.checked.records) if plan is not None else 0
        clean = plan is not None and plan.checked.clean
        ui.progress.setVisible(busy)
        ui.stop.setVisible(busy and self._job is not None and not self._job.writes)
        ui.back.setVisible(step == CHECK and not busy)
        ui.import_all.setVisible(step == CHECK)
        ui.import_all.setEnabled(clean and good > 0 and not busy)
        ui.import_all.setText(tr("Import {rows} rows", rows=good) if clean else tr("Import all"))
        ui.good_rows.setVisible(step == CHECK and good > 0 and not clean)
        ui.good_rows.setEnabled(not busy)
        ui.good_rows.setText(tr("Only the {rows} good rows", rows=good))
        ui.cancel.setVisible(step != DONE)
        ui.sentence.setVisible(bool(ui.sentence.text()))

    def _say(self, sentence: str) -> None:
        self.ui.sentence.setText(sentence)
        self.ui.sentence.setVisible(bool(sentence))


def _problem_columns() -> list[Column]:
    return [
        Column("row", "Row", 56, lambda p: p.row, right=True),
        Column("column", "Column", 150, lambda p: p.column, tone=lambda p: "quiet"),
        Column("value", "Value", 150, lambda p: p.value, tip=lambda p: p.value),
        Column(
            "message", "What to do", 400, lambda p: str(p.message), stretch=True, tip=lambda p: str(p.message),
            icon=lambda p: "alert-circle" if p.severity == "error" else "alert-triangle",
            tone=lambda p: "red" if p.severity == "error" else "yellow",
        ),
    ]  # fmt: skip
