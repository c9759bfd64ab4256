"""Which address leads where. Pages stand in both languages; the API answers in either."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from health_check.views import HealthCheckView

from config.contact import security_txt
from config.reports import csp_reports

health = HealthCheckView.as_view(
    checks=["health_check.checks.Database"], template_name="health.html"
)

urlpatterns = [
    path("api/v1/", include("api.urls")),
    path("health", health, name="health"),
    path("csp-reports", csp_reports, name="csp-reports"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("language/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("sign-in", LoginView.as_view(template_name="accounts/sign_in.html"), name="sign-in"),
        path("sign-out", LogoutView.as_view(), name="sign-out"),
        path("account/", include("accounts.urls")),
        path("", include("roadmaps.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "roadmaps.views.errors.not_understood"
handler403 = "roadmaps.views.errors.forbidden"
handler404 = "roadmaps.views.errors.not_found"
handler500 = "roadmaps.views.errors.failed"
