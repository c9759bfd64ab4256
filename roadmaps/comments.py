"""Remarks in the margin of a text that is consulted on: each on the precise thing it is about."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.rules import Refused
from changes.merging import merge
from changes.models import Recorded, record, record_held
from roadmaps import anchors, document, submissions
from roadmaps.anchors import Anchor
from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.narratives import Narrative, Passage, passages
from roadmaps.rules import require
from roadmaps.submissions import Status, Submission
from terms.fields import TermField
from terms.vocabulary import choices

Type = choices("comment_type")
Action = choices("comment_action")


class CommentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of submissions that somebody reads; what was dropped is for who dropped it."""
        read = Submission.objects.read_by(actor)
        own = models.Q(submission__in=read.of(actor).values("pk"))
        return self.filter(own | models.Q(is_withdrawn=False), submission__in=read.values("pk"))

    def standing(self):
        return self.filter(is_withdrawn=False)

    def sent(self):
        """Those that have been sent, and stand."""
        return self.standing().filter(submission__status=Status.SUBMITTED)


class CommentManager(models.Manager.from_queryset(CommentQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        """Without the words by which they are found, of which nobody reads."""
        return super().get_queryset().defer("search")


class Comment(Recorded):
    """One remark of an organisation about one place of the text: support as well as criticism."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="comments")
    number = models.PositiveSmallIntegerField()  # within the submission, never used again
    question = models.PositiveSmallIntegerField(_("answers question"), null=True, blank=True)
    # What carries a remark is never deleted: the tables refuse it.
    element = models.ForeignKey(
        Element, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    figure = models.ForeignKey(
        Figure, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="comments")
    narrative = models.ForeignKey(
        Narrative, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    # Of words of a text: where they stand in what was frozen, and where they are by now.
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    passage = models.ForeignKey(
        Passage, models.PROTECT, null=True, blank=True, related_name="comments", editable=False
    )
    field = models.CharField(_("field"), max_length=60, blank=True)
    quote = models.TextField(_("quoted words"), blank=True, max_length=2000)
    type = TermField("comment_type", verbose_name=_("what it is"))
    action = TermField("comment_action", verbose_name=_("what is asked"), default=Action.NONE)
    text = models.TextField(_("comment"), max_length=20_000)
    proposed = models.TextField(_("proposed wording or value"), blank=True, max_length=20_000)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    confidential_because = models.TextField(_("why it is confidential"), blank=True)
    is_withdrawn = models.BooleanField(default=False, editable=False)
    search = models.GeneratedField(  # its words, for those who look for comments that are alike
        expression=SearchVector("text", "proposed", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # Where it belongs now, if its place is gone: said by those who answer for the map.
    moved_to = models.ForeignKey(
        Element, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    UNTOLD = frozenset({"search"})

    PLACE = (
        "question", "element", "figure", "link", "narrative", "start", "end", "field", "quote",
    )  # fmt: skip
    WRITTEN = ("type", "action", "text", "proposed", "is_confidential", "confidential_because")

    objects = CommentManager()

    class Meta:
        ordering = ["submission", "number"]
        indexes = [GinIndex(fields=["search"], name="words_of_comments")]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="comment_number_once"),
            models.CheckConstraint(
                condition=models.Q(narrative__isnull=False)
                | models.Q(start=None, end=None, passage=None),
                name="words_are_of_a_text",
            ),
            models.CheckConstraint(
                condition=models.Q(is_confidential=False) | ~models.Q(confidential_because=""),
                name="confidential_with_a_reason",
                violation_error_message=_("Say why this point is confidential."),
            ),
        ]

    def __str__(self):
        return f"{self.submission.organisation} {self.number}"

    @property
    def code(self) -> str:
        """How it is named in letters and tables: the organisation, and a number of its own."""
        return f"{self.submission.organisation.code}-{self.number}"

    @property
    def ledger(self):
        return self.submission

    @property
    def anchor(self) -> Anchor:
        """The place that it spoke of, in the text that was asked about."""
        said: dict[str, Any] = {name: str(getattr(self, f"{name}_id") or "") for name in ROWS}
        said |= {name: getattr(self, name) for name in ("field", "quote", "start", "end")}
        return Anchor(**said)

    @property
    def place(self) -> Anchor:
        """Where it belongs now."""
        return Anchor(element=str(self.moved_to_id)) if self.moved_to_id else self.anchor

    def has_lost_its_place(self, now) -> bool:
        """Whether what it speaks of is gone. now: the map as everybody would read it today."""
        if self.passage and not self.moved_to_id:
            return self.passage.now is None or not anchors.stands(now, self.anchor)
        return not anchors.holds(now, self.place)


ROWS: dict[str, Any] = {
    "element": Element, "figure": Figure, "link": Link, "narrative": Narrative,
}  # fmt: skip


@transaction.atomic
def write(actor, submission, type, text, **fields):
    """Remark on something in the text of the round, in the draft of one's organisation.

    fields: where (question; element by its code, figure, link or narrative by its id; field; quote;
    start and end of words in a text), and action, proposed, is_confidential, confidential_because.
    """
    submission = submissions.hold_open(actor, submission)
    where = {name: fields.pop(name) for name in Comment.PLACE if name in fields}
    _only_written(fields)
    place = place_in(submission.consultation, where)
    if place.get("end"):
        place["passage"] = _mark(submission.consultation, place)
    _require_reason(fields)
    last = submission.comments.aggregate(last=models.Max("number"))["last"] or 0
    comment = Comment(submission=submission, number=last + 1)
    record_held(actor, "commented", comment, type=type, text=text.strip(), **place, **fields)
    return comment


@transaction.atomic
def edit(actor, comment, base, **fields):
    """Change what a remark says; where it stands stays. base: of the submission, as it was seen."""
    _only_written(fields)
    comment = _take(actor, comment)
    settled = merge(comment, base, fields)
    if "is_confidential" in settled or "confidential_because" in settled:
        kept = {
            name: getattr(comment, name) for name in ("is_confidential", "confidential_because")
        }
        _require_reason(kept | settled)
    if settled:
        record_held(actor, "edited", comment, **settled)
    return comment


@transaction.atomic
def withdraw(actor, comment):
    """Take a remark out of the draft; it can be put back."""
    comment = _take(actor, comment)
    if not comment.is_withdrawn:
        record_held(actor, "withdrawn", comment, is_withdrawn=True)
    return comment


@transaction.atomic
def restore(actor, comment):
    """Put a remark back into the draft."""
    comment = _take(actor, comment)
    if comment.is_withdrawn:
        record_held(actor, "restored", comment, is_withdrawn=False)
    return comment


def tray(roadmap, comments) -> list[Comment]:
    """Of these remarks on a map those whose place is gone from the working copy."""
    now = document.build(roadmap, AnonymousUser())
    comments = list(comments)
    models.prefetch_related_objects(comments, "passage__narrative")
    return [each for each in comments if each.has_lost_its_place(now)]


@transaction.atomic
def attach(actor, comment, element):
    """Say where a remark belongs whose place is gone; what it spoke of stays written down."""
    submission = submissions.take(comment.submission)
    require(actor, "hear", submission)
    if submission.status != Status.SUBMITTED:
        raise Refused(gettext("This has not been sent, or has been taken back."))
    comment = submission.comments.get(pk=comment.pk)
    comment.submission = submission
    if element.roadmap_id != submission.roadmap.pk or element.is_withdrawn:
        raise Refused(gettext("Name an element that stands on this map."))
    record(actor, "attached", comment, moved_to=element)
    return comment


def _take(actor, comment):
    """The remark as it is now, with its submission held for somebody who writes in it."""
    submission = submissions.hold_open(actor, comment.submission)
    found = Comment.objects.get(pk=comment.pk)
    found.submission = submission
    return found


def place_in(consultation, where) -> dict[str, Any]:
    """The place that was named, as rows; it has to stand in the text that was frozen."""
    where = {name: value for name, value in where.items() if value not in (None, "")}
    if where.get("question") and not 1 <= where["question"] <= len(consultation.questions):
        raise ValidationError({"question": [gettext("There is no such question.")]})
    text = anchors.text_of(consultation.edition)
    anchor = _anchor_in(text, where)
    words = anchors.require_place(text, anchor)
    said = {name: where[name] for name in ("question", "field", "quote") if name in where}
    if words:
        said |= dict(zip(("start", "end", "quote"), words, strict=True))
    place = {
        name: model.objects.get(pk=getattr(anchor, name))
        for name, model in ROWS.items()
        if getattr(anchor, name)
    }
    return place | said


def _anchor_in(text, where) -> Anchor:
    names = ("figure", "link", "narrative", "field", "quote")
    named: dict[str, Any] = {name: str(where.get(name, "")) for name in names}
    if code := where.get("element"):
        found = anchors.element_called(text, str(code).upper())
        # A code that stands nowhere is no place, whether or not there is such an element.
        named["element"] = found["id"] if found else "-"
    if "end" in where or "start" in where:
        _require_text(where)
        named |= {"start": where.get("start", 0), "end": where.get("end", 0)}
    if named["narrative"] and where.keys() & {"element", "figure", "link"}:
        raise ValidationError({"narrative": [gettext("Name one thing to remark on.")]})
    return Anchor(**named)


def _require_text(where):
    if not where.get("narrative"):
        raise ValidationError({"start": [gettext("Only words of a text have a place like this.")]})


def _mark(consultation, place) -> Passage:
    """The words in the text that was frozen, wherever they are by now."""
    frozen = anchors.row_of(
        anchors.text_of(consultation.edition), Anchor(narrative=str(place["narrative"].pk))
    )
    version = frozen["version"] if frozen else 0
    return passages.mark_frozen(place["narrative"], version, place["start"], place["end"])


def _only_written(fields):
    if others := fields.keys() - {*Comment.WRITTEN}:
        names = ", ".join(sorted(others))
        raise Refused(gettext("Nobody can set this: %(names)s.") % {"names": names})


def _require_reason(fields):
    if fields.get("is_confidential") and not (fields.get("confidential_because") or "").strip():
        message = gettext("Say why this point is confidential.")
        raise ValidationError({"confidential_because": [message]})
