"""What two organisations say in a round on each map: one still drafts, the other one has sent.

Both are invited, and neither may learn a word of the other. Those who answer for the map read what
was sent and nothing of the draft; all others on the map read nothing of either.
"""

from django.utils import timezone

from accounts import people
from roadmaps import (
    anchors,
    answering,
    comments,
    consulted,
    desk,
    invited,
    receipts,
    remarks,
    submissions,
    verdicts,
)
from tests import factories
from tests.leaks.cast import HOUSE, INSIDE, INVITED

SENT_TO = ("partner", *INSIDE)


def say(scene, roadmap, consultation):
    """The house drafts; the association of the partner sends."""
    partner = scene.cast["partner"]
    association = partner.memberships.get().organisation
    drafted = _write(scene, consultation, scene.house, scene.cast[HOUSE[1]], HOUSE)
    sent = _write(scene, consultation, association, partner, SENT_TO)
    invited.remind(scene.cast["steward"], drafted)
    receipts.submit(partner, sent, sent.revision)
    things = scene.things[roadmap.slug]
    things["submissions"] = [drafted, sent]
    things["comments"] = [each for row in (drafted, sent) for each in row.comments.all()]
    things["consulted"], things["remarks"] = _ask_a_member(scene, drafted)
    things["responses"] = _answer(scene, consultation, sent)


def _write(scene, consultation, organisation, person, meant):
    words, steward = scene.words, scene.cast["steward"]
    submission = invited.invite(steward, consultation, organisation)
    where = {"element": anchors.text_of(consultation.edition)["elements"][0]["code"]}
    said = {
        name: words.word(f"Comment.{name}", *meant)
        for name in ("text", "proposed", "confidential_because")
    }
    comments.write(person, submission, "substantive", is_confidential=True, **where, **said)
    if meant is SENT_TO:
        text = anchors.text_of(consultation.edition)["narratives"][0]["id"]
        spoken = {"narrative": text, "quote": "few people"}
        comments.write(person, submission, "general", words.word("Comment.text", *meant), **spoken)
    more = {
        name: words.word(f"Submission.{name}", *meant) for name in ("formed", "publication_reason")
    }
    submission.refresh_from_db()
    return submissions.describe(
        person, submission, submission.revision, publication="confidential", **more
    )


def _ask_a_member(scene, drafted):
    """The house asks a member firm, and leaves aside what it says; nobody else learns of either."""
    firm = factories.organisation(scene.registrar)
    person = factories.person(scene.registrar)
    people.join(scene.registrar, person, firm)
    scene.emails[person.email] = INVITED  # who comes through no door, and is written to
    note = scene.words.word("Consulted.note", *HOUSE, INVITED)
    asked = consulted.ask(scene.cast[HOUSE[1]], drafted, firm, note)
    text = scene.words.word("Remark.text", *HOUSE)
    remark = remarks.write(person, asked, "general", text)
    desk.leave(scene.cast[HOUSE[1]], remark, scene.words.word("Remark.left_because", *HOUSE))
    return [asked], [remark]


def _answer(scene, consultation, sent):
    """Of two remarks one is answered; the answer to the other is only drafted."""
    steward, words, rounds = scene.cast["steward"], scene.words, type(consultation).objects
    rounds.filter(pk=consultation.pk).update(closed_at=timezone.now())  # as if it were over
    responses = []
    for comment, meant in zip(sent.comments.order_by("number"), (SENT_TO, INSIDE), strict=True):
        said = {name: words.word(f"Response.{name}", *meant) for name in ("said", "text", "reason")}
        responses.append(
            answering.answer(steward, consultation, [comment], disposition="not_accepted", **said)
        )
    answering.give(steward, responses[:1])
    rounds.filter(pk=consultation.pk).update(closed_at=None)
    verdicts.judge(
        scene.cast["partner"], sent.comments.get(number=1), False,
        words.word("Verdict.note", *SENT_TO),
    )  # fmt: skip
    return responses


def go_on(scene):
    """The house writes one more remark in each of its drafts."""
    for things in scene.things.values():
        text = scene.words.word("a new remark", *HOUSE)
        comments.write(scene.cast[HOUSE[1]], things["submissions"][0], "general", text)
