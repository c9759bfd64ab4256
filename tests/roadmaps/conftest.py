"""Somebody at work on a map."""

from types import SimpleNamespace

import pytest

from roadmaps import elements, figures, links, milestones, participations, proposals, undo
from roadmaps import roadmap as maps
from roadmaps.models import Element
from sectors import indicators
from tests import factories
from tests.cast import member
from tests.roadmaps.things import last_of, now

MODULES = {
    "figure": figures,
    "link": links,
    "milestone": milestones,
    "report": milestones,
    "part": participations,
}


class Scene(SimpleNamespace):
    """One of everything on a map, by name, and what an editor does with it."""

    def edit(self, name, **fields):
        thing, module = getattr(self, name), MODULES.get(name, elements)
        module.edit(self.editor, thing, now(self.roadmap), **fields)
        return self

    def withdraw(self, name):
        MODULES.get(name, elements).withdraw(self.editor, getattr(self, name))
        return self

    def restore(self, name):
        MODULES.get(name, elements).restore(self.editor, getattr(self, name))
        return self

    def describe(self, **fields):
        maps.describe(self.editor, self.roadmap, now(self.roadmap), **fields)
        return self

    def undo(self, name):
        undo.undo(self.editor, self.roadmap, last_of(getattr(self, name)))
        return self


@member
def scene(roadmap, steward, editor, approver, challenge, goal, initiative, skill, association):
    figure = figures.state(
        editor,
        goal,
        metric="plants",
        label="Battery cell plants",
        kind="level",
        low="2500000000",
        currency="USD",
        basis="target",
        period="2030",
    )
    day = {"as_of": "2026-05-01", "status": "in_delivery", "narrative": "It goes well."}
    return Scene(
        roadmap=roadmap,
        steward=steward,
        editor=editor,
        approver=approver,
        association=association,
        challenge=challenge,
        water=elements.add(editor, roadmap, "challenge", title="Water"),
        goal=goal,
        initiative=initiative,
        skill=skill,
        figure=figure,
        milestone=milestones.plan(editor, initiative, "First course", planned="2027"),
        report=milestones.report(editor, initiative, confidence="green", **day),
        part=participations.involve(editor, initiative, None, "partner", group="the unions"),
        link=initiative.links_out.get(target=challenge),
    )


@member
def registers(registrar, programme, sector, ministry, association, source):
    """Two of almost everything that things on a map may name."""
    return {
        "source": [source, factories.source(registrar, "a-second-source")],
        "organisation": [ministry, association],
        "indicator": [indicators.add(registrar, programme, "ev-sold", name="Sold", kind="share")],
        "sector": [sector, factories.sector(registrar, programme)],
    }


@pytest.fixture
def retitle(challenge):
    """What an editor would do to give the challenge another title."""

    def act(person):
        whole = elements.in_full(Element.objects.get(pk=challenge.pk))
        elements.edit(person, whole, whole.roadmap.revision, title="Far too few technicians")

    return act


@pytest.fixture
def proposed(partner, roadmap, retitle):
    return proposals.propose(partner, roadmap, retitle, "Our members count them otherwise.")
