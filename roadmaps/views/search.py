"""Looking for words on a map: each place at which they stand, with its address."""

from django.urls import reverse

from roadmaps import search
from roadmaps.views import running
from roadmaps.views.maps import show
from roadmaps.views.reading import ANY, asked, read
from terms.languages import active, language_named


def find(request, slug):
    """What stands on a map, and in its texts, of which somebody asks."""
    wishes = asked(request, q=ANY, as_of=ANY)
    reading = read(request.user, slug, wishes["as_of"])
    words = wishes["q"].strip()[: search.LONGEST]
    document = reading.document | {"narratives": running.newest(reading)}
    hits = [
        {"hit": hit, "address": _address(reading, hit), "spoken": _spoken(hit)}
        for hit in search.find(document, words)
    ]
    return show(request, reading, "search", looked_for=words, hits=hits)


def _spoken(hit) -> str:
    """The language, where it is another one than the reader's."""
    return "" if hit.language == active() else language_named(hit.language)


def _address(reading, hit) -> str:
    """The page on which it stands, at its place there."""
    # The page of an element tells its body in the reader's language alone.
    if hit.element and (hit.text is None or hit.language == active()):
        page = reverse("element", args=[reading.slug, hit.element])
    else:
        page = reverse("texts", args=[reading.slug])
    return f"{page}{reading.query}" + (f"#text-{hit.text}" if hit.text else "")
