"""The life of a map, told in sentences: steps, clearance, consultations, editions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from roadmaps import elements, map_roles, signoffs
from roadmaps.signoffs import Purpose
from tests import factories


@pytest.fixture
def read(story, told):
    """The newest sentences, in English or in Spanish."""

    def sentences(count, actor=None, language="en"):
        with override(language):
            return told(actor or story.steward, story.now())[:count]

    return sentences


def test_a_step_is_told_with_its_stage_and_its_reason(story, read):
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    assert read(1) == [
        "Steward took the step “Send to review”: the stage is now “Internal review”. "
        "Reason: Two leads are still sought."
    ]
    assert read(1, language="es") == [
        "Steward dio el paso «Enviar a revisión»: la etapa es ahora «En revisión interna». "
        "Motivo: Two leads are still sought."
    ]


def test_a_consultation_is_told_from_its_opening_to_its_end(story, read, clock):
    story.take(story.steward, "submit_for_review", reason="Now.")
    story.consult()
    later = story.now().consultations.get().closes_at.replace(day=20)
    story.take(story.steward, "extend_consultation", reason="Holidays.", closes_at=later)
    assert read(2) == [
        "Steward took the step “Extend the consultation”. Reason: Holidays.",
        "Steward gave those who are asked more time, until 20 June 2026.",
    ]
    clock("2026-06-21T09:00")
    story.take(story.approver, "close_consultation")
    assert read(2)[1] == (
        "The consultation “Round one” was closed; the answer is due 13 September 2026."
    )
    begun = "Approver opened the consultation “Round one” until 13 June 2026."
    assert begun in read(8)
    assert "Approver abrió la consulta «Round one» hasta el 13 de junio de 2026." in read(
        8, language="es"
    )


def test_a_clearance_is_told_from_the_question_to_the_answer(story, read):
    asked = story.ask(story.steward, Purpose.PUBLICATION)
    story.sign(asked, "objected", "It costs too much.")
    signoffs.overrule(story.approver, asked, "It is in the budget.")
    signoffs.drop(story.steward, asked)
    assert read(4) == [
        "Steward no longer asks Treasury for clearance.",
        "Approver went on without the clearance of an organisation. Reason: It is in the budget.",
        "Official signed for an organisation: Objected. Reason: It costs too much.",
        "Steward asked Treasury for clearance: Finance.",
    ]


def test_what_ministries_remark_is_for_those_who_answer_for_the_map(story, read, partner):
    asked = story.ask(story.steward, Purpose.PUBLICATION)
    story.sign(asked, "objected", "It costs too much.")
    assert read(1) == ["Official signed for Treasury: Objected. Reason: It costs too much."]
    for reader in (story.editor, partner):
        assert read(1, reader) == ["Official signed for Treasury: Objected."]


def test_what_is_asked_anew_is_told(story, read):
    asked = story.ask(story.steward, Purpose.PUBLICATION)
    story.reach_approval()
    story.sign(asked)
    story.take(story.approver, "return_to_revision", reason="A number is wrong.")
    assert read(2)[1] == "The clearance of Treasury is awaited anew."


def test_a_correction_and_an_end_are_told(story, read):
    story.reach_approval()
    story.take(story.approver, "publish", note="The first.")
    edits = [{"thing": elements.in_full(story.challenge), "fields": {"title": "Few technicians"}}]
    story.take(story.approver, "correct", reason="A slip.", edits=edits)
    assert read(4) == [
        "Approver published edition 1.1.",
        "Edition 1.0 was superseded.",
        "Approver took the step “Publish a correction”. Reason: A slip.",
        "Approver corrected “Few technicians”: “title” from “Too few technicians” to "
        "“Few technicians”.",
    ]
    story.take(story.approver, "retire", reason="It is over.")
    assert read(2) == [
        "Approver took the step “Retire the map”: the stage is now “Retired”. Reason: It is over.",
        "Edition 1.1 was withdrawn.",
    ]


def test_sentences_about_many_clearances_need_no_more_questions(
    story, told, registrar, django_assert_max_num_queries
):
    def ask(name):
        other = factories.organisation(registrar, name=name)
        map_roles.grant(story.steward, story.now(), "reviewer", organisation=other)
        signoffs.ask(story.steward, story.now(), Purpose.PUBLICATION, "legal", other)

    ask("One ministry")
    with CaptureQueriesContext(connection) as few:
        told(story.steward, story.now())
    for number in range(4):
        ask(f"Ministry {number}")
    with django_assert_max_num_queries(len(few)):
        told(story.steward, story.now())
