"""What every test run needs first: forms compiled from their present source."""

import importlib.util
from pathlib import Path


def _compile_stale_forms() -> None:
    script = Path(__file__).resolve().parents[1] / "packaging" / "build_forms.py"
    spec = importlib.util.spec_from_file_location("build_forms", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.compile_forms()


_compile_stale_forms()
