import csv
import io
import json

import pytest

from roadmaps import elements, figures, links, milestones, workflow
from tests import factories

ALL = ("elements", "challenges", "goals", "fdi-targets", "technologies", "skills", "infrastructure",
       "initiatives", "figures", "links", "milestones")  # fmt: skip


def codes(told):
    return [each["code"] for each in told]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("/elements?kind=skill", ["EMO-S01", "EMO-S02"]),
        ("/elements?kind=goal,technology", ["EMO-G01", "EMO-T01"]),
        ("/elements?roadmap=other", []),
        ("/elements?roadmap=electromobility&pillar=jobs_skills", ["EMO-C01", "EMO-I01"]),
        ("/elements?q=TECHNICIANS", ["EMO-C01"]),
        ("/elements?q=técnicos", ["EMO-C01"]),
        ("/elements?q=revision", []),
        ("/elements?place=mx-pue", ["EMO-C01"]),
        ("/elements?certainty=unverified", ["EMO-F01", "EMO-N01", "EMO-S02", "EMO-T01"]),
        ("/elements?source=survey-2024&kind=goal", ["EMO-G01"]),
        ("/elements?from=2031", ["EMO-F01", "EMO-S02"]),
        ("/elements?until=2025", ["EMO-C01"]),
        ("/elements?from=2028-06-01&until=2028", ["EMO-C01", "EMO-F01", "EMO-S01"]),
        ("/challenges?severity_min=4", ["EMO-C01"]),
        ("/challenges?severity_min=5", []),
        ("/challenges?category=competition&barrier=skills&valence=challenge", ["EMO-C01"]),
        ("/challenges?category=sustainability", []),
        ("/challenges?parent=EMO-C09", []),
        ("/goals?direction=increase", []),
        ("/goals?indicator=none", []),
        ("/fdi-targets?motive=efficiency&mode=greenfield", ["EMO-F01"]),
        ("/fdi-targets?origin_country=de&quality_test=local_linkages", ["EMO-F01"]),
        ("/fdi-targets?stage=announced", []),
        ("/technologies?role=adapt&trl_now_min=3", ["EMO-T01"]),
        ("/technologies?trl_needed_min=9", []),
        ("/skills?skill_type=technical", ["EMO-S02"]),
        ("/skills?level_needed_min=5", ["EMO-S02"]),
        ("/skills?level_needed_min=6&reuse=transversal", []),
        ("/infrastructure?facility=energy&status=planned", ["EMO-N01"]),
        ("/initiatives?instrument=training&status=in_delivery", ["EMO-I01"]),
        ("/initiatives?status=proposed,announced", []),
        ("/elements?sort=-code&kind=skill", ["EMO-S02", "EMO-S01"]),
        ("/elements?sort=earliest&kind=skill,fdi_target,technology",
         ["EMO-F01", "EMO-S01", "EMO-S02", "EMO-T01"]),
        ("/elements?sort=-latest&kind=skill,fdi_target", ["EMO-S02", "EMO-S01", "EMO-F01"]),
    ],
)  # fmt: skip
def test_elements_are_filtered_and_sorted(items, rich, query, found):
    assert codes(items(query)) == found


def test_elements_are_found_by_who_has_a_part_in_them(items, rich, ministry, association, sector):
    assert codes(items(f"/initiatives?lead={ministry.code}")) == ["EMO-I01"]
    assert codes(items(f"/initiatives?lead={association.code}")) == []
    assert codes(items(f"/initiatives?organisation={association.code}")) == ["EMO-I01"]
    assert len(items(f"/elements?sector={sector.code}")) == len(items("/elements"))
    assert items("/elements?sector=other") == []


def test_an_element_is_told_by_its_code_or_its_id(get, rich, challenge):
    told = json.loads(get("/elements/EMO-C01").content)
    assert told["title"] == "Too few technicians"
    assert told["roadmap"] == "electromobility"
    same = get(f"/elements/{challenge.pk}")
    assert json.loads(same.content) == told
    assert json.loads(get("/elements/emo-c01").content) == told


@pytest.mark.parametrize(
    "key", ["EMO-X99", "EMO", "00000000-0000-4000-8000-000000000000", "0" * 32, "-" * 40]
)
def test_other_elements_are_missing(refused, rich, key):
    refused(f"/elements/{key}", 404)


