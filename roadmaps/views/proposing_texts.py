"""Proposing to write a text otherwise: in the same editor, or without scripts in Markdown."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import Refused
from roadmaps import narratives, proposals
from roadmaps.narratives import mentions
from roadmaps.proposals.proposal import LONGEST
from roadmaps.prose import marking, telling
from roadmaps.rules import can
from roadmaps.views.confirming import done, posted
from roadmaps.views.proposed_texts import waiting
from roadmaps.views.reading import asked
from roadmaps.views.texts import WORDS, MarkdownForm, find, told_of
from roadmaps.views.writing.proposing import WHY
from sectors.models import Source


class ProposedTextForm(MarkdownForm):
    """A whole text as somebody would have it, and why."""

    why = forms.CharField(label=WHY, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


def propose(request, slug, key):
    """The page of a text for those who may not write it: what they change there is proposed."""
    asked(request)
    reading, it = find(request, slug, key)
    if not can(request.user, "propose", it) or it.is_withdrawn:
        raise PermissionDenied
    text = narratives.text_of(it)
    things = mentions.drawn(reading.document)
    started = {"markdown": telling.as_markdown(text.document, things), "base": text.version}
    form, made = ProposedTextForm(posted(request), initial=started), None
    if request.method == "POST" and form.is_valid():
        made = _made(request, it, form, reading)
    if made is not None:
        there = reverse("proposal", args=[slug, made.pk])
        return done(request, there, _("It is proposed."))
    # No places are told in the text: what somebody has kept in the browser may be of an older one.
    context = {
        "reading": reading,
        "map": reading.document["roadmap"],
        "it": it,
        "form": form,
        "proposing": True,
        "told": told_of(request, reading, it, text) | {"threads": []} | _where(slug),
        "words": WORDS,
        "proposals": waiting(request.user, it),
        "may": reading.abilities,
        "sources": Source.objects.order_by("code").values_list("code", "title"),
    }
    status = 422 if form.errors else 200
    return render(request, "roadmaps/write_text.html", context, status=status)


def _where(slug):
    """Where the editor sends what is proposed, and where it goes then."""
    any_key = "00000000-0000-0000-0000-000000000000"
    there = reverse("proposal", args=[slug, any_key]).replace(any_key, "0")
    return {"proposing": {"to": "/api/v1/proposals", "there": there}}


def _made(request, it, form, reading):
    """The proposal; where none can be made of it, the form says why."""
    said = form.cleaned_data
    try:
        whole = marking.parse(said["markdown"], mentions.keys(reading.document))
        return proposals.propose_text(request.user, it, said["base"], said["why"], whole=whole)
    except ValidationError as error:
        form.add_error("markdown", error.messages)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None
