"""What the window asks for before and between the pages."""

import sys
from pathlib import Path

import pytest

from orderdesk_gui.actions import starting
from orderdesk_gui.store import shares


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked for the kind of the drive, not for mounts")
def test_data_on_another_computer_are_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert starting.share_warning(tmp_path) is None
    monkeypatch.setattr(shares, "_mounts", lambda: f"server:/export {tmp_path} nfs4 rw 0 0")
    warned = starting.share_warning(tmp_path / "data")
    assert warned is not None
    assert str(tmp_path / "data") in str(warned)
    assert "网络共享" in warned.in_language("zh")
