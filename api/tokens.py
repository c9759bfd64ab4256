from django.http import HttpResponse
from rest_framework.permissions import IsAuthenticated

from accounts import keys
from accounts.models import Key
from api.resources import Resource, by
from api.serializers import Plain


class TokenSerializer(Plain):
    """A key, without its secret, which nobody can read again."""

    class Meta:
        model = Key
        fields = [
            "id", "name", "hint", "scopes", "made_on", "expires_on", "last_used_at", "revoked_at",
            "revision",
        ]  # fmt: skip
        read_only_fields = fields


class TokenViewSet(Resource):
    """Your own keys. They are made on the page for it: no key can make another one."""

    queryset = Key.objects.none()
    http_method_names = ["get", "head", "options", "delete"]
    permission_classes = [IsAuthenticated]
    filter_backends = []
    serializer_class = TokenSerializer
    scope = "admin"
    orders = {
        "name": by("name", "pk"),
        "made_on": by("made_on", "pk"),
        "expires_on": by("expires_on", "pk"),
    }

    def known_parameters(self):
        return {"lang", "format"} if self.action == "destroy" else super().known_parameters()

    def get_queryset(self):
        return Key.objects.filter(user=self.request.user.pk)

    def destroy(self, request, pk):
        """Revoke one of your keys, at once and for ever. It stays in the list."""
        keys.revoke(request.user, self.get_object())
        return HttpResponse(status=204)
