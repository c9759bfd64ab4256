"""Clearances of both maps: what an association says to them, and what it is passed over for."""

from roadmaps import signoffs
from roadmaps.models import Roadmap
from roadmaps.signoffs import Purpose
from tests.leaks.cast import MEMBERS


def ask_for_clearance(scene):
    """The partner's association signs with remarks, and is passed over for something else."""
    steward, approver, partner = (scene.cast[name] for name in ("steward", "approver", "partner"))
    association = partner.memberships.get().organisation
    for slug, roadmap in scene.maps.items():
        here = Roadmap.objects.get(pk=roadmap.pk)
        reason = scene.words.word("Signoff.overruled_because", *MEMBERS)
        passed = signoffs.ask(steward, here, Purpose.CONSULTATION, "legal", association)
        signoffs.overrule(approver, passed, reason)
        asked = signoffs.ask(steward, here, Purpose.PUBLICATION, "finance", association)
        sha256 = signoffs.hash_of(signoffs.text_of(here))
        note = scene.words.word("Signoff.note", *MEMBERS)
        signoffs.sign(partner, asked, "cleared_with_note", sha256, note)
        scene.things[slug]["clearance"] = [passed, asked]
