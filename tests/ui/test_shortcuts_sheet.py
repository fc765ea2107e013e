"""The sheet of shortcuts tells of every key that the program listens to."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import orderdesk_gui.ui
from orderdesk_gui.rules.language import catalogue
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.page import Command
from orderdesk_gui.ui.shortcuts_sheet import OWN_KEYS, ShortcutsSheet

FOLDER = Path(orderdesk_gui.ui.__file__).parent


def test_every_function_key_stands_on_it_or_belongs_to_a_command() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    listened = set(re.findall(r"Key_(F\d+)", source)) | set(re.findall(r'QKeySequence\("(F\d+)"\)', source))
    commands = set(re.findall(r'"(F\d+)", "[a-z0-9-]+"\)', source))
    own = {key for _title, keys in OWN_KEYS for key, _words in keys}
    assert listened >= {"F2", "F4"}
    assert sorted(listened - own - commands) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_commands_come_first_and_keys_as_keyboards_have_them(qtbot: QtBot, qapp: QApplication, language: str) -> None:
    translations.install(qapp, language)
    sheet = ShortcutsSheet([("Page", [Command("Search", print), Command("Back", print, "Alt+Left")])])
    qtbot.addWidget(sheet)
    text = sheet.ui.sheet.toPlainText()
    words = catalogue("zh") if language == "zh" else {}
    assert "Alt+←" in text and "Alt+Left" not in text
    assert text.index(words.get("Back", "Back")) < text.index(words.get("Search", "Search"))
    assert all(str(said) in text for _title, keys in OWN_KEYS for _key, said in keys)
    assert all(said.text in catalogue("zh") for _title, keys in OWN_KEYS for _key, said in keys)
