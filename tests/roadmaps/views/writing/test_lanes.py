"""A whole lane as a table: several rows in one go, all of them or none."""

import json

from changes.models import Change
from roadmaps import elements
from roadmaps.elements import Challenge
from roadmaps.views.writing.lanes import COLUMNS
from tests.roadmaps.things import as_it_is, now
from tests.roadmaps.views.writing.conftest import form_of

LANE = "/table/challenge"
THREE = {
    "EMO-C01-severity": "5",
    "EMO-C02-title": "Water and heat",
    "EMO-C02-title__es": "Agua y calor",
    "new1-title": "Land",
    "new1-period": "2027-33",
}


def titles():
    return [challenge.title for challenge in Challenge.objects.order_by("number")]


def test_each_lane_shows_its_rows_and_some_new_ones(desk, at_desk, scene):
    spanish_desk = at_desk(scene.editor, "es")
    for kind in COLUMNS:
        here = elements.add(scene.editor, scene.roadmap, kind, title="Here")
        form = desk.open(f"/table/{kind}")
        shown = {name.partition("-title")[0] for name in form.labels if name.endswith("-title")}
        codes = {element.code for element in here.siblings}
        assert shown == codes | {"new0", "new1", "new2"}
        assert form.values[f"{here.code}-title"] == ["Here"]
        assert form.labels[f"{here.code}-title__es"] == f"{here.code}: Title in Spanish"
        spanish = spanish_desk.open(f"/table/{kind}")
        assert spanish.labels["new0-title"] == "fila nueva 1: Título en inglés"
        assert spanish.labels[f"{here.code}-period"] == f"{here.code}: Periodo"


def test_rows_are_changed_and_added_in_one_go(desk, scene, written):
    form, lines = desk.open(LANE), written()
    for _time in ("sent", "sent twice"):
        page = desk.follow(desk.send(form, **THREE))
        assert "<li>3 rows were saved.</li>" in page
        assert written() == lines + 3
    assert titles() == ["Too few technicians", "Water and heat", "Land"]
    assert as_it_is(scene.challenge).severity == 5
    assert as_it_is(scene.water).translations["es"]["title"]["text"] == "Agua y calor"
    requests = (
        Change.objects.within(scene.roadmap).order_by("-pk").values_list("request", flat=True)
    )
    assert len({*requests[:3]}) == 1
    page = desk.get("/history").content.decode()
    assert "3 changes in one go" in page
    assert "<li>Saved.</li>" in desk.follow(desk.push("/undo", request=str(requests[0])))
    assert as_it_is(scene.challenge).severity == 4
    assert Challenge.objects.standing().count() == 2


def test_a_table_that_was_not_touched_changes_nothing(desk, scene, written):
    lines = written()
    assert "<li>Nothing was changed.</li>" in desk.follow(desk.send(desk.open(LANE)))
    assert written() == lines


WRONG = {
    "EMO-C01-period": ("soon", "EMO-C01, Period: “soon” is not a period."),
    "EMO-C01-title": ("", "EMO-C01, Title in English: This field is required."),
    "new2-summary": ("No title", "new row 3, Title in English: This field is required."),
    "new1-period": ("2030/2020", "new row 2, Period: “2030/2020” ends before it begins."),
    "EMO-C02-severity": ("9", "EMO-C02, Severity: Select a valid choice. 9 is not one of"),
    "EMO-C02-base": ("9999", "EMO-C02: The base has to be a revision of this map"),
}


def test_where_one_row_is_wrong_nothing_is_saved_and_all_is_kept(desk, scene, written):
    lines, form = written(), desk.open(LANE)
    for name, (value, reason) in WRONG.items():
        typed = THREE | {name: value}
        again = form_of(desk.send(form, **typed), 422)
        (error,) = again.errors
        assert error.startswith(reason)
        kept = {name: [value] for name, value in typed.items() if name != "EMO-C02-severity"}
        assert {name: again.values[name] for name in kept} == kept
    assert written() == lines


def test_a_clash_in_some_rows_is_shown_there_and_the_rest_waits(desk, scene, written):
    form = desk.open(LANE)
    scene.edit("challenge", severity=2, period="2026")
    scene.edit("water", title="Rain")
    lines = written()
    asked = form_of(desk.send(form, **THREE, **{"EMO-C01-title": "Few"}), 409)
    assert asked.theirs == ["Editor wrote: Moderate", "Editor wrote: “Rain”"]
    assert {"take=EMO-C01-severity", "take=EMO-C02-title"} <= {*asked.buttons}
    assert asked.errors[0].startswith("EMO-C01: Both of you have changed “severity”.")
    assert {name: asked.values[name] for name in THREE} == {
        name: [value] for name, value in THREE.items()
    }
    assert written() == lines
    asked.values["EMO-C01-severity"] = ["5"]
    answer = desk.send(asked, take="EMO-C02-title")
    assert answer.status_code == 303
    challenge, water = as_it_is(scene.challenge), as_it_is(scene.water)
    assert (challenge.severity, challenge.title, challenge.period) == (5, "Few", "2026")
    assert (water.title, water.translations["es"]["title"]["text"]) == ("Rain", "Agua y calor")
    assert titles()[2:] == ["Land"]


def test_what_was_withdrawn_or_hidden_meanwhile_is_not_passed_over(desk, scene, written):
    first, form = desk.open(LANE), desk.open(LANE)
    scene.withdraw("water")
    again = form_of(desk.send(first, **THREE), 422)
    assert "EMO-C02: “EMO-C02 Water” has been withdrawn. Restore it first." in again.errors
    assert again.values["EMO-C02-title"] == ["Water and heat"]
    scene.restore("water")
    elements.edit(scene.steward, scene.water, now(scene.roadmap), visibility="internal")
    lines = written()
    again = form_of(desk.send(form, **THREE), 422)
    assert "There is no EMO-C02 in this lane any more, or you may not see it." in again.errors
    untouched = {name: value for name, value in THREE.items() if "C02" not in name}
    assert desk.send(form, **untouched).status_code == 303
    assert written() == lines + 2


def test_more_rows_than_can_be_added_in_one_go_are_refused_and_kept(desk, scene, written):
    form, lines = desk.open(LANE), written()
    many = {f"new{number}-title": f"Row {number}" for number in range(201)}
    carried = {
        f"new{number}-{name}": form.values[f"new0-{name}"]
        for number in range(201)
        for name in ("base", "once", "valence")
    }
    again = form_of(desk.send(form, **many, **carried), 422)
    assert again.errors == ["At most 200 rows can be added in one go."]
    assert again.values["new200-title"] == ["Row 200"]
    assert written() == lines


def test_a_script_is_told_the_revision_or_gets_the_table_again(desk, scene):
    form = desk.open(LANE)
    accept = {"headers": {"Accept": "application/json"}}
    wrong = desk.client.post(form.action, form.filled(**{"EMO-C01-title": ""}), **accept)
    assert wrong.status_code == 422
    assert wrong.content.decode().startswith("<form")
    answer = desk.client.post(form.action, form.filled(**THREE), **accept)
    assert json.loads(answer.content) == {"revision": now(scene.roadmap), "rows": 3}
