"""Compiles the Designer forms into the package, and copies the resources into a wheel.

``python packaging/build_forms.py`` compiles every form that is stale and does nothing else.
Hatch loads the same file as its build hook, so a wheel holds what a checkout runs.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script in an environment that builds no wheels
    BuildHookInterface = object  # type: ignore[assignment, misc]

ROOT = Path(__file__).resolve().parents[1]
_BUILT_FORMS = Path("orderdesk_gui", "_built", "forms")
# What the package of forms says of itself; forms compiled under another sentence are stale.
_FORMS_ARE = "Window forms compiled from the Designer files in forms/, importing what they use."
_IMPORT = re.compile(r"^from (?P<module>PySide6\.\w+) import \((?P<names>[^)]*)\)\n", re.MULTILINE)


def is_up_to_date(root: Path = ROOT) -> bool:
    """Whether ``compile_forms`` would find nothing to do."""
    forms, built = _forms(root), root / _BUILT_FORMS
    if not _is_package(built, _FORMS_ARE) or {path.stem for path in built.glob("*.py")} != {"__init__", *forms}:
        return False
    return not any(_is_stale(form, built / f"{name}.py") for name, form in forms.items())


def compile_forms(root: Path = ROOT) -> list[str]:
    """Bring ``orderdesk_gui/_built/forms`` up to date with ``forms/*.ui``.

    Returns the names of the forms that were compiled. A compiled form carries the modification time
    of its source, so a form is stale as soon as the two differ, forwards or backwards.
    """
    forms, built = _forms(root), root / _BUILT_FORMS
    _package(built.parent, "Files made by the build; nothing here is edited or committed.")
    compiled_alike = _is_package(built, _FORMS_ARE)
    for old in built.glob("*.py"):
        if old.stem not in forms and old.name != "__init__.py":
            old.unlink()
    built.mkdir(exist_ok=True)
    stale = [name for name, form in forms.items() if not compiled_alike or _is_stale(form, built / f"{name}.py")]
    for name in stale:
        _compile(forms[name], built / f"{name}.py")
    _package(built, _FORMS_ARE)
    return stale


def copy_assets(root: Path = ROOT) -> None:
    """Replace ``orderdesk_gui/_built/assets`` by a fresh copy of ``resources``, for an installed program."""
    target = root / "orderdesk_gui" / "_built" / "assets"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(root / "resources", target)


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatch calls this before it packs a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        compile_forms(root)
        if version != "editable":  # an editable install reads resources/ itself
            copy_assets(root)


def _forms(root: Path) -> dict[str, Path]:
    """The Designer files by the name of their form."""
    return {path.stem: path for path in sorted((root / "forms").glob("*.ui"))}


def _package(folder: Path, purpose: str) -> None:
    """Make the folder a package whose docstring is the sentence given."""
    if not _is_package(folder, purpose):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").write_text(f'"""{purpose}"""\n', encoding="utf-8")


def _is_package(folder: Path, purpose: str) -> bool:
    init = folder / "__init__.py"
    return init.exists() and init.read_text(encoding="utf-8") == f'"""{purpose}"""\n'


def _is_stale(form: Path, compiled: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns != form.stat().st_mtime_ns


def _compile(form: Path, compiled: Path) -> None:
    """Compile one form; the result appears whole or not at all, for several runs at one time."""
    made = form.stat()
    draft = compiled.with_name(f".{compiled.name}.{os.getpid()}")
    try:
        subprocess.run([_uic(), "-g", "python", "--from-imports", "-o", draft, form], check=True)
        draft.write_text(only_used_imports(draft.read_text(encoding="utf-8")), encoding="utf-8")
        os.utime(draft, ns=(made.st_atime_ns, made.st_mtime_ns))
        draft.replace(compiled)
    finally:
        draft.unlink(missing_ok=True)


def only_used_imports(text: str) -> str:
    """The source `text` of a form without what it imports from Qt and does not use.

    Qt's compiler imports the same forty classes into every form, and loading those takes longer than the rest.
    """
    body = _IMPORT.sub("", text)

    def shorter(found: re.Match[str]) -> str:
        names = [name for name in re.findall(r"\w+", found["names"]) if re.search(rf"\b{name}\b", body)]
        return f"from {found['module']} import {', '.join(names)}\n" if names else ""

    return _IMPORT.sub(shorter, text)


def _uic() -> Path:
    """Qt's form compiler inside PySide6, found without importing Qt."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("PySide6 is not installed here; start OrderDesk with `python dev.py run`.")
    folder = Path(spec.submodule_search_locations[0])
    return folder / "uic.exe" if sys.platform == "win32" else folder / "Qt" / "libexec" / "uic"


if __name__ == "__main__":
    for compiled_form in compile_forms():
        print(f"compiled {compiled_form}.ui")
