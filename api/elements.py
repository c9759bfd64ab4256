"""What stands on the maps, of every kind; each kind has a list of its own with its own filters."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api import fields, organisations, sight, sources, tables
from api.bodies import Body
from api.entries import DATED, DatedFilter, Entries, maps, titled
from api.expansions import Expansion
from api.figures import DAY, FigureSerializer
from api.filters import HoldsFilter, term
from api.organisations import ShortOrganisationSerializer
from api.serializers import Abilities, Code, Term, TranslatedPlain
from api.writers import Writer
from api.writing import Writable
from roadmaps import elements
from roadmaps.elements import KINDS, LETTERS
from roadmaps.models import Element, Entry

COMMON = [
    "id", "code", "kind", "number", "title", "summary", "pillar", "topic", "period", "earliest",
    "latest", "places", "place", "sectors", "visibility", "is_withdrawn", "status_note", "note",
    "source", "certainty", "translations", "revision", "participations", "figures",
]  # fmt: skip
NOT_IN_A_ROW = {"participations", "figures", "milestones", "progress", "translations"}


def columns(*own: str) -> tables.Columns:
    """The columns of a table of elements, with those of one kind."""
    names = [name for name in (*COMMON, *own) if name not in NOT_IN_A_ROW]
    spanish = {f"{name}_es": f"translations.es.{name}" for name in ("title", "summary")}
    return tables.columns("roadmap", *names, leads=_leads, **spanish)


def _leads(element):
    parts = element["participations"]
    leading = [part for part in parts if part["role"] == "lead"]
    return [part["organisation"] or part["group"] for part in leading]


class ParticipationSerializer(serializers.Serializer):
    """What an organisation does for an element or a map, or a group that is named in words."""

    id = serializers.UUIDField()
    organisation = ShortOrganisationSerializer(allow_null=True)
    group = serializers.CharField(allow_null=True)
    role = Term("participation_role")
    note = serializers.CharField(allow_null=True)


class ElementSerializer(TranslatedPlain):
    """One thing that stands on a map. Inside the document of a map `roadmap` is left out."""

    roadmap = serializers.CharField(required=False)
    source = Code(allow_null=True)
    earliest = serializers.SerializerMethodField()
    latest = serializers.SerializerMethodField()
    sectors = Code(many=True)
    participations = ParticipationSerializer(many=True, read_only=True)
    figures = FigureSerializer(many=True, read_only=True)
    abilities = Abilities(required=False)

    class Meta:
        model = Element
        fields = ["roadmap", *COMMON, "abilities"]
        read_only_fields = fields

    @extend_schema_field(DAY)
    def get_earliest(self, element): ...

    @extend_schema_field(DAY)
    def get_latest(self, element): ...


class ElementFilter(DatedFilter):
    """The filters that every kind of element has."""

    pillar = term("pillar")
    place = HoldsFilter(lambda code: {"places": [code.upper()]}, "ISO 3166-2.")
    organisation = HoldsFilter(
        lambda code: {"participations": [{"organisation": {"code": code}}]},
        "Code of an organisation that has a part in it.",
    )
    lead = HoldsFilter(
        lambda code: {"participations": [{"role": "lead", "organisation": {"code": code}}]},
        "Code of an organisation that leads it.",
    )
    source = HoldsFilter(lambda code: {"source": code}, "Code of a source.")
    q = titled("title", "summary")


class AnyElementFilter(ElementFilter):
    kind = term("element_kind", "kind")


class ElementWriter(Writer):
    """How people write elements of one kind."""

    name = "elements"
    named_by = "code"
    commands = elements
    told = {"kind": "kind", "code": "code", "number": "number"}

    def described(self):
        kind = {"kind": Term("element_kind"), "number": fields.Whole()}
        return super().described() | kind

    def __init__(self, kind: str):
        self.kind = kind
        self.model = KINDS[kind]
        self.places = {"roadmap": fields.Reference(sight.roadmap)}
        super().__init__()

    def names(self):
        return self.model().WRITTEN

    def find(self, key):
        found = self.rows().filter(sight.same(key, "code", key.upper())).first()
        if found is None:
            raise Http404
        return found

    def put(self, actor, values):
        return elements.add(actor, values.pop("roadmap"), self.kind, **values)

    def checked(self, actor, thing, item):
        """The challenge of which it is a part may stand where this reader may not look."""
        is_hidden = item.get("parent") and sight.element(actor, item["parent"]) is None
        return {"parent": None} if is_hidden else {}


class AnyElementWriter:
    """How people write an element of whatever kind: by the writer of its kind."""

    name = "elements"
    may = Writer.may
    kind_of_new = Body("ElementKindOfNew", {"kind": Term("element_kind")})

    def add(self, actor, said):
        kind = self.kind_of_new.read(actor, {n: v for n, v in said.items() if n == "kind"})["kind"]
        rest = {name: value for name, value in said.items() if name != "kind"}
        return WRITERS[kind].add(actor, rest)

    def of(self, key: str) -> ElementWriter:
        """The writer of the kind of an element, which its code tells and its id does not."""
        if sight.is_id(key):
            kind = Element.objects.filter(pk=key).values_list("kind", flat=True).first()
        else:
            letter = key.upper().rpartition("-")[2][:1]
            kind = next((kind for kind, known in LETTERS.items() if known == letter), None)
        if kind is None:
            raise Http404
        return WRITERS[kind]

    def find(self, key):
        return self.of(key).find(key)

    def place_of(self, actor, said):
        return WRITERS["challenge"].place_of(actor, said)

    def draft(self, actor, key):
        return self.of(key).draft(actor, key)

    def edit(self, actor, key, said, condition):
        return self.of(key).edit(actor, key, said, condition)

    def withdraw(self, actor, key, condition):
        return self.of(key).withdraw(actor, key, condition)

    def restore(self, actor, key, condition):
        return self.of(key).restore(actor, key, condition)

    def reorder(self, actor, key, said):
        return self.of(key).reorder(actor, key, said)

    def bodies(self):
        """The bodies of all kinds; that of a new one says which kind it is."""
        kinds = {kind: writer.bodies() for kind, writer in WRITERS.items()}
        edits = [each["partial_update"] for each in kinds.values()]
        return {
            "create": PolymorphicProxySerializer(
                "NewElement", {kind: _kinded(kind, each) for kind, each in kinds.items()}, "kind"
            ),
            "partial_update": PolymorphicProxySerializer("ElementEdit", edits, None),
            "reorder": kinds["challenge"]["reorder"],
        }

    def told_as(self):
        kinds = {kind: writer.told_as() for kind, writer in WRITERS.items()}
        return PolymorphicProxySerializer("ElementDraft", kinds, "kind")

    def either(self, published):
        drafts = [writer.told_as() for writer in WRITERS.values()]
        return PolymorphicProxySerializer("ElementOrDraft", [published, *drafts], None)

    def tell(self, actor, thing):
        return WRITERS[thing.kind].tell(actor, thing)

    def address(self, item):
        return WRITERS[item["kind"]].address(item)


def _kinded(kind, of_a_kind):
    """The body of a new element where its kind is not in the address."""
    new = of_a_kind["create"]
    members = {"kind": Term("element_kind"), "Meta": type("Meta", (), {})}
    return type(f"{new.__name__}OfAKind", (new,), members)


WRITERS = {str(kind): ElementWriter(kind) for kind in KINDS}
ANY = AnyElementWriter()


class Elements(Writable, Entries):
    """A list of the elements of one kind."""

    orders = DATED
    expansions = {
        "source": Expansion(("source",), sources.find),
        "organisation": Expansion(("participations", "organisation"), organisations.find),
        "roadmap": Expansion(("roadmap",), maps),
    }

    @property
    def writer(self):
        return WRITERS[self.kind]


class ElementViewSet(Elements):
    """Published elements of every kind, by their id or their public code.

    The members of the seven kinds are told as they are in the lists of the kinds.
    """

    serializer_class = ElementSerializer
    filterset_class = AnyElementFilter
    columns = columns()
    writer = ANY

    def get_queryset(self):
        return Entry.objects.filter(kind__in=KINDS)

    def get_object(self):
        key = self.kwargs["key"]
        same = Q(key=key.upper()) | (Q(uid=key) if sight.is_id(key) else Q())
        return get_object_or_404(self.get_queryset(), same)

    def members(self):
        own = [name for model in KINDS.values() for name in model.OWN]
        return list(dict.fromkeys([*super().members(), *own, "milestones", "progress"]))
