"""Who asks: a person, for the organisation for which they act; or the eyes with which they look."""

import re

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.contrib.auth.middleware import get_user
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.acting import CHOSEN, Acting
from accounts.callers import brings_key
from roadmaps import looks

READING = ("GET", "HEAD", "OPTIONS")
SIGNING_OUT = {"sign-out", "account_logout"}  # names of addresses
WAYS_OUT = {"end-look", *SIGNING_OUT}
# What is about oneself; an onlooker is nobody.
OWN = re.compile(r"([a-z]{2}/)?(account(/|$)|.+/leave$)|api/v1/(me|tokens|notices|personal-data)\b")


class ActorMiddleware:
    """Puts the one who asks into the request, so that no page has to know how they came to ask.

    While somebody looks with other eyes nothing is written, whatever the page.
    """

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.user = SimpleLazyObject(lambda: actor_of(request))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Refuse what would write, and what is about oneself, while somebody looks."""
        found = request.resolver_match
        is_safe = request.method in READING and not OWN.match(found.route)
        if is_safe or brings_key(request):  # a program asks for itself, whatever a browser does
            return None
        if not getattr(request.user, "is_onlooker", False):
            return None
        if found.url_name in SIGNING_OUT:
            end(request)
        return None if found.url_name in WAYS_OUT else _refusal(request)


def actor_of(request):
    """The person of the session, or the eyes with which they look meanwhile."""
    person = get_user(request)
    if not person.is_authenticated:
        return person
    if look := looks.of_session(request.session, person):
        return look.eyes
    person.acting = Acting(person, request.session.get(CHOSEN, ""))
    return person


def end(request):
    """Give people their own eyes back."""
    if look := looks.of_session(request.session, get_user(request)):
        looks.end(look.user, look)
    request.session.pop(looks.KEPT, None)
    request.user = actor_of(request)  # whoever signs out does it as themselves


def _refusal(request):
    page = {"is_error": True}
    response = render(request, "accounts/looking.html", page, status=403)
    response.sentence = _(  # for answers that are no pages
        "While you look with the eyes of somebody else nothing can be changed, and there is no "
        "account of yours. End it first."
    )
    return response
