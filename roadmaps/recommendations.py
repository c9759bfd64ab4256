"""What a council recommends: drafted, made with a number, answered in time or overdue."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.onlookers import Onlooker
from accounts.organisations import require_existing
from accounts.rules import Refused, maintains
from accounts.rules import require as require_rule
from changes.merging import merge
from changes.models import Ledger, erase, lock, record, record_held
from roadmaps.councils import Council, keeps, only_written
from roadmaps.elements import Element
from roadmaps.replies import ACCEPTING, Followup, Progress, Reply, Response
from roadmaps.reviews import Review
from roadmaps.roadmap import Roadmap
from sectors.sources import Evidenced
from terms.lines import one_line
from terms.translations import Translated

TIME_TO_REPLY = timedelta(days=60)


class RecommendationQuerySet(models.QuerySet):
    def made(self):
        """Those that were published; the others are drafts."""
        return self.filter(made_on__isnull=False)

    def visible_to(self, actor):
        """Made ones about what somebody may see or what is addressed to them; drafts of theirs.

        An onlooker sees nothing beyond what the person may see who looks.
        """
        if isinstance(actor, Onlooker):
            theirs = Recommendation.objects.visible_to(actor.looker)
            return self.filter(_seen_by(actor), pk__in=theirs.values("pk"))
        return self if maintains(actor, None) else self.filter(_seen_by(actor))

    def about(self, actor, roadmap):
        """Those about a map that somebody sees, which were made."""
        return self.visible_to(actor).made().filter(roadmap=roadmap)

    def standing(self):
        """Each with its last reply, the day of the first one, and how far it has got."""
        replies = Reply.objects.filter(recommendation=models.OuterRef("pk")).order_by("-revision")
        told = Followup.objects.filter(recommendation=models.OuterRef("pk")).order_by("-revision")
        first = replies.order_by("revision").values("given_on")[:1]
        progress = Coalesce(
            models.Subquery(told.values("progress")[:1]), models.Value(Progress.NOT_STARTED.value)
        )
        last = models.Subquery(replies.values("response")[:1])
        return self.annotate(
            response=Coalesce(last, models.Value(Response.AWAITED.value)),
            replied_on=models.Subquery(first),
            progress=models.Case(
                models.When(response__in=ACCEPTING, then=progress), default=models.Value("")
            ),
        )

    def unanswered(self, on=None):
        """Those that nobody has answered; on a day, made before it and not answered before it."""
        made = self.made()
        if on is None:
            return made.filter(replies__isnull=True)
        answered = Reply.objects.filter(given_on__lt=on).values("recommendation")
        return made.filter(made_on__lt=on).exclude(pk__in=answered)

    def overdue(self):
        """Those without a reply whose last day is over."""
        return self.unanswered().filter(due__lt=timezone.localdate())


class Recommendation(Translated, Evidenced, Ledger):
    """What a council asks an organisation to do, and until when it wants an answer."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="recommendations")
    # Both are given when it is made: drafts must not be told from gaps between numbers.
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    number = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    title = models.CharField(_("in a line"), max_length=200, validators=[one_line])
    text = models.TextField(_("what is recommended"))
    addressee = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("addressed to"),
    )
    roadmap = models.ForeignKey(
        Roadmap,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("map"),
    )
    review = models.ForeignKey(
        Review,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("review"),
    )
    elements = models.ManyToManyField(
        Element, blank=True, related_name="recommendations", verbose_name=_("elements")
    )
    made_on = models.DateField(_("made on"), null=True, blank=True, editable=False)
    due = models.DateField(_("reply due"), null=True, blank=True)

    WRITTEN = (
        "title", "text", "addressee", "roadmap", "review", "elements", "due", "source",
        "certainty", "translations",
    )  # fmt: skip

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-number", "council", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "year", "number"], name="recommendation_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(made_on=None, number=None, year=None)
                | models.Q(
                    made_on__isnull=False,
                    number__isnull=False,
                    year__isnull=False,
                    due__isnull=False,
                    addressee__isnull=False,
                ),
                name="recommendation_made_as_a_whole",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.said('title')}".strip()

    @property
    def code(self) -> str:
        """Its number within the council, such as 2026-03; a draft has none."""
        return f"{self.year}-{self.number:02d}" if self.number else ""

    @property
    def is_made(self):
        return self.made_on is not None

    @property
    def is_overdue(self):
        """Has the last day passed without a reply? Of those with their standing."""
        is_awaited = self.response == Response.AWAITED
        return bool(self.is_made and is_awaited and self.due < timezone.localdate())

    @property
    def is_late(self):
        """Was it answered, but after its day?"""
        return bool(self.is_made and self.replied_on and self.replied_on > self.due)


