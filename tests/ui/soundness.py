"""What every page and dialog must keep to: names for screen readers, no cut text, words in both languages."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from orderdesk_gui.rules.language import catalogue
from orderdesk_gui.ui.widgets.painting import metrics
from orderdesk_gui.ui.widgets.segmented import Counters, SegmentedControl

_NAMED = (QAbstractButton, QAbstractItemView, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_ENGLISH = re.compile(r"[A-Za-z]{3,}")


def assert_page_is_sound(page: QWidget, *, own_words: Iterable[str] = ()) -> None:
    """AssertionError listing every fault of the visible widgets of `page`, which must be shown.

    `own_words` are words that are the same in both languages on this page (codes, names of people).
    """
    assert page.isVisible(), "show the page before checking it"
    QApplication.processEvents()  # layouts settle
    faults = faults_of(page, own_words)
    assert not faults, "\n".join(faults)


def faults_of(
    page: QWidget, own_words: Iterable[str] = (), *, names: Callable[[str], bool] = lambda _: False
) -> list[str]:
    """Every fault of a shown page; `names(text)` says of a text that it is a name, the same in both languages."""
    return [*unnamed(page), *cut(page), *unreachable(page), *untranslated(page, own_words, names)]


def unnamed(page: QWidget) -> list[str]:
    """Widgets one can use that a screen reader cannot name, not even by the label that leads to them."""
    shown = _shown(page)
    labelled = {id(widget.buddy()) for widget in shown if isinstance(widget, QLabel) and widget.buddy() is not None}
    return [
        f"no accessible name: {_path(widget)}"
        for widget in shown
        if isinstance(widget, _NAMED) and not _inner(widget) and not _name(widget) and id(widget) not in labelled
    ]


def cut(page: QWidget) -> list[str]:
    """Labels, buttons, choices and heads of columns with less room than their text needs."""
    faults = []
    for widget in _shown(page):
        needed = _needed(widget)
        if widget.width() < needed.width() - 1 or widget.height() < needed.height() - 3:
            faults.append(f"cut: {_path(widget)} {widget.size().toTuple()} needs {needed.toTuple()}")
        if isinstance(widget, QTableView):
            faults += _cut_heads(widget)
        if isinstance(widget, QScrollArea) and widget.widget() is not None:
            hidden = widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if hidden and widget.widget().width() > widget.viewport().width() + 1:
                faults.append(f"runs out at the right: {_path(widget)}")
    return faults


def _needed(widget: QWidget) -> QSize:
    """The room that a widget's text needs; none where it is no text or gives way by design, as a long path does."""
    if isinstance(widget, QLabel) and widget.text() and widget.wordWrap():
        return QSize(0, widget.heightForWidth(widget.width()))
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton) or (isinstance(widget, QLabel) and widget.text()):
        return widget.sizeHint()
    if isinstance(widget, QComboBox) and not widget.isEditable() and not isinstance(widget.window(), QFileDialog):
        return QSize(widget.fontMetrics().horizontalAdvance(widget.currentText()) + 34, 0)
    return QSize(0, 0)


def _cut_heads(table: QTableView) -> list[str]:
    heads = table.horizontalHeader()
    faults = []
    if not heads.isVisible():
        return faults
    for number in range(heads.count()):
        text = str(table.model().headerData(number, Qt.Orientation.Horizontal) or "")
        room = heads.sectionSize(number)
        if not heads.isSectionHidden(number) and metrics(12).horizontalAdvance(text) + 17 > room:
            faults.append(f"cut head: {text!r} has {room} at {_path(table)}")
    return faults


def unreachable(page: QWidget) -> list[str]:
    """Widgets one can click but not reach with the Tab key, and texts that Tab does not leave."""
    shown = [widget for widget in _shown(page) if isinstance(widget, _NAMED) and not _inner(widget)]
    faults = [
        f"not reachable by Tab: {_path(widget)}"
        for widget in shown
        if widget.isEnabled() and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    kept = [widget for widget in shown if isinstance(widget, QPlainTextEdit | QTextEdit)]
    return faults + [f"Tab does not leave: {_path(widget)}" for widget in kept if not widget.tabChangesFocus()]


def untranslated(
    page: QWidget, own_words: Iterable[str] = (), names: Callable[[str], bool] = lambda _: False
) -> list[str]:
    """Texts of the other language on the page, and English ones that lack their Chinese."""
    from orderdesk_gui.rules.language import current_language

    known = catalogue("zh")
    own = {*own_words, "OrderDesk"}
    faults = []
    for widget in _shown(page):
        for text in _texts(widget):
            plain = text.replace("&", "")
            if current_language() != "zh":
                if plain in _chinese_words() and not names(plain):
                    faults.append(f"shown in Chinese: {plain!r} at {_path(widget)}")
            elif plain in known and known[plain] != plain and not names(plain):
                faults.append(f"shown in English though Chinese exists: {plain!r} at {_path(widget)}")
            elif _ENGLISH.search(plain) and not _has_chinese(plain) and plain not in own and not names(plain):
                faults.append(f"no Chinese: {plain!r} at {_path(widget)}")
    return faults


@cache
def _chinese_words() -> frozenset[str]:
    return frozenset(text for text in catalogue("zh").values() if _has_chinese(text))


def _shown(page: QWidget) -> list[QWidget]:
    return [widget for widget in (page, *page.findChildren(QWidget)) if widget.isVisibleTo(page) or widget is page]


def _inner(widget: QWidget) -> bool:
    """Parts that Qt puts into its own widgets (the edit of a combo box, heads of a table, scroll bars)."""
    parent = widget.parentWidget()
    if isinstance(widget, QAbstractItemView) and parent is not None and isinstance(parent.parentWidget(), QComboBox):
        return True
    return widget.objectName().startswith("qt_") or isinstance(
        parent, QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit
    )


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def _texts(widget: QWidget) -> list[str]:
    texts = [widget.toolTip(), widget.accessibleName(), widget.windowTitle() if widget.isWindow() else ""]
    if isinstance(widget, QLabel | QAbstractButton):
        texts.append(widget.text())
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        texts.append(widget.placeholderText())
    elif isinstance(widget, QMenu):
        texts += [action.text() for action in widget.actions() if action.text()]
    elif isinstance(widget, QComboBox):
        texts += [widget.itemText(number) for number in range(widget.count())]
    elif isinstance(widget, QTabBar):
        texts += [widget.tabText(number) for number in range(widget.count())]
    elif isinstance(widget, QTableView) and widget.horizontalHeader().isVisible():
        model = widget.model()
        texts += [str(model.headerData(n, Qt.Orientation.Horizontal) or "") for n in range(model.columnCount())]
    elif isinstance(widget, SegmentedControl):
        texts += widget._texts
    elif isinstance(widget, Counters):
        texts += [counter.text for counter in widget._counters]
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
