"""The page of what we hold of me: one file of it, and its end."""

import pytest

from accounts.models import User
from roadmaps import map_roles

PAGE = "/account/data"


def test_the_file_holds_it_all_and_is_kept_nowhere(client, editor, empty_map):
    client.force_login(editor)
    response = client.get(f"{PAGE}.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="rumbo.json"'
    assert "no-store" in response.headers["Cache-Control"]
    assert response.json()["profile"]["email"] == editor.email
    assert response.json()["roles"][0]["roadmap"] == "electromobility"
    same = client.get("/api/v1/personal-data").json()
    assert (same["roles"], same["changes"]) == (response.json()["roles"], [])


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}.json"])
def test_who_has_not_signed_in_is_sent_to_do_so(client, db, address):
    assert client.get(address).headers["Location"].startswith("/sign-in")
    assert client.post(address).status_code in (302, 405)


def test_an_account_is_closed_by_who_types_its_address(client, editor, empty_map):
    client.force_login(editor)
    for typed in ("", "somebody@else.example"):
        response = client.post(PAGE, {"email": typed})
        assert response.status_code == 422
        assert User.objects.get(pk=editor.pk).is_active
    response = client.post(PAGE, {"email": editor.email}, follow=True)
    assert "Your account is closed." in response.content.decode()
    assert not User.objects.get(pk=editor.pk).is_active
    assert client.get(PAGE).status_code == 302


def test_the_last_steward_is_told_first_which_maps_need_another(
    client, text, steward, editor, empty_map
):
    client.force_login(steward)
    html = text(PAGE)
    assert "Electromobility" in html
    assert 'name="email"' not in html
    assert client.post(PAGE, {"email": steward.email}).status_code == 422
    map_roles.grant(steward, empty_map, "steward", user=editor)
    assert 'name="email"' in text(PAGE)
    assert client.post(PAGE, {"email": steward.email}).status_code == 302


def test_an_account_is_not_closed_by_following_a_link(client, editor):
    client.force_login(editor)
    client.get(f"{PAGE}?email={editor.email}")
    assert User.objects.get(pk=editor.pk).is_active
