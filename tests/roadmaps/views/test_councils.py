"""The pages of councils: read by everybody, written by those who keep them, answered once."""

import re

import pytest

from roadmaps import councils, replies, reviews
from roadmaps import roadmap as maps
from roadmaps.models import Council, Recommendation, Review, Seat
from tests.roadmaps import council as scenes
from tests.roadmaps.council import drafted, made

pytestmark = pytest.mark.django_db
PAGES = {  # how many queries each page needs for somebody who has not signed in
    "/councils": 2,
    "/councils/innovation": 13,
    "/recommendations": 8,
    "/recommendations/{recommendation}": 12,
    "/reviews/{review}": 22,
}


@pytest.fixture
def scene(clock, registrar, programme):
    return scenes.set_up(registrar, programme)


@pytest.fixture
def open_review(scene, published, goal, clock):
    """Since the day before something waits for a reply."""
    made(scene, roadmap=published, elements=[goal], title="Waits since before")
    clock("2026-05-05T09:00")
    return reviews.open_review(scene.clerk, scene.council, published, published.editions.get())


@pytest.fixture
def address(scene, published, open_review, goal, ministry):
    councils.seat(scene.clerk, scene.council, organisation=ministry, holder="Ada")
    thing = made(scene, roadmap=published, elements=[goal], review=open_review)
    keys = {"recommendation": thing.pk, "review": open_review.pk}
    return lambda page: page.format(**keys)


def sent(client, person, page, **said):
    client.force_login(person)
    return client.post(page, said)


@pytest.mark.parametrize(("page", "count"), PAGES.items())
def test_a_page_asks_a_fixed_number_of_times(
    client, scene, published, goal, address, django_assert_num_queries, page, count
):
    with django_assert_num_queries(count):
        assert client.get(address(page)).status_code == 200
    for number in range(3):
        made(scene, roadmap=published, elements=[goal], title=f"More {number}")
        councils.seat(scene.clerk, scene.council, reserved_for="academia")
    with django_assert_num_queries(count):
        assert client.get(address(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "/es"])
def test_a_page_keeps_the_strict_policy(text, address, page, language):
    html = text(language + address(page))
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+=", html)


@pytest.mark.parametrize("page", ["/councils", "/recommendations"])
def test_where_there_is_nothing_it_says_so(text, db, page):
    assert 'class="empty"' in text(page)


def test_the_page_of_a_council_shows_seats_balance_reviews_and_recommendations(text, address):
    told = text("/councils/innovation")
    for word in ("Ada", "Ministry of Economy", "Government", "Edition 1.0", "2026-01", "Awaited"):
        assert word in told
    assert "Gobierno" in text("/es/councils/innovation")
    assert "Add a seat" not in told


def test_a_review_shows_who_has_an_interest_and_what_still_waits(
    text, scene, published, initiative, address, clock
):
    review = Review.objects.get()
    told = text(f"/reviews/{review.pk}")
    assert "Conflicts of interest" in told
    reviews.close(scene.clerk, review)
    clock("2026-08-01T09:00")
    reviews.open_review(scene.clerk, scene.council, published, published.editions.get())
    second = Review.objects.get(closed_on=None)
    told = text(f"/reviews/{second.pk}")
    assert "Train technicians" in told[told.index("From before") :]
    assert "Overdue" in told


def test_the_map_tells_what_is_recommended_about_it(text, address):
    told = text("/roadmaps/electromobility")
    assert "What councils recommend" in told
    assert "Train technicians" in told


class TestTheTracker:
    @pytest.fixture
    def two(self, scene, published, clock):
        made(scene, roadmap=published, title="Late one")
        clock("2026-08-01T09:00")
        answered = made(scene, title="Answered one")
        answered.refresh_from_db()
        replies.reply(scene.head, answered, answered.revision, "noted", reason="Seen.")
        drafted(scene, title="Draft")
        return scene

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", {"Late one", "Answered one"}),
            ("?standing=overdue", {"Late one"}),
            ("?standing=awaited", {"Late one"}),
            ("?standing=noted", {"Answered one"}),
            ("?standing=rejected", set()),
            ("?roadmap=electromobility", {"Late one"}),
            ("?council=innovation&roadmap=&addressee=", {"Late one", "Answered one"}),
        ],
    )
    def test_it_is_filtered(self, text, two, query, titles):
        told = text(f"/recommendations{query}")
        assert {each for each in ("Late one", "Answered one", "Draft") if each in told} == titles

    def test_by_whom_it_is_addressed_to(self, text, two):
        assert "Late one" in text(f"/recommendations?addressee={two.agency.code}")

    @pytest.mark.parametrize("query", ["roadmap=nowhere", "standing=soon", "colour=red"])
    def test_what_it_does_not_know_it_refuses(self, client, two, query):
        assert client.get(f"/recommendations?{query}").status_code == 400

    def test_SR_05_a_hidden_map_is_as_unknown_as_a_missing_one(self, client, scene, roadmap):
        made(scene, roadmap=roadmap, title="Hidden")
        answers = [
            client.get(f"/recommendations?roadmap={slug}")
            for slug in (roadmap.slug, "nothing-here")
        ]
        assert [each.status_code for each in answers] == [400, 400]
        assert b"Hidden" not in client.get("/recommendations").content


