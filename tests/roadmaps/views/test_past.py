"""The pages of a map as they were."""

from itertools import product

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from roadmaps import elements, figures, workflow
from roadmaps.views import reading

MAP = "/roadmaps/electromobility"
TABS = ("", "/links", "/table", "/figures", "/checks", "/elements/EMO-C01")
TELLING = {*TABS} - {"/figures", "/checks"}  # in which one reads what the challenge is called
PICTURES = ("/picture.svg", "/picture.png", "/picture.pdf", "/network.svg")
NOW = "Hardly any technicians"
NAMED = ("3", "9999", "2026-05-04", "yesterday", "2036-01-01")
THEN = "Too few technicians"


@pytest.fixture
def adopted(clock, roadmap, approver):
    """Edition 1.0, of 10 May 2026."""
    clock("2026-05-10T09:00")
    workflow.adopt(approver, [roadmap], label="First", note="First.")
    roadmap.refresh_from_db()
    return roadmap


@pytest.fixture
def changed(clock, adopted, steward, editor, approver, challenge):
    """A title that has been another one since 20 May, and in edition 2.0 since 30 May."""
    clock("2026-05-20T09:00")
    workflow.open_refresh(steward, adopted)
    elements.edit(editor, challenge, adopted.revision, title=NOW)
    clock("2026-05-30T09:00")
    workflow.adopt(approver, [adopted], label="Second", note="Second.")
    clock("2026-06-15T09:00")
    return adopted


def of_the_first_edition(roadmap):
    """The revision with which the first edition was published, the last one before 20 May."""
    return roadmap.editions.get(major=1).map_revision + 1


def without_log(page):
    """A page without the lines of the log, which call things by their names of today."""
    return page.partition("In the working copy")[0]


@pytest.mark.parametrize("tab", TABS)
def test_a_member_reads_the_working_copy_of_then(clock, client, text, changed, editor, tab):
    client.force_login(editor)
    then, between, now = (
        text(f"{MAP}{tab}{query}") for query in ("?as_of=2026-05-15", "?as_of=2026-05-20", "")
    )
    revision = of_the_first_edition(changed)
    assert f"You read the map as it was on 15 May 2026, at revision {revision}." in then
    assert "You read the map as it was on 20 May 2026" in between
    assert "You read the map as it was" not in now
    assert f'<a href="{MAP}{tab}">' in then
    if tab in TELLING:
        assert THEN in then
        assert NOW in between
    assert NOW not in without_log(then)


def test_a_member_names_a_revision(clock, client, text, changed, partner):
    client.force_login(partner)
    revision = of_the_first_edition(changed)
    page = text(f"{MAP}/table?as_of={revision}")
    assert f"You read the map as it was on 10 May 2026, at revision {revision}." in page
    assert THEN in page
    assert NOW not in page


@pytest.mark.parametrize("tab", TABS)
def test_others_read_the_edition_that_was_in_force(clock, text, changed, tab):
    first, second = (text(f"{MAP}{tab}?as_of={day}") for day in ("2026-05-29", "2026-05-30"))
    assert "You read the map as it was on 29 May 2026, in edition 1.0." in first
    assert "You read the map as it was on 30 May 2026, in edition 2.0." in second
    assert NOW not in first
    if tab in TELLING:
        assert THEN in first
        assert NOW in second


def test_an_edition_is_in_force_from_its_hour_on(clock, text, changed):
    assert THEN in text(f"{MAP}/table?as_of=2026-05-30T08:59:59Z")
    assert NOW in text(f"{MAP}/table?as_of=2026-05-30T09:00:00Z")


