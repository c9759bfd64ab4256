"""Random changes under anchored threads: each is at its place with its words, or in the tray."""

import random

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps import anchors, document, threads
from roadmaps.models import Roadmap, Thread
from tests.roadmaps.places import anchored, says
from tests.roadmaps.writers import Writers

BOUNDED = settings(max_examples=6, deadline=None, derandomize=True, database=None)
MOST = 12  # threads on a map


def test_no_thread_is_ever_lost(steward, editor, roadmap, registers):
    moved = []

    @BOUNDED
    @given(seed=st.integers(0, 10_000), acts=st.integers(1, 25))
    def try_one(seed, acts):
        with transaction.atomic():
            chance, begun = random.Random(seed), {}  # noqa: S311
            for number in range(MOST):
                now = document.build(Roadmap.objects.get(pk=roadmap.pk), steward)
                where = anchored(chance, now)
                try:
                    thread = threads.begin(steward, roadmap, f"Note {number}", **where)
                except ValidationError:  # words of something that can be said, but not quoted
                    continue
                begun[thread.pk] = thread.anchor
            writers = Writers(seed, (steward, editor), roadmap, registers)
            for _number in range(acts):
                writers.act()
            now = document.build(Roadmap.objects.get(pk=roadmap.pk), steward)
            rows = list(Thread.objects.visible_to(steward).near())
            assert {each.pk: each.anchor for each in rows} == begun
            lost = {each.pk for each in threads.tray(rows, now)}
            for each in rows:
                row = anchors.row_of(now, each.anchor)
                assert (each.pk in lost) == (row is None or not says(row, each.anchor))
            moved.append(len(lost))
            transaction.set_rollback(True)

    try_one()
    assert sum(moved) > 0
