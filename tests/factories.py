"""Short ways to set a scene, through the same commands a person uses."""

from itertools import count

from accounts import organisations, people
from roadmaps import roadmap as maps
from roadmaps import workflow
from sectors import programmes, sectors, sources

NUMBER = count(1)
YEARS = {"base_year": 2025, "short_until": 2027, "medium_until": 2030, "vision_year": 2035}
PASSWORD = "a course for every industry"


def first_person():
    """The one who sets up an installation and keeps its registers."""
    return people.register(f"registrar{next(NUMBER)}@rumbo.example", PASSWORD, is_staff=True)


def person(registrar, **fields):
    return people.add(registrar, f"person{next(NUMBER)}@rumbo.example", PASSWORD, **fields)


def organisation(registrar, kind="association", **fields):
    number = next(NUMBER)
    fields = {"name": f"Organisation {number}", "kind": kind, **fields}
    return organisations.add(registrar, f"organisation-{number}", **fields)


def source(registrar, code=None):
    number = next(NUMBER)
    fields = {"title": "Industrial survey", "publisher": "Statistics office", "date": "2024"}
    return sources.add(registrar, code or f"source-{number}", **fields)


def programme(registrar, **fields):
    number = next(NUMBER)
    fields = {"name": "Programme", "place": "MX", "languages": ["en", "es"], **fields}
    return programmes.add(registrar, f"programme-{number}", **fields)


def sector(registrar, programme, **fields):
    number = next(NUMBER)
    fields = {"name": f"Sector {number}", **fields}
    return sectors.add(registrar, programme, f"sector-{number}", **fields)


def roadmap(steward, programme, **fields):
    number = next(NUMBER)
    letters = "".join(chr(65 + int(digit)) for digit in f"{number:04d}")
    fields = {"slug": f"map-{number}", "prefix": letters, "title": f"Map {number}", **fields}
    return maps.begin(steward, programme, **({"languages": ["en", "es"]} | YEARS | fields))


def publish(approver, roadmap):
    """The first edition of a map, as it stands."""
    said = {"label": "Edition 2026", "launched": "2026-05-04", "note": "First edition."}
    workflow.adopt(approver, [roadmap], **said)
    roadmap.refresh_from_db()
    return roadmap
