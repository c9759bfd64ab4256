"""What the writer saw: nobody changes a thing without saying so, by its tag or by a base."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from api.mistakes import mistake

TAG = re.compile(r'"(\d{1,18})-[0-9a-f]{20}"', re.ASCII)


class Stale(Exception):
    """The thing has been changed since the tag that was named."""


class Unconditional(Exception):
    """Neither a tag nor a base was named."""


@dataclass(frozen=True)
class Condition:
    """The revisions of the very thing one of which it has to have; one of them is always asked."""

    revisions: frozenset[int]

    def require(self, thing: Any) -> None:
        """Refuse to touch a thing that has moved on."""
        if thing.revision not in self.revisions:
            raise Stale


def read(header: str | None) -> Condition | None:
    """The condition of `If-Match`; weak and garbled tags hold for nothing."""
    if header is None or header.strip() == "*":  # “whatever there is” is no condition
        return None
    tags = [TAG.fullmatch(part.strip()) for part in header[:2000].split(",")]
    return Condition(frozenset(int(tag[1]) for tag in tags if tag))


def base_of(said: dict[str, Any], condition: Condition | None, thing: Any) -> int:
    """The revision of the map on which the changes are based; it is taken out of the body.

    With a tag alone it is that of now: the tag is what has to hold.
    """
    if "base" in said:
        base = said.pop("base")
        if type(base) is not int:
            message = _("The base is the revision of the map that you saw, as a whole number.")
            raise mistake("base", "invalid", message)
        return base
    if condition is None:
        raise Unconditional
    return thing.ledger.revision
