"""The dialog that notes a talk."""

import uuid

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.dialogs.talk import TalkDialog
from tests.ui.soundness import assert_page_is_sound


def test_it_is_saved_only_with_words(qtbot: QtBot) -> None:
    people = (Contact("钱工", id=uuid.uuid4()), Contact("范会计", id=uuid.uuid4()))
    dialog = TalkDialog("澄岳", people, people[0].id)
    qtbot.addWidget(dialog)
    dialog.ui.text.setPlainText(" ")
    assert not dialog.ui.save.isEnabled()
    dialog.ui.text.setPlainText("要 24 套模组")
    dialog.ui.channel.setCurrentIndex(1)
    dialog.ui.next_step.setText("报价")
    dialog._save()
    talk = dialog.talk()
    assert (talk.text, talk.channel, talk.direction, talk.next_step) == ("要 24 套模组", "wechat", "in", "报价")
    assert talk.contact_id == people[0].id
    dialog.ui.contact.setCurrentIndex(2)
    assert dialog.talk().contact_id == people[1].id
    assert dialog.result() == TalkDialog.DialogCode.Accepted


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_dialog_is_sound(qtbot: QtBot, qapp: QApplication, language: str) -> None:
    translations.install(qapp, language)
    dialog = TalkDialog("澄岳" * 60, (Contact("钱" * 300, id=uuid.uuid4()),))
    qtbot.addWidget(dialog)
    dialog.show()
    assert_page_is_sound(dialog)


def test_a_day_that_is_no_date_is_not_lost_in_silence(qtbot: QtBot) -> None:
    dialog = TalkDialog("澄岳")
    qtbot.addWidget(dialog)
    dialog.ui.text.setPlainText("要 24 套模组")
    dialog.ui.next_day.setText("下周")
    dialog._save()
    assert dialog.result() != TalkDialog.DialogCode.Accepted
    dialog.ui.next_day.setText("+3")
    dialog._save()
    assert dialog.result() == TalkDialog.DialogCode.Accepted
