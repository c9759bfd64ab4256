"""Writing recommendations, making them, answering them, saying how far they have got."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import require
from roadmaps import recommendations, replies
from roadmaps.councils import keeps
from roadmaps.elements.element import CODE, Element
from roadmaps.mentions import elements_coded, maps_known, mentioned
from roadmaps.models import Review, Roadmap
from roadmaps.views.confirming import Question, ask, posted
from roadmaps.views.council.councils import kept, page_of, told_reviews
from roadmaps.views.council.filling import fill
from roadmaps.views.council.forms import (
    ChangedRecommendationForm,
    ExtensionForm,
    FollowupForm,
    RecommendationForm,
    ReplyForm,
)
from roadmaps.views.council.tracker import find
from terms.translations import in_language


@login_required
def draft(request, code):
    """Draft a recommendation."""
    council = kept(request, code)
    form = RecommendationForm(posted(request), **_choices(request.user, council))
    page = page_of(council, _("Draft a recommendation"), _("Save the draft"))

    def act(said):
        made = recommendations.draft(request.user, council, **_understood(request.user, said))
        page.back = reverse("recommendation", args=[made.pk])

    return fill(request, form, act, page)


@login_required
def edit(request, key):
    """Change a draft; of one that was made, give more time."""
    it = _kept(request, key)
    if it.is_made:
        return _extend(request, it)
    named = mentioned(request.user, [it])
    begins = {name: getattr(it, name) for name in ("title", "text", "addressee", "due")} | {
        "roadmap": named.maps.get(it.roadmap_id, {}).get("slug", ""),
        "review": str(it.review_id) if it.review_id in named.reviews else "",
        "elements": ", ".join(each["code"] for each in named.elements.get(it.pk, ())),
        "base": it.revision,
    }
    choices = _choices(request.user, it.council)
    form = ChangedRecommendationForm(posted(request), initial=begins, **choices)

    def act(said):
        base, changed = said.pop("base"), form.changes()
        told = _understood(request.user, said)
        told = {name: value for name, value in told.items() if name in changed}
        return recommendations.edit(request.user, it, base, **told)

    page = _page(it, _("Change the draft"), _("Save the draft"))
    return fill(request, form, act, page, it)


def _extend(request, it):
    form = ExtensionForm(posted(request), initial={"due": it.due, "base": it.revision})

    def act(said):
        return recommendations.edit(request.user, it, said["base"], due=said["due"])

    note = _("What was made is not rewritten. Only the time for the reply can be extended.")
    page = _page(it, _("Give more time for the reply"), _("Save"), notes=[note])
    return fill(request, form, act, page, it)


@login_required
def make(request, key):
    """Publish a draft."""
    it = _kept(request, key)
    words = {"title": it.said("title"), "who": it.addressee or "–"}
    question = Question(
        heading=_("Make the recommendation “%(title)s” to %(who)s?") % words,
        button=_("Make it"),
        back=reverse("recommendation", args=[key]),
        notes=[
            _("It gets a number and cannot be rewritten any more."),
            _("If the map it is about has been published, or it is about none, everybody can read "
              "it; else the members of the map and those to whom it is addressed."),
            _("The time for the reply begins today."),
        ],
    )  # fmt: skip
    return ask(request, question, lambda: recommendations.make(request.user, it))


@login_required
def discard(request, key):
    """Throw a draft away."""
    it = _kept(request, key)
    question = Question(
        heading=_("Throw the draft “%(title)s” away?") % {"title": it.said("title")},
        button=_("Throw it away"),
        back=reverse("council", args=[it.council.code]),
    )
    return ask(request, question, lambda: recommendations.discard(request.user, it))


@login_required
def reply(request, key):
    """Answer in the name of the addressee."""
    it = find(request, key)
    require(request.user, replies.answers, it)
    form = ReplyForm(posted(request), initial={"base": it.revision})

    def act(said):
        base, named = said.pop("base"), said.pop("commitments")
        elements = _elements(request.user, named, "commitments")
        return replies.reply(request.user, it, base, commitments=elements, **said)

    words = {"who": it.addressee}
    notes = [_("You answer in the name of %(who)s. The reply is public where this is.") % words]
    if last := it.replies.last():
        said = {"reply": last.get_response_display()}
        notes.append(_("The last reply was: %(reply)s. A new one takes its place.") % said)
    return fill(request, form, act, _page(it, _("Reply"), _("Send the reply"), notes=notes), it)


@login_required
def follow_up(request, key):
    """Say how far it has got."""
    it = find(request, key)
    require(request.user, replies.follows, it)
    begins = {"base": it.revision, "progress": it.progress or None}
    form = FollowupForm(posted(request), initial=begins)

    def act(said):
        return replies.follow_up(request.user, it, **said)

    return fill(request, form, act, _page(it, _("How far it has got"), _("Save")), it)


def _kept(request, key):
    it = find(request, key)
    require(request.user, keeps, it.council)
    return it


def _page(it, heading, button, **more):
    page = page_of(it.council, heading, button, **more)
    page.back = reverse("recommendation", args=[it.pk])
    page.notes.insert(0, str(it))
    return page


def _choices(actor, council) -> dict[str, list]:
    """The maps of the programme that somebody may see, and the reviews of the council."""
    maps = Roadmap.objects.visible_to(actor).filter(programme=council.programme_id)
    known = maps_known(actor, set(maps.values_list("pk", flat=True)))
    named = sorted((each["slug"], in_language(each, "title")) for each in known.values())
    reviews = [
        (str(each["review"].pk), f"{in_language(each['map'], 'title')}, {each['review'].opened_on}")
        for each in told_reviews(actor, council.reviews)
        if each["map"]
    ]
    return {"maps": named, "reviews": reviews}


def _understood(actor, said) -> dict[str, Any]:
    """What the form says, as the commands take it."""
    slug, key = said.pop("roadmap"), said.pop("review")
    elements = _elements(actor, said.pop("elements"), "elements")
    roadmap = Roadmap.objects.visible_to(actor).filter(slug=slug).first() if slug else None
    review = Review.objects.visible_to(actor).filter(pk=key).first() if key else None
    return {**said, "roadmap": roadmap, "review": review, "elements": elements}


def _elements(actor, text, name) -> list[Element]:
    """The elements whose codes were written; what one may not see is not there."""
    found = []
    for code in filter(None, (part.strip().upper() for part in text.split(","))):
        keys = elements_coded(actor, code) if CODE.fullmatch(code) else []
        if not keys:
            message = _("“%(key)s” is not there, or you may not see it.")
            raise ValidationError({name: [message % {"key": code[:80]}]})
        found.append(Element.objects.get(pk=keys[0]))
    return found
