"""What a member firm says to its association: on the precise thing, and for nobody else."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.onlookers import Onlooker
from accounts.rules import Refused
from accounts.rules import require as require_rule
from changes.merging import merge
from changes.models import Recorded, record_held
from roadmaps.anchors import Anchor
from roadmaps.comments import ROWS, Comment, place_in
from roadmaps.consulted import Consulted, hold, speaks
from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.narratives import Narrative
from roadmaps.submissions import require_taking
from terms.fields import TermField


class Fate(models.TextChoices):
    """What has become of it in the association."""

    OPEN = "open", _("Not looked at yet")
    TAKEN_UP = "taken_up", _("Taken up")
    LEFT = "left", _("Left, with a reason")


TAKEN_UP = models.Q(comment__is_withdrawn=False)  # what is out of the basket is open again
LEFT = ~models.Q(left_because="")


class RemarkQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of one's own firm; in one's association those of every firm it asked.

        What a firm has taken back is for that firm alone.
        """
        seen = Consulted.objects.visible_to(actor)
        own = models.Q(consulted__in=Consulted.objects.of_firms(actor).values("pk"))
        found = self.filter(own | models.Q(is_withdrawn=False), consulted__in=seen.values("pk"))
        if isinstance(actor, Onlooker):
            theirs = Remark.objects.visible_to(actor.looker)
            return found.filter(pk__in=theirs.values("pk"))
        return found

    def standing(self):
        return self.filter(is_withdrawn=False)

    def with_fate(self, fate):
        """Those of which this has become."""
        match fate:
            case Fate.TAKEN_UP:
                return self.filter(TAKEN_UP)
            case Fate.LEFT:
                return self.filter(LEFT)
        # Not by exclusion: of what has no comment the tables cannot say that it was taken out.
        nowhere = models.Q(comment=None) | models.Q(comment__is_withdrawn=True)
        return self.filter(nowhere, left_because="")


class Remark(Recorded):
    """One thing that a member firm says to its association about one place of the text."""

    consulted = models.ForeignKey(Consulted, models.PROTECT, related_name="remarks")
    number = models.PositiveSmallIntegerField()  # of the firm, never used again
    question = models.PositiveSmallIntegerField(_("answers question"), null=True, blank=True)
    element = models.ForeignKey(
        Element, models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    figure = models.ForeignKey(
        Figure, models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="remarks")
    narrative = models.ForeignKey(
        Narrative, models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    start = models.PositiveIntegerField(null=True, blank=True)  # of words of a text, as frozen
    end = models.PositiveIntegerField(null=True, blank=True)
    field = models.CharField(_("field"), max_length=60, blank=True)
    quote = models.TextField(_("quoted words"), blank=True, max_length=2000)
    type = TermField("comment_type", verbose_name=_("what it is"))
    text = models.TextField(_("remark"), max_length=20_000)
    proposed = models.TextField(_("proposed wording or value"), blank=True, max_length=20_000)
    is_withdrawn = models.BooleanField(default=False, editable=False)
    comment = models.ForeignKey(  # of the association, into which it went
        Comment, models.PROTECT, null=True, blank=True, related_name="remarks", editable=False
    )
    left_because = models.TextField(
        _("why it is not taken up"), blank=True, max_length=2000, editable=False
    )

    WRITTEN = ("type", "text", "proposed")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["consulted", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consulted", "number"], name="remark_number_once"),
            models.CheckConstraint(
                condition=models.Q(comment=None) | models.Q(left_because=""),
                name="taken_up_or_left",
            ),
        ]

    def __str__(self):
        return f"{self.consulted.organisation} {self.number}"

    @property
    def ledger(self):
        return self.consulted

    @property
    def submission(self):
        """That of the association, in whose round it is said."""
        return self.consulted.submission

    @property
    def anchor(self) -> Anchor:
        """The place that it speaks of, in the text that was asked about."""
        said: dict[str, Any] = {name: str(getattr(self, f"{name}_id") or "") for name in ROWS}
        said |= {name: getattr(self, name) for name in ("field", "quote", "start", "end")}
        return Anchor(**said)

    @property
    def fate(self):
        """What has become of it."""
        if self.left_because:
            return Fate.LEFT
        return Fate.TAKEN_UP if self.comment and not self.comment.is_withdrawn else Fate.OPEN


@transaction.atomic
def write(actor, consulted, type, text, **fields):
    """Say something to one's association about a place in the text of the round.

    fields: where, as of a comment, and perhaps proposed.
    """
    consulted = _hold_taking(actor, consulted)
    where = {name: fields.pop(name) for name in Comment.PLACE if name in fields}
    _only_written(fields)
    place = place_in(consulted.consultation, where)
    last = consulted.remarks.aggregate(last=models.Max("number"))["last"] or 0
    remark = Remark(consulted=consulted, number=last + 1)
    record_held(actor, "remarked", remark, type=type, text=text.strip(), **place, **fields)
    return remark


@transaction.atomic
def edit(actor, remark, base, **fields):
    """Change what a remark says while nobody has answered it. base: of the firm's own ledger."""
    _only_written(fields)
    remark = _take(actor, remark)
    if settled := merge(remark, base, fields):
        record_held(actor, "edited", remark, **settled)
    return remark


@transaction.atomic
def withdraw(actor, remark):
    """Take a remark back while nobody has answered it; it can be put back."""
    remark = _take(actor, remark)
    if not remark.is_withdrawn:
        record_held(actor, "withdrawn", remark, is_withdrawn=True)
    return remark


@transaction.atomic
def restore(actor, remark):
    """Put a remark back that was taken back."""
    remark = _take(actor, remark)
    if remark.is_withdrawn:
        record_held(actor, "restored", remark, is_withdrawn=False)
    return remark


def _take(actor, remark):
    """The remark as it is now, held for somebody of the firm who writes in it."""
    consulted = _hold_taking(actor, remark.consulted)
    found = Remark.objects.select_related("comment").get(pk=remark.pk)
    found.consulted = consulted
    if found.fate != Fate.OPEN:
        raise Refused(gettext("Your association has answered this already. Write another remark."))
    return found


def _hold_taking(actor, consulted):
    consulted = hold(consulted)
    require_rule(actor, speaks, consulted)
    require_taking(consulted.consultation)
    if not consulted.submission.is_open:
        raise Refused(gettext("Your association has ended its draft: it hears nothing more now."))
    return consulted


def _only_written(fields):
    if others := fields.keys() - {*Remark.WRITTEN}:
        names = ", ".join(sorted(others))
        raise Refused(gettext("Nobody can set this: %(names)s.") % {"names": names})
    if "text" in fields and not (fields["text"] or "").strip():
        raise ValidationError({"text": [gettext("This field cannot be blank.")]})
