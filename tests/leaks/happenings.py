"""What happens where no outsider looks: things are added, changed and taken back, three times over.

Each of the three is done on both maps and in the house; what it writes holds words of its own.
"""

from dataclasses import dataclass, field
from typing import Any

from accounts import invitations as joining
from accounts import keys, memberships, people
from roadmaps import elements, figures, links, map_roles, milestones, participations
from roadmaps import invitations as working
from roadmaps import roadmap as maps
from tests import factories
from tests.leaks import contributions, texts, threads
from tests.leaks.cast import HOUSE, KEEPERS, MEMBERS
from tests.leaks.letters import stranger_to_all
from tests.leaks.scene import DEGREES, NUMBER

NEWCOMER = "newcomer"


@dataclass
class Begun:
    """What was added, to be changed and taken back later."""

    elements: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    links: list = field(default_factory=list)
    roles: list = field(default_factory=list)
    letters: list = field(default_factory=list)
    membership: Any = None


def begin(scene) -> Begun:
    """Things of every degree, a role, invitations, a colleague, a key, a map that nobody knows."""
    begun, steward, words = Begun(), scene.cast["steward"], scene.words
    registrar = scene.registrar
    name = f"New {words.word('the name of a newcomer', *MEMBERS, *KEEPERS)}"
    email = words.email("the e-mail of a newcomer", NEWCOMER)
    person = people.add(registrar, email, factories.PASSWORD, name=name)
    position = words.word("the position of a newcomer", *HOUSE, *KEEPERS)
    begun.membership = people.join(registrar, person, scene.house, position=position)
    begun.letters.append(_invite_to_the_house(scene))
    keys.make(steward, words.word("the name of a new key", "steward"), ["read"])
    for roadmap in scene.maps.values():
        for degree, meant in DEGREES.items():
            _add(scene, begun, roadmap, degree, meant)
        interest = words.word("the interest of a newcomer", *MEMBERS)
        role = maps.grant(steward, roadmap, "observer", user=person, interest=interest)
        begun.roles.append(role)
        letter = working.invite(steward, roadmap, stranger_to_all(scene, "steward"), "reviewer")
        begun.letters.append(letter)
    programme = scene.maps["open"].programme
    title = words.word("the title of a third map", "steward")
    third = factories.roadmap(steward, programme, title=title)
    elements.add(steward, third, "goal", title=words.word("a goal of the third map", "steward"))
    contributions.go_on(scene)
    threads.go_on(scene)
    texts.go_on(scene)
    return begun


def _invite_to_the_house(scene):
    email = stranger_to_all(scene, HOUSE[0], *KEEPERS)
    return joining.invite(scene.cast[HOUSE[0]], scene.house, email)


def _add(scene, begun, roadmap, degree, meant):
    steward, words = scene.cast["steward"], scene.words
    ends = []
    for kind in ("initiative", "skill"):
        title = words.word(f"a new {kind}", *meant)
        ends.append(elements.add(steward, roadmap, kind, title=title, visibility=degree))
    begun.elements += ends
    label = words.word("a new figure", *meant)
    begun.figures.append(figures.state(steward, ends[0], metric="new", label=label, **NUMBER))
    reason = words.word("a new link", *meant)
    begun.links.append(links.draw(steward, *ends, "delivers", reason=reason))
    milestones.plan(steward, ends[0], words.word("a new milestone", *meant), planned="2027")
    group = words.word("a new part", *meant)
    participations.involve(steward, ends[0], None, "partner", group=group)


def change(scene, begun):
    """All of it is said in other words."""
    steward, words = scene.cast["steward"], scene.words
    for element in begun.elements:
        said = words.word("a changed title", *DEGREES[element.visibility])
        elements.edit(steward, element, _now(scene, element.roadmap), title=said)
    for figure in begun.figures:
        base = _now(scene, figure.element.roadmap)
        figures.edit(steward, figure, base, low="8", visibility="internal")
    for role in begun.roles:
        said = words.word("a changed interest", *MEMBERS)
        map_roles.edit(steward, role, _now(scene, role.roadmap), interest=said, role="commenter")
    for roadmap in scene.maps.values():
        said = words.word("a changed vision", *MEMBERS)
        maps.describe(steward, roadmap, _now(scene, roadmap), vision=said)
    scene.house.refresh_from_db()
    said = words.word("a changed position", *HOUSE, *KEEPERS)
    host = scene.cast[HOUSE[0]]
    memberships.edit(host, begun.membership, scene.house.revision, position=said)


def _now(scene, roadmap):
    known = scene.maps[roadmap.slug]
    known.refresh_from_db()
    return known.revision


def end(scene, begun):
    """All of it is taken back."""
    steward = scene.cast["steward"]
    for link in begun.links:
        links.withdraw(steward, link)
    for figure in begun.figures:
        figures.withdraw(steward, figure)
    for element in begun.elements:
        elements.withdraw(steward, element)
    for role in begun.roles:
        map_roles.revoke(steward, role)
    for letter in begun.letters:
        is_of_a_map = hasattr(letter, "roadmap")
        (working if is_of_a_map else joining).withdraw(steward, letter)
    memberships.remove(scene.cast[HOUSE[0]], begun.membership)
