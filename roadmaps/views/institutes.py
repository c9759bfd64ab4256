"""Research centres on their way to innovation institutes, beside those of other countries."""

from collections import defaultdict

from django.db.models import Prefetch
from django.shortcuts import render

from roadmaps.document.rows import plain
from roadmaps.views.reading import asked
from sectors.models import FundingShare, Institute
from terms.vocabulary import TERMS

COMPARATOR = "comparator"  # what one aims at is read first


def institutes(request):
    """All institutes by the stage they have reached, with where their money comes from."""
    asked(request)
    shares = FundingShare.objects.select_related("source")
    seen = Institute.objects.select_related("organisation", "source", "programme")
    groups = defaultdict(list)
    for institute in seen.prefetch_related("sectors", Prefetch("funding_shares", shares)):
        mix = [_share(share) for share in institute.funding_shares.all()]
        groups[institute.stage].append({"institute": institute, "mix": mix})
    stages = [COMPARATOR, *(stage for stage in TERMS["institute_stage"] if stage != COMPARATOR)]
    context = {"groups": [(stage, groups[stage]) for stage in stages if groups[stage]]}
    return render(request, "roadmaps/institutes.html", context)


def _share(share):
    """A part of the income as a figure, with the bar that shows it."""
    unit = f"% of {share.of_what}" if share.of_what else "%"
    said = {"kind": "share", "unit": unit, "operator": share.operator, "low": plain(share.percent)}
    return {"share": share, "figure": said, "width": plain(share.percent)}
