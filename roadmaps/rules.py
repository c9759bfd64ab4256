"""Who may do what with a map. The policy is the table; the rest gives it words."""

from accounts import rules
from accounts.rules import Rule
from roadmaps.stages import Role, Stage
from roadmaps.steps import STEPS


def roadmap_of(subject):
    return getattr(subject, "roadmap", subject)


@Rule
def is_published(actor, subject):
    return roadmap_of(subject).is_published


@Rule
def is_member(actor, subject):
    return bool(roadmap_of(subject).roles_of(actor))


@Rule
def leads_it(actor, subject):
    """On a map as a whole: does the actor's organisation lead anything on it?"""
    return subject.is_led_by(actor)


def has_role(*roles):
    return Rule(lambda actor, subject: roadmap_of(subject).roles_of(actor) & set(roles))


@Rule
def rehearses(actor, subject):
    """Is it tried what a change would make of this map, and then taken back?"""
    return getattr(actor, "rehearses", None) == roadmap_of(subject).pk


def at(*stages):
    return Rule(lambda actor, subject: roadmap_of(subject).stage in stages)


BEFORE_PUBLICATION = (
    Stage.DRAFT, Stage.REVIEW, Stage.CONSULTATION, Stage.REVISION, Stage.APPROVAL,
)  # fmt: skip
WRITTEN = (Stage.DRAFT, Stage.REVIEW, Stage.CONSULTATION, Stage.REVISION)
is_steward = has_role(Role.STEWARD)
writes = has_role(Role.STEWARD, Role.EDITOR)
is_approver = has_role(Role.APPROVER)
answers_for_it = has_role(Role.STEWARD, Role.APPROVER)
DISCUSSING = (Role.STEWARD, Role.EDITOR, Role.REVIEWER, Role.APPROVER)  # who work on it
reports = writes | has_role(Role.REPORTER) & leads_it
edits = at(Stage.DRAFT, Stage.REVISION) & writes
edits |= at(Stage.REVIEW, Stage.CONSULTATION) & is_steward

RULES: dict[str, Rule] = {
    "view": is_published | is_member,
    "view_draft": is_member,
    "edit": edits | rehearses,
    "propose": at(*WRITTEN) & is_member & ~edits,
    "answer_proposal": edits,
    "discuss": ~at(Stage.RETIRED) & has_role(*DISCUSSING),
    "report": ~at(Stage.RETIRED) & reports | rehearses,
    "grant": ~at(Stage.RETIRED) & is_steward,
    "adopt": at(Stage.DRAFT) & is_approver,
    "ask_signoff": at(*BEFORE_PUBLICATION) & answers_for_it,
    "overrule": at(*BEFORE_PUBLICATION) & is_approver,
    "invite": at(Stage.CONSULTATION) & answers_for_it,
    "hear": ~at(Stage.RETIRED) & answers_for_it,
    **{code: at(*step.begins) & has_role(*step.roles) for code, step in STEPS.items()},
}


def may_take(actor, step, subject):
    """Whether somebody has the role for a step, whatever the stage is."""
    return has_role(*STEPS[step].roles)(actor, subject)


def can(actor, action, subject):
    return RULES[action](actor, subject)


def require(actor, action, subject):
    rules.require(actor, RULES[action], subject)


def abilities(actor, subject):
    """What this person may do now with a map or with something on it."""
    return {action: can(actor, action, subject) for action in RULES}
