"""What was taken out of a long text and what was put into it, word by word."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s*\S+|\s+")
MOST = 500_000  # pairs of equal words that are weighed; where there are more, all is told as new


@dataclass(frozen=True)
class Passage:
    """A piece of a text that is the same in both, or stands in one of them alone."""

    kind: str  # same, removed, added
    text: str


def passages(before: str | None, after: str | None) -> list[Passage]:
    """Both texts in one: without what was removed it is the later one, without what was added
    the earlier one."""
    old, new = WORDS.findall(before or ""), WORDS.findall(after or "")
    start, end = _shared(old, new)
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    found = [Passage("same", "".join(old[:start]))]
    if _pairs(inner_old, inner_new) > MOST:
        found += [_passage("removed", inner_old), _passage("added", inner_new)]
    else:
        found += _between(inner_old, inner_new)
    found.append(Passage("same", "".join(old[len(old) - end :])))
    return [each for each in found if each.text]


def _between(old, new):
    for verb, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            yield _passage("same", old[i:j])
        else:
            yield _passage("removed", old[i:j])
            yield _passage("added", new[k:m])


def _pairs(old, new):
    """How often a word of one text is a word of the other: that is what comparing costs."""
    there = Counter(new)
    return sum(count * there[word] for word, count in Counter(old).items())


def _shared(old, new):
    """How many words both begin with, and how many of the others both end with."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _passage(kind, words):
    return Passage(kind, "".join(words))
