"""Qt's side of the chosen language: forms, standard buttons, number and date formats."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from orderdesk_gui.rules.language import catalogue, use_language

CHOICES = ("system", "zh", "en")


class CatalogueTranslator(QTranslator):
    """Translates the strings of Designer forms from the same catalogue as every other sentence."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._texts = catalogue(language)

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        # None lets Qt ask the next translator; an empty text would be taken as the translation.
        return self._texts.get(sourceText)


_installed: list[QTranslator] = []


def language_of(choice: str) -> str:
    """``zh`` or ``en`` for a choice of ``system``, ``zh`` or ``en``."""
    if choice in ("zh", "en"):
        return choice
    names = QLocale.system().uiLanguages()
    return "zh" if (names[0] if names else "").lower().startswith("zh") else "en"


def install(app: QCoreApplication, choice: str) -> str:
    """Use the language of `choice` from now on and return it (``zh`` or ``en``).

    Widgets made earlier hear of it by a LanguageChange event.
    """
    language = language_of(choice)
    for old in _installed:
        app.removeTranslator(old)
    _installed.clear()
    use_language(language)
    if language == "zh":
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        qt = QTranslator()
        if qt.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            _add(app, qt)
        # The catalogue comes last: Qt asks the newest translator first.
        _add(app, CatalogueTranslator(language))
    else:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    return language


def _add(app: QCoreApplication, translator: QTranslator) -> None:
    app.installTranslator(translator)
    _installed.append(translator)
