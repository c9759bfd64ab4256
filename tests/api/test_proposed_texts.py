"""To propose for a running text by program: steps, Markdown or a tree, on the version one read."""

import pytest

from roadmaps import narratives
from roadmaps.models import Narrative, Proposal
from roadmaps.narratives import sections
from tests.api.conftest import complaints, told
from tests.roadmaps.test_proposed_texts import step, write

MAP = "electromobility"
WHY = "Nobody is trained by force."
TREE = {"type": "doc", "content": [
    {"type": "paragraph", "content": [{"type": "text", "text": "We educate many people."}]},
]}  # fmt: skip


@pytest.fixture
def vision(steward, roadmap):
    vision = sections.add(steward, roadmap, "vision")
    write(steward, vision, 1, 1, "We train many people.")
    return vision


def body(vision, **more):
    return {"roadmap": MAP, "reason": WHY, "narrative": str(vision.pk), "base": 1} | more


@pytest.mark.parametrize(
    "said",
    [
        {"steps": [step(4, 9, "educate")]},
        {"markdown": "We educate many people."},
        {"document": TREE},
    ],
)
def test_it_is_said_in_three_ways_told_word_by_word_and_taken_up(
    send, get, partner, editor, vision, said
):
    response = send("post", "/proposals", body(vision, **said), partner)
    assert response.status_code == 201, response.content
    (edit,) = response.json()["edits"]
    assert (edit["verb"], edit["subject"], edit["key"]) == ("written", "narrative", str(vision.pk))
    assert (edit["stand"], edit["before"]) == ("fits", {"version": 1})
    assert [(each["from"], each["to"]) for each in edit["after"]["steps"]] == [(4, 9)]
    kinds = [(each["kind"], each["text"]) for each in edit["passages"]]
    assert kinds[1:3] == [("removed", " train"), ("added", " educate")]
    here = f"/proposals/{response.json()['id']}"
    done = send("post", f"{here}/accept", {}, editor)
    assert done.status_code == 200, done.content
    now = get(f"/narratives/{vision.pk}/text?form=text", partner)
    assert now.content.decode().strip() == "We educate many people."
    rows = get(f"/narratives/{vision.pk}/steps", partner).json()["rows"]
    assert [(row["author"], row["credit"]) for row in rows] == [
        ("Steward", None), ("Editor", "Partner"),
    ]  # fmt: skip
    words = get(f"/narratives/{vision.pk}/blame", partner).json()["items"]
    whose = {each["text"]: each["author"] for each in words}
    assert whose["educate"] == str(partner.pk)


def test_it_is_one_of_the_edits_and_clashes_are_told(send, get, partner, editor, vision):
    edit = {"verb": "written", "subject": "narrative", "key": str(vision.pk), "field": "text",
            "before": {"version": 1}, "after": {"document": TREE}}  # fmt: skip
    said = {"roadmap": MAP, "reason": WHY, "edits": [edit]}
    made = send("post", "/proposals", said, partner)
    assert made.status_code == 201, made.content
    write(editor, vision, 6, 6, "xx")
    here = f"/proposals/{made.json()['id']}"
    (edit,) = get(here, editor).json()["edits"]
    theirs = {"version": 2, "text": "We trxxain many people."}
    assert (edit["stand"], edit["theirs"]) == ("clashes", theirs)
    (wrong,) = told(send("post", f"{here}/accept", {}, editor), 409, "outdated")["outdated"]
    assert (wrong["stand"], wrong["theirs"]) == ("clashes", theirs)
    done = send("post", f"{here}/accept", {"over": [0]}, editor)
    assert done.status_code == 200
    fresh = Narrative.objects.get(pk=vision.pk)
    assert narratives.text_of(fresh).document.text_content == "We educate many people."


@pytest.mark.parametrize(
    ("more", "without", "status"),
    [
        ({}, (), 422),
        ({"steps": [step(4, 9, "educate")], "markdown": "x"}, (), 422),
        ({"steps": [step(4, 9, "educate")]}, ("base",), 422),
        ({"steps": [step(4, 9, "educate")], "edits": []}, (), 422),
        ({"steps": [step(90, 99)]}, (), 422),
        ({"steps": {"stepType": "replace"}}, (), 422),
        ({"steps": "x"}, (), 422),
        ({"document": {"type": "paragraph"}}, (), 422),
        ({"markdown": "[[EMO-C99]]"}, (), 422),
        ({"markdown": 7}, (), 422),
        ({"steps": [step(4, 9, "train")]}, (), 409),
        ({"base": 9, "steps": [step(1, 1, "x")]}, (), 409),
        ({"narrative": "00000000-0000-4000-8000-000000000000", "steps": []}, (), 422),
        ({"narrative": "vision", "steps": []}, (), 422),
        ({"narrative": None, "steps": []}, (), 422),
    ],
)
def test_SR_20_what_is_no_change_of_a_text_is_refused(send, partner, vision, more, without, status):
    said = body(vision, **more)
    response = send(
        "post", "/proposals", {key: said[key] for key in said if key not in without}, partner
    )
    assert response.status_code == status, response.content
    assert not Proposal.objects.exists()


def test_SR_02_who_writes_needs_no_proposal(send, editor, stranger, vision):
    said = body(vision, steps=[step(4, 9, "educate")])
    assert send("post", "/proposals", said, editor).status_code == 403
    assert complaints(send("post", "/proposals", said, stranger))
