"""What is proposed for a text, at the places where its words are now."""

from dataclasses import asdict
from typing import Any

from django.urls import reverse

from roadmaps import narratives
from roadmaps.diff import Edit
from roadmaps.models import Proposal
from roadmaps.prose import Placed

MOST = 50


def waiting(actor, it) -> list[dict[str, Any]]:
    """The open proposals for a text that somebody sees, the newest first."""
    here = Proposal.objects.visible_to(actor).open().filter(roadmap=it.roadmap)
    named = {"verb": "written", "key": str(it.pk)}
    rows = here.filter(edits__contains=[named]).near()[:MOST]
    found = [
        (row, edit)
        for row in rows
        for edit in row.all_edits
        if (edit.verb, edit.key) == (named["verb"], named["key"])
    ]
    thoughts = [(edit.before["version"], edit.after["steps"]) for _row, edit in found]
    stands = narratives.placed_each(it, thoughts)
    return [_told(it, *pair, placed) for pair, placed in zip(found, stands, strict=True)]


def _told(it, row: Proposal, edit: Edit, found: Placed) -> dict[str, Any]:
    """passages: word by word, as its author saw it. places: in the text as it is now."""
    places = [
        {"start": step.from_, "end": step.to,
         "text": step.slice.content.text_between(0, step.slice.content.size, "\n", "…")}
        for step in found.steps
    ]  # fmt: skip
    (told,) = row.tell([edit])
    return {
        "id": str(row.pk),
        "by": row.author.called,
        "reason": row.reason,
        "stand": str(found.stand),
        "address": reverse("proposal", args=[it.roadmap.slug, row.pk]),
        "passages": [asdict(each) for each in told.passages],
        "places": places,
    }
