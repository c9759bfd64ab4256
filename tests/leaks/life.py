"""What happens to the two maps on their way: what is asked, remarked and passed over.

The partner's association is asked for its clearance, and the invited are consulted, so the draft
that was frozen for them is for nobody outside.
"""

from datetime import timedelta

from django.utils import timezone

from roadmaps import consultations, editions, signoffs
from roadmaps import roadmap as maps
from tests.leaks import contributions, texts
from tests.leaks.cast import INSIDE, INVITED, MEMBERS

SIGNERS = (*INSIDE, "partner")  # who read what ministries remark
LONG = timedelta(days=40)


def carry_on(scene):
    """On each map a clearance that was refused, one that was passed over, and a round."""
    for roadmap in scene.maps.values():
        roadmap.refresh_from_db()
        _clear(scene, roadmap)
        stage, approver = roadmap.stage, scene.cast["approver"]
        maps.move(approver, roadmap, "consultation", "open_consultation")
        contributions.say(scene, roadmap, _consult(scene, roadmap))
        reason = scene.words.word("Roadmap.stage_note", *MEMBERS)
        # As if it had come back; where it is tried who may write, it has to be a draft.
        maps.move(approver, roadmap, stage, "return_to_draft", stage_note=reason)


def _clear(scene, roadmap):
    steward, partner, words = scene.cast["steward"], scene.cast["partner"], scene.words
    association = partner.memberships.get().organisation
    finance, legal = (
        signoffs.ask(steward, roadmap, "publication", kind, association)
        for kind in ("finance", "legal")
    )
    text = signoffs.hash_of(signoffs.text_of(roadmap))
    signoffs.sign(partner, finance, "objected", text, words.word("Signoff.note", *SIGNERS))
    reason = words.word("Signoff.overruled_because", *SIGNERS)
    signoffs.overrule(scene.cast["approver"], legal, reason)
    scene.things[roadmap.slug]["signoffs"] = [finance, legal]


def _consult(scene, roadmap):
    approver, words, now = scene.cast["approver"], scene.words, timezone.now()
    texts.ask_about(scene, roadmap)
    note = words.word("Edition.note of a draft", *MEMBERS)
    said = {"note": note, "published_at": now}
    edition = editions.freeze(approver, roadmap, (0, 1), "consultation", **said)
    told = {
        "title": words.word("Consultation.title", *MEMBERS, INVITED),
        "brief": words.word("Consultation.brief", *MEMBERS),
        "questions": [words.word("Consultation.questions", *MEMBERS)],
        "notice": words.word("Consultation.notice", *MEMBERS),
    }
    begun = consultations.begin(
        approver, roadmap, edition, audience="invited", closes_at=now + LONG, **told
    )
    scene.things[roadmap.slug]["consultations"] = [begun]
    return begun
