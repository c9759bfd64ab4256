"""The innovation council of a programme: who keeps it, who sits on it, for whom they speak."""

from collections import Counter
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import memberships
from accounts.models import Organisation
from accounts.organisations import HELICES, require_existing
from accounts.rules import Refused, Rule, enter, maintains, require
from changes.merging import merge
from changes.models import Ledger, Recorded, erase, lock, record, record_held
from changes.veils import new_secret
from sectors.models import Programme
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.lines import one_line
from terms.translations import Translated
from terms.vocabulary import choices

Helix = choices("helix")


class Council(Translated, Evidenced, Ledger):
    """A council that watches the maps of a programme, evaluates them and recommends."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="councils")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200, validators=[one_line])
    secretariat = models.ForeignKey(  # none: those who keep the registers keep it too
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="councils_kept",
        verbose_name=_("secretariat"),
    )
    note = models.TextField(_("note"), blank=True)

    WRITTEN = ("name", "secretariat", "note", "source", "certainty", "translations")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.said("name")


class SeatQuerySet(models.QuerySet):
    def told(self):
        """With all that is told of them, and without the secret that veils their log."""
        return self.defer("secret").select_related("organisation", "source")

    def of_helices(self, sides):
        """Those that count for these sides of society."""
        kinds = [kind for kind, side in HELICES.items() if side in sides]
        reserved = models.Q(organisation=None, reserved_for__in=sides)
        return self.filter(models.Q(organisation__kind__in=kinds) | reserved)

    def held(self):
        """Those on which somebody sits today."""
        return [seat for seat in self.told() if seat.is_held]


class Seat(Evidenced, Recorded):
    """A place on a council: who has it now, for whom they speak, until when."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    title = models.CharField(_("what the seat is"), max_length=120, blank=True)
    reserved_for = TermField("helix", verbose_name=_("reserved for"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("speaks for"),
    )
    holder = models.CharField(_("person"), max_length=150, blank=True, validators=[one_line])
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("last day"), null=True, blank=True)
    interests = models.TextField(_("declared interests"), blank=True)
    secret = models.CharField(max_length=64, default=new_secret, editable=False)

    # A name is public as long as somebody sits there; the log, which is for ever, does not keep it.
    UNTOLD = frozenset({"secret"})
    VEILED = frozenset({"holder", "interests"})
    WRITTEN = (
        "title", "reserved_for", "organisation", "holder", "since", "until", "interests",
        "source", "certainty",
    )  # fmt: skip
    OPEN = ("id", "revision", "council_id", "number", *WRITTEN[:2], "organisation_id",
            *WRITTEN[3:7], "source_id", "certainty")  # fmt: skip

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["council", "number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="seat_number_once"),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | ~models.Q(reserved_for=""),
                name="seat_has_a_side",
                violation_error_message=_(
                    "Say for which organisation the seat speaks, or for which side of society it "
                    "is reserved."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(until__gte=models.F("since")),
                name="term_runs_forward",
                violation_error_message=_("A term does not end before it begins."),
            ),
        ]

    def __str__(self):
        return gettext("seat %(number)s") % {"number": self.number}

    @property
    def ledger(self):
        return self.council

    @property
    def veil(self):
        return self.secret

    @property
    def helix(self):
        """The side of society that it counts for: that of the organisation, else the reserved."""
        return self.organisation.helix if self.organisation else self.reserved_for

    @property
    def is_over(self):
        return self.until is not None and self.until < timezone.localdate()

    @property
    def is_to_come(self):
        return self.since is not None and self.since > timezone.localdate()

    @property
    def is_held(self):
        """Does somebody sit there today?"""
        is_taken = bool(self.organisation_id or self.holder)
        return is_taken and not self.is_over and not self.is_to_come

    @property
    def is_vacant(self):
        return not self.is_held


@Rule
def keeps(actor, council):
    """Is this person of the council's secretariat, or do they keep the registers?"""
    if maintains(actor, council):
        return True
    return bool(council.secretariat and memberships.belongs(actor, council.secretariat))


def balance(seats) -> list[dict[str, Any]]:
    """How many seats of each side of society are held today, and how many nobody has."""
    held = Counter(seat.helix for seat in seats if seat.is_held)
    vacant = Counter(seat.helix for seat in seats if seat.is_vacant)
    return [
        {"helix": side.value, "held": held[side.value], "vacant": vacant[side.value]}
        for side in Helix
        if side != Helix.OTHER or held[side.value] + vacant[side.value]
    ]


def found(actor, programme, code, **fields):
    """Enter the council of a programme."""
    council = Council(programme=programme, code=code)
    return enter(actor, council, code=code, programme=programme, **fields)


@transaction.atomic
def describe(actor, council, base, **fields):
    """Change what is said of a council; base is its revision that the writer saw."""
    lock(council)
    require(actor, keeps, council)
    only_written(Council, fields)
    if "secretariat" in fields and not maintains(actor, council):
        raise Refused(gettext("Only those who keep the registers change the secretariat."))
    if settled := merge(council, base, fields):
        record_held(actor, "edited", council, **settled)
    return council


@transaction.atomic
def seat(actor, council, **fields):
    """Add a seat to a council, held or still vacant."""
    lock(council)
    require(actor, keeps, council)
    only_written(Seat, fields)
    _require_existing(fields)
    last = council.seats.aggregate(last=models.Max("number"))["last"] or 0
    made = Seat(council=council)
    record(actor, "seated", made, number=last + 1, **fields)
    return made


@transaction.atomic
def change(actor, seat, base, **fields):
    """Say who has a seat now, for whom they speak, until when; base is what the writer saw."""
    seat = _take(actor, seat)
    only_written(Seat, fields)
    settled = merge(seat, base, fields)
    _require_existing(settled)
    if settled.keys() & Seat.VEILED:
        settled["secret"] = new_secret()  # nobody can tell any more whom the log spoke of before
    if settled:
        record_held(actor, "edited", seat, **settled)
    return seat


@transaction.atomic
def abolish(actor, seat):
    """Take a seat off the council."""
    return erase(actor, "abolished", _take(actor, seat))


def only_written(model, fields):
    """Refuse fields that nobody writes."""
    if others := fields.keys() - set(model.WRITTEN):
        names = ", ".join(sorted(others))
        raise Refused(gettext("Nobody can set this: %(names)s.") % {"names": names})


def _take(actor, seat):
    """The seat as it is now, with its council locked."""
    lock(seat.council)
    require(actor, keeps, seat.council)
    found = Seat.objects.filter(pk=seat.pk).select_related("organisation").first()
    if found is None:
        raise Refused(gettext("This seat is no longer there."))
    found.council = seat.council
    return found


def _require_existing(fields):
    if organisation := fields.get("organisation"):
        require_existing(organisation)
