"""Who may write what at which stage: everybody else is refused by every way in."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts import keys, people
from changes.models import Change
from roadmaps import participations
from roadmaps import roadmap as maps
from roadmaps.models import Roadmap
from tests import factories
from tests.api.conftest import told, write_as
from tests.api.things import DISPUTED, MAP, NEW

STAGES = ("draft", "review", "consultation", "revision", "approval", "in_force", "retired")
WRITERS = {"steward", "editor", "ally"}  # an ally edits for an organisation that is no ministry
WRITE = {  # at which stages who writes contents
    "draft": WRITERS, "revision": WRITERS,
    "review": {"steward"}, "consultation": {"steward"},
    "approval": set(), "in_force": set(), "retired": set(),
}  # fmt: skip
REPORT = {stage: WRITERS if stage != "retired" else set() for stage in STAGES}
ALIKE = ("challenges", "participations")  # written by the same way as others
MEMBERS = ("approver", "observer", "commenter", "reviewer", "reporter")


@pytest.fixture
def cast(steward, editor, approver, partner, stranger, registrar, roadmap):
    """Everybody by what they are on the map, each before a browser of their own."""
    found = {"steward": steward, "editor": editor, "approver": approver, "observer": partner,
             "stranger": stranger, "anonymous": AnonymousUser()}  # fmt: skip
    for role in ("commenter", "reviewer", "reporter"):
        found[role] = factories.person(registrar, name=role)
        maps.grant(steward, roadmap, role, user=found[role])
    found["ally"] = factories.person(registrar, name="Ally")
    allies = factories.organisation(registrar, "association")
    people.join(registrar, found["ally"], allies)
    maps.grant(steward, roadmap, "editor", organisation=allies)
    browsers = {name: Client() for name in found}
    for name, person in found.items():
        if name != "anonymous":
            browsers[name].force_login(person)
    return browsers


def at(stage):
    Roadmap.objects.filter(slug=MAP).update(stage=stage)


def base():
    return {"base": Roadmap.objects.get(slug=MAP).revision}


@pytest.mark.parametrize("name", [name for name in DISPUTED if name not in ALIKE])
def test_SR_09_who_may_write_is_asked_of_the_map_at_its_stage(cast, written, name):
    here, _item = written(name)
    member, *values, _beside = DISPUTED[name]
    may = REPORT if name == "progress-updates" else WRITE
    for stage in STAGES:
        at(stage)
        for who, browser in cast.items():
            lines, value = Change.objects.count(), values[Change.objects.count() % 2]
            response = write_as(browser, "patch", here, {member: value} | base())
            if who in may[stage]:
                assert response.status_code == 200, (stage, who, response.content)
                continue
            told(response, {"stranger": 404, "anonymous": 401}.get(who, 403))
            assert Change.objects.count() == lines, (stage, who)


@pytest.mark.parametrize("name", NEW)
def test_who_may_not_write_is_refused_by_every_way_in(cast, written, name):
    here, item = written(name)
    gone = write_as(cast["steward"], "post", f"/{name}", _other(name)).json()
    there = here.replace(item["id"], gone["id"])
    write_as(cast["steward"], "delete", there)
    body = DISPUTED[name][0], DISPUTED[name][1]
    asked = [
        ("post", f"/{name}", NEW[name][0]), ("delete", here, None),
        ("post", f"{there}/restore", None), ("post", f"{here}/reorder", {"after": None}),
        ("post", f"/roadmaps/{MAP}/undo", {"revision": item["revision"]}),
    ]  # fmt: skip
    operations = [{"method": "PATCH", "path": here, "body": dict([body]) | base()}]
    lines = Change.objects.count()
    for stage, refused in (
        ("draft", ("observer", "reviewer", "stranger", "anonymous")),
        ("retired" if name == "progress-updates" else "approval", WRITERS),
    ):
        at(stage)
        for who in refused:
            for method, address, said in asked:
                response = write_as(cast[who], method, address, said)
                expected = {"stranger": (404, 422), "anonymous": (401,)}.get(who, (403,))
                assert response.status_code in expected, (stage, who, address, response.content)
            response = write_as(cast[who], "post", "/bulk", {"operations": operations})
            told(response, expected[0])
    assert Change.objects.count() == lines


def _other(name):
    changes = {
        "links": {"kind": "depends_on", "target": "EMO-I02"},
        "participations": {"group": "X"},
    }
    if name == "links":
        return {"source": "EMO-C01", "target": "EMO-G01", "kind": "motivates"}
    return NEW[name][0] | changes.get(name, {})


@pytest.mark.parametrize("name", NEW)
def test_SR_28_a_key_that_is_not_for_writing_writes_nothing(cast, written, editor, name):
    here, _item = written(name)
    _key, secret = keys.make(editor, "Reads", ["read", "comment", "publish", "admin"])
    lines = Change.objects.count()
    for method, address, body in (
        ("post", f"/{name}", NEW[name][0]), ("patch", here, dict([DISPUTED[name][:2]]) | base()),
        ("delete", here, None), ("post", f"{here}/restore", None), ("patch", here, b"{"),
        ("post", f"{here}/reorder", {"after": None}), ("post", "/bulk", {"operations": []}),
        ("patch", f"/roadmaps/{MAP}", {"title": "Mine"} | base()),
        ("post", f"/roadmaps/{MAP}/undo", {"revision": 7}),
    ):  # fmt: skip
        headers = {"Authorization": f"Bearer {secret}"}
        problem = told(write_as(Client(), method, address, body, **headers), 403)
        assert problem["detail"] == "This key may not do this: it needs the scope “write”."
    assert Change.objects.count() == lines


def test_a_key_for_writing_writes_what_its_owner_may_and_needs_no_more(cast, editor, challenge):
    _key, secret = keys.make(editor, "Writes", ["write"])

    def patch(title):
        headers = {"Authorization": f"Bearer {secret}"}
        return write_as(
            Client(), "patch", "/elements/EMO-C01", {"title": title} | base(), **headers
        )

    assert patch("Mine").status_code == 200
    at("review")
    told(patch("Other"), 403)


def test_an_ally_edits_while_the_map_is_open_and_is_refused_while_it_is_read(cast):
    for stage, status in (
        ("draft", 200), ("review", 403), ("revision", 200), ("approval", 403), ("in_force", 403),
    ):  # fmt: skip
        at(stage)
        body = {"title": f"In {stage}"} | base()
        response = write_as(cast["ally"], "patch", "/elements/EMO-C01", body)
        assert response.status_code == status, response.content


def test_SR_14_a_role_is_lost_on_the_next_request(cast, roadmap, steward, editor, challenge):
    assert write_as(cast["editor"], "delete", "/elements/EMO-C01").status_code == 200
    maps.revoke(steward, roadmap.roles.get(user=editor))
    told(write_as(cast["editor"], "post", "/elements/EMO-C01/restore"), 404)
    at("in_force")
    Roadmap.objects.filter(slug=MAP).update(is_published=True)
    told(write_as(cast["editor"], "post", f"/roadmaps/{MAP}/undo", {"revision": 1}), 403)


@pytest.mark.parametrize("name", ["milestones", "progress-updates"])
def test_what_is_told_of_abilities_is_what_is_allowed(cast, written, initiative, steward, name,
                                                      association):  # fmt: skip
    here, _item = written(name)
    member, *values, _beside = DISPUTED[name]
    participations.involve(steward, initiative, association, "owner")
    for stage in STAGES:
        at(stage)
        for who in ("steward", "ally", "reporter", "observer"):
            seen = cast[who].get(f"/api/v1{here}?draft=true").json()["abilities"]
            body = {member: values[uuid.uuid4().int % 2]} | base()
            patched = write_as(cast[who], "patch", here, body).status_code
            assert patched == (200 if seen["edit"] else 403), (stage, who)
