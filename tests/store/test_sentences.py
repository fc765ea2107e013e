import ast
import json
import string
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *sorted((ROOT / "orderdesk_gui" / "store").glob("*.py")),
    *(ROOT / "orderdesk_gui" / "actions" / f"{name}.py" for name in ("drafts", "journal", "passwords", "storage")),
]


def _sentences(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in ("UserError", "message", "tr", "__init__") and isinstance(node.args[0].value, str):
                found.add(node.args[0].value)
    return found


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_sentence_is_there_in_chinese_with_the_same_values(path: Path) -> None:
    chinese: dict[str, str] = {}
    for part in (ROOT / "resources" / "translations" / "zh_CN").glob("*.json"):
        chinese.update(json.loads(part.read_text(encoding="utf-8")))
    for sentence in _sentences(path):
        assert sentence in chinese, sentence
        assert _placeholders(chinese[sentence]) == _placeholders(sentence), sentence
