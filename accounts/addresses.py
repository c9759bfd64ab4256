"""The e-mails that open an account: each is confirmed, and each opens one account only.

The rows are those of allauth, which writes them when somebody changes an e-mail.
"""

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from changes.models import lock, record

RELEASE = "accounts.addresses.release"
RELEASE_SECONDS = 24 * 60 * 60


def confirm(person):
    """Hold the e-mail of a new person as confirmed: whoever gave the account vouches for it."""
    own = {"user": person, "email": person.email.lower()}
    return EmailAddress.objects.create(**own, verified=True, primary=True)


def owner(email: str):
    """The person whose account this e-mail opens; none where it opens none."""
    found = EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True)
    address = found.select_related("user").first()
    return address and address.user


@transaction.atomic
def take(person, address) -> bool:
    """Let another e-mail open an account from now on, if it does not open somebody else's."""
    lock(person)
    if not address.can_set_verified():
        return False
    try:
        record(person, "edited", person, email=address.email)
    except ValidationError:  # somebody was faster
        return False
    return True


def release_key(address) -> str:
    """What the mail to the present e-mail carries, so that its owner can let the account go on."""
    return signing.dumps(address.pk, salt=RELEASE)


def released(key: str):
    """The new e-mail that waits for the word of the present one; none where the key is no good."""
    try:
        number = signing.loads(key, salt=RELEASE, max_age=RELEASE_SECONDS)
    except signing.BadSignature:
        return None
    return EmailAddress.objects.filter(pk=number, verified=False).select_related("user").first()


def confirm_key(address) -> str:
    """What the mail to a new e-mail carries, once the present one has let the account go on."""
    return EmailConfirmationHMAC(address).key


def forget(person):
    """Take away all that opens an account: e-mails, factors, and what single sign-on ties."""
    for openers in (person.emailaddress_set, person.authenticator_set, person.socialaccount_set):
        openers.all().delete()
