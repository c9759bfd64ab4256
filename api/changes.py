"""The feed: what was done, in the order in which it was committed, to follow without a gap."""

from collections import defaultdict
from dataclasses import dataclass

from django.core import signing
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from api import editions, etags, parameters
from api.middleware import brings_credentials
from api.negotiation import JSONRenderer
from api.paging import size
from api.resources import JSON, Resource
from api.waiting import LONGEST, note, patience
from changes.models import Change, address, table
from roadmaps import history
from roadmaps.history.subjects import KIND_NAMES
from roadmaps.models import Edition, MapRole, Roadmap

PUBLIC = ("published", "superseded")  # what the public is told of
LABELS = {kind: label for label, kind in KIND_NAMES.items()}
TOLD = ("roadmap__slug", "major", "minor")
AT_ONCE = 5  # maps of which one answer tells
SCANNED = 200  # lines that are looked through for one answer
START, NOW = (0, 0), "now"
SEALED = signing.Signer(salt="api.changes")  # good for everybody: each is asked what they may see

PARAMETERS = [
    OpenApiParameter(
        "after", str, description="Where to go on: `next` of the answer before, or `cursor` of a "
        "change. Without it the feed begins at its beginning; “now” is its end.",
    ),
    OpenApiParameter("roadmap", str, description="Slug of a map."),
    OpenApiParameter(
        "kind", str, enum=sorted(LABELS), many=True, explode=False,
        description="What was changed; several with commas between them.",
    ),
    OpenApiParameter("limit", int, description="How many changes to tell at most, 1 to 100."),
    OpenApiParameter(
        "wait", int, description=f"Seconds to wait where there is nothing new, up to {LONGEST}.",
    ),
]  # fmt: skip


class ChangeSerializer(serializers.Serializer):
    """One thing that somebody did. Of maps on which you have no role, only editions are told."""

    cursor = serializers.CharField(help_text="Say it in `after` to go on behind this change.")
    roadmap = serializers.CharField()
    kind = serializers.ChoiceField(sorted(LABELS))
    verb = serializers.CharField()
    at = serializers.DateTimeField()
    edition = serializers.CharField(required=False, help_text="Its number, where one is told.")
    revision = serializers.IntegerField(required=False)
    actor = serializers.CharField(required=False, allow_null=True)
    on_behalf_of = serializers.CharField(
        required=False, allow_null=True, help_text="Code of the organisation for which it was done."
    )
    proposed_by = serializers.CharField(
        required=False, allow_null=True, help_text="Whose proposal the actor accepted by this."
    )
    id = serializers.CharField(required=False)
    element = serializers.CharField(required=False, allow_null=True)
    fields = serializers.DictField(
        child=serializers.ListField(), required=False, help_text="By name: before and after."
    )
    sentence = serializers.CharField(required=False)
    request = serializers.CharField(required=False, allow_null=True)


@extend_schema_serializer(many=False)
class FeedSerializer(serializers.Serializer):
    """Some changes, and where to go on."""

    items = ChangeSerializer(many=True)
    next = serializers.CharField(help_text="Say it in `after`; it is the same if nothing is new.")


@dataclass
class Reader:
    """What of the feed somebody may read."""

    mine: dict[str, Roadmap]  # the maps on which they have a role, by their ledgers
    others: list[Roadmap]  # published ones, of which everybody is told the editions

    @property
    def ledgers(self) -> frozenset[str]:
        return frozenset([*self.mine, *map(address, self.others)])

    def lines(self):
        """Everything that this reader may be told of."""
        # Nobody may even count the lines of a map that they may not read.
        wanted = Q(ledger__in=list(self.mine))
        if self.others:
            public = editions.published().filter(roadmap__in=self.others).order_by()
            label = Value(f"{table(Edition)}:")
            named = public.annotate(address=Concat(label, Cast("pk", CharField())))
            wanted |= Q(subject__in=named.values("address"), verb__in=PUBLIC)
        found = Change.objects.settled().filter(wanted)
        return found.with_people() if self.mine else found.only(*Change.OPEN)


def reader(actor, slug: str | None) -> Reader:
    """What this person may read of the feed, or of its part about one map."""
    seen = Roadmap.objects.visible_to(actor)
    found = seen.filter(slug=slug) if slug else seen
    held = MapRole.objects.held_by(actor) if actor.is_authenticated else MapRole.objects.none()
    keys = set(held.values_list("roadmap", flat=True))
    maps = list(found)
    return Reader(
        mine={address(each): each for each in maps if each.pk in keys},
        others=[each for each in maps if each.pk not in keys],
    )


