"""Things in one line: each as near as can be to where it wishes to be, none upon another."""

from collections.abc import Sequence


def apart(wished: Sequence[float], rooms: Sequence[float], low: float, high: float) -> list[float]:
    """The middles of things that keep their order between two ends.

    rooms: what each needs. Where there is not enough room for all they begin at the low end.
    """
    offsets, needed = [], 0.0
    for room in rooms:
        offsets.append(needed + room / 2)
        needed += room
    blocks: list[tuple[float, int]] = []  # sum and number of wishes that can only be met together
    for wish, offset in zip(wished, offsets, strict=True):
        total, count = wish - offset, 1
        while blocks and blocks[-1][0] * count >= total * blocks[-1][1]:
            total, count = total + blocks[-1][0], count + blocks[-1][1]
            blocks.pop()
        blocks.append((total, count))
    most = max(low, high - needed)
    starts = [min(max(total / count, low), most) for total, count in blocks for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
