"""What is sent twice is done once, whatever died in between; the second time says the same."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts import keys
from api.models import Answer
from changes.models import Change, erase
from roadmaps import elements
from roadmaps import roadmap as maps
from tests.api.conftest import ROOT, told, write_as
from tests.api.things import DISPUTED, MAP, NEW
from tests.threads import at_once

SKILL = {"roadmap": MAP, "title": "Robotics"}
KEY = "3f0f9c5e-0d64-4b8f-9a52-6f6f8f0e5b11"
KEPT = ("ETag", "Location", "Content-Type", "Cache-Control")


@pytest.fixture
def again(send):
    """The same request twice, under one key; both answers."""

    def twice(method, address, body=None, as_=None, **headers):
        key = str(uuid.uuid4())
        return [
            send(method, address, body, as_, Idempotency_Key=key, **headers) for _time in range(2)
        ]

    return twice


def assert_replayed(first, second):
    assert first.status_code < 300, first.content
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert [second.headers.get(name) for name in KEPT] == [first.headers.get(name) for name in KEPT]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["X-Request-ID"] != first.headers["X-Request-ID"]


@pytest.mark.parametrize("name", NEW)
def test_what_makes_something_new_needs_a_key(send, roadmap, editor, name):
    before = Change.objects.count()
    for key in (None, "", "   "):
        problem = told(send("post", f"/{name}", NEW[name][0], editor, Idempotency_Key=key), 400)
        assert problem["errors"][0]["code"] == "idempotency-key-required"
        assert problem["detail"].startswith("Send an Idempotency-Key")
    assert Change.objects.count() == before


@pytest.mark.parametrize("name", NEW)
def test_SR_44_what_is_sent_twice_is_done_once(again, new, roadmap, editor, name):
    here, before = f"/{name}", Change.objects.count()
    first, second = again("post", here, NEW[name][0], editor)
    assert_replayed(first, second)
    assert Change.objects.count() == before + 1


@pytest.mark.parametrize("name", DISPUTED)
def test_an_edit_that_is_sent_twice_is_done_once(again, send, written, editor, steward, name):
    here, item = written(name)
    member, one, other, _beside = DISPUTED[name]
    before = Change.objects.count()
    first, second = again("patch", here, {member: one, "base": item["revision"]}, editor)
    assert_replayed(first, second)
    tag = first.headers["ETag"]
    assert_replayed(*again("patch", here, {member: other}, If_Match=tag))
    assert Change.objects.count() == before + 2


def test_steps_and_undoing_are_done_once(again, send, roadmap, editor, challenge):
    send("delete", "/elements/EMO-C01", as_=editor)
    before = Change.objects.count()
    assert_replayed(*again("post", "/elements/EMO-C01/restore"))
    assert_replayed(*again("post", "/elements/EMO-C01/reorder", {"after": None}))
    line = {"revision": Change.objects.within(roadmap).last().revision}
    assert_replayed(*again("post", f"/roadmaps/{MAP}/undo", line))
    assert Change.objects.count() == before + 2


def test_the_answer_stays_the_same_whatever_was_done_since(send, roadmap, editor, steward):
    first = send("post", "/skills", SKILL, editor, Idempotency_Key=KEY)
    here = first.headers["Location"].removeprefix(ROOT).partition("?")[0]
    change = {"title": "Other", "base": first.json()["revision"]}
    assert send("patch", here, change, steward).status_code == 200
    send("delete", here)
    roadmap.__class__.objects.filter(pk=roadmap.pk).update(stage="approval")
    assert_replayed(first, send("post", "/skills", SKILL, editor, Idempotency_Key=KEY))


def test_a_key_stands_for_one_request(send, challenge, roadmap, editor):
    first = send("post", "/skills", SKILL, editor, Idempotency_Key=KEY)
    before = Change.objects.count()
    others = [
        ("post", "/skills", SKILL | {"title": "Other"}), ("post", "/skills", {}),
        ("post", "/goals", SKILL), ("post", "/skills?lang=es", SKILL), ("post", "/skills", b"{"),
        ("post", "/skills", json.dumps(SKILL, indent=1)), ("post", "/bulk", {"operations": []}),
        ("patch", "/elements/EMO-C01", {"title": "Other", "base": roadmap.revision}),
    ]  # fmt: skip
    for method, address, body in others:
        problem = told(send(method, address, body, Idempotency_Key=KEY), 422)
        assert [each["code"] for each in problem["errors"]] == ["idempotency-key-reused"]
    assert Change.objects.count() == before
    assert_replayed(first, send("post", "/skills", SKILL, Idempotency_Key=KEY))


def test_SR_02_the_key_of_another_person_is_another_key(send, roadmap, editor, steward, stranger):
    first = send("post", "/skills", SKILL, editor, Idempotency_Key=KEY)
    second = send("post", "/skills", SKILL, steward, Idempotency_Key=KEY)
    assert [each.json()["code"] for each in (first, second)] == ["EMO-S02", "EMO-S03"]
    assert "Idempotent-Replayed" not in second.headers
    problem = told(send("post", "/skills", SKILL, stranger, Idempotency_Key=KEY), 422)
    assert [each["pointer"] for each in problem["errors"]] == ["/roadmap"]


def test_a_person_is_the_same_with_a_session_and_with_a_key(client, send, roadmap, editor):
    _key, secret = keys.make(editor, "Writes", ["write"])
    first = send("post", "/skills", SKILL, editor, Idempotency_Key=KEY)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency_Key": KEY}
    assert_replayed(first, write_as(Client(), "post", "/skills", SKILL, **headers))


def test_what_was_refused_is_not_kept_and_can_be_tried_again(send, roadmap, editor):
    linked = {"source": "EMO-I01", "target": "EMO-S02", "kind": "delivers"}
    for _time in range(2):
        told(send("post", "/links", linked, editor, Idempotency_Key=KEY), 422)
    assert Answer.objects.count() == 0
    send("post", "/skills", SKILL)
    response = send("post", "/links", linked, Idempotency_Key=KEY)
    assert response.status_code == 201
    assert "Idempotent-Replayed" not in response.headers


def test_no_refusal_leaves_anything_behind(send, roadmap, editor, partner, challenge):
    here = "/elements/EMO-C01"
    asked = [
        ("post", "/skills", SKILL, partner, 403), ("post", "/skills", b"{", editor, 400),
        ("patch", here, {"title": "Mine"}, editor, 428),
        ("patch", here, {"title": "Mine", "base": 1}, partner, 403),
        ("post", f"{here}/restore", None, editor, 409),
        ("patch", "/elements/EMO-C99", {"title": "Mine", "base": 1}, editor, 404),
        ("post", f"/roadmaps/{MAP}/undo", {}, editor, 422), ("post", "/bulk", {}, editor, 422),
    ]  # fmt: skip
    for method, address, body, person, status in asked:
        told(send(method, address, body, person, Idempotency_Key=KEY), status)
        assert Answer.objects.count() == 0


def test_what_was_done_is_undone_if_its_answer_cannot_be_kept(client, roadmap, editor, monkeypatch):
    monkeypatch.setattr("api.idempotency.keep", lambda *args, **fields: 1 / 0)
    client.force_login(editor)
    client.raise_request_exception = False
    before = Change.objects.count()
    told(write_as(client, "post", "/skills", SKILL, Idempotency_Key=KEY), 500)
    assert (Change.objects.count(), Answer.objects.count()) == (before, 0)


@pytest.mark.parametrize("method", ["post", "patch"])
def test_SR_14_who_lost_their_role_is_told_nothing_again(
    send, roadmap, steward, editor, challenge, method
):
    address = "/skills" if method == "post" else "/elements/EMO-C01"
    body = SKILL if method == "post" else {"title": "Mine", "base": roadmap.revision}
    first = send(method, address, body, editor, Idempotency_Key=KEY)
    assert first.status_code < 300
    maps.revoke(steward, roadmap.roles.get(user=editor))
    hidden = told(send(method, address, body, Idempotency_Key=KEY), 404)
    missing = told(send("patch", "/elements/EMO-C99", {"base": 1}, Idempotency_Key="other"), 404)
    assert hidden | {"request_id": ""} == missing | {"request_id": ""}


def test_SR_14_who_may_see_less_is_not_told_again_what_they_saw(send, roadmap, steward, editor):
    maps.grant(steward, roadmap, "steward", user=editor)
    body = SKILL | {"visibility": "internal"}
    first = send("post", "/skills", body, editor, Idempotency_Key=KEY)
    assert_replayed(first, send("post", "/skills", body, Idempotency_Key=KEY))
    maps.revoke(steward, roadmap.roles.get(user=editor, role="steward"))
    told(send("post", "/skills", body, Idempotency_Key=KEY), 404)


def test_an_answer_about_several_maps_needs_a_role_on_each(
    send, roadmap, steward, registrar, programme, editor
):
    other = maps.begin(
        registrar, programme, "other", "OTH", "Other", base_year=2025, short_until=2027,
        medium_until=2030, vision_year=2035, languages=["en"],
    )  # fmt: skip
    held = maps.grant(registrar, other, "editor", user=editor)
    operations = [
        {"method": "POST", "path": "/skills", "body": {"roadmap": slug, "title": "Robotics"}}
        for slug in (MAP, "other")
    ]
    body = {"operations": operations}
    first = send("post", "/bulk", body, editor, Idempotency_Key=KEY)
    assert_replayed(first, send("post", "/bulk", body, Idempotency_Key=KEY))
    erase(registrar, "revoked", held)
    told(send("post", "/bulk", body, Idempotency_Key=KEY), 404)


def test_SR_21_a_garbled_key_is_refused_in_a_sentence(send, roadmap, editor):
    before = Change.objects.count()
    for key in ("x" * 256, "ñ", "a\0b", "a\x7fb", "a\tb", "\x1b[31m", "x" * 9000):
        for method, address in (("post", "/skills"), ("patch", f"/roadmaps/{MAP}")):
            problem = told(send(method, address, SKILL, editor, Idempotency_Key=key), 400)
            assert problem["detail"].startswith("An Idempotency-Key has 255 letters")
            assert problem["detail"].endswith(".")
    assert Change.objects.count() == before


def test_a_long_and_strange_key_is_only_a_key(again, send, roadmap, editor):
    for key in ("x" * 255, "'; DROP TABLE api_answer;--", '"quoted"', "%00", "{}"):
        body = SKILL | {"title": f"With {key}"[:80]}
        first, second = (
            send("post", "/skills", body, editor, Idempotency_Key=key) for _time in range(2)
        )
        assert_replayed(first, second)


def test_after_a_day_a_key_is_free_again(send, roadmap, editor, monkeypatch):
    first = send("post", "/skills", SKILL, editor, Idempotency_Key=KEY)
    tomorrow = timezone.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    second = send("post", "/skills", SKILL, editor, Idempotency_Key=KEY)
    assert second.status_code == 201, second.content
    assert second.json()["id"] != first.json()["id"]
    assert_replayed(second, send("post", "/skills", SKILL, Idempotency_Key=KEY))


def test_answers_are_forgotten_after_a_day_and_not_before(send, roadmap, editor, capsys):
    for title in ("One", "Other"):
        send("post", "/skills", SKILL | {"title": title}, editor)
    old = Answer.objects.first()
    made = timezone.now() - timedelta(hours=24, minutes=1)
    Answer.objects.filter(pk=old.pk).update(made=made)
    for count in (1, 0):
        call_command("forget")
        assert capsys.readouterr().out == f"Answers forgotten: {count}.\n"
    assert Answer.objects.exclude(pk=old.pk).count() == 1


def test_an_answer_is_kept_with_its_caller_and_how_much_they_saw(send, roadmap, editor):
    send("post", "/skills", SKILL, editor, Idempotency_Key=KEY)
    answer = Answer.objects.get()
    assert str(answer) == f"{editor.pk} {KEY}: 201"
    assert (answer.caller, answer.seen) == (editor, {str(roadmap.pk): ["public", "partners"]})


@pytest.mark.django_db(transaction=True)
def test_SR_44_one_request_sent_several_times_at_once_is_done_once(roadmap, editor):
    browsers = [Client() for _number in range(8)]
    for browser in browsers:
        browser.force_login(editor)
    before = Change.objects.count()
    outcomes = at_once(
        *[
            lambda browser=browser: write_as(browser, "post", "/skills", SKILL, Idempotency_Key=KEY)
            for browser in browsers
        ]
    ).outcomes()
    assert {answer.status_code for answer in outcomes} == {201}
    assert len({answer.content for answer in outcomes}) == 1
    replayed = [answer for answer in outcomes if "Idempotent-Replayed" in answer.headers]
    assert len(replayed) == len(browsers) - 1
    assert Change.objects.count() == before + 1
    assert elements.Element.objects.filter(title="Robotics").count() == 1
