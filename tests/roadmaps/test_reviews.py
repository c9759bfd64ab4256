import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.rules import Refused
from changes.models import Change
from roadmaps import councils, elements, history, participations, recommendations, replies, reviews
from roadmaps import roadmap as maps
from roadmaps.models import Recommendation, Review, Roadmap
from roadmaps.reviews import conflicts
from tests import factories
from tests.roadmaps import council as scenes
from tests.roadmaps.council import drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(clock, registrar, programme):
    return scenes.set_up(registrar, programme)


@pytest.fixture
def reader(scene, steward, roadmap):
    """The secretariat as an observer of the map."""
    maps.grant(steward, roadmap, "observer", organisation=scene.office)
    roadmap.refresh_from_db()
    return scene.clerk


def test_the_secretariat_opens_a_review_of_a_working_copy_that_it_may_read(scene, reader, roadmap):
    before = roadmap.revision
    review = reviews.open_review(reader, scene.council, roadmap, brief="The skills.")
    assert (review.map_revision, review.edition, review.is_open) == (before, None, True)


def test_SR_03_who_may_not_read_the_working_copy_opens_no_review_of_it(scene, roadmap, published):
    for actor in (scene.clerk, scene.registrar):
        with pytest.raises(PermissionDenied):
            reviews.open_review(actor, scene.council, roadmap)
    edition = published.editions.get()
    assert reviews.open_review(scene.clerk, scene.council, published, edition).edition == edition


def test_SR_02_only_those_who_keep_the_council_open_and_close(scene, reader, roadmap, steward):
    review = reviews.open_review(reader, scene.council, roadmap)
    with pytest.raises(PermissionDenied):
        reviews.close(scene.head, review)
    editor = roadmap.roles.get(role="editor", organisation=None).user
    with pytest.raises(PermissionDenied):
        reviews.open_review(editor, scene.council, roadmap)
    reviews.close(reader, review, "It holds together.")
    with pytest.raises(Refused, match="closed already"):
        reviews.close(reader, review)


def test_a_council_has_one_open_review_of_a_map(scene, reader, roadmap):
    review = reviews.open_review(reader, scene.council, roadmap)
    with pytest.raises(ValidationError, match="open review of this map"):
        reviews.open_review(reader, scene.council, roadmap)
    reviews.close(reader, review)
    reviews.open_review(reader, scene.council, roadmap)


def test_a_retired_map_and_one_of_another_programme_are_not_reviewed(scene, reader, roadmap):
    elsewhere = factories.programme(scene.registrar)
    other = councils.found(
        scene.registrar, elsewhere, "other", name="Other", secretariat=scene.office
    )
    with pytest.raises(Refused, match="another council"):
        reviews.open_review(reader, other, roadmap)
    Roadmap.objects.filter(pk=roadmap.pk).update(stage="retired")
    with pytest.raises(Refused, match="retired"):
        reviews.open_review(reader, scene.council, roadmap)


def test_SR_03_a_review_of_a_working_copy_is_seen_by_its_members_alone(
    scene, reader, roadmap, published, editor, stranger, anonymous
):
    of_the_copy = reviews.open_review(reader, scene.council, roadmap)
    reviews.close(reader, of_the_copy)
    of_the_edition = reviews.open_review(reader, scene.council, roadmap, published.editions.get())
    for actor in (stranger, anonymous, scene.registrar, scene.head):
        assert [*Review.objects.visible_to(actor)] == [of_the_edition]
    for actor in (reader, editor):
        assert {*Review.objects.visible_to(actor)} == {of_the_copy, of_the_edition}


def test_SR_03_nothing_is_seen_of_reviews_of_a_map_that_was_never_published(
    scene, reader, roadmap, anonymous
):
    reviews.open_review(reader, scene.council, roadmap)
    assert not Review.objects.visible_to(anonymous).exists()


def test_who_leads_what_is_reviewed_is_shown(
    scene, reader, roadmap, initiative, editor, ministry, association, published, anonymous
):
    """The ministry leads the initiative; the association has a seat and leads nothing."""
    seats = [
        councils.seat(scene.clerk, scene.council, organisation=each)
        for each in (ministry, association)
    ]
    review = reviews.open_review(reader, scene.council, published, published.editions.get())
    for actor in (anonymous, reader):
        assert conflicts(actor, review) == [seats[0]]
    base = scene.council.revision
    councils.change(scene.clerk, seats[0], base, since="2026-01-01", until="2026-05-01")
    assert conflicts(anonymous, review) == []


def test_SR_03_a_lead_that_one_may_not_see_is_no_conflict_to_them(
    scene, reader, roadmap, editor, steward, association
):
    councils.seat(scene.clerk, scene.council, organisation=association)
    secret = elements.add(steward, roadmap, "initiative", title="Secret", visibility="internal")
    participations.involve(steward, secret, association, "lead")
    review = reviews.open_review(reader, scene.council, roadmap)
    assert conflicts(reader, review) == []
    assert [each.organisation for each in conflicts(steward, review)] == [association]


def test_what_had_no_reply_shows_in_the_next_review_of_the_map(scene, reader, roadmap, clock):
    first = reviews.open_review(reader, scene.council, roadmap)
    thing = recommendations.make(
        scene.clerk, drafted(scene, roadmap=roadmap, review=first, title="Still open")
    )
    answered = recommendations.make(scene.clerk, drafted(scene, roadmap=roadmap))
    reviews.close(reader, first)
    clock("2026-06-01T09:00")
    answered.refresh_from_db()
    replies.reply(scene.head, answered, answered.revision, "noted", reason="Seen.")
    clock("2026-09-01T09:00")
    second = reviews.open_review(reader, scene.council, roadmap)
    waiting = Recommendation.objects.about(reader, roadmap).unanswered(second.opened_on)
    assert [*waiting] == [thing]
    clock("2026-10-01T09:00")
    thing.refresh_from_db()
    replies.reply(scene.head, thing, thing.revision, "noted", reason="Seen.")
    # The review keeps what it found when it was opened.
    assert [*Recommendation.objects.about(reader, roadmap).unanswered(second.opened_on)] == [thing]
    assert not Recommendation.objects.about(reader, roadmap).unanswered().exists()


def test_a_review_is_of_its_own_council_and_map(scene, reader, roadmap):
    review = reviews.open_review(reader, scene.council, roadmap)
    with pytest.raises(ValidationError, match="of this council and this map"):
        drafted(scene, review=review)


def test_the_history_of_the_map_tells_of_its_reviews(scene, reader, roadmap, editor):
    review = reviews.open_review(reader, scene.council, roadmap, brief="The skills.")
    reviews.close(reader, review, "It holds together.")
    lines = Change.objects.within(roadmap).of(review).order_by("revision")
    told = [each["sentence"] for each in history.told(editor, roadmap, lines)]
    assert told == [
        "Clerk opened a review of the map by a council: Innovation council.",
        "Clerk closed a council’s review of the map.",
    ]
    assert {each["kind"] for each in history.told(editor, roadmap, lines)} == {"review"}
