"""A council that has looked at a hidden map: what it recommends, what it has not said yet."""

from accounts import memberships
from roadmaps import councils, recommendations, replies, reviews
from roadmaps.models import Element
from tests.leaks.cast import HOUSE, KEEPERS, MEMBERS

OFFICE = (*HOUSE, *KEEPERS)  # the secretariat, and those who keep the registers


def sit_down(scene, registrar):
    """The council, of which the house keeps the seats and the texts."""
    programme = scene.maps["shadow"].programme
    house = scene.house
    council = councils.found(registrar, programme, "council", name="Council", secretariat=house)
    seat = councils.seat(registrar, council, reserved_for="academia")
    scene.tied["seats"] = [(council.code, seat.pk)]
    scene.council = council
    for roadmap in scene.maps.values():
        review_and_recommend(scene, council, roadmap)


def review_and_recommend(scene, council, roadmap):
    """A review of the working copy, what was made of it, and a draft of something else."""
    clerk, words, things = scene.cast[HOUSE[0]], scene.words, scene.things[roadmap.slug]
    brief = words.word("Review.brief", *MEMBERS)
    review = reviews.open_review(clerk, council, roadmap, brief=brief)
    things["reviews"] = [review]
    secret = Element.objects.filter(roadmap=roadmap, visibility="internal").first()
    association = scene.cast["partner"].memberships.get().organisation
    draft = {"text": words.word("Recommendation.text of a draft", *OFFICE), "roadmap": roadmap}
    told = {*MEMBERS, *OFFICE} if not roadmap.is_published else {*scene.cast}
    said = {"text": words.word("Recommendation.text", *told), "roadmap": roadmap, "review": review}
    common = {"title": "Recommended", "addressee": association}
    things["recommendations"] = [
        recommendations.draft(clerk, council, **common, **draft),
        recommendations.draft(clerk, council, elements=[secret], **common, **said),
    ]
    made = recommendations.make(clerk, things["recommendations"][1])
    _reply(scene, association, made, secret, words.word("Reply.reason", *told))


def _reply(scene, association, made, secret, reason):
    """The association answers that a hidden element will do it."""
    partner = scene.cast["partner"]
    held = partner.memberships.get()
    association.refresh_from_db()
    memberships.edit(scene.registrar, held, association.revision, may_submit=True)
    made.refresh_from_db()
    replies.reply(partner, made, made.revision, "accepted_in_part", [secret], reason=reason)
