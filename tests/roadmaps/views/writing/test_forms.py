"""What a form holds and offers; what somebody may not see stays as it is when they save."""

import pytest

from roadmaps import elements, figures, workflow
from roadmaps import roadmap as maps
from tests import factories
from tests.roadmaps.things import as_it_is, now
from tests.roadmaps.views.writing.addresses import FORMS
from tests.roadmaps.views.writing.conftest import form_of

HIDDEN = {"visibility": "internal"}
NUMBER = {"metric": "m", "kind": "level", "currency": "USD", "basis": "target"}
WHOLE = {**NUMBER, "label": "Secret", "low": "9000000000", **HIDDEN}


@pytest.fixture
def hidden(scene):
    """What only stewards and approvers may see, and what was tied to it by one of them."""
    challenge = elements.add(scene.steward, scene.roadmap, "challenge", title="Secret", **HIDDEN)
    whole = figures.state(scene.steward, scene.goal, **WHOLE)
    elements.edit(scene.steward, scene.water, now(scene.roadmap), parent=challenge)
    figures.edit(scene.steward, scene.figure, now(scene.roadmap), part_of=whole, told_as=whole)
    return {"challenge": challenge, "whole": whole}


def test_SR_03_what_was_tied_to_something_hidden_stays_tied(desk, scene, hidden):
    for address, field, value in (
        ("/elements/EMO-C02/edit", "title", "Water and heat"),
        (f"/figures/{scene.figure.pk}/edit", "note", "Seen."),
    ):
        form = desk.open(address)
        for secret in hidden.values():
            assert str(secret.pk) not in form.html
        assert "Secret" not in form.html
        desk.follow(desk.send(form, **{field: value}))
    desk.follow(desk.send(desk.open("/table/challenge"), **{"EMO-C02-summary": "Wells dry out."}))
    water, figure = as_it_is(scene.water), as_it_is(scene.figure)
    assert (water.title, water.summary) == ("Water and heat", "Wells dry out.")
    assert (water.parent, figure.note) == (hidden["challenge"], "Seen.")
    assert figure.part_of == figure.told_as == hidden["whole"]


def test_SR_03_nothing_hidden_is_offered(at_desk, scene, hidden):
    def offered(person, address, field):
        return at_desk(person).open(address).choices[field]

    for address, field, secret in (
        ("/elements/EMO-C01/edit", "parent", hidden["challenge"]),
        ("/add/challenge", "parent", hidden["challenge"]),
        (f"/figures/{scene.figure.pk}/edit", "told_as", hidden["whole"]),
        ("/elements/EMO-I01/figures/add", "part_of", hidden["whole"]),
        ("/figures/add", "part_of", hidden["whole"]),
    ):
        assert str(secret.pk) not in offered(scene.editor, address, field)
        assert str(secret.pk) in offered(scene.steward, address, field)
    for person, is_there in ((scene.editor, False), (scene.steward, True)):
        desk = at_desk(person)
        for address in ("/elements/EMO-I01/links/add", "/table/challenge"):
            page = desk.get(address).content.decode()
            assert ("Secret" in page, hidden["challenge"].code in page) == (is_there, is_there)


def test_SR_05_who_sends_something_hidden_is_told_that_it_is_not_there(desk, scene, hidden):
    missing = "00000000-0000-4000-8000-000000000000"
    complaints = []
    for key in (missing, str(hidden["challenge"].pk)):
        answer = form_of(desk.send(desk.open("/elements/EMO-C01/edit"), parent=key), 422)
        complaints.append(answer.errors)
    assert complaints[0] == complaints[1] != []
    assert as_it_is(scene.challenge).parent is None


def test_figures_of_other_maps_and_withdrawn_ones_are_not_offered_but_kept(desk, scene):
    other = factories.roadmap(scene.steward, scene.roadmap.programme)
    far, gone = (
        figures.state(scene.steward, place, **{**WHOLE, "label": "Whole", "visibility": "public"})
        for place in (other, scene.roadmap)
    )
    scene.edit("figure", part_of=gone, told_as=far)
    figures.withdraw(scene.editor, gone)
    form = desk.open(f"/figures/{scene.figure.pk}/edit")
    assert not {str(far.pk), str(gone.pk)} & {*form.choices["part_of"], *form.choices["told_as"]}
    desk.follow(desk.send(form, note="Seen."))
    figure = as_it_is(scene.figure)
    assert (figure.part_of, figure.told_as, figure.note) == (gone, far, "Seen.")


def test_a_form_that_is_sent_as_it_is_changes_nothing(desk, scene, written):
    scene.edit("figure", baseline_value="1200000.50", shared_with=["Chemistry", "Mining"])
    for name in (name for name in FORMS if name.startswith("edit-")):
        form = desk.open(FORMS[name].where(scene))
        lines = written()
        assert desk.send(form).status_code == 303, name
        assert written() == lines, name


