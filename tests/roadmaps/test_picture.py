from collections import defaultdict
from itertools import combinations, pairwise

import pytest
from django.utils import translation
from hypothesis import given, settings

from roadmaps import picture
from roadmaps.lettering import width
from roadmaps.picture.layout import arrange
from tests.roadmaps.drawings import (
    KINDS,
    NAMESPACE,
    boxes,
    corners_of,
    document,
    documents,
    element,
    frame,
    link,
    parsed,
    ways,
)

SLACK = 0.11  # numbers are written with one decimal


def overlap(one, other):
    apart = one[2] <= other[0] + SLACK or other[2] <= one[0] + SLACK
    return not (apart or one[3] <= other[1] + SLACK or other[3] <= one[1] + SLACK)


def crosses(start, end, box):
    """Does a level or upright line pass through the inside of a box?"""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    across = left < box[2] - SLACK and right > box[0] + SLACK
    return across and top < box[3] - SLACK and bottom > box[1] + SLACK


@settings(max_examples=60, deadline=None)
@given(documents())
def test_boxes_never_overlap_and_stay_on_the_paper(document):
    svg = picture.draw(document)
    frames = [frame(anchor) for anchor in boxes(svg).values()]
    wide, high = (float(parsed(svg).get(name)) for name in ("width", "height"))
    for number, one in enumerate(frames):
        assert max(0, one[0]) <= one[2] <= wide
        assert one[3] <= high
        assert not any(overlap(one, other) for other in frames[number + 1 :])


@settings(max_examples=60, deadline=None)
@given(documents())
def test_no_link_crosses_a_box(document):
    svg = picture.draw(document)
    frames = [frame(anchor) for anchor in boxes(svg).values()]
    for way in ways(svg):
        for start, end in pairwise(way):
            assert not any(crosses(start, end, box) for box in frames)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_labels_never_leave_their_boxes(document):
    for anchor in boxes(picture.draw(document)).values():
        left, top, right, bottom = frame(anchor)
        for text in anchor.iter(f"{NAMESPACE}text"):
            x, size = float(text.get("x")), float(text.get("font-size"))
            measured = width(text.text, size, text.get("font-weight") == "600")
            assert left <= x <= x + measured <= right + SLACK
            assert top <= float(text.get("y")) - size * 0.8
            assert float(text.get("y")) <= bottom


@settings(max_examples=20, deadline=None)
@given(documents())
def test_the_same_document_gives_the_same_bytes(document):
    assert picture.draw(document) == picture.draw(document)


def test_an_empty_map_is_a_picture_too():
    assert boxes(picture.draw(document([]))) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_item_is_a_link_with_a_name(kind):
    anchor = boxes(picture.draw(document([element(kind, 1, title="<Cells> & “packs”")])))
    item = next(iter(anchor.values()))
    assert item.get("href") == f"/roadmaps/map/elements/{item.get('data-code')}"
    assert "<Cells> & “packs”" in item.get("aria-label")


def test_in_spanish_the_links_lead_to_spanish_pages():
    with translation.override("es"):
        svg = picture.draw(document([element("challenge", 1)]))
    assert boxes(svg)["MAP-C01"].get("href") == "/es/roadmaps/map/elements/MAP-C01"
    assert "Reto" in svg


def test_what_was_withdrawn_is_not_drawn():
    gone = element("challenge", 1, is_withdrawn=True)
    svg = picture.draw(document([gone, element("initiative", 1)], [link(gone, gone)]))
    assert list(boxes(svg)) == ["MAP-I01"]


def test_undated_things_lie_in_a_tray_below_the_dated_ones():
    dated = element("skill", 1, period="2028", earliest="2028-01-01", latest="2028-12-31")
    svg = picture.draw(document([element("skill", 2), dated]))
    found = boxes(svg)
    assert frame(found["MAP-S02"])[1] > frame(found["MAP-S01"])[3]
    assert 'class="tray"' in svg


def test_a_bar_begins_and_ends_where_its_period_does():
    period = {"period": "2026/2029", "earliest": "2026-01-01", "latest": "2029-12-31"}
    layout = arrange(document([element("initiative", 1, **period)]))
    box = layout.boxes[0]
    assert box.start == layout.scale.of_year(2026)
    assert box.end == pytest.approx(layout.scale.of_year(2030), abs=0.5)


