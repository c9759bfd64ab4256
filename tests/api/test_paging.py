import json

import pytest

from roadmaps import elements, workflow
from tests import factories

PREFIX = "http://testserver/api/v1"


@pytest.fixture
def twelve(steward, approver, empty_map):
    """Twelve skills: some without a period, some with the same one."""
    periods = "2027 2026 - 2027 2028 - 2026 2025/2030 2027 - 2029 2027".replace("-", "").split(" ")
    for number, period in enumerate(periods):
        elements.add(steward, empty_map, "skill", title=f"Skill {number}", period=period)
    workflow.adopt(approver, [empty_map], label="1", note="First.")


def walk(get, address):
    told = []
    while address:
        response = get(address)
        page = json.loads(response.content)
        told.append([item.get("code") for item in page["items"]])
        address = page["next"] and page["next"].removeprefix(PREFIX)
        link = f'<{page["next"]}>; rel="next"' if address else None
        assert response.headers.get("Link") == link
    return told


@pytest.mark.parametrize("limit", [1, 5, 12, 13, 100])
@pytest.mark.parametrize("sort", ["code", "-code", "earliest", "-earliest", "latest", "-latest"])
def test_every_thing_is_on_one_page_in_the_right_order(get, twelve, limit, sort):
    pages = walk(get, f"/skills?sort={sort}&limit={limit}")
    (whole,) = walk(get, f"/skills?sort={sort}&limit=100")
    assert [code for page in pages for code in page] == whole
    assert len(set(whole)) == 12
    assert all(len(page) == limit for page in pages[:-1])
    undated = {"EMO-S03", "EMO-S06", "EMO-S10"}
    if "code" not in sort:
        assert set(whole[-3:]) == undated


def test_a_page_without_a_limit_holds_25_things(get, registrar):
    for _ in range(30):
        factories.source(registrar)
    first, second = walk(get, "/sources")
    assert (len(first), len(second)) == (25, 5)


def test_the_whole_number_is_told_on_request_on_every_page(get, twelve):
    page = json.loads(get("/skills?limit=5&count=true&from=2027").content)
    assert page["count"] == 7
    after = json.loads(get(page["next"].removeprefix(PREFIX)).content)
    assert after["count"] == 7
    assert "count" not in json.loads(get("/skills").content)


def test_a_cursor_is_of_one_list_with_its_filters_and_order(get, refused, twelve):
    page = json.loads(get("/skills?limit=5").content)
    cursor = page["next"].split("cursor=")[1].split("&")[0]
    assert get(f"/skills?limit=7&fields=code&cursor={cursor}").status_code == 200
    for other in ("/elements?", "/skills?sort=-code&", "/skills?q=skill&", "/figures?"):
        told = refused(f"{other}cursor={cursor}", 400)
        assert told["errors"][0]["pointer"] == "?cursor"
    refused(f"/skills?cursor={cursor[:-1]}{'A' if cursor[-1] != 'A' else 'B'}", 400)
    refused(f"/skills?cursor={cursor}&cursor={cursor}", 400)


def test_what_is_added_meanwhile_repeats_and_hides_nothing(get, registrar):
    for number in (1, 2, 3, 4):
        factories.source(registrar, f"b{number}")
    first = json.loads(get("/sources?limit=2").content)
    factories.source(registrar, "a0")
    second = json.loads(get(first["next"].removeprefix(PREFIX)).content)
    told = [item["code"] for item in first["items"] + second["items"]]
    assert told == ["b1", "b2", "b3", "b4"]


def test_who_has_a_list_already_gets_304(get, twelve):
    first = get("/skills")
    assert first.headers["ETag"] == get("/skills").headers["ETag"]
    assert get("/skills", If_None_Match=first.headers["ETag"]).status_code == 304
    assert get("/skills?limit=1").headers["ETag"] != first.headers["ETag"]
    assert get("/skills", If_None_Match=f"W/{first.headers['ETag']}").content == b""


def test_a_thing_has_the_same_tag_in_a_list_and_by_itself(get, items, twelve):
    told = items("/elements")[0]
    assert get(f"/elements/{told['code']}").headers["ETag"] == told["etag"]
    assert told["etag"].startswith(f'"{told["revision"]}-')


def test_head_answers_like_get(client, twelve):
    response = client.head("/api/v1/skills?limit=2")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == client.get("/api/v1/skills?limit=2").headers["ETag"]
