"""The keys with which a person's programs ask in that person's name.

The secret of a key is shown once, to the one who made it; only its SHA-256 is kept. With 256
random bits there is nothing to guess, so a slow hash, as passwords need it, would gain nothing.
"""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from accounts import factors
from accounts.people import User
from accounts.rules import Rule, maintains, require
from changes.models import Recorded, lock, record
from terms.fields import TermField
from terms.lines import one_line
from terms.vocabulary import choices

PREFIX = "rumbo_"  # so that people, and programs that look for lost secrets, know one
RANDOM_BYTES = 32
HINT = 6  # characters
USUAL_DAYS, MOST_DAYS = 90, 365
NOTED_EVERY = timedelta(minutes=1)


class KeyQuerySet(models.QuerySet):
    def newest_first(self):
        """What was revoked comes last."""
        return self.order_by(
            models.F("revoked_at").desc(nulls_first=True), "-made_on", "name", "pk"
        )


class Key(Recorded):
    """Lets a program do some of what its owner may do, until a day."""

    UNTOLD = frozenset({"digest", "last_used_at"})
    VEILED = frozenset({"name"})  # “Ana's laptop”

    user = models.ForeignKey(User, models.CASCADE, related_name="keys")
    name = models.CharField(gettext_lazy("name"), max_length=80, validators=[one_line])
    hint = models.CharField(max_length=HINT)  # how the secret begins, after the prefix
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(TermField("api_scope"))
    made_on = models.DateField()
    expires_on = models.DateField()  # from this day on it opens nothing
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(scopes=[]), name="key_may_do_something"),
            models.CheckConstraint(
                condition=models.Q(
                    expires_on__lte=models.F("made_on") + models.Value(timedelta(days=MOST_DAYS))
                ),
                name="key_lasts_a_year_at_most",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({PREFIX}{self.hint}…)"

    @property
    def ledger(self):
        return self.user

    @property
    def veil(self):
        return self.user.secret

    @property
    def start(self):
        """The characters by which its owner knows it again."""
        return PREFIX + self.hint

    @property
    def is_expired(self):
        return self.expires_on <= timezone.localdate()

    @property
    def is_valid(self):
        return self.revoked_at is None and not self.is_expired


@Rule
def owns(actor, key):
    """Is it this person's own key?"""
    return actor.is_authenticated and actor.is_active and actor.pk == key.user_id


revokes = owns | maintains


@sensitive_variables("secret")
def make(actor, name, scopes, days=USUAL_DAYS):
    """Make a key for oneself; nobody makes one for somebody else. Gives the key and its secret."""
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    # The user is looked up anew: the one of a request is wrapped, and the log cannot name it.
    key = Key(user_id=actor.pk, digest=_digest(secret))
    require(actor, owns, key)
    if factors.is_lacking(actor):
        raise ValidationError(_("Set up a second factor before you make a key."))
    scopes = _known(scopes)
    if not 1 <= days <= MOST_DAYS:
        most = {"most": MOST_DAYS}
        raise ValidationError(_("A key lasts from 1 to %(most)s days.") % most)
    today = timezone.localdate()
    record(
        actor,
        "made",
        key,
        name=name.strip(),
        hint=secret.removeprefix(PREFIX)[:HINT],
        scopes=scopes,
        made_on=today,
        expires_on=today + timedelta(days=days),
    )
    return key, secret


@transaction.atomic
def revoke(actor, key):
    """End a key at once and for ever. To revoke it again changes nothing."""
    require(actor, revokes, key)
    lock(key.ledger)
    key.refresh_from_db(fields=["revoked_at"])
    if key.revoked_at is None:
        record(actor, "revoked", key, revoked_at=timezone.now())
    return key


def revoke_all(actor):
    """End every key of one's own."""
    for key in Key.objects.filter(user=actor.pk, revoked_at=None).order_by("pk"):
        revoke(actor, key)


def forget(actor, key):
    """End a key, and what its owner called it."""
    revoke(actor, key)
    record(actor, "edited", key, name="–")


@sensitive_variables("secret")
def find(secret: str) -> Key | None:
    """The key with this secret, if it opens anything today: no more than its owner could open."""
    rows = Key.objects.select_related("user").annotate(is_guarded=factors.had("user"))
    found = rows.filter(digest=_digest(secret)).first()
    if found is None or not (found.is_valid and found.user.is_active):
        return None
    # Whether one is needed is the dearer question, and is asked of those who have none.
    return found if found.is_guarded or not factors.is_needed(found.user) else None


@sensitive_variables("secret")
def find_ended(secret: str) -> Key | None:
    """The key with this secret that opens nothing any more; none where there never was one."""
    return Key.objects.filter(digest=_digest(secret)).first()


def note_use(key):
    """Remember that a key was used, once a minute at most, so that its owner sees forgotten ones.

    This is not told in the log: nobody decided it, and a line for each minute of each program
    would bury what people did.
    """
    now = timezone.now()
    is_due = models.Q(last_used_at=None) | models.Q(last_used_at__lte=now - NOTED_EVERY)
    if key.last_used_at is None or key.last_used_at <= now - NOTED_EVERY:
        Key.objects.filter(is_due, pk=key.pk).update(last_used_at=now)


def _known(scopes):
    """The scopes, each once, in the order of the vocabulary."""
    possible = choices("api_scope").values
    for scope in scopes:
        if scope not in possible:
            words = {"word": str(scope)[:60], "words": ", ".join(possible)}
            message = _("“%(word)s” is no scope of a key. Possible are: %(words)s.")
            raise ValidationError(message % words)
    if not scopes:
        raise ValidationError(_("Say what the key is for: give it at least one scope."))
    return [scope for scope in possible if scope in scopes]


@sensitive_variables("secret")
def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
