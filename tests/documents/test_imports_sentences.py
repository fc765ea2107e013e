"""Every sentence and heading of imports and exports exists in Chinese, with the same placeholders."""

import ast
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OWN = ("imports*.py", "exports*.py", "workbook*.py", "templates_xlsx.py")


def sentences() -> set[str]:
    found = set()
    for pattern in OWN:
        for path in (ROOT / "orderdesk_gui" / "documents").glob(pattern):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                if named and node.func.id in ("message", "UserError", "tr") and isinstance(node.args[0], ast.Constant):
                    found.add(node.args[0].value)
    return found


def test_chinese_is_complete_and_keeps_the_placeholders() -> None:
    chinese: dict[str, str] = {}
    for part in (ROOT / "resources" / "translations" / "zh_CN").glob("*.json"):
        chinese.update(json.loads(part.read_text(encoding="utf-8")))
    assert len(sentences()) > 100
    for english in sentences():
        assert english in chinese, english
        fields = re.compile(r"\{(\w+)\}")
        assert set(fields.findall(english)) == set(fields.findall(chinese[english])), english
