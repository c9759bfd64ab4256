"""Putting the things of a row into the order of a document."""

from roadmaps.applying.desk import MODULES
from roadmaps.elements import Element


def put_in_order(desk, edits) -> None:
    """Each row whose order changed, and each new thing behind what it came after."""
    whole = {}
    for edit in edits:
        if edit.verb == "reordered":
            whole[_row_of(edit)] = True
            _arrange(desk, edit.subject, edit.after)
    for edit in edits:
        if edit.verb == "added" and edit.subject in MODULES and _row_of(edit) not in whole:
            _put(desk, edit)


def _row_of(edit):
    """The row in which a thing stands: elements of one kind, or what stands on one element."""
    if edit.subject == "element":
        return ("element", edit.key if edit.verb == "reordered" else edit.after["kind"])
    return (edit.subject, edit.element or "")


def _arrange(desk, subject, keys):
    """Let things stand in the order of their keys; others in the row stay where they are."""
    rows = [row for key in keys if (row := desk.find(subject, key)) is not None]
    wanted = [row.pk for row in rows]
    now = [key for key in _standing(rows[0]) if key in set(wanted)] if rows else []
    before = None
    for row in rows:
        place = now.index(row.pk)
        if (now[place - 1] if place else None) != (before and before.pk):
            MODULES[subject].reorder(desk.actor, row, before)
            now.remove(row.pk)
            now.insert(now.index(before.pk) + 1 if before else 0, row.pk)
        before = row


def _put(desk, edit):
    """Put one new thing behind the one after which it comes."""
    row = desk.find(edit.subject, edit.key)
    if row is None or edit.subject in ("link", "progress_update"):
        return  # they stand in an order of their own
    before = desk.find(edit.subject, edit.behind) if edit.behind else None
    if edit.behind and before is None:
        return
    standing = _standing(row)
    place = standing.index(row.pk)
    if (standing[place - 1] if place else None) != (before and before.pk):
        MODULES[edit.subject].reorder(desk.actor, row, before)


def _standing(row):
    """The keys of what stands in the row of a thing, in its order."""
    siblings = row.siblings.filter(is_withdrawn=False)
    order = ("position", "number") if isinstance(row, Element) else row._meta.ordering[1:]
    order = ("position", "pk") if "position" not in order else order
    return list(siblings.order_by(*order).values_list("pk", flat=True))
