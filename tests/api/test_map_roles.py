"""Roles on maps over the API: for those who have one there, written by stewards."""

import uuid

import pytest

from accounts import factors, keys
from roadmaps import map_roles
from roadmaps.models import MapRole, Roadmap
from tests import factories
from tests.accounts.authenticator import SECRET
from tests.api.conftest import ROOT, complaints, told

LISTED = 4  # the session, the person, the roles, their roles on these maps


@pytest.fixture
def held(empty_map, editor):
    return empty_map.roles.get(user=editor)


@pytest.fixture
def body(stranger, ministry):
    return {"roadmap": "electromobility", "organisation": ministry.code, "role": "reviewer"}


def test_members_see_who_else_works_on_the_map(items, held, partner, editor, association):
    roles = items("/map-roles?roadmap=electromobility", partner)
    assert len(roles) == 4
    mine = next(each for each in roles if each["id"] == str(held.pk))
    assert mine["user"] == {"id": str(editor.pk), "name": "Editor"}
    assert (mine["roadmap"], mine["role"], mine["until"]) == ("electromobility", "editor", None)
    theirs = next(each for each in roles if each["organisation"])
    assert theirs["organisation"] == association.code
    assert len(items("/map-roles?role=steward", partner)) == 1


def test_SR_50_no_address_of_anybody_is_told(get, held, partner, editor):
    content = get("/map-roles", partner).content.decode()
    assert editor.email not in content
    assert "@" not in content


def test_outsiders_see_nothing(get, items, held, stranger):
    assert items("/map-roles", stranger) == []
    assert items("/map-roles?roadmap=electromobility", stranger) == []
    told(get(f"/map-roles/{held.pk}", stranger), 404)


def test_nobody_is_told_nothing(get, held):
    told(get("/map-roles"), 401)


def test_what_is_over_is_in_no_list_but_can_be_found(items, get, steward, held, clock):
    map_roles.edit(steward, held, held.roadmap.revision, until="2026-05-04")
    clock("2026-05-05T09:00")
    assert str(held.pk) not in str(items("/map-roles", steward))
    assert get(f"/map-roles/{held.pk}", steward).json()["until"] == "2026-05-04"


def test_a_steward_gives_a_role(send, steward, empty_map, body, ministry):
    response = send("post", "/map-roles", body | {"until": "2099-12-31"}, steward)
    assert response.status_code == 201, response.content
    item = response.json()
    assert response.headers["Location"] == f"{ROOT}/map-roles/{item['id']}"
    assert (item["organisation"], item["until"]) == (ministry.code, "2099-12-31")
    assert item["abilities"] == {"edit": True, "end": True}
    assert empty_map.roles.filter(organisation=ministry, role="reviewer").exists()


def test_a_person_is_named_by_an_id_and_has_to_be_known_here(
    send, steward, registrar, empty_map, body, partner
):
    del body["organisation"]
    good = send("post", "/map-roles", body | {"user": str(partner.pk)}, steward)
    assert good.json()["user"]["name"] == "Partner"
    unknown = factories.person(registrar)
    said = [
        complaints(send("post", "/map-roles", body | {"user": key}, steward))
        for key in (str(unknown.pk), str(uuid.uuid4()), "x", unknown.email)
    ]
    assert all(list(each) == ["/user"] for each in said)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"role": "king"}, "/role"),
        ({"role": None}, "/role"),
        ({"until": "soon"}, "/until"),
        ({"until": "2020-01-01"}, "/until"),
        ({"organisation": "nowhere"}, "/organisation"),
        ({"organisation": None}, "/user"),
        ({"roadmap": "nowhere"}, "/roadmap"),
        ({"revision": 3}, "/revision"),
        ({"rôle": "editor"}, "/rôle"),
    ],
)
def test_SR_22_what_is_wrong_is_named(send, steward, empty_map, body, wrong, place):
    assert list(complaints(send("post", "/map-roles", body | wrong, steward))) == [place]


