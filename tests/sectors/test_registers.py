"""Programmes, sectors, indicators, institutes and facts: what the maps stand on."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from sectors import facts, indicators, institutes, programmes, sectors, sources

VALUE = {"low": "36.872", "status": "preliminary", "place": "MX", "period": "2024"}


@pytest.fixture
def indicator(registrar, programme):
    said = {"name": "Foreign direct investment", "kind": "level", "currency": "USD"}
    return indicators.add(registrar, programme, "fdi", **said)


def test_a_sector_stands_in_clusters_of_two_schemes(registrar, programme, sector):
    for scheme in ("2018", "2025"):
        cluster = programmes.group(registrar, programme, scheme, "industry", name="Industry")
        sectors.place(registrar, sector, cluster)
    assert [each.cluster.scheme for each in sector.groupings.all()] == ["2018", "2025"]
    with pytest.raises(ValidationError, match="already"):
        sectors.place(registrar, sector, cluster)


def test_codes_may_be_ranges_of_any_scheme(registrar, sector):
    sectors.classify(registrar, sector, "SCIAN", "2023", "31-33")
    sectors.classify(registrar, sector, "ISIC", "Rev. 4", "C")
    assert [str(each) for each in sector.classifications.all()] == [
        "ISIC Rev. 4 C",
        "SCIAN 2023 31-33",
    ]


def test_first_published_and_revised_values_stand_side_by_side(registrar, indicator):
    indicators.observe(registrar, indicator, vintage="2025-02", **VALUE)
    indicators.observe(registrar, indicator, vintage="2026-02", **(VALUE | {"status": "revised"}))
    assert indicator.observations.count() == 2


def test_a_flow_between_two_countries_has_two_places(registrar, indicator):
    flow = indicators.observe(registrar, indicator, partner="US", **VALUE)
    assert (flow.place, flow.partner) == ("MX", "US")


@pytest.mark.parametrize(
    "fields",
    [
        {"operator": "range"},
        {"operator": "range", "high": "1"},
        {"high": "50"},
        {"period": "lately"},
        {"status": "rumour"},
        {"low": "much"},
    ],
)
def test_a_value_that_makes_no_sense_is_refused(fields, registrar, indicator):
    with pytest.raises(ValidationError):
        indicators.observe(registrar, indicator, **(VALUE | fields))
    assert not indicator.observations.exists()


def test_values_are_told_in_the_history_of_their_indicator(registrar, indicator):
    indicators.observe(registrar, indicator, **VALUE)
    assert [change.verb for change in Change.objects.within(indicator)] == ["added", "added"]


def test_the_income_of_an_institute_is_told_in_shares(registrar, ministry):
    institute = institutes.add(registrar, ministry, stage="candidate")
    institutes.fund(registrar, institute, "core_public", "33.3", operator="about")
    with pytest.raises(ValidationError, match="between 0 and 100"):
        institutes.fund(registrar, institute, "contract", "130")


def test_a_fact_is_about_one_thing(registrar, programme, ministry):
    facts.tell(registrar, "Chair", "The minister", organisation=ministry)
    with pytest.raises(ValidationError, match="one programme or one organisation"):
        facts.tell(registrar, "Chair", "The minister", organisation=ministry, programme=programme)
    with pytest.raises(ValidationError, match="one programme or one organisation"):
        facts.tell(registrar, "Chair", "The minister")


def test_contradicting_sources_are_kept_side_by_side(registrar, programme, source):
    conflict = facts.contrast(registrar, programme, "jobs", about="How many jobs?")
    for position, text in enumerate(["60,000", "110,000"]):
        facts.claim(registrar, conflict, text, position=position, source=source)
    assert [claim.text for claim in conflict.claims.all()] == ["60,000", "110,000"]


def test_only_those_who_keep_the_registers_write_in_them(editor, programme, sector):
    for command in (
        lambda: programmes.add(editor, "mine", name="Mine", place="MX", languages=["en"]),
        lambda: sectors.add(editor, programme, "mine", name="Mine"),
        lambda: sources.add(editor, "mine", title="Mine", publisher="Me"),
        lambda: indicators.add(editor, programme, "mine", name="Mine", kind="level"),
        lambda: programmes.remember(editor, programme, "2020", "Something"),
        lambda: sectors.gather(editor, sector, []),
    ):
        with pytest.raises(PermissionDenied):
            command()
