"""Drawing a link from one element to another; only the lawful kinds are offered."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from roadmaps import elements, links
from roadmaps.elements import Element
from roadmaps.entries import Entry
from roadmaps.links import Link, lawful_kinds
from roadmaps.roadmap import Roadmap
from roadmaps.views.writing.desk import answer, sit_down
from roadmaps.views.writing.forms import form_for
from terms.vocabulary import definition, label

NAMES = ("kind", "strength", "reason", "evidence", "certainty", "is_finish_only")


def draw(request, slug, code):
    """First to which element, then how: the kinds that may lead there, each with its meaning."""
    desk = sit_down(request, slug)
    source = desk.roadmap.elements.within(desk.sight).filter(code=code).first()
    if source is None:
        raise Http404
    wanted = request.GET.get("target", "").strip().upper()
    target = _target(request.user, wanted) if wanted else None
    if target is None:
        return _ask_where(request, desk, source, wanted)
    kinds = lawful_kinds(source.kind, target.kind)
    if not kinds:
        return _ask_where(request, desk, source, wanted, target)
    source, target = elements.in_full(source), elements.in_full(target)
    source.roadmap = desk.roadmap
    thing = Link(source=source, target=target)
    form = form_for(thing, desk.roadmap, desk.sight, NAMES, request.POST or None)
    form.fields["kind"] = forms.ChoiceField(
        label=_("Why"),
        choices=[(kind, _meant(kind)) for kind in kinds],
        widget=forms.RadioSelect,
        show_hidden_initial=True,
    )
    form.initial["kind"] = "" if len(kinds) > 1 else kinds[0]
    page = {
        "heading": f"{source.said('title')} → {target.said('title')}",
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


def _target(actor, code):
    """An element by its code, wherever this person may see it."""
    found = Element.objects.filter(code=code).select_related("roadmap").first()
    if found is None or not Roadmap.objects.visible_to(actor).filter(pk=found.roadmap_id).exists():
        return None
    sight = found.roadmap.sight_of(actor)
    seen = Element.objects.within(sight).standing().filter(pk=found.pk)
    if not sight.is_member:  # of another's map only what is published, not what is drafted
        seen = seen.filter(pk__in=Entry.objects.filter(uid=found.pk).values("uid"))
    return seen.first()


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
        "back": reverse("element", args=[desk.roadmap.slug, source.code]),
    }
    status = 422 if complaint else 200
    return render(request, "roadmaps/writing/link_target.html", context, status=status)


def _meant(kind):
    return f"{label('link_type', kind)}: {definition('link_type', kind)}"
