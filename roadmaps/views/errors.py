"""The pages that say that something did not work. What is hidden looks like what is missing."""

from django.shortcuts import render

ERROR = {"is_error": True}


def not_understood(request, exception):
    return render(request, "400.html", {"reason": str(exception), **ERROR}, status=400)


def forbidden(request, exception):
    return render(request, "403.html", ERROR, status=403)


def not_from_here(request, reason=""):
    """A form that was not opened on this site, or so long ago that nobody knows."""
    return render(request, "403.html", {"is_stale": True, **ERROR}, status=403)


def not_found(request, exception):
    return render(request, "404.html", ERROR, status=404)


def failed(request):
    return render(request, "500.html", ERROR, status=500)
