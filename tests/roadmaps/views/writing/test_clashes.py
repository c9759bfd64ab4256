"""Two people at one form: what fits together is merged, what does not is shown side by side."""

import pytest

from roadmaps import elements
from tests.roadmaps.things import as_it_is, now
from tests.roadmaps.views.writing.conftest import form_of

CHALLENGE = "/elements/EMO-C01/edit"
SECRET = {"title": "Secret", "visibility": "internal"}


@pytest.fixture
def by_the_steward(scene):
    """The steward changes something, in the meantime or all the time."""

    def write(name, **fields):
        scene.editor, editor = scene.steward, scene.editor
        scene.edit(name, **fields)
        scene.editor = editor

    return write


def test_an_old_form_changes_only_what_was_changed_in_it(desk, scene, by_the_steward):
    forms = [desk.open(address) for address in (CHALLENGE, f"/figures/{scene.figure.pk}/edit")]
    map_form = desk.open("/edit")
    by_the_steward("challenge", severity=5, title="Hardly any technicians")
    by_the_steward("figure", period="2031")
    scene.describe(vision="To lead.")
    desk.follow(desk.send(forms[0], period="2026/2030"))
    desk.follow(desk.send(forms[1], low="3000000000"))
    desk.follow(desk.send(map_form, vision_year="2040"))
    challenge, figure, roadmap = map(as_it_is, (scene.challenge, scene.figure, scene.roadmap))
    assert (challenge.title, challenge.severity) == ("Hardly any technicians", 5)
    assert challenge.period == "2026/2030"
    assert (figure.period, figure.low) == ("2031", 3000000000)
    assert (roadmap.vision, roadmap.vision_year) == ("To lead.", 2040)


def test_texts_in_two_languages_are_merged_text_by_text(desk, scene, by_the_steward):
    said = {"title": {"text": "Pocos técnicos", "revision": 1}}
    form = desk.open(CHALLENGE)
    by_the_steward("challenge", translations={"es": said})
    desk.follow(desk.send(form, summary__es="Faltan técnicos."))
    texts = as_it_is(scene.challenge).translations["es"]
    assert {name: each["text"] for name, each in texts.items()} == {
        "title": "Pocos técnicos",
        "summary": "Faltan técnicos.",
    }


CLASHES = {  # field: theirs, mine, how theirs is shown in English and in Spanish
    "title": ("Theirs", "Mine", "“Theirs”", "«Theirs»"),
    "severity": (5, "2", "Critical", "Crítico"),
    "period": ("2027-33", "2029", "Q1 2027", "1.er trimestre de 2027"),
    "pillar": ("jobs_skills", "", "Jobs and skills", "Empleo y talento"),
    "places": (["MX-PUE", "MX-SON"], "MX-JAL", "Puebla, Sonora", "Puebla, Sonora"),
    "summary": ("", "Mine", "—", "—"),
}
HELD = {"summary": "Before.", "pillar": "innovation"}


@pytest.mark.parametrize("field", CLASHES)
def test_both_values_are_shown_and_either_or_a_third_one_is_kept(
    desk, at_desk, scene, by_the_steward, written, field
):
    theirs, mine, english, spanish = CLASHES[field]
    scene.edit("challenge", **HELD)
    forms = [desk.open(f"{CHALLENGE}?field={field}") for _choice in range(4)]
    by_the_steward("challenge", **{field: theirs})
    lines, stands = written(), getattr(as_it_is(scene.challenge), field)

    said = form_of(at_desk(scene.editor, "es").send(forms[3], **{field: mine}), 409)
    assert said.theirs == [spanish]
    assert "Steward escribió" in said.html
    asked = form_of(desk.send(forms[0], **{field: mine}), 409)
    assert asked.theirs == [english]
    assert "Steward wrote" in asked.html
    assert asked.values[field] == [mine]
    assert f"take={field}" in asked.buttons
    assert f"Both of you have changed “{field if field != 'places' else 'states'}”." in str(
        asked.errors
    )
    assert written() == lines

    desk.follow(desk.send(asked, take=field))
    assert (written(), getattr(as_it_is(scene.challenge), field)) == (lines, stands)
    desk.follow(desk.send(form_of(desk.send(forms[1], **{field: mine}), 409)))
    assert written() == lines + 1
    assert getattr(as_it_is(scene.challenge), field) != stands


