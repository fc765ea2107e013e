"""What every test run needs first: no screen, fresh forms, folders of its own, and repeatable examples."""

import gc
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.load_profile("ci")  # the same examples every time, and no deadline by the wall clock


def _compile_stale_forms() -> None:
    script = Path(__file__).resolve().parents[1] / "packaging" / "build_forms.py"
    spec = importlib.util.spec_from_file_location("build_forms", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.compile_forms()


_compile_stale_forms()


def pytest_runtest_teardown() -> None:
    """Where tests of the screen have taken over collecting, it is done between tests, never by a background thread."""
    if not gc.isenabled():
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [age for age, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])


@pytest.fixture(scope="session", autouse=True)
def _folders_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the data and settings of the person who runs it."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDERDESK_DATA", str(folder / "data"))
        patch.setenv("XDG_DATA_HOME", str(folder / "share"))
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        yield
