from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from accounts.models import Key, Organisation, User
from api.resources import Resource
from api.serializers import Plain


class OwnOrganisationSerializer(Plain):
    """An organisation to which you belong."""

    class Meta:
        model = Organisation
        fields = ["code", "name"]
        read_only_fields = fields


class UsedKeySerializer(Plain):
    """The key with which you ask."""

    class Meta:
        model = Key
        fields = ["name", "scopes"]
        read_only_fields = fields


class MeSerializer(Plain):
    """Who you are."""

    organisations = OwnOrganisationSerializer(many=True, read_only=True)
    key = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "name", "language", "organisations", "key"]
        read_only_fields = fields

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
