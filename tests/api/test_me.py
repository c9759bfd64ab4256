import json

import pytest

from accounts import keys, people
from changes.models import Change
from roadmaps import map_roles
from tests import factories
from tests.api.conftest import ROOT, told

ASKED = 5  # the session, the person, the organisations, for which one they act, the roles
ASKED_BY_KEY = 6  # the key with the person, their factor, its last use, and the same three


def test_a_person_is_told_who_they_are(get, editor, ministry):
    answer = json.loads(get("/me", editor).content)
    assert answer.pop("etag", None) is None
    assert answer == {
        "id": str(editor.pk),
        "name": "Editor",
        "language": "en",
        "organisations": [
            {
                "code": ministry.code,
                "name": "Ministry of Economy",
                "role": "member",
                "may_submit": False,
            }
        ],
        "acting_for": ministry.code,
        "roles": [],
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


def test_a_person_is_told_their_roles_also_those_through_organisations(
    get, partner, steward, empty_map, association
):
    map_roles.grant(steward, empty_map, "editor", user=partner, until="2099-12-31")
    answer = json.loads(get("/me", partner).content)
    assert answer["roles"] == [
        {
            "roadmap": "electromobility", "role": "editor", "organisation": None,
            "until": "2099-12-31",
        },
        {
            "roadmap": "electromobility", "role": "observer", "organisation": association.code,
            "until": None,
        },
    ]  # fmt: skip


@pytest.fixture
def in_two(registrar, partner, ministry):
    people.join(registrar, partner, ministry)
    return partner


def acting_for(response):
    assert response.status_code == 200, response.content
    return json.loads(response.content)["acting_for"]


def test_who_belongs_to_several_acts_for_none_until_they_say_so(get, in_two, ministry):
    assert acting_for(get("/me", in_two)) is None
    assert acting_for(get("/me", in_two, On_Behalf_Of=ministry.code)) == ministry.code
    assert acting_for(get("/me", in_two)) is None


def test_what_was_chosen_on_the_page_holds_for_the_session(client, get, in_two, association):
    get("/me", in_two)
    client.post("/account/memberships/act-for", {"organisation": association.code})
    assert acting_for(get("/me")) == association.code
    client.post("/account/memberships/act-for", {"organisation": ""})
    assert acting_for(get("/me")) is None


def test_SR_02_nobody_speaks_for_an_organisation_of_others(get, in_two, registrar):
    other = factories.organisation(registrar)
    said = [
        told(get("/me", in_two, On_Behalf_Of=code), 403)["detail"].replace(code, "…")
        for code in (other.code, "nowhere")
    ]
    assert said == ["You do not belong to an organisation with the code “…”."] * 2


def test_SR_48_what_a_program_writes_is_kept_with_its_key_and_for_whom(
    client, in_two, steward, empty_map, association
):
    map_roles.grant(steward, empty_map, "editor", user=in_two)
    key, secret = keys.make(in_two, "Nightly copy", ["write"])
    headers = {
        "Authorization": f"Bearer {secret}", "On-Behalf-Of": association.code,
        "Idempotency-Key": "once",
    }  # fmt: skip
    body = {"roadmap": "electromobility", "title": "Water"}
    response = client.post(f"{ROOT}/challenges", body, "application/json", headers=headers)
    assert response.status_code == 201, response.content
    line = Change.objects.within(empty_map).last()
    assert (line.actor, line.on_behalf_of, line.credential) == (in_two, association, key.pk)
    assert str(line.request) == response.headers["X-Request-ID"]


@pytest.mark.django_db(transaction=True)
def test_the_feed_says_for_whom_something_was_done(items, client, steward, empty_map):
    client.force_login(steward)
    response = client.post(
        f"{ROOT}/challenges",
        {"roadmap": "electromobility", "title": "Water"},
        "application/json",
        headers={"Idempotency-Key": "once"},
    )
    assert response.status_code == 201
    line = items("/changes?limit=100", steward)[-1]
    assert line["on_behalf_of"] == steward.organisations.get().code
    assert line["sentence"] == "Steward (Ministry of Economy) added “Water”."
