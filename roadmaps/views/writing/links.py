"""Drawing a link from one element to another; only the lawful kinds are offered."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from roadmaps import elements, links
from roadmaps.elements import CODE, Element
from roadmaps.history.reader import Reader
from roadmaps.links import Link, lawful_kinds
from roadmaps.views.writing.desk import answer, asks, sit_down
from roadmaps.views.writing.forms import form_for
from roadmaps.views.writing.proposing import is_proposing

NAMES = ("kind", "strength", "reason", "evidence", "certainty", "is_finish_only")


@asks("target")
def draw(request, slug, code):
    """First to which element, then how: the kinds that may lead there, each with its meaning."""
    desk = sit_down(request, slug)
    source = desk.roadmap.elements.within(desk.sight).filter(code=code).first()
    if source is None:
        raise Http404
    wanted = request.GET.get("target", "").strip().upper()
    target, title = _target(request.user, desk.roadmap, wanted)
    if target is None:
        return _ask_where(request, desk, source, wanted)
    if not lawful_kinds(source.kind, target.kind):
        return _ask_where(request, desk, source, wanted, target)
    source, target = elements.in_full(source), elements.in_full(target)
    source.roadmap = desk.roadmap
    thing = Link(source=source, target=target)
    form = form_for(thing, desk.roadmap, desk.sight, NAMES, request.POST or None)
    page = {
        "heading": f"{source.said('title')} → {title}",
        "back": reverse("element", args=[slug, code]),
        "names_itself": True,
    }
    return answer(
        request,
        desk,
        form,
        lambda base, changes: _draw(request.user, source, target, form, changes),
        page,
    )


def _draw(actor, source, target, form, changes):
    said = {name: value for name, value in changes.items() if name != "kind"}
    return links.draw(actor, source, target, form.cleaned_data["kind"], **said)


def _target(actor, roadmap, code):
    """An element by its code, wherever this person may see it, and its title as they know it."""
    if not CODE.fullmatch(code):
        return None, ""
    found = Element.objects.standing().filter(code=code).first()
    reader = Reader(actor, [roadmap], [found] if found else [])
    if found is None or not reader.sees(found):
        return None, ""
    return found, reader.reads(found, "title")


def _ask_where(request, desk, source, wanted, target=None):
    """The first step: the elements to which any kind of link may lead from here."""
    others = desk.roadmap.elements.within(desk.sight).standing().exclude(pk=source.pk)
    lawful = [other for other in others if lawful_kinds(source.kind, other.kind)]
    words = {"code": wanted[:20], "source": source.code}
    complaint = ""
    if target is not None:
        complaint = _("No kind of link leads from %(source)s to %(code)s.") % words
    elif wanted:
        complaint = _("There is no element “%(code)s”, or you may not see it.") % words
    context = {
        "map": desk.roadmap,
        "source": source,
        "others": lawful,
        "wanted": wanted,
        "complaint": complaint,
        "is_proposing": is_proposing(request),
        "back": reverse("element", args=[desk.roadmap.slug, source.code]),
    }
    status = 422 if complaint else 200
    return render(request, "roadmaps/writing/link_target.html", context, status=status)
