"""Making the working copy say what a document says, by what people do anyway."""

from django.db import transaction

from changes.models import lock
from roadmaps import document
from roadmaps.applying.desk import Desk
from roadmaps.applying.steps import do
from roadmaps.diff import compare
from roadmaps.rules import require
from roadmaps.stages import Visibility


@transaction.atomic
def apply(actor, roadmap, edits):
    """Do everything that a list of edits says, or nothing of it.

    What has been withdrawn comes back under its own code; what is new to this map gets the next.
    """
    lock(roadmap)
    require(actor, "edit", roadmap)
    do(Desk(actor, roadmap), edits)
    lock(roadmap)
    return roadmap


@transaction.atomic
def restore(actor, roadmap, frozen):
    """Let the working copy say again what an edition says; what is not meant for all stays.

    frozen: the document of an edition, or of any other moment.
    """
    lock(roadmap)
    now = document.build(roadmap, actor)
    return apply(actor, roadmap, compare(_of_concern(now, frozen), frozen))


def _of_concern(now, frozen):
    """What of the working copy is meant for everybody, or stands in the other document."""
    there = {each["code"] for each in frozen["elements"]}
    numbers = {figure["id"] for each in [frozen, *frozen["elements"]] for figure in each["figures"]}
    elements = [
        {**each, "figures": _meant_for_all(each["figures"], "id", numbers)}
        for each in _meant_for_all(now["elements"], "code", there)
    ]
    left = {each["code"] for each in now["elements"]} - {each["code"] for each in elements}
    links = [
        link for link in now["links"] if not left & {link["source"]["code"], link["target"]["code"]}
    ]
    figures = _meant_for_all(now["figures"], "id", numbers)
    return {**now, "elements": elements, "figures": figures, "links": links}


def _meant_for_all(things, key, there):
    return [
        each for each in things if each["visibility"] == Visibility.PUBLIC or each[key] in there
    ]