def test_the_page_stays_in_the_past(clock, client, text, changed, editor):
    client.force_login(editor)
    page = text(f"{MAP}?as_of=2026-05-15")
    for end in ("/links", "/table", "/figures", "/checks", "/elements/EMO-C01", "/picture.pdf"):
        assert f'href="{MAP}{end}?as_of=2026-05-15"' in page
    assert 'href="/es/roadmaps/electromobility?as_of=2026-05-15"' in page
    table = text(f"{MAP}/table?as_of=2026-05-15&kind=goal")
    assert '<input type="hidden" name="as_of" value="2026-05-15">' in table
    assert "as_of=2026-05-15&amp;kind=goal&amp;sort=title" in table
    thread = text(f"{MAP}/links?as_of=2026-05-15&focus=EMO-C01")
    assert '<input type="hidden" name="as_of" value="2026-05-15">' in thread


@pytest.mark.parametrize("end", PICTURES)
def test_the_pictures_are_those_of_then(clock, client, changed, editor, end):
    drawn = [client.get(f"{MAP}{end}{query}") for query in ("?as_of=2026-05-15", "")]
    assert [answer.status_code for answer in drawn] == [200, 200]
    assert "electromobility-1.0-en." in drawn[0].headers["Content-Disposition"]
    assert "electromobility-2.0-en." in drawn[1].headers["Content-Disposition"]
    assert drawn[0].content != drawn[1].content
    client.force_login(editor)
    answer = client.get(f"{MAP}{end}?as_of=5")
    assert "electromobility-draft-5-en." in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_banner_speaks_spanish_too(clock, client, text, changed, editor):
    client.force_login(editor)
    page = text(f"/es{MAP}?as_of=2026-05-15")
    with override("es"):
        said = _("You read the map as it was on %(day)s, at revision %(revision)s.")
    assert said % {"day": "15 de mayo de 2026", "revision": of_the_first_edition(changed)} in page
    client.logout()
    with override("es"):
        said = _("You read the map as it was on %(day)s, in edition %(number)s.")
    words = {"day": "15 de mayo de 2026", "number": "1.0"}
    assert said % words in text(f"/es{MAP}/table?as_of=2026-05-15")


def test_the_first_revision_is_an_empty_map(clock, client, text, changed, steward):
    client.force_login(steward)
    for tab in ("", "/links", "/table", "/figures", "/checks"):
        assert "at revision 1." in text(f"{MAP}{tab}?as_of=1")
    assert "Nothing stands on this map yet." in text(f"{MAP}?as_of=1")
    assert client.get(f"{MAP}/elements/EMO-C01?as_of=1").status_code == 404


@pytest.mark.parametrize("person", ["editor", None])
@pytest.mark.parametrize(
    ("as_of", "reason"),
    [
        ("yesterday", "“yesterday” is no revision and no date."),
        ("2026-02-30", "“2026-02-30” is no revision and no date."),
        ("2026-06-17", "17 June 2026 has not come yet."),
    ],
)
def test_a_moment_that_is_none_is_refused(clock, client, request, changed, person, as_of, reason):
    if person:
        client.force_login(request.getfixturevalue(person))
    for end in (*TABS, *PICTURES):
        answer = client.get(f"{MAP}{end}?as_of={as_of}")
        assert answer.status_code == 400
        assert reason in answer.content.decode()


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [
        ("0", "This map has no revision 0; its last one is"),
        ("9999", "This map has no revision 9999; its last one is"),
        ("2026-05-03", "This map was begun only on 4 May 2026."),
    ],
)
def test_a_member_is_told_why_there_was_no_map(clock, client, changed, editor, as_of, reason):
    client.force_login(editor)
    answer = client.get(f"{MAP}?as_of={as_of}")
    assert answer.status_code == 400
    assert reason in answer.content.decode()


