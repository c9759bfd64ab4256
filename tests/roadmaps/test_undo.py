"""Taking back is one more thing that is done: it needs the right, it clashes, it is told."""

import uuid
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from changes.merging import Clash
from changes.models import Change
from changes.values import held
from roadmaps import elements, figures, links, milestones, participations, undo, workflow
from roadmaps import roadmap as maps
from roadmaps.roadmap import Refused
from tests import factories
from tests.roadmaps.things import KINDS, all_fields, as_it_is, in_one_go, last_of, now


@pytest.fixture
def scene(roadmap, initiative):
    return SimpleNamespace(roadmap=roadmap, initiative=initiative)


@pytest.fixture(params=KINDS)
def subject(request):
    return KINDS[request.param]


@pytest.fixture
def thing(editor, scene, subject):
    return subject.write(editor, scene, 1)


def test_an_edit_is_undone_and_the_undoing_too(editor, scene, subject, thing):
    before = all_fields(thing)
    subject.commands.edit(editor, thing, now(scene.roadmap), **{subject.field: subject.one})
    line, after = last_of(thing), all_fields(thing)
    undo.undo(editor, scene.roadmap, line)
    assert all_fields(thing) == before
    told = last_of(thing)
    assert (told.verb, told.actor) == ("undone", editor)
    assert told.fields == {name: pair[::-1] for name, pair in line.fields.items()}
    undo.undo(editor, scene.roadmap, told)
    assert all_fields(thing) == after


def test_additions_withdrawals_and_undoings_are_undone(editor, scene, subject, thing):
    undo.undo(editor, scene.roadmap, last_of(thing))  # the addition
    assert as_it_is(thing).is_withdrawn
    assert last_of(thing).fields == {"is_withdrawn": [False, True]}
    undo.undo(editor, scene.roadmap, last_of(thing))  # the undoing of the addition
    assert not as_it_is(thing).is_withdrawn
    subject.commands.withdraw(editor, thing)
    undo.undo(editor, scene.roadmap, last_of(thing))
    assert not as_it_is(thing).is_withdrawn
    subject.commands.withdraw(editor, thing)
    subject.commands.restore(editor, thing)
    undo.undo(editor, scene.roadmap, last_of(thing))
    assert as_it_is(thing).is_withdrawn


def test_an_undo_clashes_with_what_was_done_since(editor, steward, scene, subject, thing):
    before = held(thing, subject.field)
    commands, name = subject.commands, subject.field
    commands.edit(editor, thing, now(scene.roadmap), **{name: subject.one})
    line = last_of(thing)
    commands.edit(steward, thing, now(scene.roadmap), **{name: subject.other})
    lines = Change.objects.count()
    with pytest.raises(Clash) as clash:
        undo.undo(editor, scene.roadmap, line)
    said = clash.value.fields[name]
    assert [str(said.base), str(said.theirs)] == [str(subject.one), str(subject.other)]
    assert said.mine == before
    assert clash.value.lines[name].actor == steward
    assert str(held(as_it_is(thing), name)) == str(subject.other)
    assert Change.objects.count() == lines


def test_SR_02_who_may_not_write_undoes_nothing(
    partner, approver, stranger, anonymous, editor, scene, subject, thing
):
    subject.commands.edit(editor, thing, now(scene.roadmap), **{subject.field: subject.one})
    line, lines = last_of(thing), Change.objects.count()
    for actor in (partner, approver, stranger, anonymous):
        with pytest.raises(PermissionDenied):
            undo.undo(actor, scene.roadmap, line)
    assert Change.objects.count() == lines


def test_a_move_to_another_place_is_undone(editor, roadmap, challenge):
    other = elements.add(editor, roadmap, "challenge", title="Water")
    elements.reorder(editor, other)
    undo.undo(editor, roadmap, last_of(other))
    assert [each.pk for each in challenge.siblings] == [challenge.pk, other.pk]


def test_what_the_map_says_of_itself_is_undone(editor, roadmap):
    maps.describe(editor, roadmap, now(roadmap), title="Another", vision="A sector that leads.")
    undo.undo(editor, roadmap, last_of(roadmap))
    assert (roadmap.title, as_it_is(roadmap).vision) == ("Electromobility", "")


