"""What people may do to a map when it is their turn, for Hypothesis to choose from."""

from dataclasses import dataclass

from hypothesis import strategies as st

WRITERS = ("steward", "editor", "partner", "colleague")
MANY = 6  # things on the map: among more, people do not meet often enough
ACTS = [
    *("add", "state", "withdraw", "restore", "meddle", "look"),
    *("edit_again",) * 6, *("edit", "undo", "undo_all") * 3, *("reorder", "begin_another") * 2,
]  # fmt: skip


def texts(**said):
    return {"es": {name: {"text": text, "revision": 1} for name, text in said.items()}}


# The last title and the last severity are none, and nobody may write them.
TITLES = ["Water", "Zinc", "Energy", ""]
TRANSLATIONS = [
    {}, texts(title="Agua"), texts(title="Cinc"), texts(title="Agua", note="Más"), texts(note="No"),
]  # fmt: skip
MAP = {"title": TITLES, "translations": TRANSLATIONS, "summary": ["", "Water", "Zinc"]}
FIELDS = {
    "map": MAP,
    "goal": MAP,
    "challenge": MAP | {"severity": [1, 2, 5, None, 9]},
    "figure": {"low": ["1", "2.5", "30"], "label": TITLES, "translations": TRANSLATIONS},
}


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, what they do, and with which of the things, which are counted in a round.

    lately: how many looks ago they saw the map, or how many lines ago was done what they undo.
    wishes: numbers of fields and of values for them.
    """

    who: str
    what: str
    which: int
    other: int
    lately: int
    wishes: list[tuple[int, int]]

    def one_of(self, things):
        return things[self.which % len(things)]

    def one_of_the_last(self, things):
        return things[-1 - self.lately % len(things)]

    def fields(self, kind, names=()):
        """What they want to write in a thing of this kind, or in these of its fields."""
        known = [each for each in FIELDS[kind].items() if not names or each[0] in names]
        chosen = [(known[name % len(known)], value) for name, value in self.wishes]
        return {name: values[value % len(values)] for (name, values), value in chosen}


FIRST = [  # a map without anything on it is soon told
    Turn("steward", "add", 0, 0, 0, []),
    Turn("editor", "add", 1, 0, 0, []),
    Turn("partner", "state", 1, 0, 0, []),
    Turn("steward", "add", 0, 0, 0, []),
    Turn("colleague", "look", 0, 0, 0, []),
    Turn("colleague", "edit", 0, 0, 0, [(0, 0), (1, 1)]),
    Turn("partner", "edit", 1, 0, 0, [(0, 1)]),
]
turns = st.builds(
    Turn,
    who=st.sampled_from(WRITERS),
    what=st.sampled_from(ACTS),
    which=st.integers(0, MANY),
    other=st.integers(0, MANY),
    lately=st.integers(0, 7),
    wishes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=2),
)
