from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import memberships
from accounts.onlookers import Onlooker
from accounts.rules import Refused
from changes.merging import Clash
from roadmaps import elements, recommendations, replies, workflow
from roadmaps.mentions import mentioned
from roadmaps.models import Recommendation
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


class TestMaking:
    def test_a_draft_has_no_number_and_one_that_is_made_runs_for_sixty_days(self, scene):
        draft = drafted(scene)
        assert (draft.code, draft.made_on) == ("", None)
        recommendations.make(scene.clerk, draft)
        found = standing(draft)
        assert (found.code, found.made_on, found.due) == (
            "2026-01", date(2026, 5, 4), date(2026, 7, 3),
        )  # fmt: skip
        assert (found.response, found.progress, found.is_overdue) == ("awaited", "", False)

    def test_numbers_begin_anew_each_year_and_drafts_leave_no_gap(self, scene, clock):
        codes = [made(scene).code]
        drafted(scene)
        codes.append(made(scene).code)
        clock("2027-01-02T09:00")
        codes.append(made(scene).code)
        assert codes == ["2026-01", "2026-02", "2027-01"]

    def test_it_is_made_once(self, scene):
        thing = made(scene)
        with pytest.raises(Refused, match="made already"):
            recommendations.make(scene.clerk, thing)
        with pytest.raises(Refused, match="made already"):
            recommendations.discard(scene.clerk, thing)

    def test_it_is_addressed_to_somebody_before_it_is_made(self, scene):
        draft = drafted(scene, addressee=None)
        with pytest.raises(Refused, match="to whom"):
            recommendations.make(scene.clerk, draft)

    def test_a_day_that_is_over_is_no_day_for_a_reply(self, scene, clock):
        draft = drafted(scene, due="2026-05-03")
        with pytest.raises(Refused, match="over already"):
            recommendations.make(scene.clerk, draft)

    def test_once_made_only_the_day_moves_and_only_later(self, scene):
        thing = made(scene)
        with pytest.raises(Refused, match="not rewritten"):
            recommendations.edit(scene.clerk, thing, now(thing), text="Something else.")
        with pytest.raises(ValidationError, match="extended only"):
            recommendations.edit(scene.clerk, thing, now(thing), due=date(2026, 6, 1))
        recommendations.edit(scene.clerk, thing, now(thing), due=date(2026, 8, 1))
        assert standing(thing).due == date(2026, 8, 1)

    def test_elements_and_review_are_of_the_map_it_is_about(self, scene, roadmap, goal):
        with pytest.raises(ValidationError, match="of the map"):
            drafted(scene, elements=[goal])
        thing = drafted(scene, roadmap=roadmap, elements=[goal])
        with pytest.raises(ValidationError, match="of the map"):
            recommendations.edit(scene.clerk, thing, now(thing), roadmap=None)

    def test_two_who_edit_the_same_text_clash(self, scene):
        thing = drafted(scene)
        base = now(thing)
        recommendations.edit(scene.clerk, thing, base, text="One.")
        recommendations.edit(scene.registrar, thing, base, title="Other")
        with pytest.raises(Clash) as clash:
            recommendations.edit(scene.registrar, thing, base, text="Other.")
        assert clash.value.names == ["text"]

    def test_SR_02_only_those_who_keep_the_council_write_and_make(self, scene, editor, anonymous):
        thing = drafted(scene)
        for actor in (scene.head, editor, anonymous):
            with pytest.raises(PermissionDenied):
                recommendations.draft(actor, scene.council, **scenes.TEXT)
            with pytest.raises(PermissionDenied):
                recommendations.edit(actor, thing, now(thing), text="Mine.")
            with pytest.raises(PermissionDenied):
                recommendations.make(actor, thing)
            with pytest.raises(PermissionDenied):
                recommendations.discard(actor, thing)
        recommendations.discard(scene.clerk, thing)
        assert not Recommendation.objects.exists()


