"""The disposition table as a form: out with the answers, back with new ones."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.rules import Refused
from roadmaps import answering, comments
from roadmaps.anchors import text_of
from roadmaps.exchange import dispositions, remarks, sheets
from roadmaps.exchange.forms import Row
from roadmaps.models import Comment, Response


@pytest.fixture
def over(asked_round):
    asked_round.open().invite()
    asked_round.write(text="Too few.", field="title", quote="technicians", proposed="1,500")
    asked_round.write(text="We miss water.", type="omission", action="add", element="")
    asked_round.reach_the_end()
    return asked_round


@pytest.fixture
def document(over):
    return text_of(over.consultation.edition)


@pytest.fixture
def rows(over, document):
    return dispositions.rows_of(over.story.steward, over.consultation, document)


def read(over, rows):
    numbered = list(enumerate(rows, start=2))
    return dispositions.read(over.story.steward, over.consultation, numbered)


def test_each_comment_is_a_row_with_its_code(over, rows):
    code = over.chamber.code
    assert rows[0] == Row(
        f"{code}-1", "", "EMO-C01", "title · “technicians”", "te: Substance", "Too few.", "1,500"
    )
    assert (rows[1].code, rows[1].clause, rows[1].type) == (
        f"{code}-2", "", "te: Something missing"
    )  # fmt: skip


def test_what_was_answered_stands_in_the_last_column_and_is_read_back(over, document, rows):
    answering.answer(over.story.steward, over.consultation, Comment.objects.order_by("number")[:1],
                     disposition="not_accepted", text="No.", reason="Too dear.")  # fmt: skip
    with override("es"):
        told = dispositions.rows_of(over.story.steward, over.consultation, document)
    assert told[0].observation == "No aceptado: No.\nPor qué: Too dear."
    (filled,) = read(over, told).filled
    assert (filled.disposition, filled.text, filled.reason) == ("not_accepted", "No.", "Too dear.")


def test_a_filled_table_becomes_responses_by_way_of_a_sheet(over, rows):
    same = "Noted: We have read it."
    content = sheets.write([replace(each, observation=same) for each in rows], "x")
    reading = dispositions.read(over.story.steward, over.consultation, sheets.read(content))
    assert reading.faults == []
    assert dispositions.apply(over.story.steward, over.consultation, reading) == 1
    (response,) = Response.objects.all()
    assert (response.disposition, response.text) == ("noted", "We have read it.")
    assert (response.comments.count(), response.is_given) == (2, False)


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_taken_in(over, rows):
    wrong = [
        replace(rows[0], observation="Perhaps: we shall see."),
        replace(rows[1], observation="Not accepted: No."),
        replace(rows[1], observation="Noted: Twice."),
        replace(rows[0], code="nobody-7", observation="Noted: x"),
        replace(rows[0], observation="Noted:"),
    ]
    reading = read(over, wrong)
    told = "\n".join(reading.faults)
    assert "Row 2: the answer has to begin with what becomes of it" in told
    assert "Row 3: “Not accepted” needs a reason" in told
    assert "Row 4:" in told
    assert "stands in row 3 already" in told
    assert "Row 5: there is no comment “nobody-7”" in told
    with pytest.raises(Refused, match="nobody-7"):
        dispositions.apply(over.story.steward, over.consultation, reading)
    assert not Response.objects.exists()


def test_what_is_answered_together_is_not_answered_in_two_ways(over, rows):
    answering.answer(over.story.steward, over.consultation, Comment.objects.all())
    reading = read(
        over,
        [replace(each, observation=f"Noted: {number}") for number, each in enumerate(rows)],
    )
    with pytest.raises(Refused, match="Rows 2, 3 are answered together"):
        dispositions.apply(over.story.steward, over.consultation, reading)


@pytest.mark.parametrize("who", ["editor", "signer", "competitor"])
def test_SR_06_the_table_is_for_those_who_answer(over, document, who):
    person = getattr(over, who, None) or getattr(over.story, who)
    with pytest.raises(PermissionDenied):
        dispositions.rows_of(person, over.consultation, document)
    with pytest.raises(PermissionDenied):
        dispositions.read(person, over.consultation, [])


WORDS = st.text(alphabet="abc: .\nñ", min_size=1, max_size=30).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(text=WORDS, reason=WORDS)
def test_an_answer_in_one_field_is_understood_as_it_was_meant(text, reason):
    for said, wanted in (
        (f"Accepted in part: {text}\nWhy: {reason}", ("accepted_in_part", text, reason)),
        (f"noted: {text}", ("noted", text, "")),
        (f"Ya está en el mapa: {text}", (None, text, "")),
    ):
        assert dispositions.understood(said) == wanted


def test_an_organisation_fills_the_form_and_takes_it_into_its_basket(asked_round):
    asked_round.open().invite()
    document = text_of(asked_round.consultation.edition)
    rows = remarks.blank(document)
    assert [row.clause for row in rows][:2] == ["", "EMO-C01"]
    filled = [
        replace(rows[0], comment="All in all good.", type="ge"),
        replace(rows[1], comment="Too few.", type="te: Fact or figure", change="1,500"),
        *rows[2:],
    ]
    found = remarks.read(document, sheets.read(sheets.write(filled, "x")))
    assert found.faults == []
    assert remarks.apply(asked_round.drafter, asked_round.submission, found) == 2
    told = list(asked_round.submission.comments.values_list("type", "action", "element__code"))
    assert told == [("general", "none", None), ("factual", "modify", "EMO-C01")]


def test_what_is_wrong_in_the_form_of_an_organisation_is_told_at_once(asked_round):
    asked_round.open().invite()
    document = text_of(asked_round.consultation.edition)
    wrong = [(2, Row(clause="EMO-X9", comment="x", type="te")), (3, Row(comment="x", type="rant"))]
    found = remarks.read(document, wrong)
    assert found.faults == [
        "Row 2: there is no element “EMO-X9” in the text of this consultation.",
        "Row 3: “rant” is no type of comment. Write ge, te or ed, or its name.",
    ]
    with pytest.raises(Refused):
        remarks.apply(asked_round.drafter, asked_round.submission, found)
    assert not asked_round.submission.comments.exists()


def test_a_comment_that_cannot_be_written_leaves_the_others_unwritten(asked_round):
    asked_round.open().invite()
    document = text_of(asked_round.consultation.edition)
    found = remarks.read(document, [(2, Row(comment="Good.")), (3, Row(comment="a\0b"))])
    with pytest.raises(Refused, match="Row 3"):
        remarks.apply(asked_round.drafter, asked_round.submission, found)
    assert not comments.Comment.objects.exists()
