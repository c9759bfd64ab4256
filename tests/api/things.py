"""A body for each resource that can be written, and a change of it."""

MAP = "electromobility"
NEW = {
    "elements": (
        {"roadmap": MAP, "kind": "technology", "title": "Cells", "trl_now": 4},
        {"title": "Better cells", "trl_now": 5, "period": "2027/2030"},
    ),
    "challenges": (
        {"roadmap": MAP, "title": "Water", "categories": ["competition"], "parent": "EMO-C01"},
        {"parent": None, "severity": 2, "sectors": []},
    ),
    "figures": (
        {"element": "EMO-G01", "metric": "cars", "label": "Cars", "kind": "count",
         "low": "1250000.50", "basis": "target", "unit": "cars", "source": "survey-2024"},
        {"operator": "range", "high": "2000000", "source": None},
    ),
    "links": (
        {"source": "EMO-I01", "target": "EMO-G01", "kind": "contributes_to", "strength": 2},
        {"strength": 3, "reason": "It is the only one.", "evidence": "survey-2024"},
    ),
    "participations": (
        {"element": "EMO-I01", "group": "The unions", "role": "partner"},
        {"note": "Since 2024", "certainty": "sourced"},
    ),
    "milestones": (
        {"initiative": "EMO-I01", "title": "First course", "planned": "2027-34"},
        {"forecast": "2028", "planned": None},
    ),
    "progress-updates": (
        {"initiative": "EMO-I01", "as_of": "2026-05-31", "status": "in_delivery",
         "confidence": "amber", "narrative": "It is slow."},
        {"confidence": "red", "as_of": "2026-06-01"},
    ),
}  # fmt: skip

# A member with two values that clash, and another one that can be changed beside it.
DISPUTED = {
    "elements": ("title", "One", "Other", {"summary": "Mine"}),
    "challenges": ("severity", 1, 2, {"categories": ["sustainability"], "summary": "Mine"}),
    "figures": ("low", "7", "8.5", {"label": "All cars"}),
    "links": ("strength", 1, 3, {"reason": "It is the only one."}),
    "participations": ("note", "One", "Other", {"certainty": "sourced"}),
    "milestones": ("planned", "2028", "2029-03", {"forecast": "2029"}),
    "progress-updates": ("narrative", "One.", "Other.", {"confidence": "red"}),
    "roadmaps": ("vision", "One.", "Other.", {"summary": "Mine."}),
}


def address_of(name, item):
    name = "elements" if name == "challenges" else name
    return f"/{name}/{item['id']}"
