"""The pictures of a map by themselves, to be put on a slide, into a text or on a wall."""

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from roadmaps import network, picture
from roadmaps.exchange import print as paper
from roadmaps.views.reading import ANY, asked, read
from terms import periods
from terms.translations import in_language

TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
NOTHING_ELSE = "default-src 'none'; sandbox"  # a picture by itself needs nothing and may do nothing


def picture_svg(request, slug):
    """The roadmap as SVG."""
    reading = _read(request, slug)
    return _file(reading, picture.draw(reading.document).encode(), "svg")


def picture_png(request, slug):
    """The roadmap as an image."""
    reading = _read(request, slug)
    title = in_language(reading.document["roadmap"], "title")
    return _file(reading, paper.png(picture.draw(reading.document), title), "png")


def picture_pdf(request, slug):
    """The roadmap on one page."""
    reading = _read(request, slug)
    drawn = picture.draw(reading.document)
    return _file(reading, paper.pdf(reading.document, drawn, _edition(reading)), "pdf")


def network_svg(request, slug):
    """The links of the map as SVG."""
    reading = _read(request, slug)
    return _file(reading, network.draw(reading.document).encode(), "svg")


def _read(request, slug):
    return read(request.user, slug, **asked(request, as_of=ANY))


def _edition(reading):
    """What stands under the title, so that nobody takes a draft for an edition, or then for now."""
    if reading.is_past and reading.is_draft:
        words = {"day": periods.say(reading.past.day.isoformat()), "number": reading.past.revision}
        return _("Draft as it was on %(day)s, revision %(number)s") % words
    if reading.is_draft or reading.edition is None:
        return _("Draft")
    named = _("Edition %(number)s") % {"number": reading.edition.number}
    return " · ".join(part for part in (named, reading.edition.label) if part)


def _number(reading):
    if reading.is_draft:
        return f"draft-{reading.past.revision}" if reading.is_past else "draft"
    return reading.edition.number


def _file(reading, content, ending):
    name = f"{reading.slug}-{_number(reading)}-{get_language()}.{ending}"
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Security-Policy": NOTHING_ELSE,
        "Cache-Control": "private, no-cache" if reading.is_draft else "public, max-age=60",
        "Vary": "Cookie",
    }
    return HttpResponse(content, content_type=TYPES[ending], headers=headers)
