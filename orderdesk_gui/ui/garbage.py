"""Lets Python look for objects that hold one another on the UI thread alone, where what Qt made may go."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Garbage(QObject):
    """Takes the place of Python's own collector, which works in whichever thread happens to make objects.

    A dialog, a document or a timer that holds itself would be destroyed by the thread that draws a paper or reads
    a list, while the UI thread still uses it: the program would end without a word.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that has reached Python's own threshold, if one has."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [age for age, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])
