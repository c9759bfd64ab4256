"""The back door: somebody is signed in without typing anything, as if they had come by the page."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts import sessions

FORCED = Client.force_login  # before a test looks at it


def let_in(browser, person, backend=None):
    """Sign somebody in who has just shown their second factor."""
    FORCED(browser, person, backend)
    session = browser.session
    session[METHODS] = [{"method": "mfa", "type": "totp", "at": 0}]
    session[f"{METHODS}_user"] = str(person.pk)
    session[sessions.BEGUN] = session[sessions.SEEN] = timezone.now().timestamp()
    session.save()
    known = {"user_id": person.pk, "ip": "127.0.0.1", "user_agent": ""}
    UserSession.objects.update_or_create(session_key=session.session_key, defaults=known)
