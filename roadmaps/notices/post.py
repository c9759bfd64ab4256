"""Notices by mail: each is sent once, as far as mail can promise that.

A mail is taken (written down, committed), handed over, and seen off (written down, committed). Who
takes one skips what others hold, so two who send at once never send the same. Where a sender dies
between handing over and seeing off, nobody can know whether the mail is out: it is handed over once
more after a few minutes, under the same Message-ID, by which mailboxes know it as the same mail.
So nothing that was to be told is lost, and what comes twice can be told from what comes once.
"""

import logging
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import mails
from changes.models import record, record_held
from roadmaps.notices import words
from roadmaps.notices.notice import Notice

MOST_IN_A_MAIL = 50
LOG = logging.getLogger("rumbo.notices")


def send(pace: str) -> int:
    """Send all that is to be told at this pace now; gives how many mails went out."""
    sent = 0
    while (taken := _take(pace)) is not None:
        mail, notices = taken
        if mail is not None:
            sent += _hand_over(mail, notices)
    return sent


@transaction.atomic
def _take(pace):
    """The next mail, with what it tells; none where nothing is left, an empty one if all is hidden.

    Rights are asked here and now. What its reader may not see stays where it is, and is not told.
    """
    held = _next(pace)
    if not held:
        return None
    person, now = held[0].person, timezone.now()
    seen = set(Notice.objects.filter(pk__in=[each.pk for each in held]).visible_to(person))
    told = [each for each in held if each in seen and person.is_active]
    for hidden in [each for each in held if each not in told]:
        record_held(None, "withheld", hidden, withheld_at=now)
    if not told:
        return None, []
    number = told[0].mail or uuid.uuid4()
    for each in told:
        taken = {"mail": number, "taken_at": now, "attempts": each.attempts + 1}
        record_held(None, "taken", each, **taken)
    return _written(person, told, number), told


def _next(pace):
    """The notices of the next mail, held: one that is in doubt, or all that is new for somebody."""
    free = Notice.objects.near().select_for_update(skip_locked=True, no_key=True, of=("self",))
    if (first := free.in_doubt().order_by("taken_at", "pk").first()) is not None:
        return list(free.unsent().filter(mail=first.mail).order_by("made_at", "pk"))
    first = free.to_be_told(pace).order_by("made_at", "pk").first()
    if first is None:
        return []
    theirs = free.to_be_told(pace).filter(person=first.person)
    return list(theirs.order_by("made_at", "pk")[:MOST_IN_A_MAIL])


def _written(person, notices, number):
    """The mail, in the language of its reader and under a number that a second try has too."""
    with mails.in_language_of(person):
        groups, first = words.grouped(notices), words.sentence(notices[0])
    said = {"groups": groups, "first": first, "number": len(notices)}
    mail = mails.compose("waiting", person.email, person.language, **said)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    mail.extra_headers["Message-ID"] = f"<{number}@{domain}>"
    return mail


def _hand_over(mail, notices):
    """Send a mail that was taken, and see it off; gives how many went out: one or none."""
    try:
        mail.send()
    except (OSError, ValueError) as error:  # it is tried again later, up to five times
        LOG.warning("A mail with notices did not go out: %s", type(error).__name__)
        return 0
    with transaction.atomic():
        for notice in sorted(notices, key=lambda each: each.pk):
            record(None, "sent", notice, sent_at=timezone.now())
    return 1
