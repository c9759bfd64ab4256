"""Adding, moving, ordering, withdrawing and restoring elements by forms and buttons."""

import pytest

from roadmaps import elements, links, workflow
from roadmaps import roadmap as maps
from tests import factories
from tests.roadmaps.things import as_it_is, now
from tests.roadmaps.views.writing.conftest import form_of

MISSING = "00000000-0000-4000-8000-000000000000"


def test_a_new_element_begins_with_what_its_place_in_the_picture_says(desk, scene):
    form = desk.open("/add/goal?pillar=jobs_skills&period=2028/2030")
    assert (form.values["pillar"], form.values["period"]) == (["jobs_skills"], ["2028/2030"])
    page = desk.follow(desk.send(form, title="More women in plants"))
    assert "More women in plants" in page
    goal = elements.KINDS["goal"].objects.get(title="More women in plants")
    assert (goal.code, goal.pillar, goal.period) == ("EMO-G02", "jobs_skills", "2028/2030")


def test_a_place_that_is_none_says_nothing(desk, scene):
    for place in ("pillar=dragons", "period=soon", "pillar=&period="):
        form = desk.open(f"/add/goal?{place}")
        assert (form.values["pillar"], form.values["period"]) == ([""], [""]), place


def test_there_is_no_lane_for_dragons(desk, scene):
    for address in ("/add/dragon", "/table/dragon"):
        assert desk.get(address).status_code == 404


MOVES = {  # years and edge: from 2025/2030 to
    ("1", "both"): "2026/2031",
    ("-2", "start"): "2023/2030",
    ("+3", "end"): "2025/2033",
    ("0", "both"): "2025/2030",
}
WHOLE = "Say by how many whole years the period is to be moved."
NO_MOVES = {
    ("soon", "both"): WHOLE,
    ("", "both"): WHOLE,
    ("1.5", "both"): WHOLE,
    ("51", "both"): "A period is moved by at most fifty years, whole or at one end.",
    ("1", "top"): "A period is moved by at most fifty years, whole or at one end.",
    ("9", "start"): "“2034/2030” ends before it begins.",
}


@pytest.mark.parametrize("move", MOVES)
def test_a_period_is_moved_by_whole_years(desk, scene, written, move):
    form = desk.open("/elements/EMO-C01/edit?field=period")
    lines = written()
    sent = {name: form.values[name] for name in ("base", "once")}
    answer = desk.push("/elements/EMO-C01/period", years=move[0], edge=move[1], **sent)
    assert answer.status_code == 303
    assert as_it_is(scene.challenge).period == MOVES[move]
    assert written() == lines + (move[0] != "0")


def test_a_move_that_is_none_is_refused_in_words(desk, scene, written):
    lines = written()
    for (years, edge), reason in NO_MOVES.items():
        sent = {"years": years, "edge": edge, "base": "1", "once": MISSING}
        answer = desk.push("/elements/EMO-C01/period", **sent)
        assert answer.status_code == 400, (years, edge)
        assert reason in answer.content.decode()
    answer = desk.push("/elements/EMO-C02/period", years="1", base="1", once=MISSING)
    assert answer.status_code == 400
    assert "“” is not a period" in answer.content.decode()
    assert written() == lines


def test_a_move_clashes_with_another_period_that_was_not_seen(desk, scene):
    form = desk.open("/elements/EMO-C01/edit?field=period")
    scene.edit("challenge", period="2026/2032")
    sent = {name: form.values[name] for name in ("base", "once")}
    asked = form_of(desk.push("/elements/EMO-C01/period", years="1", **sent), 409)
    assert asked.theirs == ["2026–2032"]
    assert asked.values["period"] == ["2027/2033"]
    desk.follow(desk.send(asked))
    assert as_it_is(scene.challenge).period == "2027/2033"


def test_elements_are_put_in_another_order(desk, scene):
    scene.heat = elements.add(scene.editor, scene.roadmap, "challenge", title="Heat")
    page = desk.follow(desk.push("/elements/EMO-C03/reorder", after="EMO-C01"))
    order = [element.code for element in scene.challenge.siblings]
    assert order == ["EMO-C01", "EMO-C03", "EMO-C02"]
    assert "<li>Saved.</li>" in page
    desk.follow(desk.push("/elements/EMO-C02/reorder"))
    order = [element.code for element in scene.challenge.siblings]
    assert order == ["EMO-C02", "EMO-C01", "EMO-C03"]


