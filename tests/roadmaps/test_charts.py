from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.utils import translation

from roadmaps.charts import series, treemap
from roadmaps.charts.series import place_name
from tests.roadmaps.drawings import NAMESPACE, parsed

PLACES = [
    "MX", "US", "CA", "DE", "FR", "IT", "ES", "PT", "PL", "CZ", "HU", "RO", "BR", "AR", "CL", "CO",
    "PE", "JP", "KR", "CN", "TH", "VN", "MY", "ID", "SG", "IN",
]  # fmt: skip
NAMES = [place_name({"place": place, "partner": None}) for place in PLACES]
INDICATOR = SimpleNamespace(said=lambda field: "Electric share of car sales")


def value(place="MX", year=2024, low="10", **said):
    """One observation as a figure."""
    return {
        "kind": "share", "unit": "%", "currency": None, "operator": "eq", "low": low, "high": None,
        "place": place, "partner": None, "period": str(year), "earliest": f"{year}-01-01",
        "latest": f"{year}-12-31", "status": "final", "vintage": None, "scope": None,
    } | said  # fmt: skip


def dots(svg):
    return list(parsed(svg).iter(f"{NAMESPACE}circle"))


def lines(svg):
    return list(parsed(svg).iter(f"{NAMESPACE}polyline"))


def test_values_over_the_years_are_joined_by_a_line():
    svg = series(INDICATOR, [value(year=year) for year in (2022, 2023, 2024)], "MX")
    assert (len(dots(svg)), len(lines(svg))) == (3, 1)


@pytest.mark.parametrize("other", [{"place": "US"}, {"scope": "UNIDO"}, {"vintage": "2025"}])
def test_values_that_differ_in_kind_are_never_joined(other):
    svg = series(INDICATOR, [value(year=2023), value(year=2024, **other)], "MX")
    assert lines(svg) == []


def test_the_way_to_what_is_only_expected_is_dashed():
    values = [value(year=2022), value(year=2023), value(year=2030, status="target")]
    measured, hoped = lines(series(INDICATOR, values, "MX"))
    assert measured.get("stroke-dasharray") is None
    assert hoped.get("stroke-dasharray")
    assert len(measured.get("points").split()) == len(hoped.get("points").split()) == 2


def test_however_many_countries_there_are_each_is_named():
    values = [value(place, year, "10") for place in PLACES for year in (2023, 2024)]
    svg = series(INDICATOR, values, "MX")
    names = [text for text in parsed(svg).iter(f"{NAMESPACE}text") if text.text in NAMES]
    heights = sorted(float(name.get("y")) for name in names)
    assert len(heights) == len(PLACES)
    assert all(below - above >= 14 for above, below in pairwise(heights))
    assert heights[-1] <= float(parsed(svg).get("height"))


def test_what_is_only_expected_is_an_empty_dot():
    svg = series(INDICATOR, [value(), value(year=2030, status="target")], "MX")
    assert {dot.get("fill") for dot in dots(svg)} == {"#7a1f3d", "#ffffff"}


def test_values_of_one_time_are_bars_the_longest_first():
    values = [value("MX", low="17"), value("KR", low="25"), value("US", low="11")]
    texts = [text.text for text in parsed(series(INDICATOR, values, "MX")).iter(f"{NAMESPACE}text")]
    assert [each for each in texts if "%" not in each] == ["South Korea", "Mexico", "United States"]


def test_countries_are_named_in_the_readers_language():
    values = [value("MX"), value("DE")]
    with translation.override("es"):
        svg = series(INDICATOR, values, "MX")
    assert "Alemania" in svg


def test_a_flow_names_both_countries():
    svg = series(INDICATOR, [value("US", partner="MX"), value("DE", partner="MX")], "MX")
    assert "United States → Mexico" in svg


def test_where_nothing_is_dated_there_is_no_chart():
    assert series(INDICATOR, [], "MX") == ""
    assert series(INDICATOR, [value(latest=None, earliest=None, period=None)], "MX") == ""


@pytest.mark.parametrize("low", ["0", "-12.5", "36872000000", "0.0004"])
def test_any_size_of_number_has_room(low):
    svg = series(INDICATOR, [value(low=low), value(year=2023, low="1")], "MX")
    for dot in dots(svg):
        assert 0 <= float(dot.get("cy")) <= 340


def share(label, percent):
    return {"label": label, "said": f"{percent} %", "percent": percent, "href": "/x"}


def tiles(svg):
    return list(parsed(svg).iter(f"{NAMESPACE}rect"))


def test_tiles_are_as_large_as_their_shares():
    svg = treemap([share("A", "40"), share("B", "20")])
    areas = [float(tile.get("width")) * float(tile.get("height")) for tile in tiles(svg)]
    assert areas[0] / areas[1] == pytest.approx(2, rel=0.05)


def test_what_is_not_known_is_a_tile_too():
    assert "not known" in treemap([share("A", "40")])
    assert "not known" not in treemap([share("A", "60"), share("B", "40")])


def test_tiles_do_not_overlap():
    svg = treemap(
        [
            share(letter, str(size))
            for letter, size in zip("ABCDEF", (20, 15, 9, 7, 3, 1), strict=True)
        ]
    )
    frames = [
        tuple(float(tile.get(name)) for name in ("x", "y", "width", "height"))
        for tile in tiles(svg)
    ]
    for number, (x, y, wide, high) in enumerate(frames):
        for x2, y2, wide2, high2 in frames[number + 1 :]:
            assert (
                x + wide <= x2 + 0.2
                or x2 + wide2 <= x + 0.2
                or y + high <= y2 + 0.2
                or y2 + high2 <= y + 0.2
            )
