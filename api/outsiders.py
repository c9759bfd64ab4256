"""Whoever has not signed in reads by a role of the database that sees what is published alone.

So what a public page or list forgets to leave out, the database leaves out. The pages about people
themselves (signing in, an invitation) have to look somebody up, and are read as ever.
"""

from typing import Any

from django.utils.deprecation import MiddlewareMixin

from accounts.callers import brings_key
from api.middleware import brings_credentials
from changes import roles

READING = ("GET", "HEAD", "OPTIONS", "TRACE")
PUBLIC = ("roadmaps.", "api.")  # modules whose views read for everybody
OF_ONE = ("roadmaps.views.invitations",)  # and those of them that look somebody up


class ReadAsOutsider(MiddlewareMixin):
    """Stands last, so that everything that may refuse the request has had its say."""

    def process_view(self, request, view, args, kwargs) -> Any:
        is_public = view.__module__.startswith(PUBLIC) and view.__module__ not in OF_ONE
        if not (is_public and request.method in READING and is_nobody(request)):
            return None
        with roles.as_reader():
            response = view(request, *args, **kwargs)
            # What is only told when it is written down has to be asked for here.
            return response.render() if hasattr(response, "render") else response


def is_nobody(request) -> bool:
    """Whether nothing was brought, or a session that is none; the API looks at keys itself."""
    if brings_key(request):
        return False
    return not (brings_credentials(request) and request.user.is_authenticated)
