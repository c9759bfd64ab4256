"""Many people at the same moment, each with a connection of their own."""

from functools import partial

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from changes.merging import Clash, Difference
from changes.models import Change, lock
from changes.verify import faults
from roadmaps import elements, figures, links, participations, undo
from roadmaps import roadmap as maps
from roadmaps.document import build
from tests import factories
from tests.roadmaps.replay import departures
from tests.roadmaps.things import NUMBER, as_it_is, last_of, now
from tests.threads import at_once, waiting

CROWD = 16
IMPATIENT = "SET LOCAL lock_timeout = '400ms'"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(registrar, steward, empty_map):
    """Sixteen editors of one map."""
    people = [factories.person(registrar, name=f"Editor {number}") for number in range(CROWD)]
    for person in people:
        maps.grant(steward, empty_map, "editor", user=person)
    return people


@pytest.fixture(params=["title", "low"])
def field(request, challenge, editor):
    """A field that all of them want: its thing, the commands for that, and what each wants."""
    if request.param == "title":
        return challenge, elements, "title", [f"Title {number}" for number in range(CROWD)]
    figure = figures.state(editor, challenge, low="0.5", **NUMBER)
    return figure, figures, "low", [str(number) for number in range(1, CROWD + 1)]


def all_at_once(roadmap, acts):
    """Let them all get as far as they come alone, and then begin at the same moment."""
    with transaction.atomic():
        lock(as_it_is(roadmap))
        begun = at_once(*acts)
        waiting(len(acts))
    return begun.outcomes()


def lines(roadmap):
    return Change.objects.within(roadmap).count()


def test_SR_44_of_sixteen_who_write_one_field_one_is_accepted_and_fifteen_are_shown_all_of_it(
    crowd, field, empty_map
):
    thing, commands, name, wanted = field
    base, before = now(empty_map), str(wanted and last_of(thing).fields[name][1])
    acts = [
        partial(commands.edit, person, as_it_is(thing), base, **{name: value})
        for person, value in zip(crowd, wanted, strict=True)
    ]
    outcomes = dict(zip(wanted, all_at_once(empty_map, acts), strict=True))
    clashes = {mine: each for mine, each in outcomes.items() if isinstance(each, Clash)}
    (accepted,) = outcomes.keys() - clashes.keys()
    assert type(outcomes[accepted]) is type(thing)
    for mine, clash in clashes.items():
        assert clash.fields == {name: Difference(before, accepted, mine)}
        assert clash.lines[name] == last_of(thing)
    line = last_of(thing)
    assert line.fields == {name: [before, accepted]}
    assert line.actor == crowd[wanted.index(accepted)]
    assert (line.revision, now(empty_map), lines(empty_map)) == (base + 1,) * 3
    assert departures(empty_map) == {}


def test_sixteen_who_write_sixteen_fields_are_all_accepted(crowd, challenge, empty_map, sector):
    base = now(empty_map)
    translations = {"es": {"title": {"text": "Faltan técnicos", "revision": base}}}
    wanted = {
        "title": "Scarce", "summary": "Short", "pillar": "jobs_skills", "topic": "Work",
        "period": "2026/2031", "places": ["MX-PUE"], "place": "Puebla", "visibility": "partners",
        "status_note": "Open", "note": "A note", "translations": translations, "severity": 2,
        "valence": "opportunity", "categories": ["competition"], "barrier": "skills",
        "sectors": [sector],
    }  # fmt: skip
    acts = [
        partial(elements.edit, person, as_it_is(challenge), base, **{name: value})
        for person, (name, value) in zip(crowd, wanted.items(), strict=True)
    ]
    outcomes = all_at_once(empty_map, acts)
    assert {type(outcome) for outcome in outcomes} == {type(challenge)}
    written = Change.objects.of(challenge).after(base).order_by("revision")
    assert [line.revision for line in written] == [*range(base + 1, base + CROWD + 1)]
    assert {person: [*line.fields] for line in written for person in [line.actor]} == {
        person: [name] for person, name in zip(crowd, wanted, strict=True)
    }
    row = as_it_is(challenge)
    assert {name: getattr(row, name) for name in wanted if name != "sectors"} == {
        name: value for name, value in wanted.items() if name != "sectors"
    }
    assert [*row.sectors.all()] == [sector]
    assert departures(empty_map) == {}
    assert [*faults()] == []


