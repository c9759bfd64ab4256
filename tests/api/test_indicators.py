import json

import pytest


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


def test_a_list_of_indicators_takes_two_queries(get, indicator, django_assert_num_queries):
    with django_assert_num_queries(2):
        get("/indicators")