def test_SR_11_nobody_undoes_roles_stages_or_editions(steward, approver, editor, published):
    workflow.open_refresh(steward, published)
    held = published.roles.get(user=editor)
    maps.revoke(steward, held)
    verbs = {"begun", "granted", "revoked", "adopted", "published", "open_refresh"}
    lines = list(Change.objects.within(published).filter(verb__in=verbs))
    assert {line.verb for line in lines} == verbs
    for line in lines:
        with pytest.raises(Refused, match="cannot be undone"):
            undo.undo(steward, published, line)


@pytest.mark.parametrize("stage", ["review", "consultation", "approval", "in_force", "retired"])
def test_nothing_is_undone_while_the_contents_are_locked(stage, editor, roadmap, challenge):
    elements.edit(editor, challenge, now(roadmap), title="Another")
    type(roadmap).objects.filter(pk=roadmap.pk).update(stage=stage)
    with pytest.raises(PermissionDenied):
        undo.undo(editor, roadmap, last_of(challenge))


def test_a_line_of_another_map_is_none_of_this_one(steward, programme, roadmap):
    other = factories.roadmap(steward, programme)
    lonely = elements.add(steward, other, "challenge", title="Water")
    with pytest.raises(Refused, match="not done on this map"):
        undo.undo(steward, roadmap, last_of(lonely))
    assert not as_it_is(lonely).is_withdrawn


def test_undoing_one_line_leaves_what_others_did(editor, steward, roadmap, challenge):
    elements.edit(editor, challenge, now(roadmap), title="Mine", note="Mine")
    mine = last_of(challenge)
    elements.edit(steward, challenge, now(roadmap), severity=1, summary="Theirs")
    undo.undo(editor, roadmap, mine)
    row = as_it_is(challenge)
    assert (row.title, row.note) == ("Too few technicians", "")
    assert (row.severity, row.summary) == (1, "Theirs")


def test_an_addition_on_which_others_worked_is_not_undone(editor, steward, roadmap, challenge):
    elements.edit(steward, challenge, now(roadmap), severity=1)
    added = Change.objects.of(challenge).order_by("revision").first()
    with pytest.raises(Refused, match="Withdraw it, if you mean to"):
        undo.undo(editor, roadmap, added)


def add_a_figure(actor, initiative, challenge):
    said = {"metric": "jobs", "label": "Jobs", "kind": "count", "basis": "target"}
    return figures.state(actor, initiative, low=5, **said)


@pytest.mark.parametrize(
    "work",
    [
        add_a_figure,
        lambda actor, initiative, challenge: links.draw(actor, initiative, challenge, "addresses"),
        lambda actor, initiative, challenge: milestones.plan(actor, initiative, "A step"),
        lambda actor, initiative, challenge: participations.involve(
            actor, initiative, None, "partner", group="the unions"
        ),
    ],
)
def test_an_addition_on_which_others_put_something_is_not_undone(
    work, editor, steward, roadmap, challenge
):
    mine = elements.add(editor, roadmap, "initiative", title="Mine")
    added = last_of(mine)
    theirs = work(steward, mine, challenge)
    with pytest.raises(Refused, match="was changed since it was added"):
        undo.undo(editor, roadmap, added)
    assert not as_it_is(mine).is_withdrawn
    undo.undo(steward, roadmap, last_of(theirs))
    undo.undo(editor, roadmap, added)
    assert as_it_is(mine).is_withdrawn


def test_an_addition_is_undone_with_what_the_same_person_put_on_it(editor, roadmap, challenge):
    mine = elements.add(editor, roadmap, "initiative", title="Mine")
    add_a_figure(editor, mine, challenge)
    undo.undo(editor, roadmap, Change.objects.of(mine).first())
    assert as_it_is(mine).is_withdrawn


def test_an_edit_of_what_was_withdrawn_since_is_not_undone(editor, roadmap, challenge):
    elements.edit(editor, challenge, now(roadmap), title="Another")
    line = last_of(challenge)
    elements.withdraw(editor, challenge)
    with pytest.raises(Refused, match="Restore it first"):
        undo.undo(editor, roadmap, line)


