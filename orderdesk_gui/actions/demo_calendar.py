"""The working days of the demo company and how busy each of them is."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

HOLIDAYS = {(1, 1), *((5, day) for day in range(1, 6)), *((10, day) for day in range(1, 8))}
AHEAD = 120


class DemoCalendar:
    """Monday to Friday without the long holidays, from two years before `today` to some months after."""

    def __init__(self, today: date, spring_festivals: Sequence[str], month_weights: Sequence[float]) -> None:
        closed: set[date] = set()
        for text in spring_festivals:
            closed.update(date.fromisoformat(text) + timedelta(days=day) for day in range(-1, 8))
        first = today - timedelta(days=730)
        span = (first + timedelta(days=day) for day in range(730 + AHEAD + 1))
        self.days = [
            day for day in span if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS and day not in closed
        ]
        self.past = self.days[: bisect_right(self.days, today)]
        growth = 0.25 / len(self.past)
        self._busy = [month_weights[day.month - 1] * (1 + growth * index) for index, day in enumerate(self.past)]

    @property
    def last(self) -> date:
        """The last working day that is not in the future."""
        return self.past[-1]

    def draw(self, random: Random, count: int) -> list[date]:
        """`count` past working days in order: more of them in busy months, and more of late than long ago."""
        return sorted(random.choices(self.past, self._busy, k=count))

    def on_or_after(self, day: date) -> date:
        """The first working day from `day` on; the last known one where there is none."""
        return self.days[min(bisect_left(self.days, day), len(self.days) - 1)]

    def shift(self, day: date, working_days: int) -> date:
        """The day that lies `working_days` after (or before) `day`, within the calendar."""
        index = bisect_left(self.days, day) + working_days
        return self.days[max(0, min(index, len(self.days) - 1))]

    def between(self, first: date, last: date) -> int:
        """How many working days `last` lies after `first`."""
        return bisect_left(self.days, last) - bisect_left(self.days, first)
