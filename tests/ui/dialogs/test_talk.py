"""The dialog that notes a talk."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.ui import translations
from orderdesk_gui.ui.dialogs.talk import TalkDialog
from tests.ui.soundness import assert_page_is_sound


def test_it_is_saved_only_with_words(qtbot: QtBot) -> None:
    dialog = TalkDialog("澄岳", "钱工")
    qtbot.addWidget(dialog)
    dialog.ui.text.setPlainText(" ")
    assert not dialog.ui.save.isEnabled()
    dialog.ui.text.setPlainText("要 24 套模组")
    dialog.ui.channel.setCurrentIndex(1)
    dialog.ui.next_step.setText("报价")
    dialog._save()
    talk = dialog.talk()
    assert (talk.text, talk.channel, talk.direction, talk.next_step) == ("要 24 套模组", "wechat", "in", "报价")
    assert dialog.result() == TalkDialog.DialogCode.Accepted


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_dialog_is_sound(qtbot: QtBot, qapp: QApplication, language: str) -> None:
    translations.install(qapp, language)
    dialog = TalkDialog("澄岳" * 60, "钱工")
    qtbot.addWidget(dialog)
    dialog.show()
    assert_page_is_sound(dialog)
