import ast
import json
import string
from pathlib import Path

import pytest

from orderdesk_gui.cli.arguments import parse, system_language
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "orderdesk_gui" / "cli").glob("*.py"), *(ROOT / "orderdesk_gui" / "actions").glob("*.py")])
TEXT_AT = {"message": 0, "Message": 0, "UserError": 0, "tr": 0, "translated": 0, "warning": 1, "error": 1}


def sentences(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            places = [TEXT_AT[called]] if called in TEXT_AT else []
            if called == "_command":
                places = [2]
            for at in places:
                if at < len(node.args) and isinstance(node.args[at], ast.Constant):
                    found.add(str(node.args[at].value))
    return found


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} if '{"' not in text else set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_every_sentence_is_there_in_chinese(path: Path) -> None:
    chinese: dict[str, str] = {}
    for part in (ROOT / "resources" / "translations" / "zh_CN").glob("*.json"):
        for english, shown in json.loads(part.read_text(encoding="utf-8")).items():
            assert chinese.setdefault(english, shown) == shown, english
    found = sentences(path)
    assert found - set(chinese) == set()
    assert {text for text in found if names(text) != names(chinese[text])} == set()


def test_help_is_in_the_chosen_language(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--language", "zh", "--help"])
    assert "提交报价单审批" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        parse(["quote", "--help"])
    assert "a quotation from a JSON file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "ORDERDESK_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    monkeypatch.delenv("ORDERDESK_LANGUAGE")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["list", "cars"],
        ["list", "quotes", "--limit", "x"],
        ["list", "quotes", "--limit", "-3"],
        ["frob"],
        [],
        ["issue"],
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, words: list[str]) -> None:
    refused = run(*words)
    assert refused.code == 2 and refused.err.count("\n") == 1 and not refused.out
    assert "--help" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "cars"], "kind 不能是“cars”，可选：customers, products"),
        (["list", "quotes", "--limit", "x"], "--limit 不能是“x”"),
        (["list", "quotes", "--limit", "-3"], "--limit 不能是“-3”"),
        (["issue"], "缺少：number"),
        (["check", "--data", "x"], "此处不认识：--data x"),
        (["export", "quotes", "a.xlsx", "--what"], "此处不认识：--what"),
    ],
)
def test_wrong_usage_is_told_in_the_chosen_language(run: Run, words: list[str], said: str) -> None:
    refused = run("--language", "zh", *words)
    assert refused.code == 2 and said in refused.err and refused.err.count("\n") == 1


def test_a_busy_data_file_is_no_unreadable_file(run: Run, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("客户名称\n甲\n", encoding="utf-8")
    assert run("import", "customers", path, user="nobody").code == 1
    assert run("import", "customers", tmp_path / "none.csv").code == 2
