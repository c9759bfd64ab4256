"""The feed of what was done, in the order of commits; nothing is skipped and nothing repeated."""

import asyncio
import time
from typing import Any

from asgiref.sync import sync_to_async
from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from api import parameters
from api.etags import answer, digest
from api.negotiation import JSONRenderer
from api.resources import JSON, Resource
from changes.bus import BUS
from changes.models import Change, address
from roadmaps import history
from roadmaps.history.subjects import KIND_NAMES
from roadmaps.models import Edition, MapRole, Roadmap

SALT = "changes"
LONGEST_WAIT = 25  # seconds
LOOKS_AGAIN = 5.0  # seconds after which a waiting reader looks, even if the bus is silent
REST = 0.1  # seconds between two looks, however much is going on
USUAL, MOST = 50, 100
EDITIONS = Edition._meta.label_lower
PUBLICATIONS = ("published", "superseded")
LABELS = {kind: label for label, kind in KIND_NAMES.items()}
PARAMETERS = [
    OpenApiParameter("after", str, description="The cursor of the last line that you have."),
    OpenApiParameter("roadmap", str, description="Only of the map with this slug."),
    OpenApiParameter("kind", str, enum=sorted(LABELS), description="Only of this kind of thing."),
    OpenApiParameter("limit", int, description=f"From 1 to {MOST}; usually {USUAL}."),
    OpenApiParameter("wait", int, description="Seconds, up to 25, to wait for something new."),
]


class ChangeSerializer(serializers.Serializer):
    """One line of the log. Of maps on which you have no role only publications are told."""

    cursor = serializers.CharField()
    roadmap = serializers.CharField()
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    kind = serializers.ChoiceField(choices=sorted(LABELS))
    id = serializers.UUIDField()
    edition = serializers.CharField(required=False)
    revision = serializers.IntegerField(required=False)
    actor = serializers.CharField(required=False, allow_null=True)
    element = serializers.CharField(required=False, allow_null=True)
    fields = serializers.DictField(required=False)
    sentence = serializers.CharField(required=False)
    request = serializers.UUIDField(required=False, allow_null=True)


class FeedSerializer(serializers.Serializer):
    """A piece of the feed. `next` goes into `after` of the next request, also when it is empty."""

    items = ChangeSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ChangeViewSet(Resource):
    """What was done: on your maps every line that you may see, on others their publications."""

    filter_backends = []
    pagination_class = None
    serializer_class = ChangeSerializer

    def get_renderers(self):
        return [JSONRenderer()]

    def known_parameters(self):
        return {"after", "roadmap", "kind", "limit", "wait", "lang", "format"}

    @extend_schema(parameters=PARAMETERS, responses=FeedSerializer, operation_id="changes_list")
    def list(self, request):
        """In the order of commits, each line once. With `wait` the answer comes when there is one.

        A line that you may not see is not there, but the cursor goes on beyond it; so a page may
        be empty and `next` a new cursor.
        """
        query = request.query_params
        after = _position(query.get("after"))
        _number(query, "wait", 0, LONGEST_WAIT, 0)
        lines = _lines(request.user, query, after, _number(query, "limit", 1, MOST, USUAL))
        items = _told(request.user, lines)
        last = (lines[-1].transaction, lines[-1].pk) if lines else after
        body = {"items": items, "next": last and _cursor(*last)}
        content = JSONRenderer().render(body)
        response = answer(request, content, JSON, f'"{digest(content)}"')
        response.has_news = bool(lines)
        return response


VIEW: Any = ChangeViewSet.as_view({"get": "list"})
READ = sync_to_async(VIEW)


async def feed(request):
    """Answer at once, or when there is something new; no thread and no connection waits."""
    until = time.monotonic() + _patience(request)
    news, loop = asyncio.Event(), asyncio.get_running_loop()
    with BUS.heard_by(lambda notice: _wake(loop, news, notice)):
        while True:
            news.clear()
            response = await READ(request)
            left = until - time.monotonic()
            if left <= 0 or response.status_code != 200 or response.has_news:
                return response
            try:
                await asyncio.wait_for(news.wait(), min(left, LOOKS_AGAIN))
                await asyncio.sleep(REST)
            except TimeoutError:
                continue


