"""Measured side by side: one round of each, again and again, and the middle of all rounds."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Row:
    """One line of the table: what was measured, and whether it is as good as it should be."""

    what: str
    figure: str
    ratio: float
    goal: str
    is_reached: bool

    def __str__(self) -> str:
        reached = "yes" if self.is_reached else "**no**"
        return f"| {self.what} | {self.figure} | {self.ratio:.2f} | {self.goal} | {reached} |"


def medians(rounds: int, **actions: Callable[[], object]) -> dict[str, float]:
    """Seconds that each action takes, in the middle of all rounds."""
    for action in actions.values():
        action()
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _round in range(rounds):
        for name, action in actions.items():
            begun = time.perf_counter()
            action()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(taken) for name, taken in times.items()}


def told(seconds: dict[str, float]) -> str:
    return ", ".join(f"{name} {taken * 1000:.2f} ms" for name, taken in seconds.items())
