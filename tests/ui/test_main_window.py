"""The window: pages when first shown, keys, history, notices, errors, and what it remembers."""

from collections.abc import Callable
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import Command, Found, Page, PageSpec
from orderdesk_gui.ui.problem_dialog import ProblemDialog
from orderdesk_gui.ui.settings import Settings
from orderdesk_gui.ui.shortcuts_sheet import ShortcutsSheet
from orderdesk_gui.ui.widgets.toast import Toast
from orderdesk_gui.ui.window_memory import last_place
from tests.ui.plain_page import PlainPage
from tests.ui.soundness import assert_page_is_sound

Make = Callable[..., MainWindow]
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


def shown(window: MainWindow) -> PlainPage:
    page = window.current_page()
    assert isinstance(page, PlainPage)
    return page


def ready(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_a_page_is_made_when_first_shown(make_window: Make) -> None:
    made: list[str] = []

    def factory(name: str) -> Callable[..., Page]:
        def make(shell: object) -> Page:
            made.append(name)
            return PlainPage(shell, name)  # type: ignore[arg-type]

        return make

    window = make_window(
        [PageSpec("a", "Customers", "users", factory("a")), PageSpec("b", "Quotations", "tag", factory("b"))]
    )
    assert made == []
    window.go("b")
    window.go("b")
    assert made == ["b"]
    assert window.current_key() == "b"


def test_a_hidden_page_waits_and_reloads_when_shown(make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    first = shown(window)
    window.go("quotations")
    second = shown(window)
    first.calls.clear()
    second.calls.clear()
    window.refresh_all()
    assert (first.calls, second.calls) == ([], ["reload"])
    window.go("customers")
    assert first.calls == ["reload"]
    window.go("quotations")
    window.go("customers")
    assert first.calls == ["reload"]


def test_a_write_refreshes_the_page_shown(qtbot: QtBot, make_window: Make, jobs: Background) -> None:
    window = make_window()
    window.go("customers")
    page = shown(window)
    page.calls.clear()
    jobs.write(lambda _desk: "an id")
    qtbot.waitUntil(lambda: page.calls == ["reload"])


def test_standard_keys_reach_the_page(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    ready(qtbot, window)
    page = shown(window)
    page.calls.clear()
    for key, held in (
        (Qt.Key.Key_N, _CTRL),
        (Qt.Key.Key_S, _CTRL),
        (Qt.Key.Key_Return, _CTRL),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(page, key, held)
    assert page.calls == ["new", "save", "main", "edit", "back_out"]


def test_a_page_s_own_command_goes_before_the_standard_one(qtbot: QtBot, make_window: Make) -> None:
    done: list[str] = []

    class Own(PlainPage):
        def commands(self) -> list[Command]:
            return [
                Command("New inquiry", lambda: done.append("inquiry"), "Ctrl+N"),
                Command("Log a call", lambda: done.append("call"), "Ctrl+L"),
            ]

    window = make_window([PageSpec("a", "Customers", "users", Own)])
    window.go("a")
    ready(qtbot, window)
    page = shown(window)
    qtbot.keyClick(page, Qt.Key.Key_N, _CTRL)
    qtbot.keyClick(page, Qt.Key.Key_L, _CTRL)
    assert done == ["inquiry", "call"]
    assert "new" not in page.calls


def test_pages_by_number_and_back_through_what_was_visited(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    ready(qtbot, window)
    qtbot.keyClick(window.current_page(), Qt.Key.Key_2, _ALT)
    assert window.current_key() == "quotations"
    window.navigate("quotations", 17)
    assert shown(window).opened == [17]
    qtbot.keyClick(window.current_page(), Qt.Key.Key_Left, _ALT)
    qtbot.keyClick(window.current_page(), Qt.Key.Key_Left, _ALT)
    assert window.current_key() == "customers"
    assert not window.ui.top_bar.back.isEnabled()
    window.step_history(1)
    window.step_history(1)
    assert (window.current_key(), shown(window).opened) == ("quotations", [17, 17])


def test_a_page_navigates_by_signal(make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    shown(window).navigate.emit("quotations", 3)
    assert (window.current_key(), shown(window).opened) == ("quotations", [3])


def test_search_finds_records_and_commands(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    window.set_search(lambda desk, text: [Found("Quotations", f"{desk} {text}", page="quotations", id=5)])
    ready(qtbot, window)
    qtbot.keyClick(window.current_page(), Qt.Key.Key_K, _CTRL)
    box = window.ui.top_bar.search
    assert box.hasFocus()
    assert box.popup.isVisible()
    qtbot.keyClicks(box, "dark")
    qtbot.waitUntil(lambda: (found := box.popup.current()) is not None and found.title == "desk dark")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.popup.current().title == "Dark"
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert (window.current_key(), shown(window).opened) == ("quotations", [5])
    assert not box.popup.isVisible()
    assert box.text() == ""


def test_a_notice_offers_undo_and_goes_by_itself(qtbot: QtBot, make_window: Make, monkeypatch) -> None:
    monkeypatch.setattr("orderdesk_gui.ui.widgets.toast.SHOWN_MS", 30)
    window = make_window()
    undone: list[int] = []
    window.toast("Customer saved", lambda: undone.append(1))
    toast = window.findChild(Toast)
    button = next(b for b in toast.findChildren(QPushButton) if b.text() == "Undo")
    button.click()
    assert undone == [1]
    window.toast("Saved")
    qtbot.waitUntil(lambda: not any(t.isVisible() for t in window.findChildren(Toast)))


def test_a_bug_is_told_in_a_sentence_with_details_to_copy(make_window: Make, jobs: Background) -> None:
    window = make_window()
    try:
        raise KeyError("inner")
    except KeyError as error:
        window.show_error(error)
        window.show_error(error)
    dialogs = window.findChildren(ProblemDialog)
    assert len(dialogs) == 1
    dialog = dialogs[0]
    assert "What you typed is kept" in dialog.ui.sentence.text()
    assert not dialog.ui.details.isVisible()
    dialog.ui.copy_details.click()
    assert "KeyError: 'inner'" in QApplication.clipboard().text()
    dialog.close()


def test_what_the_person_can_mend_is_a_notice(make_window: Make) -> None:
    window = make_window()
    window.show_error(UserError("Choose one of the list"))
    assert window.findChild(ProblemDialog) is None
    assert window.findChild(Toast).accessibleName() == "Choose one of the list"


def test_counts_stand_in_the_sidebar(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.set_count_source(lambda desk: {"customers": (3, "red")})
    names = lambda: [b.accessibleName() for b in window.ui.sidebar._items.values()]  # noqa: E731
    qtbot.waitUntil(lambda: names() == ["Customers 3", "Quotations"])


def test_the_sheet_of_shortcuts_lists_what_there_is(make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    window.show_shortcuts()
    text = window.findChild(ShortcutsSheet).ui.sheet.toPlainText()
    assert "Alt+2" in text
    assert "Quotations" in text
    assert "Ctrl+Enter" in text
    window.findChild(ShortcutsSheet).close()


def test_window_theme_and_folded_sidebar_are_kept(make_window: Make, settings: Settings, jobs: Background) -> None:
    window = make_window()
    window.resize(1300, 700)
    window.ui.sidebar.collapse.click()
    assert window.ui.sidebar.width() == theme.SIDEBAR_FOLDED
    window.use_theme("dark")
    window.go("quotations")
    window.close()
    again = MainWindow(window.specs, jobs, Settings(settings.path))
    assert not again.restore_window()
    assert again.height() == 700  # the width is held to the small screen of tests
    assert again.ui.sidebar.width() == theme.SIDEBAR_FOLDED
    assert again.settings.get("theme") == "dark"
    assert again.settings.get("page") == "quotations"
    again.deleteLater()


def test_on_a_small_screen_the_first_window_is_to_fill_it_so_that_its_foot_stays_on_it(
    make_window: Make, settings: Settings, jobs: Background
) -> None:
    window = MainWindow(make_window().specs, jobs, Settings(settings.path.with_name("first.json")))
    room = window.screen().availableSize()
    assert room.height() < 900  # the screen of tests
    assert window.restore_window()
    window.deleteLater()


def test_a_page_whose_reading_failed_reads_again_when_it_is_next_shown(make_window: Make, qtbot: QtBot) -> None:
    def unplugged(_desk: object) -> None:
        raise UserError("The file is away.")

    window = make_window()
    window.go("customers")
    page = window.current_page()
    assert isinstance(page, PlainPage)
    before = page.calls.count("reload")
    window.go("quotations")
    window.go("customers")
    assert page.calls.count("reload") == before  # nothing had failed
    with qtbot.waitSignal(window.jobs.failure):
        window.jobs.read(unplugged, owner=page)
    window.go("quotations")
    window.go("customers")
    assert page.calls.count("reload") == before + 1


def test_a_page_that_may_not_be_left_keeps_the_window_open(make_window: Make) -> None:
    class Unsaved(PlainPage):
        asked = 0

        def may_leave(self) -> bool:
            Unsaved.asked += 1
            return Unsaved.asked > 1

    window = make_window([PageSpec("a", "Customers", "users", Unsaved)])
    window.go("a")
    assert not window.close()
    assert window.isVisible()
    assert window.close()


def test_another_language_makes_the_pages_anew(make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    before = window.current_page()
    window.use_language("zh")
    assert window.current_page() is not before
    assert window.ui.sidebar._items["customers"].accessibleName() == "客户"
    assert window.ui.top_bar.search.placeholderText() == "搜索客户、单据、产品或命令"


def test_something_may_stand_alone(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    alone = QPushButton("Sign in")
    window.show_alone(alone)
    page = shown(window)
    page.calls.clear()
    assert not page.isVisible()
    window.run_key("Ctrl+N")
    ready(qtbot, window)
    qtbot.keyClick(alone, Qt.Key.Key_2, _ALT)
    assert (page.calls, window.current_key()) == ([], "customers")
    window.show_alone(None)
    assert page.isVisible()


def test_slow_work_shows_and_can_be_stopped(qtbot: QtBot, make_window: Make, jobs: Background) -> None:
    import time

    window = make_window()

    def work(_desk: str, job: object) -> None:
        for number in range(400):
            job.step(number, 400, "Reading")  # type: ignore[attr-defined]
            time.sleep(0.005)

    jobs.read(work, progress=lambda *_: None, title="Reading the file")
    qtbot.waitUntil(window.ui.busy.isVisible)
    assert window.ui.busy.stop_button.isVisible()
    window.ui.busy.stop_button.click()
    assert not window.ui.busy.isVisible()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_the_window_is_sound_in_both_languages(make_window: Make) -> None:
    window = make_window([PageSpec("customers", "Customers", "users", PlainPage)])
    window.set_user("周洁", [Command("Settings", lambda: None)])
    window.set_companies("澜川传动")
    window.set_demo(True)
    window.go("customers")
    assert_page_is_sound(window)
    window.use_language("zh")
    assert_page_is_sound(window)
    window.show_shortcuts()
    assert_page_is_sound(window.findChild(ShortcutsSheet))
    window.findChild(ShortcutsSheet).close()
    window.show_error(KeyError("x"))
    assert_page_is_sound(window.findChild(ProblemDialog))
    window.findChild(ProblemDialog).close()


def test_enter_in_the_search_box_belongs_to_the_input_method_while_it_composes(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    ready(qtbot, window)
    window.go("customers")
    qtbot.keyClick(window, Qt.Key.Key_K, _CTRL)
    box = window.ui.top_bar.search
    qtbot.waitUntil(box.popup.isVisible)
    QApplication.sendEvent(box, QInputMethodEvent("hua wei", []))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down):
        qtbot.keyClick(box, key)
        assert box.popup.isVisible()
        assert box.hasFocus()
    assert window.current_key() == "customers"
    commit = QInputMethodEvent("", [])
    commit.setCommitString("华为")
    QApplication.sendEvent(box, commit)
    assert box.text() == "华为"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.popup.isVisible()


def test_the_sheet_lists_every_command_there_is(make_window: Make) -> None:
    window = make_window()
    window.add_commands([Command("Quotations of today", lambda: None, "Ctrl+Shift+Q")])
    window.go("customers")
    window.show_shortcuts()
    sheet = window.findChild(ShortcutsSheet)
    text = sheet.ui.sheet.toPlainText()
    missing = [
        command.title for _group, commands in window.groups() for command in commands if command.title not in text
    ]
    assert missing == []
    assert "Quotations of today" in text
    sheet.close()


def test_what_stands_alone_has_the_keys_of_the_pages_for_itself(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.go("customers")
    alone = QPushButton("First hour")
    went_on: list[bool] = []
    QShortcut(QKeySequence("Ctrl+Return"), alone).activated.connect(lambda: went_on.append(True))
    window.show_alone(alone)
    ready(qtbot, window)
    qtbot.keyClick(alone, Qt.Key.Key_Return, _CTRL)
    assert went_on == [True]
    window.show_alone(None)
    page = shown(window)
    page.setFocus()
    page.calls.clear()
    qtbot.keyClick(page, Qt.Key.Key_Return, _CTRL)
    assert page.calls == ["main"]


def test_coming_back_does_not_begin_again_what_a_page_was_asked_to_begin(make_window: Make) -> None:
    window = make_window()
    window.navigate("quotations", {"from_inquiry": 1})
    page = shown(window)
    window.go("customers")
    window.step_history(-1)
    assert shown(window) is page
    assert page.opened == [{"from_inquiry": 1}]


def test_the_record_shown_last_comes_back_for_the_same_person(make_window: Make, settings: Settings) -> None:
    window, shown = make_window(), uuid4()
    window.person = "zhou"
    window.navigate("customers", shown)
    window.go("quotations")
    window.go("customers")
    window.close()
    assert last_place(Settings(settings.path), "zhou") == ("customers", shown)
    assert last_place(Settings(settings.path), "chen") == ("customers", None)


def test_a_page_without_a_record_comes_back_as_it_is(make_window: Make, settings: Settings) -> None:
    window = make_window()
    window.navigate("customers", uuid4())
    window.go("quotations")
    window.close()
    assert last_place(Settings(settings.path), "") == ("quotations", None)
