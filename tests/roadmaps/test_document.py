import json
from decimal import Decimal

import pytest

from roadmaps import elements, figures, links, workflow
from roadmaps.document import build, canonical
from roadmaps.document.rows import plain
from tests import factories


def codes(document):
    return [element["code"] for element in document["elements"]]


def test_a_document_tells_the_whole_map(roadmap, editor):
    document = build(roadmap, editor)
    assert document["roadmap"]["slug"] == "electromobility"
    assert codes(document) == ["EMO-C01", "EMO-G01", "EMO-S01", "EMO-I01"]
    initiative = document["elements"][3]
    assert initiative["participations"][0]["organisation"]["name"] == "Ministry of Economy"
    assert (initiative["earliest"], initiative["latest"]) == ("2026-01-01", "2027-12-31")
    assert [link["kind"] for link in document["links"]] == ["addresses", "delivers"]
    assert [source["code"] for source in document["sources"]] == ["survey-2024"]


def test_numbers_are_strings_without_trailing_zeros_and_empty_is_none(roadmap, editor):
    goal = build(roadmap, editor)["elements"][1]
    figure = goal["figures"][0]
    assert (figure["low"], figure["high"], figure["currency"]) == ("25", None, None)
    assert figure["baseline"] == {"value": "4.5", "unit": None, "period": "2024", "note": None}
    assert goal["summary"] is None


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2.50000000", "2.5"),
        ("36872000000.00000000", "36872000000"),
        ("0.00000000", "0"),
        ("-10", "-10"),
        ("1234567890123456789012.12345678", "1234567890123456789012.12345678"),
    ],
)
def test_no_digit_of_a_number_is_lost(value, told):
    assert plain(Decimal(value)) == told


def test_the_same_map_has_the_same_bytes(roadmap, editor):
    assert canonical(build(roadmap, editor)) == canonical(build(roadmap, editor))


def test_a_document_survives_being_written_and_read(roadmap, editor):
    document = build(roadmap, editor)
    assert json.loads(canonical(document)) == document


def test_an_empty_map_is_a_document_too(empty_map, editor):
    document = build(empty_map, editor)
    assert (document["elements"], document["links"], document["sources"]) == ([], [], [])


def test_the_number_of_queries_does_not_depend_on_the_size(
    roadmap, editor, django_assert_num_queries
):
    with django_assert_num_queries(18):
        build(roadmap, editor)
    for number in range(5):
        more = elements.add(editor, roadmap, "challenge", title=f"More {number}")
        figures.state(editor, more, metric="m", label="M", kind="count", low=number, basis="actual")
    with django_assert_num_queries(18):
        build(roadmap, editor)


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("public", ["stranger", "partner", "editor", "steward"]),
        ("partners", ["partner", "editor", "steward"]),
        ("internal", ["steward"]),
    ],
)
def test_SR_03_what_one_may_not_see_is_not_in_the_document(
    visibility, readers, editor, steward, partner, stranger, roadmap, initiative
):
    secret = elements.add(editor, roadmap, "challenge", title="Hidden", visibility=visibility)
    links.draw(editor, initiative, secret, "addresses")
    cast = {"editor": editor, "steward": steward, "partner": partner, "stranger": stranger}
    for name, actor in cast.items():
        document = build(roadmap, actor)
        told = json.dumps(document)
        assert (secret.code in told) == (name in readers), name


def test_SR_03_hidden_figures_and_their_sources_are_not_in_the_document(
    roadmap, editor, goal, registrar, stranger
):
    secret = factories.source(registrar, "secret-source")
    figures.state(
        editor, goal, metric="m", label="Hidden", kind="count", low=1, basis="forecast",
        visibility="internal", source=secret,
    )  # fmt: skip
    told = json.dumps(build(roadmap, stranger))
    assert "Hidden" not in told
    assert "secret-source" not in told


def test_only_members_see_what_was_withdrawn(roadmap, editor, challenge, anonymous):
    elements.withdraw(editor, challenge)
    assert "EMO-C01" in codes(build(roadmap, editor))
    assert "EMO-C01" not in codes(build(roadmap, anonymous))


@pytest.fixture
def neighbour(registrar, programme):
    """A map of other people, with an initiative that reaches over to ours."""
    return factories.roadmap(registrar, programme, prefix="NEIGH", slug="neighbour")


def test_links_between_maps_show_only_what_both_have_published(
    neighbour, registrar, approver, steward, published, challenge, anonymous
):
    helper = elements.add(registrar, neighbour, "initiative", title="Before")  # their draft
    links.draw(registrar, helper, challenge, "addresses")
    assert "NEIGH" not in json.dumps(build(published, anonymous))

    factories.maps.grant(registrar, neighbour, "approver", user=approver)
    workflow.adopt(approver, [neighbour], label="1", note="First.")
    assert "Before" in json.dumps(build(published, anonymous))

    workflow.open_refresh(registrar, neighbour)
    elements.edit(registrar, helper, helper.revision, title="After")
    told = json.dumps(build(published, anonymous))
    assert "Before" in told
    assert "After" not in told


@pytest.mark.parametrize("is_drawn_there", [True, False])
def test_SR_03_what_is_internal_on_another_map_of_mine_is_not_told_by_a_link(
    neighbour, registrar, steward, editor, roadmap, challenge, initiative, is_drawn_there
):
    secret = elements.add(
        registrar, neighbour, "initiative" if is_drawn_there else "challenge", title="Hidden",
        visibility="internal",
    )  # fmt: skip
    factories.maps.grant(steward, roadmap, "steward", user=registrar)
    factories.maps.grant(registrar, neighbour, "observer", user=editor)
    links.draw(
        registrar, *((secret, challenge) if is_drawn_there else (initiative, secret)), "addresses"
    )
    assert "Hidden" not in json.dumps(build(roadmap, editor))
    assert "Hidden" in json.dumps(build(roadmap, registrar))
    elements.edit(registrar, secret, secret.revision, visibility="partners")
    assert "Hidden" in json.dumps(build(roadmap, editor))


def test_maps_that_are_adopted_together_show_the_links_between_them(
    neighbour, registrar, steward, approver, roadmap, challenge
):
    helper = elements.add(registrar, neighbour, "initiative", title="Helper")
    factories.maps.grant(steward, roadmap, "observer", user=registrar)
    links.draw(registrar, helper, challenge, "addresses")
    factories.maps.grant(registrar, neighbour, "approver", user=approver)
    for edition in workflow.adopt(approver, [roadmap, neighbour], label="1", note="Together."):
        told = [link["source"]["code"] for link in json.loads(edition.content)["links"]]
        assert "NEIGH-I01" in told
