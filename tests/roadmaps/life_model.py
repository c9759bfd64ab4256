"""The life of a map as a small model: of each attempt it says whether it is taken or refused.

It knows the thirteen steps a second time, and nothing of how they are done.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.rules import Refused

TAKEN = None
TITLES = ("Water", "Zinc", "Energy")
PURPOSES = ("consultation", "publication")
ROLES = {
    "steward": {"steward"},
    "editor": {"editor"},
    "approver": {"approver"},
    "both": {"approver", "editor"},
    "official": {"reviewer"},
    "observer": {"observer"},
    "stranger": set(),
}
D, V, C, N, A, F, R = (
    "draft", "review", "consultation", "revision", "approval", "in_force", "retired",
)  # fmt: skip
ON_ITS_WAY = (D, V, C, N, A)
PATHS = {  # from where, to where, by whom, whether always with a reason
    "submit_for_review": ({D}, V, {"steward"}, False),
    "return_to_draft": ({V}, D, {"steward", "reviewer"}, True),
    "open_consultation": ({V, N}, C, {"approver"}, False),
    "extend_consultation": ({C}, C, {"steward"}, True),
    "close_consultation": ({C}, N, {"approver"}, False),
    "skip_consultation": ({V}, A, {"approver"}, True),
    "submit_for_approval": ({N}, A, {"steward"}, False),
    "return_to_revision": ({A}, N, {"approver"}, True),
    "publish": ({A}, F, {"approver"}, False),
    "correct": ({F}, F, {"approver"}, True),
    "open_refresh": ({F}, D, {"steward"}, False),
    "abandon_refresh": ({D, V, N, A}, F, {"approver"}, True),
    "retire": ({D, V, N, F}, R, {"approver"}, True),
}


@dataclass
class Said:
    """What is said with a step: each step minds some of it."""

    reason: str = ""
    days: int = 40  # until the round closes
    note: str = "What is new."
    title: str = "Water"
    is_promise: bool = False


@dataclass
class Clearance:
    decision: str = "awaited"
    text: object = None
    is_overruled: bool = False


@dataclass
class Life:
    """One map."""

    stage: str = D
    title: str = TITLES[0]
    is_addressed: bool = True
    touched: int = 0  # how often the challenge was written: readers are told
    writers: set = field(default_factory=set)
    editions: list = field(default_factory=list)  # [number, kind, status]
    edition: tuple = ()  # what the one in force says: title, is_addressed
    closes_at: object = None
    cleared: dict = field(default_factory=dict)  # purpose: Clearance
    steps: Counter = field(default_factory=Counter)

    @property
    def text(self):
        return (self.touched, self.is_addressed)

    @property
    def is_published(self):
        return bool(self.edition)

    # What has to come of an attempt.

    def foresee(self, step, who, said, now):
        begins, _ends, roles, needs_reason = PATHS[step]
        if not ROLES[who] & roles:
            return PermissionDenied
        grave, light = self.in_the_way(step, who)
        refused = (
            self.stage not in begins
            or (needs_reason and not said.reason)
            or grave
            or (light and not said.reason)
            or self.lacks(step, said, now)
        )
        return Refused if refused else TAKEN

    def in_the_way(self, step, who):
        """What stops it, and what a reason passes."""
        match step:
            case "submit_for_review":
                return False, True  # not everything has a statement
            case "open_consultation":
                return self.is_uncleared("consultation"), not self.is_addressed
            case "skip_consultation" | "abandon_refresh":
                return not self.is_published, False
            case "submit_for_approval":
                return not self.is_addressed, False
            case "publish":
                is_own = who in self.writers
                return is_own or self.is_uncleared("publication") or not self.is_addressed, False
        return False, False

    def is_uncleared(self, purpose):
        asked = self.cleared.get(purpose)
        if asked is None or asked.is_overruled:
            return False
        return asked.decision != "cleared" or asked.text != self.text

    def lacks(self, step, said, now):
        closes_at = now + timedelta(days=said.days)
        match step:
            case "open_consultation":
                return said.days < 28
            case "extend_consultation":
                return closes_at <= max(now, self.closes_at)
            case "close_consultation":
                return self.closes_at > now and not said.reason
            case "publish":
                return not said.note
            case "correct":
                return said.is_promise or said.title == self.title
        return False

    def may_write(self, who):
        own = ROLES[who]
        anywhere = self.stage in (D, N) and own & {"steward", "editor"}
        return bool(anywhere or (self.stage in (V, C) and "steward" in own))

    def may_ask(self, who, *roles):
        return self.stage in ON_ITS_WAY and bool(ROLES[who] & set(roles))

    def foresee_signing(self, who, is_fresh):
        if who != "official":
            return PermissionDenied
        return TAKEN if is_fresh and self.stage in ON_ITS_WAY else Refused

    def foresee_asking(self, who, purpose):
        if not self.may_ask(who, "steward", "approver"):
            return PermissionDenied
        return ValidationError if purpose in self.cleared else TAKEN

    # What it is afterwards.

    def take(self, step, said, now):
        self.stage = PATHS[step][1]
        self.steps[step] += 1
        if effect := getattr(self, f"_{step}", None):
            effect(said, now)

    def write(self, who, title):
        if title != self.title:
            self.title, self.touched = title, self.touched + 1
            self.writers.add(who)

    def draw(self, who, is_addressed):
        self.is_addressed = is_addressed
        self.writers.add(who)

    def _open_consultation(self, said, now):
        self._supersede("consultation")
        drafts = sum(kind == "consultation" for _number, kind, _status in self.editions)
        self.editions.append([f"0.{drafts + 1}", "consultation", "current"])
        self.closes_at = now + timedelta(days=said.days)

    def _extend_consultation(self, said, now):
        self.closes_at = now + timedelta(days=said.days)

    def _return_to_revision(self, _said, _now):
        self._ask_anew("publication")

    def _publish(self, _said, _now):
        self._supersede("consultation", "approved", "correction")
        major = sum(kind == "approved" for _number, kind, _status in self.editions) + 1
        self.editions.append([f"{major}.0", "approved", "current"])
        self.edition = (self.title, self.is_addressed)

    def _correct(self, said, _now):
        self.title, self.touched = said.title, self.touched + 1
        self._supersede("consultation", "approved", "correction")
        last = [number for number, kind, _status in self.editions if kind != "consultation"][-1]
        major, minor = last.split(".")
        self.editions.append([f"{major}.{int(minor) + 1}", "correction", "current"])
        self.edition = (self.title, self.is_addressed)

    def _open_refresh(self, _said, _now):
        self.writers = set()
        for purpose in PURPOSES:
            self._ask_anew(purpose)

    def _abandon_refresh(self, _said, _now):
        self._supersede("consultation")
        title, self.is_addressed = self.edition
        if title != self.title:
            self.title, self.touched = title, self.touched + 1

    def _retire(self, _said, _now):
        self._supersede("consultation")
        for edition in self.editions:
            if edition[2] == "current":
                edition[2] = "withdrawn"

    def _supersede(self, *kinds):
        for edition in self.editions:
            if edition[1] in kinds and edition[2] == "current":
                edition[2] = "superseded"

    def _ask_anew(self, purpose):
        if purpose in self.cleared:
            self.cleared[purpose] = Clearance()
