"""The map as it was published: each edition at its own address, for ever."""

from django.http import Http404
from django.shortcuts import render

from roadmaps import diff, picture
from roadmaps.views.maps import by_layer, figures_by_id, glance, sources
from roadmaps.views.reading import asked, read
from roadmaps.views.shelf import DOCUMENTS


def editions(request, slug):
    """All editions of a map, and what changed from each to the next."""
    asked(request)
    reading = read(request.user, slug)
    documents = DOCUMENTS.take([edition.pk for edition in reading.editions])
    entries = [
        {
            "edition": edition,
            "former": next(iter(reading.editions[place + 1 :]), None),
            "edits": _edits(reading.editions, documents, place),
        }
        for place, edition in enumerate(reading.editions)
    ]
    context = {"reading": reading, "map": reading.document["roadmap"], "entries": entries}
    return render(request, "roadmaps/editions.html", context)


def edition(request, slug, number):
    """One edition, exactly as it was published."""
    asked(request)
    reading = read(request.user, slug)
    place = next(
        (place for place, each in enumerate(reading.editions) if each.number == number), None
    )
    if place is None:
        raise Http404
    edition = reading.editions[place]
    documents = DOCUMENTS.take([each.pk for each in reading.editions[place : place + 2]])
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
            "former": next(iter(reading.editions[place + 1 :]), None),
            "edits": _edits(reading.editions, documents, place),
        },
    )


def _edits(editions, documents, place):
    """What is different from the edition before; none where it is the first one."""
    if place + 1 == len(editions):
        return None
    newer, older = editions[place], editions[place + 1]
    old, new = documents[older.pk], documents[newer.pk]
    return diff.tell(diff.compare(old, new), old, new)
