"""Loads all the facts in one go: all of them, or none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from demo import cast as people
from demo.loading import maps, narratives, registers
from demo.loading.councils import load_councils
from demo.loading.numbers import tie_all
from demo.loading.records import Known
from demo.reading import Facts
from roadmaps import invitations, map_roles, workflow

FIRST_EDITION = {
    "label": "2026",
    "note": "Compiled from public sources. This is no official map of the Mexican government.",
}


@transaction.atomic
def load(facts: Facts, tell: Callable[[str, int], Any]) -> None:
    """Load everything through the commands that people use. tell: hears what is being loaded."""
    known = Known()
    registrar = people.register()
    files = {name: [record.model_dump(exclude_unset=True) for record in records]
             for name, records in vars(facts).items()}  # fmt: skip
    for name, step in REGISTERS.items():
        tell(name, len(files[name]))
        step(registrar, files[name], known)
    registers.gather_in_sectors(registrar, files["organisations"], known)
    tie_all(known)
    cast = people.gather(registrar, known.organisations)
    told = [record for record in files["maps"] if not record.get("editions")]
    tell("maps", len(told))
    _load_together(cast, told, files["narratives"], known)
    with_history = [record for record in files["maps"] if record.get("editions")]
    tell("maps with their editions", len(with_history))
    for record in with_history:
        steward = cast[people.SINGAPORE[0][0]]
        roadmap = maps.begin(steward, record, known, cast)
        maps.publish_editions(cast, roadmap, record, known)
    tell("councils", len(files["councils"]))
    load_councils(registrar, files["councils"], known, cast)
    if roadmap := known.roadmaps.get(OPEN_FOR_WRITING):  # so that writing together can be tried
        steward = cast[people.CAST[0][0]]
        roadmap = workflow.open_refresh(steward, roadmap)
        _ask_a_guest(steward, roadmap, known.organisations)


def _ask_a_guest(steward, roadmap, organisations):
    """Somebody is invited, and an organisation is here for a year, so that there is both to see."""
    invitations.invite(steward, roadmap, people.GUEST, "reviewer")
    in_a_year = timezone.localdate() + timedelta(days=365)
    guest = organisations["unam"]
    map_roles.grant(steward, roadmap, "commenter", organisation=guest, until=in_a_year)


OPEN_FOR_WRITING = "automotive"
REGISTERS = {
    "sources": registers.load_sources,
    "organisations": registers.load_organisations,
    "programmes": registers.load_programmes,
    "indicators": registers.load_indicators,
    "institutes": registers.load_institutes,
    "conflicts": registers.load_conflicts,
}


def _load_together(cast, records, texts, known):
    """Maps that refer to one another are drafted first, then joined, then published at once."""
    steward, editor, approver = (cast[email] for email, *_rest in people.CAST[:3])
    roadmaps = [maps.begin(steward, record, known, cast) for record in records]
    for roadmap, record in zip(roadmaps, records, strict=True):
        maps.draft(editor, roadmap, record, known)
    for record in records:
        maps.tie(editor, record, known)
    tie_all(known)
    narratives.write_all(cast, texts, known)
    _tell_the_planner()
    workflow.adopt(approver, roadmaps, **FIRST_EDITION)


def _tell_the_planner():
    """How much there is now: until the end of the transaction PostgreSQL would not find out."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
