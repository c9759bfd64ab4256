"""What the public reads of a round when it is answered: you said, we did.

It is frozen with the edition that answers. What was said is published as those chose who said it;
what they keep confidential is counted, and neither shown nor told from anything else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from changes.models import Change
from roadmaps import anchors, consultations, notices
from roadmaps.comments import Comment
from roadmaps.consultations import Consultation
from roadmaps.editions import Edition
from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.representativeness import sides_of
from roadmaps.responses import Answered
from roadmaps.stages import Visibility
from roadmaps.submissions import Publication, Status, Submission
from terms.vocabulary import TERMS

SCHEMA = 1
OF_A_COMMENT = ("question", "field", "quote", "type", "action", "text", "proposed")


class OutcomeQuerySet(models.QuerySet):
    def of(self, consultations):
        return self.filter(consultation__in=consultations)


class Outcome(models.Model):
    """The answers of a round and what was said in it, as everybody may read it for ever."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="outcome")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="outcomes")
    published_at = models.DateTimeField()
    content = models.JSONField()

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at"]

    def __str__(self):
        return f"{self.consultation}: {self.edition.number}"


def publish(actor, roadmap, edition):
    """Publish the answers of every round that this edition answers. Only `workflow` calls this."""
    for consultation in Consultation.objects.answering().filter(roadmap=roadmap):
        consultation.roadmap = roadmap
        consultations.answer(actor, consultation)
        content = build(consultation)
        now = timezone.now()
        Outcome.objects.create(
            consultation=consultation, edition=edition, published_at=now, content=content
        )
        notices.tell_outcome(actor, consultation)


def build(consultation) -> dict[str, Any]:
    """What everybody would read of a round, if its answers were published as they stand."""
    responses = _responses_of(consultation)
    comments = list(_sent(consultation))
    shown = [each for each in comments if not is_confidential(each)]
    answers = {each.comment_id: each.response_id for each in _answered(responses)}
    numbers = {each.pk: each.number for each in responses}
    texts = _texts(consultation) if any(each.narrative_id for each in shown) else {}
    told = [_comment(each, numbers.get(answers.get(each.pk)), texts) for each in shown]
    told.sort(key=_in_order)
    answered = Counter(each["response"] for each in told)
    changed = _elements_changed(consultation.roadmap, responses)
    return {
        "schema": SCHEMA,
        "map": _map(consultation.roadmap),
        "title": consultation.title,
        "questions": consultation.questions,
        "opened": consultation.opens_at.date().isoformat(),
        "closed": consultation.closed_at.date().isoformat(),
        "draft": consultation.edition.number,
        "sides": [
            {"helix": side.helix, "asked": side.asked, **side.counts, "members": side.members}
            for side in sides_of(consultation)
        ],
        "submissions": _submissions(consultation),
        "responses": [
            _response(each, told, answered[each.number], changed)
            for each in responses
            if answered[each.number]
        ],
        "comments": told,
        "confidential": len(comments) - len(shown),
    }


def _map(roadmap):
    titles = {
        language: {"title": texts["title"]}
        for language, texts in (roadmap.translations or {}).items()
        if "title" in texts
    }
    return {"slug": roadmap.slug, "title": roadmap.title, "translations": titles}


def is_confidential(comment) -> bool:
    """Whether nobody but the ministry reads it: by itself, or as all that its organisation says."""
    is_kept = comment.submission.publication == Publication.CONFIDENTIAL
    return comment.is_confidential or is_kept


def _responses_of(consultation):
    return list(consultation.responses.given().order_by("number"))


def _answered(responses) -> Iterable[Answered]:
    return Answered.objects.filter(response__in=[each.pk for each in responses])


def _sent(consultation):
    near = (
        "submission__organisation", "element", "figure__element", "link__source",
        "narrative__element",
    )  # fmt: skip
    sent = Comment.objects.sent().filter(submission__consultation=consultation)
    return sent.select_related(*near).order_by("submission", "number")


