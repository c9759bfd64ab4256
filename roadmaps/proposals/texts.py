"""What is proposed for a running text: understood when it is made, looked at as the text is now."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roadmaps import narratives
from roadmaps.diff import Edit
from roadmaps.diff.texts import codes
from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.narratives import Narrative
from roadmaps.prose import Stand
from roadmaps.prose.showing import told_apart
from roadmaps.prose.telling import Things, blocks_of_words, words_of
from roadmaps.roadmap import Refused

UNREADABLE = (KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Rewritten:
    """A text as somebody would write it, with what can be told of that whatever becomes of it."""

    edit: Edit
    before: dict[str, Any]
    after: dict[str, Any]
    elements: list[Element]  # that its words mention
    figures: list[Figure]


def understood(actor, roadmap, edit: Edit, now: dict) -> Rewritten:
    """What is proposed for a text that its author reads; refused where it is nothing, or no text.

    now: the map, as its author reads it.
    """
    narrative = _standing(actor, roadmap, edit.key)
    base, said = _read(edit)
    steps = narratives.thought_out(narrative, base, **said)
    if not steps:
        raise Refused(_("This changes nothing on the map."))
    found = narratives.placed(narrative, base, steps)
    if found.stand == Stand.DONE:
        raise Refused(_("The text says this already."))
    if found.stand == Stand.GONE:
        raise Refused(_("The words that this would change are no longer there."))
    things = codes(now)
    then = narratives.text_of(narrative, base).document
    sides = told_apart(then, narratives.with_steps(then, steps), things)
    code = narrative.element.code if narrative.element else None
    known: dict[str, Any] = {
        "id": str(narrative.pk),
        "title": narrative.title,
        "language": narrative.language,
    }
    before, after = (known | {"element": code, "text": text} for text in sides)
    own = replace(
        edit, subject="narrative", key=known["id"], element=code, field="text", language="",
        before={"version": base}, after={"steps": steps}, behind=None,
    )  # fmt: skip
    return Rewritten(own, before, after, *_mentioned(sides, things))


def stand_of(edit: Edit, now: dict) -> tuple[Stand, Any]:
    """How what is proposed for a text stands to it as it is now, and what is said there."""
    told = next((each for each in now.get("narratives") or () if each["id"] == edit.key), None)
    if told is None or told["is_withdrawn"]:
        return Stand.GONE, None
    narrative = Narrative.objects.get(pk=edit.key)
    found = narratives.placed(narrative, edit.before["version"], edit.after["steps"])
    if found.stand != Stand.CLASHES:
        return found.stand, None
    blocks = [found.now.resolve(step.from_).parent for step in reversed(found.steps)]
    text = "\n".join(dict.fromkeys(words for each in blocks for words in _words(each, codes(now))))
    return found.stand, {"version": narrative.version, "text": text}


def _words(block, things: Things) -> list[str]:
    inner = blocks_of_words(block) if block.is_textblock else ()
    return [words_of(each, things) for each in inner]


def _standing(actor, roadmap, key) -> Narrative:
    try:
        seen = Narrative.objects.visible_to(actor).standing().filter(roadmap=roadmap, pk=key)
        found = seen.select_related("element").first()
    except (ValidationError, ValueError):
        found = None
    if found is None or (found.element and found.element.is_withdrawn):
        raise Refused(_("What should be changed does not stand on this map."))
    return found


def _read(edit) -> tuple[int, dict[str, Any]]:
    """On which version, and its steps or the whole text."""
    try:
        base, after = edit.before["version"], dict(edit.after)
    except (*UNREADABLE, ValueError) as error:
        raise Refused(_("What is said of a change does not fit what it is about.")) from error
    if type(base) is not int or ("steps" in after) == ("document" in after):
        raise Refused(_("What is said of a change does not fit what it is about."))
    return base, {"steps": after["steps"]} if "steps" in after else {"whole": after["document"]}


def _mentioned(sides, things) -> tuple[list[Element], list[Figure]]:
    """The things whose codes stand in what is told: whoever may not see them does not read it."""
    named = [key for key, thing in things.items() if any(thing.code in side for side in sides)]
    keys = {sort: [key for kind, key in named if kind == sort] for sort in ("element", "figure")}
    figures = Figure.objects.filter(pk__in=keys["figure"])
    return list(Element.objects.filter(pk__in=keys["element"])), list(figures)
