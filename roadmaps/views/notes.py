"""What one says in the margin of a map: a first note that begins a thread, and a changed one."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmaps import anchors, threads
from roadmaps.elements import KINDS, Element
from roadmaps.models import Note, Roadmap, Thread
from roadmaps.rules import require
from roadmaps.views.confirming import done, posted
from roadmaps.views.margin import NoteForm, find, open_margin, there, try_form
from roadmaps.views.reading import ANY, asked
from terms.translations import in_language

OF_THE_MAP = ("title", "summary", "vision", "note")


class BeginForm(NoteForm):
    """The same of a first note: also on which part, and on which words."""

    part = forms.ChoiceField(label=gettext_lazy("Which part of it"), required=False)
    quote = forms.CharField(
        label=gettext_lazy("The words you speak of, as they stand there"),
        required=False,
        max_length=2000,
    )
    field_order = ("text", "part", "quote", "mentions")

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [("", _("All of it")), *parts]


def begin(request, slug):
    """Begin to talk about one element, or about the map as a whole."""
    wishes = asked(request, element=ANY)
    reading = open_margin(request, slug)
    require(request.user, "discuss", reading.roadmap)
    element = _element(reading, wishes["element"])
    about = Thread(roadmap=reading.roadmap)
    if element:
        about.element = Element.objects.get(pk=element["id"])
    form = BeginForm(
        posted(request), thread=about, writer=request.user, parts=_parts(reading, element)
    )
    status = 200
    if form.is_bound:
        said = ("text", "part", "quote", "mentions")
        status = try_form(form, said, lambda **told: _begin(request.user, about, element, **told))
        if status == 303:
            return done(request, there(about))
    open_now = Thread.objects.visible_to(request.user).filter(roadmap=reading.roadmap).open()
    page = {
        "map": reading.document["roadmap"],
        "roadmap": reading.roadmap,
        "element": element,
        "form": form,
        "count": open_now.about(element["code"]).count() if element else open_now.count(),
        "back": _back(reading, element),
    }
    return render(request, "roadmaps/begin_thread.html", page, status=status)


def _begin(actor, about, element, text, part, quote, mentions):
    kind, _colon, name = part.partition(":")
    where = {"element": element["code"]} if element and kind not in ("figure", "link") else {}
    where |= {kind: name} if kind else {}
    made = threads.begin(actor, about.roadmap, text, mentions, quote=quote, **where)
    about.pk = made.pk


def edit_note(request, slug, key):
    """Change what one has said oneself."""
    asked(request)
    reading = open_margin(request, slug)
    seen = Thread.objects.visible_to(request.user).filter(roadmap=reading.roadmap)
    note = Note.objects.filter(thread__in=seen.values("pk"), pk=key).first()
    if note is None:
        raise Http404
    it = note.thread = find(request, reading, note.thread_id)
    require(request.user, "discuss", reading.roadmap)
    if not threads.is_own(request.user, note):
        raise PermissionDenied
    begins = {"text": note.text, "mentions": note.mentions.all(), "base": it.revision}
    form = NoteForm(posted(request), initial=begins, thread=it, writer=request.user)
    status = 200
    if form.is_bound:
        said = ("text", "mentions", "base")
        status = try_form(form, said, lambda **told: _change(request.user, note, **told))
        if status == 303:
            return done(request, there(it))
        if status == 409:  # sent once more, it goes in the place of what stands there now
            it.refresh_from_db(fields=["revision"])
            form.data = form.data.copy()
            form.data["base"] = it.revision
    page = {"map": reading.document["roadmap"], "roadmap": reading.roadmap, "form": form}
    page |= {"note": note, "back": there(it)}
    return render(request, "roadmaps/edit_note.html", page, status=status)


def _change(actor, note, base, **said):
    threads.edit(actor, note, note.thread.revision if base is None else base, **said)


def _element(reading, code):
    """The element that the address names; none where it names none."""
    if not code:
        return None
    found = anchors.element_called(reading.document, code.upper())
    if found is None or found["is_withdrawn"]:
        raise Http404
    return found


def _parts(reading, element) -> list[tuple[str, str]]:
    """What can be spoken of there: fields, figures, links, each by its name and its label."""
    if element is None:
        names = [name for name in OF_THE_MAP if reading.document["roadmap"][name]]
        figures, links = reading.document["figures"], []
    else:
        names, figures = anchors.fields_of(element), element["figures"]
        links = [
            each
            for each in reading.document["links"]
            if element["code"] in (each["source"]["code"], each["target"]["code"])
        ]
    model: Any = KINDS[element["kind"]] if element else Roadmap
    known = {each.name: str(each.verbose_name) for each in model._meta.concrete_fields}
    parts = [(f"field:{name}", capfirst(known[name])) for name in names if name in known]
    parts += [
        (f"figure:{each['id']}", _("Figure: %(label)s") % {"label": in_language(each, "label")})
        for each in figures
    ]
    return parts + [(f"link:{each['id']}", _called(each)) for each in links]


def _called(link) -> str:
    ends = [in_language(link[side], "title") for side in ("source", "target")]
    return _("Link: %(ends)s") % {"ends": " → ".join(ends)}


def _back(reading, element) -> str:
    slug = reading.roadmap.slug
    if element is None:
        return reverse("threads", args=[slug])
    return reverse("element", args=[slug, element["code"]])
