"""Writing over HTTP: the verbs, what must be said with them, and what they answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework.exceptions import NotAuthenticated, NotFound

from api import abilities, conditions, etags, idempotency, parameters, parsing
from api.bodies import Body
from api.negotiation import JSONRenderer
from api.resources import JSON, Resource
from api.writers import Writer

NOTHING = Body("Nothing", {})
OF_A_THING = ("partial_update", "destroy", "restore", "reorder")
WRITING = (*OF_A_THING, "create", "undo")


@dataclass(frozen=True)
class Outcome:
    """What was done, as it is told: once it is kept under a key, the same bytes again."""

    content: bytes
    places: list[Any]  # maps and organisations of which the content tells
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def response(self, **more: str) -> HttpResponse:
        headers = {"Cache-Control": "private, no-cache", **self.headers, **more}
        return HttpResponse(self.content, status=self.status, content_type=JSON, headers=headers)


class Writable(Resource):
    """What makes a resource writable: it has a writer, and may be told as a working copy."""

    writer: Writer
    lookup_url_kwarg = "key"

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.action in WRITING:
            parameters.chosen(request.query_params, "draft", ["true"])  # editions are not written
            if not request.user.is_authenticated:
                raise NotAuthenticated

    def known_parameters(self):
        if self.action in WRITING:
            return {"lang", "draft"} if self.action in OF_A_THING else {"lang"}
        known = super().known_parameters()
        return {*known, "draft"} if self.action == "retrieve" else known

    def body_of(self, action: str) -> Any:
        """The body that an action takes, for the OpenAPI file."""
        return self.writer.bodies().get(action)

    def answer_of(self, action: str) -> Any:
        """What an action answers, for the OpenAPI file; none where any list answers the same."""
        if action == "retrieve":
            return self.writer.either(self.serializer_class)
        if action in WRITING:
            return {201 if action == "create" else 200: self.writer.told_as()}
        return None

    def retrieve(self, request, *args, **kwargs):
        if not parameters.is_set(request.query_params, "draft"):
            return self._published(request)
        parameters.check(request.query_params, {"draft", "lang", "format"})
        if not request.user.is_authenticated:
            raise NotFound
        item = self.writer.tell(request.user, self.writer.draft(request.user, self.key()))
        return etags.answer(request, JSONRenderer().render(item), JSON, item["etag"])

    def _published(self, request):
        """The thing as it stands in the current edition."""
        entry = self.get_object()
        items = self.tell([entry])
        if request.user.is_authenticated:
            items[0]["abilities"] = abilities.of(request.user, self.thing_of(entry))
        item = self.shown(items)[0]
        etag = item.pop("etag")
        return etags.answer(request, JSONRenderer().render(item), JSON, etag)

    def thing_of(self, entry) -> Any:
        """The thing of which a published entry tells."""
        return self.writer.find(str(entry.uid))

    def create(self, request, *args, **kwargs):
        """Write something new on a map."""

        def add():
            thing = self.writer.add(request.user, parsing.body_of(request))
            return self.told(thing, 201)

        return once(request, add, is_new=True)

    def partial_update(self, request, *args, **kwargs):
        """Change some members: what is left out stays, null empties.

        It is a merge patch (RFC 7396), and may also be sent as `application/merge-patch+json`.
        """

        def edit():
            said = parsing.body_of(request)
            condition = conditions.read(request.headers.get("If-Match"))
            return self.told(self.writer.edit(request.user, self.key(), said, condition))

        return once(request, edit)

    def destroy(self, request, *args, **kwargs):
        """Take it off the map; it is kept, and can be restored."""
        condition = conditions.read(request.headers.get("If-Match"))
        with transaction.atomic():
            thing = self.writer.withdraw(request.user, self.key(), condition)
            return self.told(thing).response()

    def restore(self, request, *args, **kwargs):
        """Put it back on the map, as it was."""
        condition = conditions.read(request.headers.get("If-Match"))

        def restore():
            NOTHING.read(request.user, parsing.body_of(request))
            return self.told(self.writer.restore(request.user, self.key(), condition))

        return once(request, restore)

    def reorder(self, request, *args, **kwargs):
        """Put it behind another one in its row, or, with null, before all of them."""

        def move():
            said = parsing.body_of(request)
            return self.told(self.writer.reorder(request.user, self.key(), said))

        return once(request, move)

    def key(self) -> str:
        """How the thing is named in the address."""
        return self.kwargs[self.lookup_url_kwarg]

    def told(self, thing: Any, status: int = 200) -> Outcome:
        """The thing as it stands now."""
        item = self.writer.tell(self.request.user, thing)
        headers = {"ETag": item["etag"]}
        if status == 201:
            headers["Location"] = self.writer.address(item)
        return Outcome(JSONRenderer().render(item), [thing.roadmap], status, headers)


def once(request, do: Callable[[], Outcome], is_new: bool = False) -> HttpResponse:
    """Do it in one transaction with its answer; under a key that was used already, only answer."""
    key = idempotency.key_of(request)
    if not key and is_new:
        raise idempotency.required()
    with transaction.atomic():
        if not key:
            return do().response()
        said = f"{request.method} {request.get_full_path()}\n".encode() + parsing.raw(request)
        answer = idempotency.claim(request.user, key, said)
        if answer.status:
            kept = Outcome(bytes(answer.body), [], answer.status, answer.headers)
            return kept.response(**{"Idempotent-Replayed": "true"})
        done = do()
        told = {"status": done.status, "body": done.content, "headers": done.headers}
        idempotency.keep(request.user, answer, done.places, **told)
        return done.response()
