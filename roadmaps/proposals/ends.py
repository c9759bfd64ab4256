"""Which elements an edit names by their codes, beside the one that it is or stands on."""

from collections.abc import Iterator

from roadmaps.diff import Edit

ENDS = {"link": ("source", "target"), "element": ("parent",)}  # of others, a source is a register's


def ends_of(edit: Edit) -> tuple[str, ...]:
    """The fields of what an edit is about that name an element."""
    return ENDS.get(edit.subject, ())


def named(edit: Edit) -> Iterator[str]:
    """The codes in both sides of an edit."""
    for side in (edit.before, edit.after):
        if isinstance(side, dict):
            found = [side.get(name) for name in ends_of(edit)]
        elif isinstance(side, list) and edit.subject == "element" and edit.verb == "reordered":
            found = side
        else:
            found = [side] if edit.field in ends_of(edit) else []
        yield from (code for code in found if isinstance(code, str))
