"""A round of consultation: what is asked, the text that is frozen for it, who was heard."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import Organisation
from roadmaps import anchors, answering, comments, invited
from roadmaps.consultations import Audience, Consultation
from roadmaps.editions import Edition
from roadmaps.elements import KINDS, Element
from roadmaps.models import Comment, Consulted, Submission
from roadmaps.representativeness import sides_of
from roadmaps.rules import can
from roadmaps.submissions import OPEN, Status
from roadmaps.views import passages
from roadmaps.views.confirming import attempt, by_oneself, done, posted
from roadmaps.views.maps import by_layer
from roadmaps.views.reading import HEAVY, asked
from roadmaps.views.shelf import DOCUMENTS

NOTHING: dict = {"roadmap": None, "elements": [], "links": []}  # of a text that is not for them
UNREAD = tuple(f"edition__{name}" for name in HEAVY)


class InviteForm(forms.Form):
    """Whom one asks."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none()
    )

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.existing().exclude(submissions__consultation=consultation)
        self.fields["organisation"].queryset = others


class AttachForm(forms.Form):
    """Where a remark belongs now."""

    element = forms.ModelChoiceField(
        label=gettext_lazy("It belongs to"), queryset=Element.objects.none(), to_field_name="code"
    )

    def __init__(self, *args, roadmap, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["element"].queryset = roadmap.elements.standing()


def consultations(request):
    """All rounds that somebody may see, those that are open first."""
    asked(request)
    rows = Consultation.objects.visible_to(request.user).order_by("-closes_at", "pk")
    texts = _texts(request.user, rows)
    told = [{"round": each, "map": texts.get(each.edition_id, NOTHING)["roadmap"]} for each in rows]
    return render(
        request,
        "roadmaps/consultations/list.html",
        {
            "running": [each for each in told if each["round"].is_taking],
            "over": [each for each in told if not each["round"].is_taking],
        },
    )


def consultation(request, key):
    """One round: the text to be read and remarked on, and to its staff who was heard."""
    asked(request)
    try:
        it = find(request.user, key)
    except Http404:
        if request.user.is_authenticated:
            raise
        # Whoever comes by the link of a mail signs in; whether there is such a round is not told.
        return redirect_to_login(request.get_full_path())
    text = _texts(request.user, [it]).get(it.edition_id, NOTHING)
    mine = own(request.user, it)
    context = {
        "it": it,
        "map": text["roadmap"],
        "document": text,
        "is_read": text is not NOTHING,
        "layers": by_layer(text["elements"]),
        "texts": passages.texts_of(text),
        "links": {each["id"]: each for each in text["links"]},
        "mine": mine,
        "firms": _asked_as_member(request.user, it),
        "counts": _counts(mine),
        "may_write": bool(speakers(request.user, it)),
        **_for_staff(request.user, it),
    }
    return render(request, "roadmaps/consultations/consultation.html", context)


def _texts(actor, rounds) -> dict:
    """The frozen texts of rounds, by their editions, of those that somebody may still read.

    When a round is over its text is for those who spoke in it and for those who work on the map.
    """
    seen = Edition.objects.visible_to(actor).filter(pk__in=[each.edition_id for each in rounds])
    return DOCUMENTS.take(seen.order_by().values_list("pk", flat=True))


def readable(actor, it) -> dict | None:
    """The frozen text of a round, if somebody may still read it."""
    return _texts(actor, [it]).get(it.edition_id)


def _asked_as_member(actor, it) -> list[Consulted]:
    """The associations that ask a firm of this reader, before they speak themselves."""
    if not actor.is_authenticated:
        return []
    seen = Consulted.objects.visible_to(actor).of_firms(actor).filter(submission__consultation=it)
    return list(seen.select_related("organisation", "submission__organisation"))


def _for_staff(actor, it):
    """To those who answer for the map: whom they asked, what was sent, who was silent."""
    if not (actor.is_authenticated and can(actor, "hear", it)):
        return {}
    rows = it.submissions.select_related("organisation")
    return {
        "sides": sides_of(it),
        "statuses": Status.values,
        "submissions": rows,
        "sent": Status.SUBMITTED,
        "may_invite": it.is_taking and can(actor, "invite", it),
        "unanswered": answering.unanswered_in(it).count(),
    }


@by_oneself
@login_required
def invite(request, key):
    """Invite one more organisation."""
    it = _answered(request, key, "invite")
    form = InviteForm(posted(request), consultation=it)
    if form.is_valid():
        error = attempt(lambda: invited.invite(request.user, it, **form.cleaned_data))
        if not error:
            return done(request, there(it), _("It is invited, and its people get a mail."))
        form.add_error(None, error)
    context = {"form": form, "it": it, "heading": _("Invite an organisation")}
    context |= {"button": _("Invite"), "back": there(it)}
    status = 422 if form.is_bound else 200
    return render(request, "roadmaps/consultations/form.html", context, status=status)


@require_POST
@by_oneself
@login_required
def remind(request, key):
    """Write once more to an organisation that has sent nothing."""
    seen = Submission.objects.visible_to(request.user).select_related("consultation__roadmap")
    submission = seen.filter(pk=key).first()
    if submission is None or not can(request.user, "hear", submission):
        raise Http404
    error = attempt(lambda: invited.remind(request.user, submission))
    return done(request, there(submission.consultation), error or _("Its people get a mail."))


@login_required
def tray(request, key):
    """What was said about places that are gone since, to be attached again."""
    asked(request)
    it = _answered(request, key, "hear")
    near = ("submission__organisation", "submission__consultation")
    seen = Comment.objects.visible_to(request.user).filter(submission__consultation=it)
    waiting = comments.tray(it.roadmap, seen.sent().select_related(*near))
    text = DOCUMENTS.take([it.edition_id])[it.edition_id]
    rows = [remark(text, each) | {"form": AttachForm(roadmap=it.roadmap)} for each in waiting]
    return render(request, "roadmaps/consultations/tray.html", {"it": it, "rows": rows})


@require_POST
@by_oneself
@login_required
def attach(request, key):
    """Say where a remark belongs whose place is gone."""
    seen = Comment.objects.visible_to(request.user)
    comment = seen.select_related("submission__consultation__roadmap").filter(pk=key).first()
    if comment is None or not can(request.user, "hear", comment.submission):
        raise Http404
    it = comment.submission.consultation
    form = AttachForm(request.POST, roadmap=it.roadmap)
    error = _("Name an element that stands on this map.")
    if form.is_valid():
        error = attempt(lambda: comments.attach(request.user, comment, **form.cleaned_data))
    return done(request, reverse("comments-tray", args=[it.pk]), error)


def find(actor, key) -> Consultation:
    """The round with this id, if they may see it."""
    seen = Consultation.objects.visible_to(actor).filter(pk=key)
    # Who has not signed in may not ask the tables for a map, or for a draft that is no longer open.
    if actor.is_authenticated:
        seen = seen.select_related("roadmap", "edition").defer(*UNREAD)
    it = seen.order_by().first()
    if it is None:
        raise Http404
    return it


def own(actor, it) -> list[Submission]:
    """What the organisations of a reader say in a round."""
    seen = it.submissions.read_by(actor).of(actor)
    return list(seen.select_related("organisation").order_by("organisation__name"))


def asked_of(actor, it):
    """The organisations of somebody that are asked: all of theirs, or those that were invited."""
    theirs = Organisation.objects.of(actor).order_by("name").distinct()
    if it.audience == Audience.PUBLIC:
        return theirs
    return theirs.filter(submissions__consultation=it)


def speakers(actor, it) -> list[Organisation]:
    """Those of them in whose draft something can still be written."""
    if not (actor.is_authenticated and it.is_taking):
        return []
    ended = it.submissions.exclude(status__in=OPEN)
    return list(asked_of(actor, it).exclude(submissions__in=ended))


def there(it) -> str:
    """The address of a round."""
    return reverse("consultation", args=[it.pk])


def remark(text, comment) -> dict:
    """A remark with the place it spoke of, in the words of the text that was frozen."""
    anchor = comment.anchor
    kinds = ("narrative", "link", "figure", "element")
    kind = next((name for name in kinds if getattr(anchor, name)), "map")
    questions = comment.submission.consultation.questions
    if comment.question:
        kind = "question"
    row = questions[comment.question - 1] if comment.question else anchors.row_of(text, anchor)
    return {"comment": comment, "kind": kind, "row": row, "field": field_label(row, anchor.field)}


def field_label(row, name) -> str:
    """What a field of an element is called."""
    if not name or row is None or row.get("kind") not in KINDS:
        return ""
    fields = KINDS[row["kind"]]._meta.concrete_fields
    return next((str(each.verbose_name) for each in fields if each.name == name), "")


def _counts(mine):
    rows = Comment.objects.standing().filter(submission__in=mine) if mine else ()
    keys = [each.submission_id for each in rows]
    return {each.pk: keys.count(each.pk) for each in mine}


def _answered(request, key, rule):
    it = find(request.user, key)
    if not can(request.user, "hear", it):
        raise Http404
    if not can(request.user, rule, it):
        raise PermissionDenied(_("This consultation is over."))
    return it
