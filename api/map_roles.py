from django.db.models import Q
from rest_framework import serializers

from accounts.models import User
from api import bodies, fields, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body, required_one
from api.filters import CodeFilter, FilterSet, column_term
from api.resources import by
from api.serializers import Code, Plain, Slug
from roadmaps import map_roles
from roadmaps.map_roles import acquaintances
from roadmaps.models import MapRole, Roadmap
from roadmaps.rules import can
from roadmaps.stages import Role


class HolderSerializer(Plain):
    """A person, as those know them who work on the same maps."""

    name = serializers.CharField(source="called", read_only=True)

    class Meta:
        model = User
        fields = ["id", "name"]
        read_only_fields = fields


class MapRoleSerializer(Plain):
    """What a person or an organisation may do on one map, and what they have to win or to lose."""

    roadmap = Slug()
    user = HolderSerializer(allow_null=True, read_only=True)
    organisation = Code(allow_null=True)

    class Meta:
        model = MapRole
        fields = ["id", "roadmap", "user", "organisation", "role", "until", "interest", "revision"]
        read_only_fields = fields


class OneMapRoleSerializer(MapRoleSerializer, Tied):
    """A role, with what you may do about it."""

    class Meta(MapRoleSerializer.Meta):
        fields = [*MapRoleSerializer.Meta.fields, "abilities", "etag"]


class MapRoleFilter(FilterSet):
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")
    organisation = CodeFilter("organisation__code", "Code of an organisation.")
    role = column_term("map_role")


def _person(actor, key):
    """Somebody whom the one who asks knows from here."""
    return acquaintances(actor).filter(pk=key).first() if sight.is_id(key) else None


WRITTEN = bodies.written(MapRole, MapRole.WRITTEN, is_new=False)
NEW = {
    "roadmap": fields.Reference(sight.roadmap),
    "user": fields.Reference(_person, required=False, help_text="Id of a person."),
    "organisation": bodies.field_of(MapRole._meta.get_field("organisation"), MapRole),
    **bodies.written(MapRole, MapRole.WRITTEN, is_new=True),
}
OWNED = ("id", "revision", "abilities", "etag")


class MapRoleViewSet(Affiliations):
    """Who may do what on the maps on which you have a role yourself.

    To invite somebody by mail: `map-invitations`.
    """

    queryset = MapRole.objects.none()
    serializer_class = MapRoleSerializer
    whole = OneMapRoleSerializer
    filterset_class = MapRoleFilter
    orders = {"roadmap": by("roadmap__slug", "role", "pk")}
    bodies = {
        "create": Body("NewMapRole", NEW, OWNED),
        "partial_update": Body(
            "MapRoleEdit", {"base": bodies.BASE, **WRITTEN}, {*OWNED, *NEW} - {*WRITTEN}
        ),
    }

    def get_queryset(self):
        mine = MapRole.objects.held_by(self.request.user).values("roadmap")
        seen = Q(pk__in=MapRole.objects.counting().filter(roadmap__in=mine))
        if "pk" in self.kwargs:  # what is over is there for stewards alone, who clear it away
            stewarded = MapRole.objects.held_as(self.request.user, Role.STEWARD)
            seen |= Q(roadmap__in=stewarded.values("roadmap"))
        return MapRole.objects.filter(seen).select_related("roadmap", "user", "organisation")

    def add(self, actor, said):
        roadmap = said.pop("roadmap")
        holder = required_one(said, "user", "organisation")
        who = {"user" if isinstance(holder, User) else "organisation": holder}
        return map_roles.grant(actor, roadmap, said.pop("role"), **said, **who)

    def edit(self, actor, thing, base, **values):
        return map_roles.edit(actor, thing, base, **values)

    def end(self, actor, thing):
        """Take a role back, or give up one's own."""
        is_own = map_roles.is_own(actor, thing)
        return (map_roles.leave if is_own else map_roles.revoke)(actor, thing)

    def abilities(self, actor, thing):
        may_grant = can(actor, "grant", thing)
        return {"edit": may_grant, "end": may_grant or map_roles.is_own(actor, thing)}

    def tell(self, rows):
        Roadmap.objects.know_roles(self.request.user, [row.roadmap for row in rows])
        return super().tell(rows)
