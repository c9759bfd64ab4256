"""The map as of a revision or a date, over the API."""

import json
from itertools import product

import pytest

from roadmaps import elements, workflow
from roadmaps.document import build, canonical

MAP = "/roadmaps/electromobility"
OF_A_MAP = ("", "/findings", "/picture.svg", "/network.svg", "/elements.csv")
NAMED = ("3", "9999", "2026-05-04", "1999-05-04", "2036-01-01", "x")
SLUGS = ("electromobility", "no-such-map")
PLAIN = ("?format=csv", "?format=svg")


@pytest.fixture
def changed(clock, roadmap, steward, editor, approver, challenge):
    """Edition 1.0 of 10 May 2026; on 20 May another title, on 30 May edition 2.0."""
    clock("2026-05-10T09:00")
    workflow.adopt(approver, [roadmap], label="First", note="First.")
    clock("2026-05-20T09:00")
    workflow.open_refresh(steward, roadmap)
    roadmap.refresh_from_db()
    elements.edit(editor, challenge, roadmap.revision, title="Hardly any technicians")
    elements.add(editor, roadmap, "challenge", title="Alone")
    clock("2026-05-30T09:00")
    workflow.adopt(approver, [roadmap], label="Second", note="Second.")
    clock("2026-06-15T09:00")
    roadmap.refresh_from_db()
    return roadmap


@pytest.mark.parametrize(
    ("as_of", "number"),
    [
        ("2026-05-10", "1.0"),
        ("2026-05-29", "1.0"),
        ("2026-05-30T08:59:59Z", "1.0"),
        ("2026-05-30T09:00:00Z", "2.0"),
        ("2026-05-30", "2.0"),
        ("2026-06-15", "2.0"),
    ],
)
def test_the_edition_in_force_then_is_answered_as_it_is_stored(get, changed, as_of, number):
    then = get(f"{MAP}?as_of={as_of}")
    assert then.headers["Rumbo-Edition"] == number
    assert then.content == get(f"{MAP}/editions/{number}").content
    assert get(f"{MAP}?as_of={as_of}", if_none_match=then.headers["ETag"]).status_code == 304


def test_the_working_copy_is_answered_as_it_was(get, changed, editor, challenge):
    last = changed.revision
    told = canonical(build(changed, editor, at=5))
    assert get(f"{MAP}?draft=true&as_of=5", editor).content == told
    now = canonical(build(changed, editor))
    assert get(f"{MAP}?draft=true&as_of={last}", editor).content == now
    assert get(f"{MAP}?draft=true&as_of=2026-06-15", editor).content == now
    then = get(f"{MAP}?draft=true&as_of=2026-05-19", editor)
    assert b"Too few technicians" in then.content
    assert b"Hardly any technicians" not in then.content
    assert then.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("end", [*OF_A_MAP[1:], *PLAIN])
def test_everything_of_a_map_can_be_asked_as_of_then(get, changed, editor, end):
    end += "&" if "?" in end else "?"
    first = get(f"{MAP}{end}as_of=2026-05-12")
    second = get(f"{MAP}{end}as_of=2026-05-30")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content != second.content
    draft = get(f"{MAP}{end}draft=true&as_of=2026-05-12", editor)
    assert draft.status_code == 200


def test_the_findings_are_those_of_then(items, changed, editor):
    then, later = "draft=true&as_of=2026-05-12", "draft=true&as_of=2026-05-20"
    told = {
        query: [finding["element"] for finding in items(f"{MAP}/findings?{query}", editor)]
        for query in ("as_of=2026-05-12", then, later)
    }
    assert ["EMO-C02" in found for found in told.values()] == [False, False, True]


@pytest.mark.parametrize("draft", ["", "&draft=true"])
@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [
        ("yesterday", "“yesterday” is no revision and no date. Write the number"),
        ("2026-05-32", "“2026-05-32” is no revision and no date."),
        ("2026-05-04T09:00:00", "is no revision and no date."),
        ("2027-01-01", "1 January 2027 has not come yet."),
    ],
)
def test_a_moment_that_is_none_is_refused(get, refused, changed, editor, draft, as_of, sentence):
    for end in OF_A_MAP:
        problem = refused(f"{MAP}{end}?as_of={as_of}{draft}", 400, as_=editor)
        (error,) = problem["errors"]
        assert (error["pointer"], error["code"]) == ("?as_of", "invalid")
        assert sentence in error["detail"]


@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [
        ("0", "This map has no revision 0; its last one is"),
        ("9999", "This map has no revision 9999; its last one is"),
        ("2026-05-03", "This map was begun only on 4 May 2026."),
    ],
)
def test_a_member_is_told_why_there_was_no_map(refused, changed, editor, as_of, sentence):
    problem = refused(f"{MAP}?draft=true&as_of={as_of}", 400, as_=editor)
    assert sentence in problem["errors"][0]["detail"]


def test_before_the_first_edition_there_was_nothing_to_read(refused, changed):
    for end in OF_A_MAP:
        problem = refused(f"{MAP}{end}?as_of=2026-05-09", 400)
        assert "No edition of this map had been published by then." in problem["detail"]


@pytest.mark.parametrize("person", [None, "stranger", "editor"])
def test_SR_05_revisions_are_unknown_where_editions_are_read(refused, request, changed, person):
    actor = person and request.getfixturevalue(person)
    for end, number in product(OF_A_MAP, ("0", "3", "9999")):
        (error,) = refused(f"{MAP}{end}?as_of={number}", 400, as_=actor)["errors"]
        (other,) = refused(f"{MAP}{end}?as_off={number}", 400, as_=actor)["errors"]
        assert error["code"] == other["code"] == "unknown"
        assert error["detail"].startswith("There is no such parameter.")


@pytest.mark.parametrize("person", [None, "stranger"])
def test_SR_05_a_hidden_map_was_never_there(clock, get, request, roadmap, person):
    actor = person and request.getfixturevalue(person)
    for end, draft, as_of in product(OF_A_MAP, ("", "draft=true&"), NAMED):
        query = f"?{draft}as_of={as_of}"
        hidden, missing = (get(f"/roadmaps/{slug}{end}{query}", actor) for slug in SLUGS)
        assert hidden.status_code == missing.status_code
        assert hidden.status_code in (400, 404)
        told = [json.loads(each.content) | {"request_id": ""} for each in (hidden, missing)]
        assert told[0] == told[1]


def test_SR_03_a_partner_does_not_read_what_is_internal_by_going_back(
    get, changed, steward, partner, challenge
):
    workflow.open_refresh(steward, changed)
    changed.refresh_from_db()
    elements.edit(steward, challenge, changed.revision, visibility="internal")
    for end in OF_A_MAP:
        then = get(f"{MAP}{end}?draft=true&as_of=2026-05-12", partner)
        assert then.status_code == 200
        assert b"Too few technicians" not in then.content
        assert b"EMO-C01" not in then.content
    assert b"EMO-C01" in get(f"{MAP}?draft=true&as_of=2026-05-12", steward).content


@pytest.mark.parametrize("address", ["/challenges", "/elements", "/roadmaps", "/findings"])
def test_lists_know_no_past(refused, changed, address):
    (error,) = refused(f"{address}?as_of=2026-05-12", 400)["errors"]
    assert (error["pointer"], error["code"]) == ("?as_of", "unknown")
