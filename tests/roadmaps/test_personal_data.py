"""What we hold of a person: to take along, and to end for ever."""

import json

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder

from accounts import invitations, keys, memberships, people
from accounts.models import Invitation, User
from accounts.rules import Refused
from changes.models import Change
from changes.veils import BEGINS, veiled
from changes.verify import faults
from roadmaps import elements, history, looks, map_roles, notices, personal_data
from roadmaps.invitations import invite
from roadmaps.models import MapInvitation, MapRole, Roadmap
from tests import factories
from tests.threads import at_once


@pytest.fixture
def ana(registrar, steward, empty_map, association):
    """Somebody of whom there is something of everything."""
    person = people.add(registrar, "ana@example.org", factories.PASSWORD, name="Ana Ruiz")
    people.join(registrar, person, association, position="Director")
    map_roles.grant(steward, empty_map, "editor", user=person, interest="Sells cells.")
    elements.add(person, empty_map, "challenge", title="Too little water")
    keys.make(person, "Nightly copy", ["read"])
    invite(steward, empty_map, "ana@example.org", "reviewer")
    return person


def afresh(person):
    return User.objects.get(pk=person.pk)


def test_a_person_gets_all_of_it(ana, association, empty_map):
    told = json.loads(json.dumps(personal_data.collect(ana), cls=DjangoJSONEncoder))
    assert told["profile"]["email"] == "ana@example.org"
    assert told["profile"]["name"] == "Ana Ruiz"
    assert told["memberships"][0]["organisation"] == association.code
    assert told["memberships"][0]["position"] == "Director"
    assert told["roles"][0] == {
        "roadmap": "electromobility", "role": "editor", "until": None, "interest": "Sells cells.",
    }  # fmt: skip
    assert told["invitations"][0]["role"] == "reviewer"
    assert told["keys"][0]["name"] == "Nightly copy"
    assert [line["verb"] for line in told["changes"]] == ["added", "made"]
    assert "title" in told["changes"][0]["fields"]


def test_a_person_gets_what_they_were_told_and_of_which_map_while_they_may_see_it(
    ana, steward, empty_map
):
    notices.tell_step(empty_map, "submit_for_review", steward, "Because.")
    notices.choose(ana, ana, stage_changed="none")
    told = personal_data.collect(ana)
    (row,) = told["notices"]
    assert (row["kind"], row["roadmap"]) == ("stage_changed", "electromobility")
    assert told["notice_preferences"] == [{"kind": "stage_changed", "pace": "none"}]
    for held in empty_map.roles.exclude(role="steward"):
        map_roles.revoke(steward, held)
    assert personal_data.collect(ana)["notices"][0]["roadmap"] is None


def test_SR_50_neither_secrets_nor_what_others_wrote_are_in_it(ana):
    text = json.dumps(personal_data.collect(ana), cls=DjangoJSONEncoder)
    user, key = afresh(ana), ana.keys.get()
    for secret in (user.password, user.secret, key.digest, MapInvitation.objects.get().digest):
        assert secret not in text
    assert "Too little water" not in text
    assert "@rumbo.example" not in text


def test_who_has_done_nothing_gets_an_empty_file(registrar, stranger):
    told = personal_data.collect(people.add(registrar, "eva@example.org", factories.PASSWORD))
    assert [name for name, rows in told.items() if rows] == ["profile", "ways_in"]


def test_to_collect_it_takes_a_fixed_number_of_queries(
    ana, registrar, django_assert_num_queries, programme, steward
):
    with django_assert_num_queries(15):
        personal_data.collect(ana)
    for _ in range(3):
        people.join(registrar, ana, factories.organisation(registrar))
        roadmap = factories.roadmap(steward, programme)
        map_roles.grant(steward, roadmap, "editor", user=ana)
        invite(steward, roadmap, "ana@example.org", "reviewer")
        keys.make(ana, "Another", ["read"])
    with django_assert_num_queries(15):
        personal_data.collect(ana)


def test_a_closed_account_opens_nothing_and_holds_nothing(ana, client):
    client.force_login(ana)
    secret = keys.make(ana, "Other", ["read"])[1]
    personal_data.close(ana, "ana@example.org")
    gone = afresh(ana)
    assert (gone.name, gone.secret, gone.is_active, gone.is_staff) == ("", "", False, False)
    assert "ana" not in gone.email
    assert gone.closed_at is not None
    assert authenticate(username="ana@example.org", password=factories.PASSWORD) is None
    assert authenticate(username=gone.email, password=factories.PASSWORD) is None
    assert client.get("/account/keys").status_code == 302
    assert keys.find(secret) is None
    assert not gone.memberships.exists()
    assert not gone.map_roles.exists()
    assert not MapInvitation.objects.exists()