def _texts(consultation) -> dict[str, dict[str, str]]:
    """What the running texts were called that were consulted on, by their ids."""
    frozen = anchors.text_of(consultation.edition).get("narratives", ())
    return {each["id"]: {"id": each["id"], "title": each["title"]} for each in frozen}


def _comment(comment, response, texts):
    """One comment; without a name it cannot be told which others are of the same organisation."""
    submission = comment.submission
    is_named = submission.publication == Publication.NAMED
    on = comment.element or (comment.figure and comment.figure.element)
    on = on or (comment.link and comment.link.source)
    on = on or (comment.narrative and comment.narrative.element)
    return {
        "organisation": _named(submission.organisation) if is_named else None,
        "helix": str(submission.organisation.helix),
        "element": on.code if on else None,
        "narrative": texts.get(str(comment.narrative_id)),
        **{name: getattr(comment, name) or None for name in OF_A_COMMENT},
        "response": response,
    }


def _in_order(told):
    """By what they are about; the order in which they were sent would tell who sent them."""
    text = (told["narrative"] or {}).get("title", "")
    return (told["element"] or "", text, told["field"] or "", told["response"] or 0, told["text"])


def _named(organisation):
    return {"code": organisation.code, "name": organisation.name}


def _submissions(consultation):
    """Those that are published with a name: how each was formed, and for how many it speaks."""
    named = Submission.objects.filter(
        consultation=consultation, status=Status.SUBMITTED, publication=Publication.NAMED
    )
    return [
        {
            "organisation": _named(each.organisation),
            "helix": str(each.organisation.helix),
            "formed": each.formed or None,
            "members_heard": each.members_heard,
        }
        for each in named.select_related("organisation").order_by("organisation__name")
    ]


def _response(response, told, count, changed):
    said = response.said.strip()
    if not said:  # then it is told in the words of whoever said it first
        said = next(each["text"] for each in told if each["response"] == response.number)
    return {
        "number": response.number,
        "disposition": response.disposition,
        "said": said,
        "did": response.text,
        "why": response.reason or None,
        "elements": changed[response.pk],
        "comments": count,
    }


def _elements_changed(roadmap, responses) -> dict[Any, list[str]]:
    """The codes of the public elements that the changes of each response touched."""
    revisions = {number for each in responses for number in each.changes}
    lines = Change.objects.within(roadmap).filter(revision__in=revisions)
    subjects = dict(lines.values_list("revision", "subject"))
    codes = _codes(roadmap, subjects.values())
    found: dict[Any, list[str]] = defaultdict(list)
    for each in responses:
        touched = {codes.get(subjects.get(number, "")) for number in each.changes}
        found[each.pk] = sorted(code for code in touched if code)
    return found


def _codes(roadmap, subjects) -> dict[str, str]:
    """The code of the element that each subject of the log is or stands on, of public ones."""
    keys = defaultdict(set)
    for subject in subjects:
        label, _colon, key = subject.partition(":")
        keys[label].add(key)
    rows = roadmap.elements.standing().filter(visibility=Visibility.PUBLIC)
    public = dict(rows.values_list("pk", "code"))
    ways: dict[str, tuple[Any, str]] = {
        "roadmaps.element": (Element, "pk"),
        "roadmaps.figure": (Figure, "element"),
        "roadmaps.link": (Link, "source"),
    }
    found: dict[str, str] = {}
    for label, (model, on) in ways.items():
        rows = model.objects.filter(pk__in=keys[label]).values_list("pk", on)
        found |= {f"{label}:{key}": public[on] for key, on in rows if on in public}
    return found


def dispositions(content) -> list[tuple[str, list[dict[str, Any]]]]:
    """The responses of an outcome by what became of the comments, as the vocabulary orders it."""
    groups: dict[str, list[dict[str, Any]]] = {
        str(code): [] for code in TERMS["comment_disposition"]
    }
    for each in content["responses"]:
        groups[each["disposition"]].append(each)
    return [(code, found) for code, found in groups.items() if found]
