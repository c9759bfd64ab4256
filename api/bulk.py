"""Many writes at once: all of them, or none, as one request that one undo takes back."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated

from api import conditions, elements, parsing
from api.bodies import Body
from api.errors import InOperation
from api.fields import OneOf, Text
from api.figures import FigureViewSet
from api.links import LinkViewSet
from api.milestones import MilestoneViewSet
from api.mistakes import MOST as MISTAKES
from api.mistakes import Mistake, Mistakes, mistake, pointer
from api.negotiation import JSONRenderer
from api.participations import ParticipationViewSet
from api.progress_updates import ProgressUpdateViewSet
from api.resources import Resource
from api.roadmap_writer import WRITER as ROADMAP_WRITER
from api.writing import NOTHING, Outcome, once
from changes.merging import Clash
from changes.models import lock
from roadmaps.models import Entry, MapRole, Roadmap

MOST = 200
METHODS = ("POST", "PATCH", "DELETE")
PATH = re.compile(r"(?:/api/v1)?/([a-z-]{1,40})(?:/([\w-]{1,80})(?:/([a-z]{1,20}))?)?", re.ASCII)
OF_A_KIND = {
    "challenges": "challenge", "goals": "goal", "fdi-targets": "fdi_target",
    "technologies": "technology", "skills": "skill", "infrastructure": "infrastructure",
    "initiatives": "initiative",
}  # fmt: skip
WRITERS: dict[str, Any] = {
    "elements": elements.ANY,
    "figures": FigureViewSet.writer,
    "links": LinkViewSet.writer,
    "milestones": MilestoneViewSet.writer,
    "participations": ParticipationViewSet.writer,
    "progress-updates": ProgressUpdateViewSet.writer,
    "roadmaps": ROADMAP_WRITER,
}


class OperationSerializer(serializers.Serializer):
    """One write, as it would be sent by itself."""

    method = OneOf(METHODS)
    path = Text(max_length=200, help_text="Such as /elements/AUT-C03 or /figures.")
    body = serializers.DictField(required=False)
    if_match = Text(required=False, max_length=200, help_text="As the header `If-Match`.")


class BulkSerializer(serializers.Serializer):
    """Writes that belong together."""

    operations = OperationSerializer(many=True)


class ResultSerializer(serializers.Serializer):
    """What one of the writes would have been answered by itself."""

    status = serializers.IntegerField()
    body = serializers.DictField()


class ResultsSerializer(serializers.Serializer):
    """The answers, in the order of the operations."""

    results = ResultSerializer(many=True)


OPERATION = Body("Operation", dict(OperationSerializer().get_fields()))


@dataclass(frozen=True)
class Operation:
    """One of the writes. what: add, edit, withdraw, restore or reorder."""

    what: str
    writer: Any
    key: str
    said: dict[str, Any]
    condition: conditions.Condition | None

    def map_of(self, actor) -> Any:
        """The key of the map on which it writes, if that can be told before anything is done."""
        try:
            if self.what != "add":
                return self.writer.find(self.key).ledger.pk
            place = self.writer.place_of(actor, self.said)
        except Http404:
            return None
        return place and place.ledger.pk

    def carry_out(self, actor) -> tuple[int, Any]:
        match self.what:
            case "add":
                return 201, self.writer.add(actor, self.said)
            case "edit":
                return 200, self.writer.edit(actor, self.key, self.said, self.condition)
            case "reorder":
                return 200, self.writer.reorder(actor, self.key, self.said)
        NOTHING.read(actor, self.said)
        command = getattr(self.writer, self.what)
        return 200, command(actor, self.key, self.condition)


class BulkViewSet(Resource):
    """Many writes at once."""

    tag = "bulk"
    queryset = Entry.objects.none()
    filter_backends = []
    pagination_class = None

    def known_parameters(self):
        return {"lang"}

    @extend_schema(request=BulkSerializer, responses=ResultsSerializer)
    def bulk(self, request):
        """Do up to 200 writes in one transaction: all of them or, if one fails, none.

        They count as one request, which one undo takes back. The pointer of an error begins with
        the number of the operation: “/operations/3/body/title”.
        """
        if not request.user.is_authenticated:
            raise NotAuthenticated
        return once(request, lambda: _all(request.user, parsing.body_of(request)), is_new=True)


def _all(actor, said) -> Outcome:
    operations = operations_of(actor, said)
    began = _lock_in_one_order(actor, {each.map_of(actor) for each in operations} - {None})
    results, maps = [], set()
    for number, operation in enumerate(operations):
        try:
            status, thing = operation.carry_out(actor)
            item = operation.writer.tell(actor, thing)
        except Exception as error:
            if isinstance(error, Clash):  # what was done before it in this request is undone
                error.revision = began.get(error.subject.ledger.pk, error.revision)
            raise InOperation(number, error) from error
        maps.add(thing.roadmap)
        results.append({"status": status, "body": item})
    return Outcome(JSONRenderer().render({"results": results}), list(maps))


def _lock_in_one_order(actor, keys) -> dict[Any, int]:
    """Two who write on the same maps in another order must not wait for one another for ever.

    Gives the revision of each map, by its key.
    """
    theirs = MapRole.objects.held_by(actor).values("roadmap")  # nobody holds up a map of others
    maps = Roadmap.objects.filter(pk__in=keys).filter(pk__in=theirs).order_by("pk")
    return {roadmap.pk: lock(roadmap).revision for roadmap in maps}


def operations_of(actor, said) -> list[Operation]:
    """The writes that a body names; all that is wrong with them is told at once."""
    if set(said) != {"operations"} or not isinstance(said["operations"], list):
        raise mistake("", "invalid", _("Send one member, “operations”, with a list."))
    if not 0 < len(said["operations"]) <= MOST:
        message = _("Send from 1 to %(most)s operations at once.")
        raise mistake("operations", "invalid", message % {"most": MOST})
    found, mistakes = [], []
    for number, each in enumerate(said["operations"]):
        try:
            found.append(_operation(actor, each))
        except Mistakes as error:
            here = pointer("operations", number)
            mistakes += [Mistake(here + one.pointer, *one[1:]) for one in error.mistakes]
    if mistakes:
        raise Mistakes(mistakes[:MISTAKES])
    return found


def _operation(actor, said) -> Operation:
    if not isinstance(said, dict):
        raise mistake("", "invalid", _("An operation is an object with method, path and body."))
    body = said.get("body", {})
    if not isinstance(body, dict):
        raise mistake("body", "invalid", _("The body has to be one object of JSON."))
    rest = {name: value for name, value in said.items() if name != "body"}
    values = OPERATION.read(actor, rest)
    what, writer, key = _addressed(values["method"], values["path"])
    return Operation(what, writer, key, body, conditions.read(values.get("if_match")))


def _addressed(method, path) -> tuple[str, Any, str]:
    """What is to be done, by whom, with which thing."""
    found = PATH.fullmatch(path)
    name, key, step = found.groups("") if found else ("", "", "")
    writer = elements.WRITERS.get(OF_A_KIND.get(name, "")) if not key else None
    writer = writer or WRITERS.get(name)
    if writer is not None and (what := _what(method, key, step)) and what in writer.may:
        return what, writer, key
    message = _("There is nothing that could be written in this way.")
    raise mistake("path", "unknown", message)


def _what(method, key, step) -> str:
    match method, bool(key), step:
        case "POST", False, "":
            return "add"
        case "PATCH", True, "":
            return "edit"
        case "DELETE", True, "":
            return "withdraw"
        case "POST", True, "restore" | "reorder":
            return step
    return ""