def test_what_sixteen_undo_at_once_is_undone_once(crowd, challenge, editor, empty_map):
    elements.edit(editor, challenge, now(empty_map), title="Scarce")
    line, before = last_of(challenge), now(empty_map)
    acts = [partial(undo.undo, person, as_it_is(empty_map), line) for person in crowd]
    outcomes = all_at_once(empty_map, acts)
    assert {type(outcome) for outcome in outcomes} == {type(challenge)}
    assert as_it_is(challenge).title == "Too few technicians"
    assert (now(empty_map), lines(empty_map)) == (before + 1,) * 2


def test_SR_44_of_sixteen_requests_one_is_answered_with_200_and_fifteen_with_409(
    crowd, challenge, empty_map
):
    base, clients = now(empty_map), [Client() for _person in crowd]
    for client, person in zip(clients, crowd, strict=True):
        client.force_login(person)
    titles = [f"Title {number}" for number in range(CROWD)]
    answers = all_at_once(empty_map, [
        partial(client.patch, f"/api/v1/elements/{challenge.code}", body, "application/json")
        for client, title in zip(clients, titles, strict=True)
        for body in [{"base": base, "title": title}]
    ])  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 15
    (accepted,) = (answer.json()["title"] for answer in answers if answer.status_code == 200)
    for mine, answer in zip(titles, answers, strict=True):
        if answer.status_code == 409:
            said = {"base": "Too few technicians", "theirs": accepted, "mine": mine}
            assert answer.json()["clashes"] == {"title": said}
            assert answer.json()["revision"] == base + 1
    assert as_it_is(challenge).title == accepted
    assert lines(empty_map) == base + 1


class Neighbours:
    """Four maps that name the same people, sources and organisations."""

    def __init__(self, steward, programme, source, organisation):
        self.steward, self.source, self.organisation = steward, source, organisation
        self.maps = [factories.roadmap(steward, programme) for _number in range(4)]
        self.written = {each.pk: self.begin(each) for each in self.maps}

    def begin(self, roadmap):
        one, other = (elements.add(self.steward, roadmap, "initiative", title=t) for t in "AB")
        return one, links.draw(self.steward, one, other, "depends_on")

    def write(self, roadmap):
        """Something of everything that people write, in one transaction."""
        actor, (element, link) = self.steward, self.written[roadmap.pk]
        base = now(roadmap)
        maps.describe(actor, roadmap, base, vision="Written")
        elements.edit(actor, element, base, title="Written", source=self.source)
        figures.state(actor, element, low="1", source=self.source, **NUMBER)
        participations.involve(actor, element, self.organisation, "partner")
        links.edit(actor, link, base, strength=3, evidence=self.source)
        elements.reorder(actor, link.target)
        return base

    def impatient(self, act):
        """Whoever would have to wait for somebody fails."""

        def hurried():
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(IMPATIENT)
                return act()

        return hurried


@pytest.fixture
def neighbours(steward, programme, source, association):
    return Neighbours(steward, programme, source, association)


def test_writers_on_other_maps_wait_for_nobody_and_those_on_the_same_map_do(neighbours):
    held, *others = neighbours.maps
    with transaction.atomic():
        neighbours.write(held)
        acts = [neighbours.impatient(partial(neighbours.write, each)) for each in others]
        written = at_once(*acts).outcomes()
        same = neighbours.impatient(partial(neighbours.write, as_it_is(held)))
        (late,) = at_once(same).outcomes()
    assert written == [5, 5, 5]
    assert isinstance(late, OperationalError)
    assert "lock timeout" in str(late)
    for each in neighbours.maps:
        assert lines(each) == now(each) == 11
        assert departures(each) == {}


def test_who_reads_waits_for_nobody(neighbours):
    held = neighbours.maps[0]
    before = build(held, neighbours.steward)
    with transaction.atomic():
        neighbours.write(held)
        read = neighbours.impatient(partial(build, as_it_is(held), neighbours.steward))
        (told,) = at_once(read).outcomes()
    assert told == before
