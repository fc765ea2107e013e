"""A line that gives way: whole where there is room, cut where there is none, whole in its tool tip."""

from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui.ui.widgets.elided_label import ElidedLabel

LONG = "内蒙古自治区呼和浩特市经济技术开发区力昊高性能陶瓷装备制造股份有限公司"


def shown(qtbot: QtBot, text: str, width: int) -> ElidedLabel:
    host = QWidget()
    row = QHBoxLayout(host)
    label = ElidedLabel()
    label.setText(text)
    row.addWidget(label)
    row.addStretch()
    host.resize(width, 40)
    qtbot.addWidget(host)
    host.show()
    label.host = host
    return label


def test_it_takes_the_width_of_its_text_and_no_more(qtbot: QtBot) -> None:
    label = shown(qtbot, "QT-2026", 600)
    assert label.width() == label.sizeHint().width() < 200


def test_it_gives_way_and_keeps_the_whole_text_at_hand(qtbot: QtBot) -> None:
    label = shown(qtbot, LONG, 160)
    assert label.width() < label.sizeHint().width()
    assert label.toolTip() == label.accessibleName() == label.text() == LONG


def test_line_breaks_of_a_pasted_name_become_spaces(qtbot: QtBot) -> None:
    assert shown(qtbot, "Kestrel\n  Ltd", 300).text() == "Kestrel Ltd"
