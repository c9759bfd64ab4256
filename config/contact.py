"""To whom one tells a hole: `/.well-known/security.txt`, as RFC 9116 has it."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

VALID = timedelta(days=90)  # from each reading on: whoever runs the site stands behind it today


@require_safe
def security_txt(request):
    """Who wants to know of holes in this installation, and until when that is sure."""
    until = (timezone.now() + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {each}" for each in settings.SECURITY_CONTACTS),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.ROOT}/.well-known/security.txt",
    ]
    content = "\n".join(lines) + "\n"
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=headers)
