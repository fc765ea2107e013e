"""A statement is frozen when it is issued; what happens to its month later is told, and the next is a new revision."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal as D

import openpyxl
import pytest

from orderdesk_gui.actions import companies, deliveries, papers, statements_papers
from orderdesk_gui.actions.statements_papers import Choice
from orderdesk_gui.rules.language import UserError
from tests.actions.selling_office import Office, office
from tests.actions.test_quotes_papers import text
from tests.actions.test_statements import NOVEMBER, OCTOBER, ordered, pay, ship

__all__ = ["office"]


def test_the_paper_says_the_month(office: Office) -> None:
    order_id = ordered(office)
    sent = ship(office, order_id, dt.date(2026, 11, 3), "4")
    pay(office, dt.date(2026, 11, 4), "52", order_id)
    said = text(statements_papers.preview(office["finance"], office.customer, NOVEMBER))
    for part in (
        "对账单", "2026年11月", "苏州云栎自动化设备有限公司", "沈女士", sent.number, "PO-77", "452.00", "52.00",
        "¥400.00", "人民币肆佰元整", "已发货未开票452.00元", "回执", "草稿", "2026年11月1日至2026年11月30日",
    ):  # fmt: skip
        assert part in said, part


def test_issuing_freezes_and_the_same_month_is_not_issued_twice(office: Office) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "4")
    issued = statements_papers.issue(office["finance"], office.customer, NOVEMBER)
    (row,) = statements_papers.list_statements(office["finance"], office.customer)
    assert (row.revision, row.closing, row.paper_id, row.newest) == (1, D(452), issued.paper_id, True)
    assert issued.file_name == f"对账单_{row.number}_苏州云栎自动化设备有限公司.pdf"
    assert row.number.startswith("ST-2026-") and row.number in text(issued.content)
    assert "草稿" not in text(issued.content)
    office.clock.now += dt.timedelta(days=1)
    again = statements_papers.issue(office["finance"], office.customer, NOVEMBER)
    assert (again.paper_id, again.content, again.changes.tx) == (issued.paper_id, issued.content, None)
    assert statements_papers.changed_since(office["finance"], row) is None
    assert papers.content(office["finance"], issued.paper_id) == (issued.file_name, issued.content)


def test_a_later_change_is_told_and_makes_a_new_revision(office: Office) -> None:
    order_id = ordered(office)
    wrong = ship(office, order_id, dt.date(2026, 10, 3), "4")
    first = statements_papers.issue(office["finance"], office.customer, OCTOBER)
    (row,) = statements_papers.list_statements(office["finance"])
    deliveries.void(office["gm"], wrong.id, "数量录错")
    right = ship(office, order_id, dt.date(2026, 10, 3), "5")
    changed = statements_papers.changed_since(office["finance"], row)
    assert changed is not None and changed.difference == D(113)
    assert changed.papers == tuple(sorted((wrong.number, right.number)))
    assert changed.sentence.values["difference"] == "¥113.00" and changed.sentence.values["month"] == "2026-10"
    november = text(statements_papers.preview(office["finance"], office.customer, NOVEMBER))
    assert "上期对账单的期末余额为452.00，其后更正113.00" in november
    second = statements_papers.issue(office["finance"], office.customer, OCTOBER)
    newest, oldest = statements_papers.list_statements(office["finance"], month=OCTOBER)
    assert (newest.number, newest.revision, newest.closing) == (row.number, 2, D(565))
    assert (oldest.revision, oldest.closing, oldest.newest) == (1, D(452), False)
    assert second.file_name.endswith("_R2.pdf") and "第2版" in text(second.content)
    assert papers.content(office["finance"], first.paper_id)[1] == first.content
    assert statements_papers.changed_since(office["finance"], newest) is None


def test_nothing_to_state(office: Office) -> None:
    with pytest.raises(UserError, match="nothing is open"):
        statements_papers.issue(office["finance"], office.customer, NOVEMBER)
    assert statements_papers.list_statements(office["finance"]) == []


def test_the_workbook_holds_figures_and_is_a_draft_until_issued(office: Office) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "4")
    name, content = statements_papers.workbook(office["finance"], office.customer, NOVEMBER)
    assert name == "对账单_2026-11_苏州云栎自动化设备有限公司.xlsx"
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0] for cell in row]
    assert 452 in cells and any("草稿" in str(cell) for cell in cells)
    statements_papers.issue(office["finance"], office.customer, NOVEMBER)
    name, content = statements_papers.workbook(office["finance"], office.customer, NOVEMBER)
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0] for cell in row]
    assert name.startswith("对账单_ST-2026-") and not any("草稿" in str(cell) for cell in cells)


def test_languages_letterhead_and_demo(office: Office) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "4")
    english = text(statements_papers.preview(office["finance"], office.customer, NOVEMBER, Choice(language="en")))
    assert "Statementofaccount" in english and "Replyslip" in english and "对账单" not in english
    plain = text(statements_papers.preview(office["finance"], office.customer, NOVEMBER, Choice(letterhead=False)))
    assert "0512-55501188" not in plain
    mine = companies.list_companies(office["admin"])[0]
    companies.save_company(office["admin"], replace(mine, demo=True, bank_name="苏州银行", bank_account="1102 0303"))
    said = text(statements_papers.issue(office["finance"], office.customer, NOVEMBER).content)
    assert "演示" in said and "11020303" in said


def test_who_may(office: Office) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "4")
    with pytest.raises(UserError, match="may not"):
        statements_papers.issue(office["legal"], office.customer, NOVEMBER)
    with pytest.raises(UserError, match="colleague"):
        statements_papers.issue(office["colleague"], office.customer, NOVEMBER)
    statements_papers.issue(office["sales"], office.customer, NOVEMBER)
    assert statements_papers.list_statements(office["colleague"]) == []
