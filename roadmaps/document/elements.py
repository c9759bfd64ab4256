"""The elements of a map, with all that hangs on them."""

from collections import defaultdict

from django.db import models

from roadmaps.document.rows import (
    FIGURE_COLUMNS,
    ORGANISATION,
    bounds,
    figure,
    organisation,
    plain,
    row,
)
from roadmaps.elements import KINDS, Element
from roadmaps.entries import Entry
from roadmaps.figures import Figure
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation

ELEMENT = ("id", "code", "kind", "number", "is_withdrawn", "revision", *Element.FIELDS)
MILESTONE = ("id", "title", "planned", "forecast", "achieved")
PROGRESS = ("id", "as_of", "status", "confidence", "narrative")
ELSEWHERE = {"parent": "parent__code", "indicator": "indicator__code"}  # told by their codes


def standing(roadmap, sight) -> dict:
    """What one sees on the map: elements, and the figures and organisations of the map itself."""
    figures = _figures(roadmap, sight)
    parts = _participations(roadmap)
    extras = {
        "sectors": _sectors(roadmap),
        "participations": parts,
        "milestones": _under_initiatives(Milestone, MILESTONE, roadmap),
        "progress": _under_initiatives(ProgressUpdate, PROGRESS, roadmap),
    }
    elements = [
        _element(values, model.OWN, figures, extras)
        for model, found in _by_kind(roadmap, sight)
        for values in found
    ]
    return {"elements": elements, "figures": figures[None], "participations": parts[None]}


def _by_kind(roadmap, sight):
    """The model and the rows of each kind. What all kinds share is asked for once."""
    seen = roadmap.elements.within(sight).order_by("position", "number")
    groups = defaultdict(dict)
    for values in seen.values("pk", *ELEMENT, "source__code"):
        groups[values["kind"]][values["pk"]] = values
    for kind, model in KINDS.items():
        if shared := groups[kind]:
            own = {values["pk"]: values for values in _own(model, shared.keys())}
            yield model, [values | own[key] for key, values in shared.items()]


def _own(model, keys):
    names = [ELSEWHERE.get(name, name) for name in model.OWN]
    rows = model.objects.filter(pk__in=keys).order_by()
    if "parent" in model.OWN:
        rows = rows.annotate(parent_may_be_told=_parent_may_be_told())
        names.append("parent_may_be_told")
    return rows.values("pk", *names)


def _parent_may_be_told():
    """A parent on another map is told only once that map has been published with it."""
    published = Entry.objects.filter(uid=models.OuterRef("parent"))
    same_map = models.Q(parent__roadmap=models.F("roadmap"))
    return models.Case(
        models.When(same_map, then=True),
        default=models.Exists(published),
        output_field=models.BooleanField(),
    )


def _element(values, own, figures, extras):
    key = values["pk"]
    element = row(values, ELEMENT) | bounds(values["period"])
    element["source"] = values["source__code"]
    element |= {name: plain(values[ELSEWHERE.get(name, name)]) for name in own}
    if not values.get("parent_may_be_told", True):
        element["parent"] = None
    for name in ("sectors", "participations"):
        element[name] = extras[name][key]
    element["figures"] = figures[key]
    if element["kind"] == "initiative":
        element["milestones"] = extras["milestones"][key]
        element["progress"] = extras["progress"][key]
    return element


def _sectors(roadmap):
    groups = defaultdict(list)
    served = Element.sectors.through.objects.filter(element__roadmap=roadmap)
    pairs = served.order_by("sector__code").values_list("element", "sector__code")
    for element, code in pairs:
        groups[element].append(code)
    return groups


def _participations(roadmap):
    """Parts by the key of their element; those in the map itself under None."""
    columns = [f"organisation__{name}" for name in ORGANISATION]
    here = models.Q(element__roadmap=roadmap) | models.Q(on_roadmap=roadmap)
    parts = Participation.objects.standing().filter(here)
    groups = defaultdict(list)
    for part in parts.order_by("position", "role", "organisation__code").values(
        "id", "element", "role", "group", "note", *columns
    ):
        named = part["organisation__code"] and organisation(part, "organisation__")
        said = row(part, ("id", "role", "group", "note")) | {"organisation": named}
        groups[part["element"]].append(said)
    return groups


def _under_initiatives(model, names, roadmap):
    groups = defaultdict(list)
    rows = model.objects.standing().filter(initiative__roadmap=roadmap)
    rows = rows.order_by("initiative", *model._meta.ordering[1:], "pk")
    for values in rows.values("initiative", *names):
        groups[values["initiative"]].append(row(values, names))
    return groups


def _figures(roadmap, sight):
    """Figures by the key of their element; those about the map itself under None."""
    here = models.Q(element__roadmap=roadmap) | models.Q(on_roadmap=roadmap)
    rows = Figure.objects.standing().filter(here, visibility__in=sight.visibilities)
    groups = defaultdict(list)
    for values in rows.order_by("position", "pk").values("element_id", *FIGURE_COLUMNS):
        groups[values["element_id"]].append(figure(values))
    return groups
