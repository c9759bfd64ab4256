"""Whatever people write on a map is edited, withdrawn, restored and put in order alike."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from changes.merging import Clash
from changes.models import Change, address
from changes.values import held
from roadmaps import elements, milestones
from roadmaps.contents import GAP
from roadmaps.roadmap import Refused
from tests.roadmaps.things import KINDS

SERVER_OWNED = [
    *("id", "revision", "is_withdrawn", "position", "roadmap", "element", "on_roadmap"),
    *("initiative", "source_id", "code", "number", "head", "access_epoch", "ledger", "nonsense"),
]
LOCKED = ["review", "consultation", "approval", "in_force", "retired"]


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def subject(kind):
    return KINDS[kind]


@pytest.fixture
def scene(roadmap, initiative):
    return SimpleNamespace(roadmap=roadmap, initiative=initiative)


@pytest.fixture
def thing(editor, scene, subject):
    return subject.write(editor, scene, 1)


@pytest.fixture
def row(editor, scene, subject, thing):
    """Three in a row."""
    return [thing, *(subject.write(editor, scene, number) for number in (2, 3))]


def as_it_is(thing):
    return type(thing).objects.get(pk=thing.pk)


def now(scene):
    scene.roadmap.refresh_from_db()
    return scene.roadmap.revision


def lines():
    return Change.objects.count()


def at(scene, stage):
    type(scene.roadmap).objects.filter(pk=scene.roadmap.pk).update(stage=stage)


def in_order(row):
    return [each.pk for each in row[0].siblings if each.pk in {one.pk for one in row}]


def test_a_new_thing_comes_last_in_its_row(row):
    assert in_order(row) == [each.pk for each in row]


def test_an_edit_is_kept_and_told(editor, scene, subject, thing):
    subject.commands.edit(editor, thing, now(scene), **{subject.field: subject.one})
    assert str(held(as_it_is(thing), subject.field)) == str(subject.one)
    line = Change.objects.of(thing).last()
    assert (line.verb, line.actor, line.revision) == ("edited", editor, now(scene))
    assert [str(line.fields[subject.field][1]), len(line.fields)] == [str(subject.one), 1]


def test_edits_of_the_same_field_clash(editor, steward, scene, subject, thing):
    base = now(scene)
    subject.commands.edit(editor, thing, base, **{subject.field: subject.one})
    before = lines()
    with pytest.raises(Clash) as clash:
        subject.commands.edit(steward, thing, base, **{subject.field: subject.other})
    assert clash.value.names == [subject.field]
    assert str(held(as_it_is(thing), subject.field)) == str(subject.one)
    assert lines() == before


def test_the_wrong_people_write_nothing(
    partner, approver, stranger, anonymous, scene, subject, thing
):
    for actor in (partner, approver, stranger, anonymous):
        refused_to(actor, scene, subject, thing)


def refused_to(actor, scene, subject, thing):
    before = lines()
    commands, base = subject.commands, now(scene)
    for attempt in (
        lambda: commands.edit(actor, thing, base, **{subject.field: subject.one}),
        lambda: commands.withdraw(actor, thing),
        lambda: commands.restore(actor, thing),
        lambda: commands.reorder(actor, thing),
        lambda: subject.write(actor, scene, 9),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert lines() == before


def test_who_may_no_longer_sign_in_writes_nothing(editor, scene, subject, thing):
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    refused_to(editor, scene, subject, thing)


def test_in_the_wrong_stage_an_editor_writes_nothing(editor, scene, subject, kind, thing):
    for stage in LOCKED:
        at(scene, stage)
        if kind == "progress" and stage != "retired":
            milestones.edit(editor, thing, now(scene), narrative=f"Still told: {stage}.")
        else:
            refused_to(editor, scene, subject, thing)


def test_what_is_withdrawn_is_restored_first(editor, scene, subject, thing):
    commands = subject.commands
    commands.withdraw(editor, thing)
    before = lines()
    for attempt in (
        lambda: commands.edit(editor, thing, now(scene), **{subject.field: subject.one}),
        lambda: commands.withdraw(editor, thing),
    ):
        with pytest.raises(Refused, match="withdrawn"):
            attempt()
    assert lines() == before
    commands.restore(editor, thing)
    commands.edit(editor, thing, now(scene), **{subject.field: subject.one})
    assert str(held(as_it_is(thing), subject.field)) == str(subject.one)


def test_what_was_withdrawn_comes_back_as_it_was(editor, scene, subject, thing):
    fields = [field.name for field in type(thing)._meta.fields if field.name != "revision"]
    before = {name: held(as_it_is(thing), name) for name in fields}
    subject.commands.withdraw(editor, thing)
    assert as_it_is(thing).is_withdrawn
    subject.commands.restore(editor, thing)
    assert {name: held(as_it_is(thing), name) for name in fields} == before
    told = Change.objects.of(thing).order_by("-revision")[:2]
    assert [(line.verb, line.fields) for line in told] == [
        ("restored", {"is_withdrawn": [True, False]}),
        ("withdrawn", {"is_withdrawn": [False, True]}),
    ]


def test_what_stands_is_not_restored(editor, subject, thing):
    with pytest.raises(Refused, match="has not been withdrawn"):
        subject.commands.restore(editor, thing)


def test_SR_10_what_the_map_keeps_itself_nobody_sets(editor, scene, subject, thing):
    before = lines()
    for name in SERVER_OWNED:
        if name == "element" and subject.commands is elements:
            continue  # so the command calls what it is about
        with pytest.raises(Refused, match=f"Nobody can set this: {name}"):
            subject.commands.edit(editor, thing, now(scene), **{name: "1"})
    assert lines() == before


def test_all_that_people_write_is_a_field_and_none_of_ours(thing):
    for name in thing.written:
        assert thing._meta.get_field(name)
    assert not {*thing.written} & {*SERVER_OWNED}


def test_reports_stand_in_the_order_of_their_days(editor, scene):
    report = KINDS["progress"].write(editor, scene, 1)
    with pytest.raises(Refused, match="in the order of their days"):
        milestones.reorder(editor, report)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "progress"], indirect=True)
def test_whatever_has_an_order_is_put_between_two_others_and_first(editor, subject, row):
    one, two, three = row
    subject.commands.reorder(editor, three, after=one)
    assert in_order(row) == [one.pk, three.pk, two.pk]
    subject.commands.reorder(editor, two)
    assert in_order(row) == [two.pk, one.pk, three.pk]


@pytest.mark.parametrize(
    "kind", ["challenge", "figure of the map", "link", "milestone"], indirect=True
)
class TestARow:
    """Where things have an order of their own."""

    def test_a_thing_is_put_last(self, editor, subject, row):
        one, two, three = row
        subject.commands.reorder(editor, one, after=three)
        assert in_order(row) == [two.pk, three.pk, one.pk]

    def test_one_line_tells_of_it(self, editor, subject, row):
        before = lines()
        subject.commands.reorder(editor, row[2], after=row[0])
        line = Change.objects.of(row[2]).last()
        assert (lines(), line.verb, [*line.fields]) == (before + 1, "reordered", ["position"])

    def test_where_it_stands_already_it_is_not_put_again(self, editor, subject, row):
        before = lines()
        subject.commands.reorder(editor, row[1], after=row[0])
        subject.commands.reorder(editor, row[2], after=row[1])
        assert lines() == before

    def test_nothing_stands_behind_itself(self, editor, subject, row):
        with pytest.raises(Refused, match="cannot stand behind itself"):
            subject.commands.reorder(editor, row[0], after=row[0])

    def test_where_there_is_no_room_the_others_move(self, editor, subject, row):
        for number, each in enumerate(row, 1):
            type(each).objects.filter(pk=each.pk).update(position=number)
        one, two, three = row
        subject.commands.reorder(editor, three, after=one)
        assert in_order(row) == [one.pk, three.pk, two.pk]
        positions = [each.position for each in one.siblings]
        assert all(position % (GAP // 2) == 0 for position in positions)
        assert len(set(positions)) == len(positions)

    def test_where_all_have_the_same_place_they_get_places(self, editor, subject, row):
        for each in row:
            type(each).objects.filter(pk=each.pk).update(position=0)
        first, *_others, last = row[0].siblings
        subject.commands.reorder(editor, last, after=None)
        assert row[0].siblings[0].pk == last.pk
        assert first.pk in {each.pk for each in row}

    def test_a_thing_can_be_put_between_the_same_two_for_ever(self, editor, subject, row):
        one, two, three = row
        for _ in range(14):
            subject.commands.reorder(editor, three, after=one)
            subject.commands.reorder(editor, two, after=one)
        assert in_order(row) == [one.pk, two.pk, three.pk]

    def test_what_stands_in_another_row_is_refused(self, editor, scene, subject, kind, row):
        stranger = KINDS["goal" if kind == "challenge" else "challenge"].write(editor, scene, 7)
        with pytest.raises(Refused, match="does not stand in the same row"):
            subject.commands.reorder(editor, row[0], after=stranger)

    def test_what_was_withdrawn_is_not_moved(self, editor, subject, row):
        subject.commands.withdraw(editor, row[0])
        with pytest.raises(Refused, match="Restore it first"):
            subject.commands.reorder(editor, row[0], after=row[2])

    def test_the_base_of_others_stays_good(self, editor, steward, scene, subject, row):
        base = now(scene)
        subject.commands.reorder(editor, row[2])
        subject.commands.edit(steward, row[2], base, **{subject.field: subject.one})
        assert str(held(as_it_is(row[2]), subject.field)) == str(subject.one)


def test_every_line_is_of_the_map_and_in_its_order(editor, scene, subject, thing):
    subject.commands.withdraw(editor, thing)
    subject.commands.restore(editor, thing)
    numbers = list(Change.objects.within(scene.roadmap).values_list("revision", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert {line.ledger for line in Change.objects.of(thing)} == {address(scene.roadmap)}
    assert as_it_is(thing).revision == now(scene)
