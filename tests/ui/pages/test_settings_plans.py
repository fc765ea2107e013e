"""Settings of plans: closings and official days, and the templates edited as a table."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import calendars, plan_templates
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.milestone_templates import TemplateLink, shipped_template
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.pages.settings.page import SettingsPage
from orderdesk_gui.ui.pages.settings.templates import link_words, read_links
from tests.ui.pages.desk_window import *  # noqa: F403
from tests.ui.pages.desk_window import settle
from tests.ui.soundness import assert_page_is_sound

Show = Callable[[str], tuple[SettingsPage, Any]]


@pytest.fixture
def show(jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow]) -> Show:
    """Shows a section in a window of the size of a small laptop."""

    def made(section: str) -> tuple[SettingsPage, Any]:
        window = make_window([PageSpec("settings", "Settings", "settings", SettingsPage)])
        window.resize(1366, 768)
        window.navigate("settings", section)
        settle(qtbot, jobs)
        page = window.current_page()
        assert isinstance(page, SettingsPage)
        return page, page.current()

    return made


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("section", ["calendar", "templates"])
def test_it_is_sound_in_both_languages(firm: Desk, show: Show, qapp: QApplication, language: str, section: str) -> None:
    translations.install(qapp, language)
    calendars.add_closing(firm, dt.date(2027, 1, 25), dt.date(2027, 2, 20), "春节停产")
    page, _ = show(section)
    assert_page_is_sound(page, own_words={"春节停产"})


def test_a_closing_is_added_and_taken_away(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    _, section = show("calendar")
    section.ui.add_closing.click()
    assert section.errors.marked() == ["first"]
    section.ui.first.setText("2027-01-25")
    section.ui.last.setText("2027-01-20")
    section.ui.name.setText("春节停产")
    section.ui.add_closing.click()
    settle(qtbot, jobs)
    assert section.errors.marked() == ["last"]
    section.ui.last.setText("2027-02-20")
    section.ui.add_closing.click()
    settle(qtbot, jobs)
    assert [(entry.first, entry.name) for entry in calendars.entries(firm)] == [(dt.date(2027, 1, 25), "春节停产")]
    assert section.ui.name.text() == "" and len(section.closings.model().rows()) == 1
    section.closings.select_row(0)
    section.ui.remove_closing.click()
    settle(qtbot, jobs)
    assert calendars.entries(firm) == []


def test_the_official_list_is_brought_in(
    firm: Desk, show: Show, jobs: Background, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, section = show("calendar")
    section.year.set_value("2027")
    section._show_year()
    assert "not known yet" in section.ui.official_note.text()
    path = tmp_path / "2027.csv"
    path.write_text("日期,类型,名称\n2027-01-01,休,元旦\n2027-01-03,班,调休\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    section.ui.import_list.click()
    settle(qtbot, jobs)
    assert section.year.value() == "2027"
    assert [span.kind for span in section.official.model().rows()] == ["holiday", "workday"]
    assert "not known yet" not in section.ui.official_note.text()


def test_a_template_is_edited_and_kept_as_a_version(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    page, section = show("templates")
    before = shipped_template("stock")
    assert section.typed() == before and not section.dirty
    section.steps.item(1, 3).setText("2.5")
    section.add_step()
    assert section.dirty
    page.save()
    settle(qtbot, jobs)
    kept = plan_templates.in_force(firm)[0]
    assert kept.version == 1 and kept.template.steps[1].days == Decimal("2.5")
    assert len(kept.template.steps) == len(before.steps) + 1
    assert section.ui.version.text() == "Version 1" and not section.dirty


def test_a_step_is_removed_with_what_waited_for_it(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    page, section = show("templates")
    section.steps.setCurrentCell(1, 1)
    gone = section.typed().steps[1].key
    section.remove_step()
    page.save()
    settle(qtbot, jobs)
    kept = plan_templates.in_force(firm)[0].template
    assert gone not in {step.key for step in kept.steps}
    assert gone not in {link.before for step in kept.steps for link in step.links}


def test_what_cannot_be_read_is_not_kept(firm: Desk, show: Show, jobs: Background, qtbot: QtBot) -> None:
    page, section = show("templates")
    section.steps.item(2, 5).setText("99")
    page.save()
    settle(qtbot, jobs)
    assert section.dirty and section.errors.marked() == ["steps"]
    assert plan_templates.in_force(firm)[0].version == 0
    section.which.set_value("export")
    section.which.changed.emit("export")
    assert section.which.value() == "stock"
    assert page.back_out()
    settle(qtbot, jobs)
    assert not section.dirty and section.typed() == shipped_template("stock")


def test_links_are_written_and_read_alike() -> None:
    keys = ["a", "b", "c", "d"]
    links = (TemplateLink("a"), TemplateLink("b", "SS", Decimal("1.5")), TemplateLink("c", "FS", Decimal(-2)))
    step = shipped_template("stock").steps[0].__class__("d", "丁", "D", "sales", links=links)
    assert link_words(step, keys) == "1, 2SS+1.5, 3FS-2"
    assert read_links(link_words(step, keys), keys, 3) == links
    assert read_links("1，2ss + 1.5、3FS-2", keys, 3) == links
    for wrong in ("0", "4", "5", "x", "1XX"):
        with pytest.raises(UserError):
            read_links(wrong, keys, 3)
