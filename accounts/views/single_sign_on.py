"""The way to the provider of a ministry, and the way back."""

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LANGUAGE = "language"  # of the page from which somebody went


@never_cache
@require_safe
def leave(request, provider_id):
    """Send somebody to where their ministry knows them. It serves to sign in, and nothing else."""
    _must_be_ours(provider_id)
    request.session[LANGUAGE] = translation.get_language()
    provider = get_adapter().get_provider(request, provider_id)
    then = get_next_redirect_url(request) or reverse("portfolio")
    try:
        return provider.redirect(request, process=AuthProcess.LOGIN, next_url=then)
    except OSError as error:  # it cannot be reached
        return render_authentication_error(request, provider, exception=error)


@never_cache
def come_back(request, provider_id):
    """They come back, and it turns out whether they have an account here."""
    _must_be_ours(provider_id)
    language = request.session.get(LANGUAGE, translation.get_language())
    with translation.override(language):
        return views.callback(request, provider_id)


def address(request) -> str:
    """Where to sign in elsewhere, and come back to where one wanted to be; empty without that."""
    if not settings.SINGLE_SIGN_ON:
        return ""
    where = reverse("openid_connect_login", args=[settings.SINGLE_SIGN_ON])
    then = get_next_redirect_url(request)
    return f"{where}?{urlencode({'next': then})}" if then else where


def _must_be_ours(provider_id):
    if provider_id != settings.SINGLE_SIGN_ON or not provider_id:
        raise Http404
