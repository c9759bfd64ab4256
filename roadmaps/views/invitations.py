"""The page of the link in an invitation, and the answers to it."""

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts import invitations as joining
from accounts import limits
from accounts.models import Invitation, User
from roadmaps import invitations as working
from roadmaps.invitations import MapInvitation
from roadmaps.views.confirming import attempt, done

COMMANDS = {Invitation: joining, MapInvitation: working}
NEAR = {Invitation: "organisation", MapInvitation: "roadmap"}
MOST_ANSWERS = "20 per hour"  # to one invitation


class AccountForm(forms.Form):
    """What somebody says of themselves who has no account yet."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=128,
        strip=False,
        help_text=gettext_lazy("At least 12 characters; a sentence is good."),
        min_length=12,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, email, **kwargs):
        self.email = email
        super().__init__(*args, **kwargs)

    def clean_password(self):
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, User(email=self.email))
        return password


@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("secret")
def invitation(request, secret):
    """What one is invited to; accept, decline, or first make an account."""
    letter = _addressed(request, secret)
    if request.method == "POST":
        return _answered(request, letter)
    form = AccountForm(email=letter.email, initial={"language": get_language()})
    return _page(request, letter, form)


def _answered(request, letter):
    if not limits.count(MOST_ANSWERS, "answer", str(letter.pk)).is_allowed:
        return _page(request, letter, None, _("That was too often. Try again in an hour."), 429)
    if request.POST.get("answer") == "decline":
        return _declined(request, letter)
    if request.user.is_authenticated:
        return _accepted(request, letter)
    form = AccountForm(request.POST, email=letter.email)
    response = _begun(request, letter, form) if form.is_valid() else None
    return response or _page(request, letter, form, status=422)


def _page(request, letter, form, error="", status=200):
    is_known = User.objects.filter(email__iexact=letter.email).exists()
    page = {"letter": letter, "form": form, "is_known": is_known, "error": error}
    return render(request, "accounts/invitation.html", page, status=status)


@login_required
@require_POST
def answer(request, key):
    """Accept or decline an invitation that waits for oneself."""
    letter = next((each for each in waiting(request.user) if each.pk == key), None)
    if letter is None:
        raise Http404
    if request.POST.get("answer") == "decline":
        return _declined(request, letter)
    return _accepted(request, letter)


def waiting(person) -> list:
    """The invitations that wait for an answer of this person."""
    return [
        letter
        for kind, near in NEAR.items()
        for letter in kind.objects.open().to(person.email).select_related(near, "inviter")
    ]


def _addressed(request, secret):
    """The invitation of a link; what is used, over, or for somebody else is not there."""
    for kind, near in NEAR.items():
        found = kind.objects.with_secret(secret).select_related(near, "inviter").first()
        if found is not None:
            break
    else:
        raise Http404
    is_mine = joining.is_addressed(request.user, found)
    if request.user.is_authenticated and not is_mine:
        raise Http404
    return found


def _accepted(request, letter):
    error = attempt(lambda: COMMANDS[type(letter)].accept(request.user, letter))
    if error:
        return _page(request, letter, None, error, 409)
    return done(request, _place(letter), _("You are in."))


def _declined(request, letter):
    actor = request.user if request.user.is_authenticated else None
    attempt(lambda: joining.decline(actor, letter))
    return done(request, reverse("portfolio"), _("The invitation is declined."))


@sensitive_variables("said")
def _begun(request, letter, form):
    """Make the account and accept with it, both or neither; none where that was refused."""
    said = form.cleaned_data

    @transaction.atomic
    def begin():
        person = joining.open_account(letter, **said)
        COMMANDS[type(letter)].accept(person, letter)

    error = attempt(begin)
    if error:
        form.add_error(None, error)
        return None
    way = f"{reverse('sign-in')}?next={_place(letter)}"
    return done(request, way, _("Your account is made. Sign in with your e-mail and password."))


def _place(letter):
    if isinstance(letter, Invitation):
        return reverse("organisation", args=[letter.organisation.code])
    return reverse("roadmap", args=[letter.roadmap.slug])
