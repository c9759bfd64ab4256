"""What fields held before and after, in sentences that both languages take."""

import pytest
from django.utils.translation import override

from changes.models import Change
from roadmaps import elements
from sectors import indicators
from tests.roadmaps.things import last_of, now

LONG = "A text that is too long to be repeated in a sentence about it. " * 2
SPANISH_TITLE = {"es": {"title": {"text": "Pocos técnicos", "revision": 1}}}
WITH_SUMMARY = {"es": {**SPANISH_TITLE["es"], "summary": {"text": "Faltan.", "revision": 1}}}
CONFIRMED = {"es": {"title": {"text": "Pocos técnicos", "revision": 2}}}

FIELDS = {
    "a text that is set": (
        {"summary": "Schools train too few."},
        "“summary” is now “Schools train too few.”",
        "«resumen» es ahora «Schools train too few.»",
    ),
    "a text that is changed": (
        {"status_note": "At risk"},
        "“status in words” from “On course” to “At risk”",
        "«estado en palabras» pasó de «On course» a «At risk»",
    ),
    "a text that is emptied": (
        {"status_note": ""},
        "“status in words” was emptied (before: “On course”)",
        "«estado en palabras» quedó en blanco (antes: «On course»)",
    ),
    "a long text": ({"summary": LONG}, "“summary” was rewritten", "«resumen» se reescribió"),
    "a long text that is emptied": ({"note": ""}, "“note” was emptied", "«nota» quedó en blanco"),
    "a grade": (
        {"severity": 5},
        "“severity” from Severe to Critical",
        "«gravedad» pasó de Grave a Crítico",
    ),
    "a grade that is emptied": (
        {"severity": None},
        "“severity” was emptied (before: Severe)",
        "«gravedad» quedó en blanco (antes: Grave)",
    ),
    "a term": (
        {"pillar": "jobs_skills"},
        "“pillar” is now Jobs and skills",
        "«pilar» es ahora Empleo y talento",
    ),
    "a period": (
        {"period": "2027-33/2027-34"},
        "“period” from 2025–2030 to Q1–Q2 2027",
        "«periodo» pasó de 2025–2030 a 1.er trimestre – 2.º trimestre de 2027",
    ),
    "places": (
        {"places": ["MX-PUE", "MX-CMX"]},
        "“states” is now Puebla, Ciudad de México",
        "«estados» es ahora Puebla, Ciudad de México",
    ),
    "several at once, in the order of the form": (
        {"severity": 3, "title": "Few technicians"},
        "“title” from “Too few technicians” to “Few technicians”; “severity” from Severe to "
        "Serious",
        "«título» pasó de «Too few technicians» a «Few technicians»; «gravedad» pasó de Grave a "
        "Serio",
    ),
    "a translation": (
        {"translations": WITH_SUMMARY},
        "“summary in Spanish” is now “Faltan.”; “title in Spanish” is now “Pocos técnicos”",
        "«resumen en español» es ahora «Faltan.»; «título en español» es ahora «Pocos técnicos»",
    ),
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_field_of_an_element_was_changed(scene, last, case):
    fields, english, spanish = FIELDS[case]
    scene.edit("challenge", status_note="On course", note=LONG)
    scene.edit("challenge", **fields)
    scene.challenge.refresh_from_db()
    with override("es"):
        name = scene.challenge.said("title")
    assert last() == (
        f"changed “{scene.challenge.title}”: {english}.",
        f"cambió «{name}»: {spanish}.",
    )


def test_a_translation_was_emptied_or_found_to_be_right(scene, last):
    scene.edit("challenge", translations=WITH_SUMMARY)
    scene.edit("challenge", translations=SPANISH_TITLE)
    assert last() == (
        "changed “Too few technicians”: “summary in Spanish” was emptied (before: “Faltan.”).",
        "cambió «Pocos técnicos»: «resumen en español» quedó en blanco (antes: «Faltan.»).",
    )
    scene.edit("challenge", translations=CONFIRMED)
    assert last() == (
        "changed “Too few technicians”: translations confirmed.",
        "cambió «Pocos técnicos»: traducciones confirmadas.",
    )


def test_rows_are_told_by_their_names_and_not_by_their_codes(
    scene, last, registrar, programme, sector, source
):
    scene.edit("water", parent=scene.challenge, sectors=[sector], source=source)
    assert last()[0] == (
        "changed “Water”: “source” is now Statistics office: Industrial survey; “part of” is now "
        "“Too few technicians”; “sectors” is now Automotive."
    )
    series = indicators.add(
        registrar, programme, "ev", name="Electric share", unit="%", kind="share", sectors=[sector],
        translations={"es": {"name": {"text": "Cuota eléctrica", "revision": 1}}},
    )  # fmt: skip
    scene.edit("goal", indicator=series)
    assert last() == (
        "changed “Share of electric cars”: “indicator” is now Electric share.",
        "cambió «Share of electric cars»: «indicador» es ahora Cuota eléctrica.",
    )
    target = elements.add(scene.editor, scene.roadmap, "fdi_target", title="Cells")
    elements.edit(scene.editor, target, now(scene.roadmap), origin_countries=["JP", "DE"])
    assert last() == (
        "changed “Cells”: “countries of origin” is now Japan, Germany.",
        "cambió «Cells»: «países de origen» es ahora Japón, Alemania.",
    )


def test_a_field_that_is_no_more_is_told_by_its_old_name(scene, told):
    line = last_of(scene.water)
    line.pk, line.verb, line.revision = None, "edited", line.revision + 100
    line.fields = {"colour": ["red", "blue"]}
    line.save()
    assert told(scene.steward, scene.roadmap)[0] == (
        "Editor changed “Water”: “colour” from “red” to “blue”."
    )
    assert Change.objects.within(scene.roadmap).count() == len(told(scene.steward, scene.roadmap))
