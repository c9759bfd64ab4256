"""Series of numbers: what was measured, where, when, and when it was revised."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render

from roadmaps import charts
from roadmaps.document.rows import bounds, plain
from roadmaps.views.reading import asked
from sectors.models import Indicator, Observation


def indicators(request):
    """All series, each with its latest value at home."""
    asked(request)
    seen = with_observations(Indicator.objects.select_related("programme"))
    rows = [{"indicator": each, "latest": _latest(each, each.programme.place)} for each in seen]
    return render(request, "roadmaps/indicators.html", {"rows": rows})


def indicator(request, code):
    """One series, charted, with every observation and where it was read."""
    asked(request)
    found = with_observations(
        Indicator.objects.select_related("programme", "owner").filter(code=code)
    )
    seen = next(iter(found), None)
    if seen is None:
        raise Http404
    context = charted(seen, seen.programme.place)
    return render(request, "roadmaps/indicator.html", context)


def with_observations(indicators):
    """These indicators with all that pages show of them, in a fixed number of queries."""
    observed = Observation.objects.select_related("source")
    return indicators.prefetch_related(
        "sectors", Prefetch("observations", observed, to_attr="all_observations")
    )


def charted(indicator, place) -> dict:
    """An indicator with its values as figures and, where there is something to see, a chart."""
    values = [_value(indicator, each) for each in indicator.all_observations]
    return {
        "indicator": indicator,
        "values": values,
        "latest": _latest(indicator, place),
        "chart": chart(indicator, values, place),
        "is_revised": _is_revised(values),
        "is_telling": _is_telling(values),
    }


def chart(indicator, values, place) -> str:
    return charts.series(indicator, values, place)


def _value(indicator, observation) -> dict:
    """An observation as a figure, which knows how to be said."""
    return {
        "kind": indicator.kind,
        "unit": plain(indicator.unit),
        "currency": plain(indicator.currency),
        "operator": observation.operator,
        "low": plain(observation.low),
        "high": plain(observation.high),
        **{name: plain(getattr(observation, name)) for name in TOLD},
        **bounds(observation.period),
        "source": observation.source,
    }


LEAST = 4  # values, below which a chart says no more than a sentence
HOPED = {"projection", "target"}  # nobody has measured these
TOLD = (
    "place", "partner", "period", "period_note", "status", "vintage", "scope", "note", "certainty",
)  # fmt: skip


def _latest(indicator, place):
    """The newest measured value at home; of revised ones the one that was published last."""
    values = [_value(indicator, each) for each in indicator.all_observations]
    values = [value for value in values if value["status"] not in HOPED] or values
    home = [value for value in values if value["place"] == place] or values
    return max(home, key=_age, default=None)


def _age(value):
    return value["latest"] or "", value["vintage"] or ""


def _is_telling(values):
    """Whether a chart shows more than the latest value does: several times, or several places."""
    dated = [value for value in values if value["latest"]]
    return len(dated) >= LEAST


def _is_revised(values):
    """Whether one period has values of several vintages."""
    seen = [(value["place"], value["partner"], value["period"], value["scope"]) for value in values]
    return len(seen) != len(set(seen))
