"""What the pages of councils ask: of a council, a seat, a review, a recommendation, a reply."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from roadmaps.councils import Helix
from roadmaps.replies import GIVEN, Progress, Response

DAY: dict[str, Any] = {
    "widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    "required": False,
}
LINES: dict[str, Any] = {
    "widget": forms.Textarea(attrs={"rows": 3}),
    "required": False,
    "max_length": 5000,
}
NOBODY = [("", "–")]


class Based(forms.Form):
    """A form that knows what its writer has seen."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class Changing(Based):
    """A form that also carries what its writer saw, so that only what they changed is sent."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "base"

    def changes(self) -> dict[str, Any]:
        """What was changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "base"}


def existing():
    """The organisations that there are, to choose one."""
    return forms.ModelChoiceField(Organisation.objects.existing(), required=False, empty_label="–")


class CouncilForm(forms.Form):
    """What is said of a council."""

    name = forms.CharField(label=_("Name"), max_length=200)
    secretariat = existing()
    note = forms.CharField(label=_("Note"), **LINES)

    def __init__(self, *args, may_change_secretariat, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["secretariat"].label = _("Secretariat")
        self.fields["secretariat"].help_text = _("Its members keep seats, reviews and texts.")
        if not may_change_secretariat:
            del self.fields["secretariat"]


class NewCouncilForm(CouncilForm):
    """The same with the code, which never changes."""

    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("As it is in addresses."))
    field_order = ("name", "code", "secretariat", "note")


class ChangedCouncilForm(CouncilForm, Changing):
    """The same of a council that is there."""


class SeatForm(forms.Form):
    """Who has a seat, for whom they speak, until when."""

    title = forms.CharField(
        label=_("What the seat is"), required=False, max_length=120, help_text=_("Such as: chair.")
    )
    organisation = existing()
    reserved_for = forms.ChoiceField(
        label=_("Reserved for"),
        required=False,
        choices=lambda: [*NOBODY, *Helix.choices],
        help_text=_("Where nobody sits there yet, or the person speaks for no organisation."),
    )
    holder = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=150,
        help_text=_("The name is public as long as it stands here. Empty: nobody, or nobody yet."),
    )
    since = forms.DateField(label=_("Since"), **DAY)
    until = forms.DateField(label=_("Last day"), help_text=_("Empty: without an end."), **DAY)
    interests = forms.CharField(
        label=_("Declared interests"),
        help_text=_("What they, or those they speak for, have to win or to lose. This is public."),
        **LINES,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].label = _("Speaks for")


class ChangedSeatForm(SeatForm, Changing):
    """The same of a seat that is there."""


class ReviewForm(forms.Form):
    """What a council looks at."""

    text = forms.ChoiceField(
        label=_("What is looked at"),
        help_text=_("Working copies that you may read, and editions in force."),
    )
    brief = forms.CharField(label=_("What it looks at in particular"), **LINES)

    def __init__(self, *args, texts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = [*NOBODY, *texts]


class ClosingForm(forms.Form):
    """What was found."""

    conclusion = forms.CharField(label=_("What was found"), **LINES)


class RecommendationForm(forms.Form):
    """What is recommended, to whom, about what."""

    title = forms.CharField(label=_("In a line"), max_length=200)
    text = forms.CharField(
        label=_("What is recommended"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20000
    )
    addressee = existing()
    roadmap = forms.ChoiceField(label=_("Map"), required=False)
    elements = forms.CharField(
        label=_("Elements"),
        required=False,
        max_length=1000,
        help_text=_("Codes with commas between them, such as AUT-C03, AUT-I01."),
    )
    review = forms.ChoiceField(label=_("Review"), required=False)
    due = forms.DateField(
        label=_("Reply due"), help_text=_("Empty: 60 days after it is made."), **DAY
    )

    def __init__(self, *args, maps, reviews, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["addressee"].label = _("Addressed to")
        self.fields["roadmap"].choices = [*NOBODY, *maps]
        self.fields["review"].choices = [*NOBODY, *reviews]


class ChangedRecommendationForm(RecommendationForm, Changing):
    """The same of a draft that is there."""


class ExtensionForm(Based):
    """More time for the reply."""

    due = forms.DateField(
        label=_("Reply due"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class ReplyForm(Based):
    """What the addressee answers."""

    response = forms.ChoiceField(
        label=_("Reply"),
        choices=lambda: [(code, label) for code, label in Response.choices if code in GIVEN],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Needed for every reply but “accepted”."), **LINES
    )
    commitments = forms.CharField(
        label=_("By what it will be done"),
        required=False,
        max_length=1000,
        help_text=_("Codes of elements with commas between them; needed where it is accepted."),
    )
    revisit_on = forms.DateField(
        label=_("To be looked at again on"),
        help_text=_("Needed where it is accepted in principle."),
        **DAY,
    )


class FollowupForm(Based):
    """How far it has got."""

    progress = forms.ChoiceField(
        label=_("Progress"), choices=lambda: Progress.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In a sentence"), help_text=_("Needed where it has lapsed."), **LINES
    )
