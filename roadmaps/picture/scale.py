"""Where a day lies on the picture."""

from dataclasses import dataclass
from datetime import date

EARLIER, LATER = 10, 6  # years shown at most before the base year and after the vision year
MOST_COLUMNS = 26


@dataclass(frozen=True)
class Scale:
    """The years of a picture, from its left edge to its right one."""

    first: int  # year
    last: int
    left: float
    right: float

    @property
    def column(self) -> float:
        return (self.right - self.left) / (self.last - self.first + 1)

    def of_year(self, year: int) -> float:
        return self.left + (year - self.first) * self.column

    def of_day(self, day: str) -> float:
        """Where a day in ISO 8601 begins; before and after the years shown lies the edge."""
        year = int(day[:4])
        if year < self.first:
            return self.left
        if year > self.last:
            return self.right
        passed = (date.fromisoformat(day) - date(year, 1, 1)).days / 366
        return self.of_year(year) + passed * self.column

    def after(self, day: str) -> float:
        """Where a day in ISO 8601 ends."""
        return min(self.right, self.of_day(day) + self.column / 366)

    @property
    def labelled(self) -> list[int]:
        """The years that are written: all of them where they have room."""
        step = next(each for each in (1, 2, 5, 10) if self.column * each >= 34)
        return [year for year in range(self.first, self.last + 1) if year % step == 0]


def fitting(document: dict, left: float, right: float) -> Scale:
    """The years that this map speaks of, within reason."""
    horizons = document["roadmap"]["horizons"]
    base, vision = horizons["base_year"], horizons["vision_year"]
    told = [
        int(element[end][:4])
        for element in document["elements"]
        for end in ("earliest", "latest")
        if element[end] and not element["is_withdrawn"]
    ]
    first = max(min([base, *told]), base - EARLIER)
    last = min(max([vision, *told]), vision + LATER, first + MOST_COLUMNS)
    return Scale(first, last, left, right)