class TestWriting:
    def test_a_registrar_enters_a_council(self, client, registrar, programme, editor):
        page = f"/programmes/{programme.code}/councils/add"
        said = {"name": "Council", "code": "second"}
        assert sent(client, editor, page, **said).status_code == 403
        answer = sent(client, registrar, page, **said)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/councils/second")
        assert Council.objects.get().programme == programme

    def test_the_secretariat_keeps_seats(self, client, scene, association, editor):
        here = "/councils/innovation/seats"
        assert sent(client, editor, f"{here}/add", reserved_for="academia").status_code == 403
        assert sent(client, scene.clerk, f"{here}/add", title="Nobody").status_code == 422
        assert sent(client, scene.clerk, f"{here}/add", reserved_for="industry").status_code == 303
        seat = Seat.objects.get()
        base = Council.objects.get().revision
        said = {"base": base, "organisation": association.pk, "initial-reserved_for": "industry",
                "reserved_for": "industry"}  # fmt: skip
        assert sent(client, scene.clerk, f"{here}/{seat.pk}/edit", **said).status_code == 303
        seat.refresh_from_db()
        assert seat.organisation == association
        clash = said | {"organisation": scene.agency.pk}
        answer = sent(client, scene.clerk, f"{here}/{seat.pk}/edit", **clash)
        assert answer.status_code == 409
        assert "Somebody else has changed" in answer.content.decode()
        page = f"{here}/{seat.pk}/abolish"
        self.confirm(client, scene.clerk, page)
        assert not Seat.objects.exists()

    def confirm(self, client, person, page):
        client.force_login(person)
        seen = re.search(r'name="seen" value="(\w+)"', client.get(page).content.decode())[1]
        answer = client.post(page, {"seen": seen})
        assert answer.status_code == 303, answer.content.decode()
        return answer

    def test_a_draft_is_written_changed_and_made(self, client, scene, published, goal, editor):
        page = "/councils/innovation/recommendations/add"
        said = {"title": "Train", "text": "All of them.", "addressee": scene.agency.pk,
                "roadmap": "electromobility", "elements": "emo-g01"}  # fmt: skip
        assert sent(client, editor, page, **said).status_code == 403
        wrong = sent(client, scene.clerk, page, **said | {"elements": "EMO-G77"})
        assert wrong.status_code == 422
        assert "EMO-G77" in wrong.content.decode()
        answer = sent(client, scene.clerk, page, **said)
        assert answer.status_code == 303, answer.content.decode()
        thing = Recommendation.objects.get()
        assert [each.code for each in thing.elements.all()] == ["EMO-G01"]
        here = f"/recommendations/{thing.pk}"
        kept = {f"initial-{name}": value for name, value in said.items()}
        changed = said | kept | {"initial-elements": "EMO-G01", "elements": "EMO-G01",
                                 "text": "Most of them.", "base": thing.revision}  # fmt: skip
        assert sent(client, scene.clerk, f"{here}/edit", **changed).status_code == 303
        client.logout()
        assert client.get(here).status_code == 404
        self.confirm(client, scene.clerk, f"{here}/make")
        client.logout()
        told = client.get(here).content.decode()
        assert "2026-01" in told
        assert "Most of them." in told

    def test_a_draft_is_thrown_away(self, client, scene):
        thing = drafted(scene)
        self.confirm(client, scene.clerk, f"/recommendations/{thing.pk}/discard")
        assert not Recommendation.objects.exists()

    def test_what_was_made_gets_more_time_and_no_other_text(self, client, scene):
        thing = made(scene)
        page = f"/recommendations/{thing.pk}/edit"
        said = {"base": thing.revision, "due": "2026-05-05", "text": "Other"}
        assert sent(client, scene.clerk, page, **said).status_code == 422
        assert sent(client, scene.clerk, page, **said | {"due": "2026-12-01"}).status_code == 303
        thing.refresh_from_db()
        assert (str(thing.due), thing.text) == ("2026-12-01", scenes.TEXT["text"])

    def test_a_review_is_opened_and_closed(self, client, scene, published, editor, steward):
        page = "/councils/innovation/reviews/add"
        said = {"text": "electromobility@1.0", "brief": "The skills."}
        assert sent(client, editor, page, **said).status_code == 403
        of_the_copy = said | {"text": "electromobility"}
        assert sent(client, scene.clerk, page, **of_the_copy).status_code == 422
        assert sent(client, scene.clerk, page, **said).status_code == 303
        assert sent(client, scene.clerk, page, **said).status_code == 422  # one at a time
        review = Review.objects.get()
        here = f"/reviews/{review.pk}"
        assert sent(client, editor, f"{here}/close", conclusion="No.").status_code == 403
        assert sent(client, scene.clerk, f"{here}/close", conclusion="Good.").status_code == 303
        assert sent(client, scene.clerk, f"{here}/close", conclusion="Bad.").status_code == 409
        assert "Good." in client.get(here).content.decode()

    def test_SR_03_a_review_of_a_working_copy_is_missing_for_others(
        self, client, scene, roadmap, steward
    ):
        maps.grant(steward, roadmap, "observer", organisation=scene.office)
        said = {"text": "electromobility", "brief": "The skills."}
        assert (
            sent(client, scene.clerk, "/councils/innovation/reviews/add", **said).status_code == 303
        )
        review = Review.objects.get()
        for person, status in ((scene.clerk, 200), (scene.head, 404), (scene.registrar, 404)):
            client.force_login(person)
            assert client.get(f"/reviews/{review.pk}").status_code == status
            assert (b"Electromobility" in client.get("/councils/innovation").content) is (
                status == 200
            )