def test_SR_05_what_one_may_not_see_one_cannot_undo(editor, steward, roadmap, challenge):
    elements.edit(steward, challenge, now(roadmap), visibility="internal")
    figure = add_a_figure(steward, challenge, challenge)
    for line in (last_of(challenge), last_of(figure)):
        with pytest.raises(Refused, match="not done on this map"):
            undo.undo(editor, roadmap, line)
    undo.undo(steward, roadmap, last_of(figure))


def test_everything_that_was_done_in_one_go_is_undone_in_one_go(editor, roadmap, challenge, skill):
    with in_one_go() as number:
        elements.edit(editor, challenge, now(roadmap), title="Another")
        elements.edit(editor, challenge, now(roadmap), title="Yet another")
        elements.withdraw(editor, skill)
        new = elements.add(editor, roadmap, "challenge", title="Water")
        elements.edit(editor, new, now(roadmap), severity=2)
        maps.describe(editor, roadmap, now(roadmap), vision="A sector that leads.")
    lines = Change.objects.count()
    undo.undo_request(editor, roadmap, number)
    assert as_it_is(challenge).title == "Too few technicians"
    assert not as_it_is(skill).is_withdrawn
    assert (as_it_is(new).is_withdrawn, as_it_is(new).severity) == (True, None)
    assert as_it_is(roadmap).vision == ""
    assert Change.objects.count() == lines + 6


def test_what_somebody_added_and_worked_on_in_one_go_others_can_undo(editor, steward, roadmap):
    with in_one_go() as number:
        new = elements.add(editor, roadmap, "challenge", title="Water")
        elements.edit(editor, new, now(roadmap), severity=2)
    undo.undo_request(steward, roadmap, number)
    assert (as_it_is(new).is_withdrawn, as_it_is(new).severity) == (True, None)


def test_of_what_was_done_in_one_go_nothing_is_undone_where_one_part_clashes(
    editor, steward, roadmap, challenge, skill
):
    with in_one_go() as number:
        elements.edit(editor, challenge, now(roadmap), title="Another")
        elements.edit(editor, skill, now(roadmap), title="Another")
    elements.edit(steward, challenge, now(roadmap), title="Theirs")
    lines = Change.objects.count()
    with pytest.raises(Clash):
        undo.undo_request(editor, roadmap, number)
    assert (as_it_is(challenge).title, as_it_is(skill).title) == ("Theirs", "Another")
    assert Change.objects.count() == lines


def test_the_undo_of_a_whole_request_is_one_request_and_is_undone(editor, roadmap, challenge):
    with in_one_go() as first:
        elements.edit(editor, challenge, now(roadmap), title="Another")
        elements.edit(editor, challenge, now(roadmap), severity=1)
    with in_one_go() as second:
        undo.undo_request(editor, roadmap, first)
    undo.undo_request(editor, roadmap, second)
    assert (as_it_is(challenge).title, as_it_is(challenge).severity) == ("Another", 1)


def test_a_request_that_gave_a_role_too_is_undone_not_even_in_part(
    steward, stranger, roadmap, challenge
):
    with in_one_go() as number:
        elements.edit(steward, challenge, now(roadmap), title="Another")
        maps.grant(steward, roadmap, "observer", user=stranger)
    with pytest.raises(Refused, match="cannot be undone"):
        undo.undo_request(steward, roadmap, number)
    assert as_it_is(challenge).title == "Another"


def test_a_request_of_which_nobody_knows_is_refused(editor, roadmap):
    for unknown in (uuid.uuid4(), str(uuid.uuid4())):
        with pytest.raises(Refused, match="Nothing was done to this map in one go"):
            undo.undo_request(editor, roadmap, unknown)


@pytest.mark.parametrize("nonsense", ["", "seven", 7, None, "x" * 36])
def test_a_number_that_is_none_is_refused_in_a_sentence(nonsense, editor, roadmap):
    with pytest.raises(Refused, match="Nothing was done to this map in one go"):
        undo.undo_request(editor, roadmap, nonsense)
