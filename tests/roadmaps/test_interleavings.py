"""Whatever people do on one map, in whatever order and whatever they saw: nothing is lost."""

import uuid
from collections import Counter
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import event, given, settings
from hypothesis import strategies as st

from changes.merging import Clash
from changes.models import Change, address
from changes.verify import faults
from roadmaps import elements, figures, undo
from roadmaps import roadmap as maps
from roadmaps.document import build
from roadmaps.elements import Element
from roadmaps.roadmap import Refused, Roadmap
from tests import factories
from tests.roadmaps.replay import departures
from tests.roadmaps.things import NUMBER, in_one_go
from tests.roadmaps.turns import FIELDS, FIRST, MANY, WRITERS, turns
from tests.roadmaps.witness import BLANK, Line, No, Witness

RUNS, TURNS = 20, 50
BOUNDED = settings(max_examples=RUNS, deadline=None, derandomize=True, database=None)
FEW = 3  # of an outcome: the test would hardly say anything of it
OFTEN = [
    *("edit: written", "edit: nothing", "edit: Refused", "edit: ValidationError"),
    *("edit a stale copy: written", "edit a stale copy: nothing", "edit a stale copy: Clash"),
    *("edit: texts merged", "undo: written", "undo: nothing", "undo: Clash", "undo: Refused"),
    *("undo all: written", "undo all: Clash", "undo all: Refused", "meddle: PermissionDenied"),
    *("reorder: written", "reorder: Refused", "restore: written", "withdraw: written"),
]
UNKNOWN = uuid.UUID(int=0)  # the number of a request that there was not
TOLD = {name for fields in FIELDS.values() for name in fields} | {"is_withdrawn"}


