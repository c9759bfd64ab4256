import pytest

from sectors import indicators
from tests.api.conftest import OBSERVED


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


def test_a_list_of_observations_takes_a_fixed_number_of_queries(
    get, observed, indicator, registrar, django_assert_num_queries
):
    with django_assert_num_queries(1):
        get("/observations")
    for position in range(3, 9):
        indicators.observe(registrar, indicator, **OBSERVED, low=1, position=position)
    with django_assert_num_queries(1):
        get("/observations")
    with django_assert_num_queries(2):
        get("/observations?count=true")
    with django_assert_num_queries(4):
        get("/observations?expand=indicator,source")
