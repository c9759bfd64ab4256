from decimal import Decimal
from pathlib import Path

import pytest

from demo.reading import read
from tests.demo.sheets import element, link, written

REAL = Path(__file__).parents[2] / "demo" / "data"


def change(content, place, value):
    """Put a value into the facts at a place such as elements[1].figures[0].high."""
    *way, last = place.replace("[", ".").replace("]", "").strip(".").split(".")
    for step in way:
        content = content[int(step) if step.isdigit() else step]
    content[int(last) if last.isdigit() else last] = value


def test_a_good_folder_is_read(tmp_path, facts):
    found = read(written(tmp_path, facts))
    cars, _chips = found.maps
    goal = cars.elements[1]
    assert [sector.code for sector in found.programmes[0].sectors] == ["cars", "chips"]
    assert goal.kind == "goal"
    assert goal.figures[0].low == Decimal("36872000000")
    assert goal.figures[0].baseline.period == "2024~"
    assert found.indicators[0].observations[0].partner == "US"
    assert found.gaps[0].challenges_without_initiative == ["no-batteries"]


def test_the_facts_of_the_demo_are_sound():
    found = read(REAL)
    assert len(found.maps) == 28
    assert {programme.code for programme in found.programmes} == {"mexico", "singapore"}


def test_all_mexican_content_is_also_in_spanish():
    for sheet in read(REAL).maps:
        if sheet.programme == "mexico":
            figures = [figure for element in sheet.elements for figure in element.figures]
            told = [sheet, *sheet.elements, *figures]
            assert all(record.translations["es"] for record in told)


CARS, CHIPS = "mexico/cars.json", "mexico/chips.json"
GOAL, HIGH = "elements[1].figures[0]", "elements[1].figures[0].high"

