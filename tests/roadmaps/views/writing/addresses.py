"""Every address at which people write, with what they would write there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.text import capfirst

from roadmaps import elements

SOON = ("“soon” is not a period.", "«soon» no es un periodo.")
REQUIRED = ("This field is required.", "Este campo es requerido.")
CONFLICT = ("A conflict needs a reason.", "Un conflicto necesita un motivo.")
NUMBER = ("Enter a number.", "Introduzca un número.")


@dataclass(frozen=True)
class Page:
    """A form: what it shows, what somebody types into it, and what is wrong with something else."""

    where: Callable  # the address behind that of the map, for a scene
    shown: dict  # what it shows at first
    typed: dict
    told: str  # what the log says afterwards
    label: tuple[str, str, str]  # a field, and its name in English and in Spanish
    wrong: dict = field(default_factory=lambda: {"period": "soon"})
    why: tuple[str, str] = SOON


def _new(kind):
    """The address of the form of an element that was just added."""

    def where(scene):
        element = elements.add(scene.editor, scene.roadmap, kind, title="Here", period="2027")
        return f"/elements/{element.code}/edit"

    return where


OWN = {  # what a kind has of its own: field, English, Spanish, what is typed, what is told
    "challenge": ("severity", "severity", "gravedad", "3", "Serious"),
    "goal": ("direction", "better", "mejor", "increase", "Increase"),
    "fdi_target": (
        "origin_countries", "countries of origin", "países de origen", "JP, DE", "Japan, Germany",
    ),
    "technology": ("trl_now", "TRL now", "TRL actual", "4", "4"),
    "skill": ("level_now", "level now", "nivel actual", "2", "Basic"),
    "infrastructure": ("capacity", "capacity", "capacidad", "40 GWh", "“40 GWh”"),
    "initiative": ("rationale", "rationale", "justificación", "public_good", "Public good"),
}  # fmt: skip


def _adding(kind):
    name, english, spanish, typed, _said = OWN[kind]
    return Page(
        where=lambda scene: f"/add/{kind}",
        shown={"title": "", "certainty": "unverified", "visibility": "public"},
        typed={"title": "Something new", "period": "2027-33", name: typed},
        told="added “Something new”.",
        label=(name, capfirst(english), capfirst(spanish)),
    )


def _editing(kind):
    name, english, spanish, typed, said = OWN[kind]
    return Page(
        where=_new(kind),
        shown={"title": "Here", "period": "2027", name: ""},
        typed={name: typed, "note": "Seen."},
        told=f"changed “Here”: “note” is now “Seen.”; “{english}” is now {said}.",
        label=(name, capfirst(english), capfirst(spanish)),
    )


FIGURE = "the figure “Battery cell plants” of “Share of electric cars”"
NUMBERED = {
    "metric": "jobs", "label": "Jobs", "kind": "count", "operator": "ge", "low": "3500",
    "unit": "jobs", "basis": "target", "period": "2030",
}  # fmt: skip
DAY = {"as_of": "2026-06-01", "status": "completed", "confidence": "red", "narrative": "Late."}

FORMS = {
    "edit-map": Page(
        where=lambda scene: "/edit",
        shown={"title": "Electromobility", "vision_year": "2035", "vision": ""},
        typed={"vision": "A sector that leads.", "review_due": "2027-03-01"},
        told="changed the map: “vision” is now “A sector that leads.”; “review due” is now 1 March "
        "2027.",
        label=("base_year", "Base year", "Año base"),
        wrong={"vision_year": "2026"},
        why=(
            "The base year, the short and the medium term and the vision year must follow one "
            "another.",
            "El año base, el corto plazo, el mediano plazo y el año de la visión deben seguir uno "
            "al otro.",
        ),
    ),
    **{f"add-element {kind}": _adding(kind) for kind in OWN},
    **{f"edit-element {kind}": _editing(kind) for kind in OWN},
    "draw-link": Page(
        where=lambda scene: "/elements/EMO-I01/links/add?target=EMO-G01",
        shown={"strength": "1"},
        typed={"kind": "contributes_to", "strength": "2"},
        told="added the link from “Dual training” to “Share of electric cars”: contributes to.",
        label=("kind", "Why", "Por qué"),
        wrong={"kind": "conflicts_with", "reason": ""},
        why=CONFLICT,
    ),
    "add-thing figures": Page(
        where=lambda scene: "/elements/EMO-I01/figures/add",
        shown={"label": "", "operator": "eq"},
        typed=NUMBERED,
        told="added the figure “Jobs” of “Dual training”: at least 3,500 jobs (2030).",
        label=("low", "Value, or lower end", "Valor o extremo inferior"),
        wrong={**NUMBERED, "low": "many"},
        why=NUMBER,
    ),
    "add-thing participations": Page(
        where=lambda scene: "/elements/EMO-G01/participations/add",
        shown={"organisation": "", "role": ""},
        typed={"group": "the unions", "role": "partner"},
        told="added the part of the unions in “Share of electric cars”: Partner.",
        label=("group", "Group", "Grupo"),
        wrong={"group": ""},
        why=(
            "A part is taken by one organisation or by one group.",
            "Participa una organización o un grupo, no ambos.",
        ),
    ),
    "add-thing milestones": Page(
        where=lambda scene: "/elements/EMO-I01/milestones/add",
        shown={"title": ""},
        typed={"title": "Second course", "planned": "2028"},
        told="added the milestone “Second course” of “Dual training”.",
        label=("forecast", "Expected", "Previsto"),
        wrong={"title": "Second course", "planned": "soon"},
    ),
    "add-thing progress": Page(
        where=lambda scene: "/elements/EMO-I01/progress/add",
        shown={"as_of": "", "narrative": ""},
        typed=DAY,
        told="added the report of 1 June 2026 on “Dual training”: In doubt.",
        label=("narrative", "In a sentence", "En una frase"),
        wrong={**DAY, "narrative": ""},
        why=REQUIRED,
    ),
    "add-to-map figures": Page(
        where=lambda scene: "/figures/add",
        shown={"label": ""},
        typed=NUMBERED,
        told="added the figure “Jobs”: at least 3,500 jobs (2030).",
        label=("basis", "Basis", "Base"),
        wrong={**NUMBERED, "operator": "range"},
        why=(
            "A range needs an upper end that is not below its lower end.",
            "Un rango necesita un extremo superior que no sea menor que el inferior.",
        ),
    ),
    "add-to-map participations": Page(
        where=lambda scene: "/participations/add",
        shown={"role": ""},
        typed={"group": "the unions", "role": "partner"},
        told="added the part of the unions in the map: Partner.",
        label=("role", "Role", "Papel"),
        wrong={"role": ""},
        why=REQUIRED,
    ),
    "edit-thing figures": Page(
        where=lambda scene: f"/figures/{scene.figure.pk}/edit",
        shown={"label": "Battery cell plants", "low": "2500000000", "currency": "USD"},
        typed={"low": "3500000000", "operator": "ge"},
        told=f"raised {FIGURE} from USD 2.5 billion to at least USD 3.5 billion (2030).",
        label=("currency", "Currency", "Moneda"),
        wrong={"currency": "XXL"},
        why=(
            "“XXL” is no currency of ISO 4217, such as MXN or USD.",
            "«XXL» no es una moneda de ISO 4217, como MXN o USD.",
        ),
    ),
    "edit-thing participations": Page(
        where=lambda scene: f"/participations/{scene.part.pk}/edit",
        shown={"group": "the unions", "role": "partner"},
        typed={"role": "funder"},
        told="changed the part of the unions in “Dual training”: “role” from Partner to Funder.",
        label=("organisation", "Organisation", "Organización"),
        wrong={"group": ""},
        why=(
            "A part is taken by one organisation or by one group.",
            "Participa una organización o un grupo, no ambos.",
        ),
    ),
    "edit-thing milestones": Page(
        where=lambda scene: f"/milestones/{scene.milestone.pk}/edit",
        shown={"title": "First course", "planned": "2027", "achieved": ""},
        typed={"achieved": "2027-36"},
        told="changed the milestone “First course” of “Dual training”: “reached” is now Q4 2027.",
        label=("achieved", "Reached", "Alcanzado"),
        wrong={"achieved": "soon"},
    ),
    "edit-thing progress": Page(
        where=lambda scene: f"/progress/{scene.report.pk}/edit",
        shown={"as_of": "2026-05-01", "confidence": "green"},
        typed={"confidence": "amber"},
        told="changed the report of 1 May 2026 on “Dual training”: “confidence” from On course to "
        "Needs attention.",
        label=("confidence", "Confidence", "Confianza"),
        wrong={"as_of": "soon"},
        why=("Enter a valid date.", "Introduzca una fecha válida."),
    ),
    "edit-thing links": Page(
        where=lambda scene: f"/links/{scene.link.pk}/edit",
        shown={"kind": "addresses", "strength": "3"},
        typed={"reason": "Schools open in 2027"},
        told="changed the link from “Dual training” to “Too few technicians”: “reason” is now "
        "“Schools open in 2027”.",
        label=("strength", "Strength", "Fuerza"),
        wrong={"kind": "conflicts_with", "reason": ""},
        why=CONFLICT,
    ),
}


def everywhere(scene) -> dict[str, tuple[str, dict]]:
    """All addresses at which one writes, by their names, and what a plain form sends there."""
    sent = {"base": "0", "once": "00000000-0000-4000-8000-000000000000"}
    found = {name: (page.where(scene), sent | page.typed) for name, page in FORMS.items()}
    found |= {f"lane {kind}": (f"/table/{kind}", {"new0-title": "New"}) for kind in OWN}
    water = "/elements/EMO-C02"
    found["shift-element"] = (f"{water}/period", sent | {"years": "1"})
    found["undo"] = ("/undo", {"revision": "6"})
    for act in ("withdraw", "restore", "reorder"):
        found[f"{act}-element"] = (f"{water}/{act}", {})
        for word, name in WORDS.items():
            found[f"{act}-thing {word}"] = (f"/{word}/{getattr(scene, name).pk}/{act}", {})
    return found


WORDS = {
    "figures": "figure",
    "participations": "part",
    "milestones": "milestone",
    "progress": "report",
    "links": "link",
}
