"""Reports on initiatives, which are written also while the contents are locked."""

import pytest

from roadmaps import participations
from roadmaps import roadmap as maps
from roadmaps.models import Roadmap
from tests.api.conftest import complaints, told
from tests.api.things import MAP, NEW

REPORT = NEW["progress-updates"][0]


def base():
    return {"base": Roadmap.objects.get(slug=MAP).revision}


@pytest.fixture
def report(new):
    return new("progress-updates")


@pytest.fixture
def reporter(steward, published, partner, association, initiative):
    """Reports for the association, which shares the lead of the initiative."""
    maps.grant(steward, published, "reporter", organisation=association)
    Roadmap.objects.filter(pk=published.pk).update(stage="draft")
    participations.involve(steward, initiative, association, "co_lead")
    Roadmap.objects.filter(pk=published.pk).update(stage="in_force")
    return partner


def test_a_report_is_written_corrected_taken_back_and_restored_while_the_map_is_in_force(
    send, reporter
):
    item = send("post", "/progress-updates", REPORT, reporter).json()
    here = f"/progress-updates/{item['id']}"
    corrected = send("patch", here, {"confidence": "red"} | base())
    assert (corrected.status_code, corrected.json()["confidence"]) == (200, "red")
    assert corrected.json()["abilities"] == {
        "view_draft": True, "report": True, "edit": True, "withdraw": True, "reorder": True,
        "restore": False,
    }  # fmt: skip
    assert send("delete", here).json()["is_withdrawn"]
    assert not send("post", f"{here}/restore").json()["is_withdrawn"]


def test_a_reporter_writes_reports_and_nothing_else(send, reporter, published):
    Roadmap.objects.filter(pk=published.pk).update(stage="draft")
    for name in ("elements", "figures", "links", "participations", "milestones"):
        told(send("post", f"/{name}", NEW[name][0], reporter), 403)
    change = {"title": "Mine"} | base()
    told(send("patch", "/elements/EMO-I01", change), 403)
    told(send("patch", f"/roadmaps/{MAP}", change), 403)


def test_a_reporter_does_not_report_on_what_others_lead(send, reporter, editor, published):
    Roadmap.objects.filter(pk=published.pk).update(stage="draft")
    other = send("post", "/initiatives", {"roadmap": MAP, "title": "Another"}, editor).json()
    told(send("post", "/progress-updates", REPORT | {"initiative": other["code"]}, reporter), 403)


def test_nobody_reports_on_a_map_that_is_retired(send, report, roadmap, editor):
    Roadmap.objects.filter(pk=roadmap.pk).update(stage="retired")
    told(send("post", "/progress-updates", REPORT, editor), 403)
    told(send("patch", f"/progress-updates/{report['id']}", {"confidence": "red"} | base()), 403)


def test_reports_stand_by_their_days_and_are_put_in_no_other_order(send, report, draft, editor):
    later = send("post", "/progress-updates", REPORT | {"as_of": "2026-07-01"}).json()
    problem = told(send("post", f"/progress-updates/{later['id']}/reorder", {"after": None}), 409)
    assert problem["detail"] == "Reports stand in the order of their days."
    whole = draft(f"/roadmaps/{MAP}", editor)
    (initiative,) = (each for each in whole["elements"] if each["code"] == "EMO-I01")
    days = [each["as_of"] for each in initiative["progress"]]
    assert days == sorted(days, reverse=True)


def test_a_report_is_about_an_initiative_and_on_a_day(send, roadmap, editor):
    for wrong, where in (
        ({"initiative": "EMO-C01"}, "/initiative"), ({"initiative": None}, "/initiative"),
        ({"as_of": "2026"}, "/as_of"), ({"as_of": "2026-5-1"}, "/as_of"), ({"as_of": 7}, "/as_of"),
        ({"as_of": "2026-05-01T00:00:00Z"}, "/as_of"), ({"as_of": None}, "/as_of"),
        ({"narrative": "  "}, "/narrative"), ({"status": "late"}, "/status"),
    ):  # fmt: skip
        assert list(complaints(send("post", "/progress-updates", REPORT | wrong, editor))) == [
            where
        ]


def test_everybody_reads_a_report_as_soon_as_it_is_there(send, get, items, reporter):
    item = send("post", "/progress-updates", REPORT, reporter).json()
    (row,) = items("/progress-updates?roadmap=electromobility&initiative=EMO-I01")
    assert {row["id"], row["narrative"]} == {item["id"], REPORT["narrative"]}
    assert items("/progress-updates?confidence=red") == []
    assert items("/progress-updates?initiative=EMO-I02") == []
    assert get(f"/progress-updates/{item['id']}").json()["narrative"] == REPORT["narrative"]
    send("delete", f"/progress-updates/{item['id']}")
    assert items("/progress-updates") == []


def test_nobody_outside_reads_a_report_on_a_draft(get, items, report, stranger):
    assert items("/progress-updates", stranger) == []
    told(get(f"/progress-updates/{report['id']}", stranger), 404)
