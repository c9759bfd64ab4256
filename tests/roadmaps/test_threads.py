"""Talk in the margin of a working copy: where it stands, who reads it, and that none is lost."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings

from accounts.onlookers import Onlooker
from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change
from changes.verify import faults
from roadmaps import elements, figures, notices, threads
from roadmaps import roadmap as maps
from roadmaps.models import Element, Link, Note, Notice, Roadmap, Thread
from tests import factories
from tests.cast import member
from tests.roadmaps.talk import begin, hide, now, seen


@member
def reviewer(registrar, steward, roadmap):
    person = factories.person(registrar, name="Reviewer")
    maps.grant(steward, roadmap, "reviewer", user=person)
    return person


@member
def reporter(registrar, steward, roadmap):
    person = factories.person(registrar, name="Reporter")
    maps.grant(steward, roadmap, "reporter", user=person)
    return person


@member
def commenter(registrar, steward, roadmap):
    person = factories.person(registrar, name="Commenter")
    maps.grant(steward, roadmap, "commenter", user=person)
    return person


def test_a_thread_begins_with_a_note_on_the_precise_thing(roadmap, editor):
    thread = begin(editor, " Is this so? ")
    assert (thread.element.code, thread.field, thread.quote) == ("EMO-C01", "title", "technicians")
    note = thread.notes.get()
    assert (note.number, note.author, note.text) == (1, editor, "Is this so?")
    assert (thread.is_open, thread.code) == (True, "EMO-C01")


def test_one_talks_about_figures_links_and_the_whole_map(roadmap, editor, goal):
    figure, link = goal.figures.get(), Link.objects.first()
    found = [
        threads.begin(editor, roadmap, "Low?", figure=figure.pk, field="low"),
        threads.begin(editor, roadmap, "Does it?", link=link.pk),
        threads.begin(editor, roadmap, "Well done."),
    ]
    assert [each.code for each in found] == ["EMO-G01", link.source.code, ""]
    assert Thread.objects.about("EMO-G01").get() == found[0]
    assert Thread.objects.about(link.target.code).get() == found[1]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"element": "EMO-C99"}, "does not stand in the text"),
        ({"figure": "00000000-0000-4000-8000-000000000000"}, "does not stand in the text"),
        ({"element": "EMO-C01", "field": "secret"}, "nothing of this name"),
        ({"element": "EMO-C01", "quote": "Something else"}, "do not stand there"),
    ],
)
def test_a_place_that_is_not_there_is_refused_in_a_sentence(roadmap, editor, where, said):
    with pytest.raises(ValidationError, match=said):
        begin(editor, **where)
    assert not Thread.objects.exists()


def test_nobody_says_nothing(roadmap, editor):
    with pytest.raises(ValidationError) as refusal:
        begin(editor, "  ")
    assert list(refusal.value.message_dict) == ["text"]
    assert not Thread.objects.exists()


def test_SR_05_what_is_hidden_is_no_place_and_neither_is_what_is_gone(roadmap, steward, editor):
    hide(steward, "EMO-C01")
    elements.withdraw(steward, Element.objects.get(code="EMO-S01"))
    told = []
    for code in ("EMO-C01", "EMO-S01", "EMO-C77"):
        with pytest.raises(ValidationError) as refusal:
            begin(editor, element=code)
        told.append(refusal.value.message_dict)
    assert told[0] == told[1] == told[2]


def test_SR_02_who_only_looks_on_neither_reads_nor_writes(
    roadmap, editor, steward, approver, reviewer, reporter, commenter, partner, stranger, anonymous
):
    thread = begin(editor)
    for who in (editor, steward, approver, reviewer):
        assert seen(who) == 1
        threads.write(who, thread, "I see.")
    for who in (reporter, commenter, partner, stranger, anonymous):
        assert seen(who) == 0
        for act in (
            lambda who=who: threads.begin(who, now(), "Mine."),
            lambda who=who: threads.write(who, thread, "Mine."),
            lambda who=who: threads.resolve(who, thread),
            lambda who=who: threads.attach(who, thread, Element.objects.get(code="EMO-S01")),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert Note.objects.count() == 5


def test_SR_14_talk_about_what_is_for_the_government_only_is_read_by_them_alone(
    roadmap, steward, editor, approver, goal
):
    on_it, on_its_figure = begin(editor), begin(editor, figure=goal.figures.get().pk)
    assert seen(editor) == 2
    hide(steward, "EMO-C01")
    hide(steward, "EMO-G01")
    assert (seen(editor), seen(approver)) == (0, 2)
    for thread in (on_it, on_its_figure):
        with pytest.raises(PermissionDenied):
            threads.write(editor, thread, "Still here.")
    assert set(threads.readers(Thread.objects.near().get(pk=on_it.pk))) == {steward, approver}


def test_SR_14_a_figure_or_an_end_of_a_link_that_is_hidden_hides_the_talk(
    roadmap, steward, editor, goal
):
    figure = goal.figures.get()
    begin(editor, figure=figure.pk)
    begin(editor, link=Link.objects.get(target__code="EMO-S01").pk)
    figures.edit(steward, figure, now().revision, visibility="internal")
    assert seen(editor) == 1
    hide(steward, "EMO-S01")
    assert seen(editor) == 0


def test_SR_13_who_looks_with_other_eyes_sees_no_better(roadmap, steward, editor):
    begin(editor)
    for role, count in (("reviewer", 1), ("observer", 0), ("commenter", 0)):
        assert seen(Onlooker(steward, role=role)) == count, role


def test_who_is_mentioned_is_told_with_the_first_words_and_one_link(roadmap, editor, steward):
    thread = begin(editor, "Ask the survey. " * 20, [steward, editor])
    notice = Notice.objects.get(kind="mentioned")
    assert notice.person == steward
    said = notices.sentence(notice)
    assert said.startswith("Editor mentions you on “Electromobility”: “Ask the survey.")
    assert len(notice.reason) <= 160
    assert Notice.objects.visible_to(steward).get(kind="mentioned").thread == thread
    assert not Notice.objects.waiting().filter(kind="mentioned").exists()
    assert Notice.objects.to_be_told("at_once").filter(kind="mentioned").exists()


def test_SR_12_only_those_who_read_it_then_are_told(roadmap, steward, editor, approver, partner):
    with pytest.raises(ValidationError, match="only people who may read"):
        begin(editor, "You too.", [partner])
    begin(steward, "Look.", [editor, approver])
    hide(steward, "EMO-C01")
    told = Notice.objects.filter(kind="mentioned")
    assert [each.person for each in told if told.visible_to(each.person).filter(pk=each.pk)] == [
        approver
    ]
    with pytest.raises(ValidationError, match="only people who may read"):
        begin(steward, "You too.", [editor])


@override_settings(ROOT="https://rumbo.example")
def test_SR_12_no_mail_goes_to_who_may_no_longer_read_it(roadmap, steward, editor, mailoutbox):
    begin(steward, "A secret.", [editor])
    hide(steward, "EMO-C01")
    assert notices.send("at_once") == 0
    begin(steward, "No secret.", [editor], element="EMO-S01")
    assert notices.send("at_once") == 1
    (mail,) = mailoutbox
    assert "No secret." in mail.body
    assert "A secret." not in mail.body
    assert mail.body.count("/threads/") == 1


def test_a_note_is_changed_by_its_author_alone_and_the_log_keeps_both(
    roadmap, editor, steward, approver
):
    thread = begin(editor, "First.", [steward])
    note = thread.notes.get()
    threads.edit(editor, note, thread.revision, text="Second.", mentions=[steward, approver])
    assert Note.objects.get().text == "Second."
    line = Change.objects.of(note).get(verb="edited")
    assert line.fields["text"] == ["First.", "Second."]
    assert [
        each.person for each in Notice.objects.filter(kind="mentioned").order_by("made_at")
    ] == [
        steward,
        approver,
    ]
    with pytest.raises(PermissionDenied):
        threads.edit(steward, note, thread.revision, text="Mine.")
    with pytest.raises(Refused, match="Nobody can set this"):
        threads.edit(editor, note, thread.revision, author=steward)
    assert list(faults()) == []


def test_two_tabs_that_change_one_note_clash(roadmap, editor):
    thread = begin(editor)
    note, base = thread.notes.get(), thread.revision
    threads.edit(editor, note, base, text="One.")
    with pytest.raises(Clash):
        threads.edit(editor, note, base, text="Two.")
    threads.write(editor, thread, "Another note is no clash.")
    assert Note.objects.get(number=1).text == "One."


def test_a_thread_is_resolved_once_and_reopened(roadmap, editor, steward):
    thread = begin(editor)
    threads.resolve(steward, thread)
    assert (Thread.objects.resolved().get(), thread.resolved_by) == (thread, steward)
    with pytest.raises(Refused, match="resolved already"):
        threads.resolve(editor, thread)
    with pytest.raises(Refused, match="Reopen it"):
        threads.write(editor, thread, "One more thing.")
    threads.reopen(editor, thread)
    with pytest.raises(Refused, match="is open"):
        threads.reopen(editor, thread)
    assert threads.write(editor, thread, "One more thing.").number == 2


def test_on_a_map_that_is_retired_nobody_talks_any_more(roadmap, editor):
    thread = begin(editor)
    Roadmap.objects.filter(pk=roadmap.pk).update(stage="retired")
    with pytest.raises(PermissionDenied):
        threads.write(editor, thread, "Too late.")
    assert seen(editor) == 1
