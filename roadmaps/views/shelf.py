"""Published editions, read once and kept at hand: they never change."""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any
from uuid import UUID

from roadmaps.editions import Edition


class Shelf:
    """What was made of the documents of editions; what nobody asked for lately is put away."""

    def __init__(self, size: int, make: Callable[[dict], Any]):
        self.size = size
        self.make = make
        self.things: OrderedDict[UUID, Any] = OrderedDict()
        self.lock = Lock()

    def take(self, keys: Iterable[UUID]) -> dict[UUID, Any]:
        """One thing for each edition, by its primary key; one query for all that is missing."""
        wanted = list(dict.fromkeys(keys))
        with self.lock:
            found = {key: self.things[key] for key in wanted if key in self.things}
        if missing := [key for key in wanted if key not in found]:
            rows = Edition.objects.filter(pk__in=missing).order_by()
            for key, content in rows.values_list("pk", "content").iterator(chunk_size=20):
                found[key] = self.make(json.loads(bytes(content)))
        self._keep(found)
        return {key: found[key] for key in wanted}

    def clear(self):
        with self.lock:
            self.things.clear()

    def _keep(self, found):
        with self.lock:
            for key, thing in found.items():
                self.things[key] = thing
                self.things.move_to_end(key)
            while len(self.things) > self.size:
                self.things.popitem(last=False)


def _whole(document: dict) -> dict:
    return document


DOCUMENTS = Shelf(64, _whole)
