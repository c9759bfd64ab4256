"""One map of the demo goes on to its second edition, by all the steps that a map takes.

What is written is true and stands in the sources of the map: from where its goals start, and what
one of them means. That anybody was consulted or cleared it is not: each note says so.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from demo.cast import CAST, REGISTRAR
from roadmaps import elements, figures, map_roles, signoffs, workflow
from roadmaps.models import Element, Roadmap
from roadmaps.signoffs import Purpose
from sectors import indicators
from sectors.models import Programme

SLUG = "automotive"
SHOWN = "This shows how it works: nobody was asked."
ROUND = {
    "title": "What is missing on this map?",
    "brief": f"{SHOWN} The text is the draft 0.1.",
    "audience": "public",
}
NOTE = (
    "Says from where each goal starts, and what the goal of Olinia means. Compiled from public "
    f"sources; no official map of the Mexican government. {SHOWN}"
)
MEANS = (
    "10,000 small electric cars in 2027 and 25,000 in 2028, with more than 70 percent of national "
    "content by 2030."
)
IN_SPANISH = (
    "10,000 autos eléctricos pequeños en 2027 y 25,000 en 2028, con más de 70 por ciento de "
    "contenido nacional hacia 2030."
)
STARTS = {  # from where the goals start: growth from nothing, and cars that were not made yet
    "AUT-G01": ("national_content", "2025"),
    "AUT-G02": ("home_market_output", "2025"),
    "AUT-G03": ("output", "2025"),
}
CLEARED_BY = {"shcp": "finance", "secihti": "line_ministry"}  # organisations, and for what


@transaction.atomic
def tell() -> Roadmap:
    """Take the map from its draft to edition 2.0, and open it again; gives it."""
    steward, editor, approver, reviewer, reporter = (
        User.objects.get(email=email) for email, *_rest in CAST[:5]
    )
    signers = dict(zip(CLEARED_BY, (reviewer, reporter), strict=True))
    _write_where_goals_start(editor)
    workflow.take(steward, _map(), "submit_for_review", reason="Some statements are missing yet.")
    closes_at = timezone.now() + timedelta(days=30)
    workflow.take(approver, _map(), "open_consultation", **ROUND, closes_at=closes_at)
    workflow.take(approver, _map(), "close_consultation", reason=SHOWN)
    asked = _ask_two_ministries(steward)
    _sign(signers, asked, "shcp")
    _say_what_it_means(editor)  # so that what was cleared first has to be read again
    workflow.take(steward, _map(), "submit_for_approval")
    _sign(signers, asked, "secihti")
    _sign(signers, asked, "shcp")
    workflow.take(approver, _map(), "publish", note=NOTE, label="2026-2")
    return workflow.open_refresh(steward, _map())


def _map():
    return Roadmap.objects.get(slug=SLUG)


def _write_where_goals_start(editor):
    registrar = User.objects.get(email=REGISTRAR)
    for code, (metric, year) in STARTS.items():
        goal = Element.objects.get(code=code)
        for figure in goal.figures.filter(metric=metric):
            said = {"baseline_value": "0", "baseline_unit": figure.unit, "baseline_period": year}
            figures.edit(editor, figure, _map().revision, **said)
    series = indicators.add(
        registrar, Programme.objects.get(code="mexico"), "olinia-output",
        name="Olinia vehicles made", unit="units", kind="level", sectors=[_map().sector],
        translations={"es": {"name": {"text": "Vehículos Olinia fabricados", "revision": 0}}},
    )  # fmt: skip
    _edit(editor, indicator=series)


def _say_what_it_means(editor):
    goal = Element.objects.get(code="AUT-G03")
    spanish = {"text": IN_SPANISH, "revision": _map().revision}
    said = {**goal.translations.get("es", {}), "summary": spanish}
    _edit(editor, summary=MEANS, translations={**goal.translations, "es": said})


def _edit(editor, **fields):
    goal = elements.in_full(Element.objects.get(code="AUT-G03"))
    elements.edit(editor, goal, _map().revision, **fields)


def _ask_two_ministries(steward):
    asked = {}
    for code, kind in CLEARED_BY.items():
        ministry = Organisation.objects.get(code=code)
        map_roles.grant(steward, _map(), "reviewer", organisation=ministry)
        asked[code] = signoffs.ask(steward, _map(), Purpose.PUBLICATION, kind, ministry)
    return asked


def _sign(signers, asked, code):
    text = signoffs.hash_of(signoffs.text_of(_map()))
    signoffs.sign(signers[code], asked[code], "cleared_with_note", text, SHOWN)