def test_lists_are_typed_with_commas_or_ticked(desk, scene, sector):
    form = desk.open("/elements/EMO-C01/edit")
    first, second = form.choices["categories"][:2]
    desk.follow(
        desk.send(
            form, places="MX-PUE, MX-SON", categories=[first, second], sectors=[str(sector.pk)]
        )
    )
    challenge = as_it_is(scene.challenge)
    assert (challenge.places, challenge.categories) == (["MX-PUE", "MX-SON"], [first, second])
    assert [*challenge.sectors.all()] == [sector]
    again = desk.open("/elements/EMO-C01/edit")
    assert again.values["places"] == ["MX-PUE,MX-SON"]
    assert again.values["categories"] == [first, second]
    desk.follow(desk.send(again, categories=[], sectors=[], places=""))
    challenge = as_it_is(scene.challenge)
    assert (challenge.places, challenge.categories, [*challenge.sectors.all()]) == ([], [], [])


def test_only_sectors_of_the_programme_are_offered_and_others_are_kept(
    desk, at_desk, scene, registrar, programme
):
    said = {"es": {"name": {"text": "Minería", "revision": 1}}}
    near = factories.sector(registrar, programme, name="Mining", translations=said)
    elsewhere = factories.programme(registrar)
    far, other = (factories.sector(registrar, elsewhere, name=name) for name in ("Far", "Other"))
    scene.edit("challenge", sectors=[far])
    form = desk.open("/elements/EMO-C01/edit?field=sectors")
    assert {str(near.pk), str(far.pk)} < {*form.choices["sectors"]}
    assert str(other.pk) not in form.choices["sectors"]
    desk.follow(desk.send(form, sectors=[*form.values["sectors"], str(near.pk)]))
    assert {*as_it_is(scene.challenge).sectors.all()} == {near, far}
    spanish = at_desk(scene.editor, "es").open("/elements/EMO-C01/edit?field=sectors")
    assert "Minería" in spanish.html


def test_a_translation_is_typed_changed_and_taken_away(desk, scene):
    for typed in ("Pocos técnicos", "Muy pocos técnicos", ""):
        form = desk.open("/elements/EMO-C01/edit?field=title")
        assert [name for name in form.labels] == ["title", "title__es"]
        desk.follow(desk.send(form, title__es=typed))
        texts = as_it_is(scene.challenge).translations
        assert texts.get("es", {}).get("title", {}).get("text", "") == typed
    assert texts == {}


def test_only_the_languages_of_the_map_are_asked_for(desk, scene):
    scene.describe(languages=["en"])
    assert "title__es" not in desk.open("/elements/EMO-C01/edit").labels


def test_SR_10_what_people_do_not_write_is_not_written(desk, scene, written):
    form = desk.open("/elements/EMO-C01/edit")
    lines = written()
    desk.follow(
        desk.send(
            form, code="EMO-C99", number="99", is_withdrawn="on", kind="goal", stage="in_force",
            revision="1", position="7", roadmap="x",
        )
    )  # fmt: skip
    assert written() == lines
    assert as_it_is(scene.challenge).code == "EMO-C01"


def test_who_hides_something_from_oneself_is_led_back_to_the_map(desk, scene):
    answer = desk.send(desk.open("/elements/EMO-C02/edit"), visibility="internal")
    assert "<li>Saved.</li>" in desk.follow(answer)
    assert answer.headers["Location"] == "/roadmaps/electromobility"
    assert desk.get("/elements/EMO-C02").status_code == 404


def test_a_reader_of_the_published_map_may_not_write_what_they_see(at_desk, scene, stranger):
    workflow.adopt(scene.approver, [scene.roadmap], label="1", note="First.")
    desk = at_desk(stranger)
    assert desk.get("/elements/EMO-C01").status_code == 200
    assert desk.get("/elements/EMO-C01/edit").status_code == 404


def test_who_lost_the_role_while_typing_writes_nothing(desk, scene, written):
    form = desk.open("/elements/EMO-C01/edit")
    maps.revoke(scene.steward, scene.roadmap.roles.get(user=scene.editor))
    lines = written()
    assert desk.send(form, title="Mine").status_code == 404
    assert written() == lines


def test_a_form_for_a_field_that_people_do_not_write_is_refused(desk, scene):
    for address in ("/elements/EMO-C01/edit", "/edit"):
        for field in ("code", "stage", "colour"):
            answer = desk.get(f"{address}?field={field}")
            assert answer.status_code == 400, field
            assert "There is no such field." in answer.content.decode()
