import json
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from changes.models import Change, address, erase, record
from changes.veils import veiled
from roadmaps import elements
from tests import factories
from tests.roles import owner


def test_a_change_is_logged_with_before_and_after(editor, challenge):
    elements.edit(editor, challenge, challenge.revision, title="Technicians are scarce")
    change = Change.objects.of(challenge).last()
    assert (change.actor, change.verb) == (editor, "edited")
    assert change.fields == {"title": ["Too few technicians", "Technicians are scarce"]}


def test_what_stays_as_it_is_is_not_told(editor, challenge):
    elements.edit(editor, challenge, challenge.revision, title="Too few technicians", severity=5)
    assert Change.objects.of(challenge).last().fields == {"severity": [4, 5]}


def test_what_a_row_keeps_to_itself_is_not_told_however_it_is_written(registrar, editor):
    record(registrar, "edited", editor, password="pbkdf2_sha256$secret", name="Eva")
    told = Change.objects.within(editor).last()
    assert told.fields == {"name": [veiled(name, editor.secret) for name in ("Editor", "Eva")]}
    assert "secret" not in json.dumps([change.fields for change in Change.objects.all()])


def test_each_map_counts_its_own_changes_without_gaps(steward, programme, editor, challenge):
    other = factories.roadmap(steward, programme)
    elements.edit(editor, challenge, challenge.revision, severity=3)
    elements.add(steward, other, "challenge", title="Water")
    for roadmap in (challenge.roadmap, other):
        revisions = Change.objects.within(roadmap).order_by("pk").values_list("revision", flat=True)
        assert list(revisions) == list(range(1, len(revisions) + 1))


def test_refused_changes_leave_no_line(partner, challenge):
    lines = Change.objects.count()
    with pytest.raises(Exception, match="may not"):
        elements.edit(partner, challenge, challenge.revision, title="Mine")
    assert Change.objects.count() == lines


@pytest.mark.parametrize("statement", ["UPDATE {} SET verb = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_SR_49_the_database_refuses_to_rewrite_the_log(challenge, statement):
    with owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="for ever"), transaction.atomic():
            cursor.execute(statement.format("changes_change"))


def test_what_is_erased_stays_in_the_log(editor, initiative):
    part = initiative.participations.get()
    place = address(part)
    erase(editor, "left", part)
    told = Change.objects.filter(subject=place).last()
    assert (told.verb, told.fields["role"]) == ("left", ["lead", None])
    assert not initiative.participations.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reader_of_the_feed_never_skips_a_change_that_commits_late(steward, programme):
    """The first writer commits last; until then nothing that came after it is shown."""
    slow_map, quick_map = (factories.roadmap(steward, programme) for _ in range(2))
    wrote, go = threading.Event(), threading.Event()
    known = Change.objects.last().pk

    def slow():
        with transaction.atomic():
            elements.add(steward, slow_map, "challenge", title="slow")
            wrote.set()
            go.wait(5)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    wrote.wait(5)
    elements.add(steward, quick_map, "challenge", title="quick")
    before = list(Change.objects.settled().filter(pk__gt=known))
    go.set()
    thread.join(5)
    after = list(Change.objects.settled().filter(pk__gt=known))
    assert before == []
    assert [change.fields["title"][1] for change in after] == ["slow", "quick"]


@pytest.mark.django_db(transaction=True)
def test_writers_on_different_maps_do_not_wait_for_one_another(steward, programme):
    held, free = (factories.roadmap(steward, programme) for _ in range(2))
    done = threading.Event()

    def write():
        elements.add(steward, free, "challenge", title="free")
        done.set()
        connection.close()

    with transaction.atomic():
        elements.add(steward, held, "challenge", title="held")
        thread = threading.Thread(target=write)
        thread.start()
        assert done.wait(5)
    thread.join(5)


@pytest.mark.django_db(transaction=True)
def test_two_writers_on_one_map_get_different_numbers(steward, programme):
    roadmap = factories.roadmap(steward, programme)

    def write(title):
        elements.add(steward, type(roadmap).objects.get(pk=roadmap.pk), "challenge", title=title)
        connection.close()

    threads = [threading.Thread(target=write, args=[f"number {n}"]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    numbers = roadmap.elements.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]
