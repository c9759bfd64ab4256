"""What is wrong with a body is told at once, each with its place, and quickly."""

import pytest

from changes.models import Change
from roadmaps import elements, figures, links
from tests.api.conftest import complaints
from tests.api.things import MAP, NEW


@pytest.mark.parametrize(
    ("name", "body", "where", "says"),
    [
        ("links", {"source": "EMO-I01", "target": "EMO-C01", "kind": "delivers"}, "/kind", "leads"),
        ("links", {"source": "EMO-I01", "target": "EMO-I01", "kind": "depends_on"}, "/target", ""),
        ("links", {"source": "EMO-I01", "target": "EMO-S01", "kind": "delivers"}, "/target",
         "such a"),
        ("skills", {"roadmap": MAP, "title": "X", "period": "soon"}, "/period", "not a period"),
        ("skills", {"roadmap": MAP, "title": "X", "period": "2030/2025"}, "/period", "before it"),
        ("skills", {"roadmap": MAP, "title": "X", "level_needed": 7}, "/level_needed", "0 and 6"),
        ("figures", NEW["figures"][0] | {"unit": "%", "currency": "MXN"}, "/unit", "no currency"),
        ("figures", NEW["figures"][0] | {"currency": "QQQ"}, "/currency", "ISO 4217"),
        ("figures", NEW["figures"][0] | {"operator": "range"}, "/high", "upper end"),
        ("figures", NEW["figures"][0] | {"low": "1e5"}, "/low", "digits"),
        ("participations", {"element": "EMO-I01", "role": "partner"}, "/organisation", "or by one"),
        ("milestones", {"initiative": "EMO-C01", "title": "X"}, "/initiative", "not there"),
        ("progress-updates", NEW["progress-updates"][0] | {"as_of": "2026-02-30"}, "/as_of", "day"),
    ],
)  # fmt: skip
def test_nonsense_is_named_in_a_sentence_with_its_place(
    send, roadmap, editor, name, body, where, says
):
    before = Change.objects.count()
    said = complaints(send("post", f"/{name}", body, editor))
    assert list(said) == [where]
    assert says in said[where]
    assert said[where].endswith(".")
    assert Change.objects.count() == before


def test_a_circle_and_a_part_that_is_too_large_are_named(send, roadmap, editor, initiative, goal):
    other = elements.add(editor, roadmap, "initiative", title="Another")
    links.draw(editor, initiative, other, "depends_on")
    back = {"source": other.code, "target": initiative.code, "kind": "depends_on"}
    assert "circle" in complaints(send("post", "/links", back, editor))["/target"]
    whole = figures.state(
        editor, goal, metric="all", label="All cars", kind="count", low=100, basis="target"
    )
    part = NEW["figures"][0] | {"part_of": str(whole.pk), "metric": "some"}
    assert "same unit" in complaints(send("post", "/figures", part))["/part_of"]
    too_large = complaints(send("post", "/figures", part | {"unit": None, "low": "101"}))
    assert "larger than its whole" in too_large["/low"]
