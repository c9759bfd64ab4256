"""What the members of a map did to one of its elements, a sentence for each line of the log."""

from changes.models import Change, address
from roadmaps import history
from roadmaps.elements import KINDS
from roadmaps.figures import Figure
from roadmaps.links import Link

LENGTH = 50


def lines(actor, roadmap, element: dict, document: dict, last: int | None = None) -> list[dict]:
    """The last lines about an element, its figures and its links, the newest first.

    last: the revision at which to stop, where the map is read as it was.
    """
    changes = Change.objects.filter(subject__in=_subjects(element, document))
    if last is not None:
        changes = changes.filter(revision__lte=last)
    newest = changes.within(roadmap).select_related("actor").order_by("-revision")[:LENGTH]
    return history.told(actor, roadmap, newest)


def _subjects(element, document):
    itself = KINDS[element["kind"]]()
    itself.id = itself.pk = element["id"]
    figures = [Figure(pk=figure["id"]) for figure in element["figures"]]
    links = [
        Link(pk=link["id"])
        for link in document["links"]
        if element["code"] in (link["source"]["code"], link["target"]["code"])
    ]
    return [address(subject) for subject in (itself, *figures, *links)]
