"""The people of an organisation, as its page shows them to those who are among them."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts import memberships
from accounts.people import MemberRole


class StandingForm(forms.Form):
    """What somebody is in an organisation."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=lambda: MemberRole.choices)
    may_submit = forms.BooleanField(label=gettext_lazy("May submit in its name"), required=False)


class MemberForm(StandingForm):
    """The same for somebody who is a member already."""

    position = forms.CharField(label=gettext_lazy("Position"), required=False, max_length=120)

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class InviteForm(StandingForm):
    """The same for somebody who is to become one."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    field_order = ("email", "role", "may_submit")


def members(actor, organisation) -> dict:
    """What the page of an organisation says of its people to this person; often nothing."""
    if not memberships.can(actor, "view", organisation):
        return {}
    people = organisation.memberships.filter(user__is_active=True).select_related("user")
    found = {"members": people.order_by("user__name", "user__email"), "own": actor.pk}
    if memberships.can(actor, "manage", organisation):
        letters = organisation.invitations.select_related("inviter").order_by("expires_at")
        found |= {"may_manage": True, "invitations": letters, "invite": InviteForm()}
    return found
