"""The whole site with other eyes: every page as they see it, and not one stroke of a pen."""

import json

import pytest

from accounts import factors, keys
from changes.models import Change
from roadmaps import elements, looks, workflow
from roadmaps.invitations import invite
from roadmaps.models import Look
from tests import factories
from tests.accounts.authenticator import SECRET

MAP = "/roadmaps/electromobility"
BANNER = "Nothing can be changed meanwhile."


@pytest.fixture
def look(client, steward):
    """Lets the steward look with these eyes from now on."""

    def begin(eyes, as_=steward):
        client.force_login(as_)
        response = client.post("/account/view-as", {"eyes": eyes})
        assert response.status_code == 302, response.content
        return response

    return begin


@pytest.fixture
def in_progress(published, steward, editor):
    """A published map whose next edition is being drafted, with something for the government."""
    workflow.open_refresh(steward, published)
    elements.add(steward, published, "challenge", title="For the government", visibility="internal")
    elements.add(editor, published, "challenge", title="Not published yet")
    return published


@pytest.mark.parametrize(
    ("eyes", "draft", "internal", "pen"),
    [
        ("outsider", False, False, False),
        ("role:observer", True, False, False),
        ("role:editor", True, False, True),
        ("role:approver", True, True, False),
        ("role:steward", True, True, True),
        ("organisation", True, False, False),
    ],
)
def test_a_map_is_seen_as_they_see_it(
    text, look, in_progress, association, eyes, draft, internal, pen
):
    look(f"organisation:{association.code}" if eyes == "organisation" else eyes)
    html = text(MAP)
    assert BANNER in html
    assert ("Not published yet" in html) == draft
    assert ("For the government" in html) == internal
    assert (f'"{MAP}/edit"' in html) == pen


def test_what_they_may_not_see_is_not_there_and_the_way_out_is(client, look, in_progress):
    look("outsider")
    for address in (f"{MAP}/people", f"{MAP}/history", "/nowhere"):
        response = client.get(address)
        assert response.status_code == 404
        assert BANNER in response.content.decode()
    assert client.get("/").content.decode().count("/account/view-as/end") == 1


def test_nothing_at_all_can_be_changed(client, look, in_progress, steward, editor):
    own = in_progress.roles.get(user=editor)
    look("role:steward")
    lines = Change.objects.count()
    for address in (
        f"{MAP}/edit", f"{MAP}/people/grant", f"{MAP}/people/{own.pk}/revoke", f"{MAP}/undo",
        f"{MAP}/elements/EMO-C01/edit", "/account/keys", "/account/data",
        "/account/memberships/act-for", "/account/view-as",
    ):  # fmt: skip
        response = client.post(address, {"role": "editor", "eyes": "outsider"})
        assert response.status_code == 403, address
        assert "nothing can be changed" in response.content.decode()
    assert Change.objects.count() == lines


def test_the_pages_about_oneself_are_nobodys(client, look, empty_map):
    look("role:editor")
    for address in (
        "/account/keys",
        "/es/account/data",
        "/account/memberships",
        "/account/view-as",
    ):
        assert client.get(address).status_code == 403
    for address in ("me", "tokens", "personal-data"):
        response = client.get(f"/api/v1/{address}")
        assert response.status_code == 403
        assert "End it first." in json.loads(response.content)["detail"]


def test_the_api_follows_and_refuses_in_a_sentence(client, look, in_progress):
    look("role:editor")
    draft = client.get(f"/api/v1{MAP}?draft=true").json()
    assert draft["abilities"]["edit"]
    assert "For the government" not in json.dumps(draft)
    response = client.patch(
        "/api/v1/elements/EMO-C01", {"title": "Mine", "base": 1}, "application/json"
    )
    assert response.status_code == 403
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "nothing can be changed" in response.json()["detail"]
    look_out = client.get("/api/v1/map-roles")
    assert look_out.status_code == 200


