"""Whether all is well, for those who watch over the server."""

from django.http.request import HttpHeaders
from health_check.views import HealthCheckView, MediaType


class Health(HealthCheckView):
    """Asks the database; whatever format somebody wishes, they get an answer."""

    checks = ["health_check.checks.Database"]
    template_name = "health.html"

    async def get(self, request, *args, **kwargs):
        try:
            list(MediaType.parse_header(request.headers.get("Accept", "*/*")))
        except ValueError:  # which nobody would catch
            request.headers = HttpHeaders({**request.META, "HTTP_ACCEPT": "*/*"})
        return await super().get(request, *args, **kwargs)
