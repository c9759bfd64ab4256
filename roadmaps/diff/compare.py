"""What has to be done to one document of a map so that it says what another one says.

What comes is told with all that stands on it; what goes takes all of that with it. Something that
was withdrawn does not stand on the map, also where members can read it.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from roadmaps.diff.contents import ROWS, Thing, contents, hanging, texts
from roadmaps.diff.edits import Edit
from roadmaps.diff.texts import by_element

Document = dict[str, Any]
NAMELESS = {"participation"}  # nothing names them, so that they are what they say
FIRST = ("title", "label", "number", "summary", "period")  # told before all else of a thing


def compare(old: Document, new: Document) -> list[Edit]:
    """Every difference between two documents of one map, in the order in which a map is read."""
    edits = [*_fields("roadmap", "", None, old["roadmap"], new["roadmap"])]
    edits += _relations(old["roadmap"], new["roadmap"])
    for name, subject in (("figures", "figure"), ("participations", "participation")):
        edits += _row(subject, None, old.get(name) or [], new.get(name) or [])
    edits += _elements(old["elements"], new["elements"])
    edits += _links(old, new)
    return edits + _texts(old, new)


def stand(elements: list[Thing]) -> dict[str, Thing]:
    """The elements that stand on the map, by their codes."""
    return {each["code"]: each for each in elements if not each.get("is_withdrawn")}


def _elements(old, new):
    known, after = {each["code"]: each for each in old}, stand(new)
    before, gone = stand(old), {each["code"] for each in new} - after.keys()
    behind = _predecessors(after.values(), "code", lambda each: each.get("kind"))
    for code in [*before, *(code for code in after if code not in before)]:
        if code not in after:
            verb = "withdrawn" if code in gone else "removed"
            had = _with_kind(before[code])
            yield Edit(verb, "element", code, code, before=had)
        elif code not in known:
            has, place = _with_kind(after[code]), behind[code]
            yield Edit("added", "element", code, code, after=has, behind=place)
            yield from _translations("element", code, code, {}, after[code])
            yield from _on(code, {}, after[code])
        elif known[code] != after[code]:
            if code not in before:
                yield Edit("restored", "element", code, code)
            yield from _fields("element", code, code, known[code], after[code])
            yield from _on(code, known[code], after[code])
    for kind in dict.fromkeys(each.get("kind") for each in after.values()):
        row = [code for code in after if after[code].get("kind") == kind]
        yield from _order("element", str(kind), None, list(known), row)


def _texts(old, new) -> list[Edit]:
    """The running texts: first those of the map, then those of its elements, by their codes."""
    before, after = by_element(old), by_element(new)
    codes = sorted({*before, *after}, key=lambda code: code or "")
    return [
        edit for code in codes
        for edit in _row("narrative", code, before.get(code, []), after.get(code, []))
    ]  # fmt: skip


def _with_kind(element):
    return {"kind": element.get("kind")} | contents("element", element)


def _on(code, old, new):
    """What stands on an element."""
    had = dict(hanging(old))
    for subject, things in hanging(new):
        yield from _row(subject, code, had.get(subject, []), things)


def _row(subject, code, old, new) -> Iterator[Edit]:
    """Things of one kind that stand on an element, or on the map where there is no code."""
    before = {each["id"]: each for each in (_found_again(old, new) if subject in NAMELESS else old)}
    after = {each["id"]: each for each in new}
    behind = _predecessors(new, "id", lambda each: None) if subject in ROWS else {}
    for key in _keys(before, after):
        if key not in after:
            yield Edit("removed", subject, key, code, before=contents(subject, before[key]))
        elif key not in before:
            has = contents(subject, after[key])
            yield Edit("added", subject, key, code, after=has, behind=behind.get(key))
            yield from _translations(subject, key, code, {}, after[key])
        else:
            yield from _fields(subject, key, code, before[key], after[key])
    if subject in ROWS:
        yield from _order(subject, code or "", code, list(before), list(after))


def _found_again(old, new):
    """Things of before, under the number of one that says the very same where theirs has gone."""
    there = {each["id"] for each in old}
    fresh = [each for each in new if each["id"] not in there]
    known = {each["id"] for each in new}
    for each in old:
        same = () if each["id"] in known else (one for one in fresh if _says(one) == _says(each))
        twin = next(iter(same), None)
        if twin is not None:
            fresh.remove(twin)
        yield twin or each


def _says(part):
    return contents("participation", part)


def _order(subject, key, code, old, new):
    """Whether what stands in both stands in another order."""
    here, there = set(old), set(new)
    if [each for each in old if each in there] != [each for each in new if each in here]:
        told = [each for each in old if each in there]
        yield Edit("reordered", subject, key, code, "order", before=told, after=list(new))


def _links(old, new):
    """Links that lead to or from what goes go with it; those of what is restored are compared."""
    off = {each["code"] for each in old["elements"]} - stand(new["elements"]).keys()
    asleep = {each["code"] for each in new["elements"] if each.get("is_withdrawn")}
    before = {each["id"]: each for each in old["links"]}
    after = {each["id"]: each for each in new["links"] if not _ends(each) & asleep}
    slept = {each["code"] for each in old["elements"] if each.get("is_withdrawn")}
    for key in _keys(before, after):
        link = after.get(key) or before[key]
        code = link["source"]["code"]
        if key not in after:
            if not _ends(link) & (off | asleep):
                yield Edit("removed", "link", key, code, before=_with_source(link))
        elif key not in before:
            yield Edit("added", "link", key, code, after=_with_source(link))
        else:
            if _ends(before[key]) & slept:
                yield Edit("restored", "link", key, code)
            yield from _fields("link", key, code, before[key], link)


def _with_source(link):
    return contents("link", link) | {"source": link["source"]["code"]}


def _ends(link):
    return {link["source"]["code"], link["target"]["code"]}


def _relations(old, new):
    """What is said of other maps has no number: it is the same where it says the same."""
    before, after = (
        [contents("relation", each) for each in head.get("relations") or []] for head in (old, new)
    )
    for verb, these, others in (("removed", before, after), ("added", after, before)):
        left = Counter(map(_fingerprint, others))
        for relation in these:
            if left[_fingerprint(relation)]:
                left[_fingerprint(relation)] -= 1
            else:
                side = "before" if verb == "removed" else "after"
                yield Edit(verb, "relation", relation["name"] or "", **{side: relation})


def _fingerprint(relation):
    return tuple(relation.items())


def _fields(subject, key, code, old, new):
    before, after = contents(subject, old), contents(subject, new)
    for name in sorted(after, key=lambda name: (name not in FIRST, name)):
        if before.get(name) != after[name]:
            values = {"before": before.get(name), "after": after[name]}
            yield Edit("edited", subject, key, code, name, **values)
    yield from _translations(subject, key, code, old, new)


def _translations(subject, key, code, old, new):
    before, after = texts(old), texts(new)
    for language, name in sorted(before.keys() | after.keys()):
        values = [side.get((language, name)) for side in (before, after)]
        if values[0] != values[1]:
            yield Edit("edited", subject, key, code, name, language, *values)


def _predecessors(things, key, row):
    """What comes before each thing in its row."""
    last: dict[Any, str] = {}
    found = {}
    for each in things:
        found[each[key]] = last.get(row(each))
        last[row(each)] = each[key]
    return found


def _keys(before, after):
    return [*before, *(key for key in after if key not in before)]
