"""Each kind of thing is added, edited, withdrawn, restored and put in order by the API."""

import pytest

from changes.models import Change
from roadmaps import elements, figures, milestones, workflow
from roadmaps.models import Element, Participation
from tests.api.conftest import ROOT, complaints, told
from tests.api.things import DISPUTED, MAP, NEW, address_of

ON_THE_MAP = {"roadmap": MAP, "group": "Everybody", "role": "partner"}


@pytest.mark.parametrize("name", NEW)
def test_a_thing_is_added(send, get, roadmap, editor, name):
    body = NEW[name][0]
    response = send("post", f"/{name}", body, editor)
    assert response.status_code == 201, response.content
    item = response.json()
    number = {"low": "1250000.5"} if name == "figures" else {}
    assert {member: item[member] for member in body} == body | number
    assert item["revision"] == Change.objects.within(roadmap).last().revision
    assert response.headers["ETag"] == item["etag"]
    assert item["etag"].startswith(f'"{item["revision"]}-')
    here = response.headers["Location"].removeprefix(ROOT)
    there = get(here)
    assert (there.status_code, there.json()) == (200, item)
    assert there.headers["ETag"] == item["etag"]
    assert item["abilities"]["edit"]


@pytest.mark.parametrize("name", NEW)
def test_a_thing_is_edited(send, draft, new, editor, name):
    item, change = new(name), NEW[name][1]
    here = address_of(name, item)
    response = send("patch", here, change | {"base": item["revision"]})
    assert response.status_code == 200, response.content
    after = response.json()
    assert {member: after[member] for member in change} == change
    assert after["revision"] == item["revision"] + 1
    kept = item.keys() - change.keys() - {"revision", "etag"}
    assert {member: after[member] for member in kept} == {member: item[member] for member in kept}
    assert draft(here, editor) == after


@pytest.mark.parametrize("name", DISPUTED)
def test_what_is_answered_after_a_write_has_the_tag_with_which_it_is_read_next(
    send, get, written, editor, name
):
    here, item = written(name)
    member, one, other, _beside = DISPUTED[name]
    writes = [
        ("patch", here, {member: one, "base": item["revision"]}),
        ("patch", here, {member: one, "base": item["revision"]}),  # nothing new
        ("patch", f"{here}?draft=true", {member: other, "base": item["revision"] + 1}),
    ]
    if name != "roadmaps":
        writes += [("delete", f"{here}?draft=true", None), ("post", f"{here}/restore", None)]
    if name not in ("roadmaps", "progress-updates"):
        writes += [("post", f"{here}/reorder", {"after": None})]
    for method, address, body in writes:
        response = send(method, address, body)
        assert response.status_code == 200, response.content
        read = get(f"{here}?draft=true")
        assert read.headers["ETag"] == response.headers["ETag"]
        if name != "roadmaps":  # a map is read as a whole
            assert read.content == response.content
            assert response.json()["etag"] == response.headers["ETag"]
        assert get(f"{here}?draft=true", If_None_Match=response.headers["ETag"]).status_code == 304


def test_what_is_published_is_not_written(send, challenge, roadmap, editor):
    body = {"title": "Mine", "base": roadmap.revision}
    for wrong in ("draft=false", "draft=", "draft=yes", "as_of=1", "draft=true&draft=true"):
        told(send("patch", f"/elements/EMO-C01?{wrong}", body, editor), 400)
    told(send("post", "/challenges?draft=true", {"roadmap": MAP, "title": "Mine"}), 400)
    challenge.refresh_from_db()
    assert challenge.title == "Too few technicians"


@pytest.mark.parametrize("name", NEW)
def test_a_thing_is_withdrawn_and_restored(send, new, editor, name):
    item = new(name)
    here = address_of(name, item)
    response = send("delete", here, If_Match=item["etag"])
    gone = response.json()
    assert (response.status_code, gone["is_withdrawn"]) == (200, True)
    assert gone["abilities"] | {"restore": True, "edit": False} == gone["abilities"]
    told(send("delete", here), 409)
    told(send("patch", here, NEW[name][1] | {"base": gone["revision"]}), 409)
    response = send("post", f"{here}/restore", If_Match=gone["etag"])
    assert (response.status_code, response.json()["is_withdrawn"]) == (200, False)
    told(send("post", f"{here}/restore"), 409)


