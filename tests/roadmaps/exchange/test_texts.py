"""Texts in the comment form: in the column of the place, out and back in, in each language."""

import pytest
from django.utils.translation import override

from roadmaps import anchors
from roadmaps.exchange import dispositions, documents, remarks, sheets
from roadmaps.exchange.forms import Row
from roadmaps.narratives import sections


@pytest.fixture
def vision(asked_round):
    vision = asked_round.begin_vision()
    asked_round.open().invite()
    return vision


def frozen(asked):
    return anchors.text_of(asked.consultation.edition)


@pytest.mark.parametrize("sort", [sheets, documents], ids=["xlsx", "docx"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_blank_form_names_each_text_and_what_is_filled_in_is_taken_up(
    asked_round, vision, sort, language
):
    with override(language):
        rows = remarks.blank(frozen(asked_round))
        (named,) = [row for row in rows if "Vision" in row.place]
        filled = Row(place=f"{named.place} · “many people”", type="te", comment="Whom?")
        whole = Row(place=named.place, type="ge", comment="Good.")
        content = sort.write([*rows, filled, whole], "Round one")
    reading = remarks.read(frozen(asked_round), sort.read(content))
    assert reading.faults == []
    assert remarks.apply(asked_round.drafter, asked_round.submission, reading) == 2
    told = asked_round.submission.comments.values_list("narrative", "quote", "start")
    assert list(told) == [(vision.pk, "many people", 10), (vision.pk, "", None)]


def test_the_table_of_answers_names_the_text_and_its_words(asked_round, vision):
    asked_round.speak(vision, quote="many people")
    asked_round.reach_the_end()
    steward, text = asked_round.story.steward, frozen(asked_round)
    (row,) = dispositions.rows_of(steward, asked_round.consultation, text)
    assert (row.clause, row.place) == ("", "Text: Vision · “many people”")


def test_a_body_is_told_by_the_code_of_its_element(asked_round):
    story = asked_round.story
    body = sections.begin_body(story.steward, story.challenge)
    asked_round.type_in(body, 1, "Too few are trained.")
    other = sections.begin_body(story.steward, story.challenge, "es")
    asked_round.type_in(other, 1, "Se forman pocos.")
    asked_round.open().invite()
    comments = [asked_round.speak(body), asked_round.speak(other, quote="pocos")]
    asked_round.reach_the_end()
    text = frozen(asked_round)
    rows = dispositions.rows_of(story.steward, asked_round.consultation, text)
    assert [row.clause for row in rows] == ["EMO-C01", "EMO-C01"]
    assert [row.place for row in rows] == [
        "Text: Too few technicians (en 1)", "Text: Too few technicians (es 2) · “pocos”",
    ]  # fmt: skip
    said = [each for _number, each in remarks.read(text, enumerate(rows)).said]
    assert [each["narrative"] for each in said] == [str(each.narrative_id) for each in comments]
    assert "element" not in said[0]


def test_a_text_that_is_not_there_is_told_with_its_row(asked_round, vision):
    rows = [
        (2, Row(place="Text: Visoin", comment="Good.")),
        (3, Row(clause="EMO-C01", place="Texto: Vision", comment="Good.")),
        (4, Row(place="Text: Vision · “no such words”", comment="Good.")),
    ]
    reading = remarks.read(frozen(asked_round), rows)
    assert reading.faults == [
        "Row 2: there is no text “Visoin” in the text of this consultation.",
        "Row 3: there is no text “Vision” in the text of this consultation.",
    ]
