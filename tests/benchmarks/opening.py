"""What an open text costs: to open it after a long history, and to keep it in memory."""

import gc
import tracemalloc
from pathlib import Path
from uuid import uuid4

from django.test import Client

from accounts.models import User
from roadmaps import narratives
from roadmaps.models import Narrative
from roadmaps.narratives import Message, sections, texts, together
from roadmaps.narratives.together import Letter
from sectors.models import Programme
from tests import factories
from tests.benchmarks.measuring import Row, medians, told
from tests.door import let_in

MANY, FEW = 10_150, 10  # steps; the last whole text of the long one is 150 versions old
TEXTS, TURNS = 1000, 10
PAGE = 4096
SENTENCE = "Each pillar has its own measures, and each measure has somebody who answers for it. "
PARAGRAPH = {"type": "paragraph", "content": [{"type": "text", "text": SENTENCE * 4}]}
WHOLE = {"type": "doc", "content": [PARAGRAPH] * 33}  # two thousand words
STEP = {
    "stepType": "replace", "from": 1, "to": 1,
    "slice": {"content": [{"type": "text", "text": "x"}]},
}  # fmt: skip


def rows() -> list[Row]:
    steward = User.objects.get(email="steward@economia.example")
    roadmap = factories.roadmap(steward, Programme.objects.get(code="mexico"))
    return [_opening(steward, roadmap), *_memory(steward, roadmap)]


def _opening(steward, roadmap) -> Row:
    reader = Client()
    let_in(reader, steward)
    pages = {}
    for steps in (FEW, MANY):
        text = _written(steward, roadmap, steps)
        pages[steps] = f"/roadmaps/{roadmap.slug}/texts/{text.pk}"

    def open_page(steps):
        texts.SHELF.texts.clear()  # as a process that has just begun
        if reader.get(pages[steps]).status_code != 200:
            raise SystemExit("A text cannot be opened.")

    seconds = medians(15, few=lambda: open_page(FEW), many=lambda: open_page(MANY))
    ratio = seconds["many"] / seconds["few"]
    what = f"Opening a text with {MANY:,} steps beside one with {FEW}, nothing remembered"
    return Row(what, told(seconds), ratio, "≤ 1.5", ratio <= 1.5)


def _written(steward, roadmap, steps) -> Narrative:
    text = sections.add(steward, roadmap, "section", title=f"{steps} steps")
    narratives.put(steward, text, 0, WHOLE, "begun", 0)
    for first in range(1, steps, 350):
        letters = [
            Letter(steward.pk, roadmap.pk, text.pk, Message(first, [STEP], str(uuid4()), 0), "en")
            for _number in range(min(350, steps - first))
        ]
        if not all(each.is_told for each in together.take(letters)):
            raise SystemExit("A step was not taken.")
    return Narrative.objects.get(pk=text.pk)


def _memory(steward, roadmap) -> list[Row]:
    opened = []
    for number in range(TEXTS):
        text = sections.add(steward, roadmap, "section", title=f"Text {number}")
        narratives.put(steward, text, 0, WHOLE, "begun", 0)
        opened.append(Narrative.objects.get(pk=text.pk))
    texts.SHELF.texts.clear()
    gc.collect()
    tracemalloc.start()
    for each in opened[: texts.MOST_HELD]:
        narratives.text_of(each)
    gc.collect()
    each_takes = tracemalloc.get_traced_memory()[0] / texts.MOST_HELD / 1024
    tracemalloc.stop()
    sizes = []
    for _turn in range(TURNS):
        for each in opened:
            narratives.text_of(each)
        gc.collect()
        sizes.append(_resident())
    grown = sizes[-1] / sizes[1]
    return [
        Row("An idle open text of 2 000 words in memory", f"{each_takes:.0f} KB", each_takes,
            "≤ 40 KB", each_takes <= 40),
        Row(f"Memory after {TURNS} × {TEXTS:,} texts opened and closed, beside after 2 ×",
            f"{sizes[1] / 2**20:.0f} and {sizes[-1] / 2**20:.0f} MB", grown, "≤ 1.02",
            grown <= 1.02),
    ]  # fmt: skip


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE
