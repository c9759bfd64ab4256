"""My work: what waits for me now, what I was told lately, and how I want to be told."""

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
    waiting = [_told(each) for each in mine.waiting()]
    lately = mine.filter(made_at__gt=timezone.now() - LATELY)[:MOST]
    groups = [
        {"kind": kind, "notices": [each for each in waiting if each["notice"].kind == kind]}
        for kind in Kind.values
    ]
    told = [_told(each) for each in lately]
    page = {
        "groups": [group for group in groups if group["notices"]],
        "lately": told,
        "is_unseen": any(each["notice"].seen_at is None for each in [*told, *waiting]),
        "paces": notices.paces_of(request.user),
        "choices": Pace.values,
        "error": error,
    }
    return render(request, "accounts/work.html", page, status=status)


def _told(notice):
    return {"notice": notice, "sentence": notices.sentence(notice), "place": place(notice)}
