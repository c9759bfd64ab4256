from accounts import memberships
from accounts.models import Membership
from api import bodies
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, column_term
from api.map_roles import HolderSerializer
from api.resources import by
from api.serializers import Code, Plain
from roadmaps import departures


class MembershipSerializer(Plain):
    """Somebody who belongs to an organisation."""

    organisation = Code()
    user = HolderSerializer(read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "organisation", "user", "role", "position", "may_submit", "revision"]
        read_only_fields = fields


class OneMembershipSerializer(MembershipSerializer, Tied):
    """A membership, with what you may do about it."""

    class Meta(MembershipSerializer.Meta):
        fields = [*MembershipSerializer.Meta.fields, "abilities", "etag"]


class MembershipFilter(FilterSet):
    organisation = CodeFilter("organisation__code", "Code of an organisation.")
    role = column_term("membership_role")


class MembershipViewSet(Affiliations):
    """Who belongs to the organisations to which you belong, or whose register you keep.

    People are invited with `invitations`.
    """

    queryset = Membership.objects.none()
    http_method_names = ["get", "head", "options", "patch", "delete"]
    serializer_class = MembershipSerializer
    whole = OneMembershipSerializer
    filterset_class = MembershipFilter
    orders = {"organisation": by("organisation__code", "pk")}
    bodies = {
        "partial_update": Body(
            "MembershipEdit",
            {"base": bodies.BASE, **bodies.written(Membership, memberships.WRITTEN, is_new=False)},
            ("id", "organisation", "user", "revision", "abilities", "etag"),
        )
    }

    def get_queryset(self):
        seen = memberships.visible_to(self.request.user)
        return seen.select_related("organisation", "user")

    def edit(self, actor, thing, base, **values):
        return memberships.edit(actor, thing, base, **values)

    def end(self, actor, thing):
        """End a membership, or leave an organisation oneself."""
        is_own = memberships.is_own(actor, thing)
        return (departures.leave if is_own else departures.remove)(actor, thing)

    def abilities(self, actor, thing):
        may_manage = memberships.can(actor, "manage", thing.organisation)
        return {"edit": may_manage, "end": may_manage or memberships.is_own(actor, thing)}
