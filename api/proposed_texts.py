"""Proposing for a running text: steps on the version that one read, or the text as it should be."""

from typing import Any

from django.utils.translation import gettext as _

from api import fields, sight
from api.mistakes import mistake
from roadmaps import document, proposals
from roadmaps.narratives import mentions
from roadmaps.prose import marking

FORMS = ("steps", "markdown", "document")
MEMBERS: dict[str, Any] = {
    "narrative": fields.Reference(
        sight.narrative, required=False, help_text="Or say for which text, with its `base`."
    ),
    "base": fields.Whole(
        required=False, min_value=0, help_text="The version of the text that you read."
    ),
    "steps": fields.Anything(required=False, help_text="Steps of ProseMirror on that version."),
    "markdown": fields.Text(
        required=False, max_length=1_000_000, help_text="Instead: the whole text as it should be."
    ),
    "document": fields.Anything(required=False, help_text="Instead: the same as a tree."),
}


def propose(actor, roadmap, narrative, reason, **said):
    """Propose what was said of a text, in one of its forms."""
    if "base" not in said:
        raise mistake("base", "required", _("Say which version of the text you have read."))
    forms = [name for name in FORMS if said.get(name) is not None]
    if len(forms) != 1:
        raise mistake("", "required", _("Say one of “steps”, “markdown” and “document”."))
    if narrative.roadmap_id != roadmap.pk:
        raise mistake("narrative", "invalid", _("This text is not one of this map."))
    base, (form,) = said["base"], forms
    if form == "steps":
        return proposals.propose_text(actor, narrative, base, reason, steps=said["steps"])
    whole = said[form]
    if form == "markdown":
        whole = marking.parse(whole, mentions.keys(document.build(roadmap, actor)))
    return proposals.propose_text(actor, narrative, base, reason, whole=whole)
