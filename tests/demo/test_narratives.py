"""The running texts of the demo are sound, and what is not is told with its file and its place."""

import pytest

from demo import narratives
from demo.narratives import WRITERS
from demo.reading import read
from tests.demo.sheets import written
from tests.demo.test_reading import REAL

SOUND = "<!-- editor -->\n\nWe say [[CAR-G01/1]] of [[CAR-C01]].^[Read there.](plan)\n"
VISION = "texts/cars/vision.en.md"


@pytest.fixture
def put(tmp_path, facts):
    """A sound folder with one more text in it."""

    def write(name, words):
        folder = written(tmp_path, facts)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
        return folder

    return write


def test_a_text_is_read_with_its_writers(put):
    folder = put(VISION, SOUND + "\n<!-- partner -->\n\nAnd we say more.\n")
    (found,) = read(folder).narratives
    assert (found.map, found.kind, found.element, found.language) == ("cars", "vision", None, "en")
    assert [part.writer for part in found.parts] == ["editor", "partner"]
    assert found.markdown.endswith("(plan)\n\nAnd we say more.")


def test_what_is_called_like_an_element_is_its_body(put):
    (found,) = read(put("texts/cars/CAR-C01.es.md", SOUND)).narratives
    assert (found.kind, found.element, found.language) == ("body", "CAR-C01", "es")


FAULTS = {
    "no such map": ("texts/ships/vision.en.md", SOUND, "There is no map “ships”."),
    "no such element": ("texts/cars/CAR-C99.en.md", SOUND, "There is nothing on this map that"),
    "no language": ("texts/cars/vision.md", SOUND, "A text says its language in its name"),
    "a language that is not ours": ("texts/cars/vision.fr.md", SOUND, "A text says its language"),
    "no writer": (VISION, "We lead.", "A text says who writes it"),
    "nothing at all": (VISION, "", "A text says who writes it"),
    "a writer nobody knows": (
        VISION,
        "<!-- poet -->\n\nWe.",
        "Nobody of the cast is called “poet”",
    ),
    "a mention of nothing": (VISION, SOUND.replace("C01", "C09"), "There is nothing on this map"),
    "a source nobody knows": (VISION, SOUND.replace("plan", "blog"), "There is no source “blog”."),
    "a link that leads nowhere": (VISION, SOUND + "[x](ftp://example.org)", "A link cannot lead"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_text_is_told_with_its_file(put, problems, facts, fault):
    name, words, sentence = FAULTS[fault]
    put(name, words)
    told = problems(facts)
    assert any(each.file == name and each.sentence.startswith(sentence) for each in told), told


def test_the_real_texts_are_in_both_languages_and_of_several_writers():
    found = read(REAL).narratives
    spoken = {(each.map, each.kind, each.element): set() for each in found}
    for each in found:
        spoken[each.map, each.kind, each.element].add(each.language)
    assert all(languages == {"en", "es"} for languages in spoken.values())
    of_cars = {each.kind for each in found if each.map == "automotive"}
    assert of_cars == {"vision", "diagnosis", "strategy", "governance", narratives.BODY}
    assert {part.writer for each in found for part in each.parts} >= {
        "steward",
        "editor",
        "partner",
    }
    assert {part.writer for each in found for part in each.parts} <= WRITERS.keys()
