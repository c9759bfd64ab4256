"""A text that nobody holds any more is let go."""

import gc
import weakref

from roadmaps.prose import document, rebase
from tests.roadmaps.prose.test_rebasing import PARAGRAPH, insertion


def test_no_text_stays_in_memory_when_it_has_become_another_one():
    text, known = document(PARAGRAPH), []
    for _letter in range(20):
        known.append(weakref.ref(text))
        text = rebase(text, insertion(1, "x"), []).document
        text.resolve(2)
    gc.collect()
    assert [each for each in known if each() is not None] == []
