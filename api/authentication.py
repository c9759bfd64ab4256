"""Who asks: the owner of a key, which comes before the cookies of a browser."""

from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated

from accounts import events, keys, sessions
from accounts.acting import Acting

SCHEME = "Bearer"


class KeyAuthentication(BaseAuthentication):
    """Knows people by a key in the header `Authorization`.

    A request that brings a key, good or bad, is never answered as that of somebody who has signed
    in. What is wrong with a key is not told: wrong, expired, revoked and idle ones look alike.
    """

    @sensitive_variables("header", "secret")
    def authenticate(self, request):
        header = get_authorization_header(request).decode("latin-1")
        scheme, _space, secret = header.partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        key = keys.find(secret.strip())
        if key is None:
            if ended := keys.find_ended(secret.strip()):
                events.note("key-ended", request, key=ended.pk, owner=ended.user_id)
            raise AuthenticationFailed
        keys.note_use(key)
        key.user.acting = Acting(key.user, credential=key.pk)
        return key.user, key

    def authenticate_header(self, request):
        return SCHEME


class HasSaidWhoTheyAre(BasePermission):
    """Before grave things whoever comes with a session, as a browser does, says again who they are.

    A key was made by somebody who had just said it, for what its scopes name.
    """

    message = gettext_lazy("Say again who you are, under /account/is-it-you, and then try again.")

    def has_permission(self, request, view):
        if request.method in SAFE_METHODS or request.auth is not None:
            return True
        return not request.user.is_authenticated or sessions.is_fresh(request)


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = KeyAuthentication
    name = "key"

    def get_security_requirement(self, auto_schema):
        needed = {self.name: []}
        is_open = IsAuthenticated not in auto_schema.view.permission_classes
        return [needed, {}] if is_open else needed

    def get_security_definition(self, auto_schema):
        said = "A key that its owner made under /account/keys. It may do what its scopes say."
        return {"type": "http", "scheme": SCHEME.lower(), "description": said}
