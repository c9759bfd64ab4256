"""Talk whose place is gone waits to be put elsewhere, and is never lost."""

import pytest
from django.db.models import ProtectedError

from accounts.rules import Refused
from changes.models import Change, address
from roadmaps import document, elements, links, threads
from roadmaps.models import Element, Link, Thread
from tests import factories
from tests.roadmaps.talk import begin, hide, now


def test_what_lost_its_place_waits_in_the_tray_and_is_attached(roadmap, editor, challenge):
    thread, other = begin(editor), begin(editor, element="EMO-C01")
    whole = elements.in_full(Element.objects.get(code="EMO-C01"))
    elements.edit(editor, whole, now().revision, title="Too few engineers")

    def waiting():
        return threads.tray(Thread.objects.near(), document.build(now(), editor))

    assert waiting() == [thread]
    assert waiting()[0].quote == "technicians"
    threads.attach(editor, thread, Element.objects.get(code="EMO-S01"))
    assert waiting() == []
    found = Thread.objects.get(pk=thread.pk)
    assert (found.code, found.quote, found.element.code) == ("EMO-S01", "technicians", "EMO-C01")
    assert set(Thread.objects.about("EMO-C01")) == {other}
    elements.withdraw(editor, Element.objects.get(code="EMO-S01"))
    assert waiting() == [thread]


def test_a_figure_that_leaves_with_its_element_leaves_its_thread_in_the_tray(roadmap, editor, goal):
    thread = begin(editor, figure=goal.figures.get().pk)
    elements.withdraw(editor, Element.objects.get(code="EMO-G01"))
    assert threads.tray(Thread.objects.near(), document.build(now(), editor)) == [thread]


def test_a_thread_is_attached_only_to_what_one_reads_on_the_same_map(
    roadmap, editor, steward, programme
):
    thread = begin(editor)
    hide(steward, "EMO-S01")
    elsewhere = factories.roadmap(steward, programme)
    other = elements.add(steward, elsewhere, "goal", title="Elsewhere")
    for element in (Element.objects.get(code="EMO-S01"), other):
        with pytest.raises(Refused, match="stands on this map"):
            threads.attach(editor, thread, element)


def test_nothing_that_carries_a_thread_is_ever_deleted(roadmap, editor, goal):
    figure, link = goal.figures.get(), Link.objects.first()
    begin(editor)
    begin(editor, figure=figure.pk)
    begin(editor, link=link.pk)
    for thing in (Element.objects.get(code="EMO-C01"), figure, link, now(), Thread.objects.first()):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_nobody_can_tell_from_the_numbers_of_the_map_that_somebody_talks(roadmap, editor):
    before = now().revision
    thread = begin(editor, "Hm.")
    threads.write(editor, thread, "Hm?")
    assert now().revision == before
    assert {each.ledger for each in Change.objects.filter(subject__contains="note")} == {
        address(thread)
    }
    links.withdraw(editor, Link.objects.first())
    assert now().revision == before + 1
