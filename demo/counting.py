"""How many of each thing were read and how many were loaded."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from accounts.models import Organisation
from demo.reading import Facts
from roadmaps.models import (
    Council,
    Edition,
    Element,
    Figure,
    Link,
    Narrative,
    Participation,
    Recommendation,
    Roadmap,
    Seat,
)
from sectors import models

LEADING = ("lead", "co_lead")
LISTS = {  # the name of a list in the files, and what its records become
    "sources": models.Source,
    "organisations": Organisation,
    "programmes": models.Programme,
    "sectors": models.Sector,
    "clusters": models.Cluster,
    "classifications": models.Classification,
    "groupings": models.Grouping,
    "pillars": models.Pillar,
    "events": models.Event,
    "facts": models.Fact,
    "conflicts": models.Conflict,
    "claims": models.Claim,
    "indicators": models.Indicator,
    "observations": models.Observation,
    "institutes": models.Institute,
    "funding": models.FundingShare,
    "maps": Roadmap,
    "editions": Edition,
    "elements": Element,
    "partners": Participation,
    "participations": Participation,
    "figures": Figure,
    "links": Link,
    "narratives": Narrative,
    "councils": Council,
    "seats": Seat,
    "recommendations": Recommendation,
}


def report(facts: Facts) -> Iterator[str]:
    """A line for each kind of thing: read, loaded, and what was left."""
    read: Counter = Counter()
    for name, records in vars(facts).items():
        _count(name, [record.model_dump(exclude_unset=True) for record in records], read)
    read["editions"] += sum(not record.editions for record in facts.maps)  # their first one
    loaded = {name: model._base_manager.count() for name, model in LISTS.items()}
    loaded["participations"] = Participation.objects.standing().count()
    of_maps = Participation.objects.standing().filter(element__isnull=True)
    loaded["partners"] = of_maps.exclude(role__in=LEADING).count()
    loaded["participations"] -= of_maps.count()
    loaded["leads"] = _leads_of_editions()
    yield f"{'':18}{'read':>8}{'loaded':>8}{'left':>8}"
    for name, number in loaded.items():
        yield f"{name:18}{read[name]:8}{number:8}{read[name] - number:8}"


def _leads_of_editions():
    """Who leads a map may change with each edition: it is counted in what was published."""
    return sum(
        part["role"] in LEADING
        for edition in Edition.objects.all()
        for part in json.loads(bytes(edition.content))["participations"]
    )


def _count(name: str, value: Any, read: Counter) -> None:
    if isinstance(value, list):
        if all(isinstance(each, dict) for each in value):
            read[name] += len(value)
        for each in value:
            _count("", each, read)
    elif isinstance(value, dict):
        for key, each in value.items():
            _count(key, each, read)
