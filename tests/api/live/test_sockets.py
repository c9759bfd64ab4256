"""Who has a map open hears what others do on it, as soon as it is committed and never before."""

import threading

import pytest
from django.db import connection, transaction

from api.live import outlook
from roadmaps import elements, figures, links
from roadmaps import roadmap as maps
from tests.conftest import read_in

pytestmark = pytest.mark.django_db(transaction=True)


def edit(actor, element, **fields):
    element.roadmap.refresh_from_db()
    return elements.edit(actor, element, element.roadmap.revision, **fields)


@pytest.fixture
def page(open_page, roadmap, editor):
    opened = open_page(editor)
    opened.welcome = opened.hear_of("welcome")
    opened.revision = opened.welcome["revision"]
    return opened


def test_a_page_is_welcomed_with_the_revision_and_the_people(page, roadmap):
    roadmap.refresh_from_db()
    assert page.welcome["revision"] == roadmap.revision
    (person,) = page.welcome["people"]
    assert person["id"] == page.welcome["you"]
    assert person["name"] == "Editor"


def test_changes_are_told_once_they_are_committed(page, steward, challenge):
    edit(steward, challenge, severity=2)
    told = page.hear_of("changes")
    assert told["revision"] == page.revision + 1
    (change,) = told["changes"]
    assert change["fields"] == {"severity": [4, 2]}
    assert (change["element"], change["actor"], change["verb"]) == ("EMO-C01", "Steward", "edited")


def test_an_open_transaction_tells_nothing_before_it_is_committed(page, steward, challenge):
    with transaction.atomic():
        edit(steward, challenge, severity=2)
        assert page.hears_nothing_of("changes", 4)  # also the sweep finds nothing
    assert page.hear_of("changes")["changes"][0]["fields"] == {"severity": [4, 2]}


def test_what_was_rolled_back_is_never_told(page, steward, challenge):
    with transaction.atomic():
        edit(steward, challenge, severity=2)
        transaction.set_rollback(True)
    assert page.hears_nothing_of("changes", 4)


def test_what_was_committed_together_comes_together(page, steward, challenge, skill):
    with transaction.atomic():
        edit(steward, challenge, severity=2)
        edit(steward, skill, title="Work at 800 volts")
    told = page.hear_of("changes")
    assert [change["element"] for change in told["changes"]] == ["EMO-C01", "EMO-S01"]
    assert page.hears_nothing_of("changes")


def test_an_internal_element_is_told_to_the_steward_and_not_to_the_editor(
    page, open_page, steward, roadmap, challenge
):
    above = open_page(steward)
    above.hear_of("welcome")
    hidden = elements.add(
        steward, roadmap, "challenge", title="Nobody knows", visibility="internal"
    )
    assert above.hear_of("changes")["changes"][0]["element"] == hidden.code
    edit(steward, challenge, severity=2)
    told = page.hear_of("changes")
    assert [change["element"] for change in told["changes"]] == ["EMO-C01"]
    assert "Nobody knows" not in str(told)


def test_each_page_is_told_in_its_language(open_page, steward, editor, challenge):
    spanish = open_page(editor, "/live/electromobility?lang=es")
    english = open_page(editor)
    for opened in (spanish, english):
        opened.hear_of("welcome")
    edit(steward, challenge, severity=2)
    (change,) = english.hear_of("changes")["changes"]
    assert change["sentence"].startswith("Steward changed")
    (same,) = spanish.hear_of("changes")["changes"]
    assert same["sentence"] != change["sentence"]
    assert same["fields"] == change["fields"]


def test_who_was_away_asks_for_what_was_missed(page, steward, challenge):
    for severity in (1, 2, 3):
        edit(steward, challenge, severity=severity)
    while page.hear_of("changes")["revision"] < page.revision + 3:
        pass
    page.say(type="since", revision=page.revision + 1)
    told = page.hear_of("changes")
    assert (told["since"], told["revision"]) == (page.revision + 1, page.revision + 3)
    severities = [change["fields"]["severity"] for change in told["changes"]]
    assert severities == [[1, 2], [2, 3]]


def test_who_missed_nothing_is_told_so(page):
    page.say(type="since", revision=page.revision)
    assert page.hear_of("changes")["changes"] == []


@pytest.mark.parametrize("revision", [0, 10**6])
def test_who_missed_too_much_reads_the_page_again(page, monkeypatch, revision):
    monkeypatch.setattr("api.live.protocol.MOST_CHANGES", 5)
    page.say(type="since", revision=revision)
    assert page.hear_of("reload")["type"] == "reload"


def test_more_than_a_message_holds_is_a_reload(page, steward, challenge, monkeypatch):
    monkeypatch.setattr("api.live.protocol.MOST_CHANGES", 5)
    with transaction.atomic():
        for number in range(6):
            edit(steward, challenge, severity=number % 5 + 1, note=f"{number}")
    assert page.hear_of("reload")["revision"] == challenge.roadmap.revision


def test_a_lost_notice_is_made_good_by_the_sweep(page, steward, challenge, monkeypatch):
    monkeypatch.setattr("changes.bus._bus.hand_out", lambda notice: None)
    edit(steward, challenge, severity=2)
    assert page.hear_of("changes", 4.5)["changes"][0]["fields"] == {"severity": [4, 2]}


def test_all_who_see_the_same_are_served_by_one_look(
    open_page, editor, partner, steward, challenge, roadmap, monkeypatch
):
    asked = []
    tell = outlook.history.told

    def told(actor, roadmap, changes):
        asked.append(actor)
        return tell(actor, roadmap, changes)

    monkeypatch.setattr(outlook.history, "told", told)
    pages = [open_page(person) for person in (editor, editor, partner, partner, steward)]
    for each in pages:
        each.hear_of("welcome")
    edit(steward, challenge, severity=2)
    for each in pages:
        each.hear_of("changes")
    assert len(asked) == 2
    assert steward in asked


def test_SR_05_a_link_may_lead_to_another_map_and_is_told_to_each_by_themselves(
    open_page, editor, partner, steward, initiative, goal, monkeypatch
):
    asked = []
    tell = outlook.history.told

    def told(actor, roadmap, changes):
        asked.append(actor)
        return tell(actor, roadmap, changes)

    monkeypatch.setattr(outlook.history, "told", told)
    pages = [open_page(person) for person in (editor, editor, partner, partner, steward)]
    for each in pages:
        each.hear_of("welcome")
    links.draw(steward, initiative, goal, "contributes_to")
    for each in pages:
        each.hear_of("changes")
    assert sorted(str(person.pk) for person in asked) == sorted(
        str(person.pk) for person in (editor, partner, steward)
    )


def test_figures_are_told_with_the_element_on_which_they_stand(page, steward, goal, source):
    figures.state(
        steward, goal, metric="plants", label="Plants", kind="count", operator="eq", low="3",
        unit="plants", basis="target", **read_in(source),
    )  # fmt: skip
    assert page.hear_of("changes")["changes"][0]["element"] == goal.code


def test_many_writers_at_once_are_all_told_in_order(page, steward, roadmap):
    def write(number):
        elements.add(steward, maps.Roadmap.objects.get(pk=roadmap.pk), "skill", title=f"{number}")
        connection.close()

    known = page.revision
    threads = [threading.Thread(target=write, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    seen = []
    while len(seen) < 12:
        seen += [change["revision"] for change in page.hear_of("changes")["changes"]]
    for thread in threads:
        thread.join(10)
    assert seen == list(range(known + 1, known + 13))