FAULTS = {  # what is wrong: file, place, value, how the sentence begins
    "a word outside the vocabulary": (CARS, GOAL + ".kind", "levle", "“levle” is no figure kind."),
    "a source nobody knows": (CARS, GOAL + ".source", "blog", "There is no source “blog”."),
    "an organisation nobody knows": (
        CARS,
        "elements[2].participations[0].organisation",
        "sep",
        "There is no organisation “sep”.",
    ),
    "a sector nobody knows": (
        CARS,
        "elements[0].sectors[0]",
        "ships",
        "There is no sector “ships”.",
    ),
    "an indicator nobody knows": (CARS, "elements[1].indicator", "gdp", "There is no indicator"),
    "a link that ends nowhere": (CARS, "links[0].target", "tariffs", "There is no element"),
    "a link to an end that is not allowed": (
        CARS,
        "links[0].target",
        "chip-design",
        "A link “addresses” may not end at this skill. It may end at: challenge.",
    ),
    "a link from an end that is not allowed": (
        CARS,
        "links[0].source",
        "more-output",
        "A link “addresses” may not begin at this goal. It may begin at: initiative,",
    ),
    "a parent that is no challenge": (CARS, "elements[0].parent", "plant", "“plant” is no"),
    "a figure that retells nothing": (CARS, GOAL + ".told_as", "sales", "There is no figure"),
    "a figure that is a part of itself": (CARS, GOAL + ".part_of", "output-2030", "A figure"),
    "a period that is none": (CARS, GOAL + ".period", "early 2025", "“early 2025” is not"),
    "a range that runs downwards": (CARS, HIGH, "1", "The upper end of a range must not be"),
    "a range without an end": (CARS, HIGH, None, "A range needs an upper end."),
    "a number that is no text": (CARS, HIGH, 4e10, "Write the number in full"),
    "a field nobody reads": (CARS, GOAL + ".colour", "red", "Nobody reads this"),
    "a field of another kind": (CARS, "elements[1].severity", 3, "Nobody reads this"),
    "a kind that does not exist": (CARS, "elements[1].kind", "wish", "The kind of an element"),
    "a title that is missing": (CARS, "elements[1].title", "", "This has not the right shape"),
    "a key used twice": (CHIPS, "elements[0].key", "plant", "The name “plant” is taken"),
    "a prefix used twice": (CHIPS, "prefix", "CAR", "The name “CAR” is taken already."),
    "years out of order": (CHIPS, "horizons.medium_until", 2026, "Base year, short term,"),
    "an edition that replaces none": (CHIPS, "editions[1].replaces[0]", "Old", "No earlier"),
    "a cluster of no scheme": (
        "programmes.json",
        "[0].sectors[0].groupings[0].cluster",
        "services",
        "There is no cluster “services” in the scheme “2018”.",
    ),
    "a place that is none": ("indicators.json", "[0].observations[0].place", "Mexico", "“Mexico”"),
    "a gap that is no element": (
        "mexico/gaps.json",
        "challenges_without_initiative[0]",
        "rain",
        "There is no element “rain” on any map.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place(facts, problems, fault):
    file, place, value, sentence = FAULTS[fault]
    change(facts[file], place, value)
    told = {problem.place: problem for problem in problems(facts) if problem.file == file}
    # The editions of a map are checked as a whole.
    problem = told[place if place in told else place.split("[")[0]]
    assert problem.sentence.startswith(sentence)


def test_a_missing_field_is_told(facts, problems):
    del facts[CARS]["elements"][1]["title"]
    assert problems(facts) == [(CARS, "elements[1].title", "This must be given.")]


def test_links_that_run_in_a_circle_are_told(facts, problems):
    facts[CARS]["links"].append(link("depends_on", "school", "plant"))
    [problem] = problems(facts)
    assert problem == (CARS, "links[3]", "With this link “school” would wait for itself.")


def test_a_circle_over_two_maps_is_told(facts, problems):
    facts[CHIPS]["elements"].append(element("fab", "initiative", status="proposed"))
    facts[CHIPS]["links"] = [link("depends_on", "fab", "plant")]
    facts[CARS]["links"].append(link("depends_on", "school", "fab"))
    [problem] = problems(facts)
    assert (problem.file, problem.place) == (CHIPS, "links[0]")


def test_an_element_is_not_linked_with_itself(facts, problems):
    facts[CARS]["links"].append(link("depends_on", "school", "school"))
    [problem] = problems(facts)
    assert problem.sentence == "An element cannot be linked with itself."


def test_a_file_that_is_no_json_is_told_with_the_others(tmp_path, facts, problems):
    (tmp_path / "conflicts.json").write_text("[\n {,\n")
    change(facts[CARS], GOAL + ".source", "blog")
    assert [(problem.file, problem.place) for problem in problems(facts)] == [
        ("conflicts.json", "line 2"),
        (CARS, GOAL + ".source"),
    ]


def test_a_file_that_nobody_reads_is_told(facts, problems):
    facts["holidays.json"] = []
    assert problems(facts) == [("holidays.json", "", "Nobody reads a file of this name.")]


def test_an_empty_folder_is_told(tmp_path, problems):
    [problem] = problems({})
    assert problem.sentence == "There are no facts in this folder."


def test_all_faults_are_told_at_once(facts, problems):
    change(facts[CARS], GOAL + ".kind", "levle")
    change(facts[CARS], HIGH, "1")
    change(facts[CARS], "links[0].target", "tariffs")
    change(facts[CHIPS], "prefix", "CAR")
    change(facts["organisations.json"], "[0].kind", "guild")
    assert {(problem.file, problem.place) for problem in problems(facts)} == {
        (CARS, GOAL + ".kind"),
        (CARS, HIGH),
        (CARS, "links[0].target"),
        (CHIPS, "prefix"),
        ("organisations.json", "[0].kind"),
    }


def test_the_message_tells_file_place_and_sentence(facts, problems):
    change(facts[CARS], GOAL + ".source", "blog")
    [problem] = problems(facts)
    assert str(problem) == f"{CARS}, {GOAL}.source, There is no source “blog”."
