"""What ties people to maps and organisations, for those who are tied themselves.

A resource says what they are, how they are told and which commands there are; who may not see one
is answered as if it were not there.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from api import conditions, etags, parsing
from api.authentication import HasSaidWhoTheyAre
from api.bodies import Body
from api.negotiation import JSONRenderer
from api.resources import JSON, Resource
from api.serializers import Abilities
from api.writing import Outcome, once
from changes.models import lock

READING = ("list", "retrieve")


class Tied(serializers.Serializer):
    """What is told of a single one beyond what lists tell."""

    abilities = Abilities(required=False)
    etag = serializers.CharField(required=False, help_text="For `If-Match`.")


class Affiliations(Resource):
    """Things that tie people to a map or an organisation."""

    permission_classes = [IsAuthenticated, HasSaidWhoTheyAre]
    scope = "admin"
    bodies: Mapping[str, Body] = {}
    whole: Any  # the serializer of a single one

    def known_parameters(self):
        return super().known_parameters() if self.action in READING else {"lang"}

    def body_of(self, action):
        """The body that an action takes, for the OpenAPI file."""
        return self.bodies[action].serializer if action in self.bodies else None

    def answer_of(self, action):
        """What an action answers, for the OpenAPI file; none where any list answers the same."""
        match action:
            case "list":
                return None
            case "destroy" | "decline":
                return {204: None}
        return {201 if action == "create" else 200: self.whole}

    def retrieve(self, request, pk):
        item = self.told(self.find(pk))
        return etags.answer(request, JSONRenderer().render(item), JSON, item["etag"])

    def create(self, request):
        """Make a new one."""

        def add():
            said = self.bodies["create"].read(request.user, parsing.body_of(request))
            return self.outcome(self.add(request.user, _without_nothing(said)), 201)

        return once(request, add, is_new=True)

    def partial_update(self, request, pk):
        """Change some members: what is left out stays, null empties.

        It is a merge patch (RFC 7396), and may also be sent as `application/merge-patch+json`.
        """

        def edit():
            thing, condition = self.held(request, pk)
            said = parsing.body_of(request)
            base = conditions.base_of(said, condition, thing)
            values = self.bodies["partial_update"].read(request.user, said)
            return self.outcome(self.edit(request.user, thing, base, **values))

        return once(request, edit)

    @transaction.atomic
    def destroy(self, request, pk):
        """End it, at once and for ever."""
        thing, _condition = self.held(request, pk)
        self.end(request.user, thing)
        return HttpResponse(status=204)

    # What a resource says.

    def add(self, actor, said: dict[str, Any]) -> Any:
        raise NotImplementedError

    def edit(self, actor, thing, base: int, **values: Any) -> Any:
        raise NotImplementedError

    def end(self, actor, thing) -> Any:
        raise NotImplementedError

    def abilities(self, actor, thing) -> dict[str, bool]:
        raise NotImplementedError

    # How it is found and told.

    def find(self, key) -> Any:
        """The thing with this id, if the caller may see it."""
        found = self.get_queryset().filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def held(self, request, key) -> tuple[Any, Any]:
        """The thing as it is now, locked, if it is as the caller saw it; and what they saw."""
        condition = conditions.read(request.headers.get("If-Match"))
        lock(self.find(key).ledger)
        thing = self.find(key)
        if condition is not None:
            condition.require(thing)
        return thing, condition

    def told(self, thing) -> dict[str, Any]:
        item = self.tell([thing])[0]
        item["abilities"] = self.abilities(self.request.user, thing)
        return item | {"etag": etags.of_item(item, item["revision"])}

    def outcome(self, thing, status: int = 200) -> Outcome:
        """The thing as it stands now."""
        item = self.told(thing)
        headers = {"ETag": item["etag"]}
        if status == 201:
            headers["Location"] = f"{self.request.path}/{item['id']}"
        return Outcome(JSONRenderer().render(item), self.places_of(thing), status, headers)

    def places_of(self, thing) -> list[Any]:
        """The map or the organisation of which the answer tells."""
        return [thing.ledger]


def _without_nothing(said):
    return {name: value for name, value in said.items() if value is not None}
