"""What the members of a map did, a sentence for each line of the log; and how to take it back."""

from functools import reduce
from operator import or_
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from changes.merging import Clash
from changes.models import Change, table
from roadmaps import history, undo
from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation
from roadmaps.roadmap import DESCRIBED
from roadmaps.rules import can
from roadmaps.views.maps import show
from roadmaps.views.reading import read
from roadmaps.views.writing.clashes import disputed
from roadmaps.views.writing.desk import asks, at_once, refused, sit_down

LENGTH = 50
KNOWN = ("before", "element", "field")
STANDING_ON = (  # what hangs on an element, by the fields that say so
    (Figure, ("element",)),
    (Participation, ("element",)),
    (Milestone, ("initiative",)),
    (ProgressUpdate, ("initiative",)),
    (Link, ("source", "target")),
)


def lines(actor, roadmap, element: dict, last: int | None = None) -> list[dict]:
    """The last lines about an element and what hangs on it, the newest first.

    last: the revision at which to stop, where the map is read as it was.
    """
    changes = Change.objects.within(roadmap).filter(_about(element))
    if last is not None:
        changes = changes.filter(revision__lte=last)
    return _newest(actor, roadmap, changes)[:LENGTH]


def log(request, slug):
    """The history of a map, or of one element or field of it, the newest line first."""
    wishes = _wishes(request)
    reading = read(request.user, slug)
    if not reading.is_draft:
        raise Http404
    changes = Change.objects.within(reading.roadmap)
    if code := wishes["element"]:
        if code not in reading.elements:
            raise Http404
        changes = changes.filter(_about(reading.elements[code]))
    if wishes["before"]:
        changes = changes.filter(revision__lt=int(wishes["before"]))
    found = _newest(request.user, reading.roadmap, changes, wishes["field"])
    return show(
        request,
        reading,
        "history",
        lines=_grouped(
            [line | {"can_be_undone": _is_of_contents(line)} for line in found[:LENGTH]]
        ),
        wishes=wishes,
        older=found[LENGTH - 1]["revision"] if len(found) > LENGTH else None,
        may_undo=can(request.user, "edit", reading.roadmap),
    )


def _newest(actor, roadmap, changes, field="") -> list[dict]:
    """The newest lines that this person may see, one more than a page has if there are more.

    Lines that they may not see are passed over, in larger and larger steps: how many there are
    shows neither in the length of a page nor in how many pages there are.
    """
    if field:
        changes = changes.filter(fields__has_key=field)
    changes = changes.with_people().order_by("-revision")
    seen: list[dict] = []
    step = LENGTH + 1
    while len(seen) <= LENGTH:
        some = list(changes[:step])
        told = history.told(actor, roadmap, some)
        seen += [line for line in told if not field or field in line["fields"]]
        if len(some) < step:
            break
        changes, step = changes.filter(revision__lt=some[-1].revision), step * 4
    return seen[: LENGTH + 1]


@require_POST
@asks()
def take_back(request, slug):
    """Undo one line of the log, or everything that was done in one go."""
    desk = sit_down(request, slug)
    back = reverse("history", args=[slug])
    wanted = request.POST.get("revision", "")
    lines = Change.objects.within(desk.roadmap)
    try:
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
            (change,) = _seen(request, desk, lines.filter(revision=wanted))
            return at_once(
                request, desk, back, lambda: undo.undo(request.user, desk.roadmap, change)
            )
        number = _request(request)
        _seen(request, desk, lines.filter(request=number))
        return at_once(
            request, desk, back, lambda: undo.undo_request(request.user, desk.roadmap, number)
        )
    except Clash as clash:
        clashes = disputed(request.user, clash).values()
        return refused(request, desk, back, [str(clash)], clashes=clashes)


def _wishes(request):
    """What the address asks for: lines about an element, about a field, before a revision."""
    for name in request.GET:
        if name not in KNOWN:
            raise BadRequest(_("This page knows no “%(name)s”.") % {"name": name[:60]})
    wishes = {name: request.GET.get(name, "")[:60].replace("\0", "") for name in KNOWN}
    before = wishes["before"]
    if before and not (before.isascii() and before.isdigit() and len(before) < 18):
        raise BadRequest(_("A revision is a whole number."))
    return wishes


def _seen(request, desk, changes):
    """Lines, if there are some and this person may see all of them; others are not there."""
    changes = list(changes)
    if not changes or len(history.told(request.user, desk.roadmap, changes)) < len(changes):
        raise Http404
    return changes


def _request(request):
    """The number under which something was done in one go."""
    try:
        return UUID(request.POST.get("request", ""))
    except ValueError as error:
        raise BadRequest(_("Say which line is to be undone.")) from error


def _is_of_contents(line):
    """Whether a line changed what the map says, and not who may write it or its stage."""
    if line["kind"] == "roadmap":
        return line["fields"].keys() <= DESCRIBED and line["verb"] != "begun"
    return line["kind"] not in ("map_role", "map_invitation", "edition", "relation")


def _grouped(told):
    """Lines of one request together: what was done in one go is undone in one go."""
    groups = []
    for line in told:
        if groups and line["request"] and groups[-1][0]["request"] == line["request"]:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _about(element):
    """What was done to an element, or to what hangs or hung on it."""
    key, subjects = element["id"], []
    for model, names in STANDING_ON:
        here = reduce(or_, (Q(**{name: key}) for name in names))
        start = Value(f"{table(model)}:")
        rows = model.objects.filter(here).order_by()
        subjects.append(Q(subject__in=rows.values_list(Concat(start, Cast("pk", CharField())))))
    return reduce(or_, subjects, Q(subject=f"{table(Element)}:{key}"))
