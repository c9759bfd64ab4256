"""The page of those who work on a map; roles are given and taken after a look at what it means."""

import re

import pytest

from accounts import people
from changes.models import Change
from roadmaps import map_roles
from roadmaps.invitations import invite
from roadmaps.models import MapInvitation, MapRole
from tests import factories

PAGE = "/roadmaps/electromobility/people"
ASKED = 24


@pytest.fixture
def post(client):
    """Posts to a page as somebody; gives the answer."""

    def send(address, data, as_=None):
        if as_ is not None:
            client.force_login(as_)
        return client.post(address, data)

    return send


@pytest.fixture
def confirm(post):
    """Posts, sees the question, and says that it is meant."""

    def act(address, data, as_=None):
        asked = post(address, data, as_)
        assert asked.status_code == 200, asked.content
        return post(address, data | {"seen": seen(asked)})

    return act


def seen(response):
    return re.search(r'name="seen" value="(\w{64})"', response.content.decode())[1]


def sentences(response):
    return re.findall(r'<li class="(?:gain|loss)">([^<]*)</li>', response.content.decode())


def test_members_see_who_else_works_here_and_what_they_have_to_win(
    client, text, steward, partner, editor, empty_map
):
    map_roles.declare(steward, empty_map.roles.get(user=editor), "A sister sells cells.")
    client.force_login(partner)
    page = text(PAGE)
    for words in ("Steward", "Editor", "Approver", "Battery Association", "A sister sells cells."):
        assert words in page
    assert "/grant" not in page
    assert "/revoke" not in page
    assert "@rumbo.example" not in page


@pytest.mark.parametrize("who", [None, "stranger"])
@pytest.mark.parametrize("map_is", ["draft", "published"])
def test_SR_05_for_outsiders_the_page_is_not_there(client, who, map_is, request):
    request.getfixturevalue("roadmap" if map_is == "draft" else "published")
    if who:
        client.force_login(request.getfixturevalue(who))
    hidden, missing = client.get(PAGE), client.get("/roadmaps/nowhere/people")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    if map_is == "published":
        assert PAGE not in client.get("/roadmaps/electromobility").content.decode()


def test_SR_05_nothing_below_it_is_there_for_outsiders(post, stranger, empty_map):
    held = empty_map.roles.first()
    for end in (
        "/grant",
        "/invite",
        f"/{held.pk}/change",
        f"/{held.pk}/revoke",
        f"/{held.pk}/leave",
    ):
        assert post(PAGE + end, {"role": "editor"}, stranger).status_code == 404, end


def test_SR_09_who_is_no_steward_gives_nothing(post, editor, empty_map, partner):
    held = empty_map.roles.get(role="approver")
    said = {"holder": f"user:{partner.pk}", "role": "steward", "email": "a@example.org"}
    for end in ("/grant", "/invite", f"/{held.pk}/change", f"/{held.pk}/revoke"):
        assert post(PAGE + end, said, editor).status_code == 403, end
    assert post(f"{PAGE}/{held.pk}/leave", {}, editor).status_code == 404
    assert MapRole.objects.count() == 4


def test_what_a_role_will_allow_is_shown_before_it_holds(post, steward, partner, empty_map):
    said = {"holder": f"user:{partner.pk}", "role": "editor", "until": "2099-12-31"}
    response = post(f"{PAGE}/grant", said, steward)
    assert sentences(response) == [
        "Partner may from now on write elements, figures and links, at these stages: "
        "Drafting, Revising.",
        "Partner may from now on answer what others propose, at these stages: Drafting, Revising.",
        "Partner may from now on talk in the margin of the working copy, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval, In force.",
        "Partner may from now on report progress, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval, In force.",
        "Partner may no longer propose changes, at these stages: Drafting, Revising.",
    ]
    page = response.content.decode()
    assert "The role ends by itself after its last day, 31 December 2099." in page
    assert not MapRole.objects.filter(user=partner).exists()


