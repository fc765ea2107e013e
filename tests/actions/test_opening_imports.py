"""What is loaded when: the first list needs no paper and no workbook library, a file of this version no Alembic."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OPEN = """
import json, sys
from pathlib import Path
from orderdesk_gui.actions import companies, opening, quotes
from orderdesk_gui.rules.companies import Company
store = opening.open_store(Path(sys.argv[1]), opening.now)
desk = opening.open_desk(store)
if not companies.is_set_up(desk):
    companies.set_up(desk, companies.FirstHour(Company(name_zh="澜川"), "王芳"))
desk = opening.open_desk(store, opening.seated_user(store))
quotes.list_quotes(desk)
store.close()
names = ("alembic", "reportlab", "openpyxl", "numpy", "xlsxwriter", "python_calamine", "PySide6", "holidays")
print(json.dumps([name for name in names if name in sys.modules]))
"""


def loaded(folder: Path) -> list[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "ORDERDESK_CONFIG": str(folder.parent / "config")}
    done = subprocess.run([sys.executable, "-c", OPEN, str(folder)], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_alembic_is_loaded_only_where_the_file_is_behind(tmp_path: Path) -> None:
    assert loaded(tmp_path / "data") == ["alembic"]  # a new file is made by the migrations
    assert loaded(tmp_path / "data") == []


@pytest.mark.parametrize("module", ["cli.arguments", "cli.records", "cli.selling", "actions.opening", "actions.quotes"])
def test_no_module_of_the_first_list_loads_papers(module: str) -> None:
    code = (
        f"import sys, orderdesk_gui.{module}; "
        "print([m for m in ('alembic', 'reportlab', 'openpyxl', 'numpy', 'PySide6') if m in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
