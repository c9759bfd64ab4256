"""What is published only inside of an element, and can be written by itself."""

from typing import Any

from django.http import Http404

from api.entries import Entries
from api.sight import is_id
from api.writing import Writable
from roadmaps.models import Entry


class Parts(Writable, Entries):
    """Things in a member of the elements. where: what the element is called beside a part."""

    member = ""
    where = ""

    def get_queryset(self):
        return Entry.objects.all()

    def get_object(self):
        """The entry of the element or the map in which the part stands."""
        key = self.kwargs["key"] = self.kwargs["key"].lower()
        holding = self.get_queryset().filter(data__contains={self.member: [{"id": key}]})
        found = holding.first() if is_id(key) else None
        if found is None:
            raise Http404
        return found

    def tell(self, rows):
        return [self._told(entry) for entry in rows]

    def thing_of(self, entry):
        return self.writer.find(self.kwargs["key"])

    def _told(self, entry: Entry) -> dict[str, Any]:
        part = next(each for each in entry.data[self.member] if each["id"] == self.kwargs["key"])
        return part | {"roadmap": entry.data["roadmap"], self.where: entry.data.get("code")}
