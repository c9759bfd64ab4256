"""Somebody who saw all that was done to a map, and says what has to come of the next thing.

They do not know how the product decides: they remember what each thing held at each revision.
"""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from changes.merging import Clash
from roadmaps.roadmap import Refused

BORN = ("added", "stated")
BLANK = {"title": "", "label": "", "summary": "", "note": "", "severity": None, "translations": {}}
NONSENSE = (("title", ""), ("label", ""), ("severity", 9))  # what the tables do not take


@dataclass(frozen=True)
class Line:
    """One line as it has to stand in the log."""

    revision: int
    actor: str
    request: Any
    verb: str
    subject: str
    fields: dict[str, list]


class No(Exception):
    """It has to be refused in this way.

    clashes: by the name of the field base, theirs, mine and the revision that wrote theirs.
    """

    def __init__(self, kind, clashes=None):
        self.kind, self.clashes = kind, clashes
        super().__init__(kind.__name__)


class Witness:
    """What has been done, and what everything held after it.

    Before it is asked what has to come of something, it is told whose turn it is.
    """

    def __init__(self, revision, state):
        self.lines: list[Line] = []
        self.states: dict[int, dict[str, dict]] = {revision: state}
        self.known = None  # the revision before something was begun that leaves several lines
        self.actor, self.request = "", None

    @property
    def revision(self):
        return max(self.states)

    @property
    def now(self):
        return self.states[self.revision]

    def write(self, line):
        """Remember a line of the log."""
        held = self.now.get(line.subject, BLANK)
        after = {name: value for name, (_before, value) in line.fields.items()}
        self.states[line.revision] = self.now | {line.subject: held | after}
        self.lines.append(line)

    # What has to come of something: the lines that it leaves, or a No.

    def standing(self, subject):
        if self.now[subject]["is_withdrawn"]:
            raise No(Refused)

    def edit(self, subject, base, wanted):
        self.standing(subject)
        wishes = {
            name: (self.seen(subject, name, base), mine, self.is_touched(subject, name, base))
            for name, mine in wanted.items()
        }
        return self.settle("edited", subject, wishes)

    def withdraw(self, subject):
        self.standing(subject)
        return self.line("withdrawn", subject, {"is_withdrawn": [False, True]})

    def restore(self, subject):
        if not self.now[subject]["is_withdrawn"]:
            raise No(Refused)
        return self.line("restored", subject, {"is_withdrawn": [True, False]})

    def undo(self, line):
        if line.verb in BORN:
            return self.take_back(line)
        if "is_withdrawn" not in line.fields:
            self.standing(line.subject)
        now = self.now[line.subject]
        wishes = {
            name: (after, before, now[name] != after)
            for name, (before, after) in line.fields.items()
        }
        return self.settle("undone", line.subject, wishes)

    def undo_all(self, request):
        lines = [line for line in self.lines if line.request == request]
        if not lines:
            raise No(Refused)
        aside = copy(self)
        aside.lines, aside.states, aside.known = [*self.lines], {**self.states}, self.revision
        for line in reversed(lines):
            for done in aside.undo(line):
                aside.write(done)
        return aside.lines[len(self.lines) :]

    def take_back(self, born):
        """What was added goes again, unless others have worked on it since."""
        concerned = {born.subject} | {
            subject
            for subject, held in self.now.items()
            if born.subject.endswith(f":{held.get('element')}") and not held["is_withdrawn"]
        }
        since = [line for line in self.lines if line.revision > born.revision]
        others = [
            line for line in since if line.actor != self.actor and line.request != born.request
        ]
        self.standing(born.subject)
        if concerned & {line.subject for line in others}:
            raise No(Refused)
        return self.line("undone", born.subject, {"is_withdrawn": [False, True]})

    def settle(self, verb, subject, wishes):
        """wishes: by field, what was there before, what is wanted, whether it was touched since."""
        fields, clashes = {}, {}
        for name, (old, mine, is_touched) in wishes.items():
            theirs = self.now[subject][name]
            value, disputed = mine, {}
            if name == "translations":
                value, disputed = by_text(old, theirs, mine)
            elif is_touched and mine != theirs:
                disputed = {name: (old, theirs, mine)}
            clashes |= disputed
            if value != theirs:
                fields[name] = [theirs, value]
        if clashes:
            raise No(Clash, {
                path: (*said, self.writer(subject, path, said[1])) for path, said in clashes.items()
            })  # fmt: skip
        if any((name, value) in NONSENSE for name, (_theirs, value) in fields.items()):
            raise No(ValidationError)
        return self.line(verb, subject, fields)

    def line(self, verb, subject, fields):
        said = Line(self.revision + 1, self.actor, self.request, verb, subject, fields)
        return [said] if fields else []

    # What was there.

    def about(self, subject, base):
        return [line for line in self.lines if line.subject == subject and line.revision > base]

    def seen(self, subject, name, base):
        """What somebody saw who saw the map at this revision."""
        if held := self.states[base].get(subject):
            return held[name]
        born = self.about(subject, base)[0]
        return born.fields.get(name, [BLANK.get(name)])[0]

    def writer(self, subject, path, theirs):
        """The last revision that put there what stands there."""
        name, *way = path.split(".")
        for line in reversed(self.about(subject, 0)):
            before, after = (at(side, way) for side in line.fields.get(name, [None, None]))
            is_known = line.revision <= (self.known or self.revision)
            if is_known and before != after and after == theirs:
                return line.revision
        raise AssertionError(f"Nobody wrote {theirs!r}.")

    def is_touched(self, subject, name, base):
        return any(name in line.fields for line in self.about(subject, base))


def by_text(old, theirs, mine):
    """My texts over theirs, and where both of us changed one otherwise."""
    old, merged, mine = (_texts(each) for each in (old or {}, theirs, mine))
    disputed = {}
    for text in sorted(old.keys() | mine.keys()):
        before, now, wanted = (each.get(text) for each in (old, merged, mine))
        if before != wanted and now not in (before, wanted):
            disputed[".".join(("translations", *text))] = (before, now, wanted)
        if before != wanted:
            merged[text] = wanted
    result = {}
    for (language, name), said in merged.items():
        if said is not None:
            result.setdefault(language, {})[name] = said
    return result, disputed


def at(value, way):
    return value if not way else (value or {}).get(way[0], {}).get(way[1])


def _texts(translations):
    return {
        (language, name): said
        for language, texts in translations.items()
        for name, said in texts.items()
    }
