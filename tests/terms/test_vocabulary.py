import json
from pathlib import Path

import pytest
from django.db import models
from django.utils.translation import override

from terms import vocabulary
from terms.vocabulary import TERMS, VOCABULARIES, choices, definition, inverse, label

EVERY_TERM = [(name, code) for name, terms in TERMS.items() for code in terms]


def in_each_language(words):
    return sorted(words) == ["en", "es"] and all(text.strip() for text in words.values())


def test_every_word_is_there_in_both_languages():
    for name, code in EVERY_TERM:
        term = TERMS[name][code]
        words = [term["label"], term["definition"], VOCABULARIES[name]["note"]]
        words += [term["inverse"]] if name == "link_type" else []
        assert all(map(in_each_language, words)), (name, code)


def test_every_label_fits_on_a_button():
    long = [text for name, code in EVERY_TERM for text in TERMS[name][code]["label"].values()]
    assert [text for text in long if len(text) > 60] == []


def test_every_code_fits_its_column_and_is_plain():
    codes = [code for _name, code in EVERY_TERM if isinstance(code, str)]
    assert all(code.replace("_", "").isalnum() and code == code.lower() for code in codes)
    assert max(map(len, codes)) <= 30


def test_no_code_stands_twice_in_a_vocabulary():
    for name, terms in VOCABULARIES.items():
        assert len(TERMS[name]) == len(terms["terms"]), name


def test_labels_of_a_vocabulary_can_be_told_apart():
    for name, terms in TERMS.items():
        for language in ("en", "es"):
            labels = [term["label"][language] for term in terms.values()]
            assert len(set(labels)) == len(labels), name


def test_transitions_lead_only_to_codes_that_exist():
    for name in ("initiative_status", "submission_status"):
        ends = {end for pair in VOCABULARIES[name]["transitions"] for end in pair}
        assert ends <= TERMS[name].keys()


def test_links_join_only_kinds_of_elements():
    for link in TERMS["link_type"].values():
        assert {*link["source_kinds"], *link["target_kinds"]} <= TERMS["element_kind"].keys()


def test_an_initiative_that_has_ended_goes_nowhere():
    ended = {code for code, term in TERMS["initiative_status"].items() if not term["open"]}
    assert ended == {"completed", "lapsed", "merged", "superseded", "cancelled"}
    assert not ended & {start for start, _end in VOCABULARIES["initiative_status"]["transitions"]}


def test_choices_are_those_of_django():
    kind = choices("figure_kind")
    assert issubclass(kind, models.TextChoices)
    assert (kind.YES_NO, kind("rank")) == ("yes_no", kind.RANK)
    assert kind.values == list(TERMS["figure_kind"])


def test_choices_are_made_once():
    assert choices("visibility") is choices("visibility")


def test_grades_stay_numbers():
    severity = choices("challenge_severity")
    assert issubclass(severity, models.IntegerChoices)
    assert (severity.SEVERE, severity.values) == (4, [1, 2, 3, 4, 5])


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_vocabulary_makes_choices(name):
    assert choices(name).values == list(TERMS[name])


def test_labels_follow_the_reader():
    offered = choices("element_kind")
    with override("en"):
        assert (str(offered.GOAL.label), label("element_kind", "goal")) == ("Goal", "Goal")
    with override("es"):
        assert (str(offered.GOAL.label), label("element_kind", "goal")) == ("Objetivo", "Objetivo")
        assert ("goal", "Objetivo") in offered.choices


def test_a_reader_of_another_language_gets_english():
    with override("fr"):
        assert label("pillar", "innovation") == "Innovation"


def test_definitions_and_inverses_follow_the_reader():
    with override("es"):
        assert definition("frequency", "monthly") == "Cada mes."
        assert inverse("addresses") == "es atendido por"
    with override("en"):
        assert inverse("addresses") == "is addressed by"


def test_no_code_has_no_label():
    assert (label("pillar", None), label("pillar", "")) == ("", "")


def test_grade_zero_has_a_label():
    with override("en"):
        assert label("score_scale", 0) == "None"


def test_the_file_says_what_it_is():
    path = Path(vocabulary.__file__).with_name("vocabularies.json")
    assert in_each_language(json.loads(path.read_text(encoding="utf-8"))["_meta"]["title"])
    assert "_meta" not in VOCABULARIES
