"""Everything about one thing on a map, at an address that keeps for ever."""

from collections import defaultdict
from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from roadmaps import tracking
from roadmaps.elements import KINDS, Initiative
from roadmaps.rules import can
from roadmaps.views import checks, log, margin, running
from roadmaps.views.history import stands_in
from roadmaps.views.maps import LINK_KINDS, figures_by_id, sources
from roadmaps.views.reading import ANY, asked, read
from roadmaps.views.shelf import DOCUMENTS
from sectors.models import Sector
from terms.fields import TermField
from terms.languages import active

LEADS = {  # how a sentence about it begins
    "challenge": _("This challenge"),
    "goal": _("This goal"),
    "fdi_target": _("This investment"),
    "technology": _("This technology"),
    "skill": _("This skill"),
    "infrastructure": _("This infrastructure"),
    "initiative": _("This initiative"),
}
SHOWN_APART = {"parent", "indicator", "uri", "status"}


def element(request, slug, code):
    """One element, as it stands on the map now or as it stood when it last did."""
    reading = read(request.user, slug, **asked(request, as_of=ANY))
    documents = DOCUMENTS.take([edition.pk for edition in reading.editions])
    found, document, last = _find(reading, documents, code)
    body = running.body(reading, document, code)
    if found["kind"] == "initiative" and not (reading.is_draft or reading.is_past or last):
        found = tracking.one(reading.roadmap, code) or found
    return render(
        request,
        "roadmaps/element.html",
        {
            "reading": reading,
            "map": document["roadmap"],
            "element": found,
            "last": last,
            "lead": LEADS[found["kind"]],
            "details": details(found),
            "blanks": blanks(found),
            "body": body,
            "is_told_here": active() in {each["language"] for each in body},
            "report": last is None and _may_report(request, reading, found),
            "may": reading.abilities if last is None else {},
            "parent": _by_code(document).get(found.get("parent")),
            "sectors": Sector.objects.filter(code__in=found["sectors"]),
            "links": sentences(document["links"], code),
            "told": figures_by_id(document),
            "sources": sources(document),
            "findings": [] if last else checks.told(document, code),
            "history": stands_in(reading.editions, documents, code),
            "log": _log(request, reading, found),
            "open_threads": margin.count_about(request.user, reading, code),
        },
    )


def _log(request, reading, element):
    if not reading.is_draft:
        return []
    last = reading.past.revision if reading.is_past else None
    return log.lines(request.user, reading.roadmap, element, last)


def _may_report(request, reading, element):
    if reading.is_past or not (reading.is_draft and element["kind"] == "initiative"):
        return False
    return can(request.user, "report", Initiative(pk=element["id"], roadmap=reading.roadmap))


def details(element: dict) -> list[tuple]:
    """What its kind adds: field, name, vocabulary and what to show; nothing that is empty."""
    model = KINDS[element["kind"]]
    fields = {field.name: field for field in model._meta.concrete_fields}
    pairs = []
    for name in model.OWN:
        value, field = element[name], fields[name]
        if value in (None, "", []) or name in SHOWN_APART:
            continue
        inner = getattr(field, "base_field", field)
        values = value if isinstance(value, list) else [value]
        vocabulary = inner.vocabulary if isinstance(inner, TermField) else NUMBERED.get(name)
        pairs.append((name, field.verbose_name, vocabulary, values))
    return pairs


def blanks(element: dict) -> list[tuple]:
    """The fields about which nobody has said anything yet, by name and label."""
    model = KINDS[element["kind"]]
    fields: dict[str, Any] = {field.name: field for field in model._meta.get_fields()}
    names = ("summary", "period", "pillar", *model.OWN, "places", "place", "sectors", "note")
    return [
        (name, fields[name].verbose_name)
        for name in names
        if element.get(name) in (None, "", [], False)
    ]


NUMBERED = {
    "severity": "challenge_severity",
    "level_now": "proficiency_level",
    "level_needed": "proficiency_level",
}


def sentences(links: list[dict], code: str) -> list[dict]:
    """The links of one element, each read from its own end: it addresses, it is addressed by."""
    groups = defaultdict(list)
    for link in links:
        if link["source"]["code"] == code:
            groups[link["kind"], "source"].append({"link": link, "other": link["target"]})
        elif link["target"]["code"] == code:
            groups[link["kind"], "target"].append({"link": link, "other": link["source"]})
    return [
        {"kind": kind, "is_source": side == "source", "ends": groups[kind, side]}
        for kind in LINK_KINDS
        for side in ("source", "target")
        if groups[kind, side]
    ]


def _find(reading, documents, code):
    """The element, the document that it was found in, and the edition if it has left the map."""
    if code in reading.elements:
        return reading.elements[code], reading.document, None
    for edition in reading.editions:
        if found := _by_code(documents[edition.pk]).get(code):
            return found, documents[edition.pk], edition
    raise Http404


def _by_code(document):
    return {element["code"]: element for element in document["elements"]}
