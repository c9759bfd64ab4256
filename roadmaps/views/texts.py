"""The running texts of a map: read as one page, and each of them written on a page of its own."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.rules import Refused
from roadmaps import narratives
from roadmaps.models import Narrative, Note, Thread
from roadmaps.narratives import mentions, sections
from roadmaps.narratives.narrative import Kind
from roadmaps.prose import marking, telling
from roadmaps.prose.schema import MARKS, NODES
from roadmaps.rules import can
from roadmaps.views import authorship, passages, running
from roadmaps.views.confirming import attempt, by_oneself, done, posted
from roadmaps.views.maps import show
from roadmaps.views.proposed_texts import waiting
from roadmaps.views.reading import ANY, asked, read
from sectors.models import Source
from terms.languages import active
from terms.vocabulary import label

OWN_KINDS = [kind for kind in Kind.values if kind != Kind.BODY]


class SectionForm(forms.Form):
    """A section of the text: what it is about, how it is called, in which language."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is about"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind, label("narrative_kind", kind)) for kind in OWN_KINDS]
        self.fields["kind"].choices = kinds


class MarkdownForm(forms.Form):
    """A whole text, for those who write without scripts or in an editor of their own."""

    markdown = forms.CharField(
        label=gettext_lazy("Text in Markdown"),
        help_text=gettext_lazy("[[AUT-C03]] mentions an element, ^[a note](source) is a footnote."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def texts(request, slug):
    """All texts of a map one after the other, as somebody reads a strategy."""
    reading = read(request.user, slug, **asked(request, as_of=ANY))
    told = running.texts(reading)
    here = [each for each in told if not each["is_elsewhere"]]
    return show(
        request,
        reading,
        "text",
        texts=[each for each in here if not each["element"]],
        bodies=[each for each in here if each["element"]],
        others=[each for each in told if each["is_elsewhere"]],
        form=SectionForm(initial={"kind": "section", "language": active()}),
    )


@require_POST
@by_oneself
def begin(request, slug):
    """Begin the usual sections, or one that is named."""
    roadmap = read(request.user, slug).roadmap
    if not can(request.user, "edit", roadmap):
        raise PermissionDenied
    back = reverse("texts", args=[slug])
    if "usual" in request.POST:
        error = attempt(lambda: sections.begin_usual(request.user, roadmap, active()))
        return done(request, back, error)
    form = SectionForm(request.POST)
    if not form.is_valid():
        return done(request, back, _("Say what the section is about."))
    return done(
        request, back, attempt(lambda: sections.add(request.user, roadmap, **form.cleaned_data))
    )


@require_POST
@by_oneself
def begin_body(request, slug, code):
    """Begin the body of an element, or go on with it."""
    reading = read(request.user, slug)
    element = reading.roadmap.elements.standing().filter(code=code).first()
    if element is None or code not in reading.elements:
        raise Http404
    if not can(request.user, "edit", element):
        raise PermissionDenied
    made = sections.begin_body(request.user, element, active())
    return done(request, reverse("write-text", args=[slug, made.pk]))


def write(request, slug, key):
    """The page on which a text is written: with scripts letter by letter, otherwise as a whole."""
    asked(request)
    reading, it = find(request, slug, key)
    may_write = can(request.user, "edit", it) and not it.is_withdrawn
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    text = narratives.text_of(it)
    things = mentions.drawn(reading.document)
    tree = text.document
    started = {"markdown": telling.as_markdown(tree, things), "base": text.version}
    form = MarkdownForm(posted(request), initial=started)
    status = 200
    if request.method == "POST":
        status = _try(request, it, form, reading)
        if status == 303:
            return done(request, reverse("write-text", args=[slug, key]))
    proposals = waiting(request.user, it)
    context = {
        "reading": reading,
        "map": reading.document["roadmap"],
        "it": it,
        "form": form if may_write else None,
        "html": telling.as_html(tree, things),
        "told": told_of(request, reading, it, text, proposals) if may_write else None,
        "words": WORDS,
        "proposals": proposals,
        "may_propose": can(request.user, "propose", it) and not it.is_withdrawn,
        "may": reading.abilities,
        "sources": Source.objects.order_by("code").values_list("code", "title"),
    }
    return render(request, "roadmaps/write_text.html", context, status=status)


WORDS = {
    "saved": gettext_lazy("All of it is saved."),
    "saving": gettext_lazy("Saving …"),
    "offline": gettext_lazy("Not connected. What you type is kept here and sent later."),
    "refused": gettext_lazy("This was not taken:"),
    "kept": gettext_lazy("Kept in this browser until you propose it."),
    "unsent": gettext_lazy("Not connected. It is kept in this browser; try again."),
    "not-proposed": gettext_lazy("This was not proposed:"),
    "count": gettext_lazy("Words: %s"),
}


def _try(request, it, form, reading) -> int:
    """Take the whole text up; what is wrong with it is told at the form, and nothing is lost."""
    if not form.is_valid():
        return 422
    said = form.cleaned_data
    try:
        tree = marking.parse(said["markdown"], mentions.keys(reading.document))
        narratives.put(request.user, it, said["base"], tree, str(uuid4()), 0)
    except ValidationError as error:
        form.add_error("markdown", error.messages)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return 422 if form.errors else 303


def told_of(request, reading, it, text, proposals=()) -> dict[str, Any]:
    """What the editor has to know."""
    everything = mentions.everything(reading.document)
    return {
        "id": str(it.pk),
        "map": reading.slug,
        "title": it.title,
        "language": it.language,
        "version": text.version,
        "document": text.document.to_json(),
        "schema": {"nodes": NODES, "marks": MARKS},
        "address": f"/api/v1/narratives/{it.pk}",
        "token": get_token(request),
        "talk": reverse("thread", args=[reading.slug, UUID(int=0)]).replace(str(UUID(int=0)), "0"),
        "threads": [*_threads(request.user, it), *passages.comments_in(request.user, it)],
        "proposals": proposals,
        "things": [
            {"kind": kind, "id": key, "code": thing.code, "words": thing.words}
            for (kind, key), thing in everything.items()
        ],
    }


def _threads(actor, it) -> list[dict[str, Any]]:
    """What is talked about in this text and not resolved, at the places where the words are now."""
    seen = Thread.objects.visible_to(actor).open().filter(passage__narrative=it.pk)
    rows = seen.filter(passage__is_gone=False).select_related("passage", "begun_by")
    notes = {note.thread_id: note.text for note in Note.objects.filter(thread__in=rows, number=1)}
    return [
        {"id": str(row.pk), "start": row.passage.start, "end": row.passage.end,
         "quote": row.quote, "said": notes.get(row.pk, ""), "by": row.begun_by.called,
         "address": reverse("thread", args=[it.roadmap.slug, row.pk])}
        for row in rows
    ]  # fmt: skip


def history(request, slug, key):
    """Who wrote what in a text, the newest first; each version can be read and gone back to."""
    wishes = asked(request, version=ANY)
    reading, it = find(request, slug, key)
    version = _version(wishes["version"], it)
    text = narratives.signed(it, version)
    things = mentions.drawn(reading.document)
    context = {
        "reading": reading,
        "map": reading.document["roadmap"],
        "it": it,
        "version": version,
        "is_past": version < it.version,
        "html": telling.as_html(text.document, things),
        "spells": authorship.spells(it),
        "authors": authorship.spans(text, things),
        "may_write": can(request.user, "edit", it) and not it.is_withdrawn,
    }
    return render(request, "roadmaps/text_history.html", context)


def _version(said, it) -> int:
    if not said:
        return it.version
    if not (said.isascii() and said.isdigit() and int(said) <= it.version):
        raise Http404
    return int(said)


@require_POST
@by_oneself
def go_back(request, slug, key):
    """Say again what the text said at a version."""
    _reading, it = find(request, slug, key)
    version = _version(request.POST.get("version", ""), it)
    there = reverse("write-text", args=[slug, key])
    error = attempt(lambda: narratives.go_back(request.user, it, version, str(uuid4()), 0))
    return done(request, there, error)


@require_POST
@by_oneself
def withdraw(request, slug, key):
    """Take a text off the map; it can be put back."""
    _reading, it = find(request, slug, key)
    act = sections.restore if it.is_withdrawn else sections.withdraw
    return done(request, reverse("texts", args=[slug]), attempt(lambda: act(request.user, it)))


@require_POST
@by_oneself
def move(request, slug, key):
    """Put a section one place up or down."""
    _reading, it = find(request, slug, key)
    if not can(request.user, "edit", it):
        raise PermissionDenied
    others = [each for each in it.siblings.order_by("position") if each.pk != it.pk]
    place = sum(each.position < it.position for each in others)
    wanted = place - 1 if request.POST.get("way") == "up" else place + 1
    after = others[wanted - 1] if 0 < wanted <= len(others) else None
    if wanted < 0 or wanted > len(others):
        return done(request, reverse("texts", args=[slug]))
    act = attempt(lambda: sections.reorder(request.user, it, after))
    return done(request, reverse("texts", args=[slug]), act)


def find(request, slug, key):
    """A text of a map, for those who work on it."""
    reading = read(request.user, slug)
    if not reading.is_draft:
        raise Http404
    seen = Narrative.objects.visible_to(request.user).filter(roadmap=reading.roadmap.pk, pk=key)
    it = seen.select_related("element").first()
    if it is None:
        raise Http404
    it.roadmap = reading.roadmap
    return reading, it
