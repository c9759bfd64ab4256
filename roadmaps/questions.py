"""What is asked at each request: put into SQL once a day, which takes longer than to answer it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

NOBODY, NOWHERE = UUID(int=0), UUID(int=1)  # stand in a question for a person and for a map

Question = Callable[[Mapping[UUID, Any]], tuple[str, list[Any]]]


def once_a_day(ask: Callable[[], QuerySet]) -> Question:
    """A question that is the same for everybody. ask: the one about nobody, as it is today.

    Gives the SQL and the values in it, for those who are named for nobody and nowhere.
    """

    @lru_cache(maxsize=2)
    def put(today):
        return ask().query.sql_with_params()

    def about(those):
        question, values = put(timezone.localdate())
        return question, [_named(each, those) for each in values]

    return about


def _named(value, those):
    return those.get(value, value) if isinstance(value, UUID) else value
