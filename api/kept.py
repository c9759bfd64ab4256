"""What those who keep a council write, and everybody reads as far as it is public."""

from typing import Any

from django.http import HttpResponse
from rest_framework.permissions import SAFE_METHODS, BasePermission

from api import parsing
from api.affiliations import Affiliations
from api.writing import NOTHING, once


class ReadsOrSaysWho(BasePermission):
    """Reading is for everybody; whoever writes says who they are."""

    def has_permission(self, request, view):
        return request.method in SAFE_METHODS or request.user.is_authenticated


class Kept(Affiliations):
    """Things of a council. A resource says what they are and which commands there are."""

    permission_classes = [ReadsOrSaysWho]
    scope = "write"

    def told(self, thing) -> dict[str, Any]:
        item = super().told(thing)
        if not self.request.user.is_authenticated:
            del item["abilities"]
        return item

    def step(self, request, pk, act, body=NOTHING, status=200) -> HttpResponse:
        """Do one step with the thing, once, with what the body says of it.

        act: is given the thing and the values that were said, and gives the thing back.
        """

        def do():
            said = parsing.body_of(request)
            thing, _condition = self.held(request, pk)
            act(thing, body.read(request.user, said))
            return self.outcome(self.find(pk), status)

        return once(request, do)

    def places_of(self, thing) -> list[Any]:
        """Whom one has to know in order to be told the answer again."""
        council = getattr(thing, "council", thing)
        return [each for each in (council.secretariat or council.programme.owner,) if each]
