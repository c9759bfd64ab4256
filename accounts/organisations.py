"""The organisations that write, comment on and carry out the maps."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.onlookers import Onlooker
from accounts.rules import Refused, enter, maintains, require
from changes.models import Ledger, record
from terms.fields import TermField
from terms.lines import one_line
from terms.periods import PeriodField
from terms.vocabulary import VOCABULARIES

HELICES = {term["code"]: term["helix"] for term in VOCABULARIES["organisation_kind"]["terms"]}


class OrganisationQuerySet(models.QuerySet):
    def of(self, actor):
        """Those to which a person belongs; an onlooker has one, or none."""
        if isinstance(actor, Onlooker):
            return self.filter(pk=actor.organisation.pk) if actor.organisation else self.none()
        if not actor.is_authenticated:
            return self.none()
        # The person may have been read long ago: whether they may sign in is asked as it is now.
        return self.filter(memberships__user=actor.pk, memberships__user__is_active=True)

    def of_helix(self, helix):
        return self.filter(kind__in=[kind for kind, side in HELICES.items() if side == helix])

    def existing(self):
        return self.filter(successors__isnull=True)


class Organisation(Ledger):
    """A ministry, an association, a firm, a university: whoever has a part in a map."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200, validators=[one_line])
    short_name = models.CharField(_("short name"), max_length=60, blank=True, validators=[one_line])
    kind = TermField("organisation_kind", verbose_name=_("kind"))
    country = models.CharField(_("country"), max_length=2, blank=True)  # ISO 3166-1
    ror = models.URLField(_("ROR id"), blank=True)
    register_number = models.CharField(_("register number"), max_length=60, blank=True)
    members_represented = models.PositiveIntegerField(
        _("members represented"), null=True, blank=True
    )
    role_in_maps = models.CharField(_("role in the maps"), max_length=200, blank=True)
    validity = PeriodField(_("existed"), blank=True)
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="successors"
    )
    note = models.TextField(_("note"), blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.short_name or self.name

    @property
    def helix(self):
        return HELICES[self.kind]


def add(actor, code, **fields):
    """Enter an organisation in the register."""
    return enter(actor, Organisation(code=code), code=code, **fields)


def edit(actor, organisation, **fields):
    """Correct what the register says of an organisation."""
    require(actor, maintains, organisation)
    record(actor, "edited", organisation, **fields)
    return organisation


def require_existing(organisation):
    """Refuse to build on an organisation that went into another one."""
    if names := ", ".join(str(successor) for successor in organisation.successors.all()):
        words = {"organisation": organisation, "successors": names}
        message = gettext("%(organisation)s is no more. It went into: %(successors)s.")
        raise Refused(message % words)
