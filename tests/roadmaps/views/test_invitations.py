"""The page of the link in an invitation, and the answers to it."""

import pytest

from accounts import invitations as joining
from accounts import people
from accounts.models import Invitation, User
from roadmaps import invitations as working
from roadmaps.models import MapInvitation
from tests import factories
from tests.accounts.test_invitations import LINK

NEW = {"name": "Ana Ruiz", "password": factories.PASSWORD, "language": "es"}
GONE = "/invitations/" + "x" * 43


@pytest.fixture(params=["organisation", "map"])
def link(request, registrar, steward, association, empty_map, mailoutbox,
         django_capture_on_commit_callbacks):  # fmt: skip
    """The address in the mail, of an invitation of either kind."""
    with django_capture_on_commit_callbacks(execute=True):
        if request.param == "organisation":
            joining.invite(registrar, association, "ana@example.org")
        else:
            working.invite(steward, empty_map, "ana@example.org", "reviewer")
    return f"/invitations/{LINK.search(mailoutbox[-1].body)[1]}"


@pytest.fixture
def ana(registrar):
    return people.add(registrar, "ana@example.org", factories.PASSWORD, name="Ana")


def has_arrived(person):
    return person.memberships.exists() or person.map_roles.exists()


def test_the_page_says_to_what_and_asks_for_an_account(text, link):
    html = text(link)
    assert "ana@example.org" in html
    assert 'name="password"' in html
    assert "Sign in to accept" not in html


def test_somebody_new_makes_an_account_and_is_in(client, link, django_capture_on_commit_callbacks):
    response = client.post(link, NEW)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/sign-in?next=/")
    person = User.objects.get(email="ana@example.org")
    assert (person.name, person.language) == ("Ana Ruiz", "es")
    assert has_arrived(person)
    signed_in = client.post("/sign-in", {"login": person.email, "password": NEW["password"]})
    assert signed_in.status_code == 302
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": ""}, "id_name"),
        ({"password": ""}, "id_password"),
        ({"password": "too short"}, "id_password"),
        ({"language": "tlh"}, "id_language"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, link, wrong, where):
    response = client.post(link, NEW | wrong)
    assert response.status_code == 422
    html = response.content.decode()
    assert f'<a href="#{where}">' in html
    assert NEW["password"] not in html
    assert not User.objects.filter(email="ana@example.org").exists()


def test_who_has_an_account_signs_in_first(client, link, text, ana):
    html = text(link)
    assert "Sign in to accept" in html
    assert 'name="password"' not in html
    assert client.post(link, NEW).status_code == 422
    assert not has_arrived(ana)
    client.force_login(ana)
    assert client.post(link, {"answer": "accept"}).status_code == 303
    assert has_arrived(ana)


def test_who_accepts_lands_where_they_were_invited_to(client, link, ana):
    client.force_login(ana)
    response = client.post(link, {"answer": "accept"}, follow=True)
    assert response.status_code == 200
    assert "You are in." in response.content.decode()


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_an_invitation_is_declined_by_its_link(client, link, ana, is_signed_in):
    if is_signed_in:
        client.force_login(ana)
    assert client.post(link, {"answer": "decline"}).status_code == 303
    assert not has_arrived(ana)
    assert not Invitation.objects.exists()
    assert not MapInvitation.objects.exists()


def answers(client, address):
    response = client.get(address)
    posted = client.post(address, {"answer": "accept"})
    return response.status_code, response.content, posted.status_code


def test_SR_05_what_is_used_withdrawn_over_or_unknown_looks_alike(client, link, ana, clock):
    missing = answers(client, GONE)
    assert missing[0] == missing[2] == 404
    assert client.get(link).status_code == 200
    clock("2027-01-01T00:00")
    assert answers(client, link) == missing
    clock("2026-05-05T00:00")
    client.force_login(ana)
    client.post(link, {"answer": "accept"})
    client.logout()
    assert answers(client, link) == missing


def test_SR_05_the_link_of_somebody_else_looks_like_a_missing_one(client, link, editor):
    client.force_login(editor)
    assert answers(client, link) == answers(client, GONE)
    assert client.post(link, {"answer": "decline"}).status_code == 404


def test_the_page_is_kept_nowhere(client, link):
    response = client.get(link)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_SR_46_one_invitation_is_not_answered_without_end(client, link):
    for _ in range(20):
        assert client.post(link, NEW | {"password": "short"}).status_code == 422
    assert client.post(link, NEW).status_code == 429
    assert not User.objects.filter(email="ana@example.org").exists()


def test_a_link_is_not_answered_by_following_it(client, link, ana):
    client.force_login(ana)
    client.get(f"{link}?answer=accept")
    assert not has_arrived(ana)


def test_what_waits_for_me_is_on_my_page_and_answered_there(client, text, link, ana, editor):
    client.force_login(ana)
    html = text("/account/memberships")
    assert "You are invited" in html
    letter = Invitation.objects.first() or MapInvitation.objects.first()
    client.force_login(editor)
    own = f"/account/invitations/{letter.pk}"
    assert "You are invited" not in text("/account/memberships")
    assert client.post(own, {"answer": "accept"}).status_code == 404
    client.force_login(ana)
    assert client.post(own, {"answer": "accept"}).status_code == 303
    assert has_arrived(ana)
