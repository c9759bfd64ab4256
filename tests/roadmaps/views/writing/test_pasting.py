"""Cells that were copied from a spreadsheet and pasted below a table."""

import pytest

from roadmaps import elements
from roadmaps.elements import Challenge
from tests.roadmaps.views.writing.conftest import form_of

LANE = "/table/challenge"
NAMES = ("title", "title__es", "valence", "barrier", "severity", "period", "pillar", "summary")


@pytest.fixture
def paste(desk, scene):
    """Puts some rows into the table of challenges, and gives the page."""

    def put(text, **typed):
        return desk.send(desk.open(LANE), pasted=text, paste="1", **typed)

    return put


def row(form, prefix):
    """What stands in a row, without what is empty."""
    cells = {name: form.values[f"{prefix}-{name}"][0] for name in NAMES}
    return {name: value for name, value in cells.items() if value and value != "challenge"}


READ = {
    "cells with tabs between them": (
        "Land\tSuelo\tChallenge",
        {"title": "Land", "title__es": "Suelo"},
    ),
    "codes": (
        "Land\t\topportunity\t\t4", {"title": "Land", "valence": "opportunity", "severity": "4"},
    ),
    "labels in English": (
        "Land\t\tOpportunity\t\tserious\t2027\tJobs and skills",
        {"title": "Land", "valence": "opportunity", "severity": "3", "period": "2027",
         "pillar": "jobs_skills"},
    ),
    "labels in Spanish": (
        "Land\t\tOPORTUNIDAD\t\tGrave\t2027\tEmpleo y talento",
        {"title": "Land", "valence": "opportunity", "severity": "4", "period": "2027",
         "pillar": "jobs_skills"},
    ),
    "line breaks in quotes": (
        '"Land\nand water"\t\t\t\t\t\t\t"First line\nsecond\tline"',
        {"title": "Land and water", "summary": "First line\nsecond\tline"},
    ),
    "quotes in quotes": (
        '"The ""green""\ngap"\t"Brecha ""verde"""',
        {"title": 'The "green" gap', "title__es": 'Brecha "verde"'},
    ),
    "quotes that open and do not close": (
        '"Green" gap\t"Brecha',
        {"title": '"Green" gap', "title__es": '"Brecha'},
    ),
    "what a spreadsheet leaves at the end": ("  Land \t Suelo \t\t\t\t\t\t\t\t\t\t\r\n\r\n", {
        "title": "Land", "title__es": "Suelo",
    }),
    "headings above": (
        "Code\tTitle\tTitle in Spanish\tValence\tBarrier\tSeverity\nLand\t\t\t\t1",
        {"title": "Land", "severity": "1"},
    ),
    "headings as the table has them": (
        "Título en inglés\tTítulo en español\tSentido\nLand", {"title": "Land"},
    ),
    "headings in Spanish": ("Código\tTítulo\tSentido\tBarrera\tGravedad\nLand", {"title": "Land"}),
    "a code that is not in this lane": (
        "EMO-C99\tLand\tSuelo", {"title": "Land", "title__es": "Suelo"},
    ),
}  # fmt: skip


def test_a_row_is_read_as_it_was_meant(paste, written):
    lines = written()
    for case, (text, expected) in READ.items():
        answer = paste(text)
        form = form_of(answer, 200)
        assert row(form, "new0") == expected, case
        assert row(form, "new1") == {}
        assert "1 row was put into the table. It is not saved yet." in answer.content.decode()
        assert form.values["pasted"] == [""]
    assert written() == lines


def test_many_rows_go_where_they_belong(desk, paste, written):
    lines = written()
    rows = [f"New {number}\tNuevo {number}" for number in range(70)]
    text = "\r\n".join(["EMO-C02\tRain\tLluvia", "", *rows, "EMO-C01\tFew\tPocos\tReto\t\t2"])
    form = form_of(paste(text, **{"new1-title": "Typed before"}), 200)
    assert row(form, "EMO-C02") == {"title": "Rain", "title__es": "Lluvia"}
    assert row(form, "EMO-C01")["severity"] == "2"
    assert row(form, "new1") == {"title": "Typed before"}
    assert row(form, "new0")["title"] == "New 0"
    assert row(form, "new2")["title"] == "New 1"
    assert row(form, "new70")["title"] == "New 69"
    assert desk.send(form).status_code == 303
    assert written() == lines + 73
    assert Challenge.objects.filter(title__startswith="New ").count() == 70


def test_a_row_that_says_less_leaves_the_rest_as_it_was(desk, paste, scene):
    form = form_of(paste("EMO-C01\tFew technicians"), 200)
    assert row(form, "EMO-C01") == {
        "title": "Few technicians", "severity": "4", "period": "2025/2030",
    }  # fmt: skip


REFUSED = {
    "too many cells": (
        "Land\nWater\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10",
        "Row 2 has 11 cells, but there are only 9 columns.",
        "La fila 2 tiene 11 celdas, pero solo hay 9 columnas.",
    ),
    "too many rows": (
        "\n".join(f"Row {number}" for number in range(201)),
        "These are 201 new rows; at most 200 can be added in one go.",
        "Son 201 filas nuevas; de una vez pueden añadirse 200 como máximo.",
    ),
    "nothing": (
        " \t \n\t\n",
        "There is nothing to put into the table: no row has anything in it.",
        "No hay nada que poner en la tabla: ninguna fila tiene contenido.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_said_and_stays_in_its_box(paste, desk, at_desk, scene, written, case):
    text, *reasons = REFUSED[case]
    lines = written()
    for person_at, reason in zip((desk, at_desk(scene.editor, "es")), reasons, strict=True):
        form = person_at.open(LANE)
        typed = {"new0-title": "Typed before"}
        again = form_of(person_at.send(form, pasted=text, paste="1", **typed), 422)
        assert again.errors == [reason]
        assert again.values["pasted"] == [text]
        assert row(again, "new0") == {"title": "Typed before"}
        assert "new3-title" not in again.values
    assert written() == lines


def test_a_word_that_is_no_choice_is_named_before_anything_is_saved(desk, paste, written):
    lines = written()
    form = form_of(paste("Land\t\tDragon\nWater 2"), 422)
    assert form.errors == [
        "new row 1, Valence: Select a valid choice. Dragon is not one of the available choices."
    ]
    assert (row(form, "new0")["title"], row(form, "new1")["title"]) == ("Land", "Water 2")
    assert written() == lines


def test_SR_05_the_code_of_something_hidden_is_like_one_that_is_missing(paste, scene):
    hidden = elements.add(
        scene.steward, scene.roadmap, "challenge", title="Secret", visibility="internal"
    )
    forms = [form_of(paste(f"{code}\tLand"), 200) for code in (hidden.code, "EMO-C98")]
    assert [row(form, "new0") for form in forms] == [{"title": "Land"}, {"title": "Land"}]
    assert "Secret" not in forms[0].html


def test_the_page_tells_its_script_every_word_for_a_choice(desk, scene):
    page = desk.get(LANE).content.decode()
    for word in ("oportunidad", "opportunity", "grave", "severe"):
        assert f"&quot;{word}&quot;: &quot;" in page
