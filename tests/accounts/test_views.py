import re
import uuid

import pytest
from django.test import Client

from accounts import keys
from accounts.models import Key
from changes.models import Change
from changes.veils import veiled

PAGE = "/account/keys"
ASKED = 3  # the session, the person, the keys
SECRET = re.compile(r"rumbo_[-\w]{43}", re.ASCII)
FILLED_IN = {"name": "Nightly copy", "scopes": ["read", "write"], "days": "30"}


@pytest.fixture
def page(client, editor):
    """The page of the editor, as text."""
    client.force_login(editor)

    def ask(data=None, address=PAGE):
        response = client.post(address, data) if data is not None else client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return ask


def test_a_person_without_keys_is_told_so(page):
    assert "You have no key yet." in page()


def test_SR_28_a_key_is_shown_once_to_the_one_who_made_it(page, client, editor):
    (secret,) = set(SECRET.findall(page(FILLED_IN)))
    key = Key.objects.get()
    assert keys.find(secret) == key
    assert (key.user, key.scopes) == (editor, ["read", "write"])
    assert (key.expires_on - key.made_on).days == 30
    assert not SECRET.search(page())
    assert secret not in str(dict(client.session))
    assert key.start in page()


def test_the_secret_comes_with_an_example_that_works(page, client):
    html = page(FILLED_IN)
    secret = SECRET.search(html)[0]
    assert f'curl -H "Authorization: Bearer {secret}" http://testserver/api/v1/me' in html
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["key"]["name"] == "Nightly copy"


@pytest.mark.parametrize("data", [None, FILLED_IN, {}])
def test_SR_28_the_page_is_kept_nowhere(client, editor, data):
    client.force_login(editor)
    response = client.get(PAGE) if data is None else client.post(PAGE, data)
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"name": ""}, "id_name"),
        ({"name": "   "}, "id_name"),
        ({"name": "x" * 81}, "id_name"),
        ({"name": "a\0b"}, "id_name"),
        ({"scopes": []}, "id_scopes"),
        ({"scopes": ["read", "everything"]}, "id_scopes"),
        ({"days": "0"}, "id_days"),
        ({"days": "366"}, "id_days"),
        ({"days": "9" * 400}, "id_days"),
        ({"days": "soon"}, "id_days"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(page, wrong, place):
    html = page(FILLED_IN | wrong)
    assert f'<a href="#{place}">' in html
    assert not Key.objects.exists()
    assert not SECRET.search(html)
    if "name" not in wrong:
        assert 'value="Nightly copy"' in html
    if "scopes" not in wrong:
        assert re.search(r'value="write" [^>]*checked', html)


def test_a_name_is_shown_as_it_was_written_and_runs_nothing(page):
    html = page(FILLED_IN | {"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_SR_28_nobody_makes_a_key_for_somebody_else(page, editor, partner):
    page(FILLED_IN | {"user": str(partner.pk), "user_id": str(partner.pk), "actor": partner.email})
    assert Key.objects.get().user == editor


def test_a_person_sees_and_revokes_their_own_keys(page, client, editor):
    key, secret = keys.make(editor, "Old one", ["read"])
    assert f"{PAGE}/{key.pk}/revoke" in page()
    response = client.post(f"{PAGE}/{key.pk}/revoke")
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    assert keys.find(secret) is None
    html = page()
    assert "Old one" in html
    assert "Revoked" in html
    assert f"{PAGE}/{key.pk}/revoke" not in html


@pytest.mark.parametrize("who", ["partner", "registrar"])
def test_SR_05_the_key_of_somebody_else_looks_like_one_that_is_not_there(
    request, client, editor, who
):
    key, secret = keys.make(editor, "Mine", ["read"])
    client.force_login(request.getfixturevalue(who))
    assert "Mine" not in client.get(PAGE).content.decode()
    hidden = client.post(f"{PAGE}/{key.pk}/revoke")
    missing = client.post(f"{PAGE}/{uuid.uuid4()}/revoke")
    assert hidden.status_code == missing.status_code == 404
    assert keys.find(secret) == key


def test_a_key_is_not_revoked_by_following_a_link(page, client, editor):
    key, secret = keys.make(editor, "Mine", ["read"])
    client.force_login(editor)
    assert client.get(f"{PAGE}/{key.pk}/revoke").status_code == 405
    assert keys.find(secret) == key


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_not_signed_in_is_sent_to_do_so(client, db, prefix, method):
    response = getattr(client, method)(prefix + PAGE, FILLED_IN)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"{prefix}/sign-in?next={prefix}{PAGE}")
    assert not Key.objects.exists()


def test_SR_35_a_form_of_another_site_makes_and_revokes_nothing(editor):
    key, secret = keys.make(editor, "Mine", ["read"])
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(PAGE, FILLED_IN).status_code == 403
    assert client.post(f"{PAGE}/{key.pk}/revoke").status_code == 403
    assert keys.find(secret) == Key.objects.get()


def test_a_page_of_keys_takes_a_fixed_number_of_queries(client, editor, django_assert_num_queries):
    for number in (1, 9):
        for _ in range(number):
            keys.make(editor, "One of many", ["read"])
        client.force_login(editor)
        with django_assert_num_queries(ASKED):
            client.get(PAGE)


def test_the_way_to_the_keys_is_shown_to_those_who_have_signed_in(client, published, editor):
    client.force_login(editor)
    assert f'href="{PAGE}"' in client.get("/account").content.decode()
    assert f'href="/es{PAGE}"' in client.get("/es/account").content.decode()


def test_each_key_is_made_with_a_line_in_the_log(page, editor):
    page(FILLED_IN)
    told = Change.objects.within(editor).last()
    assert (told.verb, told.fields["name"]) == (
        "made",
        [None, veiled("Nightly copy", editor.secret)],
    )
