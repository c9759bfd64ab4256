"""Two people at the translations of one element: they merge text by text."""

import pytest
from django.core.exceptions import ValidationError

from changes.merging import Clash, Difference
from roadmaps import elements
from tests.roadmaps.things import as_it_is, lines_of


@pytest.fixture
def base(roadmap):
    """The revision of the map that everybody saw."""
    return roadmap.revision


def told_in(language, **texts):
    said = {name: {"text": text, "revision": 1} for name, text in texts.items()}
    return {language: said}


def test_translations_merge_text_by_text(editor, steward, challenge, base):
    elements.edit(editor, challenge, base, translations=told_in("es", title="Faltan técnicos"))
    elements.edit(steward, challenge, base, translations=told_in("es", summary="Resumen"))
    assert as_it_is(challenge).translations == {
        "es": {
            "title": {"text": "Faltan técnicos", "revision": 1},
            "summary": {"text": "Resumen", "revision": 1},
        }
    }


def test_the_same_text_of_a_translation_clashes_by_its_name(editor, steward, challenge, base):
    elements.edit(editor, challenge, base, translations=told_in("es", title="Faltan técnicos"))
    mine = told_in("es", title="Pocos técnicos", note="Nota")
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, translations=mine)
    assert clash.value.fields == {
        "translations.es.title": Difference(
            None, *({"text": said, "revision": 1} for said in ("Faltan técnicos", "Pocos técnicos"))
        )
    }
    assert as_it_is(challenge).translations == told_in("es", title="Faltan técnicos")


def test_a_translation_that_one_removes_while_another_adds_one_is_gone_and_the_other_there(
    editor, steward, roadmap, challenge, base
):
    elements.edit(editor, challenge, base, translations=told_in("es", title="Título"))
    seen = as_it_is(challenge).revision
    both = told_in("es", title="Título", note="Nota")
    elements.edit(editor, challenge, seen, translations=both)
    elements.edit(steward, challenge, seen, translations={})
    assert as_it_is(challenge).translations == told_in("es", note="Nota")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"es": "Título"}, {"es": ["title"]}, {"es": {"title": "Título"}}, {"es": None},
        {"xx": {}}, ["es"], "es", 7,
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_stale", [True, False])
def test_what_is_no_translation_is_refused_whatever_others_did(
    is_stale, nonsense, editor, steward, challenge, base
):
    elements.edit(editor, challenge, base, translations=told_in("es", title="Título"))
    lines, seen = lines_of(challenge), base if is_stale else as_it_is(challenge).revision
    with pytest.raises(ValidationError) as refusal:
        elements.edit(steward, challenge, seen, translations=nonsense)
    assert list(refusal.value.message_dict) == ["translations"]
    assert lines_of(challenge) == lines


@pytest.mark.parametrize("nothing", [None, {}, [], ""])
def test_no_translations_are_always_told_alike(nothing, editor, challenge, base):
    lines = lines_of(challenge)
    elements.edit(editor, challenge, base, translations=nothing)
    assert lines_of(challenge) == lines
    assert as_it_is(challenge).translations == {}


def test_who_removes_a_text_that_others_removed_already_leaves_no_line(
    editor, steward, challenge, base
):
    both = told_in("es", title="Título", note="Nota")
    elements.edit(editor, challenge, base, translations=both)
    seen = as_it_is(challenge).revision
    elements.edit(editor, challenge, seen, translations=told_in("es", note="Otra"))
    lines = lines_of(challenge)
    elements.edit(steward, challenge, seen, translations=told_in("es", note="Nota"))
    assert as_it_is(challenge).translations == told_in("es", note="Otra")
    assert lines_of(challenge) == lines


def test_the_clash_of_a_text_names_who_wrote_it_and_not_who_wrote_another_one(
    editor, steward, challenge, base
):
    elements.edit(editor, challenge, base, translations=told_in("es", title="Suyo"))
    seen = as_it_is(challenge).revision
    more = told_in("es", title="Suyo", note="Nota")
    elements.edit(steward, challenge, seen, translations=more)
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, translations=told_in("es", title="Mío"))
    assert clash.value.lines["translations.es.title"].actor == editor