feed.__dict__.update(VIEW.__dict__)  # so that it is described, and let through, like any other


def _wake(loop, news, notice):
    if "heads" in notice and not loop.is_closed():
        loop.call_soon_threadsafe(news.set)


def _patience(request) -> float:
    wait = request.GET.get("wait", "")
    return min(int(wait), LONGEST_WAIT) if wait.isascii() and wait.isdigit() else 0.0


def _lines(actor, query, after, limit):
    """The next lines that may concern this reader, settled for good."""
    held = MapRole.objects.held_by(actor) if actor.is_authenticated else MapRole.objects.none()
    mine = Roadmap.objects.filter(pk__in=held.values("roadmap"))
    public = Roadmap.objects.published()
    if slug := query.get("roadmap"):
        mine, public = mine.filter(slug=slug), public.filter(slug=slug)
    told = Q(ledger__in=[address(roadmap) for roadmap in mine])
    told |= Q(
        ledger__in=[address(roadmap) for roadmap in public],
        subject__startswith=f"{EDITIONS}:",
        verb__in=PUBLICATIONS,
    )
    lines = Change.objects.settled().filter(told).select_related("actor")
    if kind := (parameters.chosen(query, "kind", sorted(LABELS)) or [""])[0]:
        lines = lines.filter(subject__startswith=f"{LABELS[kind]}:")
    if after:
        transaction, key = after
        lines = lines.filter(
            Q(transaction__gt=transaction) | Q(transaction=transaction, pk__gt=key)
        )
    return list(lines[:limit])


def _told(actor, lines) -> list[dict[str, Any]]:
    """Each line as this reader may see it."""
    by_address = {address(each): each for each in _maps_of(lines)}
    known = [line for line in lines if line.ledger in by_address]
    told = history.told_of_many(actor, list(by_address.values()), known)
    seen = {(each["roadmap"], each["revision"]): each for each in told}
    numbers = _editions(lines)
    items = []
    for line in known:
        roadmap = by_address[line.ledger]
        key = line.subject.partition(":")[2]
        item = seen.get((roadmap.slug, line.revision))
        if item is None and key in numbers and roadmap.is_published:
            item = {
                "roadmap": roadmap.slug,
                "at": line.at.isoformat().replace("+00:00", "Z"),
                "verb": line.verb,
                "kind": "edition",
                "id": key,
            }
        if item is not None:
            edition = {"edition": numbers[key]} if key in numbers else {}
            items.append({"cursor": _cursor(line.transaction, line.pk), **item, **edition})
    return items


def _maps_of(lines):
    keys = {line.ledger.partition(":")[2] for line in lines}
    return Roadmap.objects.filter(pk__in=keys)


def _editions(lines) -> dict[str, str]:
    """The numbers of the editions whose publication is told."""
    told = [line for line in lines if line.verb in PUBLICATIONS]
    subjects = [line.subject.partition(":") for line in told]
    keys = [key for label, _colon, key in subjects if label == EDITIONS]
    rows = Edition.objects.filter(pk__in=keys).values_list("pk", "major", "minor")
    return {str(key): f"{major}.{minor}" for key, major, minor in rows}


def _cursor(transaction: int, key: int) -> str:
    return signing.dumps([transaction, key], salt=SALT)


def _position(cursor: str | None) -> tuple[int, int] | None:
    if cursor is None:
        return None
    try:
        transaction, key = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        message = _("This is no cursor of the feed. Begin again without one.")
        raise ValidationError({"after": [ErrorDetail(message, "invalid")]}) from error
    return int(transaction), int(key)


def _number(query, name, least, most, usual) -> int:
    text = query.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):
        message = _("Say a whole number from %(least)d to %(most)d.")
        words = {"least": least, "most": most}
        raise ValidationError({name: [ErrorDetail(message % words, "invalid")]})
    return int(text)
