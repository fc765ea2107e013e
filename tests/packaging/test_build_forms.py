"""The build turns Designer forms into Python once, and resources into wheel files."""

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6 import QtWidgets

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "build_forms.py"
FORMS = sorted((ROOT / "forms").glob("*.ui"))

FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0"><class>Sample</class>
<widget class="QWidget" name="Sample"><widget class="QLabel" name="{label}"/></widget></ui>
"""


@pytest.fixture
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_forms_under_test", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "sample.ui").write_text(FORM.format(label="first"), encoding="utf-8")
    (tmp_path / "resources" / "fonts").mkdir(parents=True)
    (tmp_path / "resources" / "fonts" / "a.txt").write_text("a", encoding="utf-8")
    return tmp_path


def compiled(root: Path, name: str = "sample") -> Path:
    return root / "orderdesk_gui" / "_built" / "forms" / f"{name}.py"


def test_only_stale_forms_are_compiled(build: ModuleType, root: Path) -> None:
    assert not build.is_up_to_date(root)
    assert build.compile_forms(root) == ["sample"]
    assert "class Ui_Sample" in compiled(root).read_text(encoding="utf-8")
    assert build.is_up_to_date(root)
    assert build.compile_forms(root) == []


def test_changed_form_is_compiled_even_when_its_file_is_older(build: ModuleType, root: Path) -> None:
    build.compile_forms(root)
    form = root / "forms" / "sample.ui"
    form.write_text(FORM.format(label="second"), encoding="utf-8")
    os.utime(form, (1_000_000_000, 1_000_000_000))
    assert not build.is_up_to_date(root)
    assert build.compile_forms(root) == ["sample"]
    assert "self.second" in compiled(root).read_text(encoding="utf-8")


def test_a_form_imports_from_qt_what_it_uses_and_nothing_else(build: ModuleType, root: Path) -> None:
    build.compile_forms(root)
    text = compiled(root).read_text(encoding="utf-8")
    imported = [line for line in text.splitlines() if line.startswith("from PySide6.QtWidgets import")]
    assert len(imported) == 1 and "QLabel" in imported[0]
    assert "QGradient" not in text and "QApplication" not in text.replace("QCoreApplication", "")
    assert build.only_used_imports(text) == text


def test_forms_of_an_earlier_compiler_are_compiled_anew(build: ModuleType, root: Path) -> None:
    build.compile_forms(root)
    compiled(root, "__init__").write_text('"""Window forms."""\n', encoding="utf-8")
    assert not build.is_up_to_date(root)
    assert build.compile_forms(root) == ["sample"]
    assert build.is_up_to_date(root)


def test_form_that_is_gone_leaves_nothing_behind(build: ModuleType, root: Path) -> None:
    build.compile_forms(root)
    (root / "forms" / "sample.ui").unlink()
    assert not build.is_up_to_date(root)
    build.compile_forms(root)
    assert not compiled(root).exists()
    assert compiled(root, "__init__").exists()


def test_broken_form_fails_and_leaves_the_last_good_one(build: ModuleType, root: Path) -> None:
    build.compile_forms(root)
    (root / "forms" / "sample.ui").write_text("<ui", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        build.compile_forms(root)
    assert "self.first" in compiled(root).read_text(encoding="utf-8")
    assert {path.name for path in compiled(root).parent.iterdir()} == {"__init__.py", "sample.py"}


def test_assets_are_a_fresh_copy_of_the_resources(build: ModuleType, root: Path) -> None:
    assets = root / "orderdesk_gui" / "_built" / "assets"
    (assets / "fonts").mkdir(parents=True)
    (assets / "fonts" / "old.txt").write_text("old", encoding="utf-8")
    build.copy_assets(root)
    assert [path.name for path in (assets / "fonts").iterdir()] == ["a.txt"]


def test_checkout_with_nothing_stale_starts_without_qt() -> None:
    ask = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__'); "
    ask += "print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask, SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def _properties(cls: str) -> set[str]:
    about = getattr(QtWidgets, cls).staticMetaObject
    return {about.property(at).name() for at in range(about.propertyCount())} | {"buddy"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_designer_knows_every_widget_and_property_of_a_form(form: Path) -> None:
    """What it does not know it drops when somebody edits the form and saves."""
    whole = ElementTree.parse(form).getroot()
    bases = {one.findtext("class"): one.findtext("extends") for one in whole.iter("customwidget")}
    for widget in whole.iter("widget"):
        said = widget.get("class") or ""
        base = bases.get(said, said) or ""
        if base == "Line":  # Designer's name for a QFrame
            continue
        given = {one.get("name") for one in widget.iterfind("property") if one.get("stdset") != "0"}
        assert given <= _properties(base), widget.get("name")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_the_classes_of_our_own_in_a_form_are_there(form: Path) -> None:
    for one in ElementTree.parse(form).getroot().iter("customwidget"):
        header = (one.findtext("header") or "").removesuffix(".h").replace("/", ".")
        made = getattr(importlib.import_module(header), one.findtext("class") or "")
        assert issubclass(made, QtWidgets.QWidget)
