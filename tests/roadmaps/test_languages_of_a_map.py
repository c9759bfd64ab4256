"""Before it is approved, a map says everything in each of its languages, and up to date."""

import pytest

from roadmaps import elements, obstacles, undo
from roadmaps import roadmap as maps
from tests.roadmaps.things import last_of, now


def codes(story, step):
    return [each.code for each in obstacles.standing(story.now(), step, story.approver)]


def test_what_is_not_said_in_the_other_language_is_not_approved(story):
    found = obstacles.standing(story.now(), "submit_for_approval", story.steward)
    assert {each.code for each in found} == {"language_outdated"}
    assert {each.element for each in found} == {"EMO-C01", "EMO-S01", "EMO-G01", "EMO-I01"}
    assert "“Too few technicians” is not complete in the language “es”." in {
        each.sentence for each in found
    }
    story.translate()
    assert codes(story, "submit_for_approval") == []


def test_what_was_changed_after_it_was_translated_is_out_of_date(story):
    story.translate()
    story.write(story.editor, title="Far too few technicians")
    found = obstacles.standing(story.now(), "publish", story.approver)
    assert [each.sentence for each in found] == [
        "“Far too few technicians” was changed after it was translated to “es”."
    ]


def test_what_was_changed_and_changed_back_is_as_it_was_translated(story):
    story.translate()
    story.write(story.editor, title="Far too few technicians")
    undo.undo(story.editor, story.now(), last_of(story.challenge))
    assert codes(story, "publish") == []


@pytest.mark.parametrize("seen", [0, 1])
def test_what_was_written_together_with_its_translation_is_up_to_date(story, seen):
    """Whoever fills in a form saw the map before they wrote in it."""
    story.translate()
    revision = seen and story.now().revision
    texts = {"es": {"title": {"text": "Agua", "revision": revision}}}
    elements.add(story.editor, story.now(), "challenge", title="Water", translations=texts)
    assert codes(story, "publish") == []
    whole = elements.in_full(story.challenge)
    texts = {"es": {"title": {"text": "Otra cosa", "revision": revision}}}
    story.write(story.editor, title="Something else", translations=whole.translations | texts)
    assert codes(story, "publish") == []


def test_what_was_said_anew_in_a_third_language_is_still_out_of_date_in_the_second(story):
    story.translate()
    texts = elements.in_full(story.challenge).translations
    more = texts | {"en": {"title": {"text": "Technicians", "revision": 0}}}
    story.write(story.editor, title="Far too few technicians", translations=more)
    assert codes(story, "publish") == ["language_outdated"]


def test_whoever_says_that_they_translated_an_older_text_is_believed(story):
    story.translate()
    before = story.now().revision
    story.write(story.editor, title="Far too few technicians")
    texts = {"es": {"title": {"text": "Faltan técnicos", "revision": before}}}
    story.write(story.editor, translations=texts)
    assert codes(story, "publish") == ["language_outdated"]
    texts["es"]["title"] = {"text": "Faltan muchos técnicos", "revision": story.now().revision}
    story.write(story.editor, translations=texts)
    assert codes(story, "publish") == []


def test_a_map_in_one_language_needs_no_other(story):
    maps.describe(story.steward, story.roadmap, now(story.roadmap), languages=["en"])
    assert codes(story, "submit_for_approval") == []
