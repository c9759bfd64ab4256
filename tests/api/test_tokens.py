import json
import uuid

import pytest

from accounts import keys
from accounts.models import Key
from tests.api.conftest import ROOT, told

LISTED = 3  # the session, the person, the keys


@pytest.fixture
def made(editor):
    return keys.make(editor, "Nightly copy", ["read", "admin"])


@pytest.fixture
def key(made):
    return made[0]


@pytest.fixture
def delete(client):
    def ask(key, as_=None, **headers):
        if as_ is not None:
            client.force_login(as_)
        return client.delete(f"{ROOT}/tokens/{getattr(key, 'pk', key)}", headers=headers)

    return ask


def test_a_person_lists_their_own_keys(items, editor, partner, key):
    keys.make(partner, "Of somebody else", ["read"])
    (item,) = items("/tokens", editor)
    assert item.pop("etag")
    assert item == {
        "id": str(key.pk),
        "name": "Nightly copy",
        "hint": key.hint,
        "scopes": ["read", "admin"],
        "made_on": str(key.made_on),
        "expires_on": str(key.expires_on),
        "last_used_at": None,
        "revoked_at": None,
        "revision": key.revision,
    }


def test_SR_28_a_list_of_keys_holds_neither_secrets_nor_hashes(get, editor, made):
    key, secret = made
    content = get("/tokens", editor).content.decode()
    assert secret not in content
    assert key.digest not in content


def test_a_person_without_keys_lists_none(items, editor):
    assert items("/tokens", editor) == []


def test_nobody_lists_no_keys(get, key):
    response = get("/tokens")
    told(response, 401)
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_keys_come_in_pages_and_in_an_order(get, editor):
    for name in ("C", "A", "B"):
        keys.make(editor, name, ["read"])
    found, address = [], "/tokens?limit=2&sort=-name"
    for _page in range(2):
        page = json.loads(get(address, editor).content)
        found += [item["name"] for item in page["items"]]
        address = (page["next"] or "").partition(ROOT)[2]
    assert (found, address) == (["C", "B", "A"], "")


def test_keys_come_as_a_table_too(get, editor, key):
    lines = get("/tokens?format=csv", editor).content.decode().splitlines()
    assert lines[0].startswith("id,name,hint,scopes")
    assert "read; admin" in lines[1]


def test_SR_28_a_person_revokes_their_own_key(delete, items, editor, key):
    response = delete(key, editor)
    assert (response.status_code, response.content) == (204, b"")
    assert not Key.objects.get().is_valid
    assert items("/tokens", editor)[0]["revoked_at"]


def test_to_revoke_a_key_again_changes_nothing(delete, editor, key):
    delete(key, editor)
    first = Key.objects.get().revoked_at
    assert delete(key).status_code == 204
    assert Key.objects.get().revoked_at == first


def test_a_key_may_revoke_itself(client, made):
    key, secret = made
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.delete(f"{ROOT}/tokens/{key.pk}", headers=headers).status_code == 204
    told(client.get(f"{ROOT}/tokens", headers=headers), 401)


@pytest.mark.parametrize("who", ["partner", "registrar"])
def test_SR_05_the_key_of_somebody_else_looks_like_one_that_is_not_there(request, delete, key, who):
    actor = request.getfixturevalue(who)
    hidden, missing = told(delete(key, actor), 404), told(delete(uuid.uuid4()), 404)
    assert hidden | {"request_id": ""} == missing | {"request_id": ""}
    assert Key.objects.get().is_valid


def test_nobody_revokes_no_key(delete, key):
    told(delete(key), 401)
    assert Key.objects.get().is_valid


@pytest.mark.parametrize("odd", ["1", "x", "00000000-0000-0000-0000-00000000000g", "%00"])
def test_what_is_no_id_is_not_there(delete, editor, odd):
    told(delete(odd, editor), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_SR_28_nobody_makes_a_key_by_the_api(client, editor, method):
    _key, secret = keys.make(editor, "All", ["read", "write", "publish", "admin"])
    body = {"name": "Another", "scopes": ["read"], "user": str(editor.pk)}
    response = getattr(client, method)(
        f"{ROOT}/tokens", body, "application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    told(response, 405)
    assert Key.objects.count() == 1


def test_an_address_says_what_it_can_do(client, editor, key):
    client.force_login(editor)
    response = client.options(f"{ROOT}/tokens/{key.pk}")
    assert response.headers["Allow"] == "OPTIONS, DELETE"
    assert client.options(f"{ROOT}/indicators").headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("number", [1, 7])
def test_a_list_of_keys_takes_a_fixed_number_of_queries(
    get, client, editor, django_assert_num_queries, number
):
    for _ in range(number):
        keys.make(editor, "One of many", ["read"])
    client.force_login(editor)
    with django_assert_num_queries(LISTED):
        get("/tokens")
