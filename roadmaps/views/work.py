"""My work: what waits for me now, what I was told lately, and how I want to be told."""

from collections import defaultdict
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from roadmaps import notices
from roadmaps.notices import Kind, Notice, Pace
from roadmaps.notices.words import place
from roadmaps.signoffs import Decision, Signoff
from roadmaps.views.confirming import attempt, done

LATELY = timedelta(days=30)
MOST = 50


@login_required
@never_cache
def work(request):
    """What waits for me, by kind, and what I was told in the last thirty days."""
    return _page(request)


@login_required
@require_POST
def see(request, key):
    """Say that I have seen one thing."""
    notice = Notice.objects.visible_to(request.user).filter(pk=key).first()
    if notice is None:
        raise Http404
    notices.see(request.user, notice)
    return done(request, reverse("work"))


@login_required
@require_POST
def see_all(request):
    """Say that I have seen all that I was told."""
    for notice in Notice.objects.visible_to(request.user).filter(seen_at=None).order_by("pk"):
        notices.see(request.user, notice)
    return done(request, reverse("work"))


@login_required
@require_POST
def choose(request):
    """Choose how I am told of each kind of things."""
    said = {kind: request.POST[kind] for kind in Kind.values if kind in request.POST}
    person = User.objects.get(pk=request.user.pk)
    if error := attempt(lambda: notices.choose(request.user, person, **said)):
        return _page(request, error, 422)
    return done(request, reverse("work"))


def _page(request, error="", status=200):
    mine = Notice.objects.visible_to(request.user).near().order_by("-made_at", "pk")
    open_now = list(mine.waiting())
    before = list(mine.filter(made_at__gt=timezone.now() - LATELY)[:MOST])
    pages = _to_be_signed(request.user, [*open_now, *before])
    waiting = [_told(each, pages) for each in open_now]
    groups = [
        {"kind": kind, "notices": [each for each in waiting if each["notice"].kind == kind]}
        for kind in Kind.values
    ]
    told = [_told(each, pages) for each in before]
    page = {
        "groups": [group for group in groups if group["notices"]],
        "lately": told,
        "is_unseen": any(each["notice"].seen_at is None for each in [*told, *waiting]),
        "paces": notices.paces_of(request.user),
        "choices": Pace.values,
        "error": error,
    }
    return render(request, "accounts/work.html", page, status=status)


def _to_be_signed(person, told) -> dict:
    """The page on which each sign-off that was asked is given, where there is just one such."""
    asked = {each.roadmap_id for each in told if each.kind == Kind.SIGNOFF_ASKED}
    if not asked:
        return {}
    mine = Signoff.objects.of_actor(person).filter(roadmap__in=asked, overruled_because="")
    pages = defaultdict(list)
    for signoff in mine.select_related("roadmap").order_by("pk"):
        pages[signoff.roadmap_id, signoff.organisation_id].append(signoff)
    found = {}
    for key, signoffs in pages.items():
        awaited = [each for each in signoffs if each.decision == Decision.AWAITED] or signoffs
        if len(awaited) == 1:
            found[key] = reverse("sign", args=[awaited[0].roadmap.slug, awaited[0].pk])
    return found


def _told(notice, pages):
    there = place(notice)
    if notice.kind == Kind.SIGNOFF_ASKED:
        there = pages.get((notice.roadmap_id, notice.organisation_id), there)
    return {"notice": notice, "sentence": notices.sentence(notice), "place": there}
