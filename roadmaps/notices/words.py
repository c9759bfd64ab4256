"""A notice as a sentence in the reader's language, and where it leads."""

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
        "day": periods.say(due) if due else "",
    }
    return str(SENTENCES[notice.kind]) % words


def place(notice) -> str:
    """The address to which it leads, in the reader's language."""
    if notice.element:
        return reverse("element", args=[notice.roadmap.slug, notice.element.code])
    if notice.kind == Kind.SIGNOFF_ASKED:
        return f"{reverse('steps', args=[notice.roadmap.slug])}#clearance"
    if notice.kind == Kind.STAGE_CHANGED:
        return reverse("steps", args=[notice.roadmap.slug])
    return reverse("roadmap", args=[notice.roadmap.slug])
