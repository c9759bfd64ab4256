"""What the members of a map did to one of its elements, a sentence for each line of the log."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.models import Change, address
from roadmaps.elements import KINDS
from roadmaps.figures import Figure
from roadmaps.links import Link

LENGTH = 50
VERBS = {
    "added": gettext_lazy("%(who)s put it on the map."),
    "edited": gettext_lazy("%(who)s changed: %(what)s."),
    "withdrawn": gettext_lazy("%(who)s took it off the map."),
    "stated": gettext_lazy("%(who)s added a figure."),
    "tied": gettext_lazy("%(who)s tied a figure to another one."),
    "linked": gettext_lazy("%(who)s linked it to another element."),
}


def lines(element: dict, document: dict) -> list[dict]:
    """The last lines about an element, its figures and its links, the newest first."""
    itself = KINDS[element["kind"]]()
    itself.id = itself.pk = element["id"]
    subjects = [address(itself)]
    subjects += [address(Figure(pk=figure["id"])) for figure in element["figures"]]
    subjects += [
        address(Link(pk=link["id"]))
        for link in document["links"]
        if element["code"] in (link["source"]["code"], link["target"]["code"])
    ]
    changes = Change.objects.filter(subject__in=subjects, verb__in=VERBS)
    newest = changes.select_related("actor").order_by("-pk")[:LENGTH]
    return [{"at": change.at, "sentence": _sentence(change, element)} for change in newest]


def _sentence(change, element):
    # Only the names of the fields: what they held may have been meant for fewer readers.
    fields = KINDS[element["kind"]]._meta.get_fields()
    changed = change.fields if change.verb == "edited" else ()
    names = [str(field.verbose_name) for field in fields if field.name in changed]
    who = (change.actor and change.actor.name) or _("Somebody")
    return VERBS[change.verb] % {"who": who, "what": ", ".join(names)}
