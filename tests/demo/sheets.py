"""How a test writes down a map."""

import json


def element(key, kind, **fields):
    row = {"key": key, "kind": kind, "title": key.title(), "sectors": ["cars"]}
    return row | {"source": "plan", "certainty": "sourced"} | fields


def link(kind, source, target):
    return {"kind": kind, "source": source, "target": target, "strength": 3, "evidence": "plan"}


def sheet(slug, prefix, **fields):
    years = {"base_year": 2025, "short_until": 2027, "medium_until": 2030, "vision_year": 2035}
    row = {"slug": slug, "prefix": prefix, "title": slug.title(), "programme": "mexico"}
    return row | {"languages": ["en"], "horizons": years} | fields


def written(folder, facts):
    for name, content in facts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    return folder
