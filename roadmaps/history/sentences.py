"""One line of the log as a sentence in the reader's language."""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmaps.history import roles
from roadmaps.history.values import OF_A_NUMBER, is_long, name_of
from terms import figures, periods
from terms.vocabulary import label

PLAIN = {  # what is said of a whole thing
    "begun": gettext_lazy("%(who)s began the map."),
    "added": gettext_lazy("%(who)s added %(thing)s."),
    "involved": gettext_lazy("%(who)s added %(thing)s."),
    "stated": gettext_lazy("%(who)s added %(thing)s."),
    "linked": gettext_lazy("%(who)s added %(thing)s."),
    "planned": gettext_lazy("%(who)s added %(thing)s."),
    "reported": gettext_lazy("%(who)s added %(thing)s."),
    "related": gettext_lazy("%(who)s said how the map follows from another one."),
    "withdrawn": gettext_lazy("%(who)s withdrew %(thing)s."),
    "restored": gettext_lazy("%(who)s restored %(thing)s."),
    "reordered": gettext_lazy("%(who)s moved %(thing)s to another place in its row."),
    "published": gettext_lazy("%(who)s published an edition."),
    "superseded": gettext_lazy("The edition before was superseded."),
}
WITHDRAWN, RESTORED = [False, True], [True, False]


def sentence(change, subject, state, values) -> str:
    """What was done, by whom, to what, from which value to which."""
    words = {"who": _who(change), "thing": subject.name or _("the map")}
    if roles.tells(change, subject):
        return roles.sentence(change, subject, words, values)
    if change.verb == "undone":
        return _undone(change, subject, words, values)
    if change.verb in PLAIN:
        return PLAIN[change.verb] % words
    if "stage" in change.fields and subject.kind == "roadmap":
        words["stage"] = label("map_state", change.fields["stage"][1])
        return _("%(who)s took the map to the stage “%(stage)s”.") % words
    if subject.kind == "figure" and change.fields.keys() <= {*OF_A_NUMBER, "high"}:
        return _of_a_number(change, subject, state, words)
    words["clauses"] = _clauses(change, subject, values)
    if subject.kind == "roadmap":
        return _("%(who)s changed the map: %(clauses)s.") % words
    return _("%(who)s changed %(thing)s: %(clauses)s.") % words


def _who(change):
    if change.actor is None:
        return _("The clock")
    name = change.actor.called
    person = capfirst(name) if change.actor.closed_at else name
    if change.on_behalf_of is None:
        return person
    return _("%(person)s (%(organisation)s)") % {
        "person": person,
        "organisation": change.on_behalf_of,
    }


def _undone(change, subject, words, values):
    match change.fields.get("is_withdrawn"):
        case [False, True]:
            return _("%(who)s undid an addition: %(thing)s is off the map.") % words
        case [True, False]:
            return _("%(who)s undid a withdrawal: %(thing)s is back on the map.") % words
    words["clauses"] = _clauses(change, subject, values)
    return _("%(who)s undid a change of %(thing)s: %(clauses)s.") % words


def _of_a_number(change, subject, state, words):
    """“raised the figure … from USD 2.5 billion to at least USD 3.5 billion by 2030”"""
    after = state.number
    before = after | {name: pair[0] for name, pair in change.fields.items()}
    is_moved = "period" in change.fields
    words |= {"before": _number(before, is_moved), "after": _number(after, True)}
    if not before["low"]:
        return _("%(who)s set %(thing)s to %(after)s.") % words
    match _direction(before, after):
        case 1:
            return _("%(who)s raised %(thing)s from %(before)s to %(after)s.") % words
        case -1:
            return _("%(who)s lowered %(thing)s from %(before)s to %(after)s.") % words
    return _("%(who)s changed %(thing)s from %(before)s to %(after)s.") % words


def _number(figure, with_period):
    said = figures.say_figure(figure)
    if not (with_period and figure.get("period")):
        return said
    words = {"figure": said, "period": periods.say(figure["period"])}
    return _("%(figure)s (%(period)s)") % words


def _direction(before, after):
    if any(before[name] != after[name] for name in ("unit", "currency", "kind")):
        return 0
    low, high = Decimal(before["low"]), Decimal(after["low"])
    return (high > low) - (high < low)


def _clauses(change, subject, values):
    pairs = change.fields.items()
    return "; ".join(_clause(name, pair, subject, values) for name, pair in pairs)


def _clause(name, pair, subject, values):
    before, after = (values.said(subject.model, name, value) for value in pair)
    words = {"field": name_of(subject.model, name), "before": before, "after": after}
    if is_long(subject.model, name, pair):
        return _("%(field)s was rewritten") % words
    if not before:
        return _("%(field)s is now %(after)s") % words
    if not after:
        return _("%(field)s is now empty and was %(before)s") % words
    return _("%(field)s from %(before)s to %(after)s") % words
