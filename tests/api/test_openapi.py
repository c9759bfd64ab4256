import json
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from accounts import keys
from api import documentation
from api.steps import FREEZING
from roadmaps import elements, figures, milestones, workflow
from roadmaps.steps import STEPS as LIFE
from tests.api.things import DISPUTED, MAP, NEW

SKILL = {"roadmap": MAP, "title": "Robotics"}
LISTS = {
    "programmes": "Programme", "sectors": "Sector", "organisations": "Organisation",
    "sources": "Source", "roadmaps": "Roadmap", "challenges": "Challenge", "goals": "Goal",
    "fdi-targets": "FDITarget", "technologies": "Technology", "skills": "Skill",
    "infrastructure": "Infrastructure", "initiatives": "Initiative", "figures": "FigureEntry",
    "links": "LinkEntry", "milestones": "MilestoneEntry", "findings": "Finding",
    "progress-updates": "ProgressUpdate", "board": "BoardRow",
}  # fmt: skip
STEPS = (
    "restore", "reorder", "undo", "bulk", "accept", "decline", "close", "make", "reply",
    "follow-up", "sign", "overrule", "submit", "take-back", "withdraw", "remind", "attach",
    "give", "judge", "notes", "resolve", "reopen", "take-up", "leave",
    "steps", "text",
)  # fmt: skip
OF_A_LIFE = {step.replace("_", "-"): step in FREEZING for step in LIFE}  # whether with a key
BASED = ("patch", "reply", "follow-up")
CONDITIONAL = (
    "restore", "close", "sign", "overrule", "submit", "take-back", "withdraw", "remind", "attach",
    "give", "judge", "notes", "resolve", "reopen", "take-up", "leave",
)  # fmt: skip


@pytest.fixture(scope="module")
def described():
    return yaml.safe_load(documentation.FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def mistakes(described):
    """What is wrong with a thing, by the schema of a component."""
    registry = Registry().with_resource("urn:api", Resource.from_contents(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
    ))  # fmt: skip

    def find(component, thing):
        schema = {"$ref": f"urn:api#/components/schemas/{component}"}
        validator = Draft202012Validator(
            schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(thing)]

    return find


@pytest.fixture
def everything(roadmap, editor, approver, initiative, challenge):
    """A published map with an element of every kind, some full and some nearly empty."""
    for kind in ("technology", "fdi_target", "infrastructure", "goal", "challenge"):
        elements.add(editor, roadmap, kind, title=f"A {kind}")
    elements.edit(
        editor, challenge, challenge.revision,
        categories=["competition"], summary="Why.", places=["MX-PUE"],
        translations={"es": {"title": {"text": "Faltan técnicos", "revision": 1}}},
    )  # fmt: skip
    elements.add(
        editor, roadmap, "fdi_target", title="Cells", motive="efficiency",
        quality_tests=["local_linkages"], origin_countries=["DE"], period="2027/..",
    )  # fmt: skip
    figures.state(
        editor, roadmap, metric="fdi", label="Investment", kind="cumulative", operator="range",
        low="1000000", high="2500000.5", currency="USD", price_basis="real", basis="pipeline",
    )  # fmt: skip
    milestones.plan(editor, initiative, "First course", planned="2026-35")
    milestones.report(
        editor, initiative, as_of="2026-05-01", status="in_delivery", confidence="amber",
        narrative="It is slow.",
    )  # fmt: skip
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    return roadmap


def test_the_file_in_the_repository_is_the_one_that_is_generated(tmp_path):
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(made), validate=True, fail_on_warn=True)
    assert made.read_text(encoding="utf-8") == documentation.FILE.read_text(encoding="utf-8"), (
        "Make it again: python manage.py spectacular --file api/openapi.yaml"
    )


