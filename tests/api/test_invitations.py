"""Invitations over the API: sent by managers and stewards, answered by whom they reach."""

import uuid

import pytest

from accounts import memberships, people
from accounts.models import Invitation, Membership
from roadmaps import map_roles
from roadmaps.models import MapInvitation, MapRole
from tests import factories
from tests.api.conftest import complaints, told

LISTED = 3  # the session, the person, the invitations
KINDS = ["invitations", "map-invitations"]


@pytest.fixture
def bodies(association, empty_map):
    return {
        "invitations": {"organisation": association.code, "email": "ana@example.org"},
        "map-invitations": {
            "roadmap": "electromobility", "email": "ana@example.org", "role": "reviewer",
        },
    }  # fmt: skip


@pytest.fixture
def senders(registrar, partner, association, steward):
    memberships.edit(registrar, partner.memberships.get(), association.revision, role="manager")
    return {"invitations": partner, "map-invitations": steward}


@pytest.fixture
def ana(registrar):
    return people.add(registrar, "Ana@example.org", factories.PASSWORD, name="Ana")


@pytest.fixture
def sent(send, bodies, senders):
    def invite(kind, **more):
        response = send("post", f"/{kind}", bodies[kind] | more, senders[kind])
        assert response.status_code == 201, response.content
        return response.json()

    return invite


@pytest.mark.parametrize("kind", KINDS)
def test_an_invitation_is_sent_and_told_without_its_secret(sent, kind, items, senders):
    item = sent(kind)
    assert item["email"] == "ana@example.org"
    assert item["abilities"] == {"accept": False, "decline": False, "withdraw": True}
    letter = (Invitation if kind == "invitations" else MapInvitation).objects.get()
    assert letter.digest not in str(item)
    assert [each["id"] for each in items(f"/{kind}", senders[kind])] == [item["id"]]


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_invited_sees_and_accepts_it(sent, kind, items, send, ana):
    item = sent(kind)
    (mine,) = items(f"/{kind}", ana)
    assert mine["id"] == item["id"]
    response = send("post", f"/{kind}/{item['id']}/accept", None, ana)
    assert response.status_code == 200, response.content
    assert response.json()["user"]["name"] == "Ana"
    joined = Membership if kind == "invitations" else MapRole
    assert joined.objects.filter(user=ana).count() == 1
    told(send("post", f"/{kind}/{item['id']}/accept", None, ana), 404)


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_invited_declines_it(sent, kind, send, ana):
    item = sent(kind)
    assert send("post", f"/{kind}/{item['id']}/decline", None, ana).status_code == 204
    told(send("post", f"/{kind}/{item['id']}/decline", None, ana), 404)
    assert not Invitation.objects.exists()
    assert not MapInvitation.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_SR_05_an_invitation_of_others_looks_like_a_missing_one(sent, kind, send, items, editor):
    item = sent(kind)
    assert items(f"/{kind}", editor) == []
    answers = []
    for key in (item["id"], uuid.uuid4()):
        here = f"/{kind}/{key}"
        for method, end in (
            ("get", ""), ("delete", ""), ("post", "/accept"), ("post", "/decline"),
        ):  # fmt: skip
            problem = told(send(method, here + end, None, editor), 404)
            answers.append({**problem, "request_id": ""})
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_expired_cannot_be_accepted_but_withdrawn(sent, kind, send, ana, senders, clock):
    item = sent(kind)
    clock("2027-01-01T00:00")
    told(send("post", f"/{kind}/{item['id']}/accept", None, ana, Idempotency_Key=None), 404)
    assert send("delete", f"/{kind}/{item['id']}", None, senders[kind]).status_code == 204


