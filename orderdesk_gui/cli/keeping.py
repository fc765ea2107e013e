"""Commands that set up and keep the data: demo, setup, rate, words, backup, restore, check."""

from argparse import Namespace
from pathlib import Path

from orderdesk_gui.cli.output import Output
from orderdesk_gui.rules.language import tr


def demo(chosen: Namespace, output: Output) -> None:
    """Fill an empty folder with the demo company; its usual clerk is seated from then on."""
    from orderdesk_gui.actions import demo as action
    from orderdesk_gui.actions import lists
    from orderdesk_gui.cli.seat import system_desk

    with system_desk(chosen) as desk:
        action.fill(desk)
        lists.search_now(desk)
        folder = desk.store.folder
    output.document(
        {"data": str(folder), "user": action.USUAL_LOGIN}, tr("The demo company is in {folder}.", folder=folder)
    )


def setup(chosen: Namespace, output: Output) -> None:
    """Write what the first page asks for."""
    from orderdesk_gui.actions import companies
    from orderdesk_gui.cli.seat import system_desk
    from orderdesk_gui.rules.companies import Company

    company = Company(
        name_zh=chosen.company, name_en=chosen.english, uscc=chosen.uscc.strip().upper(), address_zh=chosen.address,
        phone=chosen.phone,
    )  # fmt: skip
    with system_desk(chosen) as desk:
        companies.set_up(desk, companies.FirstHour(company, chosen.name, "", chosen.approval))
    output.document({"company": chosen.company}, tr("{company} is set up.", company=chosen.company))


def rate(chosen: Namespace, output: Output) -> None:
    """Put the exchange rate of one currency in force from today; the others stay."""
    from orderdesk_gui.actions import rates
    from orderdesk_gui.cli.seat import desk_of
    from orderdesk_gui.rules.money import parse_decimal

    currency, value = chosen.currency.strip().upper(), parse_decimal(chosen.value, field="value")
    with desk_of(chosen) as desk:
        today = desk.clock().astimezone().date()
        kept = [one for one in rates.exchange_rates(desk) if one.currency != currency]
        rates.save(desk, [*kept, rates.ExchangeRate(currency, value, chosen.source, today)])
    output.document(
        {"currency": currency, "rate": value, "date": today, "source": chosen.source},
        tr("1 {currency} is {rate} CNY from today.", currency=currency, rate=value),
    )


def words(chosen: Namespace, output: Output) -> None:
    """An amount in words; needs no data."""
    from orderdesk_gui.rules.money import parse_decimal
    from orderdesk_gui.rules.words import amount_in_words

    amount = parse_decimal(chosen.amount, field="amount")
    found = amount_in_words(amount, chosen.currency.upper(), chosen.words_language)
    output.document({"amount": amount, "currency": chosen.currency.upper(), "words": found}, found)


def backup(chosen: Namespace, output: Output) -> None:
    """Everything into one file."""
    from orderdesk_gui.actions.storage import backup_now
    from orderdesk_gui.cli.seat import desk_of, require_place
    from orderdesk_gui.rules.access import Right

    target = Path(chosen.file).absolute()
    require_place(chosen.file)
    with desk_of(chosen) as desk:
        desk.require(Right.BACKUP)
        backup_now(desk.store, target)
    output.document({"file": str(target), "size": target.stat().st_size}, tr("Backed up to {file}.", file=target))


def restore(chosen: Namespace, output: Output) -> None:
    """Put a backup in place of the data; the present file is kept aside."""
    from orderdesk_gui.actions import opening
    from orderdesk_gui.actions.storage import restore as put_back
    from orderdesk_gui.cli.seat import require_in_data
    from orderdesk_gui.rules.access import Right

    require_in_data(chosen, Right.BACKUP)
    kept = put_back(Path(chosen.file).absolute(), opening.data_folder(chosen.data), opening.now)
    text = tr("Restored. The data as it was before is kept in {file}.", file=kept) if kept else tr("Restored.")
    output.document({"restored": True, "kept": str(kept) if kept else None}, text)


def check(chosen: Namespace, output: Output) -> int:
    """Verify the file and the journal."""
    from orderdesk_gui.actions.journal import check as verify
    from orderdesk_gui.cli.seat import system_desk

    with system_desk(chosen) as desk:
        found = [str(one) for one in verify(desk)]
    output.document({"ok": not found, "problems": found}, "\n".join(found) or tr("All is well."))
    return 1 if found else 0