def test_a_published_document_is_as_it_is_described(get, everything, mistakes, described):
    document = json.loads(get("/roadmaps/electromobility").content)
    assert mistakes("Document", document) == []
    parts = {"Document": document, "Map": document["roadmap"], "Link": document["links"][0]}
    parts |= {"Figure": document["figures"][0], "Cited": document["sources"][0]}
    for name, part in parts.items():
        assert set(part) == set(described["components"]["schemas"][name]["properties"])


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_as_it_is_described(get, everything, mistakes, described, name):
    count = "" if name in ("findings", "board") else "?count=true"
    page = json.loads(get(f"/{name}{count}").content)
    assert page["items"]
    assert mistakes(f"Paginated{LISTS[name]}List", page) == []
    told = set().union(*page["items"]) - {"etag"}
    assert told <= set(described["components"]["schemas"][LISTS[name]]["properties"])


def test_a_working_copy_is_as_it_is_described(get, everything, mistakes, steward):
    workflow.open_refresh(steward, everything)
    document = json.loads(get("/roadmaps/electromobility?draft=true", steward).content)
    assert mistakes("Document", document) == []
    page = json.loads(get("/roadmaps?draft=true", steward).content)
    assert mistakes("PaginatedRoadmapList", page) == []


def test_a_problem_is_as_it_is_described(get, db, mistakes):
    assert mistakes("Problem", json.loads(get("/sectors?limit=0").content)) == []


def operations(described):
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            yield address, method, operation


def test_every_address_says_whether_it_needs_a_key(described):
    needing = {
        address
        for address, method, said in operations(described)
        if method == "get" and {} not in said["security"]
    }
    tied = ("map-roles", "memberships", "invitations", "map-invitations", "signoffs")
    tied += ("submissions", "comments", "proposals", "responses", "consulted", "remarks", "threads",
             "narratives")  # fmt: skip
    assert needing == {
        *("/api/v1/me", "/api/v1/tokens", "/api/v1/personal-data"),
        *(f"/api/v1/notices{end}" for end in ("", "/preferences", "/{id}")),
        *(f"/api/v1/{name}{end}" for name in tied for end in ("", "/{id}")),
        *("/api/v1/submissions/{id}/sent", "/api/v1/comments/{id}/alike"),
        *(f"/api/v1/narratives/{{id}}/{end}" for end in ("text", "steps", "blame")),
    }


@pytest.mark.parametrize(
    ("address", "component"),
    [
        ("/me", "Me"),
        ("/tokens", "PaginatedTokenList"),
        ("/notices", "PaginatedNoticeList"),
        ("/notices/preferences", "NoticePreferences"),
        ("/map-roles", "PaginatedMapRoleList"),
        ("/memberships", "PaginatedMembershipList"),
    ],
)
def test_what_one_is_told_of_oneself_is_as_it_is_described(
    client, editor, mistakes, address, component, empty_map
):
    _key, secret = keys.make(editor, "Read", ["read"])
    client.force_login(editor)
    for headers in ({}, {"Authorization": f"Bearer {secret}"}):
        answer = client.get(f"/api/v1{address}", headers=headers).json()
        assert mistakes(component, answer) == []


def test_every_address_says_what_it_is_and_what_its_parameters_mean(described):
    for address, _method, operation in operations(described):
        assert operation["description"].endswith("."), address
        for parameter in operation.get("parameters", []):
            says = parameter.get("description") or parameter["schema"].get("description")
            assert says or parameter["in"] == "path", f"{address} {parameter['name']}"


def headers_of(operation):
    told = operation.get("parameters", [])
    return {each["name"]: each.get("required", False) for each in told if each["in"] == "header"}


def is_own(address):
    """What nobody but oneself can change: it takes nothing from others, so it asks for no tag."""
    return "/tokens" in address or "/notices" in address


