"""What hangs on an element or on the map: added, withdrawn, restored and put in order."""

import pytest

from roadmaps import figures, links, milestones, participations, workflow
from roadmaps import roadmap as maps
from tests.roadmaps.things import as_it_is
from tests.roadmaps.views.writing.addresses import WORDS
from tests.roadmaps.views.writing.conftest import form_of

JOBS = {"metric": "jobs", "label": "Jobs", "kind": "count", "unit": "jobs", "basis": "target"}
NAMED = {  # what the page of each thing is called
    "figures": "The figure “Battery cell plants” of “Share of electric cars”",
    "participations": "The part of the unions in “Dual training”",
    "milestones": "The milestone “First course” of “Dual training”",
    "progress": "The report of 1 May 2026 on “Dual training”",
    "links": "EMO-I01 addresses EMO-C01",
}


@pytest.fixture(params=WORDS)
def word(request):
    return request.param


@pytest.fixture
def thing(scene, word):
    return getattr(scene, WORDS[word])


def test_a_thing_is_withdrawn_after_a_question_and_put_back(desk, at_desk, scene, word, thing):
    address = f"/{word}/{thing.pk}"
    assert f"<h1>{NAMED[word]}</h1>" in desk.get(f"{address}/edit").content.decode()
    question = desk.get(f"{address}/withdraw").content.decode()
    assert "off the map?</h1>" in question
    spanish = at_desk(scene.editor, "es").get(f"{address}/withdraw").content.decode()
    assert "<h1>¿Quitar " in spanish
    assert " del mapa?</h1>" in spanish
    for act, is_withdrawn in (("withdraw", True), ("restore", False)):
        assert "<li>Saved.</li>" in desk.follow(desk.push(f"{address}/{act}"))
        assert as_it_is(thing).is_withdrawn == is_withdrawn
        refused = desk.push(f"{address}/{act}")
        assert refused.status_code == 409
        assert "has " in refused.content.decode()
    desk.push(f"{address}/withdraw")
    answer = desk.send(desk.open(f"{address}/edit"), note="x", reason="x", narrative="x", title="x")
    assert "Restore it first." in str(form_of(answer, 422).errors)


def test_things_are_put_in_another_order(desk, scene):
    others = {
        "figures": figures.state(scene.editor, scene.goal, low="1", **JOBS),
        "participations": participations.involve(
            scene.editor, scene.initiative, scene.association, "partner"
        ),
        "milestones": milestones.plan(scene.editor, scene.initiative, "Second course"),
        "links": links.draw(scene.editor, scene.initiative, scene.goal, "contributes_to"),
    }
    for word, other in others.items():
        first = getattr(scene, WORDS[word])
        desk.follow(desk.push(f"/{word}/{first.pk}/reorder", after=str(other.pk)))
        order = [each.pk for each in first.siblings.order_by("position")]
        assert order.index(other.pk) + 1 == order.index(first.pk), word
        desk.follow(desk.push(f"/{word}/{first.pk}/reorder"))
        assert first.siblings.order_by("position").first() == first, word


def test_reports_stand_in_the_order_of_their_days(desk, scene):
    answer = desk.push(f"/progress/{scene.report.pk}/reorder")
    assert answer.status_code == 409
    assert "Reports stand in the order of their days." in answer.content.decode()


@pytest.mark.parametrize("after", ["x", "\0", "00000000-0000-4000-8000-000000000000"])
def test_a_thing_goes_behind_one_that_is_there(desk, scene, written, after):
    lines = written()
    answer = desk.push(f"/milestones/{scene.milestone.pk}/reorder", after=after)
    assert answer.status_code == 404
    assert written() == lines


def test_a_thing_does_not_go_behind_one_of_another_row(desk, scene):
    other = figures.state(scene.editor, scene.initiative, low="1", **JOBS)
    answer = desk.push(f"/figures/{scene.figure.pk}/reorder", after=str(other.pk))
    assert answer.status_code == 409
    assert "“Jobs” does not stand in the same row." in answer.content.decode()


def test_what_was_drawn_again_meanwhile_is_not_put_back_beside_it(desk, scene, written):
    scene.withdraw("link")
    links.draw(scene.editor, scene.initiative, scene.challenge, "addresses")
    lines = written()
    answer = desk.push(f"/links/{scene.link.pk}/restore")
    assert answer.status_code == 409
    assert "<h1>Nothing was changed</h1>" in answer.content.decode()
    assert written() == lines


@pytest.mark.parametrize("word", ["milestones", "progress", "links"])
def test_only_figures_and_participants_stand_on_the_map_as_a_whole(desk, scene, word):
    assert desk.get(f"/{word}/add").status_code == 404


def test_a_milestone_stands_on_nothing_but_an_initiative(desk, scene):
    for word in ("milestones", "progress"):
        assert desk.get(f"/elements/EMO-C01/{word}/add").status_code == 404


def test_while_the_contents_are_locked_one_says_what_is_expected_and_reached(
    at_desk, scene, partner, association, written
):
    maps.grant(scene.steward, scene.roadmap, "reporter", organisation=association)
    scene.edit("part", organisation=association, group="", role="lead")
    workflow.adopt(scene.approver, [scene.roadmap], label="1", note="First.")
    address, lines = f"/milestones/{scene.milestone.pk}/edit", written()
    for person in (scene.editor, partner):
        desk = at_desk(person)
        assert address in desk.get("/elements/EMO-I01").content.decode()
        form = desk.open(address)
        assert [*form.labels] == ["forecast", "achieved"]
        assert "/withdraw" not in desk.get(address).content.decode()
        desk.follow(desk.send(form, forecast=f"202{7 + (person == partner)}", title="Mine"))
        assert desk.get(f"/milestones/{scene.milestone.pk}/withdraw").status_code == 403
    milestone = as_it_is(scene.milestone)
    assert (milestone.title, milestone.forecast) == ("First course", "2028")
    assert written() == lines + 2


def test_who_reports_writes_only_where_their_organisation_leads(
    at_desk, scene, partner, association
):
    maps.grant(scene.steward, scene.roadmap, "reporter", organisation=association)
    desk = at_desk(partner)
    for address in (
        f"/milestones/{scene.milestone.pk}/edit", "/elements/EMO-I01/progress/add",
        f"/progress/{scene.report.pk}/edit",
    ):  # fmt: skip
        assert desk.get(address).status_code == 403
    scene.edit("part", organisation=association, group="", role="lead")
    for address in ("/elements/EMO-I01/progress/add", f"/progress/{scene.report.pk}/edit"):
        assert desk.get(address).status_code == 200
    assert desk.get(f"/figures/{scene.figure.pk}/edit").status_code == 403
