"""What was done to a thread in the margin of a map, as sentences for those who read it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes.models import Change

OF_IT: dict[str, Any] = {
    "begun": _("%(who)s began the thread."),
    "resolved": _("%(who)s resolved the thread."),
    "reopened": _("%(who)s reopened the thread."),
    "attached": _("%(who)s said where the thread belongs now."),
}
OF_A_NOTE: dict[str, Any] = {
    "noted": _("%(who)s wrote note %(number)s."),
    "edited": _("%(who)s changed note %(number)s."),
    "reworded": _("%(who)s changed note %(number)s, which said before: “%(before)s”"),
}


def told_of_thread(thread, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Each line of its log, the last one first. numbers: those of its notes, by their id."""
    lines = Change.objects.within(thread).with_people().order_by("-revision")
    return [{"at": each.at, "sentence": _sentence(each, numbers)} for each in lines]


def _sentence(line, numbers):
    kind, _colon, key = line.subject.partition(":")
    words = {"who": line.actor.called if line.actor else "", "number": numbers.get(key, "")}
    if kind != "roadmaps.note":
        return OF_IT[line.verb] % words
    if line.verb == "edited" and "text" in line.fields:
        return OF_A_NOTE["reworded"] % (words | {"before": line.fields["text"][0]})
    return OF_A_NOTE[line.verb] % words
