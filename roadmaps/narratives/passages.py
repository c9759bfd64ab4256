"""Passages of a text of which somebody speaks: they stay at their words, whatever others write."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from prosemirror.model import Node
from prosemirror.transform import Step

from roadmaps.narratives.narrative import Narrative
from roadmaps.narratives.narrative import Step as Row
from roadmaps.narratives.texts import Versioned, text_of
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
    and stand in no log. Whoever marks words without holding the text may be a step behind: then
    the numbers are those of `version`, until the next step takes them along.
    """

    narrative = models.ForeignKey(Narrative, models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    version = models.PositiveIntegerField(null=True)  # of the text, until they go along with it
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

    @property
    def now(self) -> tuple[int, int] | None:
        """From where to where they stand in the newest text; none where they are gone."""
        if self.is_gone:
            return None
        if self.version in (None, self.narrative.version):
            return self.start, self.end
        return _carried(self, self.narrative, self.narrative.version)


def mark(narrative: Narrative, version: int, start: int, end: int) -> Passage:
    """Mark a passage of a text that is held, by its place in a version of it.

    What others wrote since that version is taken into account.
    """
    passage = _marked(narrative, version, start, end)
    if passage.is_gone:
        raise ValidationError({"start": [_("Meanwhile somebody has taken these words out.")]})
    passage.version = None
    passage.save(force_insert=True)
    return passage


def mark_frozen(narrative: Narrative, version: int, start: int, end: int) -> Passage:
    """Mark a passage of a text as it was frozen; what was taken out since is gone from the start.

    The text need not be held: nobody who types waits for those who speak of it.
    """
    passage = _marked(narrative, version, start, end)
    passage.save(force_insert=True)
    return passage


def _marked(narrative, version, start, end) -> Passage:
    if not 0 <= version <= narrative.version:
        raise ValidationError({"version": [_("There is no such version of this text.")]})
    quote = _quoted(text_of(narrative, version).document, start, end)
    passage = Passage(narrative=narrative, version=version, start=start, end=end, quote=quote)
    _catch_up(passage, narrative, narrative.version)
    return passage


def carry(held: Versioned, changes: Iterable[tuple[Node, list[Step]]]) -> None:
    """Move the passages of a text with what is stored now: each text before some steps, and these.

    held: the text as it was before all of them.
    """
    standing = Passage.objects.standing().filter(narrative=held.pk)
    if not standing.exists():
        return
    triples = list(_one_by_one(changes))
    first = min((at for _, step, _ in triples for at in step.get_map().ranges[::3]), default=0)
    # What stands before all that is changed stays, and is not even looked at.
    found = list(standing.filter(models.Q(end__gt=first) | models.Q(version__isnull=False)))
    for each in found:
        if each.version is not None:
            _catch_up(each, held, held.version)
            each.version = None
            each.save(update_fields=["start", "end", "version", "is_gone"])
    mappings = [real_map(step, before, after) for before, step, after in triples]
    _move_all(standing, found, mappings)


def _one_by_one(changes):
    """Each step with the text before it and after it."""
    for document, steps in changes:
        for step in steps:
            after = step.apply(document).doc
            yield document, step, after
            document = after


def _move_all(standing, found, mappings):
    """Those that move by the same are moved at once, and those that stay are not written."""
    moved = defaultdict(list)
    for each in found:
        if each.is_gone:
            continue
        place: tuple[int, int] | None = (each.start, each.end)
        for mapping in mappings:
            place = passage_after(*place, mapping) if place else None
        way = (place[0] - each.start, place[1] - each.end) if place else None
        if way != (0, 0):
            moved[way].append(each.pk)
    for way, keys in moved.items():
        rows = standing.filter(pk__in=keys)
        if way is None:
            rows.update(is_gone=True)
        else:
            rows.update(start=models.F("start") + way[0], end=models.F("end") + way[1])


def _catch_up(passage, narrative, version):
    """Take a passage to a version of its text."""
    if not passage.is_gone and passage.version < version:
        place = _carried(passage, narrative, version)
        if place is None:
            passage.is_gone = True
        else:
            passage.start, passage.end = place
    passage.version = version


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


def _carried(passage, narrative, version) -> tuple[int, int] | None:
    """Where a passage is in a later version of its text, as the steps that are stored tell."""
    doc, place = text_of(narrative, passage.version).document, (passage.start, passage.end)
    later = Row.objects.filter(narrative=narrative.pk, version__gt=passage.version)
    for row in later.filter(version__lte=version).order_by("version"):
        for step in steps_of(row.steps):
            after = step.apply(doc).doc
            found = passage_after(*place, real_map(step, doc, after)) if after else None
            if after is None or found is None:
                return None
            doc, place = after, found
    return place