@pytest.mark.parametrize("name", [name for name in NEW if name != "progress-updates"])
def test_a_thing_is_put_in_another_place(send, new, editor, name):
    more = {"role": "funder"} if name == "participations" else {}
    more |= {"kind": "addresses"} if name == "links" else {}
    first = new(name)
    second = new(name, **more) if name != "links" else _other_link(send)
    here = address_of(name, second)
    before = send("post", f"{here}/reorder", {"after": None})
    assert before.status_code == 200, before.content
    assert before.json()["id"] == second["id"]
    behind = send("post", f"{here}/reorder", {"after": first["id"]})
    assert behind.status_code == 200
    told(send("post", f"{here}/reorder", {}), 422)
    nowhere = send("post", f"{here}/reorder", {"after": "00000000-0000-4000-8000-000000000000"})
    assert list(complaints(nowhere)) == ["/after"]


def _other_link(send):
    body = {"source": "EMO-I01", "target": "EMO-I02", "kind": "depends_on"}
    send("post", "/initiatives", {"roadmap": MAP, "title": "Another"})
    return send("post", "/links", body).json()


def test_elements_are_put_in_order(send, editor, roadmap):
    for title in ("A", "B"):
        send("post", "/skills", {"roadmap": MAP, "title": title}, editor)
    send("post", "/elements/EMO-S03/reorder", {"after": "EMO-S01"})
    order = Element.objects.filter(kind="skill").order_by("position")
    assert list(order.values_list("code", flat=True)) == ["EMO-S01", "EMO-S03", "EMO-S02"]
    told(send("post", "/elements/EMO-S03/reorder", {"after": "EMO-I01"}), 422)


def test_figures_and_parts_may_belong_to_the_map_itself(send, draft, editor, roadmap):
    figure = {**NEW["figures"][0], "roadmap": MAP}
    del figure["element"]
    for name, body in (("figures", figure), ("participations", ON_THE_MAP)):
        response = send("post", f"/{name}", body, editor)
        assert response.status_code == 201, response.content
        assert (response.json()["element"], response.json()["roadmap"]) == (None, MAP)
        both = send("post", f"/{name}", body | {"element": "EMO-G01"})
        assert list(complaints(both)) == ["/element"]


def test_a_map_says_other_things_of_itself(send, get, editor, roadmap, sector):
    before = get(f"/roadmaps/{MAP}?draft=true", editor)
    assert before.json()["abilities"]["edit"]
    assert before.json()["revision"] == roadmap.revision
    change = {"vision": "Electric by 2035.", "note": None, "vision_year": 2040}
    response = send("patch", f"/roadmaps/{MAP}", change, If_Match=before.headers["ETag"])
    assert response.status_code == 200, response.content
    item = response.json()
    assert {name: item[name] for name in change} == change
    assert (item["sector"], item["stage"]) == (sector.code, "draft")
    after = get(f"/roadmaps/{MAP}?draft=true", editor)
    assert after.json()["roadmap"]["vision"] == change["vision"]
    assert after.headers["ETag"].startswith(f'"{item["revision"]}-')
    told(send("patch", f"/roadmaps/{MAP}", change, If_Match=before.headers["ETag"]), 412)
    wrong = {"base": item["revision"], "slug": "other", "stage": "in_force", "lead": "nobody"}
    assert list(complaints(send("patch", f"/roadmaps/{MAP}", wrong))) == [
        "/slug",
        "/stage",
        "/lead",
    ]
    order = {"base": item["revision"], "base_year": 2050}
    assert list(complaints(send("patch", f"/roadmaps/{MAP}", order))) == ["/base_year"]


