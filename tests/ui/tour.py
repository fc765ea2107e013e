"""Leads through every page and dialog of an open demo company, and shows each to whoever looks: pictures, checks.

What a dialog shows comes from real records wherever one leads there; the few that need an event (a mistake of the
program, a damaged file) are opened as the program opens them.
"""

import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QScrollArea, QTabWidget, QWidget

from orderdesk_gui.rules.language import UserError, message, tr
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.widgets.form_fields import DateEdit

Look = Callable[[str, QWidget], None]

CLERK, MANAGER, ADMIN = "zhoujie", "sunjing", "fengrui"
CUSTOMERS = (
    ("客户编号", "单位全称", "客户级别", "授信额度", "随便一列"),
    ("C-9001", "温州泓谷物流装备有限公司", "重点", "800000", "x"),
    ("C-9002", "", "普通", "一百万", ""),
    ("C-9003", "常州景屿精密机电有限公司" * 6, "不知道", "-5", "y"),
)


class Tour:
    """`look(name, widget)` is called at every stop; `settle()` lets the program finish and paint."""

    def __init__(self, window: MainWindow, look: Look, settle: Callable[[], None], scratch: Path) -> None:
        self.window, self.look, self.settle, self._scratch = window, look, settle, scratch

    def everything(self) -> None:
        """All there is to see with a company in the file."""
        self.seat(CLERK)
        for stops in (
            self.home, self.customers, self.inquiries, self.quotations, self.contracts, self.products,
            self.orders, self.milestones, self.stock, self.complaints, self.frame, self.dialogs, self.imports,
        ):  # fmt: skip
            stops()
        self.seat(MANAGER)
        self.managing()
        self.seat(ADMIN)
        self.administering()
        self.seat(CLERK)
        self.alone()

    def bare(self) -> None:
        """What a company without records sees."""
        for spec in self.window.specs:
            page = self.go(spec.key)
            self.stop(spec.key)
            if spec.key in ("customers", "inquiries", "quotations", "products", "complaints"):
                page.new()
                self.stop(f"{spec.key}-new")
                page.back_out()
                self.settle()
        self.opened("contract-new", self.go("contracts").new)
        self.opened("price-lists", self.go("products").price_lists)

    # Ways ------------------------------------------------------------------------------------------------

    def seat(self, login: str) -> None:
        """Let a person of the demo company sit down."""
        person = self.first("SELECT id FROM user WHERE login = ?", login)
        if self.window.session.seated is None or self.window.session.seated.desk.user_id != person:
            self.window.session.take_seat(person)
            self.settle()

    def first(self, sql: str, *values: Any) -> uuid.UUID:
        """The id that a query finds first."""
        found = self.found(sql, *values)
        assert found, sql
        return uuid.UUID(bytes=found[0])

    def found(self, sql: str, *values: Any) -> Any:
        """The first row of a query, None where there is none."""
        path = self.window.session.folder / "orderdesk.db"
        plain = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            return plain.execute(sql, values).fetchone()
        finally:
            plain.close()

    def go(self, key: str, id: Any = None) -> Any:
        """Show a page and a record there; the page."""
        self.window.navigate(key, id)
        self.settle()
        return self.window.current_page()

    def command(self, title: str) -> None:
        """Run a command of the page shown."""
        page = self.window.current_page()
        assert page is not None
        next(command for command in page.commands() if command.title == title).run()
        self.settle()

    def stop(self, name: str, widget: QWidget | None = None) -> None:
        """Look at the window, or at one widget."""
        self.settle()
        self.look(name, widget or self.window)

    def opened(self, name: str, run: Callable[[], Any]) -> None:
        """Run what opens a dialog and look at it; one that answers before it returns is looked at meanwhile."""
        seen: list[QWidget] = []

        def watch() -> None:
            shown = QApplication.activeModalWidget() or QApplication.activePopupWidget()
            if shown is not None and not seen:
                seen.append(shown)
                self.settle()
                self.look(name, shown)
                shown.close()

        timer = QTimer()
        timer.setInterval(20)
        timer.timeout.connect(watch)
        timer.start()
        run()
        self.settle()
        for _ in range(100):
            if seen:
                break
            QTest.qWait(20)
        timer.stop()
        assert seen, f"{name} did not open"
        self.settle()

    def menu(self, name: str, menu: QMenu) -> None:
        """Look at a menu."""
        menu.popup(self.window.mapToGlobal(QPoint(400, 200)))
        self.stop(name, menu)
        menu.close()

    # Pages -----------------------------------------------------------------------------------------------

    def home(self) -> None:
        self.go("today")
        self.stop("today")
        self.window.toast(message("Ticked off"), undo=lambda: None)
        self.stop("toast")
        for tone, words in (("yellow", "This company is already open in another window."), ("red", "No notices")):
            self.window.toast(message(words), tone=tone)
        self.stop("toasts")
        self.menu_of("notices", self.window.ui.top_bar.notices.click)
        self.close_toasts()

    def close_toasts(self) -> None:
        from orderdesk_gui.ui.widgets.toast import Toast

        for toast in self.window.findChildren(Toast):
            toast.close_now()

    def menu_of(self, name: str, run: Callable[[], Any]) -> None:
        """A menu that a button opens."""
        self.opened(f"menu-{name}", run)

    def customers(self) -> None:
        buyer = self.first("SELECT customer_id FROM quote WHERE state = 'issued' ORDER BY date DESC")
        page = self.go("customers", buyer)
        self.stop("customers")
        self.menu("menu-customers", page.list_menu())
        self.menu("menu-customer", page.detail_menu())
        page.edit()
        self.stop("customers-edit")
        self.scrolled("customers-edit-foot", page)
        for combo in page.findChildren(QComboBox):
            if combo.isVisible() and combo.count() > 1:
                combo.showPopup()
                self.stop("combo", combo.view().window())
                combo.hidePopup()
                break
        page.detail.discard()
        self.opened("talk", lambda: self.command("Note a talk"))
        page.new()
        self.stop("customers-new")
        page.detail.discard()
        self.opened("export", lambda: self.command("Export customers"))

    def scrolled(self, name: str, page: QWidget) -> None:
        """The foot of what does not fit."""
        for area in page.findChildren(QScrollArea):
            bar = area.verticalScrollBar()
            if area.isVisible() and bar.maximum() > 20:
                bar.setValue(bar.maximum())
                self.stop(name)
                bar.setValue(0)
                return

    def inquiries(self) -> None:
        page = self.go("inquiries", self.first("SELECT id FROM inquiry WHERE status = 'open' ORDER BY date DESC"))
        self.stop("inquiries")
        self.menu("menu-inquiry", page.menu())
        self.command("Files and to-dos")
        self.stop("inquiries-notes")
        self.command("Files and to-dos")
        page.new()
        self.stop("inquiries-new")
        for field in page.findChildren(DateEdit):
            if field.isVisible():
                self.menu_of("calendar", field.open_calendar)
                break
        page.discard()

    def complaints(self) -> None:
        for state in ("open", "answered", "closed"):
            page = self.go("complaints", self.first("SELECT id FROM complaint WHERE status = ? ORDER BY id", state))
            self.stop(f"complaints-{state}")
            self.menu(f"menu-complaint-{state}", page.menu())
            self.opened(f"complaint-{state}", page.main_action)
        self.opened("complaint-measure", lambda: page.deeds.measure(None))
        page.edit()
        self.stop("complaints-edit")
        page.back_out()
        page.new()
        self.stop("complaints-new")
        page.discard()

    def orders(self) -> None:
        page = self.go("orders")
        self.stop("orders")
        for state in ("confirmed", "closed"):
            page = self.go("orders", self.order(state))
            self.stop(f"orders-{state}")
            self.menu(f"menu-order-{state}", page.menu())
        page = self.go("orders", self.order("closed"))
        self.opened("order-reopen", lambda: page.deeds.end("reopen"))
        page = self.go("orders", self.delivered_order())
        for name, title in (("terms", "Terms"), ("notes", "Files and to-dos")):
            self.command(title)
            self.stop(f"orders-{name}")
            self.command(title)
        facts, changes = page.deeds.facts, page.deeds.order_changes
        for name, run in (
            ("deliveries", facts.deliveries), ("delivery", facts.deliver), ("return", facts.take_in),
            ("receipt", facts.receipt), ("invoice", facts.invoice), ("refunds", page.deeds.settling.refunds),
            ("change", changes.change), ("cancel", changes.cancel), ("close", lambda: page.deeds.end("close")),
            ("paper", page.print), ("production", page.deeds.papers.production), ("send", page.deeds.papers.send),
        ):  # fmt: skip
            self.opened(f"order-{name}", run)
        page.new()
        self.stop("orders-new")
        page.back_out()
        page = self.go("orders", self.order("confirmed"))
        page.deeds.copy()
        self.stop("orders-draft")
        self.menu("menu-order-draft", page.menu())
        page.deeds.submit()
        self.stop("orders-review")
        self.menu("menu-order-review", page.menu())
        self.opened("order-review", page.deeds.review)

    def order(self, status: str) -> uuid.UUID:
        """The clerk's newest order of a status, anybody's where the clerk has none."""
        return self.first(
            "SELECT o.id FROM sales_order o JOIN user u ON u.id = o.owner_id WHERE o.status = ? "
            "ORDER BY u.login <> ?, o.date DESC",
            status,
            CLERK,
        )

    def delivered_order(self) -> uuid.UUID:
        """A confirmed order of the clerk of which a part has left."""
        return self.first(
            "SELECT o.id FROM sales_order o JOIN user u ON u.id = o.owner_id "
            "JOIN order_figure f ON f.order_id = o.id WHERE o.status = 'confirmed' AND f.shipped > 0 "
            "AND f.open ORDER BY u.login <> ?, o.date DESC",
            CLERK,
        )

    def milestones(self) -> None:
        page = self.go("milestones")
        self.stop("milestones")
        page = self.go("milestones", self.order("confirmed"))
        self.stop("milestones-plan")
        self.opened("step-report", lambda: page.plan.report(page.plan.steps.current_row()))
        self.menu("menu-messages", page.plan.messages())
        self.opened("customer-notice", lambda: page.plan.tell("confirmation"))

    def stock(self) -> None:
        page = self.go("stock")
        self.stop("stock")
        page.ui.tabs.set_value("to_order")
        page.ui.tabs.changed.emit("to_order")
        self.stop("stock-to-order")

    def quotations(self) -> None:
        for state in ("draft", "submitted", "returned", "approved", "issued", "won", "lost"):
            page = self.go("quotations", self.quotation(state))
            self.stop(f"quotations-{state}")
            self.menu(f"menu-quotation-{state}", page.menu())
        page = self.go("quotations", self.quotation("draft"))
        for name, title in (("terms", "Terms"), ("notes", "Files and to-dos")):
            self.command(title)
            self.stop(f"quotations-{name}")
            self.command(title)
        page.ui.grid.focus_cell(0, "name")
        self.command("Why this price")
        self.stop("quotations-why")
        page.why.close_now()
        self.menu("menu-columns", page.ui.grid.columns_menu())
        page.records.search()
        self.stop("quotations-search")
        page.records.back_out()
        page.new()
        self.settle()
        page.ui.grid.focus_cell(0, "name")
        for letter in "gear":
            QTest.keyClicks(QApplication.focusWidget() or page, letter)
        self.stop("quotations-new")
        page.discard()

    def quotation(self, state: str) -> uuid.UUID:
        """The clerk's newest quotation of a state, one with several lines first."""
        return self.first(
            "SELECT q.id FROM quote q JOIN user u ON u.id = q.owner_id WHERE q.state = ? ORDER BY u.login <> ?, "
            "q.date DESC, (SELECT count(*) FROM quote_line l WHERE l.revision_id = q.revision_id) DESC",
            state,
            CLERK,
        )

    def contracts(self) -> None:
        for state in ("review", "issued", "signed"):
            page = self.go("contracts", self.contract(state))
            self.stop(f"contracts-{state}")
            self.menu_of(f"contract-{state}", page.ui.more.click)
        won = self.first(
            "SELECT q.id FROM quote q WHERE q.state = 'won' AND q.currency = 'CNY' AND NOT EXISTS "
            "(SELECT 1 FROM contract c WHERE c.quote_id = q.id) ORDER BY q.date DESC"
        )
        self.opened("contract-new", page.new)
        self.opened("contract-new-from", lambda: page.open({"from_quote": won}))
        page = self.go("contracts", self.draft_contract(won))
        self.stop("contracts-draft")
        self.menu_of("contract-draft", page.ui.more.click)
        for command in ("Payment terms…", "Annexes…"):
            name = command.lower().replace(" ", "-").rstrip("…")
            self.opened(f"contract-{name}", lambda command=command: self.command(command))
        page = self.go("contracts", self.draft_contract(won))
        self.menu_of("contract-library", page.ui.library_button.click)

    def draft_contract(self, won: uuid.UUID) -> uuid.UUID:
        """A contract in the making, made from a won quotation where there is none."""
        drafts = "SELECT id FROM contract WHERE status = 'draft' LIMIT 1"
        if not self.found(drafts):
            self.go("contracts").open({"from_quote": won})
            self.settle()
            dialog = QApplication.activeModalWidget()
            assert dialog is not None
            next(b for b in dialog.findChildren(QPushButton) if b.property("kind") == "primary").click()
            self.settle()
        return self.first(drafts)

    def contract(self, state: str) -> uuid.UUID:
        return self.first("SELECT id FROM contract WHERE status = ? ORDER BY date DESC", state)

    def products(self) -> None:
        page = self.go("products")
        self.stop("products")
        self.menu_of("products", page.export_menu)
        self.go("products", self.first("SELECT id FROM product ORDER BY code"))
        self.stop("products-detail")
        page.new()
        self.stop("products-new")
        page.back_out()
        self.settle()

    # Frame -----------------------------------------------------------------------------------------------

    def frame(self) -> None:
        window = self.window
        self.go("today")
        window.ui.sidebar.set_folded(True)
        self.stop("folded")
        window.ui.sidebar.set_folded(False)
        for name, text in (("search", "QT-"), ("search-command", "i"), ("search-nothing", "zzzqqq")):
            window.activateWindow()
            window.focus_search()
            window.ui.top_bar.search.setText(text)
            window.ui.top_bar.search.asked.emit(text)
            self.stop(name)
            window.ui.top_bar.search.leave()
        self.opened("shortcuts", window.show_shortcuts)
        self.menu_of("company", window.ui.sidebar.company.click)
        self.menu("menu-person", window.ui.top_bar._person[1].menu())  # type: ignore[index]

    # Dialogs ---------------------------------------------------------------------------------------------

    def dialogs(self) -> None:
        page = self.go("quotations", self.quotation("issued"))
        deeds = page.deeds
        self.opened("send", deeds.send)
        self.opened("preview", deeds.preview)
        self.opened("lost", deeds.lose)
        self.opened("void", deeds.void)
        page = self.go("quotations", self.quotation("submitted"))
        self.opened("approval-sign-in", page.deeds.decide)
        page = self.go("contracts", self.contract("issued"))
        for name in ("sign", "void", "send"):
            self.opened(f"contract-{name}", getattr(page.deeds, name))
        buyer = self.first("SELECT id FROM customer ORDER BY code")
        self.opened("contract-file", lambda: page.open({"file_signed": buyer}))
        self.opened("contract-override", lambda: page.deeds.override(1, "clauses.7.1", tr("Let it stand")))
        page = self.go("products")
        self.opened("price-lists", page.price_lists)
        self.opened("problem", lambda: self.window.show_error(RuntimeError("a mistake of the program")))
        self.opened("print", self.print_paper)
        page = self.go("customers", buyer)
        self.opened("not-saved", page._ask)

    def print_paper(self) -> None:
        from orderdesk_gui.ui.printing import print_pdf

        print_pdf(one_page(), "QT-2026-7K3F-0001", self.window)

    def imports(self) -> None:
        from orderdesk_gui.ui.dialogs.import_wizard import ImportWizard

        page = self.go("customers")
        for kind in (
            "customers",
            "products",
            "prices",
            "inquiries",
            "quotes",
            "orders",
            "deliveries",
            "stock",
            "receipts",
        ):
            self.opened(f"import-{kind}", ImportWizard(page.shell, kind, page).open)
        path = self._scratch / "customers.xlsx"
        book = Workbook()
        for row in CUSTOMERS:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(path)
        wizard = ImportWizard(page.shell, "customers", page)
        wizard.open()
        wizard.take_file(path)
        for _ in range(400):
            if wizard.ui.steps.currentIndex() > 0:
                break
            QTest.qWait(50)
        self.stop("import-columns", wizard)
        for step in range(wizard.ui.steps.count()):
            wizard.ui.steps.setCurrentIndex(step)
            self.stop(f"import-step-{step + 1}", wizard)
        wizard.reject()
        self.settle()

    def managing(self) -> None:
        page = self.go("quotations", self.first("SELECT id FROM quote WHERE state = 'submitted' ORDER BY date DESC"))
        self.opened("approval", page.deeds.decide)

    def administering(self) -> None:
        page = self.go("journal")
        self.stop("journal")
        page.open("bin")
        self.stop("journal-bin")
        page.open(None)
        page = self.go("settings")
        for row in range(page.ui.sections.count()):
            page.ui.sections.setCurrentRow(row)
            self.settle()
            self.stop(f"settings-{page.current().key}")
            for tabs in page.current().findChildren(QTabWidget):
                for tab in range(1, tabs.count()):
                    tabs.setCurrentIndex(tab)
                    self.stop(f"settings-{page.current().key}-{tab}")
            self.scrolled(f"settings-{page.current().key}-foot", page.current())

    # Alone -----------------------------------------------------------------------------------------------

    def alone(self) -> None:
        """What stands in place of the pages."""
        from orderdesk_gui.actions import starting
        from orderdesk_gui.ui.dialogs.sign_in import SignIn
        from orderdesk_gui.ui.notice_page import NoticePage
        from orderdesk_gui.ui.pages.first_hour import FirstHour

        window, session = self.window, self.window.session
        persons = starting.persons(session.system)
        window.show_alone(SignIn(window.jobs, session.system, persons))
        self.stop("sign-in")
        window.show_alone(SignIn(window.jobs, session.system, persons, persons[0].name))
        self.stop("lock")
        steps = [(tr("Restore this backup"), lambda: None), (tr("Try again"), lambda: None)]
        sentence = str(UserError("The data is still being opened. Try again in a moment."))
        window.show_alone(NoticePage("alert-triangle", tr("The data file is damaged"), sentence, steps))
        self.stop("damaged")
        window.show_alone(FirstHour(window.jobs))
        self.stop("first-hour")
        window.show_alone(None)
        self.settle()


def one_page() -> bytes:
    """A PDF of one page."""
    import io

    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, "OrderDesk")
    canvas.save()
    return out.getvalue()
