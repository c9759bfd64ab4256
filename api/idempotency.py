"""A request that is sent twice is done once: the second time it gets the same answer."""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import memberships
from accounts.models import Organisation
from api.mistakes import mistake
from roadmaps.models import Roadmap

Place = Roadmap | Organisation
KEPT_FOR = timedelta(hours=24)
LONGEST = 255  # characters of a key


class AnswerQuerySet(models.QuerySet):
    def expired(self):
        return self.filter(made__lt=timezone.now() - KEPT_FOR)

    def forget(self):
        """Delete those that nobody can ask for again; how many they were."""
        deleted, _by_model = self.expired().delete()
        return deleted


class Answer(models.Model):
    """What a request was answered, kept for a day under the key that its sender gave it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST)
    digest = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    seen = models.JSONField(default=dict)  # by map: the degrees that the caller could read
    made = models.DateTimeField(default=timezone.now, db_index=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="answer_once_a_key")]

    def __str__(self):
        return f"{self.caller_id} {self.key}: {self.status}"


def key_of(request) -> str:
    """The key that the sender gave the request; empty where there is none."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST or not (key.isascii() and key.isprintable()):
        message = _("An Idempotency-Key has %(most)s letters, digits and signs at most.")
        raise mistake("", "invalid", message % {"most": LONGEST}, 400)
    return key.strip()


def required() -> Exception:
    """The refusal of a request that makes something new and cannot be told from its repetition."""
    message = _(
        "Send an Idempotency-Key with what makes something new, such as a UUID, so that nothing "
        "is made twice when you send it again."
    )
    return mistake("", "idempotency-key-required", message, 400)


def claim(actor, key: str, said: bytes) -> Answer:
    """The answer that was kept under this key, or a new one without a status, held for now.

    Whoever sends the same key at the same time waits here until the transaction ends.
    said: all that makes the request what it is.
    """
    digest = hashlib.sha256(said).hexdigest()
    own = Answer.objects.filter(caller=actor, key=key)
    new = Answer(caller=actor, key=key, digest=digest)
    Answer.objects.bulk_create([new], ignore_conflicts=True)
    found = own.get()
    if found.made < timezone.now() - KEPT_FOR:
        own.forget()
        return claim(actor, key, said)
    if found.digest != digest:
        message = _("This Idempotency-Key was used for another request.")
        raise mistake("", "idempotency-key-reused", message)
    if found.pk != new.pk and not _may_still_see(actor, found):
        raise Http404
    return found


def keep(actor, answer: Answer, places: Iterable[Place], **fields: Any) -> None:
    """Keep what the request was answered, and how much was seen of the places of which it tells.

    An organisation is seen as a whole or not at all.
    """
    seen = {
        str(each.pk): list(each.sight_of(actor).visibilities) if isinstance(each, Roadmap) else []
        for each in places
    }
    Answer.objects.filter(pk=answer.pk).update(seen=seen, **fields)


def _may_still_see(actor, answer):
    """As a member of each map, and no less of it than then; and each organisation."""
    maps = Roadmap.objects.in_bulk(answer.seen)
    sights = {str(key): each.sight_of(actor) for key, each in maps.items()}
    organisations = Organisation.objects.in_bulk(answer.seen.keys() - sights.keys())
    if not answer.seen or len(maps) + len(organisations) < len(answer.seen):
        return False
    if not all(memberships.can(actor, "view", each) for each in organisations.values()):
        return False
    return all(
        sight.is_member and set(answer.seen[key]) <= set(sight.visibilities)
        for key, sight in sights.items()
    )
