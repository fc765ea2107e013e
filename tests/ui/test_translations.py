"""The chosen language reaches forms, Qt's own buttons, and every text of the screen has its Chinese."""

import ast
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox

import orderdesk_gui.ui
from orderdesk_gui.rules.language import catalogue, current_language
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.problem_dialog import ProblemDialog


def test_forms_speak_chinese(qapp: QApplication) -> None:
    translations.install(qapp, "zh")
    dialog = ProblemDialog(RuntimeError("x"))
    assert dialog.windowTitle() == "出错了"
    assert dialog.ui.copy_details.text() == "复制详情"
    dialog.deleteLater()


def test_qt_s_own_buttons_speak_chinese_and_unknown_text_stays(qapp: QApplication) -> None:
    translations.install(qapp, "zh")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()
    assert QCoreApplication.translate("Any", "no such text anywhere") == "no such text anywhere"
    assert QLocale().language() == QLocale.Language.Chinese


QT_SAYS = {
    "QFileDialog": ["&Look in:", "Files of &type:", "File &name:", "Create New Folder", "&Rename", "&Delete"],
    "QPlatformTheme": ["OK", "Save", "Cancel", "Close", "&Yes", "&No", "Discard", "Retry"],
    "QPrintDialog": ["Print", "Print To File ...", "&Options >>", "&Print"],
    "QPrintWidget": ["Printer", "&Name:", "P&roperties", "Location:", "Type:", "Output &file:"],
    "QPrintSettingsOutput": ["Copies", "Print range", "Pages from", "to", "Page &Set:", "Collate", "Color Mode"],
    "QPrintPropertiesDialog": ["Printer Properties", "Job Options"],
    "QPageSetupWidget": ["Paper", "Page size:", "Width:", "Orientation", "Portrait", "Landscape", "Pages &per sheet:"],
    "QLineEdit": ["&Undo", "Cu&t", "&Copy", "&Paste", "Select All"],
    "QWidgetTextControl": ["&Undo", "Cu&t", "&Copy", "&Paste", "Select All"],
    "QErrorMessage": ["An error occurred"],
}


def test_qt_s_own_dialogs_speak_chinese(qapp: QApplication) -> None:
    translations.install(qapp, "zh")
    english = [
        (context, text)
        for context, texts in QT_SAYS.items()
        for text in texts
        if not any("\u4e00" <= sign <= "\u9fff" for sign in QCoreApplication.translate(context, text))
    ]
    assert english == []


def test_english_takes_chinese_away_again(qapp: QApplication) -> None:
    translations.install(qapp, "zh")
    assert translations.install(qapp, "en") == "en"
    assert current_language() == "en"
    assert QCoreApplication.translate("ProblemDialog", "Details") == "Details"


def test_the_system_s_language_decides_unless_the_person_did(monkeypatch) -> None:
    class Chinese:
        def uiLanguages(self) -> list[str]:
            return ["zh-Hans-CN", "en"]

    monkeypatch.setattr(translations.QLocale, "system", staticmethod(Chinese))
    assert translations.language_of("system") == "zh"
    assert translations.language_of("en") == "en"


def spoken(path: Path) -> list[str]:
    """Literal texts given to tr(), message() and UserError() in a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("tr", "message", "UserError", "Message", "Command") and isinstance(node.args[0].value, str):
                found.append(node.args[0].value)
    return found


def test_every_sentence_of_the_shell_has_its_chinese() -> None:
    folder = Path(orderdesk_gui.ui.__file__).parent
    files = [*folder.glob("*.py"), *(folder / "widgets").glob("*.py"), folder.parent / "app.py"]
    texts = {text for path in files for text in spoken(path)}
    assert len(texts) > 40
    known = catalogue("zh")
    assert sorted(text for text in texts if text and text not in known) == []
