"""Where a year and a value lie on a chart."""

import math
from dataclasses import dataclass
from datetime import date

LEFT, RIGHT, TOP, BOTTOM = 92.0, 300.0, 16.0, 34.0


@dataclass(frozen=True)
class Axes:
    """The frame of a chart: days from left to right, values from bottom to top."""

    first: int  # year
    last: int
    least: float
    most: float
    left: float
    right: float
    top: float
    bottom: float
    step: float  # between two lines of the grid

    def x(self, value: dict) -> float:
        """Where a value lies: in the middle of its period."""
        latest = date.fromisoformat(value["latest"])
        earliest = date.fromisoformat(value["earliest"] or value["latest"])
        return self.at(earliest + (latest - earliest) / 2)

    def at(self, day: date) -> float:
        """Where a day lies."""
        year = day.year + (day.timetuple().tm_yday - 1) / 366
        share = (year - self.first) / (self.last + 1 - self.first)
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        share = (value - self.least) / (self.most - self.least)
        return self.bottom - share * (self.bottom - self.top)

    @property
    def ticks(self) -> list[float]:
        count = round((self.most - self.least) / self.step)
        return [self.least + number * self.step for number in range(count + 1)]

    @property
    def years(self) -> list[int]:
        apart = math.ceil((self.last - self.first + 1) / 12)
        return list(range(self.first, self.last + 1, apart))


def fitting(values: list[dict], width: float, height: float) -> Axes:
    """The frame in which all these values have room, with round numbers at its lines."""
    ends = [value[end] for value in values for end in ("earliest", "latest") if value[end]]
    years = [int(end[:4]) for end in ends]
    numbers = [float(value[end]) for value in values for end in ("low", "high") if value[end]]
    least, most = min([0.0, *numbers]), max([0.0, *numbers])
    step = _round((most - least) / 5 or 1.0)
    return Axes(
        first=min(years),
        last=max(years),
        least=math.floor(least / step) * step,
        most=math.ceil(most / step) * step or step,
        left=LEFT,
        right=width - RIGHT,
        top=TOP,
        bottom=height - BOTTOM,
        step=step,
    )


def _round(step):
    """The next larger of 1, 2, 2.5 and 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(step))
    return next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= step * 0.9999)
