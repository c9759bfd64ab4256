"""What was done to the submission of an organisation, as sentences for its own people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes.models import Change

OF_IT: dict[str, Any] = {
    "invited": _("%(who)s invited the organisation."),
    "reminded": _("%(who)s reminded the organisation."),
    "drafting_begun": _("%(who)s began the draft."),
    "edited": _("%(who)s changed what goes with it."),
    "submitted": _("%(who)s sent it."),
    "taken_back": _("%(who)s took it back to change it."),
    "withdrawn": _("%(who)s withdrew it."),
    "declined": _("%(who)s said that the organisation says nothing."),
    "fell_silent": _("The consultation ended before it was sent."),
}
OF_A_VERDICT: dict[str, Any] = {
    "judged": _("%(who)s said whether an answer satisfies the organisation."),
}
OF_A_COMMENT: dict[str, Any] = {
    "commented": _("%(who)s put comment %(number)s in the basket."),
    "edited": _("%(who)s changed comment %(number)s."),
    "withdrawn": _("%(who)s took comment %(number)s out."),
    "restored": _("%(who)s put comment %(number)s back."),
    "attached": _("%(who)s said where comment %(number)s belongs now."),
}


SAID = {"roadmaps.comment": OF_A_COMMENT, "roadmaps.verdict": OF_A_VERDICT}


def told_of_submission(submission, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Each line of its log, the last one first. numbers: those of its comments, by their id."""
    lines = Change.objects.within(submission).with_people().order_by("-revision")
    return [{"at": each.at, "sentence": _sentence(each, numbers)} for each in lines]


def _sentence(line, numbers):
    kind, _colon, key = line.subject.partition(":")
    said = SAID.get(kind, OF_IT)
    words = {"who": line.actor.called if line.actor else "", "number": numbers.get(key, "")}
    return said[line.verb] % words