def test_SR_05_an_element_goes_behind_one_that_is_seen_in_its_row(desk, scene, written):
    elements.add(scene.steward, scene.roadmap, "challenge", title="Heat")
    secret = {"title": "Secret", "visibility": "internal"}
    hidden = elements.add(scene.steward, scene.roadmap, "challenge", **secret)
    lines = written()
    for after in ("EMO-G01", "EMO-C99", hidden.code, "x", "\0", "EMO-C02' OR 1=1"):
        answer = desk.push("/elements/EMO-C02/reorder", after=after)
        assert answer.status_code == 400, after
        assert "There is no such element in this row." in answer.content.decode()
    assert written() == lines


def test_an_element_is_withdrawn_after_a_question_and_put_back(desk, scene):
    page = desk.get("/elements/EMO-C01/withdraw").content.decode()
    assert "<h1>Take “Too few technicians” off the map?</h1>" in page
    assert "<li>Dual training <em>addresses</em> Too few technicians</li>" in page
    assert not as_it_is(scene.challenge).is_withdrawn
    page = desk.follow(desk.push("/elements/EMO-C01/withdraw"))
    assert "Put it back on the map" in page
    assert as_it_is(scene.challenge).is_withdrawn
    desk.follow(desk.push("/elements/EMO-C01/restore"))
    assert not as_it_is(scene.challenge).is_withdrawn


def test_SR_50_the_question_names_no_link_from_something_hidden(desk, at_desk, scene, approver):
    other = factories.roadmap(scene.steward, scene.roadmap.programme, prefix="SEC", slug="sec")
    for place, visibility in ((scene.roadmap, "internal"), (other, "public")):
        hidden = elements.add(
            scene.steward, place, "initiative", title="Secret", visibility=visibility
        )
        links.draw(scene.steward, hidden, scene.challenge, "addresses")
    page = desk.get("/elements/EMO-C01/withdraw").content.decode()
    assert "Secret" not in page
    assert page.count("<em>addresses</em>") == 1
    seen = at_desk(scene.steward).get("/elements/EMO-C01/withdraw").content.decode()
    assert seen.count("<li>Secret <em>addresses</em>") == 2
    maps.grant(scene.steward, other, "approver", user=approver)
    workflow.adopt(approver, [other], label="1", note="First.")
    workflow.open_refresh(scene.steward, other)
    elements.edit(scene.steward, hidden, now(other), title="Still secret")
    page = desk.get("/elements/EMO-C01/withdraw").content.decode()
    assert "<li>Secret <em>addresses</em>" in page  # it is published under this title
    assert "Still" not in page


REFUSED = {
    "restore": "“EMO-C02 Water” has not been withdrawn.",
    "withdraw": "“EMO-C02 Water” has been withdrawn already.",
    "reorder": "“EMO-C02 Water” has been withdrawn. Restore it first.",
}


@pytest.mark.parametrize("act", REFUSED)
def test_what_cannot_be_done_now_is_said_on_a_page(desk, scene, written, act):
    if act != "restore":
        scene.withdraw("water")
    lines = written()
    answer = desk.push(f"/elements/EMO-C02/{act}")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<h1>Nothing was changed</h1>" in page
    assert REFUSED[act] in page
    assert written() == lines


def test_what_was_withdrawn_is_not_written_on(desk, scene, written):
    forms = {
        "/elements/EMO-C02/edit": {"title": "Rain"},
        "/elements/EMO-C02/participations/add": {"group": "the unions", "role": "partner"},
    }
    opened = {address: desk.open(address) for address in forms}
    scene.withdraw("water")
    lines = written()
    for address, typed in forms.items():
        again = form_of(desk.send(opened[address], **typed), 422)
        assert again.errors == ["“EMO-C02 Water” has been withdrawn. Restore it first."]
        assert {name: again.values[name] for name in typed} == {
            name: [value] for name, value in typed.items()
        }
    assert written() == lines
