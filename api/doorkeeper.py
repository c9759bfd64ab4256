"""What is asked of everybody who has come in, at each request, on pages and the API alike.

Does the session still go on, and is a second factor owed? Sockets are asked the same when they
open and again and again; keys are asked when they are found.
"""

from allauth.core.exceptions import ReauthenticationRequired
from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import factors, sessions
from accounts.callers import brings_key
from api.errors import problem
from api.middleware import READING, ROOT

# Who owes a factor reaches the pages on which to set one up or to show it, and the way out.
OPEN = {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("openid_connect_login", "openid_connect_callback"),  # who comes by that has shown enough
    *("sign-out", "account_logout", "set_language", "end-look"),
}
CREDENTIALS = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")


class Doorkeeper:
    """Ends sessions that have lasted too long, and holds up those who owe a second factor."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # Who brings no session is nobody, and nothing has to be looked up to know it.
        if brings_key(request):  # a program asks for itself, whatever cookies come along
            request.user = AnonymousUser()  # until the API has looked at the key
            return None
        brought = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if brought is None:
            return None
        person = get_user(request)  # themselves, with whatever eyes they look at the site
        if not person.is_authenticated:
            return None
        if request.session.session_key != brought:  # Django renews it when SECRET_KEY has changed
            sessions.follow(brought, request.session.session_key)
        if sessions.is_over(request.session, person):
            request.user = person
            logout(request)
            return None
        if factors.is_owed(request, person) and request.resolver_match.view_name not in OPEN:
            return _held_up(request)
        if request.method not in READING or not _asks_by_itself(request):
            sessions.note(request, person)
        return None

    def process_exception(self, request, exception):
        """Keep no credentials of a request that allauth puts aside until one says who one is."""
        if isinstance(exception, ReauthenticationRequired):
            kept = {name: said for name, said in request.META.items() if name not in CREDENTIALS}
            request.META = kept


def _held_up(request):
    if request.path_info.startswith(ROOT):
        sentence = _("Set up or show a second factor first, under /account/second-factor.")
        return problem(403, sentence)
    return redirect("mfa_index")


def _asks_by_itself(request):
    """A page that stands open asks again and again what is new, which is no sign of life."""
    is_fetched = request.headers.get("Sec-Fetch-Dest") == "empty"
    return is_fetched or request.path_info.startswith(ROOT)
