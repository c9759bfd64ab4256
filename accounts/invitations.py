"""Invitations by mail, and those to an organisation.

The link of a mail proves that it was read at that address. Only the SHA-256 of its secret is kept,
as of keys; an invitation that was answered, withdrawn or replaced is no more.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from accounts import limits, mails, memberships, people
from accounts.organisations import Organisation, require_existing
from accounts.people import MemberRole, Membership, User
from accounts.rules import Refused, Rule
from accounts.rules import require as require_rule
from changes.models import Recorded, erase, lock, record
from terms.fields import TermField

RANDOM_BYTES = 32
LASTS = timedelta(days=14)
MOST_SENT = "30 per hour"  # by one person


class TooMany(Refused):
    """Somebody does too often what others would be bothered by; seconds: how long to wait."""

    def __init__(self, seconds: int):
        self.seconds = seconds
        minutes = {"minutes": -(-seconds // 60)}
        super().__init__(_("That was too often. Try again in %(minutes)s minutes.") % minutes)


class Gone(Refused):
    """The invitation was answered, withdrawn or replaced, or it has expired."""

    def __init__(self):
        super().__init__(_("This invitation is no longer there."))


class LetterQuerySet(models.QuerySet):
    def open(self):
        """Those that can still be answered."""
        return self.filter(expires_at__gt=timezone.now())

    def to(self, email):
        return self.filter(email__iexact=email)

    def with_secret(self, secret):
        """The one whose link holds this secret, if it can still be answered."""
        return self.open().filter(digest=digest(secret))


class Letter(Recorded):
    """An invitation that was sent by mail and not answered yet."""

    # Addresses do not belong into a log that is for ever; the row itself ends with the answer.
    UNTOLD = frozenset({"email", "digest"})

    email = models.EmailField(gettext_lazy("e-mail"))
    inviter = models.ForeignKey(User, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_expired(self):
        return self.expires_at <= timezone.now()

    @property
    def last_day(self):
        return self.expires_at.date()


class Invitation(Letter):
    """Somebody is asked to join an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = TermField(
        "membership_role", verbose_name=gettext_lazy("role"), default=MemberRole.MEMBER
    )
    may_submit = models.BooleanField(gettext_lazy("may submit in its name"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", Lower("email"), name="invited_once_to_join")
        ]

    def __str__(self):
        return f"{self.organisation}: {self.role}"

    @property
    def ledger(self):
        return self.organisation


@Rule
def is_addressed(actor, letter):
    """Was it sent to the address of this person?"""
    if not (actor.is_authenticated and actor.is_active):
        return False
    return actor.email.casefold() == letter.email.casefold()


@transaction.atomic
def invite(actor, organisation, email, **fields):
    """Ask somebody by mail to join an organisation; an earlier invitation of theirs ends."""
    lock(organisation)
    memberships.require(actor, "manage", organisation)
    require_existing(organisation)
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise Refused(_("Somebody with this address belongs to the organisation already."))
    letter = Invitation(organisation=organisation)
    return send(actor, letter, "invitation", organisation.invitations, email, **fields)


@sensitive_variables("secret")
def send(actor, letter, mail, others, email, **fields):
    """Write down an invitation and send its only link; whoever calls this has asked and locked.

    others: the invitations among which there is one for an address. mail: name of the template.
    """
    standing = limits.count(MOST_SENT, "invite", str(actor.pk))
    if not standing.is_allowed:
        raise TooMany(standing.seconds)
    for before in others.to(email):
        erase(actor, "replaced", before)
    secret = secrets.token_urlsafe(RANDOM_BYTES)
    letter.digest = digest(secret)
    said = {"email": email, "inviter": actor, "expires_at": timezone.now() + LASTS}
    record(actor, "invited", letter, **said, **fields)
    known = User.objects.filter(email__iexact=email).first()
    mails.send(mail, email, (known or actor).language, letter=letter, secret=secret)
    return letter


@transaction.atomic
def withdraw(actor, invitation):
    """Take an invitation back; its link leads nowhere from now on."""
    lock(invitation.organisation)
    memberships.require(actor, "manage", invitation.organisation)
    return erase(actor, "withdrawn", one_of(Invitation.objects, invitation))


@transaction.atomic
def accept(actor, invitation):
    """Join the organisation to which one was invited."""
    invitation = take(invitation)
    require_rule(actor, is_addressed, invitation)
    organisation = invitation.organisation
    if not memberships.can(invitation.inviter, "manage", organisation):
        raise Gone  # who invited has lost the right to since
    require_existing(organisation)
    erase(actor, "accepted", invitation)
    if membership := organisation.memberships.filter(user=actor.pk).first():
        return membership
    said = {"role": invitation.role, "may_submit": invitation.may_submit}
    membership = Membership(organisation=organisation)
    record(actor, "joined", membership, user=actor, organisation=organisation, **said)
    return membership


@transaction.atomic
def decline(actor, letter):
    """Say no to an invitation of either kind. actor: none where the link alone says who it is."""
    letter = take(letter)
    if actor is not None:
        require_rule(actor, is_addressed, letter)
    return erase(actor, "declined", letter)


@transaction.atomic
@sensitive_variables("password")
def open_account(letter, password, **fields):
    """Give an account to the one whom an invitation reached, and has none yet."""
    letter = take(letter)
    if User.objects.filter(email__iexact=letter.email).exists():
        raise Refused(_("There is an account with this address. Sign in to answer."))
    return people.welcome(letter.email, password, **fields)


def take(letter):
    """An open invitation as it is now, held until the transaction ends; it may be no more."""
    lock(letter.ledger)
    return one_of(type(letter).objects.open(), letter)


def one_of(letters, letter):
    """An invitation as it stands among these, if it still does."""
    found = letters.filter(pk=letter.pk).first()
    if found is None:
        raise Gone
    return found


@sensitive_variables("secret")
def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
