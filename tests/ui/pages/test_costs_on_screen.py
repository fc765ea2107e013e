"""Every page as a clerk sees it, searched for a cost that stands nowhere else, in all that models and widgets hold."""

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import approvals, people, products, quotes_saving
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.registry import page_specs
from orderdesk_gui.ui.settings import Settings
from tests.ui.pages.conftest import Office
from tests.ui.pages.desk_window import settle

UNSEEN = ("7713.37", "7,713.37", "771337", "12.84", "0.1284", "12.8", "0.05161", "5.161", "5.2 %")
_ROLES = [*range(16), *range(int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 16)]


def _held(model: QAbstractItemModel) -> list[str]:
    found = []
    parent = QModelIndex()
    for row in range(model.rowCount(parent)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            found += [str(value) for role in _ROLES if (value := model.data(index, role)) is not None]
    rows: Any = getattr(model, "rows", None)
    return [*found, *(map(str, rows()) if callable(rows) else ())]


def _texts(window: QWidget) -> str:
    """Everything that the widgets of a window say or hold, shown or not."""
    said: list[str] = []
    for widget in [window, *window.findChildren(QWidget)]:
        said += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        for name in ("text", "toPlainText", "placeholderText", "rows"):
            ask = getattr(widget, name, None)
            if callable(ask):
                try:
                    said.append(str(ask()))
                except TypeError:  # a method of that name that wants something
                    continue
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            said += _held(widget.model())
    return "\n".join(said)


@pytest.fixture
def quote_id(office: Office) -> Any:
    """A quotation of the clerk that waits because of its margin; the clerk may read the journal."""
    people.set_right(office.desk("boss"), "sales", Right.SEE_JOURNAL, True)
    wang = office.desk("wang")
    product = products.load(wang, office.products[0])
    products.save(wang, replace(product, cost=D("7713.37"), list_price=D(12000)))
    blank = quotes_saving.blank(office.desk(), office.customers[0])
    line = QuoteLine(D(10), D(10000), product_id=product.id, code=product.code, name_zh=product.name_zh,
                     unit=product.unit, manual=True)  # fmt: skip
    made = quotes_saving.save(office.desk(), replace(blank, lines=(line,))).id
    assert "margin" in {one.dimension for one in approvals.submit(office.desk(), made).assessment.reasons}
    return made


@pytest.mark.parametrize(("who", "sees"), [("zhou", False), ("chen", True)])
def test_no_page_shows_or_holds_a_cost(
    office: Office, quote_id: Any, settings: Settings, qtbot: QtBot, who: str, sees: bool
) -> None:
    jobs = Background(lambda: office.desk(who))
    window = MainWindow(page_specs(), jobs, settings)
    qtbot.addWidget(window)
    window.show()
    said: dict[str, str] = {}
    targets: dict[str, Any] = {"quotations": quote_id, "products": office.products[0], "customers": office.customers[0]}
    for spec in page_specs():
        window.navigate(spec.key, targets.get(spec.key))
        settle(qtbot, jobs)
        said[spec.key] = _texts(window.page(spec.key))
    jobs.close()
    found = {key: [figure for figure in UNSEEN if figure in text] for key, text in said.items()}
    if sees:
        assert found["products"] and found["journal"], "who has the right does see it: the search is no empty one"
    else:
        assert found == {key: [] for key in said}
