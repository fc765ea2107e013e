"""The commands and their options."""

import argparse
import locale
import os
import re
from collections.abc import Callable
from typing import Any, NoReturn

from orderdesk_gui.rules.language import LANGUAGES, tr, use_language

IMPORTED = ("customers", "products", "prices", "inquiries", "quotes", "orders", "deliveries", "stock", "receipts")
KINDS = (*IMPORTED, "contracts", "complaints")
LISTED = [kind for kind in KINDS if kind != "receipts"]
Run = Callable[[argparse.Namespace, Any], int | None]


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the command line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, tr("{problem}. See {command} --help.", problem=_in_our_words(message), command=self.prog) + "\n")


_WRONG_USAGE = (
    (r"argument (?P<name>\S+): invalid choice: '(?P<value>.*)' \(choose from (?P<known>.*)\)",
     "{name} cannot be “{value}”, choose one of {known}"),
    (r"argument (?P<name>\S+): invalid \w+ value: '(?P<value>.*)'", "{name} cannot be “{value}”"),
    (r"argument (?P<name>\S+): expected one argument", "{name} wants a value"),
    (r"the following arguments are required: (?P<name>.*)", "missing: {name}"),
    (r"unrecognized arguments: (?P<name>.*)", "not understood here: {name}"),
)  # fmt: skip


def _in_our_words(problem: str) -> str:
    """What argparse says, in the language of the person."""
    for pattern, sentence in _WRONG_USAGE:
        if found := re.fullmatch(pattern, problem, re.DOTALL):
            return tr(sentence, **{key: value.replace("'", "") for key, value in found.groupdict().items()})
    return problem


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line as options; `run` is what to call. Wrong usage ends with exit code 2."""
    use_language(_asked_language(arguments) or system_language())
    parser = _Parser(
        prog="orderdesk",
        description=tr("Quotations, contracts and their data from the command line. See docs/cli.md."),
    )
    parser.add_argument("--data", metavar="DIR", help=tr("the data folder (default: ORDERDESK_DATA, else the user's)"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))
    parser.add_argument("--user", metavar="LOGIN", default="", help=tr("act as this person"))
    parser.add_argument("--language", choices=LANGUAGES, help=tr("language of sentences (default: the system's)"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _keeping(commands)
    _records(commands)
    _selling(commands)
    _ordering(commands)
    _papers(commands)
    return parser.parse_args(arguments)


def _asked_language(arguments: list[str]) -> str:
    """The value of ``--language`` before the command, read early since the help itself is in it."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--language", choices=LANGUAGES)
    early.add_argument("--data")
    early.add_argument("--user")
    early.add_argument("--json", action="store_true")
    early.add_argument("rest", nargs=argparse.REMAINDER)
    try:
        return early.parse_known_args(arguments)[0].language or ""
    except argparse.ArgumentError:
        return ""


def system_language() -> str:
    """``zh`` on a Chinese system, else ``en``."""
    named = os.environ.get("ORDERDESK_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if not named:
        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def _command(commands: Any, name: str, text: str, run: Run) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=tr(text), description=tr(text))
    made.set_defaults(run=run)
    return made


def _keeping(commands: Any) -> None:
    from orderdesk_gui.cli import keeping

    _command(commands, "demo", "fill an empty data folder with the demo company", keeping.demo)
    setup = _command(commands, "setup", "say which company this is, as the first page does", keeping.setup)
    setup.add_argument("--company", required=True, help=tr("the company's name"))
    setup.add_argument("--name", default="", help=tr("your name"))
    setup.add_argument("--uscc", default="", help=tr("unified social credit code"))
    setup.add_argument("--address", default="")
    setup.add_argument("--phone", default="")
    setup.add_argument("--english", default="", help=tr("the company's English name"))
    setup.add_argument("--approval", choices=("one_person", "boss_alone", "full_matrix"), default="one_person")
    rate = _command(commands, "rate", "what one unit of a foreign currency is worth in CNY from today", keeping.rate)
    rate.add_argument("currency")
    rate.add_argument("value")
    rate.add_argument("--source", default="", help=tr("where the rate was taken from"))
    words = _command(commands, "words", "an amount in words", keeping.words)
    words.add_argument("amount")
    words.add_argument("--currency", default="CNY")
    words.add_argument("--language", choices=("zh", "en"), default="zh", dest="words_language")
    backup = _command(commands, "backup", "everything into one file", keeping.backup)
    backup.add_argument("file")
    restore = _command(commands, "restore", "put a backup in place of the data", keeping.restore)
    restore.add_argument("file")
    _command(commands, "check", "verify the data file and its journal", keeping.check)


def _count(text: str) -> int:
    """A number of rows; ValueError below zero."""
    if (number := int(text)) < 0:
        raise ValueError(text)
    return number


def _records(commands: Any) -> None:
    from orderdesk_gui.cli import records

    bring = _command(commands, "import", "bring records in from xlsx, xls, csv or ods", records.bring_in)
    bring.set_defaults(unreadable=2)
    bring.add_argument("kind", choices=IMPORTED)
    bring.add_argument("file")
    bring.add_argument("--map", metavar="FILE", help=tr('JSON of {"heading": "field"}; "" leaves a column out'))
    bring.add_argument("--sheet", default="")
    bring.add_argument("--dry-run", action="store_true", help=tr("check only"))
    bring.add_argument("--good-rows", action="store_true", help=tr("leave rows with errors out"))
    bring.add_argument("--create", action="store_true", help=tr("add the customers and products that are not on file"))
    take = _command(commands, "export", "a list as xlsx or csv", records.take_out)
    take.add_argument("kind", choices=KINDS)
    take.add_argument("file")
    rows = _command(commands, "list", "records of a kind", records.list_kind)
    rows.add_argument("kind", choices=LISTED)
    rows.add_argument("--search", default="")
    rows.add_argument("--limit", type=_count, default=100)
    show = _command(commands, "show", "one paper by number, or a customer or product by code or name", records.show)
    show.add_argument("number")


