"""Several people write one text: what is taken is safe, and nobody's words are lost."""

from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from changes.models import Change, lock
from roadmaps import document, narratives
from roadmaps.diff.compare import compare
from roadmaps.models import Narrative, Roadmap, Snapshot, Step
from roadmaps.narratives import Message, sections
from roadmaps.prose import Unsound
from roadmaps.roadmap import Refused
from tests.roadmaps.things import now
from tests.threads import at_once


@pytest.fixture
def vision(steward, roadmap):
    return sections.add(steward, roadmap, "vision")


def typed(at, words, base=0, client="page", number=1):
    slice = {"content": [{"type": "text", "text": words}]}
    steps = [{"stepType": "replace", "from": at, "to": at, "slice": slice}]
    return Message(base, steps, client, number)


def says(narrative):
    fresh = Narrative.objects.get(pk=narrative.pk)
    return narratives.text_of(fresh).document.text_content


def test_what_one_types_on_an_older_version_is_carried_over_what_another_typed(
    vision, steward, editor
):
    narratives.write(steward, vision, typed(1, "A sector that leads."))
    one = narratives.write(steward, vision, typed(1, "Vision: ", base=1, number=2))
    two = narratives.write(editor, vision, typed(21, " So be it.", base=1, client="other"))
    assert says(vision) == "Vision: A sector that leads. So be it."
    assert (one.version, two.version) == (2, 3)
    assert [(row.version, row.author) for row in two.rows] == [(2, steward), (3, editor)]
    assert two.rows[1].steps[0]["from"] == 29


def test_a_message_that_comes_twice_is_taken_once_and_answered_twice(vision, editor):
    message = typed(1, "Once.")
    first, again = (narratives.write(editor, vision, message) for _number in range(2))
    assert (first.version, again.version, again.kept) == (1, 1, [0])
    assert [row.pk for row in first.rows] == [row.pk for row in again.rows]
    assert says(vision) == "Once."


@pytest.mark.parametrize("base", [1, 99, -1])
def test_a_version_from_the_future_is_refused(vision, editor, base):
    with pytest.raises(Refused, match="no such version"):
        narratives.write(editor, vision, typed(1, "x", base=base))
    assert not Step.objects.exists()


def test_SR_20_a_step_that_does_not_fit_is_refused_and_nobody_notices(vision, editor, steward):
    narratives.write(steward, vision, typed(1, "Stays."))
    for message in (typed(99, "x", base=1), Message(1, [{"stepType": "boom"}], "page", 7)):
        with pytest.raises(Unsound):
            narratives.write(editor, vision, message)
    assert says(vision) == "Stays."


@pytest.mark.parametrize("name", ["reviewer", "partner", "registrar"])
def test_SR_02_only_those_who_write_on_the_map_write_its_texts(vision, request, name):
    person = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        narratives.write(person, vision, typed(1, "Mine."))
    assert not Step.objects.exists()


def test_what_was_withdrawn_is_not_written_on(vision, steward, editor):
    sections.withdraw(steward, vision)
    with pytest.raises(Refused, match="has been withdrawn"):
        narratives.write(editor, vision, typed(1, "x"))
    sections.restore(steward, vision)
    narratives.write(editor, vision, typed(1, "x"))


def test_the_log_tells_who_wrote_when_they_pause_and_documents_tell_it_from_then_on(
    vision, steward, editor, roadmap
):
    narratives.write(steward, vision, typed(1, "We lead."))
    narratives.write(editor, vision, typed(9, " In 2030.", base=1, client="other"))
    before = now(roadmap)
    told = document.build(roadmap, steward)["narratives"][0]
    assert (told["version"], told["document"]["content"]) == (0, [{"type": "paragraph"}])
    settle(roadmap)
    lines = Change.objects.of(vision).filter(verb="wrote").order_by("revision")
    assert [(line.actor, line.fields["settled"]) for line in lines] == [
        (steward, [0, 1]), (editor, [1, 2]),
    ]  # fmt: skip
    told = document.build(roadmap, steward)["narratives"][0]
    assert (told["kind"], told["title"], told["version"]) == ("vision", "Vision", 2)
    assert told["document"]["content"][0]["content"][0]["text"] == "We lead. In 2030."
    past = document.build(roadmap, steward, at=before)["narratives"][0]
    assert (past["version"], past["document"]["content"]) == (0, [{"type": "paragraph"}])
    assert settle(roadmap) == []


def settle(roadmap):
    with transaction.atomic():
        return narratives.settle(lock(Roadmap.objects.get(pk=roadmap.pk)))


