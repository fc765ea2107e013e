"""A screen for tests: the program's own application, style and colours; a window over plain pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from orderdesk_gui.rules.language import use_language
from orderdesk_gui.ui import theme, translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.control_style import ControlStyle
from orderdesk_gui.ui.garbage import Garbage
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import PageSpec
from orderdesk_gui.ui.settings import Settings
from tests.ui.plain_page import PlainPage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screenless plugin warns of every dialog that it cannot pass size hints on; nothing else is let by."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as the program makes it: own style and colours, collecting on its own thread alone."""
    qapp.setStyle(ControlStyle())
    theme.apply(qapp, "light")
    Garbage(qapp)
    return qapp


@pytest.fixture(autouse=True)
def plain_screen(qapp: QApplication) -> Iterator[None]:
    """Each test starts and ends in English and in light colours."""
    translations.install(qapp, "en")
    theme.apply(qapp, "light")
    yield
    use_language("en")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Background]:
    """Background work over a desk that is a plain word."""
    background = Background(lambda: "desk")
    yield background
    background.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a folder of the test's own."""
    return Settings(tmp_path / "screen.json")


@pytest.fixture
def make_window(jobs: Background, settings: Settings, qtbot: object) -> Iterator[Callable[..., MainWindow]]:
    """Makes a shown window over the given pages, by default two plain ones."""
    made: list[MainWindow] = []

    def make(specs: list[PageSpec] | None = None) -> MainWindow:
        if specs is None:
            specs = [
                PageSpec("customers", "Customers", "users", lambda shell: PlainPage(shell, "one")),
                PageSpec("quotations", "Quotations", "tag", lambda shell: PlainPage(shell, "two")),
            ]
        window = MainWindow(specs, jobs, settings)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