def test_SR_09_members_see_roles_and_do_not_give_them(send, editor, empty_map, body, held):
    told(send("post", "/map-roles", body, editor), 403)
    here = f"/map-roles/{empty_map.roles.get(role='approver').pk}"
    told(send("patch", here, {"role": "editor", "base": empty_map.revision}, editor), 403)
    told(send("delete", here), 403)


def test_SR_05_a_hidden_role_looks_like_a_missing_one(send, stranger, held):
    answers = []
    for key in (held.pk, uuid.uuid4()):
        for method, body in (("patch", {"role": "editor"}), ("patch", {"x": 1}), ("delete", None)):
            problem = told(send(method, f"/map-roles/{key}", body, stranger), 404)
            answers.append({**problem, "request_id": ""})
    assert all(answer == answers[0] for answer in answers)


def test_a_role_is_changed_by_who_says_what_they_saw(send, get, steward, held):
    here = f"/map-roles/{held.pk}"
    told(send("patch", here, {"role": "reviewer"}, steward), 428)
    tag = get(here, steward).headers["ETag"]
    response = send("patch", here, {"role": "reviewer", "interest": "None."}, steward, If_Match=tag)
    assert response.status_code == 200, response.content
    assert (response.json()["role"], response.json()["interest"]) == ("reviewer", "None.")
    told(send("patch", here, {"role": "observer"}, steward, If_Match=tag), 412)
    base = Roadmap.objects.get(pk=held.roadmap_id).revision
    assert send("patch", here, {"interest": None, "base": base}, steward).json()["interest"] is None


def test_a_clash_tells_both_sides(send, steward, held):
    base = Roadmap.objects.get(pk=held.roadmap_id).revision
    send("patch", f"/map-roles/{held.pk}", {"role": "reviewer", "base": base}, steward)
    response = send("patch", f"/map-roles/{held.pk}", {"role": "observer", "base": base}, steward)
    assert response.status_code == 409
    assert response.json()["clashes"]["role"] == {
        "base": "editor", "theirs": "reviewer", "mine": "observer",
    }  # fmt: skip


def test_a_role_is_taken_back_and_given_up(send, steward, editor, approver, held, empty_map):
    assert send("delete", f"/map-roles/{held.pk}", None, steward).status_code == 204
    own = empty_map.roles.get(user=approver)
    assert send("delete", f"/map-roles/{own.pk}", None, approver).status_code == 204
    assert not MapRole.objects.filter(user__in=[editor, approver]).exists()
    told(send("delete", f"/map-roles/{own.pk}", None, approver), 404)


def test_the_last_steward_stays(send, steward, editor, empty_map):
    own = empty_map.roles.get(user=steward)
    problem = told(send("delete", f"/map-roles/{own.pk}", None, steward), 409)
    assert "without a steward" in problem["detail"]
    map_roles.grant(steward, empty_map, "steward", user=editor)
    assert send("delete", f"/map-roles/{own.pk}", None, steward).status_code == 204


def test_the_same_request_twice_gives_one_role(send, steward, empty_map, body):
    key = str(uuid.uuid4())
    first, second = (
        send("post", "/map-roles", body, steward, Idempotency_Key=key) for _ in range(2)
    )
    assert first.content == second.content
    assert second.headers["Idempotent-Replayed"] == "true"
    told(send("post", "/map-roles", body, steward), 422)


def test_SR_28_a_key_needs_the_scope_to_administer(client, steward, held):
    factors.tie_app(steward, SECRET)
    for scopes, status in ((["read", "write"], 403), (["read", "admin"], 204)):
        secret = keys.make(steward, "Key", scopes)[1]
        response = client.delete(
            f"{ROOT}/map-roles/{held.pk}", headers={"Authorization": f"Bearer {secret}"}
        )
        assert response.status_code == status


def test_a_list_of_roles_takes_a_fixed_number_of_queries(
    get, steward, programme, registrar, empty_map, django_assert_num_queries
):
    get("/map-roles", steward)
    with django_assert_num_queries(LISTED):
        get("/map-roles")
    for _ in range(3):
        roadmap = factories.roadmap(steward, programme)
        map_roles.grant(steward, roadmap, "editor", organisation=factories.organisation(registrar))
    with django_assert_num_queries(LISTED):
        get("/map-roles")
