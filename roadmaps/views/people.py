"""Who works on a map: people and organisations with their roles, for those who are among them."""

from django import forms
from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from roadmaps import map_roles
from roadmaps.rules import can
from roadmaps.stages import Role
from roadmaps.views.maps import show
from roadmaps.views.reading import asked, read
from terms.vocabulary import label

NAMED = 12  # people of an organisation; of more than so many the number is told


class UntilForm(forms.Form):
    """What is said of every role: which, and perhaps until when."""

    role = forms.ChoiceField(label=_("Role"), choices=lambda: Role.choices, initial=Role.OBSERVER)
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: without an end."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean(self):
        said = super().clean()
        map_roles.require_a_day_to_come(said.get("until"))
        return said


class ChangeForm(UntilForm):
    """What can be changed of a role that was given."""

    interest = forms.CharField(
        label=_("Declared interest"),
        required=False,
        max_length=2000,
        help_text=_("What they, or those they work for, have to win or to lose here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class InterestForm(forms.Form):
    """What somebody says of themselves."""

    interest = ChangeForm.base_fields["interest"]


class GrantForm(UntilForm):
    """A role for somebody who is known here, or for an organisation."""

    holder = forms.ChoiceField(label=_("Who"))
    field_order = ("holder", "role", "until", "interest")
    interest = ChangeForm.base_fields["interest"]

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = known


class InviteForm(UntilForm):
    """A role for somebody who is known by an address alone."""

    email = forms.EmailField(label=_("E-mail"))
    field_order = ("email", "role", "until")


def people(request, slug):
    """Everybody who works on the map, with what they have to win or to lose."""
    asked(request)
    return page(request, slug)


def page(request, slug, **mistaken):
    """The page; mistaken: forms that could not be taken as they were filled in."""
    reading = read(request.user, slug)
    if not reading.is_draft:
        raise Http404
    roadmap = reading.roadmap
    context = {"own": request.user.pk, "roles": _roles(roadmap, reading.abilities["grant"])}
    if can(request.user, "grant", roadmap):
        context |= {
            "grant": GrantForm(known=known(request.user), auto_id="grant_%s"),
            "invite": InviteForm(auto_id="invite_%s"),
            "invitations": roadmap.invitations.select_related("inviter").order_by("expires_at"),
        }
    response = show(request, reading, "people", **context | mistaken)
    response.status_code = 422 if mistaken else 200
    return response


def known(actor):
    """Those to whom a role can be given at once: who is here already, and organisations."""
    organisations = Organisation.objects.existing()
    return [
        ("", "–"),
        (_("Organisations"), [(f"organisation:{each.pk}", each.name) for each in organisations]),
        (_("People"), [(f"user:{each.pk}", _with_place(each)) for each in _known_people(actor)]),
    ]


def _known_people(actor):
    """Those who can be named, each with those of their organisations that one knows them from."""
    shared = Prefetch("organisations", map_roles.places(actor), to_attr="shared")
    return map_roles.acquaintances(actor).prefetch_related(shared).order_by("name", "email")


def _with_place(user):
    places = ", ".join(str(each) for each in user.shared)
    return f"{user.called} ({places})" if places else user.called


def _roles(roadmap, may_grant):
    """The roles in the order of their weight; those that are over only for stewards."""
    members = Membership.objects.filter(user__is_active=True).select_related("user")
    held = roadmap.roles.select_related("user", "organisation").prefetch_related(
        Prefetch("organisation__memberships", members, to_attr="present")
    )
    order = {role: number for number, role in enumerate(Role)}
    rows = [each for each in held if may_grant or not each.is_over]
    rows.sort(key=lambda each: (order[each.role], each.holder.casefold()))
    return [{"held": each, "label": label("map_role", each.role), **_people(each)} for each in rows]


def _people(held):
    if held.organisation is None:
        return {"people": [], "more": 0}
    names = sorted(each.user.called for each in held.organisation.present)
    return {"people": names[:NAMED], "more": max(0, len(names) - NAMED)}
