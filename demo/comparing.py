"""Is what stands in the database what the files say? Compared record by record, field by field."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from accounts.models import Organisation
from demo import comparing_texts
from demo.loading.records import NESTED
from demo.reading import Facts
from roadmaps.elements import KINDS, LETTERS
from roadmaps.models import Council, Edition, Link, Roadmap
from sectors.models import Conflict, Indicator, Institute, Programme, Sector, Source

BY_CODE = (
    "source", "lead", "owner", "programme", "organisation", "indicator", "sector", "secretariat",
    "addressee",
)  # fmt: skip
MANY_BY_CODE = ("sectors", "predecessors")
FIGURE = ("baseline", "told_as", "part_of")
SKIPPED = NESTED - {"code", "slug", "prefix", "programme", "sectors", "horizons"}


def differences(facts: Facts) -> Iterator[str]:
    """One sentence for each difference; nothing where all is the same."""
    for name, search in SEARCHES.items():
        for record in getattr(facts, name):
            yield from search(record.model_dump(exclude_unset=True))


def _fields(where: str, row: Any, record: dict, but: tuple = ()) -> Iterator[str]:
    for name, said in record.items():
        if name in SKIPPED or name in but:
            continue
        kept = _kept(row, name)
        if name == "translations":
            kept = {code: _among(texts, said.get(code, {})) for code, texts in kept.items()}
        if name in MANY_BY_CODE:
            said = sorted(said)
        if kept != said:
            yield f"{where}: {name} is {kept!r}, but the file says {said!r}."


def _kept(row, name):
    if name == "translations":
        return {
            language: {field: said["text"] for field, said in texts.items()}
            for language, texts in row.translations.items()
        }
    if name == "horizons":
        return {year: getattr(row, year) for year in HORIZONS}
    if name in MANY_BY_CODE:
        return sorted(getattr(row, name).values_list("code", flat=True))
    kept = getattr(row, name)
    return kept.code if name in BY_CODE and kept else kept


def _among(texts, said):
    """Of the texts in one language those that the file says; others may have come since."""
    return {field: text for field, text in texts.items() if field in said}


HORIZONS = ("base_year", "short_until", "medium_until", "vision_year")


def _list(where: str, rows: Any, records: list, but: tuple = ()) -> Iterator[str]:
    """Rows and records in the same order, of the same number."""
    rows = list(rows)
    if len(rows) != len(records):
        yield f"{where}: {len(rows)} in the database, {len(records)} in the file."
        return
    for number, (row, record) in enumerate(zip(rows, records, strict=True), 1):
        yield from _fields(f"{where} {number}", row, record, but)


def _figures(where: str, subject: Any, records: list) -> Iterator[str]:
    rows = list(subject.figures.select_related("source").order_by("position"))
    yield from _list(f"{where}, figure", rows, records, FIGURE)
    for row, record in zip(rows, records, strict=False):
        for name, said in record.get("baseline", {}).items():
            if (kept := getattr(row, f"baseline_{name}")) != said:
                yield f"{where}, {row.label}: baseline {name} is {kept!r}, not {said!r}."
        for name in ("told_as", "part_of"):
            if bool(record.get(name)) != bool(getattr(row, name)):
                yield f"{where}, {row.label}: {name} differs."


def _found(model, **key):
    return model.objects.filter(**key).first()


def _missing(noun: str, code: str) -> Iterator[str]:
    yield f"{noun} {code} is missing in the database."


def _source(record):
    row = _found(Source, code=record["code"])
    return _fields(record["code"], row, record) if row else _missing("Source", record["code"])


def _organisation(record):
    code = record["code"]
    if not (row := _found(Organisation, code=code)):
        yield from _missing("Organisation", code)
        return
    yield from _fields(code, row, record, ("source", "certainty", "sectors"))
    if "source" in record:
        mentions = [record for record in [record] if record["source"]]
        said = [{name: each[name] for name in ("source", "certainty")} for each in mentions]
        yield from _list(f"{code}, mention", row.mentions.all(), said)
    if "sectors" in record:
        kept = sorted(row.active_in.values_list("code", flat=True))
        if kept != sorted(record["sectors"]):
            yield f"{code}: at work in {kept}, but the file says {record['sectors']}."
    yield from _list(f"{code}, fact", row.facts.all(), record.get("facts", []))
    yield from _figures(code, row, record.get("figures", []))


def _programme(record):
    code = record["code"]
    if not (row := _found(Programme, code=code)):
        yield from _missing("Programme", code)
        return
    yield from _fields(code, row, record, ("pillars", "events", "clusters", "sectors"))
    yield from _list(f"{code}, fact", row.facts.all(), record.get("facts", []))
    yield from _list(f"{code}, event", *_paired(row.events.all(), record, "events", "date"))
    yield from _list(f"{code}, pillar", *_paired(row.pillars.all(), record, "pillars", "code"))
    key = ("scheme", "code")
    yield from _list(f"{code}, cluster", *_paired(row.clusters.all(), record, "clusters", *key))
    yield from _figures(code, row, record.get("figures", []))
    for sector in record["sectors"]:
        yield from _sector(sector)


def _paired(rows, record, name, *key):
    """Rows and records brought into one order, by some of their fields."""
    ordered = sorted(rows, key=lambda row: [str(getattr(row, each)) for each in key])
    said = sorted(record.get(name, []), key=lambda one: [str(one[each]) for each in key])
    return ordered, said


def _sector(record):
    code = record["code"]
    if not (row := _found(Sector, code=code)):
        yield from _missing("Sector", code)
        return
    yield from _fields(code, row, record, ("classifications", "groupings"))
    codes = _paired(row.classifications.all(), record, "classifications", "scheme", "code")
    yield from _list(f"{code}, code", *codes)
    kept = {(each.cluster.scheme, each.cluster.code): each for each in row.groupings.all()}
    for said in record.get("groupings", []):
        if grouping := kept.get((said["scheme"], said["cluster"])):
            yield from _fields(f"{code}, cluster", grouping, said, ("scheme", "cluster"))
        else:
            yield f"{code}: not in the cluster {said['cluster']} of {said['scheme']}."
    yield from _figures(code, row, record.get("figures", []))


def _indicator(record):
    code = record["code"]
    if not (row := _found(Indicator, code=code)):
        yield from _missing("Indicator", code)
        return
    yield from _fields(code, row, record, ("observations",))
    yield from _list(f"{code}, observation", row.observations.all(), record["observations"])


def _institute(record):
    code = record["organisation"]
    if not (row := _found(Institute, organisation__code=code)):
        yield from _missing("Institute", code)
        return
    yield from _fields(code, row, record, ("funding",))
    shares = _paired(row.funding_shares.all(), record, "funding", "kind")
    yield from _list(f"{code}, funding", *shares)


def _conflict(record):
    row = _found(Conflict, code=record["code"], programme__code=record["programme"])
    if not row:
        yield from _missing("Conflict", record["code"])
        return
    yield from _fields(record["code"], row, record, ("claims",))
    yield from _list(f"{record['code']}, claim", row.claims.all(), record["claims"])


def _council(record):
    row = _found(Council, code=record["code"])
    if not row:
        yield from _missing("Council", record["code"])
        return
    yield from _fields(record["code"], row, record, ("review_of", "seats", "recommendations"))
    yield from _list(f"{record['code']}, seat", row.seats.all(), record.get("seats", []))
    made = row.recommendations.order_by("number")
    but = ("roadmap", "elements", "days", "answer")
    yield from _list(
        f"{record['code']}, recommendation", made, record.get("recommendations", []), but
    )


def _map(record):
    slug = record["slug"]
    if not (row := _found(Roadmap, slug=slug)):
        yield from _missing("Map", slug)
        return
    but = ("relations", "partners", "editions")
    yield from _fields(slug, row, record, but)
    relations = record.get("relations", [])
    yield from _list(f"{slug}, relation", row.relations.all(), relations, ("other",))
    told = [relation.other and relation.other.slug for relation in row.relations.all()]
    if told != [relation.get("other") for relation in relations]:
        yield f"{slug}: related to {told}, which the file does not say."
    parts = record.get("editions", [record])
    said = [element for part in parts for element in part.get("elements", [])]
    yield from _figures(slug, row, [each for part in parts for each in part.get("figures", [])])
    yield from _elements(row, said)
    yield from _links(row, [link for part in parts for link in part.get("links", [])])
    editions = list(Edition.objects.filter(roadmap=row).order_by("major"))
    if "editions" in record:
        but = ("leads", "replaces", "status", "launched_note", "elements", "figures", "links")
        yield from _list(f"{slug}, edition", editions, record["editions"], but)


def _elements(roadmap, records):
    """Elements are numbered in the order of the file, each kind for itself."""
    counts: dict[str, int] = defaultdict(int)
    for record in records:
        kind = record["kind"]
        counts[kind] += 1
        code = f"{roadmap.prefix}-{LETTERS[kind]}{counts[kind]:02d}"
        row = _found(KINDS[kind], code=code)
        if row:
            yield from _element(code, row, record)
        else:
            yield from _missing("Element", code)
    if (kept := roadmap.elements.filter(pk__in=_published(roadmap)).count()) != len(records):
        yield f"{roadmap.slug}: {kept} elements, but the file has {len(records)}."


def _published(roadmap):
    """The keys of what stands in an edition; what is newer, the file cannot know."""
    editions = Edition.objects.filter(roadmap=roadmap).exclude(kind="consultation")
    told = [json.loads(bytes(edition.content)) for edition in editions]
    return {each["id"] for text in told for each in [*text["elements"], *text["links"]]}


def _element(code, row, record):
    yield from _fields(code, row, record, ("parent",))
    if bool(record.get("parent")) != bool(getattr(row, "parent", None)):
        yield f"{code}: parent differs."
    yield from _figures(code, row, record.get("figures", []))
    said = _paired(row.participations.standing(), {}, "", "role")[0]
    kept = sorted((part.organisation.code, part.role, part.note) for part in said)
    told = sorted(
        (part["organisation"], part["role"], part.get("note", ""))
        for part in record.get("participations", [])
    )
    if kept != told:
        yield f"{code}: participations are {kept}, but the file says {told}."


def _links(roadmap, records):
    kept = sorted(
        (link.kind, link.strength, link.certainty)
        for link in Link.objects.standing().filter(
            source__roadmap=roadmap, pk__in=_published(roadmap)
        )
    )
    said = sorted(
        (one["kind"], one.get("strength", 1), one.get("certainty", "unverified")) for one in records
    )
    if kept != said:
        yield f"{roadmap.slug}: {len(kept)} links differ from the {len(said)} of the file."


SEARCHES = {
    "sources": _source,
    "organisations": _organisation,
    "programmes": _programme,
    "indicators": _indicator,
    "institutes": _institute,
    "conflicts": _conflict,
    "councils": _council,
    "maps": _map,
    "narratives": comparing_texts.differences,
}
