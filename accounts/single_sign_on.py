"""Single sign-on: the provider of a ministry says who somebody is, by a confirmed e-mail.

It opens accounts that are there, and never makes one.
"""

from allauth.core.exceptions import SignupClosedException
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.urls import reverse

from accounts import addresses
from changes.models import lock, record


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """What allauth asks us when somebody comes back from the provider."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def can_authenticate_by_email(self, login, email):
        return True

    def authenticate_by_email(self, sociallogin):
        """The account with an e-mail of which the provider says plainly that it is confirmed."""
        emails = [each.email for each in sociallogin.email_addresses if each.verified is True]
        for email in emails:
            if person := addresses.owner(email):
                return person, email.lower()
        return None

    def populate_user(self, request, sociallogin, data):
        """What else the provider says of somebody is not ours to keep."""
        sociallogin.account.extra_data = {}
        return super().populate_user(request, sociallogin, data)

    @transaction.atomic
    def pre_social_login(self, request, sociallogin):
        """Tie the account to the one at the provider, when it is opened from there first.

        Afterwards it is known by that, whatever becomes of e-mails there: an e-mail that was
        passed on to somebody else does not open it.
        """
        if not (sociallogin.is_existing and sociallogin.account._state.adding):
            return
        person = lock(sociallogin.user)
        own = SocialAccount.objects.filter(user=person, provider=sociallogin.account.provider)
        if own.exists():
            raise SignupClosedException
        sociallogin.connect(request, person)
        record(person, "tied", person)

    def get_connect_redirect_url(self, request, socialaccount):
        return reverse("account")