class People:
    """Four people who write on one map, and one who may not; a witness foresees what comes of it.

    Each act takes a turn: whose it is, and what they choose.
    """

    def __init__(self, people, roadmap, outcomes):
        self.people, self.outcomes = people, outcomes
        self.names = {person.pk: name for name, person in people.items()}
        self.roadmap = Roadmap.objects.get(pk=roadmap.pk)
        said = BLANK | {"title": roadmap.title, "is_withdrawn": False}
        self.witness = Witness(self.roadmap.revision, {address(roadmap): said})
        self.things = []
        self.seen = {name: [self.witness.revision] for name in people}
        self.going = {name: uuid.UUID(int=number) for number, name in enumerate(people, 1)}
        self.begun = len(people)  # requests, which are counted from 1
        for turn in FIRST:
            getattr(self, turn.what)(turn)

    # What they do.

    def look(self, turn):
        self.seen[turn.who].append(self.witness.revision)

    def begin_another(self, turn):
        self.begun += 1
        self.going[turn.who] = uuid.UUID(int=self.begun)

    def add(self, turn):
        kind = ("challenge", "goal")[turn.which % 2]

        def act(actor):
            self.things.append(elements.add(actor, self.roadmap, kind, title="Something"))

        if len(self.things) < MANY:
            self.do("add", turn.who, lambda: None, act)

    def state(self, turn):
        subject = turn.one_of([thing for thing in self.things if isinstance(thing, Element)])

        def act(actor):
            self.things.append(figures.state(actor, subject, low="1", **NUMBER))

        if len(self.things) < MANY or self.witness.now[address(subject)]["is_withdrawn"]:
            self.do("state", turn.who, lambda: self.witness.standing(address(subject)), act)

    def edit(self, turn):
        self.write(turn, turn.one_of([*self.things, self.roadmap]))

    def edit_again(self, turn):
        """They write where somebody has just written."""
        things = {address(thing): thing for thing in (*self.things, self.roadmap)}
        line = turn.one_of_the_last(self.edited())
        self.write(turn, things[line.subject], line.fields)

    def edited(self):
        return [line for line in self.witness.lines if line.verb == "edited"]

    def write(self, turn, thing, names=()):
        kind, commands = kind_of(thing)
        said, subject = turn.fields(kind, names), address(thing)
        base = turn.one_of_the_last(self.seen[turn.who])
        what = "edit a stale copy" if self.witness.about(subject, base) else "edit"
        is_done = self.do(
            what, turn.who, lambda: self.witness.edit(subject, base, said),
            lambda actor: commands.edit(actor, thing, base, **said),
        )  # fmt: skip
        now = self.witness.now[subject]
        if is_done and now["translations"] != said.get("translations", now["translations"]):
            self.note("edit: texts merged")

    def withdraw(self, turn):
        thing = turn.one_of(self.things)
        self.do(
            "withdraw", turn.who, lambda: self.witness.withdraw(address(thing)),
            lambda actor: kind_of(thing)[1].withdraw(actor, thing),
        )  # fmt: skip

    def restore(self, turn):
        now = self.witness.now
        gone = [thing for thing in self.things if now[address(thing)]["is_withdrawn"]]
        thing = turn.one_of(gone or self.things)
        self.do(
            "restore", turn.who, lambda: self.witness.restore(address(thing)),
            lambda actor: kind_of(thing)[1].restore(actor, thing),
        )  # fmt: skip

    def reorder(self, turn):
        thing = turn.one_of(self.things)
        commands, siblings = kind_of(thing)[1], list(thing.siblings)
        after = [None, *siblings, self.things[0]][turn.other % (len(siblings) + 2)]
        row = [each.pk for each in siblings]

        def foresee():
            self.witness.standing(address(thing))
            if after is not None and (after.pk == thing.pk or after.pk not in row):
                raise No(Refused)

        def act(actor):
            commands.reorder(actor, thing, after)

        if self.do("reorder", turn.who, foresee, act):
            others = [key for key in row if key != thing.pk]
            others.insert(0 if after is None else others.index(after.pk) + 1, thing.pk)
            assert [each.pk for each in thing.siblings] == others

    def lines(self, turn):
        """Any line, one of an edit, or one of an edit over which somebody has written since."""
        edited, is_touched = self.edited(), self.witness.is_touched
        written_over = [
            line for line in edited
            if any(is_touched(line.subject, name, line.revision) for name in line.fields)
        ]  # fmt: skip
        return (self.witness.lines, edited, written_over or edited)[turn.which % 3]

    def undo(self, turn):
        line = turn.one_of_the_last(self.lines(turn))
        change = Change.objects.within(self.roadmap).get(revision=line.revision)
        self.do(
            "undo", turn.who, lambda: self.witness.undo(line),
            lambda actor: undo.undo(actor, self.roadmap, change),
        )  # fmt: skip

    def undo_all(self, turn):
        number = turn.one_of_the_last([UNKNOWN, *(line.request for line in self.lines(turn))])
        self.do(
            "undo all", turn.who, lambda: self.witness.undo_all(number),
            lambda actor: undo.undo_request(actor, self.roadmap, number),
        )  # fmt: skip

    def meddle(self, turn):
        thing, base = turn.one_of(self.things), self.witness.revision
        kind, commands = kind_of(thing)
        attempts = [
            lambda actor: elements.add(actor, self.roadmap, "goal", title="Mine"),
            lambda actor: commands.edit(actor, thing, base, **turn.fields(kind)),
            lambda actor: commands.withdraw(actor, thing),
            lambda actor: commands.restore(actor, thing),
            lambda actor: commands.reorder(actor, thing),
            lambda actor: undo.undo(actor, self.roadmap, Change.objects.of(thing).last()),
        ]
        self.do("meddle", "approver", self.may_not, attempts[turn.other % len(attempts)])

    def may_not(self):
        raise No(PermissionDenied)

    # What comes of it.

    def do(self, what, who, foresee, act):
        """Somebody does something; it is written as it was foreseen, or refused as foreseen."""
        self.witness.actor, self.witness.request = who, self.going[who]
        try:
            foreseen = foresee()
        except No as no:
            return self.refused(f"{what}: {no}", who, no, act)
        with in_one_go(self.going[who]):
            act(self.people[who])
        told = self.told(self.witness.revision)
        assert foreseen in (None, told)
        assert {(line.actor, line.request) for line in told} <= {(who, self.going[who])}
        for line in told:
            self.witness.write(line)
        self.seen[who].append(self.witness.revision)
        self.note(f"{what}: {'written' if told else 'nothing'}")
        return True

    def refused(self, what, who, no, act):
        with in_one_go(self.going[who]), pytest.raises(no.kind) as refusal:
            act(self.people[who])
        if no.kind is Clash:
            assert in_short(refusal.value) == no.clashes
        assert self.told(self.witness.revision) == []
        self.note(what)
        return False

    def told(self, after):
        """What stands in the log after this revision."""
        lines = Change.objects.within(self.roadmap).after(after).order_by("revision")
        names = ("revision", "actor", "request", "verb", "subject", "fields")
        return [
            Line(revision, self.names[actor], *said)
            for revision, actor, *said in lines.values_list(*names)
        ]

    def note(self, outcome):
        self.outcomes[outcome] += 1
        event(outcome)

    def check(self):
        """What was acknowledged is there, once and in its order, and nothing else."""
        roadmap, states = Roadmap.objects.get(pk=self.roadmap.pk), self.witness.states
        lines = Change.objects.within(roadmap).order_by("revision")
        assert [line.revision for line in lines] == [*range(1, roadmap.revision + 1)]
        assert self.told(min(states)) == self.witness.lines
        assert departures(roadmap) == {}
        assert [*faults()] == []
        for revision in [*states][:: len(states) // 3 + 1]:
            document = build(roadmap, self.people["steward"], at=revision)
            assert read(document) == remembered(states[revision])


def kind_of(thing):
    """What it is, and the commands for it."""
    if isinstance(thing, Roadmap):
        return "map", SimpleNamespace(edit=maps.describe)
    return (thing.kind, elements) if isinstance(thing, Element) else ("figure", figures)


def in_short(clash):
    said = {name: (each.base, each.theirs, each.mine) for name, each in clash.fields.items()}
    return {name: (*values, clash.lines[name].revision) for name, values in said.items()}


def read(document):
    """What a document tells of each thing, by its key."""
    told = [document["roadmap"], *document["elements"], *document["figures"]]
    told += [figure for element in document["elements"] for figure in element["figures"]]
    return {each["id"]: {name: each[name] for name in TOLD if each.get(name)} for each in told}


def remembered(state):
    """The same as the witness remembers it; figures that were withdrawn are not told."""
    return {
        subject.partition(":")[2]: {name: held[name] for name in TOLD if held.get(name)}
        for subject, held in state.items()
        if not (held["is_withdrawn"] and "figure" in subject)
    }


@pytest.fixture
def people(registrar, steward, editor, partner, approver, association, empty_map):
    """Four who may write, one of them because an organisation may, and one who may not."""
    colleague = factories.person(registrar, name="Colleague")
    maps.grant(steward, empty_map, "editor", user=colleague)
    maps.grant(steward, empty_map, "editor", organisation=association)
    cast = (steward, editor, partner, colleague, approver)
    return dict(zip((*WRITERS, "approver"), cast, strict=True))


def test_SR_48_whatever_people_do_in_whatever_order_nothing_is_lost(people, empty_map):
    empty_map.refresh_from_db()
    outcomes = Counter()

    @BOUNDED
    @given(st.lists(turns, min_size=TURNS, max_size=TURNS))
    def nothing_is_lost(taken):
        savepoint = transaction.savepoint()
        try:
            crowd = People(people, empty_map, outcomes)
            for turn in taken:
                getattr(crowd, turn.what)(turn)
            crowd.check()
        finally:
            transaction.savepoint_rollback(savepoint)

    nothing_is_lost()
    assert {outcome: outcomes[outcome] for outcome in OFTEN if outcomes[outcome] < FEW} == {}
