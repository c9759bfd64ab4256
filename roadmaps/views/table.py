"""Everything on a map as one table, to be filtered and sorted; each view of it has an address."""

from roadmaps.elements import Kind
from roadmaps.views.maps import show
from roadmaps.views.reading import ANY, asked, read
from terms.translations import in_language
from terms.vocabulary import TERMS

FILTERS = ("kind", "pillar", "certainty")
KINDS = list(Kind)
LAST = "9999-12-31"  # what has no date comes after everything that has one
SORTS = {
    "code": lambda row: (KINDS.index(row["kind"]), row["number"]),
    "title": lambda row: in_language(row, "title").casefold(),
    "pillar": lambda row: (row["pillar"] is None, row["pillar"] or ""),
    "begins": lambda row: row["earliest"] or row["latest"] or LAST,
    "ends": lambda row: row["latest"] or row["earliest"] or LAST,
}


def table(request, slug):
    """The elements of a map, those that were asked for, in the order that was asked for."""
    allowed = {name: TERMS[_vocabulary(name)] for name in FILTERS}
    orders = [*SORTS, *(f"-{name}" for name in SORTS)]
    wishes = asked(request, **allowed, sort=orders, as_of=ANY)
    reading = read(request.user, slug, wishes["as_of"])
    elements = reading.document["elements"]
    return show(
        request,
        reading,
        "table",
        rows=_sorted(_filtered(elements, wishes), wishes["sort"] or "code"),
        total=len(elements),
        kinds=KINDS,
        wishes=wishes,
        is_narrowed=any(wishes[name] for name in FILTERS),
        choices={name: _present(elements, name) for name in FILTERS},
        columns=[_column(name, wishes["sort"] or "code") for name in SORTS],
    )


def _vocabulary(name):
    return {"kind": "element_kind"}.get(name, name)


def _filtered(elements, wishes):
    return [
        element
        for element in elements
        if all(element[name] == wishes[name] for name in FILTERS if wishes[name])
    ]


def _sorted(rows, order):
    rows = sorted(rows, key=SORTS["code"])
    return sorted(rows, key=SORTS[order.removeprefix("-")], reverse=order.startswith("-"))


def _present(elements, name):
    """The values to choose from: those that something on the map has, in the usual order."""
    present = {element[name] for element in elements}
    return [code for code in TERMS[_vocabulary(name)] if code in present]


def _column(name, order):
    """How a column is sorted now, and how a click on its head would sort it."""
    is_up = order == name
    sorted_now = {name: "ascending", f"-{name}": "descending"}.get(order, "")
    return {"name": name, "sorted": sorted_now, "next": f"-{name}" if is_up else name}