@pytest.mark.parametrize("person", [None, "stranger"])
def test_SR_05_others_know_no_revisions(clock, client, request, changed, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    for number in ("0", "3", "9999"):
        answer = client.get(f"{MAP}?as_of={number}")
        assert answer.status_code == 400
        assert "This page knows no “as_of”." in answer.content.decode()


def test_before_the_first_edition_there_was_nothing_to_read(clock, client, changed):
    answer = client.get(f"{MAP}?as_of=2026-05-09")
    assert answer.status_code == 400
    assert "No edition of this map had been published by then." in answer.content.decode()


@pytest.mark.parametrize("person", [None, "stranger"])
def test_SR_05_a_hidden_map_was_never_there(clock, client, request, roadmap, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    for end, as_of in product([*TABS, *PICTURES], NAMED):
        hidden = client.get(f"{MAP}{end}?as_of={as_of}")
        missing = client.get(f"/roadmaps/no-such-map{end}?as_of={as_of}")
        assert hidden.status_code == missing.status_code
        assert hidden.status_code in (404, 400)
        assert hidden.content == missing.content.replace(b"no-such-map", b"electromobility")


def test_SR_03_a_partner_does_not_read_what_is_internal_by_going_back(
    clock, client, text, changed, steward, partner, challenge, goal
):
    clock("2026-06-16T09:00")
    workflow.open_refresh(steward, changed)
    changed.refresh_from_db()
    elements.edit(steward, challenge, changed.revision, visibility="internal")
    clock("2026-06-17T09:00")
    client.force_login(partner)
    for end in (*TABS[:-1], "/picture.svg", "/network.svg"):
        answer = client.get(f"{MAP}{end}?as_of=2026-05-20").content.decode()
        assert NOW not in answer
        assert THEN not in answer
    client.force_login(steward)
    assert NOW in text(f"{MAP}?as_of=2026-05-20")


def test_the_history_of_an_element_ends_then(clock, client, text, changed, editor):
    client.force_login(editor)
    page = text(f"{MAP}/elements/EMO-C01?as_of=2026-05-15")
    assert "Edition 1.0" in page
    assert "Edition 2.0" not in page
    assert f"from “{THEN}” to" not in page
    assert f"from “{THEN}” to" in text(f"{MAP}/elements/EMO-C01?as_of=2026-05-20")


def test_an_element_that_came_later_was_missing(clock, client, changed, steward, editor):
    workflow.open_refresh(steward, changed)
    elements.add(editor, changed, "challenge", title="Water")
    client.force_login(editor)
    assert client.get(f"{MAP}/elements/EMO-C02").status_code == 200
    assert client.get(f"{MAP}/elements/EMO-C02?as_of=2026-05-20").status_code == 404


def test_the_stage_is_the_one_of_then_and_nothing_can_be_written(clock, changed, editor):
    changed.refresh_from_db()
    then = reading.read(editor, changed.slug, "2026-05-05")
    assert (then.is_past, then.stage, then.edition) == (True, "draft", None)
    then = reading.read(editor, changed.slug, "2026-05-15")
    assert (then.stage, then.edition.number) == ("in_force", "1.0")
    now = reading.read(editor, changed.slug)
    assert (now.is_past, now.stage, now.edition.number) == (False, "in_force", "2.0")


def test_the_editions_lead_to_any_day(clock, client, text, changed):
    page = text(f"{MAP}/editions")
    assert f'<form class="row above" method="get" action="{MAP}">' in page
    assert '<input id="as_of" name="as_of" type="date" required>' in page
    assert "in edition 1.0." in text(f"{MAP}?as_of=2026-05-12")
    assert "You read the map as it was" not in text(f"{MAP}?as_of=")
    assert client.get(f"{MAP}/editions?as_of=2026-05-12").status_code == 400


def test_SR_45_the_queries_of_a_page_of_the_past_are_counted(
    clock, client, changed, editor, steward, django_assert_num_queries
):
    client.force_login(editor)
    workflow.open_refresh(steward, changed)
    for _repeated in range(2):
        with django_assert_num_queries(29):
            client.get(f"{MAP}?as_of=2026-05-15")
        for number in range(3):
            more = elements.add(editor, changed, "challenge", title=f"More {number}")
            figures.state(
                editor, more, metric="m", label="M", kind="count", low=number, basis="actual"
            )
