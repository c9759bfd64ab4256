"""For which organisation a request is made, where it says so."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.acting import Acting

HEADER = "On-Behalf-Of"


class NotTheirs(PermissionDenied):
    """Nobody speaks for an organisation to which they do not belong."""

    def __init__(self, code: str):
        message = _("You do not belong to an organisation with the code “%(code)s”.")
        self.sentence = message % {"code": code[:60]}
        super().__init__(self.sentence)


def named(request) -> None:
    """Let the caller act for the organisation that the request names, and for no other one."""
    code = request.headers.get(HEADER, "").strip()
    acting = getattr(request.user, "acting", None)
    if not code or acting is None:
        return
    named = Acting(request.user, code, acting.credential)
    if named.chosen is None:
        raise NotTheirs(code)
    request.user.acting = named
