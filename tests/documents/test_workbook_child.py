"""The limited process: how it is started in a bundle, stopped, and ended when it takes too long."""

import pickle
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from orderdesk_gui.documents import workbook, workbook_child
from orderdesk_gui.documents.workbook import list_sheets, read_sheet
from orderdesk_gui.rules.language import UserError

ROOT = str(Path(__file__).parents[2])
ENTRY = f"""
import sys; sys.path.insert(0, {ROOT!r})
from orderdesk_gui.documents.workbook_child import serve_if_asked
serve_if_asked()
print("the program itself")
"""


def small(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active["A1"] = "here"
    book.save(folder / "small.xlsx")
    return folder / "small.xlsx"


def test_an_entry_point_serves_where_it_is_asked_to_and_else_goes_on(tmp_path: Path) -> None:
    result = tmp_path / "result"
    asked = [sys.executable, "-c", ENTRY, workbook_child.ASKED, str(small(tmp_path)), str(result)]
    assert subprocess.run(asked, check=True, capture_output=True).stdout == b""
    assert pickle.loads(result.read_bytes()) == ("sheets", [("Sheet", True, 1, 1)])
    assert b"itself" in subprocess.run(asked[:3], check=True, capture_output=True).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="stands in for the program by a shell script")
def test_a_frozen_program_starts_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "entry.py").write_text(ENTRY, encoding="utf-8")
    program = tmp_path / "orderdesk"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{tmp_path}/entry.py" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert read_sheet(small(tmp_path)).cells == [["here"]]


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 0.0)
    with pytest.raises(UserError, match="takes too long"):
        list_sheets(small(tmp_path))


def test_a_process_that_dies_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false" if sys.platform != "win32" else "where.exe")
    with pytest.raises(UserError, match="damaged"):
        read_sheet(small(tmp_path))