@pytest.mark.parametrize(
    ("period", "earliest", "latest", "sign"),
    [
        ("2026~", "2026-01-01", "2026-12-31", 'stroke-dasharray="2 2"'),
        ("2026/..", "2026-01-01", None, 'fill="url(#fade-right)"'),
        ("../2026", None, "2026-12-31", 'fill="url(#fade-left)"'),
    ],
)
def test_fuzzy_dates_have_soft_edges(period, earliest, latest, sign):
    dates = {"period": period, "earliest": earliest, "latest": latest}
    svg = picture.draw(document([element("initiative", 1, **dates)]))
    plain = picture.draw(document([element("initiative", 1)]))
    assert svg.count(sign) > plain.count(sign)


def test_what_is_made_up_is_hatched_and_says_so():
    anchor = boxes(picture.draw(document([element("skill", 1, certainty="illustrative")])))[
        "MAP-S01"
    ]
    assert "Made up" in anchor.get("aria-label")
    assert any(rect.get("fill") == "url(#made-up)" for rect in anchor.iter(f"{NAMESPACE}rect"))


def test_a_goal_says_what_it_promises_and_by_when():
    target = {"kind": "count", "operator": "ge", "low": "5000", "high": None, "unit": None}
    target |= {"currency": None, "basis": "target", "period": "2030", "baseline": None}
    dates = {"period": "2030", "earliest": "2030-01-01", "latest": "2030-12-31"}
    anchor = boxes(picture.draw(document([element("goal", 1, figures=[target], **dates)])))
    said = [text.text for text in anchor["MAP-G01"].iter(f"{NAMESPACE}text")]
    assert said[0] == "Element 1"
    assert "2030" in said
    assert any("5,000" in words for words in said)
    assert anchor["MAP-G01"].find(f"{NAMESPACE}polygon") is not None


def test_milestones_are_filled_when_they_are_reached():
    dates = {"period": "2026/2029", "earliest": "2026-01-01", "latest": "2029-12-31"}
    plan = {"forecast": None, "achieved": None}
    milestones = [
        plan | {"planned": "2027", "achieved": "2027-06"},
        plan | {"planned": "2028-33"},
        plan | {"planned": "2044"},  # after the end of the bar it has no place
    ]
    anchor = boxes(
        picture.draw(document([element("initiative", 1, milestones=milestones, **dates)]))
    )
    marks = list(anchor["MAP-I01"].iter(f"{NAMESPACE}polygon"))
    assert [mark.get("fill") == "#ffffff" for mark in marks] == [False, True]


@settings(max_examples=40, deadline=None)
@given(documents())
def test_links_of_different_bundles_never_run_upon_one_another(document):
    level = defaultdict(list)
    for path in parsed(picture.draw(document)).iter(f"{NAMESPACE}path"):
        if "link" in (path.get("class") or ""):
            for (left, y), (right, low) in pairwise(next(corners_of(path))):
                if y == low and abs(left - right) > SLACK:
                    level[y].append((*sorted((left, right)), path.get("data-target")))
    for stretches in level.values():
        for (left, right, one), (start, end, other) in combinations(stretches, 2):
            assert one == other or right <= start + SLACK or end <= left + SLACK


def test_links_of_one_kind_to_one_element_arrive_together():
    goal, ones = element("goal", 1), [element("initiative", number) for number in (1, 2, 3)]
    svg = picture.draw(document([goal, *ones], [link(one, goal) for one in ones]))
    ends = {way[-1] for way in list(ways(svg))[::2]}
    assert len(ends) == 1


@pytest.mark.parametrize("years", [(2014, 2025), (1990, 2060)])
def test_years_long_past_and_far_away_stay_on_the_paper(years):
    first, last = years
    dates = {"earliest": f"{first}-01-01", "latest": f"{last}-12-31", "period": f"{first}/{last}"}
    svg = picture.draw(document([element("initiative", 1, **dates)]))
    assert frame(boxes(svg)["MAP-I01"])[2] <= float(parsed(svg).get("width"))


def test_an_element_keeps_its_place_when_another_kind_grows():
    dated = {"period": "2028", "earliest": "2028-01-01", "latest": "2028-12-31"}
    old = arrange(document([element("skill", 1, **dated)]))
    new = arrange(document([element("challenge", 1), element("skill", 1, **dated)]))
    place = {box.element["code"]: (box.x, box.width) for box in new.boxes}
    assert place["MAP-S01"] == (old.boxes[0].x, old.boxes[0].width)


def test_nothing_in_it_is_forbidden_by_the_pages():
    svg = picture.draw(document([element("goal", 1, certainty="illustrative")]))
    assert " style=" not in svg
    assert "<style" not in svg
    assert "<script" not in svg


def test_the_table_says_the_same_as_the_picture():
    drawn = document([element("skill", 1), element("challenge", 1), element("goal", 1)])
    assert [row["code"] for row in picture.rows(drawn)] == ["MAP-C01", "MAP-G01", "MAP-S01"]
