"""Every sentence of the rules that a person may see has its Chinese, with the same placeholders."""

import ast
import json
import string
from pathlib import Path

import pytest

from orderdesk_gui.rules.approvals import MEASURE_TEXTS
from orderdesk_gui.rules.assets import asset

PACKAGE = Path(__file__).parents[2] / "orderdesk_gui" / "rules"
_TEXT_AT = {"message": (0,), "Message": (0,), "UserError": (0,), "error": (1,), "warning": (1,), "finding": (4, 5)}


def _sentences(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [node.args[at] for at in _TEXT_AT.get(node.func.id, ()) if at < len(node.args)]
            found |= {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}
    return found


def _all_chinese() -> dict[str, str]:
    merged: dict[str, str] = {}
    for part in sorted(asset("translations", "zh_CN").glob("*.json")):
        merged |= json.loads(part.read_text(encoding="utf-8"))
    return merged


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_every_sentence_of_a_rule_has_its_chinese(path: Path) -> None:
    assert _sentences(path) - set(_all_chinese()) == set()


def test_chinese_fills_the_same_placeholders() -> None:
    chinese = json.loads(asset("translations", "zh_CN", "rules.json").read_text(encoding="utf-8"))
    assert set(MEASURE_TEXTS.values()) <= set(chinese)
    assert [text for text, shown in chinese.items() if _names(text) != _names(shown)] == []
