import json

import pytest

from sectors import indicators

FIELDS = {"place": "MX", "period": "2024", "status": "final", "vintage": "2025-03"}


@pytest.fixture
def indicator(registrar, programme, sector):
    return indicators.add(
        registrar, programme, "fdi", name="Foreign direct investment", kind="flow_per_year",
        currency="USD", frequency="annual", direction="increase", sectors=[sector],
    )  # fmt: skip


@pytest.fixture
def observed(registrar, indicator, source):
    for position, (status, low) in enumerate((("preliminary", "36872000000"), ("final", "37.5"))):
        said = FIELDS | {"status": status, "low": low, "position": position}
        indicators.observe(registrar, indicator, source=source, certainty="sourced", **said)
    said = {"place": "MX", "partner": "DE", "low": -2, "status": "final", "position": 2}
    indicators.observe(registrar, indicator, **said)


def test_an_indicator_names_its_sectors(get, indicator, sector):
    told = json.loads(get("/indicators/fdi").content)
    assert told["sectors"] == [sector.code]
    assert told["next_due"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [("kind=flow_per_year", 1), ("kind=share", 0), ("direction=increase", 1), ("q=foreign", 1),
     ("sector={sector}", 1), ("frequency=monthly", 0)],
)  # fmt: skip
def test_indicators_are_filtered(items, indicator, sector, query, found):
    assert len(items(f"/indicators?{query.format(sector=sector.code)}")) == found


def test_first_and_revised_values_stand_side_by_side(items, observed):
    told = items("/observations?indicator=fdi&period=2024")
    assert [(each["status"], each["low"]) for each in told] == [
        ("preliminary", "36872000000"),
        ("final", "37.5"),
    ]
    assert told[0]["high"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [("status=final", 2), ("status=final,preliminary", 3), ("partner=DE", 1), ("place=SG", 0),
     ("sector={sector}", 3), ("vintage=2025-03", 2), ("certainty=sourced", 2)],
)  # fmt: skip
def test_observations_are_filtered(items, observed, sector, query, found):
    assert len(items(f"/observations?{query.format(sector=sector.code)}")) == found


def test_observations_come_as_a_table(get, observed):
    lines = get("/observations?format=csv").content.decode().splitlines()
    assert lines[0].startswith("id,indicator,place,partner,period")
    assert len(lines) == 4
    assert ",-2," in lines[3]
    assert get("/observations", Accept="text/csv").content.decode().splitlines() == lines


def test_lists_take_a_fixed_number_of_queries(
    get, observed, indicator, registrar, django_assert_num_queries
):
    with django_assert_num_queries(1):
        get("/observations")
    with django_assert_num_queries(2):
        get("/indicators")
    for position in range(3, 9):
        indicators.observe(registrar, indicator, **FIELDS, low=1, position=position)
    with django_assert_num_queries(1):
        get("/observations")
    with django_assert_num_queries(2):
        get("/observations?count=true")
    with django_assert_num_queries(4):
        get("/observations?expand=indicator,source")
