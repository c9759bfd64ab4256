import json

import pytest

from roadmaps import elements, workflow
from tests import factories

MAP = "/roadmaps/electromobility"


@pytest.fixture
def several(steward, approver, programme, published):
    others = [factories.roadmap(steward, programme, slug=f"other-{n}") for n in range(12)]
    for other in others:
        factories.maps.grant(steward, other, "approver", user=approver)
        elements.add(steward, other, "challenge", title="Alone")
    workflow.adopt(approver, others, label="1", note="First.")
    return others


def walk(get, address):
    pages = []
    while address:
        page = json.loads(get(address).content)
        pages.append(page["items"])
        address = page["next"] and page["next"].removeprefix("http://testserver/api/v1")
    return pages


def test_the_findings_of_a_map_are_sentences(items, roadmap, editor, approver):
    elements.add(editor, roadmap, "challenge", title="Alone", severity=5)
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    first = items(f"{MAP}/findings")[0]
    assert (first["code"], first["severity"]) == ("challenge_unaddressed", "block")
    assert first["element"] == "EMO-C02"
    assert "Alone" in first["sentence"]
    spanish = items(f"{MAP}/findings?lang=es")[0]
    assert spanish["code"] == first["code"]


def test_members_read_the_findings_of_the_working_copy(items, roadmap, editor, partner):
    elements.add(editor, roadmap, "challenge", title="Alone")
    told = items(f"{MAP}/findings?draft=true", partner)
    assert "challenge_unaddressed" in [finding["code"] for finding in told]


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_every_finding_is_on_one_page(get, several, limit):
    pages = walk(get, f"/findings?limit={limit}&code=challenge_unaddressed")
    found = [finding["roadmap"] for page in pages for finding in page]
    assert found == sorted(other.slug for other in several)
    assert max(map(len, pages)) <= limit


def test_findings_are_filtered(items, several):
    assert len(items("/findings?roadmap=other-3&severity=warn,block")) == 1
    (light,) = items("/findings?roadmap=other-3&severity=info")
    assert light["code"] == "element_without_statement"
    assert items("/findings?element=EMO-C77") == []


def test_a_list_of_findings_takes_one_query(get, several, django_assert_num_queries):
    with django_assert_num_queries(1):
        get("/findings")


@pytest.mark.parametrize(
    "query", ["severity=grave", "count=true", "sort=code", "cursor=x", "limit=0"]
)
def test_bad_questions_are_refused(refused, published, query):
    refused(f"/findings?{query}", 400)
    refused(f"{MAP}/findings?{query}", 400)


def test_it_is_said_which_steps_are_not_taken_as_long_as_it_is_so(items, roadmap, editor, partner):
    elements.add(editor, roadmap, "challenge", title="Grave", severity=5)
    elements.add(editor, roadmap, "challenge", title="Light", severity=2)
    found = items(f"{MAP}/findings?draft=true&code=challenge_unaddressed", partner)
    blocks = {each["element"]: each["blocks"] for each in found}
    assert blocks == {"EMO-C02": ["submit_for_approval", "publish"], "EMO-C03": []}
    assert all(each["mend"] for each in found)
