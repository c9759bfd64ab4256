"""How proposed edits stand to the working copy as it is now: they fit, clash, or have no place."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from roadmaps import document
from roadmaps.diff import Edit
from roadmaps.diff.contents import HANGING, contents
from roadmaps.diff.contents import texts as translations
from roadmaps.proposals import texts
from roadmaps.proposals.ends import named
from roadmaps.prose import Stand as Stand
from roadmaps.roadmap import Refused

ON_A_MAP = ("figure", "participation")
GOING = ("removed", "withdrawn")


@dataclass(frozen=True)
class Standing:
    """One edit of a proposal, and how it stands to the map now. theirs: what is said there now."""

    number: int
    edit: Edit
    stand: Stand
    theirs: Any = None

    def as_json(self) -> dict[str, Any]:
        """What clashes, as for any other field: as it was, as it is now, as it is proposed."""
        return {"base": self.edit.before, "theirs": self.theirs, "mine": self.edit.after}


class Outdated(Refused):
    """Some edits do not fit the map any more; standings: those that do not."""

    def __init__(self, subject, standings: list[Standing]):
        self.subject = subject
        self.standings = standings
        super().__init__(_("The map has changed since: some of these changes do not fit any more."))


def look_at(actor, proposal, now: dict | None = None) -> list[Standing]:
    """How each edit of a proposal stands to the working copy, as this person may read it."""
    now = document.build(proposal.roadmap, actor) if now is None else now
    return stand(proposal.all_edits, now)


def stand(edits: list[Edit], now: dict) -> list[Standing]:
    """How each of some edits stands to a document."""
    here = Place(now, {edit.key for edit in edits if edit.verb in ("added", "restored")})
    return [Standing(number, edit, *here.stand_of(edit)) for number, edit in enumerate(edits)]


class Place:
    """A document in which edits are looked up. coming: the keys of what they bring."""

    def __init__(self, now: dict, coming: set[str]):
        self.now, self.coming = now, coming
        self.things: dict[tuple[str, str], dict] = {("roadmap", ""): now["roadmap"]}
        self.rows: dict[tuple[str, str], list[str]] = {}
        self.off: set[str] = set()  # the codes of what was withdrawn
        self._hang("", {name: now.get(name) for name in ("figures", "participations")})
        for element in now["elements"]:
            self.things["element", element["code"]] = element
            if element.get("is_withdrawn"):
                self.off.add(element["code"])
                continue
            row = self.rows.setdefault(("element", element.get("kind")), [])
            row.append(element["code"])
            self._hang(element["code"], element)
        self.things |= {("link", link["id"]): link for link in now["links"]}

    def _hang(self, code, bearer):
        for name, subject in HANGING.items():
            things = bearer.get(name) or []
            self.rows[subject, code] = [each["id"] for each in things]
            self.things |= {(subject, each["id"]): each for each in things}

    def stand_of(self, edit: Edit) -> tuple[Stand, Any]:
        """How an edit stands, and what is said here now."""
        if edit.subject == "relation":
            return self._of_a_relation(edit)
        if edit.verb == "written":
            is_off = edit.element in self.off
            return (Stand.GONE, None) if is_off else texts.stand_of(edit, self.now)
        if edit.verb == "added":
            return (Stand.FITS if self._has_room(edit) else Stand.GONE), None
        if edit.verb == "reordered":
            return self._of_an_order(edit)
        thing = self._thing(edit)
        if edit.verb in GOING:
            return self._of_one_that_goes(edit, thing)
        if edit.verb == "restored":
            is_off = thing is not None and self._is_off(edit, thing)
            return (Stand.FITS if is_off else Stand.DONE if thing else Stand.GONE), None
        if thing is None or self._is_off(edit, thing):
            # The texts of something new, or what comes back with what it stands on.
            is_coming = edit.key in self.coming or self._comes_back(edit)
            return (Stand.FITS if is_coming else Stand.GONE), None
        return _compared(edit, self._value(edit, thing))

    def _thing(self, edit):
        return self.things.get((edit.subject, edit.key))

    def _is_off(self, edit, thing):
        return bool(thing.get("is_withdrawn")) or edit.element in self.off

    def _value(self, edit, thing):
        if edit.language:
            return translations(thing).get((edit.language, edit.field))
        return contents(edit.subject, thing).get(edit.field)

    def _has_room(self, edit):
        """Whether what it is to stand on, and what it leads to, is here or comes along."""
        needed = [edit.element] if edit.subject != "element" else []
        needed += [code for code in named(edit) if code != edit.after.get("target")]
        if edit.subject == "link" and edit.after.get("target") in self.off - self.coming:
            return False
        return all(self._is_here(code) for code in needed if code)

    def _is_here(self, code):
        known = ("element", code) in self.things and code not in self.off
        return known or code in self.coming

    def _comes_back(self, edit):
        """Whether it stands on something withdrawn that the same proposal restores."""
        return bool(self.off & self.coming & {edit.element, *named(edit)})

    def _of_one_that_goes(self, edit, thing):
        if self._comes_back(edit) and edit.key not in self.off:
            return Stand.FITS, None
        if thing is None or self._is_off(edit, thing):
            return Stand.DONE, None
        had = contents(edit.subject, thing)
        had |= {"kind": thing.get("kind")} if edit.subject == "element" else {}
        had |= {"source": thing["source"]["code"]} if edit.subject == "link" else {}
        if edit.before is None or had == edit.before:
            return Stand.FITS, None
        return Stand.CLASHES, had

    def _of_an_order(self, edit):
        name = edit.key if edit.subject == "element" else edit.element or ""
        now = self.rows.get((edit.subject, name), [])
        if _in_line(now, edit.after):
            return Stand.DONE, now
        return (Stand.FITS if _in_line(now, edit.before) else Stand.CLASHES), now

    def _of_a_relation(self, edit):
        said = [contents("relation", each) for each in self.now["roadmap"].get("relations") or []]
        is_said = (edit.before or edit.after) in said
        return (Stand.FITS if is_said == (edit.verb == "removed") else Stand.DONE), None


def _compared(edit, value):
    if value == edit.after:
        return Stand.DONE, value
    return (Stand.FITS if value == edit.before else Stand.CLASHES), value


def _in_line(now, wanted):
    """Whether what stands in both stands in the same order."""
    return [each for each in now if each in wanted] == [each for each in wanted if each in now]
