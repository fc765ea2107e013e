"""Finds the files that ship with the program: fonts, clauses, templates, translations."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def asset(*parts: str) -> Path:
    """Path of a shipped file, e.g. ``asset("fonts", "NotoSansSC-Regular.ttf")``.

    In a checkout this is ``resources/`` itself, so that an edit shows at once; installed, it is the
    copy that the build hook put into the package.
    """
    built = _PACKAGE / "_built" / "assets"
    checkout = _PACKAGE.parent / "resources"
    root = checkout if (_PACKAGE.parent / "pyproject.toml").exists() else built
    return root.joinpath(*parts)
