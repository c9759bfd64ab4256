"""What a map says of itself, changed by its members."""

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from roadmaps.roadmap import describe
from roadmaps.views.writing.desk import answer, asks, sit_down
from roadmaps.views.writing.forms import form_for

NAMES = (
    "title", "summary", "vision", "note", "sector", "lead", "base_year", "short_until",
    "medium_until", "vision_year", "review_due",
)  # fmt: skip


@asks("field")
def edit(request, slug):
    """Change the title, the vision or the years of a map."""
    desk = sit_down(request, slug)
    names = NAMES
    if field := request.GET.get("field"):
        if field not in NAMES:
            raise BadRequest(_("There is no such field."))
        names = (field,)
    form = form_for(desk.roadmap, desk.roadmap, desk.sight, names, request.POST or None)
    page = {
        "heading": desk.roadmap.said("title"),
        "field": field,
        "back": reverse("roadmap", args=[slug]),
        "is_autosaved": True,
    }
    return answer(
        request,
        desk,
        form,
        lambda base, changes: describe(request.user, desk.roadmap, base, **changes),
        page,
    )
