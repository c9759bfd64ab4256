from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import people
from accounts.onlookers import Onlooker
from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change
from changes.verify import faults
from roadmaps import replies
from roadmaps.models import Recommendation
from tests import factories
from tests.roadmaps import council as scenes
from tests.roadmaps.council import drafted, made
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(clock, registrar, programme):
    return scenes.set_up(registrar, programme)


def now(thing):
    thing.refresh_from_db()
    return thing.revision


def standing(thing):
    return Recommendation.objects.standing().get(pk=thing.pk)


def accept(scene, thing, *commitments, **fields):
    return replies.reply(scene.head, thing, now(thing), "accepted", commitments, **fields)


class TestReplying:
    def test_it_is_accepted_by_naming_what_will_do_it(self, scene, roadmap, initiative):
        thing = made(scene, roadmap=roadmap)
        with pytest.raises(ValidationError, match="at least one element"):
            accept(scene, thing)
        given = accept(scene, thing, initiative)
        assert [*given.commitments.all()] == [initiative.element_ptr]
        found = standing(thing)
        assert (found.response, found.progress) == ("accepted", "not_started")

    @pytest.mark.parametrize("response", ["accepted_in_part", "noted", "rejected"])
    def test_other_replies_need_a_reason(self, scene, response):
        thing = made(scene)
        with pytest.raises(ValidationError, match="needs a reason"):
            replies.reply(scene.head, thing, now(thing), response)
        replies.reply(scene.head, thing, now(thing), response, reason="No budget.")
        assert standing(thing).response == response

    def test_what_is_accepted_in_principle_is_looked_at_again(self, scene):
        thing = made(scene)
        said = {"response": "accepted_in_principle", "reason": "Later."}
        with pytest.raises(ValidationError, match="looked at again"):
            replies.reply(scene.head, thing, now(thing), **said)
        replies.reply(scene.head, thing, now(thing), revisit_on=date(2027, 1, 1), **said)

    def test_what_is_rejected_names_nothing_that_will_do_it(self, scene, roadmap, initiative):
        thing = made(scene, roadmap=roadmap)
        with pytest.raises(ValidationError, match="only where something is accepted"):
            replies.reply(scene.head, thing, now(thing), "rejected", [initiative], reason="No.")

    @pytest.mark.parametrize("response", ["awaited", "", "perhaps"])
    def test_nobody_answers_that_they_will_answer(self, scene, response):
        thing = made(scene)
        with pytest.raises(ValidationError, match="what the reply is"):
            replies.reply(scene.head, thing, now(thing), response, reason="Soon.")

    def test_SR_02_only_who_may_submit_for_the_addressee_replies(self, scene, editor, anonymous):
        thing = made(scene)
        looking = Onlooker(scene.registrar, scene.agency)
        for actor in (scene.clerk, scene.registrar, scene.junior, editor, anonymous, looking):
            with pytest.raises(PermissionDenied):
                replies.reply(actor, thing, now(thing), "rejected", reason="No.")
        scenes.promote(scene, scene.junior, scene.agency)
        replies.reply(scene.junior, thing, now(thing), "rejected", reason="No.")

    def test_a_draft_is_not_answered(self, scene):
        thing = drafted(scene)
        with pytest.raises(PermissionDenied):
            replies.reply(scene.head, thing, now(thing), "rejected", reason="No.")

    def test_a_later_reply_takes_its_place_and_both_are_told(self, scene, clock):
        thing = made(scene)
        replies.reply(scene.head, thing, now(thing), "rejected", reason="No budget.")
        clock("2026-06-04T09:00")
        replies.reply(scene.head, thing, now(thing), "accepted_in_part", reason="Half of it.")
        found = standing(thing)
        assert (found.response, found.replied_on) == ("accepted_in_part", date(2026, 5, 4))
        assert [each.response for each in thing.replies.all()] == ["rejected", "accepted_in_part"]

    def test_who_has_not_seen_a_reply_does_not_answer_over_it(self, scene):
        thing = made(scene)
        base = now(thing)
        replies.reply(scene.head, thing, base, "rejected", reason="No budget.")
        again = replies.reply(scene.head, thing, base, "rejected", reason="No budget.")
        assert thing.replies.get() == again
        with pytest.raises(Clash) as clash:
            replies.reply(scene.head, thing, base, "noted", reason="No budget.")
        assert clash.value.names == ["response"]
        assert clash.value.revision == base + 1

    def test_the_log_says_who_replied_and_when(self, scene):
        thing = made(scene)
        replies.reply(scene.head, thing, now(thing), "rejected", reason="No budget.")
        lines = Change.objects.within(thing).order_by("revision")
        assert [(line.verb, line.actor.name) for line in lines] == [
            ("drafted", "Clerk"), ("made", "Clerk"), ("replied", "Head"),
        ]  # fmt: skip
        assert list(faults()) == []


class TestProgress:
    def test_addressee_and_secretariat_tell_how_far_it_is(self, scene):
        thing = made(scene)
        replies.reply(scene.head, thing, now(thing), "accepted_in_part", reason="Half of it.")
        first = replies.follow_up(scene.head, thing, now(thing), "in_progress")
        second = replies.follow_up(scene.clerk, thing, now(thing), "done", note="Report of June.")
        assert (first.organisation, second.organisation) == (scene.agency, scene.office)
        assert standing(thing).progress == "done"

    def test_nothing_gets_on_that_was_not_accepted(self, scene):
        thing = made(scene)
        with pytest.raises(Refused, match="wait for the reply"):
            replies.follow_up(scene.clerk, thing, now(thing), "in_progress")
        replies.reply(scene.head, thing, now(thing), "rejected", reason="No.")
        with pytest.raises(Refused, match="wait for the reply"):
            replies.follow_up(scene.head, thing, now(thing), "in_progress")

    def test_what_has_lapsed_says_why(self, scene):
        thing = made(scene)
        replies.reply(scene.head, thing, now(thing), "accepted_in_part", reason="Half.")
        with pytest.raises(ValidationError, match="why it has lapsed"):
            replies.follow_up(scene.head, thing, now(thing), "lapsed")
        replies.follow_up(scene.head, thing, now(thing), "lapsed", note="A new law does it.")

    def test_SR_02_others_tell_nothing(self, scene, editor, anonymous):
        thing = made(scene)
        replies.reply(scene.head, thing, now(thing), "accepted_in_part", reason="Half.")
        for actor in (scene.junior, editor, anonymous):
            with pytest.raises(PermissionDenied):
                replies.follow_up(actor, thing, now(thing), "done")


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_two_who_reply_at_once_one_is_told_of_the_other(self, scene):
        thing = made(scene)
        other = factories.person(scene.registrar)
        people.join(scene.registrar, other, scene.agency, may_submit=True)
        base = now(thing)
        outcomes = at_once(
            lambda: replies.reply(scene.head, thing, base, "rejected", reason="No."),
            lambda: replies.reply(
                other, Recommendation.objects.get(pk=thing.pk), base, "noted", reason="Seen."
            ),
        ).outcomes()
        assert sorted(type(each).__name__ for each in outcomes) == ["Clash", "Reply"]
        assert thing.replies.count() == 1
