"""The people who use Rumbo, and the organisations they act for."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import addresses
from accounts.organisations import Organisation
from accounts.rules import Rule, enter, maintains, require
from changes.models import Ledger, Recorded, record


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, Ledger):
    """A person, known by an e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    is_staff = models.BooleanField(_("keeps the registers"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    organisations = models.ManyToManyField(
        Organisation, through="Membership", related_name="people"
    )

    objects = UserManager()

    UNTOLD = frozenset({"password", "last_login"})
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]

    def __str__(self):
        return self.name or self.email


@Rule
def is_oneself(actor, person):
    """Is it the person who asks?"""
    return actor.is_authenticated and actor.is_active and actor.pk == person.pk


class Membership(Recorded):
    """A person belongs to an organisation, and may perhaps speak in its name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    position = models.CharField(_("position"), max_length=120, blank=True)
    may_submit = models.BooleanField(_("may submit in its name"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="member_once")]

    def __str__(self):
        return f"{self.user} · {self.organisation}"

    @property
    def ledger(self):
        return self.organisation


@transaction.atomic
def register(email, password, **fields):
    """Set up the first person of an installation, whom nobody can have invited."""
    user = _newcomer(email, password, fields)
    record(None, "registered", user, email=user.email, **fields)
    addresses.confirm(user)
    return user


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
