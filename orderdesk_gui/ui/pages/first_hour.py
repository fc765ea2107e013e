"""The first page of all: which company this is, how it prices, who works here and who approves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.company_hints import account_hint, uscc_hint
from orderdesk_gui.ui.figures import read_number
from orderdesk_gui.ui.hairlines import ink_hairlines, quieten
from orderdesk_gui.ui.hint_line import HintLine
from orderdesk_gui.ui.logo_box import LogoBox
from orderdesk_gui.ui.paper_view import PaperView
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.ui.background import Background

PRESETS = ("one_person", "boss_alone", "full_matrix")
VAT_CHOICES = ("13", "9", "6", "3", "1", "0")
_TEXTS = ("name_zh", "uscc", "name_en", "address_zh", "phone", "email", "bank_name", "bank_account")
_PAUSE_MS = 350
_FORM_MOST, _PREVIEW_LEAST, _SIDE = 752, 340, 40


@dataclass(frozen=True)
class Typed:
    """What the page holds: the company, the logo's bytes, who I am."""

    company: Company
    logo: bytes | None
    my_name: str
    password: str
    preset: str


def set_up(desk: Desk, typed: Typed) -> Any:
    """Write the answers; returns the id of the person."""
    from orderdesk_gui.actions import companies

    company = typed.company
    if typed.logo:
        company = replace(company, logo_sha=companies.keep_logo(desk, typed.logo))
    return companies.set_up(desk, companies.FirstHour(company, typed.my_name, typed.password, typed.preset))


def draw(typed: Typed, language: str, on: date) -> bytes:
    """The sample quotation on the letterhead typed so far."""
    from orderdesk_gui.documents.sample_quotation import sample_quotation

    return sample_quotation(typed.company, typed.logo, typed.my_name, language, on)


def read_logo(path: Path) -> bytes:
    """The bytes of a picture that a letterhead can show; UserError where it is none."""
    from orderdesk_gui.documents.page import check_logo

    content = path.read_bytes()
    check_logo(content)
    return content


