"""What is wrong with what somebody sent: every mistake at once, each with its place."""

from collections.abc import Iterable
from typing import NamedTuple

MOST = 50  # mistakes that are told at once


class Mistake(NamedTuple):
    """One thing that is wrong. pointer: a JSON pointer into the body, such as “/title”."""

    pointer: str
    code: str
    detail: str


class Mistakes(Exception):
    """The body cannot be taken as it is."""

    def __init__(self, mistakes: Iterable[Mistake], status: int = 422):
        self.mistakes = list(mistakes)
        self.status = status  # 400 where it cannot even be read
        super().__init__(" ".join(each.detail for each in self.mistakes))


def mistake(name: str, code: str, detail: str, status: int = 422) -> Mistakes:
    """A single mistake in one member of the body; without a name in the body as a whole."""
    return Mistakes([Mistake(pointer(name), code, detail)], status)


def pointer(*names: str | int) -> str:
    """The JSON pointer (RFC 6901) to a place in a body."""
    steps = [str(name) for name in names if name != ""]
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
