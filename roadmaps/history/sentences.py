"""One line of the log as a sentence in the reader's language."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.models import Change
from roadmaps import phrases
from roadmaps.history import life, roles
from roadmaps.history.names import called
from roadmaps.history.states import State
from roadmaps.history.subjects import Subject
from roadmaps.history.values import Values
from roadmaps.phrases import OF_A_NUMBER, column_of, is_long, name_of, quoted
from terms.languages import field_in
from terms.vocabulary import label

PLAIN = {  # what is said of a whole thing
    "begun": gettext_lazy("%(who)s began the map."),
    "added": gettext_lazy("%(who)s added %(thing)s."),
    "involved": gettext_lazy("%(who)s added %(thing)s: %(what)s."),
    "stated": gettext_lazy("%(who)s added %(thing)s: %(what)s."),
    "linked": gettext_lazy("%(who)s added %(thing)s: %(what)s."),
    "wrote": gettext_lazy("%(who)s wrote on %(thing)s."),
    "planned": gettext_lazy("%(who)s added %(thing)s."),
    "reported": gettext_lazy("%(who)s added %(thing)s: %(what)s."),
    "related": gettext_lazy("%(who)s said how the map follows from another one."),
    "withdrawn": gettext_lazy("%(who)s withdrew %(thing)s."),
    "restored": gettext_lazy("%(who)s restored %(thing)s."),
    "reordered": gettext_lazy("%(who)s moved %(thing)s to another place in its row."),
    "published": gettext_lazy("%(who)s published edition %(edition)s."),
    "superseded": gettext_lazy("Edition %(edition)s was superseded."),
    "edition_withdrawn": gettext_lazy("Edition %(edition)s was withdrawn."),
    "opened": gettext_lazy("%(who)s opened a review of the map by a council: %(what)s."),
    "closed": gettext_lazy("%(who)s closed a council’s review of the map."),
}
CHANGED = {  # what is said of some fields of a thing
    "edited": gettext_lazy("%(who)s changed %(thing)s: %(clauses)s."),
    "corrected": gettext_lazy("%(who)s corrected %(thing)s: %(clauses)s."),
    "roadmap": gettext_lazy("%(who)s changed the map: %(clauses)s."),
}

ERASED = {"map_role": gettext_lazy("a role")}  # what may be told of, and is no more
WHAT = {  # says most of what is new
    "involved": "role", "linked": "kind", "reported": "confidence", "opened": "council",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the log as one reader may be told of it."""

    change: Change
    subject: Subject
    state: State
    fields: dict[str, list]


def sentence(line: Line, values: Values) -> str:
    """What was done, by whom, to what, from which value to which."""
    words = _words(line, values)
    verb, kind = line.change.verb, line.subject.kind
    for part in (roles, life):
        if part.tells(line):
            return part.sentence(line, words, values)
    if verb in PLAIN:
        return PLAIN[verb] % words
    if verb == "undone":
        return _undone(line, words, values)
    if kind == "roadmap" and "stage" in line.fields:
        words["stage"] = label("map_state", line.fields["stage"][1])
        return _("%(who)s took the map to the stage “%(stage)s”.") % words
    if kind == "figure" and line.fields.keys() <= {*OF_A_NUMBER}:
        return _of_a_number(line, words)
    words["clauses"] = _clauses(line, values)
    return CHANGED.get("roadmap" if kind == "roadmap" else verb, CHANGED["edited"]) % words


def _words(line, values):
    row, erased = line.subject.row, ERASED.get(line.subject.kind)
    words = {"who": _who(line.change)}
    words["thing"] = called(row, values.reader.reads) or erased or phrases.the_map()
    if line.subject.kind == "edition":
        words["edition"] = row.number
    if line.change.verb == "stated":
        words["what"] = phrases.number(line.state.number)
    if name := WHAT.get(line.change.verb):
        words["what"] = values.said(line.subject.model, name, line.fields[name][1])
    return words


def _who(change):
    if change.actor is None:
        return _("The clock")
    name = change.actor.called
    who = capfirst(name) if change.actor.closed_at else name
    if change.on_behalf_of is not None:
        words = {"person": who, "organisation": change.on_behalf_of}
        who = _("%(person)s (%(organisation)s)") % words
    if change.proposed_by is not None:
        words = {"person": who, "author": change.proposed_by.called}
        who = _("%(person)s, who accepted a proposal of %(author)s,") % words
    return who


def _undone(line, words, values):
    match line.fields:
        case {"is_withdrawn": [False, True]}:
            return _("%(who)s undid a step: %(thing)s is off the map.") % words
        case {"is_withdrawn": [True, False]}:
            return _("%(who)s undid a step: %(thing)s is back on the map.") % words
        case {"position": _pair}:
            return _("%(who)s put %(thing)s back in its place in the row.") % words
    words["clauses"] = _clauses(line, values)
    return _("%(who)s undid a change of %(thing)s: %(clauses)s.") % words


def _of_a_number(line, words):
    """“raised the figure … from USD 2.5 billion to at least USD 3.5 billion (2030)”"""
    before, after = _before_and_after(line)
    words |= phrases.numbers(before, after)
    match phrases.direction(before, after):
        case 1:
            return _("%(who)s raised %(thing)s from %(before)s to %(after)s.") % words
        case -1:
            return _("%(who)s lowered %(thing)s from %(before)s to %(after)s.") % words
    return _("%(who)s changed %(thing)s from %(before)s to %(after)s.") % words


def _before_and_after(line):
    after = line.state.number
    changed = {name: line.fields[name][0] for name in OF_A_NUMBER if name in line.fields}
    return after | changed, after


def _clauses(line, values):
    fields, clauses = dict(line.fields), []
    if line.subject.kind == "figure" and fields.keys() & {*OF_A_NUMBER}:
        clauses.append(
            _("from %(before)s to %(after)s") % phrases.numbers(*_before_and_after(line))
        )
        fields = {name: pair for name, pair in fields.items() if name not in OF_A_NUMBER}
    model = line.subject.model
    order = [field.name for field in (*model._meta.fields, *model._meta.many_to_many)]
    for name in sorted(fields, key=lambda name: order.index(name) if name in order else 0):
        clauses += _clauses_of(model, name, fields[name], values)
    return "; ".join(clauses)


def _clauses_of(model, name, pair, values):
    """One clause for a field, or one for each text that was translated."""
    if not isinstance(column_of(model, name), models.JSONField):
        said = [values.said(model, name, value) for value in pair]
        return [_clause(name_of(model, name), said, is_long(pair))]
    before, after = (value or {} for value in pair)
    texts = sorted(
        {
            (language, field)
            for side in (before, after)
            for language in side
            for field in side[language]
        }
    )
    clauses = []
    for language, field in texts:
        sides = [side.get(language, {}).get(field, {}).get("text", "") for side in (before, after)]
        if sides[0] != sides[1]:
            said = [values.said(model, field, text) for text in sides]
            clauses.append(_clause(field_in(name_of(model, field), language), said, is_long(sides)))
    return clauses or [_("translations confirmed")]


def _clause(field, said, is_long):
    words = {"field": quoted(field), "before": said[0], "after": said[1]}
    if is_long:
        return (_("%(field)s was rewritten") if said[1] else _("%(field)s was emptied")) % words
    if not said[1]:
        return _("%(field)s was emptied (before: %(before)s)") % words
    if not said[0]:
        return _("%(field)s is now %(after)s") % words
    return _("%(field)s from %(before)s to %(after)s") % words
