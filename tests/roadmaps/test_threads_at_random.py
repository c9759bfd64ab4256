"""Random changes under anchored threads: each is at its place with its words, or in the tray."""

import random

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps import anchors, document, threads
from roadmaps.models import Roadmap, Thread
from tests.roadmaps.writers import Writers

BOUNDED = settings(max_examples=15, deadline=None, derandomize=True, database=None)
MOST = 12  # threads on a map


def anchored(chance, now):
    """A place somewhere on a map, at random: an element, a field, words of it, a figure, a link."""
    element = chance.choice([each for each in now["elements"] if not each["is_withdrawn"]])
    places = [{"element": element["code"]}, {}]
    for name in anchors.fields_of(element):
        places.append({"element": element["code"], "field": name})
        if isinstance(element[name], str):
            words = element[name].split()
            first = chance.randrange(len(words)) if words else 0
            quote = " ".join(words[first : first + 3])
            places.append({"element": element["code"], "field": name, "quote": quote})
    places += [{"figure": each["id"]} for each in element["figures"]]
    places += [{"link": each["id"]} for each in now["links"]]
    return chance.choice(places)


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
                assert (each.pk in lost) == (row is None or not says(row, each))
            moved.append(len(lost))
            transaction.set_rollback(True)

    try_one()
    assert sum(moved) > 0


def says(row, thread):
    """Whether what was quoted still stands there, in whatever language."""
    if row.get("is_withdrawn"):
        return False
    text = str(row.get(thread.field, "") if thread.field else row)
    texts = f"{text} {row.get('translations')}"
    return " ".join(thread.quote.split()) in " ".join(texts.split())
