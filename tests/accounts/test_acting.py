"""For whom somebody acts, and by which key: the log keeps both, sealed like the rest."""

import hashlib
import json
import uuid

import pytest

from accounts import memberships, people
from accounts.acting import Acting
from changes.models import Change
from changes.verify import faults
from roadmaps import elements, history
from roadmaps.models import Roadmap
from tests.roles import past_the_triggers


@pytest.fixture
def in_two(registrar, editor, association):
    """The editor belongs to the ministry and to the association."""
    people.join(registrar, editor, association)
    return editor


def line(roadmap, actor):
    elements.add(actor, roadmap, "challenge", title="Water")
    return Change.objects.within(roadmap).last()


def sentence(roadmap, actor, change):
    lines = Change.objects.filter(pk=change.pk).with_people()
    return history.told(actor, Roadmap.objects.get(pk=roadmap.pk), lines)[0]["sentence"]


def test_outside_of_a_request_nobody_acts_for_an_organisation(empty_map, editor):
    told = line(empty_map, editor)
    assert (told.on_behalf_of, told.credential) == (None, None)
    assert sentence(empty_map, editor, told) == "Editor added “Water”."


def test_SR_48_who_belongs_to_one_organisation_acts_for_it(empty_map, editor, ministry):
    editor.acting = Acting(editor)
    told = line(empty_map, editor)
    assert told.on_behalf_of == ministry
    assert sentence(empty_map, editor, told) == "Editor (Ministry of Economy) added “Water”."


def test_of_several_organisations_nobody_picks_one(empty_map, in_two):
    in_two.acting = Acting(in_two)
    assert line(empty_map, in_two).on_behalf_of is None


def test_SR_48_who_belongs_to_several_says_for_which_one_they_act(empty_map, in_two, association):
    in_two.acting = Acting(in_two, association.code)
    told = line(empty_map, in_two)
    assert told.on_behalf_of == association
    assert sentence(empty_map, in_two, told) == "Editor (Battery Association) added “Water”."


def test_SR_02_nobody_acts_for_an_organisation_of_others(empty_map, editor, association, ministry):
    editor.acting = Acting(editor, association.code)
    assert editor.acting.chosen is None
    assert line(empty_map, editor).on_behalf_of == ministry


def test_who_left_an_organisation_no_longer_acts_for_it(empty_map, in_two, association, ministry):
    memberships.leave(in_two, in_two.memberships.get(organisation=association))
    in_two.acting = Acting(in_two, association.code)
    assert line(empty_map, in_two).on_behalf_of == ministry


def test_it_is_asked_once_and_only_when_something_is_written(
    editor, django_assert_num_queries, association
):
    acting = Acting(editor)
    with django_assert_num_queries(0):
        assert acting.chosen is None
    with django_assert_num_queries(1):
        assert acting.organisation == acting.organisation


def test_SR_48_the_key_by_which_it_was_asked_for_is_kept(empty_map, editor):
    number = uuid.uuid4()
    editor.acting = Acting(editor, credential=number)
    assert line(empty_map, editor).credential == number


@pytest.mark.parametrize("column", ["on_behalf_of_id", "credential"])
def test_SR_49_for_whom_and_by_which_key_is_sealed_too(empty_map, editor, association, column):
    editor.acting = Acting(editor, credential=uuid.uuid4())
    forged = line(empty_map, editor)
    before = line(empty_map, editor)
    assert list(faults()) == []
    with past_the_triggers() as cursor:
        query = f"UPDATE changes_change SET {column} = %s WHERE id = %s"
        cursor.execute(query, [association.pk, forged.pk])
    assert list(faults()) == [
        f"{forged.ledger}: line {forged.revision} (number {forged.pk}) is not as it was written."
    ]
    assert before.revision == forged.revision + 1


def test_SR_49_lines_that_say_neither_are_sealed_as_they_always_were(empty_map, editor):
    """Those that were written before there was anything to say still hold."""
    told = line(empty_map, editor)
    before = Change.objects.within(empty_map).get(revision=told.revision - 1)
    said = [told.ledger, told.revision, told.verb, told.subject, told.fields]
    done = [str(told.actor_id), told.at.isoformat(), str(told.request or "")]
    assert told.hash == sealed([before.hash, said, done])


def sealed(parts):
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
