"""The end of a map: what the public looks up of it no more, and what stays where it was."""

import json

import pytest

from accounts.rules import Refused
from changes.models import Change
from roadmaps import elements, workflow
from roadmaps import roadmap as maps
from roadmaps.models import Edition, Entry, Notice, Roadmap
from roadmaps.rules import can
from tests import factories
from tests.roadmaps.things import as_it_is

WHY = "The sector went into another one."
LISTS = (
    "/roadmaps", "/elements", "/challenges", "/goals", "/skills", "/initiatives", "/figures",
    "/links",
)  # fmt: skip


@pytest.fixture
def retire(approver):
    def retire(roadmap):
        return workflow.take(approver, roadmap, "retire", reason=WHY)

    return retire


@pytest.fixture
def ask(client):
    """What a stranger is answered at an address of the API."""

    def ask(path):
        response = client.get(f"/api/v1{path}")
        is_told = response.status_code == 200
        return response.status_code, json.loads(response.content) if is_told else None

    return ask


def items(ask):
    return {path: len(ask(path)[1]["items"]) for path in LISTS}


def test_its_last_edition_is_withdrawn_and_keeps_its_bytes(published, retire):
    before = published.editions.get()
    retire(published)
    found = Edition.objects.get(pk=before.pk)
    assert (found.status, found.number) == ("withdrawn", "1.0")
    assert (bytes(found.content), found.sha256) == (bytes(before.content), before.sha256)
    now = Roadmap.objects.get(pk=published.pk)
    assert (now.stage, now.farewell, now.is_published) == ("retired", WHY, True)
    verbs = Change.objects.within(published).order_by("-revision").values_list("verb", flat=True)
    assert set(verbs[:2]) == {"edition_withdrawn", "retire"}


def test_earlier_editions_stay_superseded(published, approver, steward, challenge, retire):
    edits = [{"thing": as_it_is(challenge), "fields": {"title": "Said better"}}]
    workflow.take(approver, published, "correct", reason="A slip.", edits=edits)
    retire(published)
    told = [(each.number, each.status) for each in published.editions.all()]
    assert told == [("1.1", "withdrawn"), ("1.0", "superseded")]


def test_nobody_looks_up_any_of_it_any_more(published, retire, ask):
    before = items(ask)
    assert all(before.values()), before
    retire(published)
    assert not Entry.objects.filter(roadmap=published).exists()
    assert items(ask) == dict.fromkeys(LISTS, 0)


def test_other_maps_stay_in_the_lists(published, retire, ask, steward, programme, approver):
    other = factories.roadmap(steward, programme)
    maps.grant(steward, other, "approver", user=approver)
    elements.add(steward, other, "challenge", title="Water")
    workflow.adopt(approver, [other], note="The first edition.")
    retire(published)
    counts = items(ask)
    assert (counts["/roadmaps"], counts["/elements"], counts["/challenges"]) == (1, 1, 1)


def test_SR_13_the_api_says_of_it_that_it_is_gone_and_not_that_it_was_never_there(
    published, retire, ask, challenge
):
    assert ask(f"/roadmaps/{published.slug}")[0] == 200
    retire(published)
    assert ask(f"/roadmaps/{published.slug}")[0] == 410
    assert ask(f"/roadmaps/{published.slug}/editions/1.0")[0] == 200  # it was promised to stay
    assert ask("/roadmaps/never-was")[0] == 404


def test_a_draft_that_was_consulted_on_has_had_its_time(story):
    story.refresh()
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    story.consult()
    story.take(story.approver, "close_consultation", reason="Nobody answers.")
    story.take(story.approver, "retire", reason=WHY)
    told = [(each.number, each.status) for each in story.now().editions.all()]
    assert told == [("1.0", "withdrawn"), ("0.2", "superseded"), ("0.1", "superseded")]


def test_a_map_that_was_never_published_ends_unseen(story, client):
    story.take(story.approver, "retire", reason=WHY)
    assert (story.now().stage, story.now().is_published) == ("retired", False)
    assert client.get(f"/api/v1/roadmaps/{story.roadmap.slug}").status_code == 404


@pytest.mark.parametrize("stage", ["consultation", "approval", "retired"])
def test_what_is_decided_on_just_now_is_not_retired(published, retire, stage):
    Roadmap.objects.filter(pk=published.pk).update(stage=stage)
    with pytest.raises(Refused, match="is no step from the stage"):
        retire(published)
    assert published.editions.get().status == "current"


def test_SR_11_after_the_end_nobody_writes_or_takes_a_step(published, retire, steward, editor):
    retire(published)
    now = Roadmap.objects.get(pk=published.pk)
    for actor in (steward, editor):
        for action in ("edit", "report", "grant", "ask_signoff", "open_refresh"):
            assert not can(actor, action, now)
    with pytest.raises(Refused, match="is no step from the stage"):
        workflow.take(steward, now, "open_refresh")


def test_nothing_waits_for_anybody_any_more(story):
    story.reach_force()
    story.take(story.steward, "open_refresh")
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    story.ask(story.steward, "publication")
    assert Notice.objects.waiting().count() == 2
    story.take(story.approver, "retire", reason=WHY)
    assert Notice.objects.waiting().count() == 0
    assert not Notice.objects.unsettled().filter(kind__endswith="asked").exists()


def test_which_map_took_its_place_is_told_to_those_who_see_that_map(
    published, steward, approver, programme, retire
):
    """It is written in a refresh, that is, before the end; or on the other map, at any time."""
    other = factories.roadmap(steward, programme, title="Mobility", slug="mobility")
    maps.grant(steward, other, "approver", user=approver)
    maps.relate(steward, other, "split_from", other=published, other_name="Electromobility")
    workflow.take(steward, published, "open_refresh")
    maps.relate(steward, published, "merged_into", other=other, other_name="Mobility")
    workflow.adopt(approver, [other], note="The first edition.")
    retire(published)
    relation = published.relations.get()
    assert (relation.kind, relation.other, relation.is_withdrawn) == ("merged_into", other, False)
    told = json.loads(bytes(other.editions.get().content))["roadmap"]["relations"]
    assert [(each["kind"], each["slug"]) for each in told] == [("split_from", published.slug)]
