"""What a key was made for. It never lets its program do more than its owner may do now."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Key


class OutOfScope(PermissionDenied):
    """The owner of the key may perhaps do this, but not by this key."""

    def __init__(self, scope: str):
        message = _("This key may not do this: it needs the scope “%(scope)s”.")
        self.sentence = message % {"scope": scope}
        super().__init__(self.sentence)


def needs(request, scope: str) -> None:
    """Refuse a key that was not made for this; people who have signed in need none."""
    if isinstance(request.auth, Key) and scope not in request.auth.scopes:
        raise OutOfScope(scope)