def test_translations_are_patched_text_by_text(send, editor, roadmap, challenge):
    here, base = "/elements/EMO-C01", roadmap.revision
    title = {"text": "Faltan técnicos", "revision": 1}
    patch = {"translations": {"es": {"title": title, "summary": title}}, "base": base}
    assert send("patch", here, patch, editor).json()["translations"] == patch["translations"]
    base = roadmap.revision + 1
    patch = {"translations": {"es": {"summary": None, "title": {"text": "Faltan"}}}, "base": base}
    left = {"es": {"title": {"text": "Faltan", "revision": 1}}}
    assert send("patch", here, patch).json()["translations"] == left
    emptied = send("patch", here, {"translations": None, "base": base + 1})
    assert emptied.json()["translations"] == {}
    wrong = [{"es": {"title": {"text": 3, "revision": 1}}}, {"xx": {"title": title}}, {"es": 3}, []]
    for translations in wrong:
        response = send("patch", here, {"translations": translations, "base": base + 2})
        assert list(complaints(response)) == ["/translations"]


def test_SR_48_each_write_is_one_line_of_the_log_under_the_number_of_its_request(
    send, new, editor, roadmap
):
    item = new("figures")
    before = Change.objects.count()
    response = send("patch", address_of("figures", item), {"low": "7", "base": item["revision"]})
    (line,) = Change.objects.order_by("pk")[before:]
    assert (line.actor, str(line.request)) == (editor, response.headers["X-Request-ID"])
    assert line.fields == {"low": ["1250000.5", "7"]}
    same = send("patch", address_of("figures", item), {"low": "7", "base": item["revision"] + 1})
    assert (same.status_code, same.json()["revision"]) == (200, item["revision"] + 1)
    assert Change.objects.count() == before + 1


def test_what_was_published_of_parts_is_told_and_what_is_reported_since(
    get, rich, editor, initiative
):
    workflow.open_refresh(rich.roles.get(role="steward").user, rich)
    report = milestones.report(
        editor, initiative, as_of="2026-05-01", status="in_delivery", confidence="amber",
        narrative="It is slow.",
    )  # fmt: skip
    item = get(f"/progress-updates/{report.pk}").json()  # on top of the edition, at once
    assert (item["initiative"], item["confidence"]) == ("EMO-I01", "amber")
    part = Participation.objects.filter(element__code="EMO-I01").first()
    assert get(f"/participations/{part.pk}").json()["element"] == "EMO-I01"


def test_addresses_say_which_verbs_they_know(client, db):
    allowed = {
        "/elements": "GET, POST, HEAD, OPTIONS",
        "/elements/EMO-C01": "GET, PATCH, DELETE, HEAD, OPTIONS",
        "/elements/EMO-C01/restore": "POST, OPTIONS",
        "/participations": "POST, OPTIONS",
        "/sectors": "GET, HEAD, OPTIONS",
        "/bulk": "POST, OPTIONS",
    }
    for address, methods in allowed.items():
        response = client.options(f"{ROOT}{address}")
        assert response.headers["Allow"] == methods
        assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_SR_50_a_clash_does_not_name_what_is_hidden(send, roadmap, editor, steward, challenge):
    secret = {"title": "Secret", "visibility": "internal"}
    hidden = elements.add(steward, roadmap, "challenge", **secret)
    whole = figures.state(
        steward, roadmap, metric="m", label="Secret", kind="count", low="9", basis="target",
        visibility="internal",
    )  # fmt: skip
    water = elements.add(steward, roadmap, "challenge", title="Water")
    part = figures.state(
        steward, roadmap, metric="m", label="Part", kind="count", low="1", basis="target"
    )
    base = part.revision
    elements.edit(steward, water, base, parent=hidden)
    figures.edit(steward, part, base, part_of=whole)
    for here, body in (
        (f"/elements/{water.pk}", {"parent": challenge.code}),
        (f"/figures/{part.pk}", {"part_of": None, "told_as": None}),
    ):
        answer = send("patch", here, body | {"base": base}, editor)
        assert "Secret" not in answer.content.decode()
        assert hidden.code not in answer.content.decode()
        assert str(whole.pk) not in answer.content.decode()
    answer = send(
        "patch", f"/elements/{water.pk}", {"parent": challenge.code, "base": base}, editor
    )
    assert answer.status_code == 409
    assert answer.json()["clashes"]["parent"] == {
        "base": None, "theirs": None, "mine": challenge.code,
    }  # fmt: skip
