import base64
import gzip
import hashlib
import json

import brotli
import pytest

from api.editions import _content, best_coding
from roadmaps import elements, workflow

MAP = "/roadmaps/electromobility"


@pytest.fixture
def edition(published):
    return published.editions.get()


def test_the_current_edition_comes_as_its_stored_bytes(get, edition):
    response = get(MAP)
    assert response.content == bytes(edition.content)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["ETag"] == f'"{edition.sha256}"'
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["Rumbo-Edition"] == "1.0"
    assert response.headers["Rumbo-Sha256"] == edition.sha256
    assert f'{MAP}/editions/1.0>; rel="canonical"' in response.headers["Link"]
    assert {"Accept", "Accept-Encoding"} <= set(response.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    ("coding", "ending", "unpack"),
    [("br", "-br", brotli.decompress), ("gzip", "-gz", gzip.decompress), ("identity", "", bytes)],
)
def test_it_comes_in_the_coding_that_the_reader_understands(get, edition, coding, ending, unpack):
    response = get(MAP, Accept_Encoding=coding)
    assert unpack(response.content) == bytes(edition.content)
    assert response.headers.get("Content-Encoding", "identity") == coding
    assert response.headers["ETag"] == f'"{edition.sha256}{ending}"'
    assert response.headers["Content-Length"] == str(len(response.content))
    digest = base64.b64encode(hashlib.sha256(response.content).digest()).decode()
    assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, *", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("zstd", "identity"),
        ("*", "br"),
        ("BR", "br"),
        ("br;q=zebra", "identity"),
        ("identity, br;q=0.1", "identity"),
        ("identity;q=0", "identity"),
        (";;;,,=,\x7f", "identity"),
    ],
)
def test_the_best_coding_is_chosen(header, coding):
    assert best_coding(header) == coding


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ('"{sha}"', 304),
        ('W/"{sha}"', 304),
        ('"{sha}-br"', 304),
        ('"other", "{sha}-gz"', 304),
        ("*", 304),
        ('"other"', 200),
        ("{sha}", 200),
        ('"{sha}', 200),
        ("garbage, \x01, W/", 200),
        ('"{sha}-xx"', 200),
        ('W/W/"{sha}"', 200),
        ("", 200),
        ('"' + "x" * 6000 + '"', 200),
    ],
)
def test_who_has_it_already_gets_304(get, edition, header, status):
    response = get(MAP, If_None_Match=header.format(sha=edition.sha256), Accept_Encoding="br")
    assert response.status_code == status
    assert response.headers["ETag"] == f'"{edition.sha256}-br"'
    if status == 304:
        assert response.content == b""
        assert "Content-Encoding" not in response.headers
        assert {"Cache-Control", "Vary"} <= set(response.headers)


def test_it_takes_one_query(get, edition, django_assert_num_queries):
    _content.cache_clear()
    with django_assert_num_queries(2):  # the tag, and once the bytes, which never change
        get(MAP)
    with django_assert_num_queries(1):
        get(MAP)
    with django_assert_num_queries(1):
        get(MAP, If_None_Match=f'"{edition.sha256}"')
    with django_assert_num_queries(1):
        get("/roadmaps/missing")


def test_head_says_the_same_without_the_bytes(client, edition):
    response = client.head(f"/api/v1{MAP}")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Length"] == str(len(bytes(edition.content)))
    assert response.headers["ETag"] == f'"{edition.sha256}"'


def test_SR_03_the_working_copy_does_not_show(get, edition, published, steward, editor, challenge):
    before = get(MAP)
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, challenge.revision, title="Secret for now")
    after = get(MAP)
    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]


def test_the_editions_of_a_map_are_listed_the_newest_first(
    items, get, published, steward, editor, approver, challenge
):
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, challenge.revision, title="Technicians are scarce")
    workflow.adopt(approver, [published], label="Second", note="Second edition.")
    told = items(f"{MAP}/editions")
    assert [(each["number"], each["status"]) for each in told] == [
        ("2.0", "current"),
        ("1.0", "superseded"),
    ]
    first = get(f"{MAP}/editions/1.0")
    assert hashlib.sha256(first.content).hexdigest() == told[1]["sha256"]
    assert b"Technicians are scarce" not in first.content
    assert b"Technicians are scarce" in get(MAP).content


def test_an_edition_may_be_kept_for_ever(get, edition):
    response = get(f"{MAP}/editions/1.0")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert json.loads(response.content)["roadmap"]["slug"] == "electromobility"
    again = get(f"{MAP}/editions/1.0", If_None_Match=response.headers["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize("number", ["9.9", "1", "01.0", "1.0.0", "x", "-1.0", "9" * 60, "%00"])
def test_other_editions_are_missing(refused, edition, number):
    refused(f"{MAP}/editions/{number}", 404)


def test_a_list_of_editions_takes_two_queries(get, edition, django_assert_num_queries):
    with django_assert_num_queries(2):
        get(f"{MAP}/editions")


def test_other_sites_may_read_what_is_public(get, edition, stranger):
    response = get(MAP, Origin="https://elsewhere.example")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    signed_in = get(MAP, stranger, Origin="https://elsewhere.example")
    assert signed_in.content == response.content
    assert "Access-Control-Allow-Origin" not in signed_in.headers
    assert signed_in.headers["Cache-Control"] == "private, no-cache"