@pytest.mark.parametrize("kind", KINDS)
def test_a_sender_withdraws_and_does_not_accept_for_others(sent, kind, send, senders):
    item = sent(kind)
    told(send("post", f"/{kind}/{item['id']}/accept", None, senders[kind]), 403)
    assert send("delete", f"/{kind}/{item['id']}", None, senders[kind]).status_code == 204


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["editor", "stranger"])
def test_SR_09_nobody_else_invites(send, bodies, kind, who, request):
    response = send("post", f"/{kind}", bodies[kind], request.getfixturevalue(who))
    assert response.status_code in (403, 422)  # a map without a role for me is no map
    assert not Invitation.objects.exists()
    assert not MapInvitation.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_wrong_is_named(send, bodies, senders, kind):
    for wrong, place in (
        ({"email": "ana"}, "/email"), ({"email": 1}, "/email"), ({"role": "king"}, "/role"),
        ({"inviter": "me"}, "/inviter"), ({"secret": "x"}, "/secret"),
    ):  # fmt: skip
        said = complaints(send("post", f"/{kind}", bodies[kind] | wrong, senders[kind]))
        assert list(said) == [place]


def test_SR_46_who_sends_too_many_is_told_when_to_go_on(send, bodies, senders):
    for number in range(30):
        said = bodies["invitations"] | {"email": f"ana{number}@example.org"}
        assert send("post", "/invitations", said, senders["invitations"]).status_code == 201
    response = send("post", "/invitations", bodies["invitations"], senders["invitations"])
    told(response, 429)
    assert 0 < int(response.headers["Retry-After"]) <= 3600


@pytest.mark.parametrize("kind", KINDS)
def test_lists_take_a_fixed_number_of_queries(get, sent, senders, kind, django_assert_num_queries):
    sent(kind)
    get(f"/{kind}", senders[kind])
    with django_assert_num_queries(LISTED):
        get(f"/{kind}")
    for number in range(3):
        sent(kind, email=f"eva{number}@example.org")
    with django_assert_num_queries(LISTED):
        get(f"/{kind}")


def test_the_members_of_an_organisation_are_told_to_its_members(
    items, get, partner, editor, association
):
    (item,) = items(f"/memberships?organisation={association.code}", partner)
    assert (item["user"]["name"], item["role"], item["may_submit"]) == ("Partner", "member", False)
    assert items(f"/memberships?organisation={association.code}", editor) == []
    told(get(f"/memberships/{item['id']}", editor), 404)


def test_a_manager_changes_and_ends_memberships(send, get, senders, registrar, ana, association):
    people.join(registrar, ana, association)
    here = f"/memberships/{ana.memberships.get().pk}"
    manager = senders["invitations"]
    told(send("patch", here, {"role": "manager"}, manager), 428)
    tag = get(here, manager).headers["ETag"]
    said = {"position": "Director", "may_submit": True}
    response = send("patch", here, said, manager, If_Match=tag)
    assert (response.json()["position"], response.json()["may_submit"]) == ("Director", True)
    told(send("patch", here, said, manager, If_Match=tag), 412)
    told(send("patch", here, {"role": "manager", "base": 1}, ana), 403)
    assert send("delete", here, None, manager).status_code == 204
    told(send("delete", here, None, manager), 404)


def test_a_member_leaves(send, partner):
    here = f"/memberships/{partner.memberships.get().pk}"
    assert send("delete", here, None, partner).status_code == 204
    assert not partner.memberships.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_sent_twice_invites_once_and_only_who_still_may_is_told_of_it(
    send, bodies, senders, kind, registrar, steward, empty_map, editor
):
    first, second = (
        send("post", f"/{kind}", bodies[kind], senders[kind], Idempotency_Key="once")
        for _time in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second.headers["Idempotent-Replayed"] == "true"
    if kind == "invitations":
        memberships.remove(registrar, senders[kind].memberships.get())
    else:
        map_roles.grant(steward, empty_map, "steward", user=editor)
        map_roles.revoke(editor, empty_map.roles.get(user=steward))
    third = send("post", f"/{kind}", bodies[kind], senders[kind], Idempotency_Key="once")
    told(third, 404)
