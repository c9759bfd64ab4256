"""What was said between an association and a member firm, as sentences for the two of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes.models import Change

OF_THE_DESK: dict[str, Any] = {
    "asked": _("%(who)s asked the firm."),
    "taken_up": _("%(who)s took up remark %(number)s."),
    "left": _("%(who)s left remark %(number)s."),
    "reopened": _("%(who)s looks at remark %(number)s once more."),
}
OF_THE_FIRM: dict[str, Any] = {
    "remarked": _("%(who)s wrote remark %(number)s."),
    "edited": _("%(who)s changed remark %(number)s."),
    "withdrawn": _("%(who)s took remark %(number)s back."),
    "restored": _("%(who)s put remark %(number)s back."),
}


def told_of_consulted(consulted, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Each line of its log for people of the firm, the last one first.

    Of the association it tells no names: who of it does what is its own affair. numbers: those of
    the remarks, by their id.
    """
    lines = Change.objects.within(consulted).with_people().order_by("-revision")
    return [{"at": each.at, "sentence": _sentence(each, consulted, numbers)} for each in lines]


def _sentence(line, consulted, numbers):
    _kind, _colon, key = line.subject.partition(":")
    words = {"number": numbers.get(key, "")}
    if line.verb in OF_THE_DESK:
        who = consulted.submission.organisation.name
        return OF_THE_DESK[line.verb] % (words | {"who": who})
    return OF_THE_FIRM[line.verb] % (words | {"who": line.actor.called if line.actor else ""})
