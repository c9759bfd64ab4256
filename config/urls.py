"""Which address leads where. Pages stand in both languages; the API answers in either."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.decorators.http import require_safe

from accounts.views.account import account
from accounts.views.single_sign_on import come_back
from config.contact import security_txt
from config.health import Health
from config.reports import csp_reports
from roadmaps.views import identities

urlpatterns = [
    path("api/v1/", include("api.urls")),
    path("health", Health.as_view(), name="health"),
    path("csp-reports", csp_reports, name="csp-reports"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    # The name of a map stands in no language.
    path("id/roadmap/<slug:slug>", require_safe(identities.roadmap), name="identity"),
    path("language/", include("django.conf.urls.i18n")),
    # Providers of single sign-on know this address: it stands in no language.
    path("sign-in/with/<slug:provider_id>/back", come_back, name="openid_connect_callback"),
    *i18n_patterns(
        path("", include("accounts.entrance")),
        path("account", account, name="account"),
        path("account/", include("accounts.urls")),
        path("", include("roadmaps.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "roadmaps.views.errors.not_understood"
handler403 = "roadmaps.views.errors.forbidden"
handler404 = "roadmaps.views.errors.not_found"
handler500 = "roadmaps.views.errors.failed"
