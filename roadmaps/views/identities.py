"""The name of a map that keeps for ever, whatever becomes of its pages: it leads to where it is."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override

from roadmaps.roadmap import Roadmap
from roadmaps.views.reading import asked

JSON, HTML = "application/json", "text/html"


def roadmap(request, slug):
    """On to the page of a map in the reader's language, or for a program to its data."""
    asked(request)
    if not Roadmap.objects.visible_to(request.user).filter(slug=slug).exists():
        raise Http404
    if request.get_preferred_type([HTML, JSON]) == JSON:
        place = f"/api/v1/roadmaps/{slug}"
    else:
        with override(get_language_from_request(request)):
            place = reverse("roadmap", args=[slug])
    answer = HttpResponse(status=303, headers={"Location": place})
    patch_vary_headers(answer, ["Accept", "Accept-Language", "Cookie"])
    return answer
