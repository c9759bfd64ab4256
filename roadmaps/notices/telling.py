"""Who is told, when something is asked of people or a map moves on.

The commands of the workflow call this in their own transaction, after the map has moved: what is
taken back is told to nobody. Each function gives the notices that it made.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import User
from changes.models import record
from roadmaps.notices.notice import Kind, Notice
from roadmaps.stages import Role, Stage

LONGEST_QUOTE = 160
ENDS_OF_CLEARANCE = (Stage.IN_FORCE, Stage.RETIRED)


@transaction.atomic
def ask_reviewers(roadmap, actor):
    """Ask everybody who is a reviewer of the map to review it."""
    return _ask(actor, roadmap, Kind.REVIEW_ASKED, people_of(roadmap, Role.REVIEWER))


@transaction.atomic
def ask_signoff(roadmap, organisation, actor):
    """Ask those on the map who may speak in the name of an organisation for its sign-off.

    Nobody is asked where the organisation has nobody like that: then the list is empty.
    """
    speaks = {"memberships__organisation": organisation, "memberships__may_submit": True}
    theirs = people_of(roadmap).filter(pk__in=User.objects.filter(**speaks).values("pk"))
    return _ask(actor, roadmap, Kind.SIGNOFF_ASKED, theirs, organisation=organisation)


@transaction.atomic
def tell_step(roadmap, step, actor, reason=""):
    """Tell everybody who has a role on the map that it took a step, and why.

    A review that was asked for at the stage that it left is settled, and so is a sign-off once the
    text is out. actor: none where the clock did it.
    """
    over = Q(kind=Kind.REVIEW_ASKED) & ~Q(stage=roadmap.stage)
    if roadmap.stage in ENDS_OF_CLEARANCE:
        over |= Q(kind=Kind.SIGNOFF_ASKED)
    for asked in Notice.objects.filter(over, roadmap=roadmap).unsettled():
        record(actor, "settled", asked, done_at=timezone.now())
    others = people_of(roadmap).exclude(pk=actor and actor.pk)
    said = {"step": step, "stage": roadmap.stage, "reason": reason}
    return tell(actor, roadmap, Kind.STAGE_CHANGED, others, **said)


@transaction.atomic
def settle(roadmap, kind, actor, person=None, organisation=None):
    """Say that what was asked has been done: by one person, or for a whole organisation."""
    asked = Notice.objects.filter(roadmap=roadmap, kind=kind).unsettled()
    if person is not None:
        asked = asked.filter(person=person)
    if organisation is not None:
        asked = asked.filter(organisation=organisation)
    for notice in asked.order_by("pk"):
        record(actor, "settled", notice, done_at=timezone.now())


@transaction.atomic
def tell_proposal(proposal, actor):
    """Tell those who write on a map that somebody proposes a change; it waits for one of them."""
    roadmap = proposal.roadmap
    writing = people_of(roadmap, Role.STEWARD, Role.EDITOR).exclude(pk=actor.pk)
    said = {"proposal": proposal, "stage": roadmap.stage}
    return tell(actor, roadmap, Kind.PROPOSAL_MADE, writing, **said)


@transaction.atomic
def settle_proposal(proposal, actor):
    """Say that a proposal waits for nobody any more."""
    asked = Notice.objects.filter(proposal=proposal, kind=Kind.PROPOSAL_MADE).unsettled()
    for notice in asked.order_by("pk"):
        record(actor, "settled", notice, done_at=timezone.now())


@transaction.atomic
def tell_answer(proposal, actor):
    """Tell the author of a proposal what became of it, and why."""
    author = User.objects.filter(pk=proposal.author_id, is_active=True).exclude(pk=actor.pk)
    said = {"proposal": proposal, "reason": proposal.answer}
    return tell(actor, proposal.roadmap, Kind.PROPOSAL_ANSWERED, author, **said)


@transaction.atomic
def tell_mentioned(note, people, actor):
    """Tell people that they are asked for in a thread, with the first words of the note."""
    others = [each for each in people if each.pk != actor.pk]
    thread, quote = note.thread, Truncator(note.text).chars(LONGEST_QUOTE)
    return tell(actor, thread.roadmap, Kind.MENTIONED, others, thread=thread, reason=quote)


def people_of(roadmap, *roles):
    """The people with a role on a map, or with one of these, themselves or by an organisation."""
    held = roadmap.roles.counting()
    if roles:
        held = held.filter(role__in=roles)
    theirs = Q(pk__in=held.values("user"))
    theirs |= Q(memberships__organisation__in=held.values("organisation"))
    return User.objects.filter(theirs, is_active=True).order_by("pk").distinct()


def _ask(actor, roadmap, kind, people, **said):
    """Ask each of some people once; who was asked already and has not answered is not asked."""
    open_now = Notice.objects.filter(roadmap=roadmap, kind=kind, **said).unsettled()
    asked = open_now.values("person")
    others = people.exclude(pk__in=asked).exclude(pk=actor and actor.pk)
    return tell(actor, roadmap, kind, others, stage=roadmap.stage, **said)


def tell(actor, roadmap, kind, people, **said):
    """Tell each of some people the same; gives the notices."""
    by = actor and User.objects.get(pk=actor.pk)  # the one of a request is wrapped
    now, notices = timezone.now(), []
    for person in people:
        notice = Notice(person=person, roadmap=roadmap, actor=by)
        record(actor, "told", notice, kind=kind, made_at=now, **said)
        notices.append(notice)
    return notices
