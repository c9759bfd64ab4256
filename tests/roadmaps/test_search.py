"""Words are found wherever they stand on a map, and told with what stands around them."""

import pytest
from django.utils.translation import override

from roadmaps import document, elements, narratives, search
from roadmaps.models import Narrative
from roadmaps.narratives import mentions, sections
from roadmaps.prose import marking
from tests.roadmaps.things import now


@pytest.fixture
def body(steward, skill):
    """The body of a skill, in Spanish and with a mention."""
    return written(steward, sections.begin_body(steward, skill, "es"),
                   "La batería es lo más difícil.\n\nVéase [[EMO-C01]].")  # fmt: skip


def written(person, narrative, markdown):
    seen = document.build(narrative.roadmap, person)
    told = marking.parse(markdown, mentions.keys(seen))
    narratives.put(person, narrative, 0, told, "page", 1)
    narrative.roadmap.refresh_from_db()
    narratives.settle(narrative.roadmap)
    return Narrative.objects.get(pk=narrative.pk)


def found(reader, roadmap, asked):
    return search.find(document.build(roadmap, reader), asked)


def test_an_element_is_found_by_its_words_and_by_its_code(steward, roadmap):
    (hit,) = found(steward, roadmap, "few TECHN")
    assert (hit.element, hit.text, hit.title) == ("EMO-C01", None, "Too few technicians")
    assert tuple(hit.excerpt) == ("Too ", "few", " technicians")
    assert [each.element for each in found(steward, roadmap, "emo-s01")] == ["EMO-S01"]


def test_a_text_is_found_whatever_its_accents_and_says_what_stands_around(steward, roadmap, body):
    (hit,) = found(steward, roadmap, "bateria dificil")
    assert (hit.text, hit.element, hit.language) == (str(body.pk), "EMO-S01", "es")
    assert str(hit.excerpt) == "La batería es lo más difícil."


def test_what_a_text_mentions_is_a_word_of_it_in_its_own_language(steward, roadmap, body):
    with override("es"):
        text, title = found(steward, roadmap, "technicians")
    assert (text.element, text.text) == ("EMO-S01", str(body.pk))
    assert (title.element, title.text) == ("EMO-C01", None)
    assert [hit.element for hit in found(steward, roadmap, "emo-c01")] == ["EMO-C01", "EMO-S01"]


def test_all_words_have_to_stand_there(steward, roadmap, body):
    assert found(steward, roadmap, "batería nuclear") == []
    assert found(steward, roadmap, "  ") == []


def test_what_is_in_the_reader_s_language_comes_first(steward, roadmap, body):
    with override("es"):
        told = [hit.language for hit in found(steward, roadmap, "technicians")]
    assert told == ["es", "en"]
    assert [hit.text for hit in found(steward, roadmap, "technicians")] == [None]


def test_a_long_line_is_cut_around_what_was_found(steward, roadmap, skill):
    words = f"{'before ' * 40}needle {'after ' * 40}"
    written(steward, sections.begin_body(steward, skill), words)
    (hit,) = found(steward, roadmap, "needle")
    assert hit.excerpt.found == "needle"
    assert hit.excerpt.before.startswith(search.MORE)
    assert hit.excerpt.after.endswith(search.MORE)
    assert len(str(hit.excerpt)) < 200


@pytest.mark.parametrize("letters", ["ŃÑñ", "İstanbul", "ﬁn", "京都", "a\u0301"])
def test_letters_are_as_many_as_before(letters):
    assert len(search.plain(letters)) == len(letters)


def test_SR_05_the_body_of_a_hidden_element_is_found_by_nobody_who_may_not_read_it(
    steward, approver, partner, anonymous, roadmap, skill, body
):
    elements.edit(steward, elements.in_full(skill), now(roadmap), visibility="internal")
    for reader in (steward, approver):
        assert found(reader, roadmap, "bateria")
    for reader in (partner, anonymous):
        assert found(reader, roadmap, "bateria") == []


def test_what_was_taken_off_the_map_is_not_found(steward, roadmap, skill, body):
    elements.withdraw(steward, skill)
    assert found(steward, roadmap, "high-voltage") == []
    sections.withdraw(steward, body)
    assert found(steward, roadmap, "bateria") == []