def test_every_way_to_write_says_what_has_to_be_said_and_what_can_go_wrong(described):
    kinds = set()
    for address, method, operation in operations(described):
        if method == "get" or is_own(address):
            continue
        step = address.rpartition("/")[2]
        kind = "take" if step in OF_A_LIFE else step if step in STEPS else method
        kinds.add(kind)
        headers, answers = headers_of(operation), operation["responses"]
        is_conditional = kind in (*BASED, "delete", *CONDITIONAL)
        is_new = kind in ("post", "bulk") or OF_A_LIFE.get(step, False)
        assert ("If-Match" in headers) == is_conditional, address
        assert ("Idempotency-Key" in headers) == (kind not in ("delete", "decline")), address
        assert headers.get("Idempotency-Key", False) == is_new, address
        assert ("412" in answers) == (is_conditional or kind == "bulk"), address
        assert ("428" in answers) == (kind in (*BASED, "bulk")), address
        assert {"400", "401", "403", "404", "409"} <= answers.keys(), address
        good = next(answers[code] for code in ("200", "201", "204") if code in answers)["headers"]
        assert ("Idempotent-Replayed" in good) == (kind not in ("delete", "decline")), address
        assert ("Location" in good) == (kind == "post"), address
        assert ("ETag" in good) == (kind not in ("undo", "bulk", "take", "steps", "text")), address
        assert operation["security"] == [{"key": []}], address
    assert kinds == {"post", "patch", "delete", "take", *STEPS}
    clash = described["components"]["responses"]["409"]["description"]
    assert "`clashes`" in clash
    assert "`revision`" in clash


def test_every_body_of_an_edit_has_the_base_and_says_that_it_is_a_merge_patch(described):
    schemas = described["components"]["schemas"]
    for address, method, operation in operations(described):
        if method == "patch" and not is_own(address):
            assert "`application/merge-patch+json`" in operation["description"], address
    edits = [schema for name, schema in schemas.items() if name.endswith("Edit")]
    assert len(edits) == 25
    for schema in edits:
        assert "oneOf" in schema or "base" in schema["properties"]


@pytest.mark.parametrize("name", DISPUTED)
def test_what_is_written_and_read_of_a_working_copy_is_as_it_is_described(
    send, get, written, mistakes, steward, editor, name
):
    here, item = written(name)
    member, one, other, beside = DISPUTED[name]
    kind = schema_of(name, item)
    edit = {member: one, **beside, "base": item["revision"]}
    assert mistakes(f"{kind}Edit", edit) == []
    response = send("patch", here, edit, steward)
    assert mistakes(f"{kind}Draft", response.json()) == []
    if name != "roadmaps":
        assert mistakes(f"New{kind}", NEW[name][0]) == []
        assert mistakes(f"{kind}Draft", get(f"{here}?draft=true").json()) == []
    clash = send("patch", here, {member: other, "base": item["revision"]}, editor)
    assert clash.status_code == 409
    assert mistakes("Problem", clash.json()) == []


def schema_of(name, item):
    kinds = {
        "figures": "Figure", "links": "Link", "participations": "Participation",
        "milestones": "Milestone", "progress-updates": "ProgressUpdate", "roadmaps": "Roadmap",
        "challenges": "Challenge",
    }  # fmt: skip
    return kinds.get(name) or item["kind"].title()


def test_many_writes_and_an_undo_are_as_they_are_described(send, editor, roadmap, mistakes):
    body = {"operations": [{"method": "POST", "path": "/skills", "body": SKILL}]}
    assert mistakes("Bulk", body) == []
    done = send("post", "/bulk", body, editor)
    assert mistakes("Results", done.json()) == []
    body = {"request": done.headers["X-Request-ID"]}
    assert mistakes("Undo", body) == []
    undone = send("post", f"/roadmaps/{MAP}/undo", body)
    assert mistakes("Undone", undone.json()) == []


def test_the_file_is_served_as_it_is(get, db):
    response = get("/openapi.yaml")
    assert response.content == Path(documentation.FILE).read_bytes()
    assert response.headers["Content-Type"] == "application/yaml"
    assert get("/openapi.yaml", If_None_Match=response.headers["ETag"]).status_code == 304


def test_the_index_names_addresses_that_answer(get, everything):
    links = json.loads(get("/").content)["links"]
    assert {"roadmaps", "docs", "openapi.yaml"} <= set(links)
    for address in links.values():
        assert get(address.removeprefix("/api/v1")).status_code == 200, address
