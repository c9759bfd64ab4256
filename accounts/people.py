"""The people who use Rumbo, and the organisations they act for."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import addresses, sessions
from accounts.organisations import Organisation
from accounts.rules import Rule, enter, maintains, require
from changes.models import Ledger, Recorded, record
from changes.veils import new_secret
from terms.fields import TermField
from terms.lines import one_line
from terms.vocabulary import choices

NOWHERE = "former.invalid"  # no mail ever leads there (RFC 2606)
MemberRole = choices("membership_role")


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, Ledger):
    """A person, known by an e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True, validators=[one_line])
    language = models.CharField(_("language"), max_length=5, default="en")
    is_staff = models.BooleanField(_("keeps the registers"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    secret = models.CharField(max_length=64, default=new_secret, blank=True, editable=False)
    organisations = models.ManyToManyField(
        Organisation, through="Membership", related_name="people"
    )

    objects = UserManager()

    acting: Any = None  # how they do what they do now; see `accounts.acting`

    # What the log holds of a person has to end with the account, and the log is for ever.
    UNTOLD = frozenset({"password", "last_login", "secret"})
    VEILED = frozenset({"email", "name"})
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]

    def __str__(self):
        return self.called if self.closed_at else self.name or self.email

    @property
    def veil(self):
        return self.secret

    @property
    def called(self):
        """What others may call them: by their name, or by the part of the address before the @."""
        if self.closed_at:
            return gettext("a former member")
        return self.name or self.email.partition("@")[0]


class Membership(Recorded):
    """A person belongs to an organisation, and may perhaps speak in its name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    position = models.CharField(_("position"), max_length=120, blank=True, validators=[one_line])
    may_submit = models.BooleanField(_("may submit in its name"), default=False)
    role = TermField("membership_role", verbose_name=_("role"), default=MemberRole.MEMBER)

    VEILED = frozenset({"position"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="member_once")]

    def __str__(self):
        return f"{self.user} · {self.organisation}"

    @property
    def ledger(self):
        return self.organisation

    @property
    def veil(self):
        return self.user.secret


@Rule
def is_oneself(actor, person):
    """Is this about the very person who asks?"""
    return actor.is_authenticated and actor.is_active and actor.pk == person.pk


@transaction.atomic
def register(email, password, **fields):
    """Set up the first person of an installation, whom nobody can have invited."""
    user = _newcomer(email, password, fields)
    record(None, "registered", user, email=user.email, **fields)
    addresses.confirm(user)
    return user


def welcome(email, password, **fields):
    """Give an account to somebody whose address is proven: a link that was sent there brought them.

    fields: name and language.
    """
    return register(email, password, **fields)


@transaction.atomic
def keep_out(person):
    """Let nobody in by this account until further notice; only who runs the server can do it."""
    sessions.end_all(person)
    record(None, "deactivated", person, is_active=False)


def let_in(person):
    """Let somebody in again who was kept out."""
    record(None, "activated", person, is_active=True)


@transaction.atomic
def close(actor, person):
    """End an account for ever: nobody signs in with it, and nothing here names the person."""
    require(actor, is_oneself, person)
    sessions.end_all(person)
    addresses.forget(person)
    record(
        actor,
        "closed",
        person,
        name="",
        email=f"{person.pk}@{NOWHERE}",
        secret="",  # from now on nobody can tell which name and address the log speaks of
        password=make_password(None),
        last_login=None,
        is_staff=False,
        is_active=False,
        closed_at=timezone.now(),
    )


@transaction.atomic
def add(actor, email, password, **fields):
    """Give a person an account. Their e-mail counts as confirmed: whoever adds them knows it."""
    user = _newcomer(email, password, fields)
    enter(actor, user, email=user.email, **fields)
    addresses.confirm(user)
    return user


def describe(actor, person, **fields):
    """Say how one is called, and in which language one wants to be written to."""
    require(actor, is_oneself, person)
    record(actor, "edited", person, **fields)
    return person


def join(actor, user, organisation, **fields):
    """Make a person a member of an organisation."""
    require(actor, maintains, organisation)
    membership = Membership(user=user, organisation=organisation)
    record(actor, "joined", membership, user=user, organisation=organisation, **fields)
    return membership


def _newcomer(email, password, fields):
    user = User(email=email.strip().lower(), name=fields.get("name", ""))
    validate_password(password, user)
    user.password = make_password(password)
    return user
