"""What the members of a map did, a sentence for each line of the log; and how to take it back."""

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from changes.merging import Clash
from changes.models import Change, address
from roadmaps import history, undo
from roadmaps.elements import KINDS
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.roadmap import Refused
from roadmaps.rules import can
from roadmaps.views.maps import show
from roadmaps.views.reading import read
from roadmaps.views.writing.desk import done, sit_down, wants_json

LENGTH = 50
KNOWN = ("before", "element", "field")


def lines(actor, roadmap, element: dict, document: dict, last: int | None = None) -> list[dict]:
    """The last lines about an element, its figures and its links, the newest first.

    last: the revision at which to stop, where the map is read as it was.
    """
    changes = Change.objects.filter(subject__in=_subjects(element, document))
    if last is not None:
        changes = changes.filter(revision__lte=last)
    newest = changes.within(roadmap).with_people().order_by("-revision")[:LENGTH]
    return history.told(actor, roadmap, newest)


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
        element = reading.elements[code]
        changes = changes.filter(subject__in=_subjects(element, reading.document))
    if wishes["field"]:
        changes = changes.filter(fields__has_key=wishes["field"])
    if wishes["before"]:
        changes = changes.filter(revision__lt=int(wishes["before"]))
    page = list(changes.with_people().order_by("-revision")[: LENGTH + 1])
    told = history.told(request.user, reading.roadmap, page[:LENGTH])
    return show(
        request,
        reading,
        "history",
        lines=_grouped(told),
        wishes=wishes,
        older=page[LENGTH - 1].revision if len(page) > LENGTH else None,
        may_undo=can(request.user, "edit", reading.roadmap),
    )


@require_POST
def take_back(request, slug):
    """Undo one line of the log, or everything that was done in one go."""
    desk = sit_down(request, slug)
    back = reverse("history", args=[slug])
    wanted = request.POST.get("revision", "")
    try:
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
            undo.undo(request.user, desk.roadmap, _line(request, desk, int(wanted)))
        else:
            undo.undo_request(request.user, desk.roadmap, _request(request))
    except Clash as clash:
        return _refused(request, desk, back, clash)
    except Refused as refusal:
        return _refused(request, desk, back, refusal)
    return done(request, desk, back)


def _wishes(request):
    """What the address asks for: lines about an element, about a field, before a revision."""
    for name in request.GET:
        if name not in KNOWN:
            raise BadRequest(_("This page knows no “%(name)s”.") % {"name": name[:60]})
    wishes = {name: request.GET.get(name, "")[:60] for name in KNOWN}
    before = wishes["before"]
    if before and not (before.isascii() and before.isdigit() and len(before) < 18):
        raise BadRequest(_("A revision is a whole number."))
    return wishes


def _line(request, desk, revision):
    """A line that this person may see; another one is not there."""
    change = Change.objects.within(desk.roadmap).filter(revision=revision).first()
    if change is None or not history.told(request.user, desk.roadmap, [change]):
        raise Http404
    return change


def _request(request):
    wanted = request.POST.get("request", "")
    if len(wanted) != 36:
        raise BadRequest(_("Say which line is to be undone."))
    return wanted


def _refused(request, desk, back, error):
    """Nothing was undone: say why, and what stands there now."""
    page = {"map": desk.roadmap, "error": error, "back": back}
    page["clashes"] = error.as_json() if isinstance(error, Clash) else {}
    template = "undo_words.html" if wants_json(request) else "undo.html"
    return render(request, f"roadmaps/writing/{template}", page, status=409)


def _grouped(told):
    """Lines of one request together: what was done in one go is undone in one go."""
    groups = []
    for line in told:
        if groups and line["request"] and groups[-1][0]["request"] == line["request"]:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


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