def test_a_whole_text_merges_into_what_others_type_meanwhile(vision, steward, editor):
    narratives.write(steward, vision, typed(1, "We train 400 people."))
    narratives.write(steward, vision, typed(21, " Every year.", base=1, number=2))
    told = {"type": "doc", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "We train 500 people."}]},
    ]}  # fmt: skip
    narratives.put(editor, vision, 1, told, "program", 1)
    assert says(vision) == "We train 500 people. Every year."
    again = narratives.put(editor, vision, 3, says_as_tree(vision), "program", 2)
    assert (again.version, again.rows) == (3, [])


def says_as_tree(narrative):
    fresh = Narrative.objects.get(pk=narrative.pk)
    return narratives.text_of(fresh).document.to_json()


def test_whose_words_are_whose_and_what_it_said_at_any_version(vision, steward, editor):
    narratives.write(steward, vision, typed(1, "We lead."))
    narratives.write(editor, vision, typed(4, "will ", base=1, client="other"))
    text = narratives.signed(Narrative.objects.get(pk=vision.pk))
    told = [(text.document.text_between(span.start, span.end), span.author)
            for span in text.authors]  # fmt: skip
    assert told == [("We ", str(steward.pk)), ("will ", str(editor.pk)), ("lead.", str(steward.pk))]
    assert narratives.text_of(vision, 1).document.text_content == "We lead."
    narratives.go_back(editor, vision, 1, "page", 9)
    assert says(vision) == "We lead."
    assert Step.objects.count() == 3


def test_a_text_of_many_steps_is_opened_by_as_few_questions_as_a_short_one(vision, editor):
    for number in range(1, 402):
        narratives.write(editor, vision, typed(1, "x", base=number - 1, number=number))
    kept = sorted(Snapshot.objects.values_list("version", flat=True))
    assert [later - earlier for earlier, later in pairwise(kept)] == [200] * (len(kept) - 1)
    assert len(kept) >= 2
    fresh = Narrative.objects.get(pk=vision.pk)
    with CaptureQueriesContext(connection) as queries:
        text = narratives.text_of(fresh)
    assert (len(queries), text.version, text.document.text_content) == (2, 401, "x" * 401)


def test_the_sections_of_a_map_are_begun_named_and_put_in_order(steward, roadmap):
    vision, diagnosis, strategy, governance = sections.begin_usual(steward, roadmap, "es")
    assert [each.title for each in (vision, diagnosis, strategy, governance)] == [
        "Visión", "Diagnóstico", "Estrategia", "Gobernanza y seguimiento",
    ]  # fmt: skip
    assert sections.begin_usual(steward, roadmap, "es") == []
    sections.edit(steward, diagnosis, now(roadmap), title="De dónde partimos")
    sections.reorder(steward, diagnosis, None)
    told = document.build(roadmap, steward)["narratives"]
    assert [each["title"] for each in told][:2] == ["De dónde partimos", "Visión"]


def test_an_element_has_one_body_in_each_language(steward, challenge):
    first, again = (sections.begin_body(steward, challenge) for _number in range(2))
    assert first.pk == again.pk
    assert sections.begin_body(steward, challenge, "es").pk != first.pk
    with pytest.raises(Refused, match="belongs to an element"):
        sections.add(steward, challenge.roadmap, "body")


@pytest.mark.django_db(transaction=True)
def test_four_at_once_are_all_taken_one_after_the_other(vision, steward, editor):
    people = [steward, editor, steward, editor]

    def write(number):
        return lambda: narratives.write(
            people[number], vision, typed(1, f"<{number}>", client=f"page {number}")
        )

    made = at_once(*[write(number) for number in range(4)]).outcomes()
    assert sorted(each.version for each in made) == [1, 2, 3, 4]
    assert sorted(says(vision).replace("><", "> <").split()) == ["<0>", "<1>", "<2>", "<3>"]


def test_what_was_typed_is_settled_when_its_writers_have_rested(vision, editor, clock):
    narratives.write(editor, vision, typed(1, "We lead."))
    assert narratives.settle_what_rests() == 0
    clock("2026-05-04T09:03")
    assert (narratives.settle_what_rests(), narratives.settle_what_rests()) == (1, 0)


def test_the_comparison_of_two_documents_tells_a_text_word_by_word(vision, steward, roadmap):
    narratives.write(steward, vision, typed(1, "We lead. " * 20))
    settle(roadmap)
    old = document.build(roadmap, steward)
    narratives.write(steward, vision, typed(1, "Today: ", base=1, number=2))
    settle(roadmap)
    (edit,) = compare(old, document.build(roadmap, steward))
    assert (edit.verb, edit.subject, edit.field) == ("edited", "narrative", "text")
    assert edit.after == f"Today: {edit.before}"
