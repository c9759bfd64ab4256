"""Where on the edge of a box its links begin and end."""

from collections.abc import Mapping

from roadmaps.picture.apart import apart
from roadmaps.picture.layout import Box

Bundle = tuple[str, str]  # links of one kind to one element
APART = 6.0  # between two ports where there is room
CORNER = 9.0  # free of ports


def spread(bundles: Mapping[Bundle, list[tuple[Box, float]]]) -> dict[Bundle, float]:
    """A place on one edge of a box for each bundle: near the other ends, and apart."""
    box = next(iter(bundles.values()))[0][0]
    left, right = box.x + CORNER, box.right - CORNER
    wished = sorted(
        (min(max(_mean(wishes), left), right), number, bundle)
        for number, (bundle, wishes) in enumerate(bundles.items())
    )
    room = min(APART, (right - left) / len(wished))
    wishes = [wish for wish, _number, _bundle in wished]
    places = apart(wishes, [room] * len(wishes), left - room / 2, right + room / 2)
    return {bundle: x for x, (_wish, _number, bundle) in zip(places, wished, strict=True)}


def _mean(wishes):
    return sum(wish for _box, wish in wishes) / len(wishes)
