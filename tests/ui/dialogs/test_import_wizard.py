"""The import wizard: nothing is written before it is seen, problems by row, all or the good rows, undo."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import customers
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.ui import translations
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.import_wizard import CHECK, CHOOSE, DONE, ImportWizard
from orderdesk_gui.ui.main_window import MainWindow
from tests.ui.pages.desk_window import *  # noqa: F403
from tests.ui.pages.desk_window import settle
from tests.ui.soundness import assert_page_is_sound

HEADS = ["客户编号", "抬头一栏", "客户级别", "授信额度"]
GOOD = ["001", "泊远泵业", "普通", "30万"]
BAD = ["002", "", "铂金", "-5"]
Open = Callable[..., ImportWizard]


def book(path: Path, *rows: list[str], sheets: tuple[str, ...] = ("客户",)) -> Path:
    made = xlsxwriter.Workbook(str(path))
    for name in sheets:
        sheet = made.add_worksheet(name)
        sheet.write_row(0, 0, ["客户名单"])
        for at, row in enumerate([HEADS, *rows]):
            sheet.write_row(1 + at, 0, row)
    made.close()
    return path


@pytest.fixture
def open_wizard(jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow]) -> Open:
    """Opens the wizard on a file and, where said, tells it which column the name is."""

    def made(path: Path | None = None, *, named: bool = True) -> ImportWizard:
        wizard = ImportWizard(make_window(), "customers")
        qtbot.addWidget(wizard)
        wizard.show()
        settle(qtbot, jobs)
        if path is not None:
            wizard.take_file(path)
            settle(qtbot, jobs)
            if named:
                wizard.columns.choose(1, "name")
                qtbot.waitUntil(lambda: wizard._job is None and not wizard._wait.isActive(), timeout=20_000)
                settle(qtbot, jobs)
        return wizard

    return made


def test_a_missing_column_is_told_and_chosen(firm: Desk, open_wizard: Open, tmp_path: Path) -> None:
    wizard = open_wizard(book(tmp_path / "a.xlsx", GOOD), named=False)
    assert wizard.ui.steps.currentIndex() == CHECK
    assert wizard.ui.heading_row.value() == 2
    assert not wizard.ui.import_all.isEnabled()
    assert wizard._checked is not None and wizard._checked.wrong is not None
    assert wizard.columns.mapping()["客户编号"] == "code"
    wizard = open_wizard(book(tmp_path / "a.xlsx", GOOD))
    assert wizard.ui.import_all.isEnabled()
    assert wizard.problems.model().rowCount() == 0


def test_problems_stand_by_row_and_only_good_rows_go_in(
    firm: Desk, open_wizard: Open, jobs: Background, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = open_wizard(book(tmp_path / "a.xlsx", GOOD, BAD))
    rows = [problem.row for problem in wizard._problems.rows()]
    assert rows and set(rows) == {4}
    assert not wizard.ui.import_all.isEnabled() and wizard.ui.good_rows.isEnabled()
    assert customers.list_customers(firm).rows == ()
    wizard.ui.good_rows.click()
    settle(qtbot, jobs)
    assert wizard.ui.steps.currentIndex() == DONE
    assert [row.name for row in customers.list_customers(firm).rows] == ["泊远泵业"]
    wizard._undo()
    settle(qtbot, jobs)
    assert customers.list_customers(firm).rows == ()
    assert wizard.ui.steps.currentIndex() == CHECK
    assert wizard.ui.sentence.text()


def test_without_a_good_row_none_are_offered(firm: Desk, open_wizard: Open, tmp_path: Path) -> None:
    wizard = open_wizard(book(tmp_path / "a.xlsx", BAD))
    assert wizard.ui.good_rows.isHidden() and not wizard.ui.import_all.isEnabled()
    assert not open_wizard(book(tmp_path / "b.xlsx", GOOD, BAD)).ui.good_rows.isHidden()


def test_sums_are_no_first_values(firm: Desk, open_wizard: Open, tmp_path: Path) -> None:
    wizard = open_wizard(book(tmp_path / "a.xlsx", GOOD, ["合计", "1 家", "", "99万"], ["制表：周洁", "", "", ""]))
    shown = [wizard.columns.item(row, 1).text() for row in range(wizard.columns.rowCount())]
    assert shown == ["001", "泊远泵业", "普通", "30万"]


def test_the_column_is_remembered_for_the_next_file(
    firm: Desk, open_wizard: Open, jobs: Background, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = open_wizard(book(tmp_path / "a.xlsx", GOOD))
    wizard.ui.import_all.click()
    settle(qtbot, jobs)
    again = open_wizard(book(tmp_path / "b.xlsx", ["009", "铭禾", "重点", ""]), named=False)
    assert again.ui.import_all.isEnabled()


def test_another_sheet_is_chosen(firm: Desk, open_wizard: Open, tmp_path: Path) -> None:
    wizard = open_wizard(book(tmp_path / "a.xlsx", GOOD, sheets=("一", "二")), named=False)
    assert [wizard.ui.sheet.itemText(at) for at in range(wizard.ui.sheet.count())] == ["一", "二"]
    assert not wizard.ui.sheet.isHidden()


def test_a_file_that_cannot_be_read_is_a_sentence(firm: Desk, open_wizard: Open, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    wizard = open_wizard(broken, named=False)
    assert wizard.ui.steps.currentIndex() == CHOOSE
    assert "broken.xlsx" in wizard.ui.sentence.text()


def test_one_field_belongs_to_one_column(firm: Desk, open_wizard: Open, tmp_path: Path) -> None:
    wizard = open_wizard(book(tmp_path / "a.xlsx", GOOD))
    wizard.columns.choose(0, "name")
    assert wizard.columns.mapping() == {
        "客户编号": "name",
        "抬头一栏": "",
        "客户级别": "tier",
        "授信额度": "credit_limit",
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_wizard_is_sound(firm: Desk, open_wizard: Open, qapp: QApplication, tmp_path: Path, language: str) -> None:
    translations.install(qapp, language)
    assert_page_is_sound(open_wizard())
    assert_page_is_sound(open_wizard(book(tmp_path / "a.xlsx", GOOD, BAD)), own_words=["a.xlsx"])


def test_orders_come_in_with_the_customers_and_products_that_they_name(
    firm: Desk, jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "订单号,订单日期,客户名称,产品编码,产品名称,数量,单价\nA-1,2026-11-02,无锡泓岳机械,NEW-1,支架,2,10\n", "utf-8"
    )
    wizard = ImportWizard(make_window(), "orders")
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.take_file(path)
    settle(qtbot, jobs)
    assert wizard._checked is not None and wizard._checked.plan is not None
    assert [str(one.severity) for one in wizard._checked.plan.checked.problems] == ["warning", "warning"]
    wizard._import(good_rows=False)
    settle(qtbot, jobs)
    assert wizard.ui.steps.currentIndex() == DONE and wizard._result.added == 1
    assert customers.find_by_name(firm, "无锡泓岳机械")