class ChangeViewSet(Resource):
    """What was done, in the order in which it was committed; each change once and none left out.

    Go on with `next`, which is always there. An answer may be short, or even empty with another
    `next`, although more follow. Members of a map are told all that they may see of it, everybody
    else when an edition is published or superseded. Say `wait` to be answered as soon as there is
    something new.
    """

    queryset = Change.objects.none()
    filter_backends = []
    pagination_class = None
    serializer_class = ChangeSerializer

    def get_renderers(self):
        return [JSONRenderer()]

    def known_parameters(self):
        return {"after", "roadmap", "kind", "limit", "wait", "lang", "format"}

    @extend_schema(responses=FeedSerializer, parameters=PARAMETERS, operation_id="changes_list")
    def list(self, request):
        query = request.query_params
        limit, _seconds = size(request), patience(query)
        reads = reader(request.user, query.get("roadmap"))
        lines = _of_kinds(reads.lines(), parameters.chosen(query, "kind", LABELS))
        if query.get("after") == NOW:
            last = lines.order_by("-transaction", "-pk").first()
            items, place = [], _place(last) if last else START
        else:
            after = _read(query)
            items, place = _told(request.user, reads, _after(lines, after), limit, after)
        content = JSONRenderer().render({"items": items, "next": _sealed(place)})
        caching = "private, no-store" if brings_credentials(request) else "no-cache"
        tag = f'"{etags.digest(content)}"'
        is_news = bool(items) or query.get("after") == NOW
        note(request, is_news=is_news, place=_sealed(place), ledgers=reads.ledgers)
        return etags.answer(request, content, JSON, tag, Cache_Control=caching)


def _of_kinds(lines, kinds):
    wanted = Q()
    for kind in kinds:
        wanted |= Q(subject__startswith=f"{LABELS[kind]}:")
    return lines.filter(wanted)


def _after(lines, place):
    transaction, key = place
    # The first condition says nothing more than the second, but an index can begin with it.
    return lines.filter(transaction__gte=transaction).filter(
        Q(transaction__gt=transaction) | Q(pk__gt=key)
    )


def _told(actor, reads, lines, limit, place):
    """Some lines as this person may read them, and the place behind the last that was read."""
    found = _of_few_maps(lines[:SCANNED])
    told = _as_member(actor, reads, found) | _as_anybody(reads, found)
    items = []
    for line in found:
        place = _place(line)
        if line.pk in told:
            items.append({"cursor": _sealed(place), **told[line.pk]})
        if len(items) == limit:
            break
    return items, place


def _of_few_maps(lines):
    found, maps = [], set()
    for line in lines:
        maps.add(line.ledger)
        if len(maps) > AT_ONCE:
            break
        found.append(line)
    return found


def _as_member(actor, reads, lines):
    by_map = defaultdict(list)
    for line in lines:
        if line.ledger in reads.mine:
            by_map[line.ledger].append(line)
    told = {}
    for ledger, some in by_map.items():
        roadmap = reads.mine[ledger]
        keys = {line.revision: line.pk for line in some}
        for each in history.told(actor, roadmap, some):
            told[keys[each["revision"]]] = {"roadmap": roadmap.slug, **each}
    return told


def _as_anybody(reads, lines):
    """Editions of maps of others: which, and when; not by whom."""
    public = [line for line in lines if line.ledger not in reads.mine]
    rows = editions.published().filter(pk__in={_key(line) for line in public}).order_by()
    told = {
        str(edition.pk): {"roadmap": edition.roadmap.slug, "edition": edition.number}
        for edition in (rows.select_related("roadmap").only(*TOLD) if public else ())
    }
    return {
        line.pk: {
            "kind": "edition",
            "verb": line.verb,
            "at": line.at.isoformat().replace("+00:00", "Z"),
            **told[_key(line)],
        }
        for line in public
        if _key(line) in told
    }


def _key(line):
    return line.subject.partition(":")[2]


def _place(line):
    return (line.transaction, line.pk)


def _sealed(place):
    return SEALED.sign_object(list(place))


def _read(query):
    """The place in the feed from which to go on."""
    if "after" not in query:
        return START
    try:
        match SEALED.unsign_object(query["after"]):
            case [int(transaction), int(key)]:
                return transaction, key
    except (signing.BadSignature, ValueError):
        pass
    message = _("This is no place in the feed. Begin again without it.")
    raise ValidationError({"after": [ErrorDetail(message, "invalid")]})
