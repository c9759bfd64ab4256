from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from accounts.models import Key, Membership, User
from api.resources import Resource
from api.serializers import Code, Plain, Slug
from roadmaps.models import MapRole


class OwnOrganisationSerializer(Plain):
    """An organisation to which you belong, and what you are in it."""

    code = serializers.CharField(source="organisation.code", read_only=True)
    name = serializers.CharField(source="organisation.name", read_only=True)

    class Meta:
        model = Membership
        fields = ["code", "name", "role", "may_submit"]
        read_only_fields = fields


class OwnRoleSerializer(Plain):
    """A role that you have on a map, yourself or through an organisation."""

    roadmap = Slug()
    organisation = Code(allow_null=True)

    class Meta:
        model = MapRole
        fields = ["roadmap", "role", "organisation", "until"]
        read_only_fields = fields


class UsedKeySerializer(Plain):
    """The key with which you ask."""

    class Meta:
        model = Key
        fields = ["name", "scopes"]
        read_only_fields = fields


class MeSerializer(Plain):
    """Who you are."""

    organisations = serializers.SerializerMethodField()
    acting_for = serializers.SerializerMethodField()
    roles = serializers.SerializerMethodField()
    key = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "name", "language", "organisations", "acting_for", "roles", "key"]
        read_only_fields = fields

    @extend_schema_field(OwnOrganisationSerializer(many=True))
    def get_organisations(self, user):
        own = user.memberships.select_related("organisation").order_by("organisation__name")
        return OwnOrganisationSerializer(own, many=True).data

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_acting_for(self, user):
        """The code of the organisation for which you act now."""
        organisation = user.acting and user.acting.organisation
        return organisation and organisation.code

    @extend_schema_field(OwnRoleSerializer(many=True))
    def get_roles(self, user):
        held = MapRole.objects.held_by(user).select_related("roadmap", "organisation")
        return OwnRoleSerializer(held.order_by("roadmap__slug", "role", "pk"), many=True).data

    @extend_schema_field(UsedKeySerializer(allow_null=True))
    def get_key(self, user):
        key = self.context["request"].auth
        return UsedKeySerializer(key).data if key else None


class MeViewSet(Resource):
    """Who you are here, and with which key you ask, if with any."""

    queryset = User.objects.none()
    permission_classes = [IsAuthenticated]
    serializer_class = MeSerializer

    def get_object(self):
        return self.request.user
