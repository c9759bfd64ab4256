"""Drawing links by a form: first where to, then only the kinds that may lead there."""

import html
import re

import pytest

from roadmaps import elements, links, workflow
from roadmaps import roadmap as maps
from roadmaps.links import lawful_kinds
from tests import factories
from tests.roadmaps.things import as_it_is, now
from tests.roadmaps.views.writing.conftest import form_of

DRAW = "/elements/EMO-I01/links/add"


def words(answer):
    """The page without the token that is another one on each page."""
    page = html.unescape(answer.content.decode())
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("target", ["EMO-C02", "EMO-G01", "EMO-S01"])
def test_only_lawful_kinds_are_offered_each_with_its_meaning(desk, at_desk, scene, target):
    form = desk.open(f"{DRAW}?target={target}")
    kind = elements.Element.objects.get(code=target).kind
    assert form.choices["kind"] == lawful_kinds("initiative", kind)
    assert form.values.get("kind", []) == []
    spanish = at_desk(scene.editor, "es").get(f"{DRAW}?target={target}")
    assert "entra en conflicto con:" in words(spanish)


def test_the_kind_is_chosen_and_the_rest_is_told_as_it_is(desk, scene, source, written):
    form = desk.open(f"{DRAW}?target=emo-g01")
    lines = written()
    sent = {"kind": "contributes_to", "reason": "Trained people build them."}
    assert desk.send(form, evidence=str(source.pk), is_finish_only="on", **sent).status_code == 303
    link = scene.initiative.links_out.get(target=scene.goal)
    assert (link.kind, link.strength, link.is_finish_only) == ("contributes_to", 1, True)
    assert (link.evidence, link.certainty) == (source, "unverified")
    assert written() == lines + 1


def test_where_only_one_kind_may_lead_it_is_chosen_already(desk, scene):
    form = desk.open("/elements/EMO-C01/links/add?target=EMO-I01")
    assert form.values["kind"] == lawful_kinds("challenge", "initiative") == ["conflicts_with"]
    assert desk.send(form, reason="Both need the same money.").status_code == 303
    assert scene.challenge.links_out.filter(target=scene.initiative).exists()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({}, "This field is required."),
        ({"kind": "conflicts_with"}, "A conflict needs a reason."),
        ({"kind": "contributes_to", "strength": "9"}, "9 is not one of the available choices."),
        ({"kind": "addresses"}, "Select a valid choice. addresses is not one of the available"),
    ],
)
def test_an_unlawful_link_is_refused_in_words(desk, scene, written, typed, reason):
    lines = written()
    again = form_of(desk.send(desk.open(f"{DRAW}?target=EMO-G01"), **typed), 422)
    assert any(reason in error for error in again.errors), again.errors
    assert again.values.get("kind", [None])[0] in (None, typed.get("kind"))
    assert written() == lines


def test_what_is_drawn_already_or_closes_a_circle_is_refused(desk, scene, written):
    form = desk.open(f"{DRAW}?target=EMO-C01")
    again = form_of(desk.send(form, kind="addresses"), 422)
    assert again.errors
    other = elements.add(scene.editor, scene.roadmap, "initiative", title="Courses")
    links.draw(scene.editor, other, scene.initiative, "depends_on")
    lines = written()
    form = desk.open(f"{DRAW}?target={other.code}")
    again = form_of(desk.send(form, kind="depends_on"), 422)
    assert "would close a circle" in str(again.errors)
    assert written() == lines


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("EMO-X99", "There is no element “EMO-X99”, or you may not see it."),
        ("<b>", "There is no element “<B>”, or you may not see it."),
        ("%00", "There is no element"),
        ("EMO-C01' OR 1=1", "There is no element"),
    ],
)
def test_a_code_that_is_none_is_asked_for_again(desk, scene, target, complaint):
    answer = desk.get(f"{DRAW}?target={target}")
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert "To which a link may lead" in words(answer)


def test_what_was_withdrawn_is_no_end_of_a_new_link(desk, scene):
    form = desk.open(f"{DRAW}?target=EMO-C02")
    scene.withdraw("water")
    assert desk.get(f"{DRAW}?target=EMO-C02").status_code == 422
    assert "Water" not in words(desk.get(DRAW))
    assert desk.send(form, kind="addresses").status_code == 422


@pytest.fixture
def elsewhere(scene):
    """A challenge on a map of which only the steward is a member."""
    other = factories.roadmap(scene.steward, scene.roadmap.programme, prefix="SEC", slug="secret")
    return elements.add(scene.steward, other, "challenge", title="Known")


def test_SR_05_an_element_of_a_hidden_map_is_as_if_it_were_not(desk, scene, elsewhere):
    hidden = elements.add(
        scene.steward, scene.roadmap, "challenge", title="Secret", visibility="internal"
    )
    missing = words(desk.get(f"{DRAW}?target=SEC-C99"))
    for code in (elsewhere.code, hidden.code):
        answer = desk.get(f"{DRAW}?target={code}")
        assert answer.status_code == 422
        assert words(answer) == missing.replace("SEC-C99", code)


def test_SR_03_an_element_of_a_published_map_is_called_as_it_was_published(
    desk, at_desk, scene, approver, elsewhere
):
    maps.grant(scene.steward, elsewhere.roadmap, "approver", user=approver)
    workflow.adopt(approver, [elsewhere.roadmap], label="1", note="First.")
    workflow.open_refresh(scene.steward, elsewhere.roadmap)
    elements.edit(scene.steward, elsewhere, now(elsewhere.roadmap), title="Drafted")
    fresh = elements.add(scene.steward, elsewhere.roadmap, "challenge", title="Drafted")
    address = f"{DRAW}?target={elsewhere.code}"
    assert "Dual training → Known" in words(desk.get(address))
    assert "Dual training → Drafted" in words(at_desk(scene.steward).get(address))
    assert desk.get(f"{DRAW}?target={fresh.code}").status_code == 422
    assert desk.send(desk.open(address), kind="addresses").status_code == 303
    link = scene.initiative.links_out.get(target=elsewhere)
    assert "Drafted" not in words(desk.get(f"/links/{link.pk}/withdraw"))


def test_SR_05_a_link_to_what_one_may_not_see_is_missing(desk, at_desk, scene, elsewhere):
    link = links.draw(scene.steward, scene.initiative, elsewhere, "addresses")
    for address in (f"/links/{link.pk}/edit", f"/links/{link.pk}/withdraw"):
        assert desk.get(address).status_code == 404
        assert at_desk(scene.steward).get(address).status_code == 200


def test_a_link_is_changed_but_leads_where_it_led(desk, scene):
    form = desk.open(f"/links/{scene.link.pk}/edit")
    assert form.choices["kind"] == lawful_kinds("initiative", "challenge")
    assert "target" not in form.labels
    answer = desk.send(form, strength="1", target=str(scene.water.pk))
    assert answer.status_code == 303
    link = as_it_is(scene.link)
    assert (link.strength, link.target_id) == (1, scene.challenge.pk)


def test_a_dialog_is_told_the_heading_with_the_form(desk, scene):
    answer = desk.get(f"{DRAW}?target=EMO-C02", headers={"X-Fragment": "form"})
    assert words(answer).startswith("<form")
    assert "<h2>Dual training → Water</h2>" in words(answer)