def test_what_was_done_stays_as_that_of_a_former_member(ana, steward, empty_map):
    personal_data.close(ana, "ANA@example.org ")
    roadmap = Roadmap.objects.get(pk=empty_map.pk)
    lines = Change.objects.within(empty_map).with_people().order_by("revision")
    told = [line["sentence"] for line in history.told(steward, roadmap, lines)]
    assert "A former member added “Too little water”." in told
    assert "Steward gave a former member the role “Editor”." in told
    assert "A former member gave up the role “Editor”." in told
    assert not [sentence for sentence in told if "Ana" in sentence]


def test_the_log_names_nobody_before_or_after_and_still_holds(ana):
    before = [line.fields for line in Change.objects.all()]
    personal_data.close(ana, "ana@example.org")
    text = json.dumps([line.fields for line in Change.objects.all()])
    for word in ("ana@example.org", "Ana Ruiz", "Director"):
        assert word not in json.dumps(before)
        assert word not in text
    assert list(faults()) == []


def test_as_long_as_there_is_an_account_one_can_check_whom_the_log_speaks_of(ana):
    added = Change.objects.of(ana).get(verb="added")
    assert added.fields["email"] == [None, veiled("ana@example.org", ana.secret)]
    personal_data.close(ana, "ana@example.org")
    closed = Change.objects.of(ana).get(verb="closed")
    assert closed.fields["email"][0] == added.fields["email"][1]
    assert closed.fields["name"][0].startswith(BEGINS)
    assert veiled("ana@example.org", afresh(ana).secret) != added.fields["email"][1]


def test_the_address_can_be_used_again_by_a_new_account(ana, registrar):
    personal_data.close(ana, "ana@example.org")
    again = people.add(registrar, "ana@example.org", factories.PASSWORD)
    assert again.pk != ana.pk


@pytest.mark.parametrize("typed", ["", "ana", "eva@example.org"])
def test_nobody_closes_an_account_by_mistake(ana, typed):
    with pytest.raises(Refused, match="not the address"):
        personal_data.close(ana, typed)
    assert afresh(ana).is_active


def test_the_last_steward_of_a_map_is_told_first(steward, editor, empty_map):
    assert personal_data.alone_on(steward) == [empty_map]
    with pytest.raises(Refused, match="the only steward of: Electromobility"):
        personal_data.close(steward, steward.email)
    assert steward.map_roles.exists()
    map_roles.grant(steward, empty_map, "steward", user=editor)
    assert personal_data.alone_on(steward) == []
    personal_data.close(steward, steward.email)
    assert not afresh(steward).is_active


def test_who_is_no_steward_leaves_no_map_alone(ana, editor, empty_map):
    assert personal_data.alone_on(ana) == []
    Roadmap.objects.filter(pk=empty_map.pk).update(stage="retired")
    assert personal_data.alone_on(empty_map.roles.get(role="steward").user) == []


def test_a_closed_account_is_not_closed_again(ana):
    personal_data.close(ana, "ana@example.org")
    with pytest.raises(PermissionDenied):
        people.close(afresh(ana), afresh(ana))


def test_nobody_closes_the_account_of_somebody_else(registrar, ana):
    with pytest.raises(PermissionDenied):
        people.close(registrar, ana)


def test_an_invitation_to_an_organisation_goes_too(ana, registrar, ministry):
    invitations.invite(registrar, ministry, "Ana@example.org")
    personal_data.close(ana, "ana@example.org")
    assert not Invitation.objects.exists()


def test_what_an_account_looked_at_is_told_and_stays(steward, editor, empty_map, association):
    looks.begin(steward, organisation=association)
    map_roles.grant(steward, empty_map, "steward", user=editor)
    assert personal_data.collect(steward)["looks"] == [
        {"organisation": association.code, "role": ""}
    ]
    personal_data.close(steward, steward.email)
    assert afresh(steward).looks.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_stewards_who_close_at_once_do_not_leave_the_map_alone(steward, editor, empty_map):
    map_roles.grant(steward, empty_map, "steward", user=editor)
    crowd = at_once(
        *(lambda who=who: personal_data.close(afresh(who), who.email) for who in (steward, editor))
    )
    assert sum(isinstance(each, Refused) for each in crowd.outcomes()) == 1
    assert empty_map.roles.lasting_stewards().count() == 1


def test_memberships_end_one_by_one(ana, association):
    memberships.leave(ana, ana.memberships.get())
    assert not MapRole.objects.held_by(ana).filter(organisation=association).exists()
