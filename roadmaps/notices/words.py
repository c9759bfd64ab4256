"""A notice as a sentence in the reader's language, and where it leads; many of them in order."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmaps.board import LONGEST_SILENCE
from roadmaps.notices.notice import Kind
from terms import periods
from terms.vocabulary import label

SENTENCES = {
    Kind.REVIEW_ASKED: gettext_lazy("%(who)s asks you to review “%(map)s”."),
    Kind.SIGNOFF_ASKED: gettext_lazy("%(who)s asks %(organisation)s to sign off “%(map)s”."),
    Kind.STAGE_CHANGED: gettext_lazy(
        "%(who)s took a step with “%(map)s”: %(step)s. It is now at the stage: %(stage)s."
    ),
    Kind.PROPOSAL_MADE: gettext_lazy("%(who)s proposes a change to “%(map)s”."),
    Kind.PROPOSAL_ANSWERED: gettext_lazy(
        "%(who)s answered your proposal for “%(map)s”: %(outcome)s."
    ),
    Kind.CONSULTATION_CLOSING: gettext_lazy(
        "The consultation “%(round)s” ends on %(closes)s; %(house)s has sent nothing yet."
    ),
    Kind.SUBMISSION_RECEIVED: gettext_lazy(
        "%(who)s sent what %(house)s says in “%(round)s”. The receipt is there."
    ),
    Kind.COMMENT_ANSWERED: gettext_lazy("In “%(round)s” this was answered: “%(reason)s”"),
    Kind.TEXT_CHANGED: gettext_lazy(
        "Because of what %(house)s said in “%(round)s” the map was changed: “%(reason)s”"
    ),
    Kind.ANSWERS_PUBLISHED: gettext_lazy(
        "The answers of the consultation “%(round)s” are published, with a new edition of the map."
    ),
    Kind.MENTIONED: gettext_lazy("%(who)s mentions you on “%(map)s”: “%(reason)s”"),
    Kind.PROGRESS_DUE: gettext_lazy(
        "A report on “%(element)s” has been due since %(day)s (map “%(map)s”)."
    ),
}


def sentence(notice) -> str:
    """What somebody is told, naming no more than titles; whoever calls it has asked for rights."""
    due = notice.since and (notice.since + LONGEST_SILENCE).isoformat()
    words = {
        "who": notice.actor.called if notice.actor else _("The clock"),
        "map": notice.roadmap.said("title"),
        "organisation": notice.organisation,
        "element": notice.element and notice.element.said("title"),
        "step": label("map_transition", notice.step),
        "stage": label("map_state", notice.stage),
        "outcome": label("proposal_outcome", notice.proposal.outcome) if notice.proposal else "",
        "day": periods.say(due) if due else "",
        "reason": notice.reason,
        **_of_a_round(notice.submission),
    }
    return str(SENTENCES[notice.kind]) % words


def _of_a_round(submission) -> dict[str, str]:
    """What is named of a round; the title that the map has now may be hidden from who was asked."""
    if submission is None:
        return {}
    round = submission.consultation
    return {
        "round": round.title,
        "house": str(submission.organisation),
        "closes": periods.say(round.closes_at.date().isoformat()),
    }


def place(notice) -> str:
    """The address to which it leads, in the reader's language."""
    if notice.kind == Kind.ANSWERS_PUBLISHED:
        return reverse("outcome", args=[notice.submission.consultation_id])
    if notice.submission:
        return reverse("submission", args=[notice.submission_id])
    if notice.thread_id:
        return reverse("thread", args=[notice.roadmap.slug, notice.thread_id])
    if notice.proposal:
        return reverse("proposal", args=[notice.roadmap.slug, notice.proposal.pk])
    if notice.element:
        return reverse("element", args=[notice.roadmap.slug, notice.element.code])
    if notice.kind == Kind.SIGNOFF_ASKED:
        return f"{reverse('steps', args=[notice.roadmap.slug])}#clearance"
    if notice.kind == Kind.STAGE_CHANGED:
        return reverse("steps", args=[notice.roadmap.slug])
    return reverse("roadmap", args=[notice.roadmap.slug])


def subject(notice) -> str:
    """What it is about: a round as an organisation speaks in it, or a map."""
    if notice.submission is None:
        return str(notice.roadmap.said("title"))
    return _("%(round)s, for %(house)s") % _of_a_round(notice.submission)


def grouped(notices) -> dict[str, dict[str, list[str]]]:
    """Many notices by what they are about, and for each place to which they lead the sentences.

    Both stand in the order in which something of them was told first; no place is named twice.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for each in notices:
        group = groups.setdefault(subject(each), {})
        group.setdefault(place(each), []).append(sentence(each))
    return groups