class TestTime:
    def test_it_is_overdue_from_the_day_after_its_last(self, scene, clock):
        thing = made(scene)
        clock("2026-07-03T09:00")
        assert not standing(thing).is_overdue
        assert not Recommendation.objects.overdue().exists()
        clock("2026-07-04T09:00")
        assert standing(thing).is_overdue
        assert Recommendation.objects.overdue().get() == thing
        replies.reply(scene.head, thing, now(thing), "noted", reason="Seen.")
        found = standing(thing)
        assert (found.is_overdue, found.is_late) == (False, True)
        assert not Recommendation.objects.overdue().exists()

    def test_nothing_is_overdue_where_nothing_was_made(self, scene, clock):
        drafted(scene, due="2026-05-05")
        clock("2026-12-04T09:00")
        assert not Recommendation.objects.overdue().exists()


class TestSeeing:
    def seen(self, actor):
        return {*Recommendation.objects.visible_to(actor).values_list("title", flat=True)}

    def test_SR_03_drafts_are_for_those_who_keep_the_council(self, scene, stranger, anonymous):
        drafted(scene)
        for actor in (scene.head, stranger, anonymous):
            assert self.seen(actor) == set()
        for actor in (scene.clerk, scene.registrar):
            assert self.seen(actor) == {"Train technicians"}

    def test_SR_03_what_is_about_a_hidden_map_is_for_its_members_and_who_is_addressed(
        self, scene, roadmap, stranger, anonymous, editor
    ):
        made(scene, roadmap=roadmap, title="About a hidden map")
        made(scene, title="About no map")
        for actor in (stranger, anonymous):
            assert self.seen(actor) == {"About no map"}
        for actor in (editor, scene.head, scene.junior, scene.clerk):
            assert self.seen(actor) == {"About no map", "About a hidden map"}

    def test_SR_05_what_it_names_is_told_to_those_who_may_see_it(
        self, scene, roadmap, goal, editor, partner, steward, anonymous, published
    ):
        secret = self._internal(steward, roadmap)
        thing = made(scene, roadmap=roadmap, elements=[goal, secret])
        told = {
            actor: [each["code"] for each in mentioned(actor, [thing]).elements.get(thing.pk, ())]
            for actor in (anonymous, scene.head, partner, steward)
        }
        assert told[steward] == [secret.code, goal.code]
        assert told[anonymous] == told[scene.head] == told[partner] == [goal.code]
        (said,) = mentioned(anonymous, [thing]).maps.values()
        assert (said["slug"], said["title"]) == ("electromobility", "Electromobility")

    def _internal(self, steward, roadmap):
        workflow.open_refresh(steward, roadmap)
        roadmap.refresh_from_db()
        return elements.add(steward, roadmap, "challenge", title="Secret", visibility="internal")

    def test_SR_03_an_onlooker_sees_no_more_than_who_looks(self, scene, steward, editor):
        drafted(scene)
        assert self.seen(Onlooker(editor, scene.office)) == set()
        assert self.seen(Onlooker(scene.registrar, scene.office)) == {"Train technicians"}
        assert self.seen(Onlooker(scene.registrar, scene.agency)) == set()
        assert self.seen(Onlooker(scene.registrar)) == set()

    def test_who_leaves_the_secretariat_sees_no_draft_any_more(self, scene):
        drafted(scene)
        held = scene.clerk.memberships.get()
        memberships.remove(scene.registrar, held)
        assert self.seen(scene.clerk) == set()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_that_are_made_at_once_get_two_numbers(self, scene):
        one, two = drafted(scene), drafted(scene, title="Other")
        at_once(
            lambda: recommendations.make(scene.clerk, one),
            lambda: recommendations.make(scene.registrar, two),
        ).outcomes()
        codes = {each.code for each in Recommendation.objects.all()}
        assert codes == {"2026-01", "2026-02"}

    def test_of_two_who_make_the_same_one_makes_it(self, scene):
        draft = drafted(scene)
        outcomes = at_once(
            lambda: recommendations.make(scene.clerk, draft),
            lambda: recommendations.make(scene.registrar, Recommendation.objects.get(pk=draft.pk)),
        ).outcomes()
        assert sorted(type(each).__name__ for each in outcomes) == ["Recommendation", "Refused"]
