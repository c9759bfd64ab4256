"""Clearance on pages: who is asked, who has agreed to what, and what has changed since."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import Organisation
from accounts.rules import Refused
from roadmaps import signoffs
from roadmaps.rules import can
from roadmaps.signoffs import Decision, Purpose, Signoff
from roadmaps.views import differences
from roadmaps.views.confirming import attempt, by_oneself, done, posted
from roadmaps.views.reading import HEAVY
from roadmaps.views.shelf import DOCUMENTS
from roadmaps.views.writing.desk import sit_down
from terms.vocabulary import choices


class AskForm(forms.Form):
    """Who is asked for what, before which step."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Before"), choices=Purpose.choices, initial=Purpose.PUBLICATION
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=lambda: choices("signoff_kind").choices
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none()
    )

    def __init__(self, *args, roadmap, **kwargs):
        super().__init__(*args, **kwargs)
        here = Organisation.objects.filter(map_roles__in=roadmap.roles.counting())
        self.fields["organisation"].queryset = here.existing().distinct()


class SignForm(forms.Form):
    """What an organisation says to the text that was read."""

    decision = forms.ChoiceField(
        label=gettext_lazy("We say"),
        choices=lambda: [each for each in Decision.choices if each[0] != Decision.AWAITED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)


class OverruleForm(forms.Form):
    """Why one goes on without it."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is passed over"), widget=forms.Textarea(attrs={"rows": 3})
    )


def listed(roadmap, actor) -> list[dict]:
    """Every clearance that is asked for, and whether it holds for the text as it stands."""
    rows = list(roadmap.signoffs.select_related("organisation"))
    if not rows:
        return []
    sha256 = signoffs.hash_of(signoffs.text_of(roadmap))
    mine = set(Signoff.objects.of_actor(actor).filter(roadmap=roadmap).values_list("pk", flat=True))
    read = signoffs.remarks_read_by(actor, rows)
    return [
        {
            "signoff": each,
            "is_stale": each.is_stale(sha256),
            "holds": each.holds(sha256),
            "is_mine": each.pk in mine,
            "reads_remarks": each.pk in read,
            "may_overrule": can(actor, "overrule", roadmap) and not each.holds(sha256),
        }
        for each in rows
    ]


@by_oneself
def ask(request, slug):
    """Ask an organisation for its clearance."""
    roadmap = sit_down(request, slug, "ask_signoff").roadmap
    form = AskForm(posted(request), roadmap=roadmap)
    if form.is_valid():
        error = attempt(lambda: signoffs.ask(request.user, roadmap, **form.cleaned_data))
        if not error:
            return done(request, _back(slug), _("The clearance is asked for."))
        form.add_error(None, error)
    return _page(request, roadmap, form, _("Ask for clearance"), _("Ask"))


@by_oneself
def sign(request, slug, key):
    """Read what has changed since one signed last, and say what one's organisation says."""
    roadmap = sit_down(request, slug, "view_draft").roadmap
    signoff = _find(roadmap, key)
    if not signoffs.speaks_for_it(request.user, signoff):
        raise Http404
    now = signoffs.text_of(roadmap)
    form = SignForm(posted(request), initial={"sha256": signoffs.hash_of(now)})
    if form.is_valid():
        try:
            signoffs.sign(request.user, signoff, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            now = signoffs.text_of(roadmap)
            form.data = form.data.copy()
            form.data["sha256"] = signoffs.hash_of(now)
        else:
            return done(request, _back(slug), _("It is signed."))
    heading = _("Clearance of %(who)s") % {"who": signoff.organisation}
    more = {"signoff": signoff, "is_signer": True, "sha256": signoffs.hash_of(now)}
    more |= _since(roadmap, signoff, now)
    return _page(request, roadmap, form, heading, _("Sign"), **more)


@by_oneself
def overrule(request, slug, key):
    """Go on without a clearance, with a reason."""
    roadmap = sit_down(request, slug, "overrule").roadmap
    signoff = _find(roadmap, key)
    form = OverruleForm(posted(request))
    if form.is_valid():
        error = attempt(lambda: signoffs.overrule(request.user, signoff, **form.cleaned_data))
        if not error:
            return done(request, _back(slug))
        form.add_error(None, error)
    heading = _("Go on without the clearance of %(who)s") % {"who": signoff.organisation}
    return _page(request, roadmap, form, heading, _("Pass it over"), signoff=signoff)


@require_POST
@by_oneself
def drop(request, slug, key):
    """Ask no longer."""
    roadmap = sit_down(request, slug, "ask_signoff").roadmap
    return done(
        request, _back(slug), attempt(lambda: signoffs.drop(request.user, _find(roadmap, key)))
    )


def _since(roadmap, signoff, now):
    """What has changed since the organisation last said something, or else since the edition."""
    if signoff.map_revision is not None:
        then = signoffs.text_of(roadmap, at=signoff.map_revision)
        return {"has_read": True, **differences.between(then, now)}
    current = roadmap.editions.current().exclude(kind="consultation").defer(*HEAVY).first()
    if current is None:
        return {}
    then = DOCUMENTS.take([current.pk])[current.pk]
    return {"former": current, **differences.between(then, now)}


def _find(roadmap, key):
    signoff = roadmap.signoffs.select_related("organisation").filter(pk=key).first()
    if signoff is None:
        raise Http404
    signoff.roadmap = roadmap
    return signoff


def _page(request, roadmap, form, heading, button, **more):
    context = {
        "form": form, "heading": heading, "button": button, "roadmap": roadmap, "map": roadmap,
        "back": _back(roadmap.slug), **more,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "roadmaps/clearance.html", context, status=status)


def _back(slug):
    return reverse("steps", args=[slug])
