"""What one person may be told of elements, figures and maps that lines of the log name."""

from roadmaps.elements import Element
from roadmaps.entries import Entry
from roadmaps.figures import Figure
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Visibility
from terms.translations import in_language


class Reader:
    """A person before the log: of other people's maps they know what is published."""

    def __init__(self, actor, roadmaps, rows):
        """roadmaps: those whose logs are read. rows: everything that lines of them name."""
        named = [row for row in (*rows, *_bearers(rows)) if _map_of(row)]
        maps = {roadmap.pk: roadmap for roadmap in roadmaps}
        if far := {_map_of(row) for row in named} - maps.keys():
            maps |= Roadmap.objects.in_bulk(far)
        Roadmap.objects.know_roles(actor, list(maps.values()))
        self.sights = {key: roadmap.sight_of(actor) for key, roadmap in maps.items()}
        self.public = {key for key, roadmap in maps.items() if roadmap.is_published}
        outside = {row.pk for row in named if not self.sights[_map_of(row)].is_member}
        entries = Entry.objects.filter(uid__in=outside).values_list("uid", "data")
        self.published = dict(entries) if outside else {}

    def sees(self, row) -> bool:
        """Whether they may be told that there is such a row; those of registers are for all."""
        place = _map_of(row)
        if place is None:
            return getattr(row, "visibility", Visibility.PUBLIC) == Visibility.PUBLIC
        sight = self.sights[place]
        if isinstance(row, Roadmap):
            return sight.is_member or row.pk in self.public
        if not sight.is_member:
            return row.pk in self.published
        degrees = {each.visibility for each in (row, *_bearers([row]))}
        return degrees <= set(sight.visibilities)

    def reads(self, row, field) -> str:
        """A text of an element or a figure in the reader's language, as it is known to them."""
        if row.pk in self.published:
            return in_language(self.published[row.pk], field)
        return row.said(field)


def _map_of(row):
    match row:
        case Roadmap():
            return row.pk
        case Element():
            return row.roadmap_id
        case Figure():
            return row.on_roadmap_id or (row.element and row.element.roadmap_id)
    return None


def _bearers(rows):
    """The elements on which figures stand: who may not see those does not see the figures."""
    return [row.element for row in rows if isinstance(row, Figure) and row.element]
