"""The pages that say that something did not work. What is hidden looks like what is missing."""

import sys

from django.db import OperationalError
from django.shortcuts import render

from accounts import events

ERROR = {"is_error": True}
A_MOMENT = 5  # seconds, after which a database that was busy may answer


def not_understood(request, exception):
    return render(request, "400.html", {"reason": str(exception), **ERROR}, status=400)


def forbidden(request, exception):
    return render(request, "403.html", ERROR, status=403)


def forged(request, reason=""):
    """A form that was not opened on this site, or so long ago that nobody knows."""
    events.note("forged-form", request)
    return render(request, "403.html", {"is_stale": True, **ERROR}, status=403)


def not_found(request, exception):
    return render(request, "404.html", ERROR, status=404)


def failed(request):
    if isinstance(sys.exc_info()[1], OperationalError):
        return later(request, 503, A_MOMENT)
    return render(request, "500.html", ERROR, status=500)


def later(request, status, seconds):
    """The answer to somebody who has to wait: they ask too much, or we can do too little."""
    context = {"seconds": seconds, "is_ours": status == 503, **ERROR}
    response = render(request, "later.html", context, status=status)
    response.headers["Retry-After"] = str(seconds)
    return response
