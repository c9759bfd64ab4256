"""The page on which one sees where a map stands, and the page of each step."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roadmaps import elements, signoffs, workflow
from roadmaps.signoffs import Purpose
from roadmaps.steps import STEPS
from tests import factories
from tests.roadmaps.test_steps import at

MAP = "/roadmaps/electromobility"
PAGE = f"{MAP}/steps"
HASH = re.compile(r'name="sha256" value="([0-9a-f]{64})"')
LONG = (
    "Every year 1,200 technicians retire, and only 700 come out of the schools of the region. " * 2
)
IN_SUMMER = (timezone.now() + timedelta(days=40)).date().isoformat()


@pytest.fixture
def open_as(client):
    """The page at an address, as somebody reads it."""

    def read(person, address=PAGE):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    return read


@pytest.fixture
def send(client):
    """What is answered when somebody fills in the form of a step."""

    def post(person, step, **said):
        client.force_login(person)
        return client.post(f"{PAGE}/{step}", said)

    return post


def offered(page):
    return set(re.findall(rf'href="{PAGE}/(\w+)"', page))


def test_each_is_offered_the_steps_of_their_role(open_as, story):
    assert offered(open_as(story.steward)) == {"submit_for_review"}
    assert offered(open_as(story.approver)) == {"retire", "abandon_refresh"}
    page = open_as(story.editor)
    assert offered(page) == set()
    assert "Send to review" in page
    assert '<li aria-current="step">Drafting</li>' in page


@pytest.mark.parametrize("person", ["stranger", None])
def test_SR_05_outsiders_find_no_such_page(client, request, story, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    assert client.get(PAGE).status_code == 404
    for address in (f"{PAGE}/submit_for_review", f"{PAGE}/no_step"):
        assert client.get(address).status_code == 404
        answer = client.post(address)
        is_asked_who = answer.headers.get("Location", "").startswith("/sign-in?")
        assert answer.status_code == 404 or (person is None and is_asked_who)


@pytest.mark.parametrize("step", [each for each in STEPS if each != "correct"])
def test_SR_11_the_page_of_a_step_is_for_those_who_take_it(client, story, step):
    at(story.roadmap, sorted(STEPS[step].begins)[0])
    client.force_login(story.editor)
    assert client.get(f"{PAGE}/{step}").status_code == 404
    assert client.post(f"{PAGE}/{step}", {"reason": "Because."}).status_code == 404
    assert story.now().stage == sorted(STEPS[step].begins)[0]


@pytest.mark.parametrize("step", [each for each in STEPS if each != "correct"])
def test_SR_11_at_another_stage_the_page_is_not_there(client, story, step):
    person = factories.person(story.steward, name="Everything", is_staff=True)
    for role in ("steward", "approver"):
        factories.maps.grant(story.steward, story.roadmap, role, user=person)
    other = next(each for each in ("retired", "draft") if each not in STEPS[step].begins)
    at(story.roadmap, other)
    client.force_login(person)
    assert client.get(f"{PAGE}/{step}").status_code == 404
    assert client.post(f"{PAGE}/{step}", {"reason": "Because."}).status_code == 404
    assert story.now().stage == other


def test_the_page_says_what_will_happen_and_whom_it_concerns(open_as, story):
    page = open_as(story.steward, f"{PAGE}/submit_for_review")
    for words in (
        "The map goes to the stage “Internal review”.",
        "Then these write on it: Steward.",
        "people with a role on the map are told of it: Approver, Editor, Official.",
        "Asked to review it: Official.",
    ):
        assert words in page, words


def test_what_stands_in_the_way_leads_to_the_place_and_to_the_reason(open_as, story):
    page = open_as(story.steward, f"{PAGE}/submit_for_review")
    assert f'<a href="{MAP}/elements/EMO-C01">“Too few technicians” has a title' in page
    assert 'href="/checks/element_without_statement"' in page
    asked = story.ask(story.steward, Purpose.CONSULTATION)
    at(story.roadmap, "review")
    page = open_as(story.approver, f"{PAGE}/open_consultation")
    assert f'<a href="{PAGE}#clearance">Treasury has not answered yet: Finance.</a>' in page
    assert 'href="/checks/signoff_missing"' in page
    assert str(asked.pk) in open_as(story.official)


def test_what_can_be_passed_with_a_reason_asks_for_it_and_takes_it(send, story):
    answer = send(story.steward, "submit_for_review")
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    answer = send(story.steward, "submit_for_review", reason="Words are still sought.")
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert (story.now().stage, story.now().stage_note) == ("review", "Words are still sought.")


def test_a_refused_step_keeps_what_was_typed(send, story):
    story.take(story.steward, "submit_for_review", reason="Now.")
    story.ask(story.steward, Purpose.CONSULTATION)
    said = {"title": "Round one", "brief": "What is missing?", "audience": "invited"}
    answer = send(story.approver, "open_consultation", **said, closes_at=IN_SUMMER)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Treasury has not answered yet" in page
    for words in ('value="Round one"', "What is missing?", '<option value="invited" selected>',
                  f'value="{IN_SUMMER}"'):  # fmt: skip
        assert words in page, words
    assert story.now().stage == "review"
    assert not story.now().editions.exists()


def test_a_round_that_is_too_short_is_said_beside_the_form(send, story):
    story.take(story.steward, "submit_for_review", reason="Now.")
    soon = (timezone.now() + timedelta(days=5)).date().isoformat()
    said = {"title": "One", "brief": "What?", "audience": "public", "closes_at": soon}
    answer = send(story.approver, "open_consultation", **said)
    assert "A consultation lasts 28 days or more." in answer.content.decode()
    said["closes_at"] = IN_SUMMER
    assert send(story.approver, "open_consultation", **said).status_code == 303
    page = send(story.approver, "close_consultation").content.decode()
    assert "This field is required." in page  # its time is not over


def test_the_second_of_two_finds_no_step_to_take(send, story):
    assert send(story.steward, "submit_for_review", reason="Now.").status_code == 303
    assert send(story.steward, "submit_for_review", reason="Now.").status_code == 404
    assert story.now().stage == "review"


def test_SR_44_who_was_slower_than_another_is_told_so(send, story, monkeypatch):
    """The map moves on between the page and the button."""
    story.take(story.steward, "submit_for_review", reason="Now.")
    take = workflow.take

    def somebody_else_first(actor, roadmap, step, **said):
        take(story.steward, roadmap, "return_to_draft", reason="Not yet.")
        return take(actor, roadmap, step, **said)

    monkeypatch.setattr(workflow, "take", somebody_else_first)
    said = {"title": "One", "brief": "What?", "audience": "public", "closes_at": IN_SUMMER}
    answer = send(story.approver, "open_consultation", **said)
    assert answer.status_code == 422
    assert "is no step from the stage “Drafting”." in answer.content.decode()
    assert not story.now().editions.exists()


class TestPublishing:
    """An approver publishes what they have read, and nothing else."""

    @pytest.fixture
    def ready_to_publish(self, story):
        story.reach_approval()
        return story

    def test_the_first_edition_is_new_as_a_whole(self, open_as, ready_to_publish):
        page = open_as(ready_to_publish.approver, f"{PAGE}/publish")
        assert "The text becomes edition 1.0, which never changes and which all read." in page
        assert "It is the first edition, so all of it is new" in page
        assert HASH.search(page)[1] == ready_to_publish.read()

    def test_what_is_published_has_the_hash_that_was_read(self, send, open_as, ready_to_publish):
        sha256 = HASH.search(open_as(ready_to_publish.approver, f"{PAGE}/publish"))[1]
        answer = send(ready_to_publish.approver, "publish", note="The first.", sha256=sha256)
        assert answer.status_code == 303
        edition = ready_to_publish.current()
        assert (edition.number, edition.sha256) == ("1.0", sha256)

    def test_a_stale_hash_publishes_nothing_and_keeps_what_was_typed(
        self, send, open_as, ready_to_publish
    ):
        story = ready_to_publish
        sha256 = HASH.search(open_as(story.approver, f"{PAGE}/publish"))[1]
        story.take(story.approver, "return_to_revision", reason="A comma.")
        story.write(story.editor, summary="Too few, and too late.")
        story.translate()
        story.take(story.steward, "submit_for_approval")
        answer = send(story.approver, "publish", note="The first.", label="2026", sha256=sha256)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "The text has changed since you read it." in page
        assert "The first." in page
        assert 'value="2026"' in page
        assert HASH.search(page)[1] == story.read() != sha256
        assert story.now().stage == "approval"
        again = {"note": "The first.", "sha256": story.read()}
        assert send(story.approver, "publish", **again).status_code == 303

    def test_without_a_hash_nothing_is_published(self, send, ready_to_publish):
        assert send(ready_to_publish.approver, "publish", note="The first.").status_code == 422
        assert not ready_to_publish.now().is_published

    def test_who_wrote_on_it_is_told_that_somebody_else_approves(self, open_as, story):
        factories.maps.grant(story.steward, story.roadmap, "editor", user=story.approver)
        story.write(story.approver, summary="By the approver.")
        story.reach_approval()
        page = open_as(story.approver, f"{PAGE}/publish")
        assert "You wrote on this edition. Somebody else has to approve it." in page
        assert 'href="/checks/approver_has_written"' in page

    def test_a_later_edition_shows_what_changed_since_the_one_in_force(
        self, open_as, ready_to_publish
    ):
        story = ready_to_publish
        story.take(story.approver, "return_to_revision", reason="A word on the technicians.")
        story.write(story.editor, summary=LONG)
        story.translate()
        story.take(story.steward, "submit_for_approval")
        story.take(story.approver, "publish", note="The first.")
        story.take(story.steward, "open_refresh")
        story.write(story.editor, summary=LONG.replace("1,200", "1,300"))
        story.translate()
        story.take(story.steward, "submit_for_review", reason="Now.")
        story.take(story.approver, "skip_consultation", reason="A few words.")
        page = open_as(story.approver, f"{PAGE}/publish")
        for words in (
            f'What changed since <a href="{MAP}/editions/1.0">edition 1.0</a>',
            "it takes the place of edition 1.0.",
            '<ins><span class="hidden">Put in: </span> 1,300</ins>',
            'class="sign changed"',
            'id="of-EMO-C01"',
        ):
            assert words in page, words


def test_a_retired_map_has_no_step_left(open_as, story):
    at(story.roadmap, "retired")
    page = open_as(story.steward)
    assert "Nothing follows: this map has ended." in page
    assert "Nobody is asked for clearance." in page


def test_a_correction_is_begun_where_the_fault_stands(open_as, client, story, approver, published):
    page = open_as(approver)
    assert "Begin where the fault stands" in page
    assert "correct" not in offered(page)
    assert client.get(f"{PAGE}/correct").status_code == 404


def test_it_stands_there_in_spanish(open_as, story):
    page = open_as(story.steward, f"/es{PAGE}/submit_for_review")
    stage = "El mapa pasa a la etapa «En revisión interna»."
    for words in ("Qué va a pasar", stage, "Por qué importa", "Se pide que lo revisen: Official."):
        assert words in page, words
    assert "En qué punto está el mapa" in open_as(story.steward, f"/es{PAGE}")


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/submit_for_review"])
def test_SR_45_the_number_of_queries_does_not_depend_on_what_stands_on_the_map(
    client, story, address
):
    story.ask(story.steward, Purpose.PUBLICATION)
    client.force_login(story.steward)
    client.get(address)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        for number in range(5):
            elements.add(story.editor, story.roadmap, "challenge", title=f"One more {number}")
            house = factories.organisation(story.steward)
            factories.maps.grant(story.steward, story.roadmap, "reviewer", organisation=house)
            signoffs.ask(story.steward, story.now(), "publication", "finance", house)
    assert counts[0] == counts[1] <= 95
