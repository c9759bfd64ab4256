"""Two maps, all steps, seven people and the clock, in any order: only what is lawful is done.

A model foresees of each attempt whether it is taken or refused; after each attempt everything is
compared with it. By hand it was run with far more: see RUNS.
"""

import hashlib
import os
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts import people
from changes.models import Change
from changes.verify import faults
from roadmaps import elements, links, signoffs, workflow
from roadmaps.models import Edition, Link, Roadmap
from tests import factories
from tests.roadmaps.life_maps import a_map
from tests.roadmaps.life_model import PATHS, PURPOSES, ROLES, TITLES, Clearance, Life, Said
from tests.roadmaps.life_turns import CLEARING, TO_FORCE, UNLAWFUL, chance, maps, said, who
from tests.roadmaps.life_walk import walk
from tests.roles import owner

WALK = int(os.environ.get("RUMBO_MOVES", "150"))  # in one long life
RUNS = int(os.environ.get("RUMBO_LIVES", "4"))  # by hand 150 and more
BEGINNING = datetime(2026, 5, 4, 9, tzinfo=UTC)
BOUNDED = settings(
    max_examples=RUNS, stateful_step_count=30, deadline=None, derandomize=RUNS == 4, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip


class Lives(RuleBasedStateMachine):
    """Two maps on their way, and everybody who tries something with them."""

    scene = None  # set by the test: who there is, the maps, the time, what came of it

    def __init__(self):
        super().__init__()
        self.cast, self.keys, self.treasury, self.time, self.outcomes = self.scene
        self.time[0] = BEGINNING
        self.lives = [Life(), Life()]
        self.bytes = {}
        self.apart = transaction.atomic()
        self.apart.__enter__()

    def teardown(self):
        try:
            assert list(faults()) == []
        finally:
            transaction.set_rollback(True)
            self.apart.__exit__(None, None, None)

    def map(self, number):
        return Roadmap.objects.get(pk=self.keys[number])

    def challenge(self, number):
        return elements.in_full(self.map(number).elements.get(kind="challenge"))

    # What they try.

    @initialize(is_so=st.booleans())
    def one_map_may_be_in_force(self, is_so):
        for step, person in TO_FORCE if is_so else ():
            self.step(1, person, step, Said("Because."))

    @rule(number=maps, chance=chance, step=st.sampled_from(sorted(PATHS)), said=said)
    def try_a_step(self, number, chance, step, said):
        """Mostly one of those who take it."""
        own = [who for who in sorted(ROLES) if ROLES[who] & PATHS[step][2]]
        people = [*own * 5, *sorted(ROLES)]
        self.step(number, people[chance % len(people)], step, said)

    @rule(number=maps, chances=st.lists(chance, min_size=2, max_size=5), said=said)
    def go_on(self, number, chances, said):
        for choice in chances:
            self.go_one_step(number, choice, said)

    def go_one_step(self, number, choice, said):
        """Somebody takes a step that may be taken, if there is one."""
        life = self.lives[number]
        willing = Said("Because.", 40 + choice % 7 * 20, "What is new.", said.title)
        able = [
            (step, who)
            for step in PATHS
            for who in sorted(ROLES)
            if life.foresee(step, who, willing, self.time[0]) is None
        ]
        # The end comes seldom, or nothing would be seen of what comes before; else what is new.
        able = [each for each in able if each[0] != "retire" or choice % 5 == 4]
        fewest = min((life.steps[step] for step, _who in able), default=0)
        able = [each for each in able if life.steps[each[0]] == fewest]
        if able:
            step, who = able[choice % len(able)]
            self.step(number, who, step, willing)

    def step(self, number, who, step, said):
        life = self.lives[number]
        foreseen = life.foresee(step, who, said, self.time[0])
        more = self.asked_for(number, step, said)

        def act():
            actor = self.cast[who]
            workflow.take(actor, self.map(number), step, reason=said.reason, **more)

        if self.does(step, foreseen, act):
            life.take(step, said, self.time[0])

    def asked_for(self, number, step, said):
        closes_at = self.time[0] + timedelta(days=said.days)
        fields = {"severity": 1} if said.is_promise else {"title": said.title}
        edits = [{"thing": self.challenge(number), "fields": fields}]
        return {
            "open_consultation": {
                "title": "Round", "brief": "What is missing?", "audience": "public",
                "closes_at": closes_at,
            },
            "extend_consultation": {"closes_at": closes_at},
            "publish": {"note": said.note},
            "correct": {"edits": edits},
        }.get(step, {})  # fmt: skip

    @rule(number=maps, who=who, title=st.sampled_from(["", *TITLES]))
    def write(self, number, who, title):
        """A title; without one, the link is drawn or taken off."""
        (self.edit if title else self.draw)(number, who, title)

    def edit(self, number, who, title):
        life, base = self.lives[number], self.map(number).revision
        foreseen = None if life.may_write(who) else PermissionDenied

        def act():
            elements.edit(self.cast[who], self.challenge(number), base, title=title)

        if self.does("write", foreseen, act):
            life.write(who, title)

    def draw(self, number, who, _title):
        life = self.lives[number]
        foreseen = None if life.may_write(who) else PermissionDenied
        link = Link.objects.get(source__roadmap=self.keys[number])
        act = links.withdraw if life.is_addressed else links.restore
        if self.does("draw", foreseen, lambda: act(self.cast[who], link)):
            life.draw(who, not life.is_addressed)

    @rule(
        number=maps,
        what=st.sampled_from(["ask", "sign", "sign", "overrule", "drop"]),
        chance=chance,
        purpose=st.sampled_from(PURPOSES),
    )
    def clear(self, number, what, chance, purpose):
        people = [*CLEARING[what] * 4, *sorted(ROLES)]
        getattr(self, what)(number, people[chance % len(people)], purpose, chance)

    def ask(self, number, who, purpose, _chance):
        life = self.lives[number]

        def act():
            actor, treasury = self.cast[who], self.treasury
            signoffs.ask(actor, self.map(number), purpose, "finance", treasury)

        if self.does("ask", life.foresee_asking(who, purpose), act):
            life.cleared[purpose] = Clearance()

    def sign(self, number, who, purpose, chance):
        decision = "objected" if chance % 4 == 0 else "cleared"
        is_fresh = chance % 5 != 0
        life, asked = self.lives[number], self.asked(number, purpose)
        if asked is None:
            return
        sha256 = signoffs.hash_of(signoffs.text_of(self.map(number))) if is_fresh else "0" * 64

        def act():
            signoffs.sign(self.cast[who], asked, decision, sha256, "A remark.")

        if self.does("sign", life.foresee_signing(who, is_fresh), act):
            life.cleared[purpose] = Clearance(decision, life.text)

    def overrule(self, number, who, purpose, _chance):
        life, asked = self.lives[number], self.asked(number, purpose)
        if asked is None:
            return
        foreseen = None if life.may_ask(who, "approver") else PermissionDenied

        def act():
            signoffs.overrule(self.cast[who], asked, "They are on leave.")

        if self.does("overrule", foreseen, act):
            life.cleared[purpose].is_overruled = True

    def drop(self, number, who, purpose, _chance):
        life, asked = self.lives[number], self.asked(number, purpose)
        if asked is None:
            return
        may = life.may_ask(who, "steward", "approver")
        foreseen = None if may else PermissionDenied
        if self.does("drop", foreseen, lambda: signoffs.drop(self.cast[who], asked)):
            del life.cleared[purpose]

    def asked(self, number, purpose):
        found = self.map(number).signoffs.filter(purpose=purpose).first()
        assert (found is None) == (purpose not in self.lives[number].cleared)
        return found

    @rule(days=st.sampled_from([1, 30, 41]))
    def time_goes_by_and_the_clock_strikes(self, days):
        self.time[0] += timedelta(days=days)
        due = [
            number
            for number, life in enumerate(self.lives)
            if life.stage == "consultation" and life.closes_at <= self.time[0]
        ]
        taken = workflow.take_what_is_due()
        assert {each.pk for each in taken} == {self.keys[number] for number in due}
        for number in due:
            self.lives[number].take("close_consultation", Said(), self.time[0])
            self.outcomes["the clock: taken"] += 1
        assert workflow.take_what_is_due() == []

    def does(self, what, foreseen, act):
        """Whether it is done; it has to be done, or refused, as it was foreseen."""
        self.outcomes[f"{what}: {foreseen.__name__ if foreseen else 'taken'}"] += 1
        if foreseen is None:
            act()
            return True
        with pytest.raises(foreseen), transaction.atomic():
            act()
        return False

    # What holds after each of it.

    @invariant()
    def it_stands_where_it_has_to_stand(self):
        for number, life in enumerate(self.lives):
            now = self.map(number)
            assert (now.stage, now.is_published) == (life.stage, life.is_published)
            assert self.challenge(number).title == life.title
            verbs = Change.objects.within(now).filter(verb__in=PATHS)
            assert Counter(verbs.values_list("verb", flat=True)) == life.steps
            revisions = Change.objects.within(now).order_by("revision")
            told = list(revisions.values_list("revision", flat=True))
            assert told == list(range(1, now.revision + 1))

    @invariant()
    def editions_are_as_they_were_and_numbered_without_a_hole(self):
        for number, life in enumerate(self.lives):
            found = self.map(number).editions.order_by("published_at", "map_revision")
            told = [[each.number, str(each.kind), str(each.status)] for each in found]
            assert told == life.editions
            public = [each for each in told if each[1] != "consultation"]
            assert sum(status == "current" for *_what, status in public) <= 1
            for edition in found:
                content = bytes(edition.content)
                assert hashlib.sha256(content).hexdigest() == edition.sha256
                assert self.bytes.setdefault(edition.pk, content) == content

    @invariant()
    def nobody_changes_an_edition_by_hand(self):
        for key in Edition.objects.order_by("-map_revision").values_list("pk", flat=True)[:1]:
            statement = UNLAWFUL[sum(self.outcomes.values()) % len(UNLAWFUL)]
            refused = pytest.raises(DatabaseError, match="for ever")
            with owner() as cursor, refused, transaction.atomic():
                cursor.execute(statement, [key])


@pytest.fixture
def scene(registrar, programme, treasury, monkeypatch):
    """Two maps that lack nothing, and seven people of whom each has other roles on them."""
    time = [BEGINNING]
    monkeypatch.setattr(timezone, "now", lambda: time[0])
    cast = {name: factories.person(registrar, name=name.title()) for name in sorted(ROLES)}
    people.join(registrar, cast["official"], treasury, may_submit=True)
    keys = [a_map(registrar, programme, treasury, cast, number) for number in range(2)]
    return cast, keys, treasury, time, Counter()


def test_SR_11_SR_13_whatever_anybody_tries_only_what_is_lawful_is_done(scene):
    machine = type("LivesHere", (Lives,), {"scene": scene})
    run_state_machine_as_test(machine, settings=BOUNDED)
    walk(machine(), WALK)
    outcomes = scene[-1]
    print(sum(outcomes.values()), "attempts:", dict(sorted(outcomes.items())))
    taken = {step for step in PATHS if outcomes[f"{step}: taken"]}
    assert taken == PATHS.keys(), "too little was tried for the test to say anything"
    assert sum(bool(outcomes[f"{step}: Refused"]) for step in PATHS) > 8
