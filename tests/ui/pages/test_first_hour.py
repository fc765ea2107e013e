from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import companies, opening, people, settings
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.store.database import Store
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.company_hints import account_hint, uscc_hint
from orderdesk_gui.ui.pages.first_hour import FirstHour
from tests.fixtures_store import Clock
from tests.ui.small_firm import *  # noqa: F403
from tests.ui.soundness import assert_page_is_sound


@pytest.fixture
def nobody(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    return opening.open_desk(store, clock=clock)


@pytest.fixture
def jobs(nobody: Desk, qapp: QApplication) -> Iterator[Background]:
    background = Background(lambda: nobody)
    yield background
    background.close()


@pytest.fixture
def page(jobs: Background, qtbot: QtBot) -> FirstHour:
    made = FirstHour(jobs)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    return made


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(911, 512), (1366, 768)])
def test_every_field_and_button_has_its_room_on_a_small_screen(
    page: FirstHour, qtbot: QtBot, qapp: QApplication, language: str, width: int, height: int
) -> None:
    translations.install(qapp, language)
    page.resize(width, height)
    page.ui.bank_account.setText("3205 0198 6412 O007 218")
    for _ in range(20):
        qapp.processEvents()
    assert page.ui.form.width() <= page.ui.scroll.viewport().width()
    assert page.ui.preview_pane.isHidden() or page.ui.preview_pane.width() >= 330
    for button in (page.ui.skip, page.ui.demo, page.ui.go_on):
        assert button.width() >= button.sizeHint().width()
        assert page.ui.foot.rect().contains(button.geometry())


def test_what_is_typed_becomes_company_person_and_approval(page: FirstHour, nobody: Desk, qtbot: QtBot) -> None:
    for name, text in {
        "name_zh": "澜川传动科技（苏州）有限公司", "uscc": "91320583MA9K4T7QX2", "phone": "0512-5555 0100",
        "bank_account": "3205 0198 6412 0007 218", "my_name": "周洁", "password": "1234", "quote_series": "bj",
    }.items():  # fmt: skip
        getattr(page.ui, name).setText(text)
    page.ui.vat_rate.setCurrentText("9 %")
    page.tax.set_value("exclusive")
    page.ui.full_matrix.setChecked(True)
    with qtbot.waitSignal(page.finished, timeout=20000) as told:
        qtbot.keyClick(page.ui.my_name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args[1] is True
    (company,) = companies.list_companies(nobody)
    assert (company.name_zh, company.uscc, company.quote_series) == (
        "澜川传动科技（苏州）有限公司", "91320583MA9K4T7QX2", "BJ",
    )  # fmt: skip
    assert (company.vat_rate, company.tax_mode) == (Decimal("0.09"), "exclusive")
    (person,) = people.list_people(nobody)
    assert (person.id, person.name, person.password) == (told.args[0], "周洁", True)
    assert settings.get(nobody, "approval_preset") == "full_matrix"


def test_esc_skips_with_placeholders_and_asks_for_no_import(page: FirstHour, nobody: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.finished, timeout=20000) as told:
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert told.args[1] is False
    assert companies.list_companies(nobody)[0].name_en == "My company"


def test_a_bad_answer_stands_at_its_field_and_nothing_is_written(page: FirstHour, nobody: Desk, qtbot: QtBot) -> None:
    page.ui.vat_rate.setCurrentText("viel")
    page.save()
    assert page.errors.marked() == ["vat_rate"]
    page.ui.vat_rate.setCurrentText("13 %")
    page.ui.quote_series.setText("报价")
    page.save()
    qtbot.waitUntil(lambda: "quote_series" in page.errors.marked(), timeout=20000)
    assert not companies.is_set_up(nobody)
    assert page.ui.go_on.isEnabled()


def test_hints_say_what_checks_and_offer_the_likely_value(page: FirstHour, qtbot: QtBot) -> None:
    page.ui.uscc.setText("91320583MA9K4T7QX2")
    assert page.uscc_hint.hint is not None and page.uscc_hint.hint.tone == "green"
    page.ui.uscc.setText("9132O583MA9K4T7QX2")
    assert page.uscc_hint.hint.tone == "yellow"
    page.uscc_hint.take()
    assert page.ui.uscc.text() == "91320583MA9K4T7QX2"
    page.ui.bank_account.setText("3205 0198 6412 O007 218")
    assert page.account_hint.hint is not None and page.account_hint.hint.better == "3205 0198 6412 0007 218"
    page.account_hint.take()
    assert page.account_hint.hint is None


def test_hints_are_silent_where_nothing_is_odd() -> None:
    assert uscc_hint("") is None
    assert account_hint("") is None
    assert account_hint("320501986412") is None
    half = uscc_hint("9132")
    assert half is not None and half.tone == "quiet" and "4" in half.text


def test_the_letterhead_is_drawn_while_one_types(page: FirstHour, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.paper.pages() == 1, timeout=20000)
    before = page.paper.grab().toImage()
    page.ui.name_zh.setText("澜川传动科技（苏州）有限公司")
    qtbot.waitUntil(lambda: page.paper.grab().toImage() != before, timeout=20000)


def test_a_picture_becomes_the_logo_and_something_else_is_refused(
    page: FirstHour, nobody: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    from tests.actions.test_companies import png

    wrong = tmp_path / "logo.png"
    wrong.write_bytes(b"nothing")
    hint = page.ui.logo_hint.text()
    page.set_logo(wrong)
    qtbot.waitUntil(lambda: page.ui.logo_hint.text() != hint, timeout=20000)
    right = tmp_path / "right.png"
    right.write_bytes(png())
    page.set_logo(right)
    qtbot.waitUntil(page.ui.remove_logo.isVisible, timeout=20000)
    with qtbot.waitSignal(page.finished, timeout=20000):
        page.save()
    company = companies.list_companies(nobody)[0]
    assert companies.logo(nobody, company) == png()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_sound_in_both_languages(jobs: Background, qapp: QApplication, qtbot: QtBot, language: str) -> None:
    translations.install(qapp, language)
    page = FirstHour(jobs)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    qtbot.waitUntil(lambda: page.paper.pages() == 1, timeout=20000)
    assert_page_is_sound(page, own_words=["OrderDesk", "English", "-2026-····-0001"])
