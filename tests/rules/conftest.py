"""Where the tests of the rules find published figures, and skip where these are not at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

_DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def vectors() -> Any:
    """Official and computed examples: amounts in words, tax, social credit codes."""
    path = _DATA / "vectors.json"
    if not path.exists():
        pytest.skip("the published figures (vectors.json) are not beside this checkout")
    return json.loads(path.read_text(encoding="utf-8"))
