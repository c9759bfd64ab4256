"""A small folder of facts that is sound, to be spoilt by the tests."""

import copy

import pytest

from demo.reading import Unreadable, read
from tests.demo.sheets import element, link, sheet, written

FIGURE = {
    "key": "output-2030",
    "metric": "output",
    "label": "Output",
    "kind": "level",
    "operator": "range",
    "low": "36872000000",
    "high": "40000000000",
    "currency": "USD",
    "basis": "target",
    "period": "2030",
    "baseline": {"value": "2.5", "unit": "USD", "period": "2024~"},
    "shared": True,
    "shared_with": ["chips"],
    "source": "plan",
    "certainty": "sourced",
}
OBSERVATION = {
    "place": "MX",
    "partner": "US",
    "period": "2025-40",
    "operator": "about",
    "low": "16513000000",
    "status": "final",
    "source": "plan",
    "certainty": "sourced",
}


EDITION = {"launched": "2016-09-08", "source": "plan", "certainty": "sourced"}
EDITION |= {"leads": [{"organisation": "se", "role": "lead"}]}

FACTS = {
    "sources.json": [{"code": "plan", "title": "Plan", "publisher": "SE", "kind": "primary"}],
    "organisations.json": [{"code": "se", "name": "Secretaría de Economía", "kind": "ministry"}],
    "programmes.json": [
        {
            "code": "mexico",
            "name": "Mexico",
            "place": "MX",
            "languages": ["en"],
            "clusters": [
                {"scheme": "2018", "code": "goods", "name": "Goods", "certainty": "sourced"}
            ],
            "sectors": [
                {
                    "code": "cars",
                    "name": "Cars",
                    "groupings": [{"scheme": "2018", "cluster": "goods", "certainty": "sourced"}],
                },
                {"code": "chips", "name": "Chips"},
            ],
        }
    ],
    "indicators.json": [
        {
            "code": "fdi",
            "programme": "mexico",
            "name": "FDI",
            "currency": "USD",
            "kind": "level",
            "frequency": "annual",
            "observations": [OBSERVATION],
        }
    ],
    "mexico/cars.json": sheet(
        "cars",
        "CAR",
        sector="cars",
        elements=[
            element("no-batteries", "challenge", valence="challenge", categories=["competition"]),
            element("more-output", "goal", indicator="fdi", figures=[FIGURE]),
            element(
                "plant",
                "initiative",
                status="announced",
                participations=[{"organisation": "se", "role": "lead"}],
            ),
            element("school", "initiative", status="in_delivery"),
        ],
        links=[
            link("addresses", "plant", "no-batteries"),
            link("depends_on", "plant", "school"),
            link("requires", "plant", "chip-design"),
        ],
    ),
    "mexico/chips.json": sheet(
        "chips",
        "CHI",
        elements=[element("chip-design", "skill", qualification="postgraduate")],
        editions=[EDITION | {"label": "First"}, EDITION | {"label": "Next", "replaces": ["First"]}],
    ),
    "mexico/gaps.json": {
        "challenges_without_initiative": ["no-batteries"],
        "skills_without_initiative": [],
        "fdi_targets_without_initiative": [],
        "technologies_without_initiative": [],
        "note": "Left open on purpose.",
    },
}


@pytest.fixture
def facts():
    return copy.deepcopy(FACTS)


@pytest.fixture
def problems(tmp_path):
    """What is wrong with these facts, as (file, place, sentence)."""

    def told(facts):
        with pytest.raises(Unreadable) as unreadable:
            read(written(tmp_path, facts))
        return unreadable.value.problems

    return told
