"""Who may do what with a map, written a second time and completely."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from roadmaps import elements, participations
from roadmaps import roadmap as maps
from roadmaps.models import MapRole
from roadmaps.roadmap import Roadmap
from roadmaps.rules import RULES, abilities, can
from roadmaps.stages import Role, Stage
from roadmaps.steps import STEPS
from terms.vocabulary import label
from tests import factories, tree

ONE_DAY = timedelta(days=1)
LETTERS = {
    "d": Stage.DRAFT, "v": Stage.REVIEW, "c": Stage.CONSULTATION, "n": Stage.REVISION,
    "a": Stage.APPROVAL, "f": Stage.IN_FORCE, "r": Stage.RETIRED,
}  # fmt: skip
ACTIONS = ["view", "view_draft", "edit", "report", "grant", "adopt"]

# fmt: off
MAY = {  # in which stages, by the letters above, while nothing has been published
    #              view       view_draft  edit    report    grant     adopt
    "steward":    ("dvcnafr", "dvcnafr", "dvcn", "dvcnaf", "dvcnaf", ""),
    "editor":     ("dvcnafr", "dvcnafr", "d  n", "dvcnaf", "",       ""),
    "reviewer":   ("dvcnafr", "dvcnafr", "",     "",       "",       ""),
    "approver":   ("dvcnafr", "dvcnafr", "",     "",       "",       "d"),
    "reporter":   ("dvcnafr", "dvcnafr", "",     "dvcnaf", "",       ""),  # who leads it
    "idle":       ("dvcnafr", "dvcnafr", "",     "",       "",       ""),  # who does not
    "observer":   ("dvcnafr", "dvcnafr", "",     "",       "",       ""),
    "commenter":  ("dvcnafr", "dvcnafr", "",     "",       "",       ""),
    "partner":    ("dvcnafr", "dvcnafr", "d  n", "dvcnaf", "",       ""),  # as editor
    "stranger":   ("",        "",        "",     "",       "",       ""),
    "anonymous":  ("",        "",        "",     "",       "",       ""),
    "former":     ("",        "",        "",     "",       "",       ""),  # a steward once
    "lapsed":     ("",        "",        "",     "",       "",       ""),  # until yesterday
}
# fmt: on
FOR_FEW = {  # what hardly anybody may: in which stages, by who may at all
    "ask_signoff": {"steward": "dvcna", "approver": "dvcna"},
    "overrule": {"approver": "dvcna"},
    "invite": {"steward": "c", "approver": "c"},
    "hear": {"steward": "dvcnaf", "approver": "dvcnaf"},
    "propose": {"editor": "vc", "partner": "vc"}
    | dict.fromkeys(("reviewer", "approver", "reporter", "idle", "observer", "commenter"), "dvcn"),
    "discuss": dict.fromkeys(("steward", "editor", "reviewer", "approver", "partner"), "dvcnaf"),
    "answer_proposal": {"steward": "dvcn", "editor": "dn", "partner": "dn"},
    "submit_for_review": {"steward": "d"},
    "return_to_draft": {"steward": "v", "reviewer": "v"},
    "open_consultation": {"approver": "vn"},
    "extend_consultation": {"steward": "c"},
    "close_consultation": {"approver": "c"},
    "skip_consultation": {"approver": "v"},
    "submit_for_approval": {"steward": "n"},
    "return_to_revision": {"approver": "a"},
    "publish": {"approver": "a"},
    "correct": {"approver": "f"},
    "open_refresh": {"steward": "f"},
    "abandon_refresh": {"approver": "dvna"},
    "retire": {"approver": "dvnf"},
}
IN_THE_PAPER = {  # how docs/permissions.md calls them
    "Steward": "steward",
    "Editor": "editor",
    "Reviewer": "reviewer",
    "Approver": "approver",
    "Reporter whose organisation leads it": "reporter",
    "Reporter whose organisation does not": "idle",
    "Observer": "observer",
    "Commenter": "commenter",
    "Somebody without a role": "stranger",
    "Somebody who has not signed in": "anonymous",
    "Somebody who may no longer sign in": "former",
    "Somebody whose role is over": "lapsed",
}


@pytest.fixture
def cast(registrar, steward, editor, approver, partner, stranger, anonymous, association, roadmap):
    """Every role, held by a person; and those who have one only through others, or none."""
    maps.revoke(steward, roadmap.roles.get(organisation=association))
    maps.grant(steward, roadmap, "editor", organisation=association)
    people = {"steward": steward, "editor": editor, "approver": approver}
    for name in ("reviewer", "reporter", "idle", "observer", "commenter", "former", "lapsed"):
        role = {"idle": "reporter", "former": "steward", "lapsed": "steward"}.get(name, name)
        people[name] = factories.person(registrar, name=name)
        maps.grant(steward, roadmap, role, user=people[name])
    leader = factories.organisation(registrar)
    factories.people.join(registrar, people["reporter"], leader)
    initiative = roadmap.elements.get(kind="initiative")
    participations.involve(editor, initiative, leader, "lead")
    roadmap.roles.filter(user=people["lapsed"]).update(until=timezone.localdate() - ONE_DAY)
    type(registrar).objects.filter(pk=people["former"].pk).update(is_active=False)
    people["former"] = type(registrar).objects.get(pk=people["former"].pk)
    return people | {"partner": partner, "stranger": stranger, "anonymous": anonymous}


def stages_of(action, actor, subject):
    """The letters of the stages in which somebody may do this."""
    return {letter for letter, stage in LETTERS.items() if _at(stage, actor, action, subject)}


def _at(stage, actor, action, subject):
    subject.roadmap.stage = stage
    return can(actor, action, subject)


def written(who, action):
    if action in FOR_FEW:
        return set(FOR_FEW[action].get(who, ""))
    return set(MAY[who][ACTIONS.index(action)]) - {" "}


def test_SR_09_the_whole_policy(roadmap, cast):
    for who in MAY:
        for action in RULES:
            assert stages_of(action, cast[who], roadmap) == written(who, action), (who, action)


def test_SR_09_what_stands_on_a_map_has_the_same_rules(roadmap, cast):
    """Only who reports is asked about the thing itself: what does their organisation lead?"""
    initiative, challenge = (
        roadmap.elements.get(kind=kind) for kind in ("initiative", "challenge")
    )
    for who in MAY:
        for action in RULES:
            expected = written(who, action)
            assert stages_of(action, cast[who], initiative) == expected, (who, action)
            if (who, action) == ("reporter", "report"):
                expected = set()  # nobody leads the challenge
            assert stages_of(action, cast[who], challenge) == expected, (who, action)


def test_the_tables_are_complete(roadmap):
    assert {*ACTIONS, *FOR_FEW} == set(RULES) == set(abilities(AnonymousUser(), roadmap))
    assert set(LETTERS.values()) == set(Stage)
    assert {*MAY} >= {str(role.value) for role in Role}


def test_a_published_map_may_be_read_by_everybody_and_its_draft_is_not(roadmap, cast):
    roadmap.is_published = True
    for who in MAY:
        assert stages_of("view", cast[who], roadmap) == set(LETTERS), who
        assert stages_of("view_draft", cast[who], roadmap) == written(who, "view_draft"), who
        assert stages_of("edit", cast[who], roadmap) == written(who, "edit"), who


def test_two_roles_of_one_person_are_both_theirs(steward, roadmap, cast):
    for role in ("editor", "approver"):
        maps.grant(steward, roadmap, role, user=cast["stranger"])
    roadmap.refresh_from_db()
    assert stages_of("edit", cast["stranger"], roadmap) == set("dn")
    assert stages_of("adopt", cast["stranger"], roadmap) == {"d"}


def test_a_withdrawn_part_leads_nothing(editor, roadmap, cast):
    leads = {"organisation__memberships__user": cast["reporter"]}
    lead = roadmap.elements.get(kind="initiative").participations.get(**leads)
    participations.withdraw(editor, lead)
    assert stages_of("report", cast["reporter"], roadmap) == set()


def test_SR_02_a_role_on_one_map_is_none_on_another(steward, programme, roadmap, cast):
    other = factories.roadmap(steward, programme)
    for who in MAY.keys() - {"steward"}:
        assert not any(abilities(cast[who], other).values()), who


@pytest.mark.parametrize("stage", Stage)
def test_a_partner_who_edits_writes_in_draft_and_revision_only(
    stage, steward, partner, association, empty_map, challenge
):
    maps.grant(steward, empty_map, "editor", organisation=association)
    Roadmap.objects.filter(pk=empty_map.pk).update(stage=stage)
    if stage in (Stage.DRAFT, Stage.REVISION):
        elements.edit(partner, challenge, challenge.revision, title="Ours")
        assert elements.Challenge.objects.get().title == "Ours"
    else:
        with pytest.raises(PermissionDenied):
            elements.edit(partner, challenge, challenge.revision, title="Ours")
        assert elements.Challenge.objects.get().title == "Too few technicians"


@pytest.mark.parametrize("stage", Stage)
def test_a_partner_who_observes_never_writes(stage, partner, empty_map, challenge):
    Roadmap.objects.filter(pk=empty_map.pk).update(stage=stage)
    with pytest.raises(PermissionDenied):
        elements.edit(partner, challenge, challenge.revision, title="Ours")


@pytest.mark.parametrize("is_published", [True, False])
def test_lists_and_rules_agree_about_who_sees_what(is_published, roadmap, cast):
    Roadmap.objects.filter(pk=roadmap.pk).update(is_published=is_published)
    roadmap.refresh_from_db()
    for who, actor in cast.items():
        listed = Roadmap.objects.visible_to(actor).filter(pk=roadmap.pk).exists()
        assert listed == can(actor, "view", roadmap), who


@pytest.mark.parametrize("who", ["former", "lapsed"])
def test_who_may_no_longer_holds_no_role_wherever_they_were_read(who, cast):
    assert not MapRole.objects.held_by(cast[who]).exists()


def tables():
    """{action: {person: {stage: allowed}}}, as docs/permissions.md tells it."""
    paper = tree.texts()["docs/permissions.md"]
    found = {}
    for action, body in re.findall(r"^## [^\n]*\(`(\w+)`\)\n(.*?)(?=^## |\Z)", paper, re.M | re.S):
        head, _line, *rows = [_cells(line) for line in body.splitlines() if line.startswith("|")]
        found[action] = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}
    return found


def _cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_the_paper_says_what_the_rules_say_cell_by_cell(roadmap, cast):
    told = tables()
    assert set(told) == set(RULES) - set(STEPS)
    for action, rows in told.items():
        assert list(rows) == list(IN_THE_PAPER), action
        for name, cells in rows.items():
            for stage in Stage:
                allowed = _at(stage, cast[IN_THE_PAPER[name]], action, roadmap)
                assert cells.pop(label("map_state", stage)) == ("yes" if allowed else "–"), (
                    action, name, stage,
                )  # fmt: skip
            assert not cells


def test_the_paper_says_who_takes_which_step_from_where():
    paper = tree.texts()["docs/permissions.md"]
    rows = [_cells(line) for line in paper.splitlines() if line.startswith("| `")]
    assert [row[0].strip("`") for row in rows] == list(STEPS)
    for step, (_code, name, begins, who, reason) in zip(STEPS.values(), rows, strict=True):
        assert name == str(step)
        assert set(begins.split(", ")) == {label("map_state", each) for each in step.begins}
        for role in Role:
            assert (label("map_role", role) in who) == (role in step.roles), (step.code, role)
        assert (reason == "yes") == step.needs_reason
        assert ("the clock" in who) == step.is_due_by_clock
