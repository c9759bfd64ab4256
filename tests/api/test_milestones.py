import pytest

from roadmaps import milestones, participations
from roadmaps import roadmap as maps
from roadmaps.models import Milestone, Roadmap
from tests import factories
from tests.api.conftest import told
from tests.api.things import NEW


def test_milestones_name_their_initiative(items, rich):
    (milestone,) = items("/milestones?initiative=EMO-I01&q=course&planned=2026-35")
    assert milestone["initiative"] == "EMO-I01"
    assert items("/milestones?roadmap=other") == []


@pytest.fixture
def milestone(new):
    item = new("milestones")
    return item, f"/milestones/{item['id']}"


@pytest.fixture
def in_force(milestone, approver, roadmap):
    """The map, published with the milestone."""
    return factories.publish(approver, roadmap)


def test_what_is_expected_and_what_was_reached_is_told_while_the_contents_are_locked(
    send, milestone, in_force, editor
):
    item, here = milestone
    reached = {"forecast": "2027-11", "achieved": "2027-12"}
    response = send("patch", here, reached | {"base": item["revision"]}, editor)
    assert response.status_code == 200, response.content
    told_now = response.json()
    assert {name: told_now[name] for name in reached} == reached
    may = told_now["abilities"]
    assert (may["report"], may["edit"], may["withdraw"]) == (True, False, False)
    for change in ({"planned": "2028"}, {"title": "Other"}, {"achieved": None, "title": "Other"}):
        told(send("patch", here, change | {"base": told_now["revision"]}), 403)
    told(send("delete", here), 403)


def test_the_organisation_that_leads_tells_how_far_its_own_initiative_is(
    send, milestone, in_force, steward, partner, association, initiative
):
    item, here = milestone
    change = {"forecast": "2028", "base": item["revision"]}
    told(send("patch", here, change, partner), 403)
    maps.grant(steward, in_force, "reporter", organisation=association)
    told(send("patch", here, change, partner), 403)
    Roadmap.objects.filter(pk=in_force.pk).update(stage="draft")
    participations.involve(steward, initiative, association, "owner")
    Roadmap.objects.filter(pk=in_force.pk).update(stage="in_force")
    assert send("patch", here, change, partner).status_code == 200
    told(send("patch", here, {"planned": "2029", "base": item["revision"]}, partner), 403)


def test_a_milestone_of_a_withdrawn_initiative_is_not_added(send, roadmap, editor):
    send("delete", "/elements/EMO-I01", as_=editor)
    problem = told(send("post", "/milestones", NEW["milestones"][0]), 409)
    assert "Restore it first" in problem["detail"]


def test_milestones_stand_in_the_order_in_which_they_are_put(send, new, draft, editor):
    first, second = new("milestones"), new("milestones", title="Second course")
    send("post", f"/milestones/{second['id']}/reorder", {"after": None})
    whole = draft("/roadmaps/electromobility", editor)
    (initiative,) = (each for each in whole["elements"] if each["code"] == "EMO-I01")
    titles = [each["title"] for each in initiative["milestones"]]
    assert titles == [second["title"], first["title"]]


def test_what_is_expected_is_told_to_everybody_with_its_day(
    clock, items, milestone, in_force, editor
):
    (row,) = items("/milestones")
    assert (row["forecast"], row["told_on"]) == (None, None)
    clock("2026-08-01T08:00")
    milestones.edit(editor, Milestone.objects.get(), in_force.revision, forecast="2028")
    (row,) = items("/milestones")
    assert (row["forecast"], row["told_on"]) == ("2028", "2026-08-01")
