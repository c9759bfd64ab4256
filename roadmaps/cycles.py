"""Circles among things that wait for one another."""

from collections import defaultdict


def cycles(arrows: list[tuple[str, str]]) -> list[list[str]]:
    """One circle for each group of things that wait for one another; empty when there is none.

    Every thing that lies on a circle is in a group; a group is told by its shortest circle.
    """
    ways = defaultdict(set)
    for start, end in arrows:
        ways[start].add(end)
    found, told = [], set()
    for start in sorted(ways):
        if start not in told and (circle := _shortest_way(ways, start)):
            found.append(circle)
            told |= set(circle)
    return found


def _shortest_way(ways, start):
    """The shortest way from a thing back to itself, without repeating the start."""
    edge = [[start]]
    seen = set()
    while edge:
        longer = []
        for way in edge:
            for after in sorted(ways.get(way[-1], ())):
                if after == start:
                    return way
                if after not in seen:
                    seen.add(after)
                    longer.append([*way, after])
        edge = longer
    return []