class FirstHour(QWidget):
    """One page that can be skipped; tells by signals what the person wants next."""

    finished = Signal(object, bool)  # id of the person; whether to go on to importing customers
    others_approve = Signal()  # the firm wants approvers who are not there yet
    demo_asked = Signal()
    language_asked = Signal(str)

    def __init__(self, jobs: Background, today: Callable[[], date] = date.today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.first_hour import Ui_FirstHour

        self.jobs = jobs
        self._today = today
        self._logo: bytes | None = None
        self._draws = 0
        self.ui = Ui_FirstHour()
        self.ui.setupUi(self)
        self.logo_box = LogoBox()
        self.ui.logo_column.addWidget(self.logo_box)
        self.tax = SegmentedControl(tr("Prices are"))
        self.ui.tax_column.addWidget(self.tax)
        self.paper = PaperView(tr("Preview of your quotation"))
        self.ui.paper_column.addWidget(self.paper)
        self.uscc_hint = HintLine(self.ui.uscc)
        self.account_hint = HintLine(self.ui.bank_account)
        self.errors = FieldErrors(self)
        self.errors.add_all(
            name_zh=self.ui.name_zh, quote_series=self.ui.quote_series, password=self.ui.password,
            my_name=self.ui.my_name, vat_rate=self.ui.vat_rate,
        )  # fmt: skip
        for rate in VAT_CHOICES:
            self.ui.vat_rate.addItem(f"{rate} %", Decimal(rate) / 100)
        self.ui.quote_series.setText("QT")
        self.ui.one_person.setChecked(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._draw)
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.timeout.connect(self._fit)
        self.ui.form.installEventFilter(self)
        self._words()
        self._ink()
        self._connect()
        self.ui.name_zh.setFocus()
        self._timer.start(0)

    def typed(self) -> Typed:
        """What stands on the page. UserError where the tax rate is no number."""
        texts = {name: getattr(self.ui, name).text().strip() for name in _TEXTS}
        rate = read_number(self.ui.vat_rate.currentText().replace("%", "").replace("％", ""))
        if rate is None or not 0 <= rate < 100:
            raise UserError("Type the VAT rate as a number of percent, such as 13.", field="vat_rate")
        series = self.ui.quote_series.text().strip().upper() or "QT"
        company = Company(tax_mode=self.tax.value(), vat_rate=rate / 100, quote_series=series, **texts)
        preset = next(name for name in PRESETS if getattr(self.ui, name).isChecked())
        return Typed(company, self._logo, self.ui.my_name.text().strip(), self.ui.password.text(), preset)

    def save(self, then_import: bool = True) -> None:
        """Ctrl+Enter: write what was typed, then go on."""
        try:
            typed = self.typed()
        except UserError as error:
            self.errors.show(error)
            return
        self._busy(True)

        def done(person: Any) -> None:
            self.finished.emit(person, then_import)
            if typed.preset != "one_person":
                self.others_approve.emit()

        self.jobs.write(set_up, typed, done=done, failed=self._failed, owner=self, title=tr("Saving"))

    def skip(self) -> None:
        """Esc: go on with placeholders; what was typed is kept."""
        self.save(then_import=False)

    def set_logo(self, path: Path) -> None:
        """Take the picture at `path`."""
        self.jobs.run(read_logo, path, done=self._logo_read, failed=self._logo_refused, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.skip()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.ui.form and event.type() == QEvent.Type.LayoutRequest:
            self._fit_soon.start()  # a hint came or went
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.ui.retranslateUi(self)
            self._words()
            self._fit()
            self._timer.start()
        elif event.type() == QEvent.Type.ApplicationPaletteChange:
            self._ink()

    def _connect(self) -> None:
        ui = self.ui
        for name in (*_TEXTS, "quote_series", "my_name"):
            getattr(ui, name).textChanged.connect(lambda _text: self._timer.start())
        ui.vat_rate.currentTextChanged.connect(lambda _text: self._timer.start())
        ui.uscc.textChanged.connect(lambda text: self.uscc_hint.show_hint(uscc_hint(text)))
        ui.bank_account.textChanged.connect(lambda text: self.account_hint.show_hint(account_hint(text)))
        self.tax.changed.connect(lambda _mode: self._timer.start())
        self.logo_box.dropped.connect(self.set_logo)
        ui.choose_logo.clicked.connect(self._choose_logo)
        ui.remove_logo.clicked.connect(lambda: self._logo_read(None))
        ui.remove_logo.hide()
        ui.skip.clicked.connect(self.skip)
        ui.demo.clicked.connect(self.demo_asked)
        ui.go_on.clicked.connect(lambda: self.save())
        ui.language.clicked.connect(lambda: self.language_asked.emit("en" if current_language() == "zh" else "zh"))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.save)

    def _words(self) -> None:
        """What the form cannot say itself."""
        self.ui.language.setText("中文" if current_language() == "zh" else "English")
        self.tax.setAccessibleName(tr("Prices are"))
        self.tax.set_choices([("inclusive", tr("with tax")), ("exclusive", tr("without tax"))])
        self.ui.series_rest.setText(f"-{self._today().year}-····-0001")
        self.paper.setAccessibleName(tr("Preview of your quotation"))
        icons.set_icon(self.ui.choose_logo, "photo")
        icons.set_icon(self.ui.demo, "player-play")
        icons.set_icon(self.ui.language, "language")
        icons.set_icon(self.ui.local_note, "database")

    def _ink(self) -> None:
        ui, table = self.ui, theme.colours()
        ui.title.setFont(theme.font(17, bold=True))
        ui.brand.setFont(theme.font(14, bold=True))
        for head in (ui.company_title, ui.prices_title, ui.people_title, ui.preview_title):
            head.setFont(theme.font(13, bold=True))
        small = (ui.company_title_note, ui.logo_hint, ui.step_time)
        for note in small:
            note.setFont(theme.font(12))
        labels = [label for label in ui.form.findChildren(QLabel) if label.objectName().startswith("label_")]
        reasons = [getattr(ui, f"{preset}_why") for preset in PRESETS]
        quieten([*small, ui.subtitle, ui.series_rest, ui.next_label, ui.arrow_1, ui.arrow_2, ui.preview_state,
                 *labels, *reasons, ui.vat_label, ui.series_label, ui.password_label])  # fmt: skip
        ink_hairlines(self)
        ground = ui.preview_pane.palette()
        ground.setColor(QPalette.ColorRole.Window, QColor(table.ground))
        ui.preview_pane.setPalette(ground)

    def _fit(self) -> None:
        """On a narrow screen the fields and the buttons keep their room; the preview and the steps give theirs."""
        ui = self.ui
        needed = ui.form.minimumSizeHint().width() + ui.scroll.verticalScrollBar().sizeHint().width()
        roomy = self.width() >= needed + _PREVIEW_LEAST
        ui.scroll.setMinimumWidth(min(needed, self.width()))
        ui.scroll.setMaximumWidth(max(needed, _FORM_MOST) if roomy else self.width())
        for part in (ui.preview_pane, ui.middle_line):
            part.setVisible(roomy)
        steps = (ui.next_label, ui.step_1, ui.arrow_1, ui.step_2, ui.arrow_2, ui.step_3, ui.step_time)
        shown = (*steps, ui.skip, ui.demo, ui.go_on)
        wanted = sum(part.sizeHint().width() + ui.foot_row.spacing() for part in shown)
        for step in steps:
            step.setVisible(wanted + 2 * _SIDE <= self.width())

    def _choose_logo(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose logo"), "", f"{tr('Pictures')} (*.png *.jpg *.jpeg)")
        if name:
            self.set_logo(Path(name))

    def _logo_read(self, content: bytes | None) -> None:
        self._logo = content
        self.logo_box.set_logo(content)
        self.ui.remove_logo.setVisible(content is not None)
        self.ui.logo_hint.setText(tr("Or drop a picture here: PNG or JPEG"))
        self._timer.start()

    def _logo_refused(self, error: BaseException) -> bool:
        if not isinstance(error, UserError | OSError):
            return False
        self.ui.logo_hint.setText(str(error) if isinstance(error, UserError) else tr("The picture cannot be read."))
        return True

    def _draw(self) -> None:
        try:
            typed = self.typed()
        except UserError:
            return
        self._draws += 1
        number = self._draws
        self.jobs.run(
            draw, typed, current_language(), self._today(), owner=self,
            done=lambda content: self.paper.set_pdf(content) if number == self._draws else None,
        )  # fmt: skip

    def _busy(self, busy: bool) -> None:
        for button in (self.ui.skip, self.ui.demo, self.ui.go_on):
            button.setEnabled(not busy)

    def _failed(self, error: BaseException) -> bool:
        self._busy(False)
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error):
            self.errors.mark("name_zh", str(error))
        return True
