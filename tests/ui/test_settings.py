"""Choices survive, and a broken file is no trouble."""

from pathlib import Path

import pytest

from orderdesk_gui.ui.settings import Settings


def test_choices_are_there_at_the_next_start(tmp_path: Path) -> None:
    Settings(tmp_path / "new" / "s.json").set("language", "zh")
    assert Settings(tmp_path / "new" / "s.json").get("language") == "zh"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["s.json"]


@pytest.mark.parametrize("content", ["", "{", "[1]", "\x00"])
def test_a_broken_file_means_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(content, encoding="utf-8")
    settings = Settings(path)
    assert settings.get("theme") == "system"
    settings.set("theme", "dark")
    assert Settings(path).get("theme") == "dark"


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "s.json")
    settings.set("theme", "dark")
    assert settings.get("theme") == "dark"
