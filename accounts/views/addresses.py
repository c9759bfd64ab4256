"""The pages on which somebody moves to another e-mail: both e-mails have to agree."""

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import addresses, mails, throttles


@method_decorator(reauthentication_required, name="dispatch")
class ChangeEmail(views.EmailView):
    """To which e-mail I want to move, and what it waits for."""

    def post(self, request, *args, **kwargs):
        # Of what allauth can do here only two things make sense with one e-mail for each person.
        allowed = {"action_add", "action_remove"} & request.POST.keys()
        return super().post(request, *args, **kwargs) if allowed else self.get(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request, key):
    """The present e-mail lets the account go on to the new one, which is asked next."""
    address = addresses.released(key)
    if address and request.method == "POST":
        throttles.mail(request, "confirm", address.email)
        person = address.user
        words = {"person": person, "email": address.email, "key": addresses.confirm_key(address)}
        mails.send("confirm_address", address.email, person.language, **words)
    context = {"address": address, "is_done": request.method == "POST"}
    return render(request, "account/email_release.html", context)


class ConfirmEmail(views.ConfirmEmailView):
    """The new e-mail says yes, and opens the account from now on."""

    def logout_other_user(self, confirmation):
        """Whoever is signed in here stays so: to follow a link changes nothing."""