def test_what_was_seen_and_confirmed_is_done(confirm, steward, partner, empty_map):
    said = {
        "holder": f"user:{partner.pk}", "role": "editor", "until": "2099-12-31",
        "interest": "Works for a maker of cells.",
    }  # fmt: skip
    response = confirm(f"{PAGE}/grant", said, steward)
    assert (response.status_code, response.headers["Location"]) == (303, PAGE)
    held = MapRole.objects.get(user=partner)
    assert (held.role, str(held.until)) == ("editor", "2099-12-31")
    assert held.interest == "Works for a maker of cells."


def test_what_has_changed_since_it_was_seen_is_shown_again(
    post, steward, partner, association, empty_map
):
    said = {"holder": f"user:{partner.pk}", "role": "editor"}
    before = seen(post(f"{PAGE}/grant", said, steward))
    map_roles.grant(steward, empty_map, "editor", organisation=association)
    again = post(f"{PAGE}/grant", said | {"seen": before})
    assert again.status_code == 409
    assert "Meanwhile something has changed." in again.content.decode()
    assert not MapRole.objects.filter(user=partner).exists()


def test_an_organisation_gets_a_role_for_all_its_people(
    confirm, post, steward, ministry, empty_map
):
    said = {"holder": f"organisation:{ministry.pk}", "role": "reviewer"}
    told = sentences(post(f"{PAGE}/grant", said, steward))
    assert told[0] == (
        "Whoever belongs to Ministry of Economy may from now on read the working copy, "
        "at every stage."
    )
    confirm(f"{PAGE}/grant", said, steward)
    assert empty_map.roles.filter(organisation=ministry, role="reviewer").exists()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"holder": ""}, "grant_holder"),
        ({"holder": "user:x"}, "grant_holder"),
        ({"role": "king"}, "grant_role"),
        ({"until": "2020-01-01"}, "grant_until"),
        ({"until": "soon"}, "grant_until"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    post, steward, partner, empty_map, wrong, where
):
    said = {"holder": f"user:{partner.pk}", "role": "editor", "interest": "Sells cells."} | wrong
    response = post(f"{PAGE}/grant", said, steward)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{where}">' in page
    assert "Sells cells." in page
    assert empty_map.roles.count() == 4


def test_SR_05_a_stranger_cannot_be_named_by_an_id(post, steward, registrar, empty_map):
    unknown = factories.person(registrar)
    response = post(f"{PAGE}/grant", {"holder": f"user:{unknown.pk}", "role": "editor"}, steward)
    assert response.status_code == 422
    assert str(unknown) not in response.content.decode()


def test_a_role_is_changed_after_a_look(confirm, post, steward, editor, empty_map):
    held = empty_map.roles.get(user=editor)
    address = f"{PAGE}/{held.pk}/change"
    empty_map.refresh_from_db()
    said = {"role": "observer", "until": "", "interest": "", "base": empty_map.revision}
    told = sentences(post(address, said, steward))
    assert any(each.startswith("Editor may no longer write") for each in told)
    assert confirm(address, said, steward).status_code == 303
    assert MapRole.objects.get(pk=held.pk).role == "observer"


def test_who_changes_what_somebody_else_changed_is_told_and_may_insist(
    post, steward, editor, empty_map
):
    held = empty_map.roles.get(user=editor)
    empty_map.refresh_from_db()
    said = {"role": "observer", "until": "", "interest": "", "base": empty_map.revision}
    map_roles.edit(steward, held, empty_map.revision, role="reviewer")
    address = f"{PAGE}/{held.pk}/change"
    asked = post(address, said, steward)
    refused = post(address, said | {"seen": seen(asked)})
    assert refused.status_code == 409
    assert "Somebody else has changed the same" in refused.content.decode()
    base = re.search(r'name="base" value="(\d+)"', refused.content.decode())[1]
    done = post(address, said | {"base": base, "seen": seen(refused)})
    assert done.status_code == 303
    assert MapRole.objects.get(pk=held.pk).role == "observer"


