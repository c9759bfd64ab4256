import pytest

from roadmaps import elements
from roadmaps import roadmap as maps
from roadmaps.models import Roadmap
from tests import factories
from tests.api.conftest import complaints, told
from tests.api.things import MAP


@pytest.mark.parametrize(
    ("query", "found"),
    [("kind=addresses", 1), ("source=EMO-I01", 2), ("target=EMO-C01", 1), ("strength=3", 1),
     ("source_kind=initiative", 2), ("target_kind=skill", 1), ("roadmap=other", 0),
     ("to_roadmap=electromobility", 2), ("certainty=sourced", 0), ("kind=requires", 0)],
)  # fmt: skip
def test_links_are_filtered(items, rich, query, found):
    assert len(items(f"/links?{query}")) == found


def test_a_link_tells_both_its_ends(items, rich):
    (link,) = items("/links?kind=delivers")
    assert (link["source"]["code"], link["target"]["code"]) == ("EMO-I01", "EMO-S01")
    assert (link["roadmap"], link["evidence"]) == ("electromobility", None)
    assert link["target"]["earliest"] == "2028-01-01"


def test_links_come_as_a_table(get, rich):
    lines = get("/links?format=csv").content.decode().splitlines()
    assert lines[0].startswith("roadmap,id,kind,source_code,source_kind")
    assert len(lines) == 3


def base():
    return {"base": Roadmap.objects.get(slug=MAP).revision}


@pytest.fixture
def other(steward, programme):
    """A map on which the editor has no role, with a challenge."""
    other = factories.roadmap(steward, programme, slug="other", prefix="OTH")
    elements.add(steward, other, "challenge", title="Far away")
    return other


def test_a_link_leads_to_another_element(send, new):
    item = new("links")
    here = f"/links/{item['id']}"
    response = send("patch", here, {"target": "EMO-C01", "kind": "addresses"} | base())
    assert list(complaints(response)) == ["/target"]
    goal = send("post", "/goals", {"roadmap": MAP, "title": "Another"}).json()["code"]
    assert send("patch", here, {"target": goal} | base()).json()["target"] == goal
    assert list(complaints(send("patch", here, {"target": "EMO-S01"} | base()))) == ["/kind"]


def test_a_link_is_not_drawn_to_what_was_withdrawn(send, new, editor):
    item = new("links")
    send("delete", "/elements/EMO-G01")
    for response in (
        send("post", "/links", {"source": "EMO-C01", "target": "EMO-G01", "kind": "motivates"}),
        send("post", "/links", {"source": "EMO-G01", "target": "EMO-C01", "kind": "motivates"}),
    ):
        assert "Restore it first" in told(response, 409)["detail"]
    assert send("delete", f"/links/{item['id']}").status_code == 200


def test_a_link_that_would_now_be_a_second_one_or_close_a_circle_is_not_restored(send, new):
    item = new("links")
    send("delete", f"/links/{item['id']}")
    new("links")
    twice = send("post", f"/links/{item['id']}/restore")
    assert complaints(twice) == {"/target": "There is one just like it already."}
    initiatives = [
        send("post", "/initiatives", {"roadmap": MAP, "title": title}).json()["code"]
        for title in ("One", "Other")
    ]
    one, other = ({"source": code, "kind": "depends_on"} for code in initiatives)
    first = send("post", "/links", one | {"target": initiatives[1]}).json()
    send("delete", f"/links/{first['id']}")
    assert send("post", "/links", other | {"target": initiatives[0]}).status_code == 201
    circle = complaints(send("post", f"/links/{first['id']}/restore"))
    assert "circle" in circle["/target"]


def test_SR_05_a_link_to_another_map_is_seen_by_those_who_see_both(
    send, get, draft, roadmap, other, editor, steward
):
    body = {"source": "EMO-I01", "target": "OTH-C01", "kind": "addresses"}
    nothing = complaints(send("post", "/links", body, editor))
    missing = complaints(send("post", "/links", body | {"target": "OTH-C99"}))
    assert nothing["/target"].replace("C01", "…") == missing["/target"].replace("C99", "…")
    item = send("post", "/links", body, steward).json()
    here = f"/links/{item['id']}"
    assert draft(here, steward)["target"] == "OTH-C01"
    for method, end, said in (
        ("patch", "", {"strength": 3, "base": 1}), ("delete", "", None), ("get", "", None),
        ("post", "/restore", None), ("post", "/reorder", {"after": None}),
    ):  # fmt: skip
        told(send(method, here + end, said, editor), 404)
    told(get(f"{here}?draft=true"), 404)
    near = body | {"target": "EMO-G01", "kind": "contributes_to"}
    near = send("post", "/links", near).json()
    moved = send("patch", f"/links/{near['id']}", {"target": "OTH-C01"} | base())
    assert list(complaints(moved)) == ["/target"]
    maps.grant(steward, other, "observer", user=editor)
    assert send("patch", here, {"strength": 3} | base()).status_code == 200
