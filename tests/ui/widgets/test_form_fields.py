"""Fields say what is wrong with them; amounts and dates are read as people type them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QFormLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.ui.style import ERROR
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, DateEdit, FieldErrors, FieldNote


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    layout = QFormLayout(made)
    for name in ("name", "uscc", "phone"):
        field = QLineEdit()
        field.setObjectName(name)
        layout.addRow(name, field)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    yield made


def field(form: QWidget, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def test_an_error_stands_beneath_its_field_and_goes_when_one_types(qtbot: QtBot, form: QWidget) -> None:
    errors = FieldErrors(form)
    for name in ("name", "uscc", "phone"):
        errors.add(f"customer.{name}", field(form, name))
    uscc = field(form, "uscc")
    assert errors.show(UserError("Choose one of the list", field="customer.uscc"))
    assert uscc.property(ERROR) == "red"
    assert uscc.hasFocus()
    note = form.findChild(FieldNote)
    qtbot.waitUntil(lambda: note.isVisible() and note.width() > 20)
    top = note.mapTo(form, note.rect().topLeft()).y()
    assert top >= uscc.mapTo(form, uscc.rect().bottomLeft()).y()
    phone = field(form, "phone")
    assert phone.mapTo(form, phone.rect().topLeft()).y() >= top + note.height()
    qtbot.keyClick(uscc, "9")
    assert errors.marked() == []
    assert not uscc.property(ERROR)


def test_tab_order_survives_a_mark(qtbot: QtBot, form: QWidget) -> None:
    errors = FieldErrors(form)
    errors.add("uscc", field(form, "uscc"))
    errors.mark("uscc", "wrong", "yellow")
    field(form, "name").setFocus()
    qtbot.keyClick(field(form, "name"), Qt.Key.Key_Tab)
    assert field(form, "uscc").hasFocus()
    qtbot.keyClick(field(form, "uscc"), Qt.Key.Key_Tab)
    assert field(form, "phone").hasFocus()


def test_an_error_of_another_form_is_not_taken(form: QWidget) -> None:
    errors = FieldErrors(form)
    errors.add("uscc", field(form, "uscc"))
    assert not errors.show(UserError("Choose one of the list", field="lines.1.price"))
    assert not errors.show(UserError("Choose one of the list"))
    assert errors.show(UserError("Choose one of the list", field="customer.uscc"))


def test_an_amount_is_read_and_shown(qtbot: QtBot) -> None:
    edit = AmountEdit(2, "CNY")
    qtbot.addWidget(edit)
    seen: list[Any] = []
    edit.value_changed.connect(seen.append)
    qtbot.keyClicks(edit, "1,234.5")
    edit.clearFocus()
    assert edit.value() == Decimal("1234.5")
    edit.set_value(Decimal("1234.5"))
    assert edit.text() == "1,234.50"
    edit.set_value(Decimal("0.12345"))
    assert edit.text() == "0.12345"
    assert seen[-1] == Decimal("1234.5")
    edit.setText("x")
    edit.textEdited.emit("x")
    assert edit.value() is None
    assert not edit.is_understood()


def test_a_date_is_read_moved_by_days_and_refused(qtbot: QtBot) -> None:
    edit = DateEdit(lambda: date(2026, 11, 21))
    qtbot.addWidget(edit)
    seen: list[Any] = []
    edit.value_changed.connect(seen.append)
    qtbot.keyClicks(edit, "1201")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "2026-12-01"
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.value() == date(2026, 12, 3)
    edit.clear()
    qtbot.keyClicks(edit, "2026-02-30")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.property(ERROR) == "red"
    assert edit.value() is None
    assert seen == [date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)]


@pytest.mark.parametrize("make", [AmountEdit, DateEdit])
def test_what_an_input_method_composes_counts_only_when_it_is_settled(qtbot: QtBot, make: Any) -> None:
    field = make()
    qtbot.addWidget(field)
    field.show()
    QApplication.sendEvent(field, QInputMethodEvent("1", []))
    assert field.text() == ""
    assert field.value() is None
    commit = QInputMethodEvent("", [])
    commit.setCommitString("１２" if isinstance(field, AmountEdit) else "２０２６－１１－３０")
    QApplication.sendEvent(field, commit)
    assert field.value() == (Decimal(12) if isinstance(field, AmountEdit) else date(2026, 11, 30))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_day_is_chosen_from_the_month_by_keyboard(qtbot: QtBot) -> None:
    field = DateEdit(lambda: date(2026, 11, 21))
    qtbot.addWidget(field)
    field.show()

    def choose() -> None:
        sheet = QApplication.activePopupWidget().findChild(QCalendarWidget)
        assert sheet.selectedDate().toPython() == date(2026, 11, 21)
        view = sheet.findChild(QWidget, "qt_calendar_calendarview")
        qtbot.keyClick(view, Qt.Key.Key_Right)
        qtbot.keyClick(view, Qt.Key.Key_Return)

    QTimer.singleShot(0, choose)
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert field.value() == date(2026, 11, 22)