def test_a_role_is_taken_back_after_a_look(client, confirm, steward, editor, empty_map):
    held = empty_map.roles.get(user=editor)
    client.force_login(steward)
    asked = client.get(f"{PAGE}/{held.pk}/revoke")
    assert sentences(asked)[0] == "Editor may no longer read the working copy, at any stage."
    assert MapRole.objects.filter(pk=held.pk).exists()
    assert confirm(f"{PAGE}/{held.pk}/revoke", {}).status_code == 303
    assert not MapRole.objects.filter(pk=held.pk).exists()


def test_the_last_steward_is_told_why_they_stay(confirm, steward, empty_map):
    held = empty_map.roles.get(user=steward)
    response = confirm(f"{PAGE}/{held.pk}/revoke", {}, steward)
    assert response.status_code == 409
    assert "without a steward" in response.content.decode()


def test_somebody_gives_up_their_own_role(confirm, editor, empty_map):
    held = empty_map.roles.get(user=editor)
    response = confirm(f"{PAGE}/{held.pk}/leave", {}, editor)
    assert response.headers["Location"] == "/account/memberships"
    assert Change.objects.within(empty_map).last().verb == "left"


def test_everybody_declares_their_own_interest(post, editor, approver, empty_map):
    held = empty_map.roles.get(user=editor)
    address = f"{PAGE}/{held.pk}/interest"
    assert post(address, {"interest": "Sells cells."}, approver).status_code == 404
    assert post(address, {"interest": "Sells cells."}, editor).status_code == 303
    assert MapRole.objects.get(pk=held.pk).interest == "Sells cells."


def test_an_invitation_is_sent_after_a_look_and_withdrawn(confirm, post, text, steward, empty_map):
    said = {"email": "ana@example.org", "role": "reviewer", "until": ""}
    told = sentences(post(f"{PAGE}/invite", said, steward))
    assert told[0].startswith("ana@example.org may from now on read the working copy")
    assert not MapInvitation.objects.exists()
    confirm(f"{PAGE}/invite", said)
    letter = MapInvitation.objects.get()
    assert "ana@example.org" in text(PAGE)
    assert post(f"{PAGE}/invitations/{letter.pk}", {}).status_code == 303
    assert not MapInvitation.objects.exists()


def test_SR_50_only_stewards_see_who_is_invited(client, text, steward, editor, empty_map):
    invite(steward, empty_map, "ana@example.org", "reviewer")
    client.force_login(editor)
    assert "ana@example.org" not in text(PAGE)


def test_what_is_over_is_seen_by_stewards_alone(
    client, text, steward, approver, stranger, empty_map, clock
):
    map_roles.grant(steward, empty_map, "editor", user=stranger, until="2026-05-04")
    clock("2026-05-05T09:00")
    client.force_login(approver)
    assert "Stranger" not in text(PAGE)
    client.force_login(steward)
    assert "Stranger" in text(PAGE)


def test_the_page_takes_a_fixed_number_of_queries(
    client, registrar, steward, empty_map, django_assert_num_queries
):
    client.force_login(steward)
    with django_assert_num_queries(ASKED):
        client.get(PAGE)
    for _ in range(3):
        organisation = factories.organisation(registrar)
        factories.people.join(registrar, factories.person(registrar), organisation)
        map_roles.grant(steward, empty_map, "reviewer", organisation=organisation)
    with django_assert_num_queries(ASKED):
        client.get(PAGE)


def test_SR_02_no_organisation_is_told_that_one_does_not_share(
    client, text, registrar, steward, editor, stranger, empty_map
):
    elsewhere = factories.organisation(registrar, name="Far Association")
    people.join(registrar, editor, elsewhere)
    map_roles.grant(steward, empty_map, "steward", user=editor)
    map_roles.grant(steward, empty_map, "observer", user=stranger)
    plain = factories.person(registrar, name="Plain steward")
    map_roles.grant(steward, empty_map, "steward", user=plain)
    client.force_login(plain)
    page = text(PAGE)
    assert "Editor (Ministry of Economy" not in page
    assert "Far Association)" not in page