def test_a_third_value_is_kept_as_well(desk, scene, by_the_steward):
    form = desk.open(CHALLENGE)
    by_the_steward("challenge", title="Theirs")
    asked = form_of(desk.send(form, title="Mine", period="2031"), 409)
    desk.follow(desk.send(asked, title="Neither"))
    challenge = as_it_is(scene.challenge)
    assert (challenge.title, challenge.period) == ("Neither", "2031")


def test_where_two_fields_clash_one_is_settled_after_the_other(desk, scene, by_the_steward):
    form = desk.open(CHALLENGE)
    by_the_steward("challenge", title="Theirs", period="2027")
    asked = form_of(desk.send(form, title="Mine", period="2031", note="Seen."), 409)
    assert {"take=title", "take=period"} <= {*asked.buttons}
    again = form_of(desk.send(asked, take="title"), 409)
    assert again.buttons == ["take=period"]
    assert "data-autosave" in form.html
    assert "data-autosave" not in again.html  # nobody chooses by waiting
    assert again.values["title"] == ["Theirs"]
    assert as_it_is(scene.challenge).note == ""
    desk.follow(desk.send(again))
    challenge = as_it_is(scene.challenge)
    assert (challenge.title, challenge.period, challenge.note) == ("Theirs", "2031", "Seen.")


def test_who_chose_is_asked_again_when_somebody_wrote_once_more(desk, scene, by_the_steward):
    form = desk.open(CHALLENGE)
    by_the_steward("challenge", title="Theirs")
    asked = form_of(desk.send(form, title="Mine"), 409)
    by_the_steward("challenge", title="Theirs once more")
    again = form_of(desk.send(asked), 409)
    assert again.theirs == ["“Theirs once more”"]
    desk.follow(desk.send(again))
    assert as_it_is(scene.challenge).title == "Mine"


def test_each_clash_names_the_one_who_wrote_it(desk, scene, by_the_steward, registrar):
    form = desk.open(CHALLENGE)
    scene.edit("challenge", title="By the editor")
    by_the_steward("challenge", period="2027")
    asked = form_of(desk.send(form, title="Mine"), 409)
    assert "Editor wrote" in asked.html
    assert "Steward wrote" not in asked.html


def test_a_translation_clashes_by_itself(desk, scene, by_the_steward):
    form = desk.open(CHALLENGE)
    said = {"title": {"text": "De ellos", "revision": 1}}
    by_the_steward("challenge", translations={"es": said})
    asked = form_of(desk.send(form, title__es="Mío", note="Seen."), 409)
    assert (asked.theirs, asked.buttons) == (["“De ellos”"], ["take=title__es"])
    assert "Both of you have changed “title in Spanish”." in str(asked.errors)
    desk.follow(desk.send(asked, take="title__es"))
    challenge = as_it_is(scene.challenge)
    assert (challenge.translations["es"]["title"]["text"], challenge.note) == ("De ellos", "Seen.")


def test_both_may_want_the_same(desk, scene, by_the_steward, written):
    form = desk.open(CHALLENGE)
    by_the_steward("challenge", title="The same")
    lines = written()
    desk.follow(desk.send(form, title="The same"))
    assert written() == lines


def test_a_base_that_nobody_can_have_seen_is_refused(desk, scene, written):
    form, lines = desk.open(CHALLENGE), written()
    for base in ("9999", "-1", "", "x", []):
        again = form_of(desk.send(form, title="Mine", base=base), 422)
        assert again.errors, base
        assert again.values["title"] == ["Mine"]
    assert written() == lines


def test_SR_50_a_clash_with_something_hidden_does_not_name_it(desk, scene, by_the_steward):
    hidden = elements.add(scene.steward, scene.roadmap, "challenge", **SECRET)
    form = desk.open("/elements/EMO-C02/edit")
    by_the_steward("water", parent=hidden)
    answer = desk.send(form, parent=str(scene.challenge.pk))
    asked = form_of(answer, 409)
    assert asked.theirs == ["—"]
    for word in ("Secret", hidden.code, str(hidden.pk)):
        assert word not in answer.content.decode()
    desk.follow(desk.send(asked, take="parent"))
    assert as_it_is(scene.water).parent == hidden
    assert now(scene.roadmap) == scene.roadmap.revision
