import pytest


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
