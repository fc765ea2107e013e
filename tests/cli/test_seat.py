import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import MINE, Run, environment


def test_somebody_has_to_be_named_where_several_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("list", "customers", user="")
    assert refused.code == 1 and "--user" in refused.err
    monkeypatch.setenv("ORDERDESK_USER", "zhou")
    assert run("list", "customers", user="").json["total"] == 1
    assert run("list", "customers", user="周洁").json["total"] == 1


def test_nobody_of_that_name(run: Run) -> None:
    refused = run("list", "customers", user="nobody")
    assert refused.code == 1 and "nobody" in refused.err


@pytest.mark.parametrize("typed", ["", "0000\n", "1111 \n", "1111x\n"])
def test_a_wrong_password(run: Run, typed: str) -> None:
    refused = run("list", "customers", user="li", typed=typed)
    assert refused.code == 1 and not refused.out and refused.err.count("\n") == 1


def test_sentences_in_chinese(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from orderdesk_gui.cli import main

    assert main(["--data", str(data), "--user", "zhou", "--language", "zh", "show", "没有"]) == 1
    assert "没有" in capsys.readouterr().err
    main(["--data", str(data), "--user", "zhou", "--language", "zh", "issue", "QT-1"])
    said = capsys.readouterr().err
    assert "QT-1" in said and "报价" in said


@pytest.mark.parametrize(
    "variables",
    [{"LC_ALL": "C", "LANG": "C"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}],
    ids=str,
)
def test_output_is_utf8_whatever_the_system_says(data: Path, tmp_path: Path, variables: dict[str, str]) -> None:
    env = {key: value for key, value in environment(**variables).items() if key != "PYTHONUTF8"} | variables
    command = [sys.executable, "-m", "orderdesk_gui.cli", "--data", str(data), "--user", "zhou", "list", "customers"]
    done = subprocess.run(command, env=env, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert MINE in done.stdout.decode("utf-8")


def test_two_commands_at_once_lose_nothing(data: Path, write: Any) -> None:
    file = write({"customer": "C001", "lines": [{"product": "PLF060", "quantity": 1}]})
    command = [sys.executable, "-m", "orderdesk_gui.cli", "--data", str(data), "--user", "zhou", "quote", str(file)]
    running = [
        subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    printed = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4, printed
    assert len({out.split()[0] for out, _ in printed}) == 4  # four numbers, each its own


def test_a_reader_who_leaves_early_is_no_bug(data: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no broken pipes of this kind")
    command = f"{sys.executable} -m orderdesk_gui.cli --data {data} --user zhou list products | true"
    done = subprocess.run(command, shell=True, env=environment(), capture_output=True, text=True)
    assert "Traceback" not in done.stderr


def test_a_read_only_folder_says_so(run: Run, data: Path) -> None:
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("root writes read-only files")
    (data / "orderdesk.db").chmod(0o444)
    refused = run("list", "customers")
    assert refused.code == 1 and refused.err.count("\n") == 1
