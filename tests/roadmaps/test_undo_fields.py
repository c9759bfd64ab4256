"""What single fields hold after what was done to them was taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from changes.merging import Clash, Difference
from roadmaps import elements, figures, links, undo
from tests import factories
from tests.roadmaps.things import all_fields, as_it_is, in_one_go, last_of, now


def told_in(language, **texts):
    return {language: {name: {"text": text, "revision": 1} for name, text in texts.items()}}


def test_fields_of_many_are_undone(registrar, editor, roadmap, programme, challenge, sector):
    other = factories.sector(registrar, programme)
    elements.edit(editor, challenge, now(roadmap), sectors=[sector])
    elements.edit(editor, challenge, now(roadmap), sectors=[other], places=["MX-NLE"])
    undo.undo(editor, roadmap, last_of(challenge))
    assert [*as_it_is(challenge).sectors.all()] == [sector]
    assert as_it_is(challenge).places == []


def test_translations_are_undone_text_by_text(editor, steward, roadmap, challenge):
    mine, both = told_in("es", title="Título"), told_in("es", title="Título", note="Nota")
    elements.edit(editor, challenge, now(roadmap), translations=mine)
    line = last_of(challenge)
    elements.edit(steward, challenge, now(roadmap), translations=both)
    undo.undo(editor, roadmap, line)
    assert as_it_is(challenge).translations == told_in("es", note="Nota")


def test_the_same_text_of_a_translation_clashes(editor, steward, roadmap, challenge):
    elements.edit(editor, challenge, now(roadmap), translations=told_in("es", title="Mío"))
    line = last_of(challenge)
    elements.edit(steward, challenge, now(roadmap), translations=told_in("es", title="Suyo"))
    with pytest.raises(Clash) as clash:
        undo.undo(editor, roadmap, line)
    assert clash.value.names == ["translations.es.title"]


def test_empty_texts_numbers_and_keys_come_back_as_they_were(
    registrar, editor, roadmap, challenge, goal
):
    before = all_fields(challenge)
    full = {"summary": "Full", "barrier": "market_failure", "severity": None, "source": None}
    full |= {"period": "", "categories": ["competition"], "note": "Full"}
    full["barrier"] = type(challenge)._meta.get_field("barrier").choices[0][0]
    elements.edit(editor, challenge, now(roadmap), **full)
    undo.undo(editor, roadmap, last_of(challenge))
    assert all_fields(challenge) == before
    figure = goal.figures.get()
    before = all_fields(figure)
    figures.edit(editor, figure, now(roadmap), operator="range", high="30.5", baseline_value=None)
    undo.undo(editor, roadmap, last_of(figure))
    assert all_fields(figure) == before


def test_a_row_that_is_gone_cannot_be_put_back(registrar, editor, roadmap, challenge, source):
    elements.edit(editor, challenge, now(roadmap), source=None)
    for each in (*roadmap.elements.all(), *figures.Figure.objects.filter(element__roadmap=roadmap)):
        type(each).objects.filter(pk=each.pk).update(source=None)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sectors_source WHERE id = %s", [source.pk])
    with pytest.raises(ValidationError, match="no longer there"):
        undo.undo(editor, roadmap, last_of(challenge))
    assert as_it_is(challenge).source is None


def test_undoing_what_would_make_a_second_link_says_so(editor, roadmap, initiative, challenge):
    former = initiative.links_out.get(kind="addresses")
    links.withdraw(editor, former)
    links.draw(editor, initiative, challenge, "addresses")
    with pytest.raises(ValidationError, match="There is one just like it already"):
        undo.undo(editor, roadmap, last_of(former))


def test_undoing_closes_no_circle(editor, roadmap):
    one, two = (elements.add(editor, roadmap, "initiative", title=title) for title in "AB")
    first = links.draw(editor, one, two, "depends_on")
    links.withdraw(editor, first)
    links.draw(editor, two, one, "depends_on")
    with pytest.raises(ValidationError, match="would close a circle"):
        undo.undo(editor, roadmap, last_of(first))


def test_the_clash_of_an_undo_is_told_as_any_other(editor, steward, roadmap, challenge):
    elements.edit(editor, challenge, now(roadmap), severity=5)
    line = last_of(challenge)
    elements.edit(steward, challenge, now(roadmap), severity=1)
    with pytest.raises(Clash) as clash:
        undo.undo(editor, roadmap, line)
    assert clash.value.fields == {"severity": Difference(5, 1, 4)}


def test_what_others_have_set_back_already_leaves_no_line(editor, steward, roadmap, challenge):
    elements.edit(editor, challenge, now(roadmap), severity=5, title="Another")
    line = last_of(challenge)
    elements.edit(steward, challenge, now(roadmap), severity=4)
    undo.undo(editor, roadmap, line)
    assert last_of(challenge).fields == {"title": ["Another", "Too few technicians"]}
    before = now(roadmap)
    undo.undo(steward, roadmap, line)
    assert now(roadmap) == before


def test_a_text_that_others_have_removed_already_leaves_no_line(
    editor, steward, roadmap, challenge
):
    elements.edit(editor, challenge, now(roadmap), translations=told_in("es", title="Título"))
    line = last_of(challenge)
    elements.edit(steward, challenge, now(roadmap), translations=told_in("es", note="Nota"))
    before = now(roadmap)
    undo.undo(editor, roadmap, line)
    assert as_it_is(challenge).translations == told_in("es", note="Nota")
    assert now(roadmap) == before


def test_the_clash_of_an_undo_names_who_wrote_what_stands_there(
    editor, steward, roadmap, challenge
):
    with in_one_go() as number:
        elements.edit(editor, challenge, now(roadmap), severity=5)
    elements.edit(steward, challenge, now(roadmap), severity=1)
    with in_one_go(number):
        elements.edit(editor, challenge, now(roadmap), severity=2)
    elements.edit(editor, challenge, now(roadmap), title="Another")
    with pytest.raises(Clash) as clash:
        undo.undo_request(editor, roadmap, number)
    assert clash.value.fields == {"severity": Difference(5, 1, 4)}
    assert clash.value.lines["severity"].actor == steward
