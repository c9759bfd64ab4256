"""What was added, removed, moved and changed, marked on the picture."""

import pytest
from django.utils import translation
from hypothesis import given, settings

from roadmaps import picture
from roadmaps.diff import compare
from roadmaps.picture.overlay import Overlay
from tests.roadmaps import drawings
from tests.roadmaps.drawings import boxes, document, element, link, parsed

DATES = {"period": "2026", "earliest": "2026-01-01", "latest": "2026-12-31"}
LATER = {"period": "2029", "earliest": "2029-01-01", "latest": "2029-12-31"}


def whole(elements, links=()):
    """A document that can be compared too."""
    told = document(elements, [each | {"id": str(n)} for n, each in enumerate(links)])
    return told | {"figures": [], "participations": []}


def draw(old, new):
    return picture.draw_changes(Overlay(old, new, compare(old, new)))


def signs(svg, code):
    found = boxes(svg)[code].iter(f"{drawings.NAMESPACE}g")
    return [each.get("class").split()[1] for each in found if each.get("class", "")[:4] == "sign"]


@pytest.fixture
def both():
    water, roads = element("challenge", 1, **DATES), element("challenge", 2, **DATES)
    cells, courses = element("technology", 1), element("initiative", 1, **DATES)
    old = whole([water, roads, courses], [link(courses, water)])
    now = courses | LATER | {"title": "Longer courses"}
    new = whole([water | {"title": "Less water"}, cells, now], [link(now, cells)])
    return old, new


def test_each_element_has_the_sign_of_what_became_of_it(both):
    drawn = draw(*both)
    assert signs(drawn, "MAP-C01") == ["changed"]
    assert signs(drawn, "MAP-C02") == ["removed"]
    assert signs(drawn, "MAP-T01") == ["added"]
    assert signs(drawn, "MAP-I01") == ["moved", "changed"]


def test_it_is_said_to_those_who_do_not_see_it_and_leads_to_what_changed(both):
    box = boxes(draw(*both))["MAP-I01"]
    assert box.get("aria-label").endswith("Here: moved in time. Here: changed.")
    assert box.get("href") == "#of-MAP-I01"
    with translation.override("es"):
        assert "Aquí: quitado." in boxes(draw(*both))["MAP-C02"].get("aria-label")


def test_the_legend_explains_the_signs_that_occur(both):
    old, new = both
    words = [each.text for each in parsed(draw(old, new)).iter(f"{drawings.NAMESPACE}text")]
    signs = ["added", "removed", "moved in time; dotted: where it was", "changed"]
    assert [word for word in words if word in signs] == signs
    words = [each.text for each in parsed(draw(old, old)).iter(f"{drawings.NAMESPACE}text")]
    assert not {"added", "removed"} & {*words}


def test_no_two_signs_differ_by_colour_alone(both):
    shapes = {}
    for group in parsed(draw(*both)).iter(f"{drawings.NAMESPACE}g"):
        if group.get("class", "").startswith("sign "):
            path = group.find(f"{drawings.NAMESPACE}path").get("d")
            shapes.setdefault(group.get("class"), "".join(c for c in path if c.isalpha()))
    assert len({*shapes.values()}) == len(shapes) == 4


def test_links_that_came_and_went_have_signs_too(both):
    groups = parsed(draw(*both)).iter(f"{drawings.NAMESPACE}g")
    titles = [each.find(f"{drawings.NAMESPACE}title") for each in groups]
    assert {each.text for each in titles if each is not None} >= {"MAP-I01 → MAP-T01: changed"}


def test_a_picture_without_changes_is_the_same_but_for_its_name(both):
    old, _new = both
    drawn, plain = draw(old, old), picture.draw(old)
    assert drawn.replace("Changes on the roadmap of", "Roadmap of") == plain


@settings(max_examples=25, deadline=None)
@given(old=drawings.documents(), new=drawings.documents())
def test_the_same_two_documents_give_the_same_bytes(old, new):
    old, new = (whole(each["elements"], each["links"]) for each in (old, new))
    drawn = draw(old, new)
    assert draw(old, new) == drawn
    codes = {each["code"] for side in (old, new) for each in side["elements"]}
    assert boxes(drawn).keys() == codes
