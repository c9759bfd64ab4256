"""Talk in the margin of a map: the list of threads, and one thread with its notes."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.rules import Refused
from roadmaps import threads
from roadmaps.elements import Element
from roadmaps.history.threads import told_of_thread
from roadmaps.models import Thread
from roadmaps.rules import can
from roadmaps.views.confirming import attempt, done, posted
from roadmaps.views.maps import show
from roadmaps.views.margin import NoteForm, find, open_margin, there, told, try_form, with_notes
from roadmaps.views.reading import ANY, asked

MOST = 200  # threads on one page
STATES = ("open", "resolved", "all")
STATE_NAMES = {
    "open": gettext_lazy("open"),
    "resolved": gettext_lazy("resolved"),
    "all": gettext_lazy("all of them"),
}


class AttachForm(forms.Form):
    """Where a thread belongs now."""

    element = forms.ModelChoiceField(
        label=gettext_lazy("It belongs to"), queryset=Element.objects.none(), to_field_name="code"
    )

    def __init__(self, *args, reading, actor, **kwargs):
        super().__init__(*args, **kwargs)
        seen = reading.roadmap.sight_of(actor).visibilities
        rows = reading.roadmap.elements.standing().filter(visibility__in=seen)
        self.fields["element"].queryset = rows.order_by("code")
        self.fields["element"].label_from_instance = lambda it: f"{it.code} {it.said('title')}"


def all_threads(request, slug):
    """What is talked about on a map, the newest first or by element; and what lost its place."""
    wishes = asked(request, state=STATES, mine=("yes",), element=ANY, order=("element",))
    reading = open_margin(request, slug)
    seen = Thread.objects.visible_to(request.user).filter(roadmap=reading.roadmap)
    rows = list(with_notes(_wanted(seen, wishes, request.user))[:MOST])
    if wishes["order"]:
        rows.sort(key=lambda each: each.code)  # what is about the map as a whole comes first
    items = [told(reading, each) for each in rows]
    return show(
        request,
        reading,
        "threads",
        lost=[each for each in items if each["lost"] and each["thread"].is_open],
        threads=items,
        counts={"open": seen.open().count(), "resolved": seen.resolved().count()},
        wishes=wishes,
        states=[(code, STATE_NAMES[code]) for code in STATES],
        standing=[each for each in reading.document["elements"] if not each["is_withdrawn"]],
    )


def thread(request, slug, key):
    """One thread: its place, its notes, and a form to go on."""
    asked(request)
    reading = open_margin(request, slug)
    it = find(request, reading, key)
    may_write = can(request.user, "discuss", reading.roadmap)
    form = NoteForm(posted(request), thread=it, writer=request.user) if may_write else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        said = ("text", "mentions")
        status = try_form(form, said, lambda **words: threads.write(request.user, it, **words))
        if status == 303:
            return done(request, there(it))
    return _page(request, reading, it, form, status)


def _page(request, reading, it, form, status):
    notes = list(it.notes.select_related("author").prefetch_related("mentions"))
    numbers = {str(each.pk): each.number for each in notes}
    place = told(reading, it)
    is_homeless = place["lost"] and form is not None
    attaching = AttachForm(reading=reading, actor=request.user) if is_homeless else None
    context = {
        "map": reading.document["roadmap"],
        "roadmap": reading.roadmap,
        "reading": reading,
        "notes": notes,
        "form": form,
        "attaching": attaching,
        "history": told_of_thread(it, numbers),
        **place,
    }
    return render(request, "roadmaps/thread.html", context, status=status)


@require_POST
def resolve(request, slug, key):
    """Say that it is settled."""
    return _done(request, slug, key, lambda it: threads.resolve(request.user, it))


@require_POST
def reopen(request, slug, key):
    """Say that it is not settled after all."""
    return _done(request, slug, key, lambda it: threads.reopen(request.user, it))


@require_POST
def attach(request, slug, key):
    """Say where a thread belongs whose place is gone."""
    reading = open_margin(request, slug)
    form = AttachForm(request.POST, reading=reading, actor=request.user)

    def act(it):
        if not form.is_valid():
            raise Refused(_("Name an element that stands on this map."))
        threads.attach(request.user, it, form.cleaned_data["element"])

    return _done(request, slug, key, act)


def _done(request, slug, key, act):
    it = find(request, open_margin(request, slug), key)
    return done(request, there(it), attempt(lambda: act(it)))


def _wanted(seen, wishes, actor):
    """The threads for which the address asks."""
    state = wishes["state"] or "open"
    if state != "all":
        seen = seen.open() if state == "open" else seen.resolved()
    if wishes["mine"]:
        seen = seen.mine(actor)
    return seen.about(wishes["element"]) if wishes["element"] else seen
