"""Checks on pages: what does not hold together on a map, and what each check means."""

from collections import defaultdict

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from roadmaps import findings
from roadmaps.checks import CHECKS
from roadmaps.obstacles import stopped_by, weighed_with
from roadmaps.steps import STEPS
from roadmaps.views.maps import show
from roadmaps.views.reading import ANY, asked, read

SEVERITIES = [
    ("block", _("Must be mended"), _("The map cannot be published while this holds.")),
    ("warn", _("Should be mended"), _("It weakens the map, but does not stop it.")),
    ("info", _("Good to know"), _("Nothing is wrong, but a reader should know.")),
]


def checks(request, slug):
    """What does not hold together, the gravest first, how to mend it, and what it stops."""
    reading = read(request.user, slug, **asked(request, as_of=ANY))
    groups = defaultdict(list)
    for each in told(reading.document):
        groups[each["finding"].severity].append(each)
    return show(request, reading, "checks", groups=dict(groups), severities=SEVERITIES)


def told(document, code=None) -> list[dict]:
    """The findings of a map, or of one thing on it, each with the steps that it stops."""
    return [
        {
            "finding": each,
            "stops": [STEPS[step] for step in stopped_by(each)],
            "weighed": [STEPS[step] for step in weighed_with(each)],
        }
        for each in findings.check(document)
        if code in (None, each.element)
    ]


def all_checks(request):
    """Everything that is looked for on every map."""
    asked(request)
    return render(request, "roadmaps/all_checks.html", {"checks": CHECKS.values()})


def check(request, code):
    """What one check means, why it matters, how to mend it, which steps it stops."""
    asked(request)
    if code not in CHECKS:
        raise Http404
    return render(request, "roadmaps/check.html", {"check": CHECKS[code]})
