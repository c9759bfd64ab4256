"""Giving a role, changing it and taking it back: what that means is shown before it is done."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Organisation, User
from roadmaps import invitations, map_roles
from roadmaps.effects import effects, ending
from roadmaps.map_roles import MapRole
from roadmaps.views.confirming import Question, ask, attempt, done
from roadmaps.views.people import ChangeForm, GrantForm, InterestForm, InviteForm, known, page
from roadmaps.views.writing.desk import sit_down
from terms.vocabulary import label


@require_POST
def grant(request, slug):
    """Give a role to an organisation, or to somebody who is known here."""
    roadmap = sit_down(request, slug, "grant").roadmap
    form = GrantForm(request.POST, known=known(request.user), auto_id="grant_%s")
    if not form.is_valid():
        return page(request, slug, grant=form)
    said = form.cleaned_data
    holder = _holder(said.pop("holder"))
    words = {"role": label("map_role", said["role"]), "who": _called(holder)}
    question = Question(
        heading=_("Give %(who)s the role “%(role)s”?") % words,
        button=_("Give the role"),
        back=reverse("people", args=[slug]),
        effects=_effects(roadmap, holder, gained=said["role"]),
        notes=_notes(said["until"]),
        carried=_carried(request, form),
        map=roadmap,
    )
    who = {"user" if isinstance(holder, User) else "organisation": holder}
    return ask(request, question, lambda: map_roles.grant(request.user, roadmap, **said, **who))


@require_POST
def invite(request, slug):
    """Ask somebody by mail to take a role."""
    roadmap = sit_down(request, slug, "grant").roadmap
    form = InviteForm(request.POST, auto_id="invite_%s")
    if not form.is_valid():
        return page(request, slug, invite=form)
    said = form.cleaned_data
    words = {"role": label("map_role", said["role"]), "email": said["email"]}
    question = Question(
        heading=_("Invite %(email)s to the role “%(role)s”?") % words,
        button=_("Send the invitation"),
        back=reverse("people", args=[slug]),
        effects=effects(roadmap, said["email"], set(), {said["role"]}),
        notes=[
            _("This holds once they accept. They have 14 days for it."),
            *_notes(said["until"]),
        ],
        carried=_carried(request, form),
        map=roadmap,
    )
    return ask(request, question, lambda: invitations.invite(request.user, roadmap, **said))


def change(request, slug, key):
    """Change a role, its last day, or the interest that was declared."""
    roadmap, held = _take(request, slug, key)
    begins = {"role": held.role, "until": held.until, "interest": held.interest}
    form = ChangeForm(request.POST or None, initial=begins | {"base": roadmap.revision})
    back = reverse("people", args=[slug])
    if not form.is_valid():
        context = {"form": form, "held": held, "map": roadmap, "roadmap": roadmap, "back": back}
        status = 422 if form.is_bound else 200
        return render(request, "roadmaps/role.html", context, status=status)
    said = dict(form.cleaned_data)
    base = said.pop("base")
    question = Question(
        heading=_("Change the role of %(who)s?") % {"who": held.holder},
        button=_("Change it"),
        back=back,
        effects=_effects(roadmap, held.user or held.organisation, said["role"], held),
        notes=_notes(said["until"]),
        carried=_carried(request, form),
        map=roadmap,
    )
    return ask(request, question, lambda: map_roles.edit(request.user, held, base, **said))


def revoke(request, slug, key):
    """Take a role back."""
    roadmap, held = _take(request, slug, key)
    words = {"role": label("map_role", held.role), "who": held.holder}
    question = Question(
        heading=_("Take the role “%(role)s” back from %(who)s?") % words,
        button=_("Take it back"),
        back=reverse("people", args=[slug]),
        effects=_effects(roadmap, held.user or held.organisation, lost=held),
        map=roadmap,
    )
    return ask(request, question, lambda: map_roles.revoke(request.user, held))


def leave(request, slug, key):
    """Give up a role of one's own."""
    roadmap, held = _own(request, slug, key)
    question = Question(
        heading=_("Give up the role “%(role)s”?") % {"role": label("map_role", held.role)},
        button=_("Give it up"),
        back=reverse("memberships"),
        effects=_effects(roadmap, held.user, lost=held, who=_("You")),
        map=roadmap,
    )
    return ask(request, question, lambda: map_roles.leave(request.user, held))


@require_POST
def declare(request, slug, key):
    """Say what one has to win or to lose oneself."""
    _roadmap, held = _own(request, slug, key)
    form = InterestForm(request.POST)
    if not form.is_valid():
        error = " ".join(form.errors["interest"])
    else:
        error = attempt(lambda: map_roles.declare(request.user, held, **form.cleaned_data))
    return done(request, reverse("people", args=[slug]), error)


@require_POST
def withdraw(request, slug, key):
    """Take an invitation back."""
    roadmap = sit_down(request, slug, "grant").roadmap
    invitation = roadmap.invitations.filter(pk=key).first()
    if invitation is None:
        raise Http404
    attempt(lambda: invitations.withdraw(request.user, invitation))
    return done(request, reverse("people", args=[slug]))


def _take(request, slug, key):
    roadmap = sit_down(request, slug, "grant").roadmap
    held = roadmap.roles.select_related("user", "organisation").filter(pk=key).first()
    if held is None:
        raise Http404
    held.roadmap = roadmap
    return roadmap, held


def _own(request, slug, key):
    """A role of the very person who asks; any other one is not there."""
    roadmap = sit_down(request, slug, "view_draft").roadmap
    held = roadmap.roles.select_related("user").filter(pk=key, user=request.user.pk).first()
    if held is None:
        raise Http404
    held.roadmap = roadmap
    return roadmap, held


def _holder(text):
    kind, _colon, key = text.partition(":")
    return (User if kind == "user" else Organisation).objects.get(pk=key)


def _called(holder):
    return holder.called if isinstance(holder, User) else holder.name


def _effects(roadmap, holder, gained="", lost=None, who=""):
    """What changes when somebody gains a role and loses another one."""
    if isinstance(holder, User):
        rows = MapRole.objects.held_by(holder).filter(roadmap=roadmap)
    else:
        rows = roadmap.roles.counting().filter(organisation=holder)
        who = _("Whoever belongs to %(organisation)s") % {"organisation": holder.name}
    roles = dict(rows.values_list("pk", "role"))
    before = set(roles.values())
    after = {role for key, role in roles.items() if lost is None or key != lost.pk}
    return effects(roadmap, who or _called(holder), before, after | {gained} - {""})


def _notes(until):
    return [sentence] if (sentence := ending(until)) else []


def _carried(request, form):
    return {name: request.POST.get(name, "") for name in form.fields}