def test_SR_02_the_api_shows_no_more_of_people_than_they_see(
    client, look, in_progress, steward, association, partner
):
    type(steward).objects.filter(pk=steward.pk).update(is_staff=False)
    invite(steward, in_progress, "ana@example.org", "reviewer")
    client.force_login(steward)
    assert len(client.get("/api/v1/map-invitations").json()["items"]) == 1
    look("role:editor")
    assert client.get("/api/v1/map-invitations").json()["items"] == []
    assert client.get("/api/v1/memberships").json()["items"] == []
    client.post("/account/view-as/end")
    look(f"organisation:{association.code}")
    assert client.get("/api/v1/memberships").json()["items"] == []
    assert client.get("/api/v1/invitations").json()["items"] == []


def test_the_api_shows_an_outsider_what_everybody_sees(client, look, in_progress):
    look("outsider")
    assert client.get(f"/api/v1{MAP}?draft=true").status_code == 404
    assert client.get("/api/v1/map-roles").status_code in (401, 403)
    feed = client.get("/api/v1/changes").json()
    assert all(line["kind"] == "edition" for line in feed["items"])


def test_SR_35_a_program_with_a_key_is_not_held_up_by_the_eyes_of_a_browser(
    client, look, steward, empty_map, challenge
):
    factors.tie_app(steward, SECRET)
    secret = keys.make(steward, "Key", ["write"])[1]
    look("outsider")
    response = client.patch(
        "/api/v1/elements/EMO-C01",
        {"title": "By a program", "base": challenge.revision},
        "application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert response.status_code == 200


def test_it_ends_with_one_button_and_all_is_as_before(client, text, look, empty_map, steward):
    look("outsider")
    assert client.get(MAP).status_code == 404
    response = client.post("/account/view-as/end")
    assert response.status_code == 302
    assert BANNER not in text("/")
    assert f'"{MAP}/edit"' in text(MAP)
    assert Look.objects.get().ended_at is not None


def test_it_ends_when_somebody_signs_out(client, text, look, empty_map, steward):
    look("outsider")
    assert client.post("/sign-out").status_code == 302
    assert Look.objects.get().ended_at is not None
    client.force_login(steward)
    assert BANNER not in text("/")


def test_SR_30_the_session_gets_another_number_at_either_end(client, look, empty_map, steward):
    client.force_login(steward)
    numbers = [client.session.session_key]
    client.post("/account/view-as", {"eyes": "outsider"})
    numbers.append(client.session.session_key)
    client.post("/account/view-as/end")
    numbers.append(client.session.session_key)
    assert len(set(numbers)) == 3


@pytest.mark.parametrize("who", ["editor", "approver", "partner"])
def test_SR_05_for_others_there_is_no_such_page(client, empty_map, who, request, text):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/account/view-as").status_code == 404
    assert client.post("/account/view-as", {"eyes": "outsider"}).status_code == 404
    assert "/account/view-as" not in text("/account/memberships")
    assert not Look.objects.exists()


@pytest.mark.parametrize("eyes", ["", "role:king", "organisation:nowhere", "user:1"])
def test_nobody_looks_with_eyes_that_there_are_not(client, steward, empty_map, eyes):
    client.force_login(steward)
    response = client.post("/account/view-as", {"eyes": eyes})
    assert response.status_code == 422
    assert not Look.objects.exists()


def test_the_eyes_of_one_session_are_not_those_of_another(client, look, steward, empty_map):
    look("outsider")
    other = type(client)()
    other.force_login(steward)
    assert BANNER not in other.get("/").content.decode()


def test_a_look_that_was_ended_elsewhere_holds_no_longer(client, text, look, steward, empty_map):
    look("outsider")
    looks.end(steward, Look.objects.get())
    assert BANNER not in text("/")


def test_who_may_no_longer_sign_in_looks_no_more(client, look, steward, empty_map):
    look("role:steward")
    type(steward).objects.filter(pk=steward.pk).update(is_active=False)
    assert client.get(MAP).status_code == 404
    assert BANNER not in client.get("/").content.decode()


def test_a_registrar_looks_too(text, look, registrar, in_progress):
    look("role:editor", registrar)
    assert "Not published yet" not in text(MAP)
    assert BANNER in text("/organisations/" + factories.organisation(registrar).code)


def test_a_page_costs_one_query_more_with_other_eyes(
    client, look, empty_map, steward, django_assert_num_queries
):
    client.force_login(steward)
    with django_assert_num_queries(3):
        client.get("/institutes")
    look("role:editor")
    with django_assert_num_queries(4):
        client.get("/institutes")
