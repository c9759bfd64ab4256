"""The whole life of a map through the API alone, as a program of the ministry would live it."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from roadmaps import workflow
from tests.api.conftest import told
from tests.life import FORTY_DAYS, IN_SPANISH, ROUND

MAP = "/roadmaps/electromobility"
CHALLENGE = "EMO-C01"
NOBODY = AnonymousUser()


@pytest.fixture
def life(story, get, send):
    """Those of the story, each of whom asks and writes by the API and in no other way."""
    return Life(story, get, send)


class Life:
    def __init__(self, story, get, send):
        self.story, self._get, self._send = story, get, send

    def get(self, address, who=NOBODY):
        response = self._get(address, who)
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    def send(self, who, method, address, body=None, **headers):
        response = self._send(method, address, body, who, **headers)
        assert response.status_code in (200, 201, 204), response.content
        return response.json() if response.content else None

    def refused(self, who, address, body, status=409, *more):
        return told(self._send("post", address, body, who), status, *more)

    def take(self, who, step, **said):
        return self.send(who, "post", f"{MAP}/{step}", said)

    def signoff(self, **wanted):
        query = "&".join(f"{name}={value}" for name, value in wanted.items())
        (one,) = self.get(f"/signoffs?{query}", self.story.official)["items"]
        return f"/signoffs/{one['id']}"

    def read(self, who):
        """The hash of the text as it stands."""
        return self.get(f"{MAP}/steps", who)["sha256"]

    def write(self, who, code, **fields):
        base = self.get(f"{MAP}?draft=true", who)["revision"]
        return self.send(who, "patch", f"/elements/{code}", {"base": base, **fields})

    def translate(self):
        """Say everything in the other language of the map too."""
        editor = self.story.editor
        for element in self.get(f"{MAP}?draft=true", editor)["elements"]:
            now = self.get(f"{MAP}?draft=true", editor)["revision"]
            texts = {
                name: {"text": IN_SPANISH, "revision": now}
                for name in ("title", "summary")
                if element[name]
            }
            self.write(editor, element["code"], translations={"es": texts})


def test_a_map_from_its_draft_to_its_end(life, clock):
    the_treasury_clears_what_it_has_read(life)
    everybody_is_consulted_for_forty_days(life, clock)
    somebody_else_publishes_what_was_worked_in(life)
    a_slip_of_the_pen_is_corrected_openly(life)
    a_refresh_is_begun_and_given_up(life)
    the_map_is_retired_and_stays_readable(life)


def the_treasury_clears_what_it_has_read(life):
    steward, official, approver = life.story.steward, life.story.official, life.story.approver
    done = life.take(steward, "submit-for-review", reason="Two leads are still sought.")
    assert (done["stage"], done["reason"]) == ("review", "Two leads are still sought.")
    asked = life.send(steward, "post", "/signoffs", {
        "roadmap": "electromobility", "purpose": "consultation", "kind": "finance",
        "organisation": life.story.treasury.code,
    })  # fmt: skip
    assert asked["decision"] == "awaited"
    held = life.refused(approver, f"{MAP}/open-consultation", consultation(), 409, "obstacles")
    assert [each["code"] for each in held["obstacles"]] == ["signoff_missing"]
    assert "Treasury has not answered yet" in held["detail"]

    # The treasury reads, and signs what it has read.
    here = life.signoff(mine="true", waiting="true")
    told_now = life.get(here, official)
    assert told_now["abilities"] == {"sign": True, "overrule": False, "drop": False}
    text = {"decision": "cleared", "sha256": told_now["sha256_now"]}
    signed = life.send(official, "post", f"{here}/sign", text)
    assert (signed["holds"], signed["is_stale"]) == (True, False)

    # A steward mends a word: what was signed is no longer what stands there.
    life.write(steward, CHALLENGE, summary="Too few, and too late.")
    held = life.refused(approver, f"{MAP}/open-consultation", consultation(), 409, "obstacles")
    assert "What Treasury cleared has been changed since" in held["detail"]
    stale = life.refused(official, f"{here}/sign", text)
    assert "changed since you read it" in stale["detail"]

    # It is shown what changed, and signs that.
    told_now = life.get(here, official)
    assert (told_now["holds"], told_now["is_stale"]) == (False, True)
    (edit,) = told_now["changes"]["edits"]
    assert "Too few, and too late" in edit["sentence"]
    life.send(official, "post", f"{here}/sign", text | {"sha256": told_now["sha256_now"]})


def everybody_is_consulted_for_forty_days(life, clock):
    done = life.take(life.story.approver, "open-consultation", **consultation())
    assert done["stage"] == "consultation"
    (round_one,) = life.get("/consultations?open=true")["items"]  # as anybody reads it
    assert round_one["draft"]["number"] == "0.1"
    draft = life.get(round_one["draft"]["address"].removeprefix("/api/v1"))
    assert draft["roadmap"]["slug"] == "electromobility"
    clock("2026-06-13T09:01")
    assert workflow.take_what_is_due() == [life.story.roadmap]  # the clock has no address
    closed = life.get(f"/consultations/{round_one['id']}")
    assert (closed["is_open"], closed["answer_due"], closed["draft"]) == (False, "2026-09-05", None)


def somebody_else_publishes_what_was_worked_in(life):
    steward, approver = life.story.steward, life.story.approver
    life.translate()
    life.take(steward, "submit-for-approval")
    life.send(approver, "post", "/signoffs", {
        "roadmap": "electromobility", "purpose": "publication", "kind": "finance",
        "organisation": life.story.treasury.code,
    })  # fmt: skip
    here = life.signoff(purpose="publication")
    text = {"decision": "cleared", "sha256": life.read(life.story.official)}
    life.send(life.story.official, "post", f"{here}/sign", text)
    said = {"note": "The first edition.", "label": "2026", "sha256": life.read(approver)}
    done = life.take(approver, "publish", **said)
    assert (done["stage"], done["edition"]) == ("in_force", "1.0")
    assert life.get(MAP)["roadmap"]["title"] == "Electromobility"
    (edition, *_drafts) = life.get(f"{MAP}/editions")["items"]
    assert edition["sha256"] == said["sha256"]  # what was read is what is in force


def a_slip_of_the_pen_is_corrected_openly(life):
    approver = life.story.approver
    promise = {"edits": [{"element": CHALLENGE, "fields": {"severity": 1}}], "reason": "A slip."}
    refused = life.refused(approver, f"{MAP}/correct", promise, 422)
    assert refused["errors"][0]["pointer"] == "/edits/0/fields/severity"
    assert "no new promise" in refused["detail"]
    edits = [{"element": CHALLENGE, "fields": {"summary": "Too few and too late."}}]
    done = life.take(approver, "correct", edits=edits, reason="A comma too many.")
    assert done["edition"] == "1.1"
    numbers = [each["number"] for each in life.get(f"{MAP}/editions")["items"]]
    assert numbers == ["1.1", "1.0"]


def a_refresh_is_begun_and_given_up(life):
    """Years later; the working copy is the edition again."""
    editor, approver = life.story.editor, life.story.approver
    life.take(life.story.steward, "open-refresh")
    life.write(editor, CHALLENGE, title="Something else", severity=1)
    life.send(editor, "post", "/skills", {"roadmap": "electromobility", "title": "A new one"})
    done = life.take(approver, "abandon-refresh", reason="The budget fell through.")
    assert (done["stage"], done["edition"]) == ("in_force", "1.1")
    assert life.get(f"{MAP}/diff?draft=true&from=1.1", approver)["count"] == 0


def the_map_is_retired_and_stays_readable(life):
    reason = "The sector went into another one."
    done = life.take(life.story.approver, "retire", reason=reason)
    assert (done["stage"], done["edition"], done["steps"]) == ("retired", None, [])
    gone = told(life._get(MAP, NOBODY), 410, "farewell", "edition", "successors")
    assert gone["farewell"] == gone["detail"] == reason
    assert (gone["edition"]["number"], gone["edition"]["status"]) == ("1.1", "withdrawn")
    last = life.get(gone["edition"]["address"].removeprefix("/api/v1"))
    assert last["roadmap"]["title"] == "Electromobility"


def consultation():
    closes_at = timezone.now() + FORTY_DAYS
    return ROUND | {"closes_at": closes_at.isoformat()}
