"""Loads the maps themselves, edition by edition."""

from demo.cast import CAST, INTERESTS, SINGAPORE
from demo.loading.numbers import state_all, tie_all
from demo.loading.records import fields
from roadmaps import elements, links, milestones, participations, workflow
from roadmaps import roadmap as maps

ELSEWHERE = ("kind", "parent", "indicator")
OF_A_MAP = ("sector", "lead", "relations", "partners", "editions")
OF_AN_EDITION = ("leads", "replaces", "status", "launched_note")


def begin(steward, record, known, cast):
    """Open the working copy of a map and give everybody their role on it."""
    said = fields(record, known, but=OF_A_MAP) | record["horizons"]
    if record.get("sector"):
        said["sector"] = known.sectors[record["sector"]]
    said["lead"] = known.organisations[record["lead"]]
    programme = known.programmes[record["programme"]]
    roadmap = maps.begin(steward, programme, record["slug"], record["prefix"], **said)
    for email, _name, _organisation, role in CAST if programme.code == "mexico" else SINGAPORE:
        if role != "steward":
            interest = INTERESTS.get(email, "")
            maps.grant(steward, roadmap, role, user=cast[email], interest=interest)
    for relation in record.get("relations", []):
        said = fields(relation, known, but=("other",))
        maps.relate(steward, roadmap, other=known.roadmaps.get(relation.get("other")), **said)
    known.roadmaps[record["slug"]] = roadmap
    return roadmap


def draft(actor, roadmap, record, known):
    """Put the elements of a file on the map, with all that hangs on them."""
    for said in record.get("elements", []):
        known.elements[said["key"]] = _add(actor, roadmap, said, known)
    state_all(actor, roadmap, record.get("figures", []), known)


def _add(actor, roadmap, record, known):
    said = fields(record, known, roadmap, but=ELSEWHERE)
    said["sectors"] = [known.sectors[code] for code in record.get("sectors", [])]
    if indicator := record.get("indicator"):
        said["indicator"] = known.indicators[indicator]
    element = elements.add(actor, roadmap, record["kind"], **said)
    for part in record.get("participations", []):
        _involve(actor, element, part, known)
    for milestone in record.get("milestones", []):
        milestones.plan(actor, element, **fields(milestone, known, roadmap))
    state_all(actor, element, record.get("figures", []), known)
    return element


def tie(actor, record, known):
    """Join what the file says belongs together: parents and links, also across maps."""
    for said in record.get("elements", []):
        if "parent" in said:
            child, parent = known.elements[said["key"]], known.elements[said["parent"]]
            elements.edit(actor, child, child.revision, parent=parent)
    for link in record.get("links", []):
        source, target = (known.elements[link[end]] for end in ("source", "target"))
        evidence = known.sources.get(link.get("evidence"))
        said = {name: link[name] for name in ("strength", "certainty") if name in link}
        links.draw(actor, source, target, link["kind"], evidence=evidence, **said)


def publish_editions(cast, roadmap, record, known):
    """Load a map that has a history: one edition after the other, as they were launched."""
    steward, approver = (cast[email] for email, *_rest in SINGAPORE)
    for part in record["partners"]:
        _involve(steward, roadmap, part, known)
    by_edition, leading = {}, []
    for number, edition in enumerate(record["editions"]):
        if number:
            roadmap = workflow.open_refresh(steward, roadmap)
        for label in edition.get("replaces", []):
            _withdraw(steward, by_edition.get(label, {}), known)
        for part in leading:
            participations.withdraw(steward, part)
        leading = [_involve(steward, roadmap, part, known) for part in edition["leads"]]
        draft(steward, roadmap, edition, known)
        tie(steward, edition, known)
        tie_all(known)
        by_edition[edition["label"]] = edition
        workflow.adopt(approver, [roadmap], **_said_of(edition, known))


def _said_of(edition, known):
    said = fields(edition, known, but=OF_AN_EDITION)
    said.setdefault("note", "Adopted as it was launched.")
    return said


def _withdraw(actor, edition, known):
    for said in edition.get("elements", []):
        elements.withdraw(actor, known.elements[said["key"]])


def _involve(actor, subject, part, known):
    organisation = known.organisations.get(part.get("organisation"))
    said = {"role": "partner"} | fields(part, known, but=("organisation",))
    return participations.involve(actor, subject, organisation, **said)
