"""What was visited, for Back and Forward."""

from __future__ import annotations

from typing import Any

_KEPT = 100


class History:
    """Places (page key, record id) with a position among them."""

    def __init__(self) -> None:
        self._places: list[tuple[str, Any]] = []
        self._at = -1

    def visit(self, key: str, id: Any) -> None:
        """A new place; what lay ahead is forgotten. The same place twice in a row is one."""
        place = (key, id)
        if 0 <= self._at < len(self._places) and self._places[self._at] == place:
            return
        self._places = [*self._places[: self._at + 1], place][-_KEPT:]
        self._at = len(self._places) - 1

    def newest_of(self, key: str) -> Any:
        """The record last visited on the page `key`, up to the present place; None where there is none."""
        before = reversed(self._places[: self._at + 1])
        return next((id for page, id in before if page == key and id is not None), None)

    def can_go(self, by: int) -> bool:
        """Whether there is a place `by` steps away."""
        return 0 <= self._at + by < len(self._places)

    def go(self, by: int) -> tuple[str, Any] | None:
        """Move to the place `by` steps away and return it."""
        if not self.can_go(by):
            return None
        self._at += by
        return self._places[self._at]
