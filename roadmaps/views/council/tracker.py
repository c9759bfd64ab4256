"""The tracker: every recommendation with its reply and its time, and one with its story."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.http import Http404
from django.shortcuts import render

from accounts.rules import maintains
from changes.models import Change
from roadmaps.councils import keeps
from roadmaps.mentions import Mentions, mentioned
from roadmaps.models import Recommendation, Roadmap
from roadmaps.replies import answers
from roadmaps.reviews import leads_of
from roadmaps.views.reading import asked
from terms.vocabulary import TERMS

OVERDUE = "overdue"
STANDINGS = [*TERMS["recommendation_response"]]


def tracker(request):
    """All recommendations that the reader may see, filtered as the address says."""
    seen = list(_near(Recommendation.objects.visible_to(request.user).made()))
    mentions = mentioned(request.user, seen)
    found = [_row(each, mentions) for each in seen]
    offered = _offered(found)
    known = {name: {key for key, _label in each} for name, each in offered.items()}
    wishes = asked(request, standing={OVERDUE, *STANDINGS}, **known)
    chosen = [row for row in found if _is_wished(row, wishes)]
    context = {
        "rows": chosen,
        "all": len(found),
        "overdue": sum(row["it"].is_overdue for row in found),
        "awaited": sum(row["it"].response == "awaited" for row in found),
        "offered": offered,
        "standings": STANDINGS,
        "wishes": wishes,
    }
    return render(request, "roadmaps/council/tracker.html", context)


def rows(actor, recommendations) -> list[dict[str, Any]]:
    """Some recommendations as tables tell them."""
    found = list(_near(recommendations))
    mentions = mentioned(actor, found)
    return [_row(each, mentions) for each in found]


def recommendation(request, key):
    """One recommendation: what it says, what was answered, what became of it."""
    asked(request)
    it = find(request, key)
    mentions = mentioned(request.user, [it])
    row = _row(it, mentions)
    may_keep, may_reply = keeps(request.user, it.council), answers(request.user, it)
    context = row | {
        "council": it.council,
        "programme": it.council.programme,
        "review": it.review_id if it.review_id in mentions.reviews else None,
        "story": story(request.user, it, mentions),
        "conflicts": _conflicts(request.user, it, row["about"]),
        "may_keep": may_keep,
        "may_reply": may_reply,
        "may_follow": bool(it.progress) and (may_keep or may_reply),
    }
    return render(request, "roadmaps/council/recommendation.html", context)


def find(request, key) -> Recommendation:
    """The recommendation, with its standing; what is hidden is missing."""
    seen = _near(Recommendation.objects.visible_to(request.user))
    found = seen.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def story(actor, it, mentions: Mentions) -> list[dict[str, Any]]:
    """What was answered and reported, in its order; by whom only for those whose affair it is."""
    steps = [{"day": it.made_on, "kind": "made", "revision": 0}] if it.is_made else []
    steps += [
        {"day": each.given_on, "kind": "reply", "reply": each, "revision": each.revision,
         "by": it.addressee, "commitments": mentions.commitments.get(each.pk, ())}
        for each in it.replies.all()
    ]  # fmt: skip
    steps += [
        {"day": each.told_on, "kind": "followup", "followup": each, "revision": each.revision,
         "by": each.organisation}
        for each in it.followups.all()
    ]  # fmt: skip
    if keeps(actor, it.council) or answers(actor, it) or maintains(actor, it):
        lines = Change.objects.within(it).filter(verb__in=("replied", "followed"))
        people = {line.revision: line.actor for line in lines.with_people()}
        for step in steps:
            step["person"] = people.get(step["revision"])
    return sorted(steps, key=itemgetter("revision"))


def _near(recommendations):
    near = ("council__programme", "council__secretariat", "addressee", "source")
    told = recommendations.standing().select_related(*near)
    return told.prefetch_related("replies", "followups__organisation")


def _row(it, mentions):
    return {
        "it": it,
        "about": mentions.maps.get(it.roadmap_id),
        "elements": mentions.elements.get(it.pk, ()),
    }


def _conflicts(actor, it, map_known):
    """The seats whose organisation leads the map that it is about, as the reader may see it."""
    if map_known is None:
        return []
    seats = [seat for seat in it.council.seats.held() if seat.organisation]
    if not seats:
        return []
    roadmap = Roadmap.objects.visible_to(actor).get(pk=it.roadmap_id)
    led = leads_of(actor, roadmap)
    return [seat for seat in seats if seat.organisation.code in led]


def _offered(found) -> dict[str, list[tuple[str, Any]]]:
    """What there is to choose from: councils, addressees and maps that are named."""
    councils = {row["it"].council.code: row["it"].council for row in found}
    addressees = {row["it"].addressee.code: row["it"].addressee for row in found}
    maps = {row["about"]["slug"]: row["about"] for row in found if row["about"]}
    return {
        "council": _in_order(councils.items()),
        "addressee": _in_order(addressees.items()),
        "roadmap": _in_order(maps.items()),
    }


def _in_order(pairs: Iterable[tuple[str, Any]]):
    return sorted(pairs, key=itemgetter(0))


def _is_wished(row, wishes):
    it, standing = row["it"], wishes["standing"]
    said = {
        "council": it.council.code,
        "addressee": it.addressee.code,
        "roadmap": row["about"] and row["about"]["slug"],
    }
    if any(wishes[name] and wishes[name] != value for name, value in said.items()):
        return False
    return not standing or (it.is_overdue if standing == OVERDUE else it.response == standing)
