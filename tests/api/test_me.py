import json

import pytest

from accounts import keys, people
from tests.api.conftest import ROOT, told

ASKED = 3  # the session, the person, the organisations
ASKED_BY_KEY = 3  # the key with the person, its last use, the organisations


def test_a_person_is_told_who_they_are(get, editor, ministry):
    answer = json.loads(get("/me", editor).content)
    assert answer.pop("etag", None) is None
    assert answer == {
        "id": str(editor.pk),
        "name": "Editor",
        "language": "en",
        "organisations": [{"code": ministry.code, "name": "Ministry of Economy"}],
        "key": None,
    }


def test_a_program_is_told_with_which_key_it_asks(client, editor):
    _key, secret = keys.make(editor, "Nightly copy", ["write", "read"])
    response = client.get(f"{ROOT}/me", headers={"Authorization": f"Bearer {secret}"})
    answer = json.loads(response.content)
    assert answer["key"] == {"name": "Nightly copy", "scopes": ["read", "write"]}
    assert answer["id"] == str(editor.pk)


def test_a_person_without_an_organisation_or_a_name_is_told_too(get, registrar):
    answer = json.loads(get("/me", registrar).content)
    assert (answer["name"], answer["organisations"]) == (None, [])


def test_nobody_is_told_nothing(get, db):
    response = get("/me")
    told(response, 401)
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_what_is_told_of_a_person_is_for_nobody_else(get, editor):
    response = get("/me", editor)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_neither_the_address_nor_the_password_of_a_person_is_told(get, editor):
    content = get("/me", editor).content.decode()
    assert editor.email not in content
    assert editor.password not in content


def test_who_has_it_already_gets_nothing(get, editor):
    etag = get("/me", editor).headers["ETag"]
    assert get("/me", editor, If_None_Match=etag).status_code == 304


def test_only_some_members_may_be_asked_for(get, editor):
    answer = json.loads(get("/me?fields=name,language", editor).content)
    assert answer == {"name": "Editor", "language": "en"}


@pytest.mark.parametrize("number", [1, 3])
def test_who_one_is_takes_a_fixed_number_of_queries(
    get,
    client,
    registrar,
    association,
    partner,
    ministry,
    sector,
    django_assert_num_queries,
    number,
):
    if number > 1:
        people.join(registrar, partner, ministry)
    client.force_login(partner)
    with django_assert_num_queries(ASKED):
        get("/me")
    client.logout()
    _key, secret = keys.make(partner, "Read", ["read"])
    with django_assert_num_queries(ASKED_BY_KEY):
        get("/me", Authorization=f"Bearer {secret}")
