import json

import pytest

from sectors import facts, programmes
from tests import factories

LISTED = 7


@pytest.fixture
def rich(registrar, programme, source):
    programmes.name_pillar(registrar, programme, "innovation", name="Innovate")
    programmes.remember(registrar, programme, "2025-01", "It was launched.", source=source)
    facts.tell(registrar, "Budget", "Not published.", programme=programme)
    conflict = facts.contrast(registrar, programme, "jobs", about="How many jobs")
    facts.claim(registrar, conflict, "560 000", source=source)
    programme.refresh_from_db()
    return programme


def test_a_programme_is_told_with_all_that_is_known_of_it(get, rich):
    told = json.loads(get(f"/programmes/{rich.code}").content)
    assert told["pillars"][0]["name"] == "Innovate"
    assert told["events"][0]["date"] == "2025-01"
    assert told["facts"][0]["label"] == "Budget"
    assert told["conflicts"][0]["claims"][0]["source"] == "survey-2024"
    assert told["licence"] is None


def test_programmes_are_filtered_by_place(items, rich):
    assert len(items("/programmes?place=mx")) == 1
    assert items("/programmes?place=SG") == []


def test_a_list_of_programmes_takes_a_fixed_number_of_queries(
    get, rich, registrar, django_assert_num_queries
):
    with django_assert_num_queries(LISTED):
        get("/programmes")
    for _ in range(3):
        facts.tell(registrar, "A", "B", programme=factories.programme(registrar))
    with django_assert_num_queries(LISTED):
        get("/programmes")
