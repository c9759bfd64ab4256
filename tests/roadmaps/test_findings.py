import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps import elements, figures, links
from roadmaps.cycles import cycles
from roadmaps.document import build
from roadmaps.findings import check
from tests import factories

UNSAID = "element_without_statement"  # the things of these scenes have titles alone


@pytest.fixture
def found(editor):
    def found(roadmap):
        told = {(finding.code, finding.element) for finding in check(build(roadmap, editor))}
        return {each for each in told if each[0] != UNSAID}

    return found


def test_a_map_that_holds_together_has_no_findings(roadmap, found):
    assert found(roadmap) == set()


def test_an_empty_map_has_no_findings(empty_map, found):
    assert found(empty_map) == set()


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("challenge", {"challenge_unaddressed"}),
        ("skill", {"skill_undelivered"}),
        ("fdi_target", {"fdi_target_undelivered"}),
        ("technology", {"technology_unbrought"}),
        ("goal", {"goal_without_baseline", "goal_without_target"}),
        ("initiative", {"initiative_without_lead", "initiative_without_dates"}),
        ("infrastructure", set()),
    ],
)
def test_what_hangs_in_the_air_is_found(kind, codes, editor, empty_map, found):
    element = elements.add(editor, empty_map, kind, title="Alone")
    assert found(empty_map) == {(code, element.code) for code in codes}


@pytest.mark.parametrize(("severity", "grave"), [(None, "warn"), (3, "warn"), (4, "block")])
def test_a_severe_challenge_that_nothing_addresses_blocks(severity, grave, editor, empty_map):
    said = {"title": "Water", "summary": "There is too little of it."}
    elements.add(editor, empty_map, "challenge", severity=severity, **said)
    assert [finding.severity for finding in check(build(empty_map, editor))] == [grave]


def test_a_withdrawn_element_is_no_longer_looked_at(editor, empty_map, found):
    elements.withdraw(editor, elements.add(editor, empty_map, "skill", title="Gone"))
    assert found(empty_map) == set()


@pytest.mark.parametrize(
    ("kind", "source", "target", "late"),
    [
        ("delivers", "2026/2029", "2028", True),
        ("delivers", "2026/2028", "2028", False),
        ("delivers", "2026/..", "2028", False),
        ("requires", "2027", "2028", True),
        ("requires", "2029", "2028", False),
        ("requires", "", "2028", False),
    ],
)
def test_what_comes_too_late_is_found(kind, source, target, late, editor, empty_map, found):
    giver = elements.add(editor, empty_map, "initiative", title="A", period=source)
    taker = elements.add(editor, empty_map, "infrastructure", title="B", period=target)
    links.draw(editor, giver, taker, kind)
    assert (("delivered_too_late", giver.code) in found(empty_map)) == late


def test_one_that_only_finishes_after_the_other_may_begin_before_it(editor, empty_map, found):
    first = elements.add(editor, empty_map, "initiative", title="A", period="2026/2028")
    second = elements.add(editor, empty_map, "initiative", title="B", period="2027")
    links.draw(editor, second, first, "depends_on", is_finish_only=True)
    assert not [code for code, _ in found(empty_map) if code == "delivered_too_late"]


def test_numbers_without_source_and_made_up_ones_are_found(editor, roadmap, goal, source, found):
    said = {"metric": "m", "label": "M", "kind": "count", "low": 1, "basis": "actual"}
    figures.state(editor, goal, **said)
    figures.state(editor, goal, **said, source=source, certainty="illustrative")
    assert found(roadmap) == {
        ("number_without_source", goal.code),
        ("illustrative_number", goal.code),
    }


def test_a_title_of_which_nobody_says_what_it_means_is_found(editor, empty_map):
    alone = elements.add(editor, empty_map, "infrastructure", title="A port")
    finding = check(build(empty_map, editor))[0]
    assert (finding.code, finding.severity, finding.element) == (UNSAID, "info", alone.code)
    elements.edit(editor, alone, alone.roadmap.revision, summary="For ships of 300 metres.")
    assert check(build(empty_map, editor)) == []


@pytest.fixture
def other_map(steward, programme):
    return factories.roadmap(steward, programme, slug="aerospace", prefix="AER")


def test_people_on_whom_two_maps_count_are_found(steward, roadmap, other_map, skill):
    mine = elements.add(steward, roadmap, "technology", title="Cells")
    links.draw(steward, mine, skill, "requires")
    told = check(build(roadmap, steward))
    assert "people_promised_twice" not in {each.code for each in told}
    theirs = elements.add(steward, other_map, "technology", title="Drones")
    links.draw(steward, theirs, skill, "requires")
    told = {each.code: each for each in check(build(roadmap, steward))}
    promised = told["people_promised_twice"]
    assert (promised.severity, promised.element) == ("warn", skill.code)
    assert promised.sentence == (
        "Several maps count on the same people of “High-voltage work”: aerospace, electromobility."
    )


def test_SR_03_a_promise_to_a_map_that_the_reader_may_not_see_is_not_told(
    editor, steward, roadmap, other_map, initiative
):
    theirs = elements.add(steward, other_map, "skill", title="Welders of drones")
    links.draw(steward, initiative, theirs, "delivers")
    told = {each.code: each for each in check(build(roadmap, steward))}
    assert told["people_promised_twice"].element == initiative.code
    assert "people_promised_twice" not in {each.code for each in check(build(roadmap, editor))}


def test_a_circle_in_a_document_is_found(roadmap, editor, initiative):
    document = build(roadmap, editor)
    link = next(link for link in document["links"] if link["kind"] == "delivers")
    mine, other = link["source"], link["source"] | {"code": "X-I01", "roadmap": "x"}
    for number, (source, target) in enumerate([(mine, other), (other, mine)]):
        ring = {"id": str(number), "kind": "depends_on", "source": source, "target": target}
        document["links"].append(link | ring)
    finding = next(each for each in check(document) if each.code == "dependency_cycle")
    assert (finding.severity, finding.element) == ("block", "EMO-I01")


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=15))
def test_a_circle_is_told_exactly_when_there_is_one(arrows):
    told = cycles(arrows)
    for circle in told:
        steps = zip(circle, [*circle[1:], circle[0]], strict=True)
        assert set(steps) <= set(arrows)
    assert bool(told) == _has_circle(set(arrows))


def _has_circle(arrows):
    while True:
        starts = {start for start, _ in arrows}
        rest = {(start, end) for start, end in arrows if end in starts}
        if rest == arrows:
            return bool(arrows)
        arrows = rest
