import gzip
import hashlib
import json
import threading

import brotli
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from changes.models import Change
from roadmaps import elements, workflow
from roadmaps.document import canonical
from roadmaps.editions import Edition
from roadmaps.entries import Entry
from tests.roles import owner


@pytest.fixture
def edition(published):
    return published.editions.get()


def test_an_edition_keeps_the_bytes_of_the_map(edition):
    content = bytes(edition.content)
    assert edition.number == "1.0"
    assert edition.sha256 == hashlib.sha256(content).hexdigest()
    assert gzip.decompress(edition.gzipped) == brotli.decompress(edition.brotlied) == content
    assert canonical(json.loads(content)) == content


@pytest.mark.parametrize("column", ["content", "gzipped", "brotlied", "sha256", "note", "major"])
def test_SR_13_the_database_refuses_to_change_an_edition(column, edition):
    value = b"x" if column in ("content", "gzipped", "brotlied") else 7
    with owner(), pytest.raises(DatabaseError, match="for ever"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**{column: value})


def test_SR_13_the_database_refuses_to_delete_an_edition(edition):
    with owner() as cursor, pytest.raises(DatabaseError, match="for ever"), transaction.atomic():
        cursor.execute("DELETE FROM roadmaps_edition")


def test_a_new_edition_supersedes_the_one_before(steward, editor, approver, published, challenge):
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, challenge.revision, title="Technicians are scarce")
    workflow.adopt(approver, [published], label="Second", note="Second edition.")
    told = published.editions.order_by("major").values_list("major", "status")
    assert list(told) == [(1, "superseded"), (2, "current")]


def test_the_working_copy_may_move_on_and_the_edition_does_not(
    steward, editor, published, challenge, edition
):
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, challenge.revision, title="Later")
    edition.refresh_from_db()
    assert b"Later" not in bytes(edition.content)
    assert not Entry.objects.filter(data__title="Later").exists()
    assert Entry.objects.get(key="EMO-C01").data["title"] == "Too few technicians"


def test_what_is_looked_up_is_what_the_edition_says(edition):
    document = json.loads(bytes(edition.content))
    elements_told = {element["code"] for element in document["elements"]}
    found = set(
        Entry.objects.exclude(kind__in=["roadmap", "figure", "link"]).values_list("key", flat=True)
    )
    assert found == elements_told
    assert Entry.objects.of_kind("figure").count() == 1
    assert Entry.objects.of_kind("link").count() == len(document["links"])


def test_SR_11_only_an_approver_adopts_and_only_a_draft(steward, editor, approver, roadmap):
    for actor in (steward, editor):
        with pytest.raises(PermissionDenied):
            workflow.adopt(actor, [roadmap], note="Mine.")
    workflow.adopt(approver, [roadmap], note="Once.")
    with pytest.raises(PermissionDenied):
        workflow.adopt(approver, [roadmap], note="Twice.")


@pytest.mark.django_db(transaction=True)
def test_two_who_adopt_at_once_make_one_edition(approver, roadmap):
    outcomes = []

    def adopt():
        try:
            workflow.adopt(approver, [roadmap], note="At once.")
            outcomes.append("adopted")
        except PermissionDenied:
            outcomes.append("refused")
        connection.close()

    threads = [threading.Thread(target=adopt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["adopted", "refused"]
    assert roadmap.editions.count() == 1


def test_publishing_is_one_line_of_the_log(edition, published):
    verbs = list(
        Change.objects.within(published).order_by("revision").values_list("verb", flat=True)
    )
    assert verbs[-2:] == ["adopted", "published"]


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("1.0", 1),
        ("1", 0),
        ("01.0", 0),
        ("1.0.0", 0),
        ("٣.0", 0),
        ("-1.0", 0),
        ("9" * 40 + ".0", 0),
    ],
)
def test_an_edition_is_found_by_its_number_alone(number, found, edition):
    assert Edition.objects.numbered(number).count() == found