def test_what_an_element_names_can_be_told_in_full(items, rich, ministry):
    (told,) = items("/initiatives?expand=organisation,source,roadmap")
    assert told["source"]["title"] == "Industrial survey"
    lead = next(part for part in told["participations"] if part["role"] == "lead")
    assert (lead["organisation"]["id"], lead["note"]) == (str(ministry.pk), None)
    assert told["roadmap"]["title"] == "Electromobility"


def test_only_the_members_that_were_asked_for_are_told(items, rich):
    (told,) = items("/initiatives?fields=code,title")
    assert set(told) == {"code", "title", "etag"}


def test_a_list_of_one_kind_has_the_columns_of_the_kind(get, rich):
    content = get("/technologies?format=csv").content.decode()
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["code"], row["trl_now"], row["roadmap"]) == ("EMO-T01", "4", "electromobility")
    spanish = get("/challenges?format=csv").content.decode()
    (row,) = csv.DictReader(io.StringIO(spanish))
    assert row["title_es"] == "Faltan técnicos"
    narrow = get("/challenges?format=csv&fields=code,title").content.decode()
    assert narrow == "code,title\r\nEMO-C01,Too few technicians\r\n"


def test_SR_03_SR_04_SR_05_a_working_copy_changes_no_list(
    get, rich, steward, editor, challenge, initiative, goal, source
):
    questions = [f"/{name}?count=true" for name in ALL] + ["/elements?q=secret", "/findings"]
    questions += ["/elements?sort=earliest&limit=2", "/elements/EMO-C01", "/challenges?format=csv"]
    before = [get(address) for address in questions]
    workflow.open_refresh(steward, rich)
    elements.edit(editor, challenge, challenge.revision, title="Secret", severity=1, period="2024")
    hidden = elements.add(editor, rich, "skill", title="Secret skill", source=source)
    links.draw(editor, initiative, hidden, "delivers")
    figures.state(
        editor, goal, metric="secret", label="Secret", kind="count", low=1, basis="actual"
    )
    milestones.plan(editor, initiative, "Secret milestone")
    after = [get(address) for address in questions]
    for old, new in zip(before, after, strict=True):
        assert new.content == old.content
        assert new.headers["ETag"] == old.headers["ETag"]


def test_SR_03_what_partners_and_the_inside_see_is_in_no_list(
    get, items, roadmap, editor, approver, steward
):
    for visibility in ("partners", "internal"):
        elements.add(editor, roadmap, "skill", title="Secret", visibility=visibility)
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    for who in (None, steward):
        assert codes(items("/elements?kind=skill", who)) == ["EMO-S01"]
        assert items("/elements?q=secret", who) == []


def test_SR_05_a_hidden_element_looks_like_a_missing_one(get, rich, steward, editor):
    workflow.open_refresh(steward, rich)
    hidden = elements.add(editor, rich, "skill", title="Secret")
    answers = [
        get(address).content.split(b'"request_id"')[0]
        for key in (hidden.code, hidden.pk, "EMO-S99", "00000000-0000-4000-8000-000000000000")
        for address in (f"/elements/{key}",)
    ]
    assert len(set(answers)) == 1


@pytest.mark.parametrize("name", ALL)
def test_a_list_takes_one_query(
    get, rich, name, steward, editor, approver, programme, django_assert_num_queries
):
    with django_assert_num_queries(1):
        get(f"/{name}")
    other = factories.roadmap(steward, programme)
    factories.maps.grant(steward, other, "approver", user=approver)
    for kind in ("challenge", "skill", "initiative"):
        for number in range(3):
            elements.add(steward, other, kind, title=f"{kind} {number}")
    workflow.adopt(approver, [other], label="1", note="First.")
    with django_assert_num_queries(1):
        get(f"/{name}")
    with django_assert_num_queries(2):
        get(f"/{name}?count=true")


def test_expanding_takes_one_query_for_each_kind_of_thing(get, rich, django_assert_num_queries):
    with django_assert_num_queries(1 + 1 + 5 + 1):
        get("/elements?expand=source,organisation,roadmap")
