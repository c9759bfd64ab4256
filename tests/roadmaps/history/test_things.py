"""What was done to a map, told in sentences: for every verb and every kind of thing."""

import pytest
from django.utils.translation import override

from roadmaps import elements, links, milestones, participations, workflow
from roadmaps import roadmap as maps
from tests import factories
from tests.roadmaps.things import last_of

THINGS = {
    "an element added": (
        lambda s: elements.add(s.editor, s.roadmap, "skill", title="Welding"),
        "added “Welding”.",
        "añadió «Welding».",
    ),
    "an element withdrawn": (
        lambda s: s.withdraw("water"), "withdrew “Water”.", "retiró «Water».",
    ),
    "an element restored": (
        lambda s: s.withdraw("water").restore("water"), "restored “Water”.", "restauró «Water».",
    ),
    "an element moved": (
        lambda s: elements.reorder(s.editor, s.water),
        "moved “Water” to another place in its row.",
        "movió «Water» a otro lugar de su fila.",
    ),
    "an addition undone": (
        lambda s: s.undo("water"),
        "undid a step: “Water” is off the map.",
        "deshizo un paso: «Water» ya no está en el mapa.",
    ),
    "a withdrawal undone": (
        lambda s: s.withdraw("water").undo("water"),
        "undid a step: “Water” is back on the map.",
        "deshizo un paso: «Water» está de nuevo en el mapa.",
    ),
    "a move undone": (
        lambda s: (elements.reorder(s.editor, s.water), s.undo("water")),
        "put “Water” back in its place in the row.",
        "devolvió «Water» a su lugar en la fila.",
    ),
    "an edit undone": (
        lambda s: s.edit("water", period="2028").undo("water"),
        "undid a change of “Water”: “period” was emptied (before: 2028).",
        "deshizo un cambio en «Water»: «periodo» quedó en blanco (antes: 2028).",
    ),
    "a link": (
        lambda s: links.draw(s.editor, s.initiative, s.goal, "contributes_to"),
        "added the link from “Dual training” to “Share of electric cars”: contributes to.",
        "añadió el vínculo de «Dual training» a «Share of electric cars»: contribuye a.",
    ),
    "a link changed": (
        lambda s: s.edit("link", strength=1, is_finish_only=True),
        "changed the link from “Dual training” to “Too few technicians”: “strength” from 3 to 1; "
        "“for its end only” from no to yes.",
        "cambió el vínculo de «Dual training» a «Too few technicians»: «fuerza» pasó de 3 a 1; "
        "«solo para su término» pasó de no a sí.",
    ),
    "a link withdrawn": (
        lambda s: s.withdraw("link"),
        "withdrew the link from “Dual training” to “Too few technicians”.",
        "retiró el vínculo de «Dual training» a «Too few technicians».",
    ),
    "a link led elsewhere": (
        lambda s: s.edit("link", target=s.water),
        "changed the link from “Dual training” to “Water”: “leads to” from “Too few technicians” "
        "to “Water”.",
        "cambió el vínculo de «Dual training» a «Water»: «lleva a» pasó de «Too few technicians» a "
        "«Water».",
    ),
    "a participation": (
        lambda s: participations.involve(s.editor, s.goal, s.association, "owner"),
        "added the part of Battery Association in “Share of electric cars”: Owner.",
        "añadió la participación de Battery Association en «Share of electric cars»: Propietario.",
    ),
    "a participation in the map": (
        lambda s: participations.involve(s.editor, s.roadmap, s.association, "partner"),
        "added the part of Battery Association in the map: Partner.",
        "añadió la participación de Battery Association en el mapa: Aliado.",
    ),
    "a participation changed": (
        lambda s: s.edit("part", organisation=s.association, group="", role="funder"),
        "changed the part of Battery Association in “Dual training”: “organisation” is now Battery "
        "Association; “group” was emptied (before: “the unions”); “role” from Partner to Funder.",
        "cambió la participación de Battery Association en «Dual training»: «organización» es "
        "ahora Battery Association; «grupo» quedó en blanco (antes: «the unions»); «papel» pasó de "
        "Aliado a Financiador.",
    ),
    "a milestone": (
        lambda s: milestones.plan(s.editor, s.initiative, "Second course"),
        "added the milestone “Second course” of “Dual training”.",
        "añadió el hito «Second course» de «Dual training».",
    ),
    "a milestone changed and undone": (
        lambda s: s.edit("milestone", forecast="2028").undo("milestone"),
        "undid a change of the milestone “First course” of “Dual training”: “expected” was emptied "
        "(before: 2028).",
        "deshizo un cambio en el hito «First course» de «Dual training»: «previsto» quedó en "
        "blanco (antes: 2028).",
    ),
    "a report": (
        lambda s: milestones.report(
            s.editor, s.initiative, as_of="2026-06-01", status="in_delivery", confidence="red",
            narrative="Late.",
        ),
        "added the report of 1 June 2026 on “Dual training”: In doubt.",
        "añadió el informe del 1 de junio de 2026 sobre «Dual training»: En duda.",
    ),
    "a report changed": (
        lambda s: s.edit("report", as_of="2026-05-02", confidence="amber"),
        "changed the report of 2 May 2026 on “Dual training”: “as of” from 1 May 2026 to 2 May "
        "2026; “confidence” from On course to Needs attention.",
        "cambió el informe del 2 de mayo de 2026 sobre «Dual training»: «fecha» pasó de 1 de mayo "
        "de 2026 a 2 de mayo de 2026; «confianza» pasó de En curso a Requiere atención.",
    ),
    "what the map says of itself": (
        lambda s: s.describe(vision_year=2040, lead=s.association, languages=["en"]),
        "changed the map: “lead” is now Battery Association; “languages” from English, Spanish to "
        "English; “vision year” from 2035 to 2040.",
        "cambió el mapa: «responsable» es ahora Battery Association; «idiomas» pasó de inglés, "
        "español a inglés; «año de la visión» pasó de 2035 a 2040.",
    ),
    "where the map comes from": (
        lambda s: maps.relate(s.editor, s.roadmap, "split_from", other_name="Cars"),
        "said how the map follows from another one.",
        "indicó de qué otro mapa procede este.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", THINGS)
def test_something_was_done_to_a_thing(scene, last, case):
    act, english, spanish = THINGS[case]
    act(scene)
    assert last() == (english, spanish)


def test_roles_are_given_and_taken_back(scene, last, registrar, association):
    nameless = factories.person(registrar)
    for holder, name in (
        ({"user": nameless}, nameless.email.partition("@")[0]),  # never the whole address
        ({"organisation": association}, "Battery Association"),
    ):
        role = maps.grant(scene.steward, scene.roadmap, "reporter", **holder)
        assert last() == (
            f"gave {name} the role “Reporter”.",
            f"dio a {name} el papel «Informante».",
        )
        maps.revoke(scene.steward, role)
        assert last() == (
            f"took the role “Reporter” back from {name}.",
            f"retiró a {name} el papel «Informante».",
        )


def test_a_map_is_begun_taken_through_its_stages_and_published(scene, told):
    for label in ("First", "Second"):
        workflow.adopt(scene.approver, [scene.roadmap], label=label, note="It is time.")
        workflow.open_refresh(scene.steward, scene.roadmap)
    sentences = told(scene.steward, scene.roadmap)
    assert sentences[:6] == [
        "Steward took the step “Open a refresh”: the stage is now “Drafting”.",
        "Approver published edition 2.0.",
        "Edition 1.0 was superseded.",
        "Approver took the map to the stage “In force”.",
        "Steward took the step “Open a refresh”: the stage is now “Drafting”.",
        "Approver published edition 1.0.",
    ]
    assert sentences[-1] == "Steward began the map."
    with override("es"):
        sentences = told(scene.steward, scene.roadmap)
    assert sentences[:4] == [
        "Steward dio el paso «Abrir una actualización»: la etapa es ahora «En redacción».",
        "Approver publicó la edición 2.0.",
        "La edición 1.0 quedó sustituida.",
        "Approver llevó el mapa a la etapa «En vigor».",
    ]
    assert sentences[-1] == "Steward empezó el mapa."


def test_every_line_is_a_sentence_in_both_languages(scene, told):
    for language in ("en", "es"):
        with override(language):
            for sentence in told(scene.steward, scene.roadmap):
                assert sentence[0].isupper()
                assert sentence.endswith(".")
                assert "None" not in sentence
                assert "  " not in sentence


def test_what_the_clock_does_is_told_of_the_clock(scene, told):
    line = last_of(scene.water)
    line.pk, line.actor, line.revision = None, None, line.revision + 100
    line.save()
    assert told(scene.steward, scene.roadmap)[0] == "The clock added “Water”."
    with override("es"):
        assert told(scene.steward, scene.roadmap)[0] == "El reloj añadió «Water»."
