"""You said, we did: what a round led to, for everybody; before that, as it would be published."""

from django.http import Http404
from django.shortcuts import render

from roadmaps import outcomes
from roadmaps.models import Outcome
from roadmaps.rules import can
from roadmaps.views.consultations import find
from roadmaps.views.reading import asked


def outcome(request, key):
    """The answers of a round: published, or to those who answer as they stand now."""
    asked(request)
    it = find(request.user, key)
    published = Outcome.objects.select_related("edition").filter(consultation=it).defer(
        "edition__content", "edition__gzipped", "edition__brotlied"
    ).first()  # fmt: skip
    if published is None and not _may_preview(request.user, it):
        raise Http404
    content = published.content if published else outcomes.build(it)
    comments = {}
    for each in content["comments"]:
        comments.setdefault(each["response"], []).append(each)
    context = {
        "it": it,
        "published": published,
        "content": content,
        "groups": outcomes.dispositions(content),
        "comments": comments,
        "map": content["map"],
    }
    return render(request, "roadmaps/consultations/outcome.html", context)


def _may_preview(actor, it):
    return actor.is_authenticated and not it.is_open and can(actor, "hear", it)
