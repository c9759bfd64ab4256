import pytest

from roadmaps import figures
from roadmaps.views.coverage import of_sectors
from sectors import programmes, sectors
from tests import factories


@pytest.fixture
def share(registrar, sector):
    """Two tellings of the share of GDP: the newer one counts."""
    for year, low in (("2017", "3.7"), ("2025", "4.5")):
        figures.state(
            registrar, sector, metric="gdp_share", label="Share of GDP", kind="share", low=low,
            unit="%", basis="actual", period=year,
        )  # fmt: skip


def test_coverage_counts_the_newest_share_of_published_sectors(
    text, published, registrar, programme, share
):
    factories.sector(registrar, programme, name="Textiles")
    page = text("/")
    assert "1 of 2 sectors have a published map." in page
    assert "The share of GDP is known of one of them: 4.5 %." in page
    assert "Without a published map" in page
    assert ">Textiles</a>" in page


def test_what_is_not_known_is_said(text, published):
    page = text("/")
    assert "Of none of them is the share of GDP known." in page
    assert "Of 1 published map nobody has told the share of GDP" in page


def test_a_draft_covers_nothing(text, roadmap, share):
    page = text("/")
    assert "0 of 1 sectors have a published map." in page
    assert "Electromobility" not in page


def test_maps_stand_under_their_cluster(text, published, registrar, programme, sector):
    cluster = programmes.group(registrar, programme, "2026", "mobility", name="Mobility")
    sectors.place(registrar, sector, cluster)
    page = text("/")
    assert "Mobility" in page
    assert "4 elements" in page


def test_members_see_their_drafts(client, text, roadmap, editor):
    client.force_login(editor)
    page = text("/")
    assert "Electromobility" in page
    assert "Drafting" in page


def test_a_sector_without_maps_is_counted_once():
    coverage = of_sectors([], [])
    assert (coverage["sectors"], coverage["published"], coverage["percent"]) == (0, 0, 0)


def test_the_first_page_is_there_before_anything_else(text, db):
    assert "No map has been published yet." in text("/")
