"""What is left of a map that was retired, and of editions that are in force no longer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import elements, workflow
from roadmaps import roadmap as maps
from tests import factories
from tests.roadmaps.test_steps import at
from tests.roadmaps.things import now

MAP = "/roadmaps/electromobility"
WHY = "The sector went into that of vehicles."
TABS = ("", "/links", "/table", "/figures", "/board", "/checks", "/diff", "/editions",
        "/editions/1.0", "/elements/EMO-C01", "/picture.svg")  # fmt: skip


@pytest.fixture
def vehicles(steward, editor, approver, programme):
    """The map into which it goes."""
    other = factories.roadmap(steward, programme, slug="vehicles", prefix="VEH", title="Vehicles")
    for role, person in (("editor", editor), ("approver", approver)):
        maps.grant(steward, other, role, user=person)
    elements.add(editor, other, "challenge", title="Batteries")
    return other


@pytest.fixture
def retired(clock, vehicles, roadmap, editor, approver):
    """Merged into another map, and retired in the summer."""
    maps.relate(editor, roadmap, "merged_into", other=vehicles, other_name="Vehicles")
    workflow.adopt(approver, [vehicles, roadmap], note="First.")
    clock("2026-07-01T09:00")
    workflow.take(approver, roadmap, "retire", reason=WHY)
    return roadmap


def test_everybody_is_told_since_when_why_and_what_took_its_place(text, retired):
    page = text(MAP)
    for words in (
        "This map was retired on 1 July 2026",
        WHY,
        'merged into <a href="/roadmaps/vehicles">Vehicles</a>',
        f'its last edition, <a href="{MAP}/editions/1.0">1.0</a>',
        "Too few technicians",
        '<li class="pill retired"',
    ):
        assert words in page, words


@pytest.mark.parametrize("tab", TABS)
def test_all_of_it_stays_readable(client, text, retired, approver, tab):
    for person in (None, approver):
        if person:
            client.force_login(person)
        answer = client.get(MAP + tab)
        assert answer.status_code == 200, (tab, person)


def test_its_editions_say_that_they_are_in_force_no_longer(text, retired):
    page = text(f"{MAP}/editions/1.0")
    assert "This map has been retired, and this edition is no longer in force" in page
    assert f'<a href="{MAP}">why, and what took its place</a>' in page
    assert "Withdrawn" in page


def test_what_it_was_can_be_read_as_of_a_day_when_it_was_in_force(text, retired):
    page = text(f"{MAP}?as_of=2026-06-01")
    assert "You read the map as it was on 1 June 2026, in edition 1.0." in page
    assert "was retired on" not in page


def test_a_map_that_came_from_it_is_named_too(
    text, clock, steward, editor, approver, vehicles, published
):
    maps.relate(editor, vehicles, "renamed_from", other=published, other_name="Electromobility")
    workflow.adopt(approver, [vehicles], note="First.")
    workflow.take(approver, published, "retire", reason=WHY)
    page = text(MAP)
    assert '<a href="/roadmaps/vehicles">Vehicles</a> renamed from Electromobility' in page


def test_SR_03_a_successor_that_nobody_has_published_is_not_told(
    text, steward, editor, approver, vehicles, published
):
    maps.relate(editor, vehicles, "renamed_from", other=published, other_name="Electromobility")
    workflow.take(approver, published, "retire", reason=WHY)
    assert "Vehicles" not in text(MAP)


def test_a_map_without_a_successor_says_nothing_of_one(text, approver, published):
    workflow.take(approver, published, "retire", reason=WHY)
    assert "What took its place" not in text(MAP)


def test_a_draft_that_was_never_published_is_a_tombstone_to_its_members_alone(
    client, text, approver, roadmap
):
    workflow.take(approver, roadmap, "retire", reason="It was a bad idea.")
    assert client.get(MAP).status_code == 404
    client.force_login(approver)
    page = text(MAP)
    assert "This map has been retired" in page
    assert "It was a bad idea." in page
    assert "its last edition" not in page


def test_an_earlier_edition_leads_to_the_one_in_force(
    text, steward, approver, published, challenge
):
    edits = [{"thing": elements.in_full(challenge), "fields": {"title": "Hardly any"}}]
    workflow.take(approver, published, "correct", reason="A word.", edits=edits)
    page = text(f"{MAP}/editions/1.0")
    assert f'A later edition is in force: <a href="{MAP}">read the map as it is now</a>.' in page
    assert "A later edition is in force" not in text(f"{MAP}/editions/1.1")


def test_a_draft_for_a_consultation_says_until_when_and_that_it_is_not_in_force(
    client, text, clock, story
):
    story.take(story.steward, "submit_for_review", reason="Now.")
    story.consult()
    client.force_login(story.editor)
    page = text(f"{MAP}/editions/0.1")
    assert "This is the draft for consultation until 13 June 2026. It is not in force." in page
    assert "Nobody else can see it until its first edition is published." in text(MAP)
    story.take(story.approver, "close_consultation", reason="All have answered.")
    page = text(f"{MAP}/editions/0.1")
    assert "the draft for a consultation that ended on 4 May 2026" in page


def test_it_stands_there_in_spanish(text, retired):
    page = text(f"/es{MAP}")
    for words in ("Este mapa se retiró el 1 de julio de 2026", "se fusionó con", "Ya no rige."):
        assert words in page, words


def test_SR_45_a_tombstone_takes_a_fixed_number_of_queries(client, text, retired):
    text(MAP)
    with CaptureQueriesContext(connection) as queries:
        text(MAP)
    assert len(queries) <= 6


class TestIdentity:
    """The name that keeps for ever."""

    HERE = "/id/roadmap/electromobility"

    def test_people_are_led_to_the_page_and_programs_to_the_data(self, client, published):
        answer = client.get(self.HERE)
        assert (answer.status_code, answer.headers["Location"]) == (303, MAP)
        assert {"Accept", "Accept-Language"} <= {*answer.headers["Vary"].split(", ")}
        answer = client.get(self.HERE, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/api/v1{MAP}")
        both = {"Accept": "application/json;q=0.5, text/html"}
        assert client.get(self.HERE, headers=both).headers["Location"] == MAP

    def test_in_the_language_of_whoever_asks(self, client, published):
        answer = client.get(self.HERE, headers={"Accept-Language": "es-MX,es;q=0.9"})
        assert answer.headers["Location"] == f"/es{MAP}"

    def test_it_keeps_when_the_map_is_retired(self, client, retired):
        there = client.get(self.HERE).headers["Location"]
        assert "This map was retired" in client.get(there).content.decode()

    def test_SR_05_of_a_draft_it_is_told_to_its_members_alone(
        self, client, roadmap, stranger, editor
    ):
        missing = "/id/roadmap/no-such-map"
        assert client.get(self.HERE).status_code == client.get(missing).status_code == 404
        client.force_login(stranger)
        assert client.get(self.HERE).status_code == 404
        client.force_login(editor)
        assert client.get(self.HERE).status_code == 303

    def test_it_is_only_read(self, client, published):
        assert client.post(self.HERE).status_code == 405
        assert client.get(f"{self.HERE}?x=1").status_code == 400
        assert at(published, "in_force").revision == now(published)
