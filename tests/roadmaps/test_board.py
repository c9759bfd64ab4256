"""How initiatives get on: what is said, what is computed, and what is overdue."""

from datetime import date

import pytest

from roadmaps import board

TODAY = date(2027, 6, 1)
SINCE = date(2026, 1, 1)


def step(planned=None, forecast=None, achieved=None, title="Step"):
    return {"title": title, "planned": planned, "forecast": forecast, "achieved": achieved}


def report(as_of, confidence="green", status="in_delivery"):
    said = {"as_of": as_of, "confidence": confidence, "status": status}
    return said | {"narrative": f"Told on {as_of}."}


def initiative(**fields):
    return {
        "kind": "initiative", "code": "EMO-I01", "title": "Dual training", "translations": {},
        "status": "in_delivery", "period": None, "is_withdrawn": False, "participations": [],
        "milestones": [], "progress": [],
    } | fields  # fmt: skip


def row(since=SINCE, **fields):
    (found,) = board.rows("electromobility", [initiative(**fields)], TODAY, since)
    return found


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "no_milestones"),
        ([step()], "no_milestones"),
        ([step("2027-12")], "on_time"),
        ([step("2027")], "on_time"),  # a year is not over before its last day
        ([step("2027-05")], "slipping"),
        ([step("2027-03-03")], "slipping"),  # 90 days
        ([step("2027-03-02")], "late"),  # 91 days
        ([step("2027-03-02", achieved="2027-05")], "on_time"),
        ([step("2027-12", forecast="2028-01")], "slipping"),
        ([step("2027-12", forecast="2027-11")], "on_time"),
        ([step(forecast="2027-05-20")], "slipping"),
        ([step("2020", forecast="2029")], "late"),
        ([step("2020/..")], "on_time"),
        ([step("2027-12"), step("2020"), step("2027-05")], "late"),
    ],
)
def test_timeliness_follows_from_the_milestones(steps, said):
    assert board.timeliness(steps, TODAY) == said


def test_what_the_lead_says_stands_beside_what_the_milestones_show():
    found = row(milestones=[step("2020")], progress=[report("2027-05-22", "green")])
    assert (found.confidence, found.timeliness) == ("green", "late")
    assert (found.as_of, found.age) == (date(2027, 5, 22), 10)
    assert found.narrative == "Told on 2027-05-22."


def test_the_last_report_counts_in_whatever_order_they_come():
    reports = [report("2027-01-01", "green"), report("2027-05-01", "red"), report("2026-05-01")]
    assert row(progress=reports).confidence == "red"


def test_an_initiative_of_which_nobody_has_told_anything_is_not_rated():
    found = row()
    assert (found.confidence, found.timeliness) == ("not_rated", "no_milestones")
    assert (found.as_of, found.age, found.next_milestone, found.leads) == (None, None, None, [])


@pytest.mark.parametrize(
    ("reports", "due", "is_overdue"),
    [
        (["2027-03-03"], date(2027, 6, 1), False),
        (["2027-03-02"], date(2027, 5, 31), True),
        ([], date(2026, 4, 1), True),
    ],
)
def test_a_report_is_overdue_after_ninety_days(reports, due, is_overdue):
    found = row(progress=[report(day) for day in reports])
    assert (found.report_due, found.is_overdue) == (due, is_overdue)


@pytest.mark.parametrize("status", ["proposed", "announced", "published", "completed", "cancelled"])
def test_of_what_binds_nobody_or_is_there_or_over_nobody_has_to_report(status):
    assert row(status=status).report_due is None


def test_no_report_is_due_before_the_map_is_in_force():
    assert row(since=None, progress=[report("2020-01-01")]).report_due is None


def test_what_begins_later_is_reported_on_later():
    assert row(status="funded", period="2027-05/2028").report_due == date(2027, 7, 30)
    assert row(status="in_delivery", period="2027-05/2028").report_due == date(2026, 4, 1)


def test_the_status_is_that_of_the_report_unless_an_edition_came_since():
    reports = [report("2025-12-31", status="paused")]
    assert row(status="in_delivery", progress=reports).status == "in_delivery"
    assert row(progress=[report("2026-01-01", status="completed")]).status == "completed"


def test_of_what_is_over_nothing_is_awaited_and_it_stands_last():
    over = initiative(status="cancelled", milestones=[step("2020")])
    found = board.rows("electromobility", [over, initiative()], TODAY, SINCE)
    assert [each.is_open for each in found] == [True, False]
    assert (found[1].timeliness, found[1].next_milestone) == (None, None)


def test_the_next_milestone_is_the_one_that_is_expected_first():
    steps = [
        step("2026", achieved="2026", title="done"), step(title="some day"),
        step("2027", forecast="2029", title="moved"), step("2028", title="next"),
    ]  # fmt: skip
    assert row(milestones=steps).next_milestone["title"] == "next"
    assert row(milestones=steps[:2]).next_milestone["title"] == "some day"
    assert row(milestones=steps[:1]).next_milestone is None


def test_only_those_who_answer_for_it_lead_it():
    parts = [{"role": role} for role in ("lead", "partner", "co_lead", "owner", "funder")]
    assert [part["role"] for part in row(participations=parts).leads] == [
        "lead",
        "co_lead",
        "owner",
    ]


def test_withdrawn_initiatives_and_other_things_stand_on_no_board():
    others = [initiative(is_withdrawn=True), {"kind": "goal"}]
    assert board.rows("electromobility", others, TODAY, SINCE) == []


def test_every_grade_is_counted_also_those_that_nothing_has():
    counted = board.counts([row(), row(progress=[report("2027-05-01", "red")])])
    assert counted["confidence"] == {"green": 0, "amber": 0, "red": 1, "not_rated": 1}
    assert counted["timeliness"]["no_milestones"] == 2
