"""What stands between us and a customer now: prices given lately and the papers, as two tables."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import show_number
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import STATUSES, Chip, status_chip
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

if TYPE_CHECKING:
    from orderdesk_gui._built.forms.customer_detail import Ui_CustomerDetail
    from orderdesk_gui.actions.customers import Event, GivenPrice

PAGES = {"inquiry": "inquiries", "quote": "quotations", "contract": "contracts"}
KINDS = {"inquiry": "Inquiry", "quote": "Quotation", "contract": "Contract"}
_MOST_PRICES = 8
_MOST_PAPERS = 10
_YIELDS = 60  # by so much the widest column may shrink
_MARGINS = 24 + 18  # beside the tables, and the scroll bar inside one


class Overview(QObject):
    """Fills the two tables of the overview; `navigate` leads to a paper."""

    navigate = Signal(str, object)

    def __init__(self, ui: Ui_CustomerDetail) -> None:
        super().__init__(ui.overview_body)
        self.ui = ui
        for label in (ui.head_prices, ui.head_papers, ui.head_notes):
            label.setFont(theme.font(13, bold=True))
        for label in (ui.prices_note, ui.papers_note):
            label.setFont(theme.font(12))
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        self._prices = TableModel(_price_columns(), self)
        self._papers = TableModel(_paper_columns(), self)
        self.prices = DataTable(self._prices, tr("Prices given lately"))
        self.papers = DataTable(self._papers, tr("Inquiries, quotations, contracts"))
        ui.prices_slot.addWidget(self.prices)
        ui.papers_slot.addWidget(self.papers)
        for table in (self.prices, self.papers):
            table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ui.overview_body.installEventFilter(self)
        self.prices.opened.connect(lambda row: self.navigate.emit("quotations", row.quote_id))
        self.papers.opened.connect(lambda event: self.navigate.emit(PAGES[event.table], event.id))

    def show(self, given: list[GivenPrice], events: list[Event]) -> None:
        """Show these."""
        papers = [event for event in events if event.table in PAGES]
        self._prices.set_rows(given)
        self._papers.set_rows(papers)
        self._fit(self.prices, len(given), _MOST_PRICES)
        self._fit(self.papers, len(papers), _MOST_PAPERS)
        nothing = tr("None yet: they appear with the first quotation that is sent.")
        self.ui.prices_note.setText(tr("by date, with what changed since") if given else nothing)
        self.ui.papers_note.setText(str(len(papers)) if papers else tr("None yet"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self._give_way(event.size().width())
        return super().eventFilter(watched, event)

    def _give_way(self, width: int) -> None:
        """On a narrow screen the columns that say least go first; amount and status always stand."""
        for table, model, order in (
            (self.prices, self._prices, ("quantity", "code")), (self.papers, self._papers, ("detail", "kind")),
        ):  # fmt: skip
            columns = model.columns
            over = sum(column.width for column in columns) - _YIELDS + _MARGINS - width
            for key in order:
                number = next(n for n, column in enumerate(columns) if column.key == key)
                table.setColumnHidden(number, over > 0)
                over -= columns[number].width if over > 0 else 0
        heads, number = self.papers.horizontalHeader(), 1
        alone = self.papers.isColumnHidden(2)  # then the numbers take what is left
        mode = QHeaderView.ResizeMode.Stretch if alone else QHeaderView.ResizeMode.Interactive
        heads.setSectionResizeMode(number, mode)
        if not alone:
            self.papers.setColumnWidth(number, self._papers.columns[number].width)

    @staticmethod
    def _fit(table: DataTable, rows: int, most: int) -> None:
        table.setVisible(rows > 0)
        table.setFixedHeight(theme.HEAD + min(rows, most) * theme.ROW + 2)


def _price_columns() -> list[Column]:
    return [
        Column("code", "Code", 112, lambda r: r.code, tone=lambda r: "quiet"),
        Column("name", "Product", 180, _name, stretch=True, tip=_name),
        Column("price", "Unit price", 124, lambda r: r.unit_price, right=True, unit=_terms_of,
               text=lambda r: show_number(r.unit_price, 2 if r.unit_price == round(r.unit_price, 2) else None)),
        Column("date", "On", 84, lambda r: r.date, right=True),
        Column("quantity", "Quantity", 64, lambda r: r.quantity, right=True, unit=lambda r: r.unit),
        Column("since", "List since", 88, _since, right=True, tone=_since_tone),
    ]  # fmt: skip


def _paper_columns() -> list[Column]:
    return [
        Column("kind", "Paper", 76, lambda e: tr(KINDS[e.table]), tone=lambda e: "quiet"),
        Column("number", "Number", 148, lambda e: e.title),
        Column("detail", "About", 120, lambda e: e.detail, stretch=True, tone=lambda e: "quiet"),
        Column("amount", "Amount incl.", 116, lambda e: e.amount, places=2, right=True,
               unit=lambda e: _money(e.currency)),
        Column("date", "Date", 84, lambda e: e.at[:10], right=True),
        Column("status", "Status", 108, lambda e: e.status, text=lambda e: "", chip=status_of),
    ]  # fmt: skip


def status_of(event: Event) -> Chip | None:
    """The chip of a paper's status."""
    return status_chip(event.status) if event.status in STATUSES else None


def _name(row: Any) -> str:
    first, second = (row.name_zh, row.name_en) if current_language() == "zh" else (row.name_en, row.name_zh)
    return str(first or second)


def _terms_of(row: Any) -> str:
    return " ".join(part for part in (_money(row.currency), tr("excl.") if row.tax_mode == "exclusive" else "") if part)


def _money(currency: str) -> str:
    return "" if currency in ("", "CNY") else currency


def _change(row: Any) -> Decimal | None:
    if not row.list_price_then or row.list_price is None or row.currency != "CNY":
        return None
    return Decimal(row.list_price / row.list_price_then - 1)


def _since(row: Any) -> str:
    change = _change(row)
    if change is None:
        return ""
    percent = f"{change * 100:+.1f}".rstrip("0").rstrip(".").replace("-", "−")
    return tr("unchanged") if abs(change) < Decimal("0.0005") else f"{percent} %"


def _since_tone(row: Any) -> str:
    change = _change(row) or Decimal(0)
    return "yellow" if change > 0 else "green" if change < 0 else "quiet"
