"""Every number says what it is, of when, and where it was read."""

from decimal import Decimal

from babel.numbers import list_currencies
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.rules import enter, maintains
from accounts.rules import require as require_rule
from changes.models import lock, record
from roadmaps import contents
from roadmaps.contents import Content, ContentQuerySet
from roadmaps.elements import Element
from roadmaps.roadmap import Roadmap
from roadmaps.rules import require
from roadmaps.stages import Visibility
from sectors.models import Programme, Sector
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.periods import PeriodField
from terms.translations import Translated
from terms.vocabulary import choices

Basis = choices("measurement_basis")
Operator = choices("figure_operator")

NO_CIRCLES = {
    "part_of": _("A figure is not a part of itself."),
    "told_as": _("A figure does not tell itself in other words."),
}
OWNERS = ("element", "on_roadmap", "sector", "programme", "organisation")


def _exactly_one(names):
    cases = [models.Q(**{f"{name}__isnull": name != owner for name in names}) for owner in names]
    either = cases[0]
    for case in cases[1:]:
        either |= case
    return either


class FigureQuerySet(ContentQuerySet):
    def of(self, subject):
        return self.filter(**{_owner_name(subject): subject})


class Figure(Translated, Evidenced, Content):
    """A number with all that it needs to be read rightly. It stands on what it speaks of."""

    element = models.ForeignKey(
        Element, models.CASCADE, null=True, blank=True, related_name="figures"
    )
    on_roadmap = models.ForeignKey(
        Roadmap, models.CASCADE, null=True, blank=True, related_name="figures"
    )
    sector = models.ForeignKey(
        Sector, models.CASCADE, null=True, blank=True, related_name="figures"
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="figures"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="figures"
    )
    metric = models.SlugField(_("what is measured"), max_length=60)
    label = models.CharField(_("label"), max_length=300)
    kind = TermField("figure_kind", verbose_name=_("kind"))
    operator = TermField("figure_operator", verbose_name=_("operator"), default="eq")
    # The whole number, never in thousands or millions: scale words differ between languages.
    low = models.DecimalField(_("value, or lower end"), max_digits=30, decimal_places=8)
    high = models.DecimalField(
        _("upper end"), max_digits=30, decimal_places=8, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)  # ISO 4217
    basis = TermField("measurement_basis", verbose_name=_("basis"))
    period = PeriodField(_("period"), blank=True)
    period_note = models.CharField(_("period as printed"), max_length=120, blank=True)
    baseline_value = models.DecimalField(
        _("baseline"), max_digits=30, decimal_places=8, null=True, blank=True
    )
    baseline_unit = models.CharField(_("unit of the baseline"), max_length=80, blank=True)
    baseline_period = PeriodField(_("period of the baseline"), blank=True)
    baseline_note = models.CharField(_("note on the baseline"), max_length=200, blank=True)
    scope = models.CharField(_("scope"), max_length=300, blank=True)
    price_basis = models.CharField(
        _("price basis"),
        max_length=10,
        blank=True,
        choices=[("nominal", _("nominal")), ("real", _("real"))],
    )
    condition = models.CharField(_("condition"), max_length=300, blank=True)
    told_as = models.ForeignKey(  # the same target in other words: it counts once
        "self",
        models.SET_NULL,
        verbose_name=_("tells the same as"),
        null=True,
        blank=True,
        related_name="tellings",
    )
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("part of the figure"),
        null=True,
        blank=True,
        related_name="parts",
    )
    shared = models.BooleanField(_("shared by several maps"), default=False)
    shared_with = ArrayField(
        models.CharField(max_length=80), verbose_name=_("shared with"), default=list, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    visibility = TermField("visibility", verbose_name=_("visibility"), default=Visibility.PUBLIC)

    objects = FigureQuerySet.as_manager()

    PLACE = OWNERS
    WRITTEN = (
        "metric", "label", "kind", "operator", "low", "high", "unit", "currency", "basis",
        "period", "period_note", "baseline_value", "baseline_unit", "baseline_period",
        "baseline_note", "scope", "price_basis", "condition", "told_as", "part_of", "shared",
        "shared_with", "note", "visibility", "source", "certainty", "translations",
    )  # fmt: skip

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one(OWNERS),
                name="figure_speaks_of_one_thing",
                violation_error_message=_("A figure speaks of exactly one thing."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    operator=Operator.RANGE, high__isnull=False, high__gte=models.F("low")
                )
                | (~models.Q(operator=Operator.RANGE) & models.Q(high__isnull=True)),
                name="figure_range_runs_upwards",
                violation_error_message=_(
                    "A range needs an upper end that is not below its lower end."
                ),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def subject(self):
        return next(getattr(self, name) for name in OWNERS if getattr(self, f"{name}_id"))

    @property
    def roadmap(self):
        return self.on_roadmap or self.element.roadmap

    @property
    def ledger(self):
        return self.subject.ledger

    @property
    def siblings(self):
        return Figure.objects.standing().filter(
            **{name: getattr(self, f"{name}_id") for name in OWNERS}
        )

    def clean(self):
        """Whether the number can be what it says it is."""
        if self.currency and self.currency not in list_currencies():
            words = {"currency": self.currency}
            message = gettext("“%(currency)s” is no currency of ISO 4217, such as MXN or USD.")
            raise ValidationError({"currency": [message % words]})
        if self.unit and self.currency and self.unit == "%":
            message = gettext("A percentage has no currency.")
            raise ValidationError({"unit": [message]})
        if self.is_withdrawn:
            return
        for name, why in NO_CIRCLES.items():
            if contents.closes_a_circle(self, name):
                raise ValidationError({name: [why]})
        if self.part_of is not None:
            self._fits_into(self.part_of)
        for part in () if self._state.adding else self.parts.standing():
            part._fits_into(self)

    def _fits_into(self, whole):
        words = {"part": self.label, "whole": whole.label}
        if (self.unit, bool(self.currency)) != (whole.unit, bool(whole.currency)):
            message = gettext("“%(part)s” and “%(whole)s” are not told in the same unit.")
            raise ValidationError({"part_of": [message % words]})
        if self.currency != whole.currency:
            return  # the same money as each was told it; nobody can say which is more
        most = whole.high if whole.high is not None else whole.low
        if not (isinstance(self.low, Decimal) and isinstance(most, Decimal)):
            return  # one of them is no number, and that is said already
        if self.low > most and whole.operator not in ("gt", "ge"):
            message = gettext("The part “%(part)s” is larger than its whole, “%(whole)s”.")
            raise ValidationError({"low": [message % words]})


@transaction.atomic
def state(actor, subject, **fields):
    """Write down a number about an element, a map, a sector, a programme or an organisation."""
    figure = Figure(**{_owner_name(subject): subject})
    if not isinstance(subject, Element | Roadmap):
        return enter(actor, figure, position=contents.last_place(figure), **fields)
    lock(subject.ledger)
    require(actor, "edit", subject)
    return contents.add(actor, "stated", figure, **fields)


def tie(actor, figure, **others):
    """Say that a figure tells another one in other words, or is a part of it."""
    if figure.element_id or figure.on_roadmap_id:
        require(actor, "edit", figure)
    else:
        require_rule(actor, maintains, figure)
    record(actor, "tied", figure, **others)
    return figure


@transaction.atomic
def edit(actor, figure, base, **fields):
    """Correct a number; base is the revision of the map that the writer saw."""
    return contents.edit(actor, _take(actor, figure), base, **fields)


@transaction.atomic
def withdraw(actor, figure):
    """Take a number off the map; its history is kept."""
    return contents.withdraw(actor, _take(actor, figure))


@transaction.atomic
def restore(actor, figure):
    """Put back a number that was withdrawn."""
    return contents.restore(actor, _take(actor, figure))


@transaction.atomic
def reorder(actor, figure, after=None):
    """Tell a number after another one, or before all of them."""
    return contents.reorder(actor, _take(actor, figure), after)


def _take(actor, figure):
    """The figure, held, for somebody who keeps the map or the register on which it stands."""
    if figure.element_id or figure.on_roadmap_id:
        return contents.take(actor, figure)
    lock(figure.ledger)
    require_rule(actor, maintains, figure)
    figure.refresh_from_db(fields=[*figure.WRITTEN, "is_withdrawn", "position", "revision"])
    return figure


def _owner_name(subject):
    match subject:
        case Element():
            return "element"
        case Roadmap():
            return "on_roadmap"
    return subject._meta.model_name
