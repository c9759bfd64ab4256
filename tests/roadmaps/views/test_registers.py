"""The pages about what the registers hold: programmes, sectors, series, institutes, bodies."""

import pytest

from accounts import organisations
from roadmaps import figures
from sectors import facts, indicators, institutes, programmes, sectors
from tests import factories


@pytest.fixture
def series(registrar, programme, sector, source):
    """A series with a value that was revised, and one of another country."""
    made = indicators.add(
        registrar, programme, "ev-share", name="Electric share", unit="% of sales", kind="share",
        sectors=[sector],
    )  # fmt: skip
    for place, low, vintage in (
        ("MX", "1.2", "2024 edition"),
        ("MX", "1.4", "2025 edition"),
        ("CN", "38", ""),
    ):
        indicators.observe(
            registrar, made, place=place, period="2023", low=low, vintage=vintage, status="final",
            source=source,
        )  # fmt: skip
    return made


def test_a_programme_tells_all_that_is_known_of_it(text, registrar, programme, sector, source):
    programmes.remember(registrar, programme, "2016-03", "The programme is announced")
    programmes.name_pillar(registrar, programme, "innovation", name="New things")
    facts.tell(registrar, "Enabler", "Rules that help", programme=programme, source=source)
    conflict = facts.contrast(registrar, programme, "jobs", about="How many jobs?")
    facts.claim(registrar, conflict, "60,000", source=source)
    facts.claim(registrar, conflict, "110,000", source=source)
    for scheme in ("2018", "2025"):
        cluster = programmes.group(registrar, programme, scheme, "lifestyle", name="Lifestyle")
        sectors.place(registrar, sector, cluster)
    page = text(f"/programmes/{programme.code}")
    for said in (
        "March 2016", "The programme is announced", "New things", "Rules that help",
        "How many jobs?", "60,000", "110,000", "Scheme: 2018", "Scheme: 2025",
    ):  # fmt: skip
        assert said in page


def test_a_sector_tells_its_codes_figures_series_and_maps(
    text, registrar, published, sector, source, series
):
    sectors.classify(registrar, sector, "ISIC", "Rev. 4", "2910")
    figures.state(
        registrar, sector, metric="jobs", label="Direct jobs", kind="level", operator="about",
        low="1000000", unit="jobs", basis="actual", period="2024", source=source,
    )  # fmt: skip
    page = text(f"/sectors/{sector.code}")
    for said in ("ISIC Rev. 4", "2910", "about 1 million jobs", "Electric share", "Edition 1.0"):
        assert said in page


def test_the_newest_telling_is_the_latest_value(text, series):
    page = text("/indicators")
    assert "1.4" in page
    assert "1.2" not in page


def test_revised_values_stand_side_by_side(text, series):
    page = text("/indicators/ev-share")
    for said in ("1.2", "1.4", "2024 edition", "2025 edition", "Some values were revised"):
        assert said in page
    assert "China" in page
    assert "México" in text("/es/indicators/ev-share")


def test_institutes_stand_beside_those_of_other_countries(text, registrar, source):
    centre = factories.organisation(registrar, "research_institute", name="CIDESI")
    institutes.add(registrar, centre, stage="candidate", place="Querétaro")
    other = factories.organisation(registrar, "research_institute", name="Fraunhofer")
    model = institutes.add(registrar, other, stage="comparator")
    institutes.fund(registrar, model, "contract", "66.7", operator="ge", source=source)
    page = text("/institutes")
    assert page.index("Fraunhofer") < page.index("CIDESI")
    assert "at least 66.7" in page
    assert '<rect width="66.7"' in page


def test_a_body_has_a_name_then_and_now(text, registrar, published, ministry):
    former = organisations.add(registrar, "secofi", name="SECOFI", kind="ministry")
    organisations.edit(registrar, ministry, predecessors=[former])
    page = text(f"/organisations/{ministry.code}")
    assert "Follows from" in page
    assert "SECOFI" in page
    assert "Dual training" in page
    assert "Went into" in text("/organisations/secofi")


def test_a_draft_shows_no_part_of_an_organisation(text, roadmap, ministry):
    page = text(f"/organisations/{ministry.code}")
    assert "Dual training" not in page
    assert "It has a part in no published map." in page


def test_a_source_tells_what_was_read_in_it(text, published, series):
    page = text("/sources/survey-2024")
    for said in ("Industrial survey", "Too few technicians", "Electric share of output"):
        assert said in page
    assert "/indicators/ev-share" in page


def test_a_source_does_not_tell_what_a_draft_read_in_it(text, roadmap):
    assert "Too few technicians" not in text("/sources/survey-2024")


@pytest.mark.parametrize(
    "kind", ["programmes", "sectors", "indicators", "organisations", "sources"]
)
def test_what_is_not_in_a_register_is_missing(client, db, kind):
    answer = client.get(f"/{kind}/nothing")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
