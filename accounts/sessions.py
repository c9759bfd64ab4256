"""Sessions: how long one lasts, which there are, and how they end.

A session is kept by Django; allauth keeps beside it from where and with which browser.
"""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.browsers import name_of

BEGUN, SEEN = "begun", "seen"  # in the session, in seconds
NOTED_EVERY = 60  # seconds; that one is still there is not written down more often
RECENTLY = 10 * 60  # seconds after which one is asked again who one is, before grave things
LONGEST_AGENT = 200  # characters of what a browser calls itself
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@dataclass(frozen=True)
class Span:
    """For how many seconds a session lasts: while nothing is done in it, and at most."""

    idle: int
    longest: int


TRUSTED = Span(idle=30 * MINUTE, longest=12 * HOUR)  # who keeps the registers, or approves a map
OTHERS = Span(idle=7 * DAY, longest=30 * DAY)


def span_of(person) -> Span:
    return TRUSTED if person.needs_factor else OTHERS


def begin(session, person):
    """Start to count when somebody has come in."""
    session[BEGUN] = session[SEEN] = _now()
    session.set_expiry(span_of(person).idle)


def is_over(session, person) -> bool:
    """Whether it has lasted too long, or too long without a sign of life."""
    span, now = span_of(person), _now()
    is_idle = now - session.get(SEEN, 0) >= span.idle
    return is_idle or now - session.get(BEGUN, 0) >= span.longest


def note(request, person):
    """Note that somebody is still there, so that the session goes on."""
    session, now = request.session, _now()
    if now - session[SEEN] < NOTED_EVERY:
        return
    span = span_of(person)
    session[SEEN] = now
    session.set_expiry(int(min(span.idle, session[BEGUN] + span.longest - now)))
    seen = {
        "user": person,
        "ip": get_adapter().get_client_ip(request),
        "user_agent": request.headers.get("User-Agent", "")[:LONGEST_AGENT],
        "last_seen_at": timezone.now(),
    }
    UserSession.objects.update_or_create(session_key=session.session_key, defaults=seen)


def renew(request):
    """Give a session another number, as when somebody becomes more or less in it."""
    before = request.session.session_key
    request.session.cycle_key()
    follow(before, request.session.session_key)


def follow(before: str, now: str):
    """What is known of a session goes along with its number: what is not known nobody ends."""
    UserSession.objects.filter(session_key=before).update(session_key=now)


def is_fresh(request) -> bool:
    """Whether somebody has said who they are so recently that they need not say it again."""
    records = get_authentication_records(request, request.user)
    said = [each["at"] for each in records if each.get("reauthenticated")]
    return _now() - max([request.session.get(BEGUN, 0), *said]) < RECENTLY


def of(person):
    """The sessions of a person that are still going on, the one used last first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("pk")
    found = UserSession.objects.filter(user=person.pk, session_key__in=alive)
    return found.order_by("-last_seen_at", "pk")


def going_on(keys, people) -> set[str]:
    """Those of these sessions that are not over yet. people: those whose they may be."""
    known = {str(each.pk): each for each in people}
    held = set()
    for row in Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now()):
        session = row.get_decoded()
        person = known.get(session.get(SESSION_KEY, ""))
        if person and not is_over(session, person):
            held.add(row.pk)
    return held


def end_all(person, but: str = ""):
    """End every session of a person at once; but: the key of one that goes on."""
    for each in UserSession.objects.filter(user=person.pk).exclude(session_key=but):
        each.end()


def forget() -> int:
    """Forget from where people were signed in, where that session is over. Gives how many."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("pk")
    return sum(each.purge() for each in UserSession.objects.exclude(session_key__in=alive))


def told(listed, key: str) -> list[dict]:
    """Sessions as their owner knows them again. key: that of the one in which they look."""
    return [
        {
            "number": each.pk,
            "begun": each.created_at,
            "seen": each.last_seen_at,
            "network": each.ip,
            "browser": name_of(each.user_agent),
            "is_this_one": each.session_key == key,
        }
        for each in listed
    ]


def _now():
    return timezone.now().timestamp()
