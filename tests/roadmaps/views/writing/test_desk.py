"""Forms that are opened, filled in and sent without scripts."""

import pytest
from django.utils.translation import override

from changes.models import Change
from roadmaps import history
from tests.roadmaps.views.writing.addresses import FORMS
from tests.roadmaps.views.writing.conftest import form_of

OF_ONE_KIND = [name for name in FORMS if "-element " not in name or name.endswith(" challenge")]


@pytest.fixture
def page(request):
    return FORMS[request.param]


@pytest.fixture
def address(scene, page):
    return page.where(scene)


def last_sentence(actor, roadmap):
    line = Change.objects.within(roadmap).select_related("actor").order_by("-revision")[:1]
    with override("en"):
        said = history.told(actor, roadmap, line)[0]["sentence"]
    return said.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("page", FORMS, indirect=True)
def test_a_form_shows_what_stands_there_and_saves_once_what_is_typed(
    desk, at_desk, scene, page, address, written
):
    form = desk.open(address)
    assert {name: (form.values.get(name) or [""])[0] for name in page.shown} == page.shown
    name, english, spanish = page.label
    assert form.labels[name] == english
    assert at_desk(scene.editor, "es").open(address).labels[name] == spanish
    lines = written()
    for _time in ("sent", "sent twice"):
        answer = desk.send(form, **page.typed)
        assert answer.status_code == 303
        assert written() == lines + 1
    assert last_sentence(scene.editor, scene.roadmap) == f"Editor (Ministry of Economy) {page.told}"
    assert "<li>Saved.</li>" in desk.follow(answer)


@pytest.mark.parametrize("page", OF_ONE_KIND, indirect=True)
def test_what_cannot_be_is_said_in_words_and_what_was_typed_is_kept(
    desk, at_desk, scene, page, address, written
):
    form, lines = desk.open(address), written()
    sent = {**page.typed, **page.wrong}
    spanish = at_desk(scene.editor, "es")
    for person_at, why in zip((spanish, desk), reversed(page.why), strict=True):
        again = form_of(person_at.send(form, **sent), 422)
        assert any(why in error for error in again.errors), again.errors
        assert {name: again.values.get(name) for name in sent} == {
            name: [value] for name, value in sent.items()
        }
    assert written() == lines
    mended = {name: form.values.get(name, "") for name in page.wrong} | page.typed
    assert desk.send(again, **mended).status_code == 303
    assert written() == lines + 1
