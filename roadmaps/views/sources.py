"""A publication, and everything that was read in it."""

from django.http import Http404
from django.shortcuts import render

from roadmaps.entries import Entry
from roadmaps.views import coverage
from roadmaps.views.reading import asked
from sectors.models import Fact, Indicator, Source

LENGTH = 200


def source(request, code):
    """One source, with what cites it in published maps and in the registers."""
    asked(request)
    source = Source.objects.filter(code=code).first()
    if source is None:
        raise Http404
    entries = Entry.objects.filter(data__contains={"source": code}).exclude(kind="link")
    context = {
        "source": source,
        "sources": {code: source},
        "entries": entries.exclude(kind="milestone")[:LENGTH],
        "figures": coverage.rows(source=source, element=None, on_roadmap=None),
        "indicators": Indicator.objects.filter(observations__source=source).distinct(),
        "facts": Fact.objects.filter(source=source).select_related("programme", "organisation"),
    }
    return render(request, "roadmaps/source.html", context)
