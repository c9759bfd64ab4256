"""Whoever has not signed in reads by a role of the database that sees what is published alone.

So what a public page or list forgets to leave out, the database leaves out. The pages about people
themselves (signing in, an invitation) have to look somebody up, and are read as ever.
"""

from typing import Any

from django.utils.deprecation import MiddlewareMixin

from api.middleware import brings_credentials
from changes import roles

READING = ("GET", "HEAD")
PUBLIC = ("roadmaps.", "api.")  # modules whose views read for everybody
OF_PEOPLE = "roadmaps.views.invitations"  # a link says whom it is about, before anybody signs in


class ReadAsOutsider(MiddlewareMixin):
    """Stands last, so that everything that may refuse the request has had its say."""

    def process_view(self, request, view, args, kwargs) -> Any:
        if not (request.method in READING and is_public(view)):
            return None
        if brings_credentials(request) and not is_nobody(request):
            return None
        with roles.as_reader():
            response = view(request, *args, **kwargs)
            # What is only told when it is written down has to be asked for here.
            return response.render() if hasattr(response, "render") else response


def is_public(view) -> bool:
    """Whether a page or list reads what is published, and nothing else."""
    return view.__module__.startswith(PUBLIC) and view.__module__ != OF_PEOPLE


def is_nobody(request) -> bool:
    """Whether the session that was brought is none; a key is looked at later, by the API."""
    return "Authorization" not in request.headers and not request.user.is_authenticated
