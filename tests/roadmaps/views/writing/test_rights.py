"""Who may write where: what is hidden is missing, what one may see but not write is forbidden."""

import uuid

import pytest
from django.test import Client

from roadmaps import elements, figures, links, milestones, participations, workflow
from roadmaps import roadmap as maps
from roadmaps.urls import urlpatterns
from roadmaps.views import log
from tests.roadmaps.views.writing.addresses import everywhere
from tests.roadmaps.views.writing.conftest import MAP

ONLY_SENT = ("shift-", "restore-", "reorder-", "undo")  # by a button, and never opened
MONITORED = {
    "add-thing progress", "edit-thing progress", "edit-thing milestones",
    "withdraw-thing progress", "restore-thing progress", "reorder-thing progress",
}  # fmt: skip


@pytest.fixture
def addresses(scene):
    return everywhere(scene)


def test_every_address_that_writes_is_tried(addresses):
    writing = {
        pattern.name
        for pattern in urlpatterns
        if ".writing." in pattern.callback.__module__ or pattern.callback == log.take_back
        if not pattern.name.startswith("propose")  # they are tried in test_proposals.py
    }
    assert {name.partition(" ")[0] for name in addresses} == writing
    assert len(writing) == 16


@pytest.mark.parametrize("person", [None, "stranger"])
def test_SR_01_for_others_there_is_nothing_to_write_on(request, addresses, written, person):
    client, lines = Client(), written()
    if person:
        client.force_login(request.getfixturevalue(person))
    for name, (address, data) in addresses.items():
        for ask, said in ((client.get, {}), (client.post, data)):
            hidden, missing = (ask(each + address, said) for each in (MAP, "/roadmaps/no-such-map"))
            assert hidden.status_code == missing.status_code, name
            assert hidden.status_code in ((404, 405) if name.startswith(ONLY_SENT) else (404,))
            assert hidden.content == missing.content, name
    assert written() == lines


@pytest.mark.parametrize("person", ["partner", "approver"])
def test_SR_01_who_may_read_but_not_write_is_told_so(request, addresses, at_desk, written, person):
    desk, lines = at_desk(request.getfixturevalue(person)), written()
    for name, (address, data) in addresses.items():
        answer = desk.push(address, **data)
        assert answer.status_code == 403, name
        assert "Your account does not have this right." in answer.content.decode()
        assert desk.get(address).status_code == (405 if name.startswith(ONLY_SENT) else 403), name
    assert written() == lines


@pytest.mark.parametrize("person", ["editor", "steward"])
def test_while_the_map_is_in_force_only_progress_is_written(
    request, addresses, scene, at_desk, written, person
):
    workflow.adopt(scene.approver, [scene.roadmap], label="1", note="First.")
    desk, lines = at_desk(request.getfixturevalue(person)), written()
    for name, (address, data) in addresses.items():
        if name not in MONITORED:
            assert desk.push(address, **data).status_code == 403, name
    assert written() == lines
    for name in MONITORED - {"restore-thing progress", "reorder-thing progress"}:
        assert desk.get(addresses[name][0]).status_code == 200, name


WRITERS = {  # who writes contents at which stage
    "draft": {"editor", "steward"},
    "review": {"steward"},
    "consultation": {"steward"},
    "revision": {"editor", "steward"},
    "approval": set(),
    "in_force": set(),
    "retired": set(),
}


def test_at_each_stage_those_write_whose_turn_it_is(scene, at_desk):
    desks = {"editor": at_desk(scene.editor), "steward": at_desk(scene.steward)}
    for stage, writers in WRITERS.items():
        maps.move(scene.steward, scene.roadmap, stage, "moved")
        for person, desk in desks.items():
            expected = 200 if person in writers else 403
            for address in ("/elements/EMO-C01/edit", "/edit", "/table/challenge", "/add/goal"):
                assert desk.get(address).status_code == expected, (stage, person, address)
            has_pen = "/elements/EMO-C01/edit" in desk.get("/elements/EMO-C01").content.decode()
            assert has_pen == (person in writers), (stage, person)


def test_SR_35_without_a_token_of_the_page_nothing_is_written(addresses, scene, at_desk, written):
    lines = written()
    for language, said in (
        ("", "This form was opened too long ago, or on another site."),
        ("es", "Este formulario se abrió hace demasiado tiempo, o en otro sitio."),
    ):
        desk = at_desk(scene.editor, language, enforce_csrf_checks=True)
        for name, (address, data) in addresses.items():
            answer = desk.push(address, **data)
            assert answer.status_code == 403, name
            assert said in answer.content.decode()
    assert written() == lines
    form = desk.open("/elements/EMO-C02/edit")  # which has its token
    assert desk.send(form, note="Seen.").status_code == 303


@pytest.mark.parametrize("word", ["as_of=3", "as_of=2026-05-04", "feild=title"])
def test_SR_22_a_map_is_written_as_it_is_and_not_as_it_was(addresses, desk, written, word):
    lines = written()
    for name, (address, data) in addresses.items():
        asked = f"{address}{'&' if '?' in address else '?'}{word}"
        answer = desk.push(asked, **data)
        assert answer.status_code == 400, name
        assert f"This page knows no “{word.partition('=')[0]}”." in answer.content.decode()
        assert desk.get(asked).status_code == (405 if name.startswith(ONLY_SENT) else 400), name
    assert written() == lines


HIDDEN = {"visibility": "internal"}
JOBS = {"metric": "jobs", "label": "Jobs", "kind": "count", "unit": "jobs", "basis": "target"}


@pytest.fixture
def secret(scene):
    """An initiative that only stewards and approvers see, with one of everything."""
    it = elements.add(scene.steward, scene.roadmap, "initiative", title="Secret", **HIDDEN)
    day = {"as_of": "2026-05-01", "status": "proposed", "confidence": "red", "narrative": "No."}
    return {
        "element": it,
        "figures": figures.state(scene.steward, it, low="1", **JOBS),
        "participations": participations.involve(scene.steward, it, scene.association, "lead"),
        "milestones": milestones.plan(scene.steward, it, "Secret step"),
        "progress": milestones.report(scene.steward, it, **day),
        "links": links.draw(scene.steward, it, scene.challenge, "addresses"),
    }


def test_SR_05_what_is_hidden_is_answered_like_what_is_missing(scene, secret, desk, written):
    own = figures.state(scene.steward, scene.goal, low="1", **JOBS, **HIDDEN)
    far = links.draw(scene.steward, scene.initiative, secret["element"], "depends_on")
    code, lines = secret["element"].code, written()
    pairs = [
        (f"/elements/{code}/{end}", f"/elements/EMO-I99/{end}")
        for end in (
            "edit", "period", "withdraw", "restore", "reorder", "links/add", "figures/add",
            "participations/add", "milestones/add", "progress/add",
        )
    ]  # fmt: skip
    things = [(word, thing) for word, thing in secret.items() if word != "element"]
    pairs += [
        (f"/{word}/{thing.pk}/{act}", f"/{word}/{uuid.uuid4()}/{act}")
        for word, thing in [*things, ("figures", own), ("links", far)]
        for act in ("edit", "withdraw", "restore", "reorder")
    ]
    for hidden, missing in pairs:
        for ask in (desk.get, desk.push):
            answers = [ask(address) for address in (hidden, missing)]
            assert answers[0].status_code == answers[1].status_code, hidden
            assert answers[0].status_code in (404, 405), hidden
            assert answers[0].content == answers[1].content, hidden
    assert written() == lines
