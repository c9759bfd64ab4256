"""What is kept of the map with a proposal, so that it can be told whatever becomes of the map."""

from typing import Any

from roadmaps.diff import Edit
from roadmaps.diff.contents import HANGING

Document = dict[str, Any]


def excerpts(edits: list[Edit], before: Document, after: Document, names: dict[str, str]):
    """Of both documents what the sentences about edits name, new elements without their codes."""
    return {"before": _excerpt(edits, before, names), "after": _excerpt(edits, after, names)}


def _excerpt(edits, document, names):
    keys = {edit.key for edit in edits} | {
        side for edit in edits for side in (edit.before, edit.after) if isinstance(side, str)
    }
    links = [link for link in document["links"] if link["id"] in keys]
    codes = keys | {edit.element for edit in edits}
    codes |= {link[side]["code"] for link in links for side in ("source", "target")}
    codes |= {code for code, name in names.items() if name in codes}
    elements = [each for each in document["elements"] if each["code"] in codes]
    return {
        "roadmap": document["roadmap"],
        **_of(document, keys),
        "elements": [{**_called(each, names), **_of(each, keys)} for each in elements],
        "links": [
            {**link, **{side: _called(link[side], names) for side in ("source", "target")}}
            for link in links
        ],
        "sources": [each for each in document["sources"] if each["code"] in keys],
    }


def _called(element, names):
    return {**element, "code": names.get(element["code"], element["code"])}


def _of(bearer, keys):
    """Of what stands on an element, or on the map, that which is named."""
    return {
        name: [each for each in bearer.get(name) or [] if each["id"] in keys] for name in HANGING
    }