class TestReplying:
    def test_the_addressee_replies_and_tells_how_far_it_is(
        self, client, scene, published, initiative
    ):
        thing = made(scene, roadmap=published)
        here = f"/recommendations/{thing.pk}"
        said = {"base": thing.revision, "response": "accepted", "commitments": ""}
        for person in (scene.clerk, scene.junior):
            assert sent(client, person, f"{here}/reply", **said).status_code == 403
        wrong = sent(client, scene.head, f"{here}/reply", **said)
        assert wrong.status_code == 422
        assert "Name at least one element" in wrong.content.decode()
        answer = sent(client, scene.head, f"{here}/reply", **said | {"commitments": "EMO-I01"})
        assert answer.status_code == 303, answer.content.decode()
        late = said | {"response": "rejected", "reason": "No."}
        assert sent(client, scene.head, f"{here}/reply", **late).status_code == 409
        thing.refresh_from_db()
        done = {"base": thing.revision, "progress": "in_progress", "note": "Begun."}
        assert sent(client, scene.junior, f"{here}/follow-up", **done).status_code == 403
        assert sent(client, scene.head, f"{here}/follow-up", **done).status_code == 303
        told = client.get(here).content.decode()
        for word in ("EMO-I01", "In progress", "Begun.", "Written by Head"):
            assert word in told
        client.logout()
        told = client.get(here).content.decode()
        assert "EMO-I01" in told
        assert "Written by" not in told

    def test_SR_05_what_is_hidden_is_missing(self, client, scene, roadmap, stranger):
        hidden = made(scene, roadmap=roadmap)
        draft = drafted(scene)
        client.force_login(stranger)
        for key in (hidden.pk, draft.pk, scene.council.pk):
            for step in ("", "/edit", "/make", "/discard", "/reply", "/follow-up"):
                assert client.get(f"/recommendations/{key}{step}").status_code == 404

    def test_whom_it_is_addressed_to_reads_it_without_the_map_that_is_hidden(
        self, client, scene, roadmap, goal
    ):
        thing = made(scene, roadmap=roadmap, elements=[goal])
        client.force_login(scene.head)
        told = client.get(f"/recommendations/{thing.pk}").content.decode()
        assert scenes.TEXT["text"] in told
        assert "lectromobility" not in told
        assert goal.code not in told
