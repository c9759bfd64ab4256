"""Loads what the maps stand on: sources, organisations, sectors, indicators, institutes."""

from accounts import organisations
from demo.loading.numbers import state_all
from demo.loading.records import fields
from sectors import facts, indicators, institutes, programmes, sectors, sources

OF_AN_ORGANISATION = ("source", "certainty", "predecessors")
OF_A_PROGRAMME = ("owner", "pillars", "events", "clusters")
OF_A_SECTOR = ("lead", "classifications", "groupings")


def load_sources(actor, records, known):
    for record in records:
        known.sources[record["code"]] = sources.add(actor, record["code"], **fields(record, known))


def load_organisations(actor, records, known):
    for record in records:
        code = record["code"]
        said = fields(record, known, but=OF_AN_ORGANISATION)
        organisation = organisations.add(actor, code, **said)
        known.organisations[code] = organisation
        if "source" in record:
            source = known.sources[record["source"]]
            facts.mention(actor, organisation, source=source, certainty=record["certainty"])
        tell_all(actor, record, known, organisation=organisation)
        state_all(actor, organisation, record.get("figures", []), known)
    for record in records:
        if before := record.get("predecessors"):
            former = [known.organisations[code] for code in before]
            organisations.edit(actor, known.organisations[record["code"]], predecessors=former)


def tell_all(actor, record, known, **subject):
    for position, fact in enumerate(record.get("facts", [])):
        facts.tell(actor, **fields(fact, known), position=position, **subject)


def load_programmes(actor, records, known):
    for record in records:
        said = fields(record, known, but=OF_A_PROGRAMME)
        said["owner"] = known.organisations[record["owner"]]
        programme = programmes.add(actor, record["code"], **said)
        known.programmes[record["code"]] = programme
        _load_its_groups(actor, programme, record, known)
        for sector in record["sectors"]:
            _load_sector(actor, programme, sector, known)
        tell_all(actor, record, known, programme=programme)
        state_all(actor, programme, record.get("figures", []), known)


def _load_its_groups(actor, programme, record, known):
    for pillar in record.get("pillars", []):
        said = fields(pillar, known, programme)
        programmes.name_pillar(actor, programme, pillar["code"], **said)
    for event in record.get("events", []):
        programmes.remember(actor, programme, **fields(event, known, programme))
    for group in record.get("clusters", []):
        said = fields(group, known, programme, but=("scheme",))
        cluster = programmes.group(actor, programme, group["scheme"], group["code"], **said)
        known.clusters[programme.code, group["scheme"], group["code"]] = cluster


def _load_sector(actor, programme, record, known):
    said = fields(record, known, but=OF_A_SECTOR)
    if lead := record.get("lead"):
        said["lead"] = known.organisations[lead]
    sector = sectors.add(actor, programme, record["code"], **said)
    known.sectors[record["code"]] = sector
    for code in record.get("classifications", []):
        sectors.classify(actor, sector, code=code["code"], **fields(code, known))
    for grouping in record.get("groupings", []):
        cluster = known.clusters[programme.code, grouping["scheme"], grouping["cluster"]]
        said = fields(grouping, known, but=("scheme", "cluster"))
        sectors.place(actor, sector, cluster, **said)
    state_all(actor, sector, record.get("figures", []), known)


def gather_in_sectors(actor, records, known):
    """Say of each sector which organisations are at work in it."""
    for code, sector in known.sectors.items():
        here = [each["code"] for each in records if code in each.get("sectors", [])]
        if here:
            sectors.gather(actor, sector, [known.organisations[each] for each in here])


def load_indicators(actor, records, known):
    for record in records:
        programme = known.programmes[record["programme"]]
        said = fields(record, known, but=("observations",))
        said["sectors"] = [known.sectors[code] for code in record["sectors"]]
        indicator = indicators.add(actor, programme, record["code"], **said)
        known.indicators[record["code"]] = indicator
        for position, observation in enumerate(record["observations"]):
            said = fields(observation, known)
            indicators.observe(actor, indicator, position=position, **said)


def load_institutes(actor, records, known):
    for record in records:
        said = fields(record, known, but=("organisation", "funding"))
        said["sectors"] = [known.sectors[code] for code in record.get("sectors", [])]
        if programme := record.get("programme"):
            said["programme"] = known.programmes[programme]
        institute = institutes.add(actor, known.organisations[record["organisation"]], **said)
        for share in record.get("funding", []):
            institutes.fund(actor, institute, **fields(share, known))


def load_conflicts(actor, records, known):
    for record in records:
        programme = known.programmes[record["programme"]]
        said = fields(record, known, but=("claims",))
        conflict = facts.contrast(actor, programme, record["code"], **said)
        for position, claim in enumerate(record["claims"]):
            facts.claim(actor, conflict, position=position, **fields(claim, known))
