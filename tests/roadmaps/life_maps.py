"""A map that lacks nothing, with people of whom each has other roles on it."""

from roadmaps import elements, figures, links, map_roles, participations
from sectors import indicators
from tests import factories
from tests.roadmaps.life_model import ROLES, TITLES
from tests.roadmaps.things import NUMBER


def a_map(registrar, programme, treasury, cast, number):
    roadmap = factories.roadmap(registrar, programme, languages=["en"])
    for name, roles in ROLES.items():
        for role in sorted(roles - {"reviewer"}):
            map_roles.grant(registrar, roadmap, role, user=cast[name])
    map_roles.grant(registrar, roadmap, "reviewer", organisation=treasury)
    write = {"title": TITLES[0], "severity": 4}
    challenge = elements.add(registrar, roadmap, "challenge", **write)
    initiative = elements.add(registrar, roadmap, "initiative", title="Dual training")
    participations.involve(registrar, initiative, treasury, "lead")
    links.draw(registrar, initiative, challenge, "addresses")
    share = indicators.add(registrar, programme, f"share-{number}", name="Share", kind="share")
    goal = elements.add(registrar, roadmap, "goal", title="Jobs", indicator=share)
    figures.state(registrar, goal, low="9", baseline_value="4", **NUMBER)
    return roadmap.pk
