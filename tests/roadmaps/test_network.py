from hypothesis import given, settings

from roadmaps import network
from tests.roadmaps.drawings import (
    NAMESPACE,
    boxes,
    document,
    documents,
    element,
    frame,
    link,
    parsed,
)
from tests.roadmaps.test_picture import overlap

CHALLENGE, SKILL, OTHER = (
    element("challenge", 1), element("skill", 1), element("challenge", 2),
)  # fmt: skip
ACTION, ALONE = element("initiative", 1), element("initiative", 2)
LINKS = [link(ACTION, CHALLENGE), link(ACTION, SKILL, "delivers"), link(ALONE, OTHER)]
MAP = document([CHALLENGE, OTHER, SKILL, ACTION, ALONE], LINKS)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_nodes_never_overlap(document):
    frames = [frame(anchor) for anchor in boxes(network.draw(document)).values()]
    for number, one in enumerate(frames):
        assert not any(overlap(one, other) for other in frames[number + 1 :])


def test_links_that_pass_the_middle_column_pass_between_its_elements():
    ways = [link(ACTION, SKILL, "delivers"), link(ACTION, CHALLENGE), link(ALONE, OTHER)]
    found = parsed(network.draw(document([CHALLENGE, OTHER, SKILL, ACTION, ALONE], ways)))
    _left, top, _right, bottom = frame(boxes(network.draw(MAP))["MAP-S01"])
    long = [path for path in found.iter(f"{NAMESPACE}path") if path.get("d").count("C") == 2]
    assert len(long) == 2
    for path in long:
        height = float(path.get("d").split("L")[1].split("C")[0].split()[1])
        assert not top < height < bottom


def test_it_reads_from_what_is_done_to_why():
    found = boxes(network.draw(MAP))
    lefts = [frame(found[code])[0] for code in ("MAP-I01", "MAP-S01", "MAP-C01")]
    assert lefts == sorted(set(lefts))


def test_only_what_is_linked_is_shown():
    drawn = document([*MAP["elements"], element("skill", 9)], LINKS)
    assert "MAP-S09" not in boxes(network.draw(drawn))


def test_the_golden_thread_of_an_element_hides_the_rest():
    assert set(boxes(network.draw(MAP, focus="MAP-C01"))) == {"MAP-C01", "MAP-I01"}
    assert network.golden_thread(MAP, "MAP-I01") == {"MAP-I01", "MAP-S01", "MAP-C01"}


def test_an_element_without_links_stands_alone():
    drawn = document([*MAP["elements"], element("skill", 9)], LINKS)
    assert set(boxes(network.draw(drawn, focus="MAP-S09"))) == {"MAP-S09"}


def test_a_focus_on_nothing_shows_all():
    assert len(boxes(network.draw(MAP, focus="MAP-X99"))) == 5


def test_elements_of_other_maps_have_a_dashed_frame_and_lead_to_their_map():
    foreign = link(ACTION, CHALLENGE)
    foreign["source"] = foreign["source"] | {"code": "FAR-I01", "roadmap": "far"}
    node = boxes(network.draw(document([CHALLENGE], [foreign])))["FAR-I01"]
    assert node.get("href") == "/roadmaps/far/elements/FAR-I01"
    assert node[1].get("stroke-dasharray")
    assert "far" in [text.text for text in node.iter(f"{NAMESPACE}text")]


def test_a_map_without_links_is_a_picture_too():
    assert parsed(network.draw(document([]))).get("role") == "group"


def test_the_same_document_gives_the_same_bytes():
    assert network.draw(MAP) == network.draw(MAP)
