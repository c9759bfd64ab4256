"""In which order things stand in the columns of a net, and how high, so that few links cross."""

from collections.abc import Hashable, Mapping

from roadmaps.picture.apart import apart

SWEEPS = 6  # from left to right and back, each time with fewer crossings
SETTLINGS = 4

Item = Hashable  # an element, or a bundle of links that passes between elements
Columns = list[list[Item]]
Near = Mapping[Item, list[Item]]  # what each is linked with in other columns


def order(columns: Columns, near: Near) -> None:
    """Put each thing of each column as near as can be to what it is linked with."""
    place = {}
    for column in columns:
        place.update(_shares(column))
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wished = {item: _mean([place[each] for each in near[item]], 0.5) for item in column}
            column.sort(key=lambda item: (wished[item], place[item]))
            place.update(_shares(column))


def _shares(column):
    return {item: (number + 0.5) / len(column) for number, item in enumerate(column)}


def settle(columns: Columns, near: Near, room: Mapping[Item, float], high: float) -> dict:
    """The middle of each thing: near to the middle of what it is linked with, and apart.

    room: the height that each needs, with what is free around it. high: that of the whole.
    """
    middles = {}
    for column in columns:
        spare = high - sum(room[item] for item in column)
        share, y = spare / max(1, len(column)), 0.0
        for item in column:
            middles[item] = y + (room[item] + share) / 2
            y += room[item] + share
    for turn in range(SETTLINGS):
        for column in columns if turn % 2 == 0 else reversed(columns):
            wished = [
                _mean([middles[each] for each in near[item]], middles[item]) for item in column
            ]
            rooms = [room[item] for item in column]
            middles.update(zip(column, apart(wished, rooms, 0.0, high), strict=True))
    return middles


def _mean(places, otherwise):
    return sum(places) / len(places) if places else otherwise
