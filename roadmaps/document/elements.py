"""The elements of a map, with all that hangs on them."""

from collections import defaultdict

from django.db import models

from roadmaps.document.past import in_order, may_be_told
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
from roadmaps.figures import Figure
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation

ELEMENT = ("id", "code", "kind", "number", "is_withdrawn", "revision", *Element.FIELDS)
TIES = ("told_as", "part_of")
ELSEWHERE = {"parent": "parent__code", "indicator": "indicator__code"}  # told by their codes


def standing(roadmap, sight, when) -> dict:
    """What one sees on the map: elements, and the figures and organisations of the map itself.

    when: the rows as they are or as they were.
    """
    figures = _figures(roadmap, sight, when)
    parts = _participations(roadmap, when)
    extras = {
        "sectors": _sectors(roadmap, when),
        "participations": parts,
        "milestones": _under_initiatives(Milestone, roadmap, when),
        "progress": _under_initiatives(ProgressUpdate, roadmap, when),
    }
    elements = [
        _element(values, model.OWN, figures, extras)
        for model, found in _by_kind(roadmap, sight, when)
        for values in found
    ]
    _forget_what_is_not_told(roadmap, elements, figures[None])
    return {"elements": elements, "figures": figures[None], "participations": parts[None]}


def _forget_what_is_not_told(roadmap, elements, figures):
    """Name no element and no figure of this map that the reader does not see."""
    codes = {element["code"] for element in elements}
    for element in elements:
        parent = element.get("parent") or ""
        if parent.startswith(f"{roadmap.prefix}-") and parent not in codes:
            element["parent"] = None
    told = [*figures, *(figure for element in elements for figure in element["figures"])]
    ties = {figure[name] for figure in told for name in TIES} - {None}
    if elsewhere := ties - {figure["id"] for figure in told}:
        rows = _here(Figure, roadmap).filter(pk__in=elsewhere)
        unseen = {str(key) for key in rows.values_list("pk", flat=True)}
        for figure in told:
            figure.update({name: None for name in TIES if figure[name] in unseen})


def _by_kind(roadmap, sight, when):
    """The model and the rows of each kind. What all kinds share is asked for once."""
    seen = {"visibility__in": sight.visibilities}
    if not sight.is_member:  # only members see what was withdrawn
        seen["is_withdrawn"] = False
    found = when.rows(roadmap.elements.all(), (*ELEMENT, "position", "source__code"), **seen)
    groups = defaultdict(dict)
    for values in in_order(found, "position", "number"):
        groups[values["kind"]][values["pk"]] = values
    for kind, model in KINDS.items():
        if shared := groups[kind]:
            own = {values["pk"]: values for values in _own(model, shared.keys(), when)}
            yield model, [values | own[key] for key, values in shared.items()]


def _own(model, keys, when):
    names = [ELSEWHERE.get(name, name) for name in model.OWN]
    rows = model.objects.filter(pk__in=keys)
    if "parent" in model.OWN:
        same_map = models.Q(parent__roadmap=models.F("roadmap"))
        rows = rows.annotate(parent_may_be_told=may_be_told(same_map, "parent"))
        names.append("parent_may_be_told")
    return when.rows(rows, names)


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


def _sectors(roadmap, when):
    groups = defaultdict(list)
    served = Element.sectors.through.objects.filter(element__roadmap=roadmap)
    for element, code in served.values_list("element", "sector__code"):
        groups[element].append(code)
    for element, sectors in when.many(Element, "sectors").items():
        groups[element] = [sector.code for sector in sectors]
    for codes in groups.values():
        codes.sort()
    return groups


def _participations(roadmap, when):
    """Parts by the key of their element; those in the map itself under None."""
    columns = ("id", "element", "role", "group", "note", "position")
    columns += tuple(f"organisation__{name}" for name in ORGANISATION)
    parts = when.rows(_here(Participation, roadmap), columns, is_withdrawn=False)
    groups = defaultdict(list)
    for part in in_order(parts, "position", "role", "organisation__code", "pk"):
        named = part["organisation__code"] and organisation(part, "organisation__")
        said = row(part, ("id", "role", "group", "note")) | {"organisation": named}
        groups[part["element"]].append(said)
    return groups


def _under_initiatives(model, roadmap, when):
    found = model.objects.filter(initiative__roadmap=roadmap)
    rows = when.rows(found, {"initiative", "position", *model.TOLD}, is_withdrawn=False)
    groups = defaultdict(list)
    for values in in_order(rows, *model._meta.ordering[1:], "pk"):
        groups[values["initiative"]].append(row(values, model.TOLD))
    return groups


def _figures(roadmap, sight, when):
    """Figures by the key of their element; those about the map itself under None."""
    columns = ("element", "position", *FIGURE_COLUMNS)
    seen = {"visibility__in": sight.visibilities, "is_withdrawn": False}
    groups = defaultdict(list)
    found = when.rows(_here(Figure, roadmap), columns, **seen)
    for values in in_order(found, "position", "pk"):
        groups[values["element"]].append(figure(values))
    return groups


def _here(model, roadmap):
    """The rows that stand on the map itself or on its elements."""
    here = models.Q(element__roadmap=roadmap) | models.Q(on_roadmap=roadmap)
    return model.objects.filter(here)
