"""Five people with stale versions write one text by the command that stores it: all converge."""

from itertools import count
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmaps import narratives
from roadmaps.models import Narrative, Step
from roadmaps.narratives import Message, sections, together
from roadmaps.narratives.together import Letter
from roadmaps.prose import Rebased, steps_of
from tests.roadmaps.prose.desk import Server, assert_all_converge
from tests.roadmaps.prose.documents import Author

BOUNDED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Stored(Server):
    """The text as the database has it: what is sent goes through the command."""

    def __init__(self, narrative, people):
        self.narrative, self.people, self.numbers = narrative, people, count()
        super().__init__(narratives.text_of(narrative).document)
        self.base, self.ends = narrative.version, [0]  # how many steps each version has brought

    def take(self, version, steps, holding):
        number = next(self.numbers)
        message = Message(
            self.base + self.ends.index(version),
            [step.to_json() for step in steps],
            str(uuid4()),
            number,
            tuple(sorted(holding)),
        )
        writer = self.people[number % len(self.people)]
        letter = Letter(writer.pk, self.narrative.roadmap_id, self.narrative.pk, message, "en")
        (answer,) = together.take([letter])
        assert answer.refusal == ""
        if not answer.is_told:
            return Rebased(self.doc, [], [])
        row = Step.objects.get(narrative=self.narrative, client=message.client)
        assert row.author == writer
        return self._follow(row)

    def _follow(self, row):
        """What the database stored is what a server without one would have done."""
        made = steps_of(row.steps)
        fresh = Narrative.objects.get(pk=self.narrative.pk)
        text = narratives.text_of(fresh)
        assert text.version == row.version
        super_made = Server.take(self, len(self.steps), made, ())
        assert text.document.eq(self.doc)
        self.ends.append(len(self.steps))
        return Rebased(text.document, super_made.steps, list(row.kept))


@pytest.fixture
def people(steward, editor):
    return [steward, editor]


@BOUNDED
@given(seed=st.integers(0, 100_000), turns=st.integers(5, 40))
def test_SR_20_what_the_database_stores_is_what_everybody_has_in_the_end(
    roadmap, people, seed, turns
):
    with transaction.atomic():
        made = sections.add(people[0], roadmap, "vision")
        told = Author(seed).document().to_json()
        narratives.put(people[0], made, 0, told, str(uuid4()), 0)
        narrative = Narrative.objects.get(pk=made.pk)
        assert_all_converge(Stored(narrative, people), seed, turns)
        transaction.set_rollback(True)
