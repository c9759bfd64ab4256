from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from rest_framework import serializers

from accounts import invitations as joining
from accounts import memberships
from accounts.invitations import is_addressed
from accounts.models import Invitation, Organisation
from accounts.people import MemberRole
from api import bodies, fields, parsing, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet
from api.map_roles import HolderSerializer, MapRoleSerializer
from api.memberships import MembershipSerializer
from api.negotiation import JSONRenderer
from api.resources import by
from api.serializers import Code, Plain, Slug
from api.writing import NOTHING, Outcome, once
from roadmaps import invitations as working
from roadmaps.models import MapInvitation, MapRole
from roadmaps.rules import can
from roadmaps.stages import Role

ADDRESS = serializers.EmailField(max_length=254)
OWNED = ("id", "inviter", "expires_at", "revision", "abilities", "etag")


class InvitationSerializer(Plain):
    """Somebody is asked to join an organisation."""

    organisation = Code()
    inviter = HolderSerializer(read_only=True)

    class Meta:
        model = Invitation
        fields = [
            "id", "organisation", "email", "role", "may_submit", "inviter", "expires_at",
            "revision",
        ]  # fmt: skip
        read_only_fields = fields


class OneInvitationSerializer(InvitationSerializer, Tied):
    """An invitation, with what you may do about it."""

    class Meta(InvitationSerializer.Meta):
        fields = [*InvitationSerializer.Meta.fields, "abilities", "etag"]


class MapInvitationSerializer(Plain):
    """Somebody is asked to take a role on a map."""

    roadmap = Slug()
    inviter = HolderSerializer(read_only=True)

    class Meta:
        model = MapInvitation
        fields = [
            "id", "roadmap", "email", "role", "until", "inviter", "expires_at", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class OneMapInvitationSerializer(MapInvitationSerializer, Tied):
    """An invitation, with what you may do about it."""

    class Meta(MapInvitationSerializer.Meta):
        fields = [*MapInvitationSerializer.Meta.fields, "abilities", "etag"]


class InvitationFilter(FilterSet):
    organisation = CodeFilter("organisation__code", "Code of an organisation.")


class MapInvitationFilter(FilterSet):
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")


class Letters(Affiliations):
    """Invitations that were sent and not answered; the link itself is in the mail alone."""

    http_method_names = ["get", "head", "options", "post", "delete"]
    orders = {"expires_at": by("expires_at", "pk")}
    commands: Any
    taken: Any  # the serializer of what one gets who accepts

    def end(self, actor, thing):
        """Withdraw an invitation."""
        return self.commands.withdraw(actor, thing)

    def accept(self, request, pk):
        """Accept an invitation that was sent to your own address."""

        def accept():
            letter = self._own(request, pk)
            taken = self.commands.accept(request.user, letter)
            said = self.taken(taken, context=self.get_serializer_context()).data
            return Outcome(JSONRenderer().render(said), self.places_of(taken))

        return once(request, accept)

    def decline(self, request, pk):
        """Decline an invitation that was sent to your own address."""
        joining.decline(request.user, self._own(request, pk))
        return HttpResponse(status=204)

    def answer_of(self, action):
        return {200: self.taken} if action == "accept" else super().answer_of(action)

    def _own(self, request, pk):
        NOTHING.read(request.user, parsing.body_of(request))
        letter = self.find(pk)
        if letter.is_expired:
            raise Http404
        return letter

    def abilities(self, actor, thing):
        is_mine = is_addressed(actor, thing) and not thing.is_expired
        may_withdraw = self.may_withdraw(actor, thing)
        return {"accept": is_mine, "decline": is_mine, "withdraw": may_withdraw}


class InvitationViewSet(Letters):
    """Invitations to your organisations, if you manage them; and those that were sent to you."""

    queryset = Invitation.objects.none()
    serializer_class = InvitationSerializer
    whole = OneInvitationSerializer
    filterset_class = InvitationFilter
    commands = joining
    taken = MembershipSerializer
    bodies = {
        "create": Body(
            "NewInvitation",
            {
                "organisation": fields.coded(Organisation),
                "email": ADDRESS,
                **bodies.written(Invitation, ("role", "may_submit"), is_new=True),
            },
            OWNED,
        )
    }

    def get_queryset(self):
        user = self.request.user
        seen = Q(email__iexact=user.email)
        managed = {"organisation__memberships__user": user.pk}
        if memberships.maintains(user, None):
            seen = Q()
        else:
            own = Invitation.objects.filter(
                **managed, organisation__memberships__role=MemberRole.MANAGER
            )
            seen |= Q(pk__in=own.values("pk"))
        return Invitation.objects.filter(seen).select_related("organisation", "inviter")

    def add(self, actor, said):
        return joining.invite(actor, said.pop("organisation"), said.pop("email"), **said)

    def may_withdraw(self, actor, thing):
        return memberships.can(actor, "manage", thing.organisation)


class MapInvitationViewSet(Letters):
    """Invitations to maps whose steward you are; and those that were sent to you."""

    queryset = MapInvitation.objects.none()
    serializer_class = MapInvitationSerializer
    whole = OneMapInvitationSerializer
    filterset_class = MapInvitationFilter
    commands = working
    taken = MapRoleSerializer
    bodies = {
        "create": Body(
            "NewMapInvitation",
            {
                "roadmap": fields.Reference(sight.roadmap),
                "email": ADDRESS,
                **bodies.written(MapInvitation, ("role", "until"), is_new=True),
            },
            OWNED,
        )
    }

    def get_queryset(self):
        user = self.request.user
        stewarded = MapRole.objects.held_as(user, Role.STEWARD).values("roadmap")
        seen = Q(email__iexact=user.email) | Q(roadmap__in=stewarded)
        return MapInvitation.objects.filter(seen).select_related("roadmap", "inviter")

    def add(self, actor, said):
        return working.invite(actor, said.pop("roadmap"), **said)

    def may_withdraw(self, actor, thing):
        return can(actor, "grant", thing)
