"""Seeing the site with other eyes: never more than with one's own, and never with a pen."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import memberships
from accounts.onlookers import Onlooker
from changes.models import Change, record
from roadmaps import document, elements, looks, map_roles, participations
from roadmaps.models import Look, MapRole, Roadmap
from roadmaps.rules import RULES, can
from roadmaps.stages import Role, Stage
from tests import factories
from tests.roadmaps.test_rules import stages_of, written


@pytest.fixture
def other_map(registrar, programme, association):
    """A map of another steward, on which the association is an editor."""
    other = factories.person(registrar, name="Other", is_staff=True)
    roadmap = factories.roadmap(other, programme)
    map_roles.grant(other, roadmap, "editor", organisation=association)
    return roadmap


@pytest.fixture
def eyes(steward, association):
    """Every pair of eyes with which the steward may look."""
    every = {role.value: Onlooker(steward, role=role) for role in Role}
    return every | {
        "association": Onlooker(steward, organisation=association),
        "outsider": Onlooker(steward),
    }


def afresh(roadmap):
    return Roadmap.objects.get(pk=roadmap.pk)


@pytest.mark.parametrize("role", [role.value for role in Role if role != "reporter"])
def test_with_a_role_one_may_what_the_policy_says_of_it(role, roadmap, eyes):
    for action in RULES:
        assert stages_of(action, eyes[role], roadmap) == written(role, action), action


def test_a_reporter_without_an_organisation_leads_nothing(roadmap, editor, eyes):
    participations.involve(editor, roadmap.elements.get(kind="challenge"), None, "lead", group="We")
    assert stages_of("report", eyes["reporter"], roadmap) == set()


def test_somebody_of_an_organisation_leads_what_it_leads(roadmap, steward, ministry):
    map_roles.grant(steward, roadmap, "reporter", organisation=ministry)
    somebody = Onlooker(steward, organisation=ministry)
    assert stages_of("report", somebody, afresh(roadmap)) == set("dvcnaf")


def test_an_organisation_has_its_own_roles(empty_map, eyes):
    assert afresh(empty_map).roles_of(eyes["association"]) == {"observer"}


def test_an_outsider_sees_what_everybody_sees(published, roadmap, eyes, steward, programme):
    factories.roadmap(steward, programme)
    seen = Roadmap.objects.visible_to(eyes["outsider"])
    assert list(seen) == list(Roadmap.objects.visible_to(AnonymousUser())) == [published]
    assert MapRole.objects.held_by(eyes["outsider"]).count() == 0
    assert document.build(published, eyes["outsider"]) == document.build(published, AnonymousUser())


def test_SR_02_nobody_sees_more_with_other_eyes(empty_map, other_map, steward, eyes):
    elements.add(steward, empty_map, "challenge", title="Inside", visibility="internal")
    for name, onlooker in eyes.items():
        seen = set(Roadmap.objects.visible_to(onlooker))
        assert seen <= set(Roadmap.objects.visible_to(steward)), name
        for roadmap in (empty_map, other_map):
            mine, theirs = (afresh(roadmap).sight_of(each) for each in (steward, onlooker))
            assert set(theirs.visibilities) <= set(mine.visibilities), name
            assert mine.is_member or not theirs.is_member, name
        for action in RULES:
            for stage in Stage:
                there = afresh(other_map)
                there.stage = stage
                assert not can(onlooker, action, there), (name, action)


def test_a_registrar_who_is_no_steward_sees_no_draft_with_any_eyes(
    registrar, empty_map, association
):
    for onlooker in (
        Onlooker(registrar, organisation=association),
        *(Onlooker(registrar, role=role) for role in Role),
    ):
        assert not Roadmap.objects.visible_to(onlooker).exists()


def test_SR_14_who_is_steward_no_more_sees_nothing_with_the_eyes_of_a_role(
    empty_map, steward, editor
):
    map_roles.grant(steward, empty_map, "steward", user=editor)
    onlooker = Onlooker(editor, role="editor")
    assert afresh(empty_map).roles_of(onlooker) == {"editor"}
    map_roles.revoke(steward, empty_map.roles.get(user=editor, role="steward"))
    assert afresh(empty_map).roles_of(onlooker) == set()


def test_what_is_internal_is_hidden_from_the_eyes_of_an_editor(empty_map, steward, eyes):
    elements.add(steward, empty_map, "challenge", title="Inside", visibility="internal")
    for name, count in (("steward", 1), ("approver", 1), ("editor", 0), ("association", 0)):
        assert len(document.build(empty_map, eyes[name])["elements"]) == count, name


def test_the_people_of_an_organisation_are_seen_only_by_those_who_see_them_anyway(
    registrar, steward, partner, association, ministry
):
    steward.is_staff = False
    assert not memberships.can(Onlooker(steward, organisation=association), "view", association)
    assert memberships.can(Onlooker(steward, organisation=ministry), "view", ministry)
    assert memberships.can(Onlooker(registrar, organisation=association), "view", association)
    assert not memberships.can(Onlooker(registrar, organisation=association), "view", ministry)
    for onlooker in (
        Onlooker(registrar, organisation=association),
        Onlooker(registrar, role="editor"),
    ):
        assert not memberships.can(onlooker, "manage", association)


def test_an_onlooker_writes_nothing_whatever_happens(empty_map, challenge, eyes):
    lines = Change.objects.count()
    for name in ("steward", "editor"):
        with pytest.raises(ValueError, match="User"):
            elements.edit(eyes[name], challenge, challenge.revision, title="Theirs")
    assert Change.objects.count() == lines
    assert elements.Challenge.objects.get().title == "Too few technicians"


def test_when_it_begins_and_ends_is_in_the_log(steward, empty_map, association):
    look = looks.begin(steward, organisation=association)
    begun = Change.objects.within(look.user).last()
    assert (begun.verb, begun.actor) == ("begun", steward)
    assert begun.fields["organisation"] == [None, str(association.pk)]
    looks.end(steward, look)
    looks.end(steward, look)
    ended = Change.objects.within(look.user).order_by("revision")
    assert [line.verb for line in ended][-2:] == ["begun", "ended"]


@pytest.mark.parametrize("who", ["editor", "approver", "partner", "stranger", "anonymous"])
def test_SR_09_only_stewards_and_registrars_look(who, empty_map, request):
    with pytest.raises(PermissionDenied):
        looks.begin(request.getfixturevalue(who))
    assert not Look.objects.exists()


def test_registrars_and_stewards_look(registrar, editor, steward, empty_map):
    map_roles.grant(steward, empty_map, "steward", user=editor)
    assert str(looks.begin(registrar)) == "an outsider"
    assert str(looks.begin(editor, role="editor")) == "somebody with the role “Editor”"


def test_nobody_looks_with_two_pairs_of_eyes_or_through_those_of_an_onlooker(
    steward, empty_map, association, eyes
):
    with pytest.raises(ValidationError, match="already"):
        looks.begin(steward, organisation=association, role="editor")
    with pytest.raises(PermissionDenied):
        looks.begin(eyes["steward"])


def test_a_look_holds_in_its_session_for_its_person_until_it_ends(steward, editor, empty_map):
    look = looks.begin(steward, role="editor")
    session = {looks.KEPT: str(look.pk)}
    assert looks.of_session(session, steward) == look
    assert looks.of_session(session, editor) is None
    assert looks.of_session({}, steward) is None
    looks.end(steward, look)
    assert looks.of_session(session, steward) is None


def test_who_may_no_longer_sign_in_looks_at_nothing(steward, registrar, empty_map):
    onlooker = Onlooker(steward, role="editor")
    record(registrar, "deactivated", steward, is_active=False)
    assert afresh(empty_map).roles_of(onlooker) == set()
