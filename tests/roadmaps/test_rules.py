import pytest

from roadmaps.roadmap import Roadmap
from roadmaps.rules import RULES, can
from roadmaps.stages import Stage

CAST = ["anonymous", "stranger", "partner", "editor", "approver", "steward"]
LETTERS = {
    "d": Stage.DRAFT, "v": Stage.REVIEW, "c": Stage.CONSULTATION, "n": Stage.REVISION,
    "a": Stage.APPROVAL, "f": Stage.IN_FORCE, "r": Stage.RETIRED,
}  # fmt: skip

# fmt: off
MAY = {  # in which stages, by the letters above
    #                 anonymous stranger partner    editor     approver   steward
    "view":          ("",       "",      "dvcnafr", "dvcnafr", "dvcnafr", "dvcnafr"),
    "view_draft":    ("",       "",      "dvcnafr", "dvcnafr", "dvcnafr", "dvcnafr"),
    "edit":          ("",       "",      "",        "d  n",    "",        "dvcn"),
    "report":        ("",       "",      "",        "dvcnaf",  "",        "dvcnaf"),
    "grant":         ("",       "",      "",        "",        "",        "dvcnaf"),
    "adopt":         ("",       "",      "",        "",        "d",       ""),
    "open_refresh":  ("",       "",      "",        "",        "",        "     f"),
}
# fmt: on


@pytest.fixture
def cast(anonymous, stranger, partner, editor, approver, steward):
    return dict(zip(CAST, [anonymous, stranger, partner, editor, approver, steward], strict=True))


@pytest.mark.parametrize("action", MAY)
def test_SR_09_the_whole_policy(action, empty_map, cast):
    allowed = {
        who: {letter for letter, stage in LETTERS.items() if _at(empty_map, stage, actor, action)}
        for who, actor in cast.items()
    }
    assert allowed == {who: set(s) - {" "} for who, s in zip(CAST, MAY[action], strict=True)}


def _at(roadmap, stage, actor, action):
    roadmap.stage = stage
    return can(actor, action, roadmap)


def test_every_action_is_in_the_table():
    assert set(MAY) == set(RULES)


@pytest.mark.parametrize("is_published", [True, False])
@pytest.mark.parametrize("who", CAST)
def test_lists_and_rules_agree_about_who_sees_what(who, is_published, empty_map, cast):
    Roadmap.objects.filter(pk=empty_map.pk).update(is_published=is_published)
    empty_map.refresh_from_db()
    listed = Roadmap.objects.visible_to(cast[who]).filter(pk=empty_map.pk).exists()
    assert listed == can(cast[who], "view", empty_map)
