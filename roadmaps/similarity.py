"""Comments that speak of the same: found by their words, for those who answer them together."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models

from roadmaps.comments import Comment

WORD = re.compile(r"[^\W\d_]{4,}")  # shorter ones stand in every comment
MOST_WORDS = 24


def alike(comment, most: int = 8) -> list[Comment]:
    """Other comments that were sent in the same round, the most similar first.

    Each has a `rank`: the more of the words, and the nearer to one another, the higher.
    """
    if not (words := words_of(comment)):
        return []
    asked = SearchQuery(
        " | ".join(f"'{word}'" for word in words), config="simple", search_type="raw"
    )
    others = Comment.objects.sent().filter(submission__consultation=comment.submission.consultation)
    found = others.filter(search=asked).exclude(pk=comment.pk)
    ranked = found.annotate(rank=SearchRank(models.F("search"), asked, normalization=2))
    return list(ranked.order_by("-rank", "pk")[:most])


def words_of(comment) -> list[str]:
    """The words that tell it from others: the longest ones, each once."""
    found = dict.fromkeys(WORD.findall(f"{comment.text} {comment.proposed}".lower()))
    return sorted(found, key=lambda word: (-len(word), word))[:MOST_WORDS]
