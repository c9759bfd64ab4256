"""Lines of the log about who may do what on a map, as sentences: roles and invitations."""

from django.utils.translation import gettext_lazy as _

from terms import periods
from terms.vocabulary import label

OF_A_ROLE = {
    "granted": _("%(who)s gave %(holder)s the role “%(role)s”."),
    "taken_up": _("%(who)s took up the role “%(role)s”."),
    "revoked": _("%(who)s took the role “%(role)s” back from %(holder)s."),
    "left": _("%(who)s gave up the role “%(role)s”."),
    "ended": _("The role “%(role)s” of %(holder)s was over."),
}
UNTIL_A_DAY = {
    "granted": _("%(who)s gave %(holder)s the role “%(role)s” until %(until)s."),
    "taken_up": _("%(who)s took up the role “%(role)s” until %(until)s."),
}
OF_AN_INVITATION = {
    "invited": _("%(who)s invited somebody to the role “%(role)s”."),
    "replaced": _("%(who)s replaced an invitation to the role “%(role)s”."),
    "withdrawn": _("%(who)s withdrew an invitation to the role “%(role)s”."),
    "accepted": _("%(who)s accepted an invitation to the role “%(role)s”."),
    "declined": _("An invitation to the role “%(role)s” was declined."),
}
SAID = {"map_role": OF_A_ROLE, "map_invitation": OF_AN_INVITATION}


def tells(line) -> bool:
    """Whether such a line has a sentence of its own here; other changes are told like any."""
    return line.change.verb in SAID.get(line.subject.kind, ())


def sentence(line, words, values) -> str:
    """What was done about a role or an invitation. words: who did it."""
    # A new row tells all it has, and so does one that ends: each pair has one side.
    held = {name: after or before for name, (before, after) in line.fields.items()}
    verb, kind = line.change.verb, line.subject.kind
    holder = "user" if held.get("user") else "organisation"
    words = words | {
        "role": label("map_role", held["role"]),
        "holder": values.said(line.subject.model, holder, held.get(holder)),
    }
    if held.get("until") and kind == "map_role" and verb in UNTIL_A_DAY:
        return UNTIL_A_DAY[verb] % (words | {"until": periods.say(held["until"])})
    return SAID[kind][verb] % words
