"""What browsers say when a page wants what its policy forbids: perhaps somebody's code is in it."""

import json
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import events, limits
from accounts.callers import network_of

LONGEST = 16_384  # bytes
MOST = 5  # reports of one message that are noted
KINDS = ("application/csp-report", "application/reports+json", "application/json")
TOLD = {  # as it is noted: as older and as newer browsers say it
    "directive": ("effective-directive", "effectiveDirective", "violated-directive"),
    "blocked": ("blocked-uri", "blockedURL"),
    "page": ("document-uri", "documentURL"),
    "file": ("source-file", "sourceFile"),
    "line": ("line-number", "lineNumber"),
}


@csrf_exempt  # a browser sends it by itself, without a form
@require_POST
def csp_reports(request):
    """Note what a browser reports; whatever it says, the answer is empty."""
    if request.content_type not in KINDS:
        return HttpResponse(status=415)
    if not limits.count(settings.BUDGETS["reports"], "reports", network_of(request)).is_allowed:
        return HttpResponse(status=429)
    said = request.read(LONGEST + 1)
    if len(said) > LONGEST:
        return HttpResponse(status=413)
    try:
        reports = _reports(json.loads(said))
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    for report in reports[:MOST]:
        events.note("csp-report", request, **_told(report, request.get_host()))
    return HttpResponse(status=204)


def _reports(said) -> list[dict]:
    """The reports of a message, in the old form or the new one."""
    found = said if isinstance(said, list) else [said]
    bodies = [each.get("csp-report") or each.get("body") for each in found if type(each) is dict]
    return [body for body in bodies if isinstance(body, dict)]


def _told(report, host):
    told = {}
    for name, words in TOLD.items():
        value = next((report[word] for word in words if report.get(word)), None)
        if isinstance(value, str | int):
            told[name] = _shortened(value, host) if isinstance(value, str) else value
    return told


def _shortened(text, host):
    """An address may hold what is meant for its reader alone; of ours the route is enough."""
    try:
        parts = urlsplit(text[:1000])
    except ValueError:
        return "?"
    if parts.netloc:
        path = f"/{events.place(parts.path)}" if parts.netloc == host else parts.path
        return f"{parts.scheme}://{parts.netloc}{path}"
    return events.place(parts.path) if parts.path.startswith("/") else parts.path
