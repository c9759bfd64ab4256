"""Answering a round: comments are taken together, assigned, answered with a reason, and given."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.rules import Refused
from changes.merging import merge
from changes.models import Change, lock, record, record_held
from roadmaps import notices
from roadmaps.comments import Comment
from roadmaps.consultations import Consultation
from roadmaps.responses import CHANGING, Answered, Disposition, Response
from roadmaps.roadmap import Roadmap
from roadmaps.rules import require
from roadmaps.stages import Role
from terms.vocabulary import TERMS


@transaction.atomic
def answer(actor, consultation, comments: Iterable[Comment], **fields):
    """Begin a response to comments of a round; nobody but those who answer reads it yet.

    fields: disposition, said, text, reason, changes, assigned_to. What is left open can be said
    later, but before it is given.
    """
    consultation = _hold(actor, consultation)
    _only_written(fields)
    comments = _understood(consultation, comments, None)
    _require_sound(consultation, fields)
    last = consultation.responses.aggregate(last=models.Max("number"))["last"] or 0
    response = Response(consultation=consultation, number=last + 1)
    record(actor, "answer_begun", response, comments=comments, **fields)
    return response


@transaction.atomic
def assign(actor, consultation, comments: Iterable[Comment], person):
    """Say who answers these comments, each by itself where it has no response yet."""
    taken = {
        each.comment_id: each.response
        for each in Answered.objects.filter(comment__in=[each.pk for each in comments])
        .select_related("response")
        .order_by("response")
    }
    responses: dict[Any, Response] = {}
    for comment in comments:
        if response := taken.get(comment.pk):
            responses[response.pk] = response
        else:
            answer(actor, consultation, [comment], assigned_to=person)
    for response in responses.values():
        edit(actor, response, response.revision, assigned_to=person)


@transaction.atomic
def edit(actor, response, base, **fields):
    """Change a response; one that was given already is told anew to those who read it."""
    response = _take(actor, response)
    _only_written(fields)
    if "comments" in fields:
        chosen = _understood(response.consultation, fields["comments"], response)
        _require_told(response, chosen)
        fields["comments"] = chosen
    settled = merge(response, base, fields)
    _require_sound(response.consultation, settled)
    if not settled:
        return response
    if response.is_given:
        require_whole({name: getattr(response, name) for name in SAID} | settled)
    record_held(actor, "edited", response, **settled)
    if response.is_given and settled.keys() & {*SAID, "comments"}:
        notices.tell_responses(actor, [response])
    return response


@transaction.atomic
def give(actor, responses: Iterable[Response]):
    """Tell those who commented what becomes of what they said; all of them are told, or none."""
    held = [_take(actor, each) for each in sorted(responses, key=lambda each: str(each.pk))]
    new = [each for each in held if not each.is_given]
    for each in new:
        if not each.comments.exists():
            raise Refused(gettext("Response %(number)s answers no comment.") % _number(each))
        try:
            require_whole({name: getattr(each, name) for name in SAID})
        except ValidationError as error:
            words = _number(each) | {"why": " ".join(error.messages)}
            message = gettext("Response %(number)s is not complete: %(why)s") % words
            raise Refused(message) from error
    now = timezone.now()
    for each in new:
        record_held(actor, "answer_given", each, given_at=now)
    notices.tell_responses(actor, sorted(new, key=lambda each: each.number))
    return held


@transaction.atomic
def discard(actor, response):
    """Throw away a response that was not given; its comments wait for another one."""
    response = _take(actor, response)
    if response.is_given:
        raise Refused(gettext("This was given already. Change it instead."))
    record_held(actor, "answer_discarded", response, comments=[], disposition=Disposition.PENDING)
    return response


def answerers(roadmap: Roadmap):
    """Those who can be asked to answer."""
    return notices.people_of(roadmap, Role.STEWARD, Role.APPROVER)


def unanswered(roadmap) -> models.QuerySet[Comment]:
    """The comments that were sent to a map and to which nothing has been given yet."""
    ended = Consultation.objects.answering().filter(roadmap=roadmap)
    return _without_answer(submission__consultation__in=ended)


def unanswered_in(consultation) -> models.QuerySet[Comment]:
    """Those of one round, also while it runs."""
    return _without_answer(submission__consultation=consultation)


def _without_answer(**there):
    given = Answered.objects.filter(response__in=Response.objects.given())
    sent = Comment.objects.sent().filter(**there)
    return sent.exclude(pk__in=given.values("comment")).order_by("submission", "number")


SAID = ("disposition", "said", "text", "reason", "changes")


def require_whole(said: dict[str, Any]):
    """Refuse a response that leaves open what such a response has to say."""
    disposition, mistakes = said["disposition"], {}
    term = TERMS["comment_disposition"][disposition]
    if disposition == Disposition.PENDING:
        mistakes["disposition"] = [gettext("Say what becomes of it.")]
    if not said["text"].strip():
        mistakes["text"] = [gettext("Say in words what was done, or why nothing was.")]
    if term["reason_required"] and not said["reason"].strip():
        mistakes["reason"] = [gettext("Such a response needs a reason.")]
    if disposition in CHANGING and not said["changes"]:
        mistakes["changes"] = [gettext("Name at least one change that was made because of it.")]
    if mistakes:
        raise ValidationError(mistakes)


def _hold(actor, consultation):
    """The round as it is now, held, so that two responses get two numbers."""
    rows = Consultation.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("roadmap").get(pk=consultation.pk)
    require(actor, "hear", found)
    if found.is_open:
        raise Refused(gettext("Answers are written when the consultation is over."))
    return found


def _take(actor, response):
    found = lock(Response.objects.get(pk=response.pk))
    found.consultation = Consultation.objects.select_related("roadmap").get(
        pk=found.consultation_id
    )
    require(actor, "hear", found)
    return found


def _only_written(fields):
    if others := fields.keys() - {*Response.WRITTEN}:
        names = ", ".join(sorted(others))
        raise Refused(gettext("Nobody can set this: %(names)s.") % {"names": names})


def _understood(consultation, comments, response) -> list[Comment]:
    """The comments that were chosen; each was sent in this round, and has no other response."""
    keys = {each.pk for each in comments}
    sent = Comment.objects.sent().filter(submission__consultation=consultation, pk__in=keys)
    found = list(sent.order_by("submission", "number"))
    if len(found) < len(keys) or not keys:
        raise ValidationError({"comments": [gettext("Choose comments that were sent here.")]})
    others = Answered.objects.filter(comment__in=keys).exclude(response=response)
    if taken := others.select_related("response").first():
        message = gettext("One of these is answered by response %(number)s already.")
        raise ValidationError({"comments": [message % _number(taken.response)]})
    return found


def _require_told(response, chosen):
    """Nobody loses an answer that they were given."""
    keys = {each.pk for each in chosen}
    if response.is_given and response.comments.exclude(pk__in=keys).exists():
        message = gettext("Whoever was given this response keeps it. Add comments only.")
        raise ValidationError({"comments": [message]})


def _require_sound(consultation, fields):
    """The changes that are named have to be lines of this map, and who answers has to be of it."""
    roadmap, mistakes = consultation.roadmap, {}
    if revisions := fields.get("changes"):
        lines = Change.objects.within(roadmap).filter(revision__in=[*revisions])
        since = lines.filter(revision__gt=consultation.edition.map_revision)
        if since.count() < len({*revisions}):
            message = gettext("Name changes of this map that were made since it was consulted on.")
            mistakes["changes"] = [message]
    person = fields.get("assigned_to")
    if person and not answerers(roadmap).filter(pk=person.pk).exists():
        message = gettext("Only stewards and approvers of the map answer.")
        mistakes["assigned_to"] = [message]
    if mistakes:
        raise ValidationError(mistakes)


def _number(response):
    return {"number": response.number}
