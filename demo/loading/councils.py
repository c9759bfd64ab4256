"""Loads the councils: their seats, one review, and what was recommended and answered."""

from datetime import timedelta

from django.utils import timezone

from demo import cast as people
from demo.loading.records import fields
from roadmaps import councils, recommendations, replies, reviews

OF_A_COUNCIL = ("secretariat", "review_of", "seats", "recommendations")
OF_A_RECOMMENDATION = ("addressee", "roadmap", "days", "answer")


def load_councils(registrar, records, known, cast):
    for record in records:
        said = fields(record, known, but=OF_A_COUNCIL)
        if secretariat := record.get("secretariat"):
            said["secretariat"] = known.organisations[secretariat]
        programme = known.programmes[record["programme"]]
        council = councils.found(registrar, programme, record["code"], **said)
        for seat in record.get("seats", []):
            _seat(registrar, council, seat, known)
        if slug := record.get("review_of"):
            roadmap = known.roadmaps[slug]
            edition = roadmap.editions.current().get()
            reviews.open_review(registrar, council, roadmap, edition)
        for recommendation in record.get("recommendations", []):
            _recommend(registrar, council, recommendation, known, cast)


def _seat(actor, council, record, known):
    said = fields(record, known)
    if code := record.get("organisation"):
        said["organisation"] = known.organisations[code]
    councils.seat(actor, council, **said)


def _recommend(registrar, council, record, known, cast):
    said = fields(record, known, council, but=OF_A_RECOMMENDATION)
    said["addressee"] = known.organisations[record["addressee"]]
    said["roadmap"] = known.roadmaps[record["roadmap"]]
    said["elements"] = [known.elements[key] for key in record.get("elements", [])]
    said["due"] = timezone.localdate() + timedelta(days=record["days"])
    draft = recommendations.draft(registrar, council, **said)
    made = recommendations.make(registrar, draft)
    if answer := record.get("answer"):
        _answer(_speaker(record["addressee"], cast), made, answer, known)


def _answer(actor, made, answer, known):
    elements = [known.elements[key] for key in answer.get("commitments", [])]
    reason = answer.get("reason", "")
    replies.reply(actor, made, made.revision, answer["response"], elements, reason=reason)
    if progress := answer.get("progress"):
        note = answer.get("progress_note", "")
        replies.follow_up(actor, made, made.revision, progress, note)


def _speaker(code, cast):
    """Somebody of the cast who may submit in the name of an organisation."""
    everybody = [*people.CAST, *people.SINGAPORE]
    return next(cast[email] for email, _name, place, _role in everybody if place == code)
