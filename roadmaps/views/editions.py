"""The map as it was published: each edition at its own address, for ever."""

from django.http import Http404
from django.shortcuts import render

from roadmaps import diff, picture
from roadmaps.views.maps import by_layer, figures_by_id, glance, sources
from roadmaps.views.reading import asked, read, read_consulted
from roadmaps.views.shelf import DOCUMENTS


def editions(request, slug):
    """All editions of a map, and what changed from each to the next."""
    asked(request)
    reading = read(request.user, slug)
    documents = DOCUMENTS.take([edition.pk for edition in reading.editions])
    entries = [
        {
            "edition": edition,
            "former": (former := _former(reading.editions, edition)),
            "edits": _edits(documents, edition, former),
        }
        for edition in reading.editions
    ]
    context = {"reading": reading, "map": reading.document["roadmap"], "entries": entries}
    return render(request, "roadmaps/editions.html", context)


def edition(request, slug, number):
    """One edition, exactly as it was published."""
    asked(request)
    reading = _reading(request.user, slug)
    edition = next((each for each in reading.editions if each.number == number), None)
    if edition is None:
        raise Http404
    former = _former(reading.editions, edition)
    documents = DOCUMENTS.take([each.pk for each in (edition, former) if each])
    document = documents[edition.pk]
    return render(
        request,
        "roadmaps/edition.html",
        {
            "reading": reading,
            "edition": edition,
            "round": edition.consultation if edition.kind == "consultation" else None,
            "map": document["roadmap"],
            "document": document,
            "picture": picture.draw(document) if document["elements"] else "",
            "layers": by_layer(document["elements"]),
            "glance": glance(document),
            "told": figures_by_id(document),
            "sources": sources(document),
            "former": former,
            "edits": _edits(documents, edition, former),
        },
    )


def _reading(actor, slug):
    """The map; of one that was never published the draft about which everybody is asked."""
    try:
        return read(actor, slug)
    except Http404:
        return read_consulted(slug)


def _former(editions, edition):
    """The one that was frozen before this one; drafts have numbers of their own."""
    before = [each for each in editions if each.map_revision < edition.map_revision]
    return max(before, key=lambda each: each.map_revision, default=None)


def _edits(documents, edition, former):
    """What is different from the edition before; none where it is the first one."""
    if former is None:
        return None
    old, new = documents[former.pk], documents[edition.pk]
    return diff.tell(diff.compare(old, new), old, new)
