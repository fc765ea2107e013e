"""Runs the examples of docs/cli.md in their order, and looks whether it names every command and option."""

import argparse
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from orderdesk_gui.cli import arguments, order_files, quote_files
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.rules.payment_parse import parse_terms
from orderdesk_gui.rules.quotes import LINE_KINDS
from tests.cli.conftest import Run

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
FILES = re.findall(r"`([\w.]+)`:\n\n```(?:csv|json)\n(.*?)```", TEXT, re.S)
EXAMPLES = [
    (command.removeprefix("orderdesk "), printed)
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.S)
    for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
]
NUMBER = re.compile(r"\b(QT|CT|SO)-(\d{4}-[0-9A-Z]{4})-\d{4}\b")


def test_the_examples_print_what_the_document_says(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name, content in FILES:
        (folder / name).write_text(content, encoding="utf-8")
    assert len(FILES) == 10 and len(EXAMPLES) > 15
    device = "2026-7K3F"
    for command, expected in EXAMPLES:
        words = shlex.split(command.replace("2026-7K3F", device))
        as_json = words[0] == "--json"
        done = run(*words[as_json:], user="", json=as_json, folder=tmp_path / "new")
        assert done.code == 0, (command, done.err)
        given = NUMBER.search(done.out)
        device = given[2] if given else device
        for name, content in FILES:
            (folder / name).write_text(content.replace("2026-7K3F", device), encoding="utf-8")
        pattern = re.escape(expected.replace("2026-7K3F", device)).replace("…", ".*")
        assert re.fullmatch(pattern, done.out), (command, done.out)


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Every command with its options."""
    made: list[Any] = []
    original = argparse.ArgumentParser.parse_args
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            argparse.ArgumentParser, "parse_args", lambda self, *_: made.append(self) or original(self, ["check"])
        )
        arguments.parse(["check"])
    action = next(one for one in made[0]._actions if isinstance(one, argparse._SubParsersAction))
    return {"": made[0], **action.choices}


def test_every_command_and_option_is_in_the_document() -> None:
    for name, parser in parsers().items():
        assert not name or re.search(rf"`{name}[ `]", TEXT), name
        for action in parser._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help") or option in TEXT, (name, option)


def test_every_field_of_a_quotation_is_in_the_document() -> None:
    for field in quote_files._HEAD | quote_files._LINE:
        assert f"`{field}`" in TEXT, field


def test_every_field_of_what_follows_is_in_the_document() -> None:
    fields = order_files.ORDER | order_files.ORDER_LINE | order_files.RECEIPT | order_files.COMPLAINT
    for field in fields | order_files.DELIVERY | order_files.DELIVERY_LINE:
        assert f"`{field}`" in TEXT or f'"{field}"' in TEXT, field


def test_payment_terms_may_be_written_as_the_document_says() -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith("| `payment`"))
    written = re.findall(r"`([^`]+)`", row)[1:]
    assert len(written) == 5 and all(parse_terms(one).text("zh") for one in written)
    assert all(f"`{kind}`" in TEXT for kind in LINE_KINDS)


def test_the_kinds_are_those_that_can_be_imported() -> None:
    assert tuple(KINDS) == arguments.IMPORTED
    assert all(f"`{kind}`" in TEXT for kind in arguments.KINDS)
