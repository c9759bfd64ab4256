"""What the things are called that two documents name, in the reader's language."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from roadmaps import phrases
from roadmaps.diff.compare import Document
from roadmaps.diff.contents import HANGING
from roadmaps.diff.edits import Edit
from roadmaps.elements import Element
from roadmaps.figures import Figure
from sectors.models import Indicator, Sector, Source
from terms import periods
from terms.translations import in_language


class Names:
    """The names in two documents; those of the later one count."""

    def __init__(self, old: Document, new: Document, edits: Iterable[Edit]):
        self.things: dict[tuple[str, str], dict] = {}
        self.bodies: dict[str, str] = {}  # organisations and sectors
        self.sources: dict[str, str] = {}
        self.twins: set[str] = set()  # figures that are called like another one beside them
        self.texts: dict[str, list[str]] = {}  # what is told of running texts, of both sides
        self.edits = list(edits)
        for document in (old, new):
            self._read(document)

    def _read(self, document):
        head = document["roadmap"]
        for body in (head.get("lead"), head.get("sector")):
            if body:
                self.bodies[body["code"]] = in_language(body, "name")
        self._take(document)
        for element in document["elements"]:
            self.things["element", element["code"]] = element
            self._take(element)
        for link in document["links"]:
            self.things["link", link["id"]] = link
            for end in (link["source"], link["target"]):
                self.things.setdefault(("element", end["code"]), end)
        for text in document.get("narratives") or ():
            self.things["narrative", text["id"]] = text
            self.texts.setdefault(text["id"], []).append(text.get("text", ""))
        for source in document.get("sources", ()):
            self.sources[source["code"]] = f"{source['publisher']}: {source['title']}"

    def _take(self, bearer):
        labels = Counter(each["label"] for each in bearer.get("figures") or ())
        self.twins |= {
            each["id"] for each in bearer.get("figures") or () if labels[each["label"]] > 1
        }
        for name, subject in HANGING.items():
            for thing in bearer.get(name) or ():
                self.things[subject, thing["id"]] = thing
                if body := thing.get("organisation"):
                    self.bodies[body["code"]] = body["name"]

    def sides_of_text(self, key: str) -> tuple[str, str]:
        """What a running text says before and after, as far as it is told."""
        sides = self.texts.get(key, [])
        return (sides[0], sides[1]) if len(sides) > 1 else ("", "")

    def title(self, code: str | None) -> str | None:
        """The title of an element; none where there is no code."""
        if code is None:
            return None
        return in_language(self.things.get(("element", code), {}), "title") or code

    def thing(self, edit: Edit) -> str:
        """What an edit is about, as it stands inside a sentence."""
        thing = self.things.get((edit.subject, edit.key), {})
        match edit.subject:
            case "element":
                return phrases.quoted(self.title(edit.key))
            case "figure":
                return phrases.the_figure(self._label(thing), self.title(edit.element))
            case "link":
                ends = (in_language(thing[side], "title") for side in ("source", "target"))
                return phrases.the_link(*ends)
            case "participation":
                body = thing.get("organisation")
                who = body["name"] if body else thing.get("group") or ""
                return phrases.the_part(who, self.title(edit.element))
        return self._of_a_step(edit, thing)

    def _label(self, figure):
        """The label of a figure, with its period where the label alone could be another one's."""
        label, period = in_language(figure, "label"), figure.get("period")
        if figure.get("id") in self.twins and period:
            return f"{label} ({periods.say(period)})"
        return label

    def _of_a_step(self, edit, thing):
        match edit.subject:
            case "milestone":
                return phrases.the_milestone(thing["title"], self.title(edit.element) or "")
            case "progress_update":
                return phrases.the_report(thing["as_of"], self.title(edit.element) or "")
            case "relation":
                return phrases.the_relation(edit.key)
            case "narrative":
                return phrases.the_text(thing["title"], self.title(edit.element))
        return phrases.the_map()

    def of_a_row(self, column, key: str) -> str:
        """What the row is called that a field names by its code or its number."""
        model = column.related_model
        if issubclass(model, Element):
            return phrases.quoted(self.title(key))
        if model is Figure:
            figure = self.things.get(("figure", key))
            return phrases.quoted(in_language(figure, "label")) if figure else phrases.something()
        if model is Source:
            return self.sources.get(key, key)
        if model is Indicator:
            return self.indicators.get(key, key)
        return self.bodies.get(key) or self.sectors.get(key, key)

    @cached_property
    def indicators(self) -> dict[str, str]:
        """Indicators by their codes; registers are for everybody."""
        found = Indicator.objects.filter(code__in=self._named("indicator"))
        return {each.code: each.said("name") for each in found}

    @cached_property
    def sectors(self) -> dict[str, str]:
        found = Sector.objects.filter(code__in=self._named("sectors"))
        return {each.code: each.said("name") for each in found}

    def _named(self, field):
        """Every code that edits of this field name."""
        values = [side for each in self.edits if each.field == field
                  for side in (each.before, each.after)]  # fmt: skip
        return {
            code
            for value in values
            for code in (value if isinstance(value, list) else [value])
            if code
        }
