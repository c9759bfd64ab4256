"""Passages of a text of which somebody speaks: they stay at their words, whatever others write."""

from itertools import groupby
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from prosemirror.model import Node
from prosemirror.transform import Step

from roadmaps.narratives.narrative import Narrative
from roadmaps.narratives.narrative import Step as Row
from roadmaps.narratives.texts import Text, text_of
from roadmaps.prose import steps_of
from roadmaps.prose.changes import passage_after, real_map

LONGEST_QUOTE = 2000


class PassageQuerySet(models.QuerySet):
    def standing(self):
        """Those whose words are there, or some of them."""
        return self.filter(is_gone=False)


class Passage(models.Model):
    """Some words of a text, wherever they are by now. What they said when they were marked stays.

    The numbers move with each step that is stored, in the same transaction; they are no contents,
    and stand in no log.
    """

    narrative = models.ForeignKey(Narrative, models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(max_length=LONGEST_QUOTE)
    is_gone = models.BooleanField(default=False)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["narrative", "start", "pk"]
        indexes = [
            models.Index(
                fields=["narrative"],
                condition=models.Q(is_gone=False),
                name="passages_to_be_carried",
            )
        ]

    def __str__(self):
        return self.quote[:60]


def mark(narrative: Narrative, version: int, start: int, end: int) -> Passage:
    """Mark a passage of a text that is held, by its place in a version of it.

    What others wrote since that version is taken into account.
    """
    if not 0 <= version <= narrative.version:
        raise ValidationError({"version": [_("There is no such version of this text.")]})
    then = text_of(narrative, version)
    quote = _quoted(then.document, start, end)
    later = Row.objects.filter(narrative=narrative.pk, version__gt=version).order_by("version")
    place = _carried(then, later, start, end)
    if place is None:
        raise ValidationError({"start": [_("Meanwhile somebody has taken these words out.")]})
    first, last = place
    return Passage.objects.create(narrative=narrative, start=first, end=last, quote=quote)


def carry(changes: dict[UUID, list[tuple[Node, list[Step]]]]) -> None:
    """Move the passages of texts with what is stored now: each text before some steps, and these.

    One question and one statement, however many texts there are.
    """
    moved: list[Passage] = []
    standing = Passage.objects.standing().filter(narrative__in=changes)
    for key, found in groupby(standing.order_by("narrative"), lambda each: each.narrative_id):
        moved += _carry_those(list(found), changes[key])
    if moved:
        Passage.objects.bulk_update(moved, ["start", "end", "is_gone"])


def _carry_those(found, changes) -> list[Passage]:
    """Those that are elsewhere now."""
    before = [(each.start, each.end) for each in found]
    for document, steps in changes:
        for step in steps:
            after = step.apply(document).doc
            mapping = real_map(step, document, after)
            for each in found:
                if not each.is_gone:
                    _move(each, passage_after(each.start, each.end, mapping))
            document = after
    now = [(each.start, each.end) for each in found]
    return [
        each
        for each, old, new in zip(found, before, now, strict=True)
        if each.is_gone or old != new
    ]


def _move(passage, place):
    if place is None:
        passage.is_gone = True
    else:
        passage.start, passage.end = place


def _quoted(document, start, end) -> str:
    size = document.content.size
    if not 0 <= start < end <= size:
        raise ValidationError({"start": [_("There is no such place in this text.")]})
    try:
        quote = document.text_between(start, end, "\n", "…").strip()
    except ValueError as error:  # in the middle of a character
        raise ValidationError({"start": [_("There is no such place in this text.")]}) from error
    if not quote:
        raise ValidationError({"start": [_("Mark at least one word.")]})
    return quote[:LONGEST_QUOTE]


def _carried(text: Text, rows, start, end) -> tuple[int, int] | None:
    doc = text.document
    for row in rows:
        for step in steps_of(row.steps):
            result = step.apply(doc).doc
            if result is None:
                return None
            place = passage_after(start, end, real_map(step, doc, result))
            if place is None:
                return None
            doc, (start, end) = result, place
    return start, end
