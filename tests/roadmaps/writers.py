"""People who do at random what people do to a map."""

from contextlib import suppress
from functools import partial
from random import Random

from django.core.exceptions import ValidationError

from changes.merging import Clash
from changes.models import Change
from roadmaps import elements, figures, links, milestones, participations, undo
from roadmaps import roadmap as maps
from roadmaps.elements import Challenge, Element, Goal, Initiative
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation
from roadmaps.roadmap import Refused

ATTEMPTS = 20
MODULES = {
    Element: elements,
    Figure: figures,
    Link: links,
    Milestone: milestones,
    ProgressUpdate: milestones,
    Participation: participations,
}
WHERE = {Link: "source__", Milestone: "initiative__", ProgressUpdate: "initiative__"}
COUNT = {"kind": "count", "basis": "target", "unit": "people"}
PERIODS = ["2026", "2027-04/2029", "2030-12-24", "2026-34", ""]
TEXTS = ["Water", "ágil", "Zinc", "étape", "over-heating", "_a", "B", "b", "10 %"]


class Writers:
    """Some people who do one thing after the other; a seed makes them do it again."""

    def __init__(self, seed, actors, roadmap, registers):
        self.random = Random(seed)  # noqa: S311
        self.actors, self.roadmap, self.registers = actors, roadmap, registers

    def act(self):
        """One thing that somebody does; where it is refused, they try another one."""
        acts = (
            *(self.add, self.edit, self.edit, self.withdraw, self.restore, self.reorder),
            *(self.describe, self.serve, self.nest, self.measure, self.undo, self.relate),
        )
        before = self.roadmap.revision
        for _attempt in range(ATTEMPTS):
            with suppress(Refused, ValidationError, Clash):
                self.random.choice(acts)(self.random.choice(self.actors))
            self.roadmap.refresh_from_db()
            if self.roadmap.revision > before:
                return

    def add(self, actor):
        initiative, involve = self._one(Initiative), participations.involve
        owner = self._one(Element) or self.roadmap
        two = (self._one(Element) or initiative, self._one(Element))
        adds = [
            partial(elements.add, actor, self.roadmap, self._kind(), **self._fields(Element)),
            partial(figures.state, actor, self.random.choice([owner, self.roadmap]),
                    **COUNT, **self._fields(Figure)),
            partial(involve, actor, owner, self._register("organisation"), "partner"),
            partial(involve, actor, owner, None, "funder", group=self._text()),
        ]  # fmt: skip
        if initiative:
            adds += [
                partial(milestones.plan, actor, initiative, **self._fields(Milestone)),
                partial(milestones.report, actor, initiative, **self._fields(ProgressUpdate)),
                partial(links.draw, actor, initiative, two[1], "contributes_to"),
                partial(links.draw, actor, *two, "conflicts_with", reason="Money"),
                partial(links.draw, actor, initiative, two[1], "addresses"),
            ]
        self.random.choice(adds)()

    def edit(self, actor):
        thing = self._thing()
        fields = self._fields(type(thing))
        name = self.random.choice(list(fields))
        MODULES[type(thing)].edit(actor, thing, self.roadmap.revision, **{name: fields[name]})

    def withdraw(self, actor):
        thing = self._thing()
        MODULES[type(thing)].withdraw(actor, thing)

    def restore(self, actor):
        gone = [each for model in MODULES for each in self._all(model).filter(is_withdrawn=True)]
        if gone:
            thing = self.random.choice(gone)
            MODULES[type(thing)].restore(actor, thing)

    def reorder(self, actor):
        thing = self._thing()
        after = self.random.choice([None, *thing.siblings])
        if not isinstance(thing, ProgressUpdate):
            MODULES[type(thing)].reorder(actor, thing, after)

    def describe(self, actor):
        said = {
            "title": self._text(), "vision": self._text(), "vision_year": self._year(),
            "sector": self._register("sector"), "lead": self._register("organisation"),
            "translations": self._translations(), "languages": ["es"],
        }  # fmt: skip
        name = self.random.choice(list(said))
        maps.describe(actor, self.roadmap, self.roadmap.revision, **{name: said[name]})

    def serve(self, actor):
        sectors = {self._register("sector") for _number in range(2)} - {None}
        thing = self._one(Element)
        elements.edit(actor, thing, self.roadmap.revision, sectors=list(sectors))

    def nest(self, actor):
        thing, parent = self._one(Challenge), self._one(Challenge)
        elements.edit(actor, thing, self.roadmap.revision, parent=parent)

    def measure(self, actor):
        goal, indicator = self._one(Goal), self._register("indicator")
        elements.edit(actor, goal, self.roadmap.revision, indicator=indicator)

    def undo(self, actor):
        change = self.random.choice(list(Change.objects.within(self.roadmap)))
        undo.undo(actor, self.roadmap, change)

    def relate(self, actor):
        if self.roadmap.relations.count() < 3:
            maps.relate(actor, self.roadmap, "split_from", other_name=self._text(), on="2020")

    def _fields(self, model):
        text, period = self._text(), self.random.choice(PERIODS)
        day = f"202{self.random.randrange(5, 9)}-03-01"
        evidence = {"source": self._register("source"), "certainty": "estimated"}
        fields = {
            Element: {"title": text, "summary": text, "period": period, "places": ["MX-PUE"],
                      "translations": self._translations(), **evidence},
            Figure: {"metric": "m", "label": text, "low": self._number(), "period": period,
                     "baseline_value": self._number(), "shared_with": [text],
                     "told_as": self._one(Figure), **evidence},
            Link: {"strength": self.random.randrange(1, 4), "target": self._one(Element),
                   "evidence": evidence["source"], "reason": text},
            Participation: {"organisation": self._register("organisation"), "role": "host",
                            "note": text},
            Milestone: {"title": text, "planned": period, "forecast": period, **evidence},
            ProgressUpdate: {"as_of": day, "status": "in_delivery", "confidence": "green",
                             "narrative": text},
        }  # fmt: skip
        return fields[model]

    def _thing(self):
        return self._one(self.random.choice(list(MODULES))) or self._one(Element)

    def _one(self, model, **wanted):
        return self.random.choice(list(self._all(model).filter(**wanted)) or [None])

    def _all(self, model):
        where = WHERE.get(model, "" if issubclass(model, Element) else "element__")
        return model.objects.filter(**{f"{where}roadmap": self.roadmap}).order_by("pk")

    def _register(self, name):
        return self.random.choice([*self.registers[name], None])

    def _kind(self):
        return self.random.choice(["challenge", "goal", "initiative", "initiative", "skill"])

    def _text(self):
        return self.random.choice(TEXTS)

    def _translations(self):
        return {"es": {"title": {"text": self._text(), "revision": self.roadmap.revision}}}

    def _year(self):
        return self.random.randrange(2032, 2050)

    def _number(self):
        return self.random.choice(["25", "2.5", "0.00000001", "36872000000"])
