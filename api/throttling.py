"""Nobody asks for more than their share: pages and API answer 429, and say when to come back."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.utils.translation import get_language_from_request, override
from rest_framework.throttling import BaseThrottle

from accounts import budgets, events
from api.errors import problem
from api.middleware import ROOT
from api.waiting import look_of
from roadmaps.views.errors import later

FREE = ("/health", settings.STATIC_URL)  # supervisors, and what belongs to a page
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
        if request.path_info.startswith((ROOT, *FREE)) or not request.user.is_authenticated:
            return None
        return _take(request, budgets.spend_as(request.user, request.method))


class ByPerson(BaseThrottle):
    """Counts a request to the API for the person who asks, by whatever key."""

    def allow_request(self, request, view):
        asked = request._request
        if not request.user.is_authenticated or look_of(asked).is_again:
            return True
        spent = budgets.spend_as(request.user, request.method)
        asked.spent = [*getattr(asked, "spent", ()), *spent]
        self.last = spent[-1]
        if budgets.is_over(spent):
            events.note("throttled", asked, budget=self.last.budget)
        return not budgets.is_over(spent)

    def wait(self):
        return self.last.standing.seconds


def _refusal(request):
    """The answer to somebody who asks for too much; none where they may go on."""
    look = look_of(request)
    if request.path_info.startswith(FREE) or look.is_again:
        return None
    if look.crowd:
        return _come_back(request, 429 if look.crowd == "caller" else 503, 5)
    return _take(request, budgets.spend(request))


def _take(request, spent):
    request.spent = [*getattr(request, "spent", ()), *spent]
    if not budgets.is_over(spent):
        return None
    events.note("throttled", request, budget=spent[-1].budget)
    return _come_back(request, 429, spent[-1].standing.seconds)


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
