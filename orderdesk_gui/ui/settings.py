"""What this computer remembers of the person's choices: one JSON file, written whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

_DEFAULTS: dict[str, Any] = {
    "language": "system",
    "theme": "system",
    "sidebar_folded": False,
    "window": None,
    "page": "",
    "user": "",
}


class Settings:
    """Choices by name; :meth:`set` writes the file at once, atomically. A broken file means defaults."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Any] = dict(_DEFAULTS)
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            read = {}
        if isinstance(read, dict):
            self._values.update(read)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._path

    def get(self, name: str, default: Any = None) -> Any:
        """The value of `name`, or `default` where nothing was chosen."""
        value = self._values.get(name)
        return default if value is None else value

    def set(self, name: str, value: Any) -> None:
        """Remember `value` (anything JSON can hold); a folder that cannot be written is no error."""
        if self._values.get(name) == value and name in self._values:
            return
        self._values[name] = value
        self._write()

    def update(self, **values: Any) -> None:
        """Remember several values in one write."""
        self._values.update(values)
        self._write()

    def _write(self) -> None:
        text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
