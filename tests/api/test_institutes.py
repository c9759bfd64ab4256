import json

import pytest

from sectors import institutes
from tests import factories


@pytest.fixture
def institute(registrar, sector):
    body = factories.organisation(registrar, "research_institute", name="Battery Institute")
    institute = institutes.add(
        registrar, body, host="Ministry", stage="comparator", family="Fraunhofer",
        fields=["batteries"], sectors=[sector],
    )  # fmt: skip
    institutes.fund(registrar, institute, "core_public", "29.50", period="2023")
    institutes.fund(registrar, institute, "contract", 70, period="2023", operator="about")
    return institute


def test_an_institute_is_told_with_where_its_money_comes_from(get, institute, sector):
    told = json.loads(get(f"/institutes/{institute.organisation.code}").content)
    assert told["organisation"]["name"] == "Battery Institute"
    assert {(share["kind"], share["percent"]) for share in told["funding_shares"]} == {
        ("core_public", "29.5"),
        ("contract", "70"),
    }
    assert (told["fields"], told["sectors"]) == (["batteries"], [sector.code])


def test_institutes_are_filtered(items, institute):
    assert len(items("/institutes?stage=comparator&family=Fraunhofer&q=battery")) == 1
    assert items("/institutes?stage=candidate") == []


def test_the_organisation_can_be_told_in_full(items, institute):
    (told,) = items("/institutes?expand=organisation")
    assert told["organisation"]["successors"] == []


def test_a_list_of_institutes_takes_a_fixed_number_of_queries(
    get, institute, registrar, django_assert_num_queries
):
    with django_assert_num_queries(3):
        get("/institutes")
    for _ in range(3):
        body = factories.organisation(registrar, "research_institute")
        institutes.add(registrar, body, stage="candidate")
    with django_assert_num_queries(3):
        get("/institutes")
