"""What is told in the place of a map that was retired."""

import json

import pytest

from roadmaps import roadmap as maps
from roadmaps import workflow
from roadmaps.models import Edition, Roadmap
from tests import factories
from tests.api.conftest import told

MAP = "/roadmaps/electromobility"
WHY = "The sector went into another one."
GONE = ("farewell", "edition", "successors")


@pytest.fixture
def follower(steward, approver, programme):
    """Another map, in force or on its way."""

    def begin(kind, other, is_public=True, slug="mobility", prefix="MOB"):
        heir = factories.roadmap(steward, programme, slug=slug, prefix=prefix, title=slug.title())
        maps.grant(steward, heir, "approver", user=approver)
        maps.relate(steward, heir, kind, other=other, other_name=str(other))
        if is_public:
            workflow.adopt(approver, [heir], note="First.")
        return heir

    return begin


def retire(approver, roadmap):
    workflow.take(approver, roadmap, "retire", reason=WHY)


def test_the_address_of_the_map_says_that_it_is_gone_and_where_it_is_kept(get, published, approver):
    retire(approver, published)
    response = get(MAP)
    problem = told(response, 410, *GONE)
    assert (problem["detail"], problem["farewell"]) == (WHY, WHY)
    edition = Edition.objects.get()
    assert problem["edition"] == {
        "number": "1.0", "status": "withdrawn", "sha256": edition.sha256,
        "published_at": edition.published_at.isoformat().replace("+00:00", "Z"),
        "address": f"/api/v1{MAP}/editions/1.0",
    }  # fmt: skip
    assert problem["successors"] == []
    assert response.headers["Cache-Control"] == "no-store"
    assert f'<{problem["edition"]["address"]}>; rel="latest-version"' in response.headers["Link"]
    with_words = told(get(f"{MAP}?lang=es"), 410, *GONE)
    assert with_words["farewell"] == WHY


def test_SR_13_its_editions_keep_their_bytes_and_their_addresses(get, items, published, approver):
    before = get(f"{MAP}/editions/1.0").content
    retire(approver, published)
    after = get(f"{MAP}/editions/1.0")
    assert (after.status_code, after.content) == (200, before)
    (edition,) = items(f"{MAP}/editions")
    assert (edition["number"], edition["status"]) == ("1.0", "withdrawn")


def test_it_names_the_maps_that_say_that_they_come_from_it(
    get, published, approver, follower, steward
):
    follower("renamed_from", published)
    follower("depends_on", published, slug="depending", prefix="DEP")
    follower("split_from", published, is_public=False, slug="hidden", prefix="HID")
    retire(approver, published)
    response = get(MAP)
    address = "/api/v1/roadmaps/mobility"
    assert told(response, 410, *GONE)["successors"] == [
        {"kind": "renamed_from", "slug": "mobility", "name": "Mobility", "address": address}
    ]
    assert response.headers["Link"].endswith(f'<{address}>; rel="successor-version"')
    last = get(f"{MAP}/editions/1.0")
    assert f'<{address}>; rel="successor-version"' in last.headers["Link"]


def test_it_names_the_maps_into_which_it_said_that_it_would_go(get, roadmap, steward, approver):
    maps.relate(steward, roadmap, "merged_into", other_name="Mobility of the region")
    maps.relate(steward, roadmap, "split_from", other_name="An older one")
    workflow.adopt(approver, [roadmap], note="First.")
    retire(approver, roadmap)
    response = get(MAP)
    assert told(response, 410, *GONE)["successors"] == [
        {"kind": "merged_into", "slug": None, "name": "Mobility of the region", "address": None}
    ]
    assert "successor-version" not in response.headers["Link"]


def test_SR_03_what_was_said_of_others_since_the_edition_stays_hidden(
    get, published, approver, steward
):
    workflow.take(steward, published, "open_refresh")
    draft = Roadmap.objects.get()
    maps.relate(steward, draft, "merged_into", other_name="A plan that nobody knows")
    retire(approver, draft)
    assert told(get(MAP), 410, *GONE)["successors"] == []


def test_a_map_that_was_never_published_has_no_tombstone(get, roadmap, approver):
    retire(approver, roadmap)
    told(get(MAP), 404)
    assert json.loads(get(f"{MAP}?draft=true", approver).content)["roadmap"]["slug"]


def test_it_takes_a_few_queries_and_a_map_in_force_takes_no_more_than_before(
    get, published, approver, django_assert_num_queries
):
    get(MAP)
    with django_assert_num_queries(1):
        get(MAP)
    retire(approver, published)
    with django_assert_num_queries(5):
        get(MAP)


def test_it_is_not_among_the_maps_any_more(items, published, approver):
    retire(approver, published)
    assert items("/roadmaps") == items("/elements") == items("/findings") == []


def test_an_approver_names_what_takes_its_place(get, send, published, approver, follower):
    follower("depends_on", published)
    answer = send("post", f"{MAP}/retire", {"reason": WHY, "successor": "mobility"}, approver)
    assert answer.status_code == 200
    address = "/api/v1/roadmaps/mobility"
    assert told(get(MAP), 410, *GONE)["successors"] == [
        {"kind": "merged_into", "slug": "mobility", "name": "Mobility", "address": address}
    ]


@pytest.mark.parametrize("other", ["electromobility", "hidden", "nowhere"])
def test_what_takes_its_place_is_another_map_in_force(send, published, approver, follower, other):
    follower("split_from", published, is_public=False, slug="hidden", prefix="HID")
    answer = send("post", f"{MAP}/retire", {"reason": WHY, "successor": other}, approver)
    assert answer.status_code in (409, 422)
    assert Roadmap.objects.get(pk=published.pk).stage == "in_force"
