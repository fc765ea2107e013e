"""What every page and dialog must keep to: names for screen readers, no cut text, words in both languages."""

import re
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from orderdesk_gui.rules.language import catalogue

_NAMED = (QAbstractButton, QAbstractItemView, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_ENGLISH = re.compile(r"[A-Za-z]{3,}")


def assert_page_is_sound(page: QWidget, *, own_words: Iterable[str] = ()) -> None:
    """AssertionError listing every fault of the visible widgets of `page`, which must be shown.

    `own_words` are words that are the same in both languages on this page (codes, names of people).
    """
    assert page.isVisible(), "show the page before checking it"
    QApplication.processEvents()  # layouts settle
    faults = [*unnamed(page), *cut(page), *unreachable(page), *untranslated(page, own_words)]
    assert not faults, "\n".join(faults)


def unnamed(page: QWidget) -> list[str]:
    """Widgets one can use that a screen reader cannot name."""
    return [
        f"no accessible name: {_path(widget)}"
        for widget in _shown(page)
        if isinstance(widget, _NAMED) and not _inner(widget) and not _name(widget)
    ]


def cut(page: QWidget) -> list[str]:
    """Labels and buttons with less room than their text needs."""
    faults = []
    for widget in _shown(page):
        if (isinstance(widget, QLabel) and widget.text() and not widget.wordWrap()) or isinstance(widget, QPushButton):
            needed = widget.sizeHint()
        else:
            continue
        if widget.width() < needed.width() - 1 or widget.height() < needed.height() - 3:
            faults.append(f"cut: {_path(widget)} {widget.size().toTuple()} needs {needed.toTuple()}")
    return faults


def unreachable(page: QWidget) -> list[str]:
    """Widgets one can click but not reach with the Tab key."""
    return [
        f"not reachable by Tab: {_path(widget)}"
        for widget in _shown(page)
        if isinstance(widget, _NAMED)
        and not _inner(widget)
        and widget.isEnabled()
        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def untranslated(page: QWidget, own_words: Iterable[str] = ()) -> list[str]:
    """English source texts that stand on the page although the language is Chinese, or lack their Chinese."""
    from orderdesk_gui.rules.language import current_language

    if current_language() != "zh":
        return []
    known = catalogue("zh")
    own = set(own_words)
    faults = []
    for widget in _shown(page):
        for text in _texts(widget):
            plain = text.replace("&", "")
            if plain in known and known[plain] != plain:
                faults.append(f"shown in English though Chinese exists: {plain!r} at {_path(widget)}")
            elif _ENGLISH.search(plain) and not _has_chinese(plain) and plain not in own:
                faults.append(f"no Chinese: {plain!r} at {_path(widget)}")
    return faults


def _shown(page: QWidget) -> list[QWidget]:
    return [widget for widget in (page, *page.findChildren(QWidget)) if widget.isVisibleTo(page) or widget is page]


def _inner(widget: QWidget) -> bool:
    """Parts that Qt puts into its own widgets (the edit of a combo box, heads of a table, scroll bars)."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or isinstance(
        parent, QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit
    )


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def _texts(widget: QWidget) -> list[str]:
    texts = [widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QLabel | QAbstractButton):
        texts.append(widget.text())
    if isinstance(widget, QLineEdit):
        texts.append(widget.placeholderText())
    return [text for text in texts if text and not _is_keys(text)]


def _is_keys(text: str) -> bool:
    return bool(re.fullmatch(r"(?:(?:Ctrl|Alt|Shift|Enter|Esc|F\d{1,2}|[A-Z0-9←→])[+ ]?)+", text.strip()))


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _path(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 4:
        names.append(f"{type(at).__name__}:{at.objectName() or '-'}")
        at = at.parentWidget()
    return " < ".join(names)
