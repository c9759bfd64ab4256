import json

import pytest

from roadmaps import figures
from sectors import programmes, sectors
from tests import factories

LISTED = 4  # queries, however many sectors there are


@pytest.fixture
def described(registrar, programme, sector, source):
    cluster = programmes.group(registrar, programme, "2016", "manufacturing", name="Manufacturing")
    sectors.place(registrar, sector, cluster, note="First.")
    sectors.classify(registrar, sector, "ISIC", "4", "29", source=source, certainty="sourced")
    more = {"kind": "share", "unit": "% of GDP", "basis": "actual", "period": "2024"}
    figures.state(registrar, sector, metric="gdp", label="Share of GDP", low="3.60", **more)
    hidden = more | {"visibility": "internal"}
    figures.state(registrar, sector, metric="secret", label="Hidden", low=1, **hidden)
    sector.refresh_from_db()
    return sector


def test_a_sector_is_told_with_its_codes_figures_and_groups(get, described, programme):
    told = json.loads(get(f"/sectors/{described.code}").content)
    assert told["programme"] == programme.code
    assert told["classifications"] == [
        {"scheme": "ISIC", "version": "4", "code": "29", "source": "survey-2024",
         "certainty": "sourced"}
    ]  # fmt: skip
    assert told["groupings"][0]["cluster"]["name"] == "Manufacturing"
    assert [figure["low"] for figure in told["figures"]] == ["3.6"]
    assert told["lead"] is None
    assert told["note"] is None


def test_SR_03_a_hidden_figure_of_a_sector_is_not_told(get, described):
    assert b"Hidden" not in get("/sectors").content
    assert b"Hidden" not in get(f"/sectors/{described.code}").content


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=automo", 1),
        ("q=nothing", 0),
        ("cluster=manufacturing", 1),
        ("cluster=other", 0),
        ("programme=other", 0),
        ("is_priority=false", 1),
        ("is_priority=true", 0),
        ("lead=other", 0),
    ],
)
def test_sectors_are_filtered(items, described, query, found):
    assert len(items(f"/sectors?{query}")) == found


def test_the_tag_of_a_sector_moves_with_it(get, described, registrar):
    address = f"/sectors/{described.code}"
    before = get(address)
    assert get(address, If_None_Match=before.headers["ETag"]).status_code == 304
    assert get("/sectors").content.count(before.headers["ETag"].strip('"').encode()) == 1
    sectors.classify(registrar, described, "NAICS", "2022", "3361")
    after = get(address, If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]


def test_what_a_sector_names_can_be_told_in_full(items, described, programme):
    (sector,) = items("/sectors?expand=programme&fields=code,programme")
    assert sector["programme"]["name"] == programme.name
    assert set(sector) == {"code", "programme", "etag"}


def test_sectors_come_in_the_order_of_their_codes_or_names(items, registrar, programme):
    for name in ("B", "C", "A"):
        factories.sector(registrar, programme, name=name)
    codes = [sector["code"] for sector in items("/sectors")]
    assert codes == sorted(codes)
    assert [sector["name"] for sector in items("/sectors?sort=-name")] == ["C", "B", "A"]


def test_a_list_of_sectors_takes_a_fixed_number_of_queries(
    get, described, registrar, programme, django_assert_num_queries
):
    with django_assert_num_queries(LISTED):
        get("/sectors")
    for _ in range(5):
        sector = factories.sector(registrar, programme)
        sectors.classify(registrar, sector, "ISIC", "4", "29")
    with django_assert_num_queries(LISTED):
        get("/sectors")
    with django_assert_num_queries(LISTED):
        get(f"/sectors/{described.code}")
