"""Who may write what, and that what is hidden is as if it were not there."""

import pytest
from django.test import Client

from roadmaps import elements, participations, workflow
from roadmaps import roadmap as maps
from tests.api.conftest import ROOT, complaints, told
from tests.api.things import MAP, NEW, address_of


@pytest.mark.parametrize("name", NEW)
def test_who_only_observes_may_read_and_not_write(send, get, new, partner, name):
    item = new(name)
    here = address_of(name, item)
    told(send("patch", here, NEW[name][1] | {"base": item["revision"]}, partner), 403)
    for method, end in (("delete", ""), ("post", "/restore")):
        told(send(method, here + end), 403)
    told(send("post", f"{here}/reorder", {"after": None}), 403)
    told(send("post", f"/{name}", NEW[name][0]), 403)
    seen = get(f"{here}?draft=true", partner).json()
    assert seen["abilities"]["view_draft"]
    assert not any(may for what, may in seen["abilities"].items() if what != "view_draft")


@pytest.mark.parametrize("name", NEW)
def test_SR_05_a_hidden_thing_looks_like_a_missing_one(send, get, new, stranger, name):
    item = new(name)
    missing = {"id": "00000000-0000-4000-8000-000000000000"}
    asked = [
        ("patch", "", NEW[name][1] | {"base": 1}), ("patch", "", NEW[name][1]),
        ("delete", "", None),
        ("patch", "", {"nonsense": 1}), ("patch", "", {"base": 10**9}), ("post", "/restore", None),
        ("post", "/reorder", {"after": None}), ("post", "/reorder", {}), ("get", "", None),
        ("get", "?draft=true", None),
    ]  # fmt: skip
    for method, end, body in asked:
        for tag in (None, item["etag"], '"1-00000000000000000000"'):
            answers = []
            for thing in (item, missing):
                response = send(method, address_of(name, thing) + end, body, stranger, If_Match=tag)
                problem = told(response, 404)
                answers.append({**problem, "request_id": ""})
            assert answers[0] == answers[1]
    told(send("post", f"/{name}", NEW[name][0], stranger), 422)


def test_SR_05_a_reference_to_what_is_hidden_is_one_to_nothing(send, roadmap, steward, editor):
    hidden = elements.add(steward, roadmap, "challenge", title="Inside", visibility="internal")
    other = "EMO-C99"
    link = {"source": "EMO-I01", "kind": "addresses"}
    for body, member in ((link, "target"), ({"roadmap": MAP, "title": "Part"}, "parent")):
        name = "links" if member == "target" else "challenges"
        said = []
        for code in (hidden.code, other):
            problem = complaints(send("post", f"/{name}", body | {member: code}, editor))
            said.append({where: text.replace(code, "…") for where, text in problem.items()})
        assert said[0] == said[1] == {f"/{member}": said[0][f"/{member}"]}
    told(send("patch", f"/elements/{hidden.code}", {"title": "Mine", "base": 1}), 404)
    assert send("post", "/links", link | {"target": hidden.code}, steward).status_code == 201


def test_SR_05_a_map_without_a_role_for_me_is_no_map(send, roadmap, stranger):
    body = {"kind": "skill", "title": "Mine"}
    answers = [
        complaints(send("post", "/elements", body | {"roadmap": slug}, stranger))
        for slug in (MAP, "nowhere")
    ]
    assert answers[0]["/roadmap"].replace(MAP, "nowhere") == answers[1]["/roadmap"]


@pytest.mark.parametrize("name", [name for name in NEW if name != "progress-updates"])
def test_what_is_in_force_is_not_written_but_seen(
    send, new, approver, roadmap, editor, stranger, name
):
    item = new(name)
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    for who in (editor, stranger):
        patch = send("patch", address_of(name, item), NEW[name][1] | {"base": 1}, who)
        told(patch, 403)
        told(send("post", f"/{name}", NEW[name][0]), 403)
        told(send("delete", address_of(name, item)), 403)


def test_progress_is_reported_while_the_contents_are_locked(send, published, editor, initiative):
    report = send("post", "/progress-updates", NEW["progress-updates"][0], editor)
    assert report.status_code == 201
    milestone = send("post", "/milestones", NEW["milestones"][0])
    told(milestone, 403)


def test_reports_of_the_lead_reach_its_own_initiative_only(
    send, roadmap, steward, partner, association, initiative
):
    maps.grant(steward, roadmap, "reporter", organisation=association)
    report = NEW["progress-updates"][0]
    told(send("post", "/progress-updates", report, partner), 403)
    participations.involve(steward, initiative, association, "co_lead")
    response = send("post", "/progress-updates", report, partner)
    assert response.status_code == 201
    assert response.json()["abilities"]["edit"]


@pytest.mark.parametrize("key", ["EMO-C99", "x", "EMO", "0" * 32, "-", "EMO-X01"])
def test_what_is_not_there_cannot_be_written(send, get, roadmap, editor, key):
    told(send("patch", f"/elements/{key}", {"title": "X", "base": 1}, editor), 404)
    told(send("delete", f"/elements/{key}"), 404)
    told(get(f"/elements/{key}?draft=true", editor), 404)
    told(send("delete", f"/figures/{key}"), 404)


def test_nobody_writes_without_saying_who_they_are(send, roadmap):
    for method, address in (
        ("post", "/elements"), ("patch", "/elements/EMO-C01"), ("delete", "/links/x"),
        ("post", "/figures/x/restore"), ("post", "/bulk"), ("patch", f"/roadmaps/{MAP}"),
        ("post", f"/roadmaps/{MAP}/undo"),
    ):  # fmt: skip
        response = send(method, address, {})
        told(response, 401)
        assert "WWW-Authenticate" in response.headers


def test_SR_35_a_session_writes_only_with_its_token_against_forgery(roadmap, editor, challenge):
    from_a_browser = Client(enforce_csrf_checks=True)
    from_a_browser.force_login(editor)
    body = {"title": "Forged", "base": roadmap.revision}

    def patch(**headers):
        return from_a_browser.patch(
            f"{ROOT}/elements/EMO-C01", body, "application/json", headers=headers
        )

    told(patch(), 403)
    told(patch(X_CSRFToken="x" * 32), 403)
    secret = "a" * 32
    from_a_browser.cookies["csrftoken"] = secret
    assert patch(X_CSRFToken=secret).status_code == 200
