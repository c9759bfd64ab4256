"""What is different between two documents of one map, in sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terms.translations import in_language

OF_AN_ELEMENT = ("participations", "figures", "milestones", "progress")
UNTOLD = (
    "id",
    "revision",
    "translations",
    "earliest",
    "latest",
    "code",
    "number",
    "kind",
    *OF_AN_ELEMENT,
)
OF_THE_MAP = ("title", "summary", "vision", "note", "languages", "horizons")
FIELDS = {  # as they stand inside a sentence
    "title": gettext_lazy("the title"),
    "summary": gettext_lazy("the summary"),
    "vision": gettext_lazy("the vision"),
    "note": gettext_lazy("the note"),
    "languages": gettext_lazy("the languages"),
    "horizons": gettext_lazy("the horizons"),
    "pillar": gettext_lazy("the pillar"),
    "period": gettext_lazy("the period"),
    "place": gettext_lazy("the place"),
    "status": gettext_lazy("the status"),
    "severity": gettext_lazy("the severity"),
    "source": gettext_lazy("the source"),
    "certainty": gettext_lazy("the certainty"),
    "low": gettext_lazy("the value"),
    "high": gettext_lazy("the upper end"),
    "label": gettext_lazy("the label"),
    "strength": gettext_lazy("the strength"),
    "reason": gettext_lazy("the reason"),
}


@dataclass(frozen=True)
class Edit:
    """One difference: something was added, removed or edited."""

    verb: str  # added, removed, edited
    subject: str  # map, element, figure, link, participation, milestone
    key: str  # the code of the element, or the id
    element: str | None  # the code of the element that it is about or stands on
    title: str
    field: str = ""
    before: object = None
    after: object = None

    def __str__(self):
        words = {"title": self.title, "field": FIELDS.get(self.field, self.field)}
        words |= {"before": _said(self.before), "after": _said(self.after)}
        match self.verb:
            case "added":
                return _("“%(title)s” was added.") % words
            case "removed":
                return _("“%(title)s” was removed.") % words
        if self.before is None:
            return _("“%(title)s”: %(field)s is now %(after)s.") % words
        if self.after is None:
            return _("“%(title)s”: %(field)s was %(before)s and is now empty.") % words
        return _("“%(title)s”: %(field)s changed from %(before)s to %(after)s.") % words


def compare(old: dict, new: dict) -> list[Edit]:
    """Every difference between two documents of one map, in the order of its elements."""
    edits = _fields("map", "", None, old["roadmap"], new["roadmap"], OF_THE_MAP)
    edits += _figures(None, old["figures"], new["figures"])
    before, after = _by(old["elements"], "code"), _by(new["elements"], "code")
    for code in _keys(before, after):
        edits += _element(code, before.get(code), after.get(code))
    links_before, links_after = _by(old["links"], "id"), _by(new["links"], "id")
    for key in _keys(links_before, links_after):
        edits += _link(key, links_before.get(key), links_after.get(key))
    return edits


def _element(code, old, new):
    if not (old and new):
        return [_whole("element", code, code, old, new, _title(new or old))]
    names = [name for name in new if name not in UNTOLD]
    edits = _fields("element", code, code, old, new, names)
    edits += _figures(code, old["figures"], new["figures"])
    parts_old, parts_new = _parts(old), _parts(new)
    for key in _keys(parts_old, parts_new):
        if key not in parts_old or key not in parts_new:
            pair = (parts_old.get(key), parts_new.get(key))
            title = _("%(who)s, %(role)s of %(what)s") % {
                "who": _who(pair[1] or pair[0]),
                "role": key[1],
                "what": _title(new),
            }
            edits.append(_whole("participation", " ".join(key), code, *pair, title))
    return edits


def _figures(code, old, new):
    before, after = _by(old, "id"), _by(new, "id")
    edits = []
    for key in _keys(before, after):
        pair = (before.get(key), after.get(key))
        if all(pair):
            names = [name for name in pair[1] if name not in UNTOLD]
            edits += _fields("figure", key, code, *pair, names)
        else:
            edits.append(_whole("figure", key, code, *pair, _title(pair[1] or pair[0])))
    return edits


def _link(key, old, new):
    if old and new:
        names = ("strength", "reason", "certainty")
        return _fields("link", key, new["source"]["code"], old, new, names)
    link = new or old
    title = f"{_title(link['source'])} → {_title(link['target'])}"
    return [_whole("link", key, link["source"]["code"], old, new, title)]


def _fields(subject, key, element, old, new, names):
    title = _title(new)
    return [
        Edit("edited", subject, key, element, title, name, old.get(name), new[name])
        for name in names
        if old.get(name) != new[name]
    ]


def _whole(subject, key, element, old, new, title):
    return Edit("added" if new else "removed", subject, key, element, title)


def _title(thing):
    """What it is called, in the reader's language."""
    return in_language(thing, "title") or in_language(thing, "label")


def _by(things, name):
    return {thing[name]: thing for thing in things}


def _who(part):
    return part["organisation"]["name"] if part["organisation"] else part["group"]


def _parts(element):
    return {(_who(part), part["role"]): part for part in element["participations"]}


def _keys(before, after):
    return [*before, *(key for key in after if key not in before)]


def _said(value):
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return "" if value is None else str(value)