def _seen_by(actor):
    maps = Roadmap.objects.visible_to(actor).values("pk")
    made = models.Q(made_on__isnull=False)
    seen = made & (models.Q(roadmap=None) | models.Q(roadmap__in=maps))
    if not actor.is_authenticated:
        return seen
    own = Organisation.objects.of(actor).values("pk")
    kept = models.Q(council__in=Council.objects.filter(secretariat__in=own).values("pk"))
    return seen | kept | made & models.Q(addressee__in=own)


@transaction.atomic
def draft(actor, council, **fields):
    """Write a recommendation that nobody but those who keep the council reads yet."""
    require_rule(actor, keeps, council)
    only_written(Recommendation, fields)
    recommendation = Recommendation(council=council)
    _require_together(recommendation, fields)
    record(actor, "drafted", recommendation, council=council, **fields)
    return recommendation


@transaction.atomic
def edit(actor, recommendation, base, **fields):
    """Change a draft; once it is made the text stands, and only its last day may move, later."""
    recommendation = _take(actor, recommendation)
    only_written(Recommendation, fields)
    settled = merge(recommendation, base, fields)
    if recommendation.is_made and settled:
        _require_only_more_time(recommendation, settled)
    else:
        _require_together(recommendation, settled)
    if settled:
        record_held(actor, "edited", recommendation, **settled)
    return recommendation


@transaction.atomic
def make(actor, recommendation):
    """Publish a draft: from now on it has a number, and the time for the reply runs."""
    lock(recommendation.council)  # two that are made at once get two numbers
    recommendation = _take_draft(actor, recommendation)
    if recommendation.addressee is None:
        raise Refused(gettext("Say first to whom it is addressed."))
    require_existing(recommendation.addressee)
    day = timezone.localdate()
    due = recommendation.due or day + TIME_TO_REPLY
    if due < day:
        raise Refused(gettext("The day by which the reply is due is over already."))
    of_the_year = recommendation.council.recommendations.filter(year=day.year)
    last = of_the_year.aggregate(last=models.Max("number"))["last"] or 0
    said = {"year": day.year, "number": last + 1, "made_on": day, "due": due}
    record(actor, "made", recommendation, **said)
    return recommendation


@transaction.atomic
def discard(actor, recommendation):
    """Throw a draft away."""
    return erase(actor, "discarded", _take_draft(actor, recommendation))


def _take(actor, recommendation):
    """The recommendation as it is now, held, for somebody who keeps its council."""
    held = Recommendation.objects.select_for_update(of=("self",), no_key=True)
    found = held.select_related("council").filter(pk=recommendation.pk).first()
    if found is None:
        raise Refused(gettext("This draft is no longer there."))
    found.held_at = found.revision
    require_rule(actor, keeps, found.council)
    return found


def _take_draft(actor, recommendation):
    found = _take(actor, recommendation)
    if found.is_made:
        raise Refused(gettext("This recommendation has been made already."))
    return found


def _require_only_more_time(recommendation, settled):
    if settled.keys() != {"due"}:
        raise Refused(gettext("A recommendation that was made is not rewritten. Make another one."))
    if settled["due"] is None or settled["due"] < recommendation.due:
        raise ValidationError({"due": [gettext("The time for the reply is extended only.")]})


def _require_together(recommendation, fields):
    """What it is about has to be of one map, and the review one of its council."""
    after = {
        name: fields.get(name, getattr(recommendation, name)) for name in ("roadmap", "review")
    }
    roadmap, review = after["roadmap"], after["review"]
    is_new = recommendation._state.adding
    elements = fields.get("elements", () if is_new else recommendation.elements.all())
    if any(element.roadmap_id != (roadmap and roadmap.pk) for element in elements):
        raise ValidationError({"elements": [gettext("Name elements of the map that it is about.")]})
    if review and (review.council_id, review.roadmap_id) != (
        recommendation.council.pk,
        roadmap and roadmap.pk,
    ):
        raise ValidationError({"review": [gettext("Name a review of this council and this map.")]})
    if roadmap and roadmap.programme_id != recommendation.council.programme_id:
        message = gettext("This map belongs to the programme of another council.")
        raise ValidationError({"roadmap": [message]})
    if organisation := fields.get("addressee"):
        require_existing(organisation)
