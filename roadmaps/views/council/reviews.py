"""Reviews as pages: what a council looks at, who has an interest, what still waits for a reply."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import require
from roadmaps import reviews
from roadmaps.councils import keeps
from roadmaps.editions import Edition
from roadmaps.mentions import maps_known
from roadmaps.models import Recommendation, Review, Roadmap
from roadmaps.reviews import conflicts
from roadmaps.rules import can
from roadmaps.views.confirming import posted
from roadmaps.views.council.councils import EDITIONS, kept, page_of
from roadmaps.views.council.filling import fill
from roadmaps.views.council.forms import ClosingForm, ReviewForm
from roadmaps.views.council.tracker import rows
from roadmaps.views.reading import asked
from terms.translations import in_language

COPY = gettext_lazy("working copy")


def review(request, key):
    """One review, with those who have an interest and what still waits for a reply."""
    asked(request)
    review = _find(request.user, key)
    about = Recommendation.objects.about(request.user, review.roadmap)
    before = about.exclude(review=review).unanswered(review.opened_on)
    context = {
        "review": review,
        "council": review.council,
        "programme": review.council.programme,
        "told": maps_known(request.user, {review.roadmap_id}).get(review.roadmap_id),
        "conflicts": conflicts(request.user, review),
        "waiting": rows(request.user, before),
        "rows": rows(request.user, about.filter(review=review)),
        "may_close": review.is_open and keeps(request.user, review.council),
    }
    return render(request, "roadmaps/council/review.html", context)


@login_required
def open_review(request, code):
    """Begin to look at a map."""
    council = kept(request, code)
    form = ReviewForm(posted(request), texts=_texts(request.user, council))
    page = page_of(council, _("Open a review"), _("Open it"))

    def act(said):
        slug, _at, number = said["text"].partition("@")
        roadmap = Roadmap.objects.visible_to(request.user).get(slug=slug)
        edition = roadmap.editions.numbered(number).get() if number else None
        made = reviews.open_review(request.user, council, roadmap, edition, said["brief"])
        page.back = reverse("review", args=[made.pk])

    return fill(request, form, act, page)


@login_required
def close(request, key):
    """End a review with what was found."""
    review = _find(request.user, key)
    require(request.user, keeps, review.council)
    form = ClosingForm(posted(request))
    page = page_of(review.council, _("Close the review"), _("Close it"))
    page.back = reverse("review", args=[key])
    return fill(
        request, form, lambda said: reviews.close(request.user, review, **said), page, review
    )


def _find(actor, key) -> Review:
    """The review, if this person may see it."""
    seen = Review.objects.visible_to(actor).filter(pk=key)
    near = seen.select_related("council__programme", "council__secretariat")
    found = near.prefetch_related(EDITIONS).first()
    if found is None:
        raise Http404
    found.roadmap = Roadmap.objects.visible_to(actor).get(pk=found.roadmap_id)
    return found


def _texts(actor, council) -> list[tuple[str, str]]:
    """What somebody may have the council look at: working copies and editions in force."""
    maps = Roadmap.objects.visible_to(actor).filter(programme=council.programme_id)
    found = list(maps.exclude(stage="retired"))
    known = maps_known(actor, {each.pk for each in found})
    current = Edition.objects.current().exclude(kind="consultation").filter(roadmap__in=found)
    numbers = {each.roadmap_id: each.number for each in current.defer(*Edition.UNTOLD)}
    texts = []
    Roadmap.objects.know_roles(actor, found)
    for roadmap in found:
        title = in_language(known.get(roadmap.pk, {}), "title") or roadmap.slug
        if can(actor, "view_draft", roadmap):
            texts.append((roadmap.slug, f"{title}: {COPY}"))
        if number := numbers.get(roadmap.pk):
            texts.append((f"{roadmap.slug}@{number}", f"{title}: {number}"))
    return sorted(texts, key=lambda each: each[1])
