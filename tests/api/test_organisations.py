import json

import pytest
from django.test import Client

from accounts import organisations, people
from roadmaps import figures
from sectors import facts
from tests import factories
from tests.api.conftest import ROOT

LISTED = 5


@pytest.fixture
def successor(registrar, ministry):
    body = factories.organisation(
        registrar, "agency", name="Enterprise Agency", predecessors=[ministry], country="SG"
    )
    facts.tell(registrar, "Budget", "Comes from the ministry.", organisation=body)
    figures.state(
        registrar, body, metric="staff", label="Staff", kind="stock", low=120, basis="actual"
    )
    body.refresh_from_db()
    return body


def test_an_organisation_is_told_with_who_came_before_and_after(get, successor, ministry):
    told = json.loads(get(f"/organisations/{successor.code}").content)
    assert told["predecessors"] == [ministry.code]
    assert told["helix"] == "government"
    assert told["facts"][0]["text"] == "Comes from the ministry."
    assert told["figures"][0]["low"] == "120"
    before = json.loads(get(f"/organisations/{ministry.code}").content)
    assert before["successors"] == [successor.code]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=agency", 1),
        ("kind=agency,ministry", 2),
        ("helix=government", 2),
        ("country=sg", 1),
        ("q=enterprise", 1),
        ("kind=union", 0),
    ],
)
def test_organisations_are_filtered(items, successor, query, found):
    assert len(items(f"/organisations?{query}")) == found


def test_people_are_not_told(get, successor, partner):
    content = get("/organisations").content
    assert partner.email.encode() not in content


def test_SR_04_what_is_done_with_its_people_is_counted_for_those_alone_who_belong_to_it(
    registrar, association, partner, stranger
):
    browsers = {who: Client() for who in (None, stranger, partner, registrar)}
    for who in (stranger, partner, registrar):
        browsers[who].force_login(who)
    path = f"{ROOT}/organisations/{association.code}"
    told = {who: browsers[who].get(path) for who in browsers}
    people.join(registrar, factories.person(registrar), association)
    for who, before in told.items():
        after, is_known = browsers[who].get(path), who in (partner, registrar)
        assert (after.headers["ETag"] != before.headers["ETag"]) == is_known
        assert (json.loads(after.content)["revision"] is not None) == is_known


def test_a_list_of_organisations_takes_a_fixed_number_of_queries(
    get, successor, registrar, django_assert_num_queries
):
    with django_assert_num_queries(LISTED):
        get("/organisations")
    for _ in range(4):
        facts.tell(registrar, "A", "B", organisation=factories.organisation(registrar))
    with django_assert_num_queries(LISTED):
        get("/organisations")


def test_a_corrected_name_is_told_at_once(get, successor, registrar):
    before = get(f"/organisations/{successor.code}").headers["ETag"]
    organisations.edit(registrar, successor, name="Enterprise Singapore")
    after = get(f"/organisations/{successor.code}", If_None_Match=before)
    assert after.status_code == 200
    assert b"Enterprise Singapore" in after.content
