"""What is proposed for a text, at the places where its words are now."""

from typing import Any

from django.urls import reverse

from roadmaps import narratives
from roadmaps.diff import Edit
from roadmaps.models import Proposal

MOST = 50


def waiting(actor, it) -> list[dict[str, Any]]:
    """The open proposals for a text that somebody sees, the newest first."""
    here = Proposal.objects.visible_to(actor).open().filter(roadmap=it.roadmap)
    named = {"verb": "written", "key": str(it.pk)}
    rows = here.filter(edits__contains=[named]).near()[:MOST]
    return [
        _told(it, row, edit)
        for row in rows
        for edit in row.all_edits
        if (edit.verb, edit.key) == (named["verb"], named["key"])
    ]


def _told(it, row: Proposal, edit: Edit) -> dict[str, Any]:
    """places: from where to where it takes out what stands there, and what it puts in."""
    found = narratives.placed(it, edit.before["version"], edit.after["steps"])
    places = [
        {"start": step.from_, "end": step.to,
         "text": step.slice.content.text_between(0, step.slice.content.size, "\n", "…")}
        for step in found.steps
    ]  # fmt: skip
    return {
        "id": str(row.pk),
        "by": row.author.called,
        "reason": row.reason,
        "stand": str(found.stand),
        "address": reverse("proposal", args=[it.roadmap.slug, row.pk]),
        "places": places,
    }
