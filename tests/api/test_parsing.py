"""What is no honest JSON is refused at once, and never a fault of ours."""

import json
import time

import pytest
from django.test import AsyncRequestFactory, override_settings
from rest_framework.request import Request

from api.mistakes import Mistakes
from api.parsing import LONGEST, raw
from changes.models import Change
from tests.api.conftest import ROOT, complaints, told
from tests.api.things import MAP

# address, method, and a member that is there
ADDRESSES = [
    ("post", "/elements", "title"),
    ("post", "/elements/EMO-C01/reorder", "after"),
    ("patch", f"/roadmaps/{MAP}", "title"),
    ("post", f"/roadmaps/{MAP}/undo", "request"),
    ("post", "/bulk", "operations"),
]
DEPTH = 20_000


def hostile(name):
    """Bodies with this member that nobody honest would send."""
    texts = [
        f'{{"{name}": "a\\u0000b"}}', f'{{"{name}": "\\ud800"}}', f'{{"\\udc00": "{name}"}}',
        f'{{"{name}\\u0000": 1}}', f'{{"{name}": "\\u001b[31m"}}', f'{{"{name}": "\\uffff"}}',
        f'{{"{name}": NaN}}', f'{{"{name}": Infinity}}', f'{{"{name}": -Infinity}}',
        f'{{"{name}": 1e400}}', f'{{"{name}": -1e-400}}', f'{{"{name}": {"9" * 400}}}',
        f'{{"{name}": {"9" * 5000}}}', f'{{"{name}": -{"9" * 300_000}}}',
        f'{{"{name}": "a", "{name}": "b"}}', f'{{"{name}": {{"x": 1, "x": 2}}}}',
        f'{{"{name}": {"[" * DEPTH}{"]" * DEPTH}}}', "[" * DEPTH, f'{{"{name}":' * DEPTH,
        f'{{"{name}": {"[" * 13}{"]" * 13}}}', f'{{"{name}": "{"x" * 999_000}"}}',
        f'{{"{name}": "{"x" * LONGEST}"}}', f'{{"{name}": "{"ñ" * 2_000_000}"}}',
        f'{{"{"x" * 900_000}": 1}}', json.dumps({f"{name}{n}": n for n in range(50_000)}),
        f'{{"{name}": {json.dumps([1] * 200_000)}}}', f'{{"{name}": {json.dumps(["x"] * 101)}}}',
        "null", "true", "7", '"x"', "[]", "[{}]", "{", "}", "{]", f"{{{name}: 1}}", "nothing",
        f"{{'{name}': 1}}", f'{{"{name}": 1,}}', f'{{"{name}": 01}}', f'{{"{name}": .5}}',
        f'{{"{name}": "a" /* */}}', f'{{"{name}": "a"}} {{}}', f'\ufeff{{"{name}": "a"}}',
        f'{{"{name}": "a\nb"}}', '{"__proto__": {}}', '{"constructor": {}}', '{"": ""}',
    ]  # fmt: skip
    honest = f'{{"{name}": "a"}}'
    other = [b"\xff\xfe", b'{"\xff": 1}', honest.encode("utf-16"), honest.encode("utf-32"), b"\0"]
    return [text.encode() for text in texts] + other


@pytest.mark.parametrize(("method", "address", "name"), ADDRESSES)
def test_SR_21_hostile_bodies_are_refused_at_once_and_change_nothing(
    send, roadmap, editor, method, address, name
):
    before = Change.objects.count()
    send(method, address, b"{}", editor)  # the very first request of all takes its time
    for body in hostile(name):
        begun = time.process_time()  # others may keep the machine busy meanwhile
        response = send(method, address, body, editor)
        took = time.process_time() - begun
        assert 400 <= response.status_code < 500, (body[:80], response.content[:400])
        problem = told(response, response.status_code)
        assert len(response.content) < 40_000, body[:80]
        assert problem["detail"].endswith((".", "?")), problem
        assert took < 1, body[:80]
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("body", "where", "says"),
    [
        (b"{", "", "The body is not JSON that can be read."),
        (b"[]", "", "The body has to be one object of JSON."),
        (b'{"a": NaN}', "", "“NaN” is no number of JSON."),
        (b'{"a": 1, "b": 2, "a": 3}', "", "“a” is there more than once."),
        (b'{"a": [1, "x\\u0000y"]}', "/a/1", "Here is a character that no text can have."),
        (b'{"a/b~": "\\ud800"}', "/a~1b~0", "Here is a character that no text can have."),
        (b'{"a": {"b": ' + b"[" * 12 + b"]" * 12 + b"}}", "/a/b", "This is nested too deeply."),
        (b'{"a": "' + b"x" * LONGEST + b'"}', "", "The body may have 1000000 bytes at most."),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_is_named_in_a_sentence_with_its_place(
    send, roadmap, editor, body, where, says
):
    assert complaints(send("patch", "/elements/EMO-C01", body, editor), 400) == {where: says}
    spanish = complaints(send("patch", "/elements/EMO-C01?lang=es", body), 400)
    assert list(spanish) == [where]
    assert spanish[where] != says


def test_what_is_not_sent_as_json_is_not_read(client, challenge, roadmap, editor):
    client.force_login(editor)
    body = json.dumps({"title": "Mine", "base": roadmap.revision})

    def patch(kind):
        return client.generic("PATCH", f"{ROOT}/elements/EMO-C01", body, kind)

    for kind in (
        "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "",
        "application/problem+json", "application/xml", "json", "*/*", "application/json-seq",
        "x" * 500, "application/", ";",
    ):  # fmt: skip
        told(patch(kind), 415)
    challenge.refresh_from_db()
    assert challenge.title == "Too few technicians"
    for kind in ("application/json; charset=utf-8", "Application/JSON"):
        assert patch(kind).status_code == 200
    assert patch("application/merge-patch+json").status_code == 200


def test_SR_21_a_wrong_length_is_no_fault_of_ours(client, challenge, editor):
    client.force_login(editor)
    for length in ("99999999999", "²", "-1", "x", "1" * 5000, "1_0", "+7", " "):
        response = client.generic(
            "PATCH", f"{ROOT}/elements/EMO-C01", b'{"title": "Mine"}', "application/json",
            CONTENT_LENGTH=length,
        )  # fmt: skip
        told(response, 400)


def test_a_body_that_does_not_say_how_long_it_is_may_not_be_longer():
    for most in (10, 10**7):  # of what Django holds in memory, and of ours
        request = AsyncRequestFactory().patch("/", b"x" * (LONGEST + 1), "application/json")
        del request.META["CONTENT_LENGTH"]
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=most), pytest.raises(Mistakes) as told:
            raw(Request(request))
        assert told.value.mistakes[0].code == "too-long"
        assert told.value.status == 400


def test_tabs_and_new_lines_are_text_and_characters_of_every_script_are(
    send, challenge, roadmap, editor
):
    text = "Zeile\tEins\r\nدورة\n汽车 🚗 ﬁ \u200f\u0301"
    body = {"summary": text, "base": roadmap.revision}
    assert send("patch", "/elements/EMO-C01", body, editor).json()["summary"] == text
