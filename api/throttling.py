"""Nobody asks for more than their share: pages and API answer 429, and say when to come back."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.utils.translation import get_language_from_request, override
from rest_framework.throttling import BaseThrottle

from accounts import budgets, callers, events, limits
from api.errors import problem
from api.middleware import ROOT
from api.waiting import look_of
from roadmaps.views.errors import later

NOTED = "1 per minute"
OF_ALL = "network"  # its count says how many others there are, so it is not told


class Throttle:
    """Counts each request twice: before one knows who asks, and for the person once one does."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self._wait(request)
        return _told(request, _refusal(request) or self.get_response(request))

    async def _wait(self, request):
        # In memory this takes a few microseconds; a thread would take longer than that.
        refusal = sync_to_async(_refusal) if settings.REDIS_URL else None
        refused = await refusal(request) if refusal else _refusal(request)
        return _told(request, refused or await self.get_response(request))

    def process_view(self, request, view, args, kwargs):
        """Count pages for the person; the API does so itself, since it alone knows keys."""
        if request.path_info.startswith((ROOT, settings.STATIC_URL)):
            return None
        if request.user.is_authenticated:
            return _take(request, budgets.spend_as(request.user, request))
        return _take(request, budgets.spend_as_nobody(request))


class ByPerson(BaseThrottle):
    """Counts a request to the API for the person who asks, by whatever key."""

    def allow_request(self, request, view):
        asked = request._request
        if look_of(asked).is_again:
            return True
        if request.user.is_authenticated:
            spent = budgets.spend_as(request.user, asked)
        else:
            spent = budgets.spend_as_nobody(asked)
        if not spent:
            return True
        asked.spent = [*getattr(asked, "spent", ()), *spent]
        self.last = spent[-1]
        if budgets.is_over(spent):
            _note(asked, self.last.budget)
        return not budgets.is_over(spent)

    def wait(self):
        return self.last.standing.seconds


def _refusal(request):
    """The answer to somebody who asks for too much; none where they may go on."""
    look = look_of(request)
    if request.path_info.startswith(settings.STATIC_URL) or look.is_again:
        return None  # what belongs to a page, and whoever waits
    if look.crowd:
        return _come_back(request, 429 if look.crowd == "caller" else 503, 5)
    return _take(request, budgets.spend(request))


def _take(request, spent):
    request.spent = [*getattr(request, "spent", ()), *spent]
    if not budgets.is_over(spent):
        return None
    _note(request, spent[-1].budget)
    return _come_back(request, 429, spent[-1].standing.seconds)


def _note(request, budget):
    """Note it once a minute: who asks without end would fill the log with it."""
    request.is_noted = True
    if limits.count(NOTED, "noted", budget, callers.network_of(request)).is_allowed:
        events.note("throttled", request, budget=budget)


def _come_back(request, status, seconds):
    with override(get_language_from_request(request, check_path=True)):
        if request.path_info.startswith(ROOT):
            return problem(status, headers={"Retry-After": str(seconds)})
        return later(request, status, seconds)


def _told(request, response):
    spent = [each for each in getattr(request, "spent", ()) if each.budget != OF_ALL]
    if spent and request.path_info.startswith(ROOT):
        response.headers["RateLimit-Policy"] = ", ".join(each.policy for each in spent)
        response.headers["RateLimit"] = ", ".join(each.left for each in spent)
    return response