def _selling(commands: Any) -> None:
    from orderdesk_gui.cli import selling

    price = _command(commands, "price", "the price of a product for a customer, and why", selling.price)
    price.add_argument("--customer", required=True)
    price.add_argument("--product", required=True)
    price.add_argument("--quantity", required=True)
    price.add_argument("--on", default="")
    quote = _command(commands, "quote", "a quotation from a JSON file", selling.quote)
    quote.add_argument("file")
    submit = _command(commands, "submit", "ask for approval of a quotation, or the review of an order", selling.submit)
    submit.add_argument("number")
    submit.add_argument("--rush", metavar="REASON", help=tr("why it cannot wait: everybody is asked at once"))
    approve = _command(commands, "approve", "approve a quotation", selling.approve)
    approve.add_argument("number")
    approve.add_argument("--as", dest="approver", required=True, metavar="USER")
    issue = _command(commands, "issue", "issue an approved quotation or a contract", selling.issue)
    issue.add_argument("number")
    issue.add_argument("--pdf", metavar="FILE", default="")
    win = _command(commands, "win", "note that a quotation was won", selling.win)
    win.add_argument("number")
    contract = _command(commands, "contract", "draw up the contract of a quotation", selling.contract)
    contract.add_argument("number")
    contract.add_argument("--template", default="")
    contract.add_argument("--language", choices=("zh", "en", "both"), default="", dest="paper_language")
    contract.add_argument("--pdf", metavar="FILE", default="")
    lint = _command(commands, "lint", "check a contract", selling.lint)
    lint.add_argument("number")


def _ordering(commands: Any) -> None:
    from orderdesk_gui.cli import fulfilling, ordering

    order = _command(commands, "order", "an order from a quotation, a contract or a JSON file", ordering.order)
    order.add_argument("source", metavar="NUMBER|FILE.json")
    order.add_argument("--promised", default="", metavar="DATE", help=tr("for lines that are promised for no day yet"))
    order.add_argument("--confirm", action="store_true", help=tr("and confirm it"))
    review = _command(commands, "review", "the four-point review of an order", ordering.review)
    review.add_argument("number")
    review.add_argument("--as", dest="reviewer", required=True, metavar="USER")
    review.add_argument(
        "--wrong", default="", metavar="POINTS", help=tr("what is wrong: product,quantity,price,customer")
    )
    review.add_argument("--note", default="")
    confirm = _command(commands, "confirm", "confirm an order", ordering.confirm)
    confirm.add_argument("number")
    confirm.add_argument("--template", default="", metavar="T", help=tr("the plan to start"))
    confirm.add_argument("--rush", action="store_true", help=tr("the plan in a hurry"))
    plan = _command(commands, "plan", "the steps of an order, its forecast and what is at risk", ordering.plan)
    plan.add_argument("number")
    ship = _command(commands, "ship", "note a delivery or a return", fulfilling.ship)
    ship.add_argument("source", metavar="NUMBER|FILE.json")
    ship.add_argument("--all", action="store_true", help=tr("all that is open of the order"))
    ship.add_argument("--carrier", default="")
    ship.add_argument("--tracking", default="")
    ship.add_argument("--gate-reason", default="", help=tr("why it ships before an inspection is passed"))
    receive = _command(commands, "receive", "note money that came in", fulfilling.receive)
    receive.add_argument("file", metavar="FILE.json")
    complain = _command(commands, "complain", "note a complaint", fulfilling.complain)
    complain.add_argument("file", metavar="FILE.json")


def _papers(commands: Any) -> None:
    from orderdesk_gui.cli import ledger, papers

    paper = _command(commands, "paper", "the PDF of an order or a delivery", papers.paper)
    paper.add_argument("number")
    paper.add_argument("--pdf", metavar="FILE", required=True)
    paper.add_argument("--kind", choices=("confirmation", "production"), default="confirmation", help=tr("of an order"))
    paper.add_argument("--paper", choices=("a4", "a5", "continuous"), default="a4", help=tr("of a delivery"))
    paper.add_argument("--prices", action="store_true", help=tr("a delivery note with prices"))
    paper.add_argument("--issue", action="store_true", help=tr("issue it and keep it"))
    statement = _command(commands, "statement", "a customer's month, as PDF or xlsx", papers.statement)
    statement.add_argument("customer")
    statement.add_argument("--month", required=True, metavar="YYYY-MM")
    statement.add_argument("--currency", default="")
    statement.add_argument("--issue", action="store_true", help=tr("issue it and keep it"))
    statement.add_argument("--pdf", metavar="FILE", default="")
    statement.add_argument("--xlsx", metavar="FILE", default="")
    books = _command(commands, "ledger", "files for the accounting programs 用友 and 金蝶", ledger.ledger)
    books.add_argument("system", choices=("yonyou", "kingdee"))
    books.add_argument("kind", choices=("deliveries", "invoices", "receipts"))
    books.add_argument("file")
    books.add_argument("--from", dest="first", required=True, metavar="DATE")
    books.add_argument("--to", dest="last", required=True, metavar="DATE")
    books.add_argument("--map", metavar="FILE", help=tr('JSON of {"heading": "field"}, in place of the usual columns'))
    for command in (paper, statement):
        command.add_argument("--language", choices=("zh", "en", "both"), default="", dest="paper_language")
