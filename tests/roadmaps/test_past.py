"""The map as it was: whatever people do to it, each of its revisions can be read again."""

import json
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import elements, figures, links
from roadmaps import roadmap as maps
from roadmaps.document import build, canonical
from roadmaps.roadmap import Roadmap
from tests import factories
from tests.roadmaps.writers import Writers

STEPS = 40


def codes(document):
    return [element["code"] for element in document["elements"]]


@pytest.mark.parametrize("seed", range(2))
def test_every_revision_can_be_read_again_byte_by_byte(
    seed, roadmap, steward, editor, anonymous, registers
):
    readers = (steward, editor, anonymous)
    writers = Writers(seed, (steward, editor), roadmap, registers)
    recorded = {}
    for _number in range(STEPS):
        writers.act()
        told = [canonical(build(roadmap, reader)) for reader in readers]
        recorded[roadmap.revision] = told
    assert len(recorded) == STEPS
    for revision, told in recorded.items():
        again = [canonical(build(roadmap, reader, at=revision)) for reader in readers]
        assert again == told, revision


def test_at_its_first_revision_a_map_is_empty(roadmap, steward):
    first = build(roadmap, steward, at=1)
    assert first["roadmap"]["title"] == "Electromobility"
    told = [first[name] for name in ("elements", "figures", "participations", "links", "sources")]
    assert told == [[], [], [], [], []]


def test_the_last_revision_is_the_map_of_today(roadmap, editor):
    assert build(roadmap, editor, at=roadmap.revision) == build(roadmap, editor)


def test_reading_the_past_changes_nothing(roadmap, steward):
    before = canonical(build(roadmap, steward))
    maps.describe(steward, roadmap, roadmap.revision, title="Batteries")
    now = canonical(build(roadmap, steward))
    assert canonical(build(roadmap, steward, at=roadmap.revision - 1)) == before
    assert canonical(build(roadmap, steward)) == now


def last(roadmap):
    """The last revision of a map, of which the copy in our hands may know nothing."""
    roadmap.refresh_from_db()
    return roadmap.revision


def shown_to(reader, roadmap, at):
    return codes(build(roadmap, reader, at=at))


def test_SR_03_what_is_internal_now_is_not_read_by_going_back(
    roadmap, steward, editor, partner, stranger, challenge, initiative
):
    then = last(roadmap)
    elements.edit(steward, challenge, then, visibility="internal", title="Secret")
    for reader in (editor, partner, stranger):
        told = json.dumps(build(roadmap, reader, at=then))
        assert "EMO-G01" in told
        assert '"EMO-C01"' not in told  # neither itself nor the link that led to it
        assert "Too few technicians" not in told
    assert "EMO-C01" in shown_to(steward, roadmap, then)
    elements.edit(steward, challenge, last(roadmap), visibility="partners")
    assert "EMO-C01" in shown_to(partner, roadmap, then)
    assert "EMO-C01" not in shown_to(stranger, roadmap, then)


def test_SR_03_what_was_internal_then_is_not_read_because_it_is_public_now(
    roadmap, steward, partner, stranger, goal
):
    figure = goal.figures.get()
    elements.edit(steward, goal, last(roadmap), visibility="internal", title="Not agreed")
    figures.edit(steward, figure, last(roadmap), visibility="partners", low="99")
    then = last(roadmap)
    elements.edit(steward, goal, then, visibility="public", title="Agreed")
    figures.edit(steward, figure, last(roadmap), visibility="public", low="30")
    for reader in (partner, stranger):
        told = json.dumps(build(roadmap, reader, at=then))
        assert "Not agreed" not in told
        assert '"99"' not in told
        assert "Agreed" in json.dumps(build(roadmap, reader))
    told = json.dumps(build(roadmap, steward, at=then))
    assert "Not agreed" in told
    assert '"99"' in told


def test_SR_03_a_figure_that_was_meant_for_fewer_is_left_out_of_what_is_public(
    roadmap, steward, partner, stranger, goal
):
    figure = goal.figures.get()
    figures.edit(steward, figure, last(roadmap), visibility="partners", low="99")
    figures.edit(steward, figure, last(roadmap), visibility="public", low="30")
    numbers = {
        reader: [each["low"] for each in goal_of(build(roadmap, reader, at=last(roadmap) - 1))]
        for reader in (stranger, partner)
    }
    assert numbers == {stranger: [], partner: ["99"]}


def goal_of(document):
    return next(each for each in document["elements"] if each["kind"] == "goal")["figures"]


def test_SR_14_the_rights_are_those_of_today(roadmap, steward, editor, challenge):
    elements.edit(steward, challenge, last(roadmap), visibility="internal")
    then = last(roadmap)
    assert "EMO-C01" not in shown_to(editor, roadmap, then)
    role = maps.grant(steward, roadmap, "steward", user=editor)
    assert "EMO-C01" in shown_to(editor, roadmap, then)
    maps.revoke(steward, role)
    assert "EMO-C01" not in shown_to(editor, roadmap, then)


def test_only_members_see_what_was_withdrawn_then(roadmap, editor, anonymous, challenge):
    elements.withdraw(editor, challenge)
    then = last(roadmap)
    elements.restore(editor, challenge)
    (element,) = [each for each in build(roadmap, editor, at=then)["elements"] if
                  each["code"] == "EMO-C01"]  # fmt: skip
    assert element["is_withdrawn"]
    assert "EMO-C01" not in shown_to(anonymous, roadmap, then)
    assert "EMO-C01" in shown_to(anonymous, roadmap, then + 1)


def test_links_of_other_maps_are_told_as_they_are(
    roadmap, registrar, steward, programme, challenge
):
    neighbour = factories.roadmap(registrar, programme, prefix="NEIGH", slug="neighbour")
    factories.maps.grant(registrar, neighbour, "observer", user=steward)
    factories.maps.grant(steward, roadmap, "observer", user=registrar)
    then = last(roadmap)
    helper = elements.add(registrar, neighbour, "initiative", title="Helper")
    links.draw(registrar, helper, challenge, "addresses")
    elements.edit(steward, challenge, then, title="Renamed")
    told = build(roadmap, steward, at=then)
    (link,) = [each for each in told["links"] if each["source"]["code"] == "NEIGH-I01"]
    assert link["target"]["title"] == "Too few technicians"
    assert build(roadmap, steward, at=1)["links"] == []


def test_SR_45_the_number_of_queries_does_not_depend_on_what_was_done_since(
    roadmap, steward, registers, django_assert_num_queries
):
    then = last(roadmap)
    elements.add(steward, roadmap, "challenge", title="One more")
    with django_assert_num_queries(21):
        build(roadmap, steward, at=then)
    numbers = set()
    for seed in range(2):
        writers = Writers(seed, (steward,), roadmap, registers)
        for _number in range(STEPS):
            writers.act()
        with CaptureQueriesContext(connection) as queries:
            build(roadmap, steward, at=then)
        numbers.add(len(queries))
    # One for each kind of row that was named then: a source, an organisation, a sector …
    assert max(numbers) <= 20 + 5


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_does_not_reach_the_past(roadmap, steward):
    then = last(roadmap)
    told = canonical(build(roadmap, steward))
    here, stop, written = Roadmap.objects.get(pk=roadmap.pk), threading.Event(), []

    def write():
        for number in range(200):
            if stop.is_set():
                break
            elements.add(steward, here, "challenge", title=f"Title {number}")
            written.append(number)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        again = {canonical(build(roadmap, steward, at=then)) for _number in range(20)}
    finally:
        stop.set()
        writer.join(10)
    assert again == {told}
    assert written
