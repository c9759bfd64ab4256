"""What a role will allow and no longer allow, in sentences: the rules asked before and after."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.onlookers import Onlooker
from roadmaps.roadmap import Roadmap
from roadmaps.rules import RULES
from roadmaps.stages import Role, Stage, Visibility
from roadmaps.steps import STEPS
from terms import periods
from terms.vocabulary import label

# After “may from now on” and “may no longer”. Every rule has one but that of the map itself (who
# may read the working copy may see the map) and the steps, which are told together.
ACTIONS = {
    "view_draft": gettext_lazy("read the working copy"),
    "edit": gettext_lazy("write elements, figures and links"),
    "propose": gettext_lazy("propose changes"),
    "answer_proposal": gettext_lazy("answer what others propose"),
    "discuss": gettext_lazy("talk in the margin of the working copy"),
    "report": gettext_lazy("report progress"),
    "grant": gettext_lazy("give roles and take them back"),
    "adopt": gettext_lazy("publish what was approved elsewhere"),
    "ask_signoff": gettext_lazy("ask for clearance"),
    "overrule": gettext_lazy("go on without a clearance"),
    "invite": gettext_lazy("invite to a consultation"),
    "hear": gettext_lazy("read and answer what is sent to a consultation"),
}
LED = {"report": gettext_lazy("report progress on what their organisation leads")}
SIGHTS = {
    Visibility.PARTNERS: gettext_lazy("read what is meant for partners"),
    Visibility.INTERNAL: gettext_lazy("read what is meant for the government alone"),
}


@dataclass(frozen=True)
class Effect:
    """One thing that somebody may do from now on, or no longer."""

    is_gain: bool
    sentence: str


@dataclass(frozen=True)
class Case:
    """A thing on the map, at some stage, which the organisation of the actor leads or does not."""

    roadmap: Any
    is_led: bool

    def is_led_by(self, actor) -> bool:
        return self.is_led


def effects(roadmap, who: str, before: set[str], after: set[str]) -> list[Effect]:
    """What changes for somebody whose roles change; what is gained comes first.

    who: the name that the sentences begin with.
    """
    had, has = _allowed(roadmap, before), _allowed(roadmap, after)
    gained, lost = _told(True, who, has, had), _told(False, who, had, has)
    return [*(Effect(True, each) for each in gained), *(Effect(False, each) for each in lost)]


def ending(until) -> str:
    """The sentence about a last day; empty where there is none."""
    if until is None:
        return ""
    day = periods.say(until.isoformat())
    return _("The role ends by itself after its last day, %(day)s.") % {"day": day}


def roles_that(action: str, roadmap, stage) -> list[str]:
    """Which roles may do this with a map at some stage, by themselves."""
    somebody = Onlooker(None, role="observer")
    return [role for role in Role if RULES[action](somebody, _at(roadmap, stage, somebody, {role}))]


NONE: frozenset[str] = frozenset()
Allowed = dict[tuple[str, bool], frozenset[str]]  # stages by action, and whether only for the lead


def _allowed(roadmap, roles) -> Allowed:
    """All that these roles allow on this map, by what it is."""
    somebody = Onlooker(None, role="observer")
    found: Allowed = {}
    for is_led in (False, True):
        for action, rule in RULES.items():
            cases = {stage: Case(_at(roadmap, stage, somebody, roles), is_led) for stage in Stage}
            stages = frozenset(stage for stage, case in cases.items() if rule(somebody, case))
            if stages != found.get((action, False)):
                found[action, is_led] = stages
    sight = _at(roadmap, roadmap.stage, somebody, roles).sight_of(somebody)
    for degree in sight.visibilities if sight.is_member else ():
        found[degree, False] = frozenset(Stage)
    return found


def _at(roadmap, stage, somebody, roles) -> Roadmap:
    """The map as it would be at this stage, to somebody with these roles."""
    there = copy.copy(roadmap)
    there.__dict__.pop("_roles", None)
    there.stage = stage
    there.know(somebody, roles)
    return there


def _beyond(one: Allowed, other: Allowed) -> Iterator[tuple[Any, frozenset[str]]]:
    """What one allows and the other does not, in the order of the rules."""
    for key, stages in one.items():
        action, is_led = key
        more = stages - other.get(key, NONE) - other.get((action, False), NONE)
        more -= one.get((action, False), NONE) if is_led else NONE
        if more:
            yield key, more


def _told(is_gain, who, one: Allowed, other: Allowed) -> Iterator[str]:
    """What one allows beyond the other, in sentences; all steps of a map's life in one."""
    beyond = list(_beyond(one, other))
    steps = [STEPS[action] for (action, _is_led), _stages in beyond if action in STEPS]
    for key, stages in beyond:
        if key[0] in ACTIONS or key[0] in SIGHTS:
            yield _sentence(is_gain, who, key, stages)
    if steps:
        words = {"who": who, "steps": ", ".join(f"“{step}”" for step in steps)}
        if is_gain:
            yield _("%(who)s may from now on take these steps: %(steps)s.") % words
        else:
            yield _("%(who)s may no longer take these steps: %(steps)s.") % words


def _sentence(is_gain, who, key, stages):
    action, is_led = key
    known = LED if is_led and action in LED else ACTIONS | SIGHTS
    words = {"who": who, "what": known[action], "stages": _named(stages)}
    if len(stages) == len(Stage):
        if is_gain:
            return _("%(who)s may from now on %(what)s, at every stage.") % words
        return _("%(who)s may no longer %(what)s, at any stage.") % words
    if is_gain:
        return _("%(who)s may from now on %(what)s, at these stages: %(stages)s.") % words
    return _("%(who)s may no longer %(what)s, at these stages: %(stages)s.") % words


def _named(stages):
    return ", ".join(label("map_state", stage) for stage in Stage if stage in stages)
