"""Two people at one element: what each of them saw, and what comes of it."""

import pytest
from django.core.exceptions import ValidationError

from changes.merging import Clash, Difference
from roadmaps import elements, figures
from roadmaps import roadmap as maps
from roadmaps.elements import Challenge, Goal
from tests import factories
from tests.roadmaps.things import as_it_is, lines_of


@pytest.fixture
def base(roadmap):
    """The revision of the map that everybody saw."""
    return roadmap.revision


def test_different_fields_merge(editor, steward, challenge, base):
    elements.edit(editor, challenge, base, title="Technicians are scarce")
    elements.edit(steward, challenge, base, severity=5)
    now = as_it_is(challenge)
    assert (now.title, now.severity) == ("Technicians are scarce", 5)


def test_different_things_merge(editor, steward, challenge, skill, base):
    elements.edit(editor, challenge, base, title="Theirs")
    elements.edit(steward, skill, base, title="Mine")
    assert as_it_is(skill).title == "Mine"


def test_the_same_field_clashes_with_what_both_saw_what_stands_and_what_i_want(
    editor, steward, challenge, base
):
    elements.edit(editor, challenge, base, title="Theirs")
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, title="Mine")
    assert clash.value.names == ["title"]
    assert clash.value.fields["title"] == Difference("Too few technicians", "Theirs", "Mine")
    assert clash.value.as_json() == {
        "title": {"base": "Too few technicians", "theirs": "Theirs", "mine": "Mine"}
    }
    line = clash.value.lines["title"]
    assert (line.actor, line.fields["title"][1]) == (editor, "Theirs")


def test_a_clash_names_who_wrote_what_stands_there_and_not_who_wrote_last(
    registrar, editor, steward, roadmap, challenge, base
):
    colleague = factories.person(registrar, name="Colleague")
    maps.grant(steward, roadmap, "editor", user=colleague)
    elements.edit(editor, challenge, base, title="First")
    elements.edit(editor, challenge, as_it_is(challenge).revision, title="Theirs")
    elements.edit(colleague, challenge, base, severity=5, note="Theirs")
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, title="Mine", severity=1)
    lines = {name: clash.value.lines[name] for name in ("title", "severity")}
    assert {name: line.actor for name, line in lines.items()} == {
        "title": editor,
        "severity": colleague,
    }
    assert lines["title"].fields == {"title": ["First", "Theirs"]}


def test_a_clash_names_the_last_line_of_each_field(editor, steward, challenge, base):
    said = {"es": {"title": {"text": "Pocos", "revision": 1}}}
    elements.edit(editor, challenge, base, title="Theirs", translations=said)
    elements.edit(steward, challenge, as_it_is(challenge).revision, period="2027")
    mine = {"es": {"title": {"text": "Muy pocos", "revision": 1}}}
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, title="Mine", period="2028", translations=mine)
    assert {name: line.actor.name for name, line in clash.value.lines.items()} == {
        "title": "Editor", "period": "Steward", "translations.es.title": "Editor",
    }  # fmt: skip


def test_the_base_of_a_clash_is_what_the_writer_saw_however_often_it_changed_since(
    editor, steward, challenge, base
):
    for title in ("First", "Second", "Third"):
        elements.edit(editor, challenge, as_it_is(challenge).revision, title=title)
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, title="Mine")
    assert clash.value.fields["title"] == Difference("Too few technicians", "Third", "Mine")


def test_nothing_is_applied_when_one_of_several_fields_clashes(editor, steward, challenge, base):
    elements.edit(editor, challenge, base, title="Theirs")
    lines = lines_of(challenge)
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, title="Mine", severity=5, note="Mine")
    assert clash.value.names == ["title"]
    now = as_it_is(challenge)
    assert (now.title, now.severity, now.note) == ("Theirs", 4, "")
    assert lines_of(challenge) == lines


def test_all_fields_that_clash_are_named(editor, steward, challenge, base):
    elements.edit(editor, challenge, base, title="Theirs", severity=5)
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, title="Mine", severity=1)
    assert clash.value.names == ["severity", "title"]


def test_two_who_want_the_same_do_not_clash_and_leave_one_line(editor, steward, challenge, base):
    elements.edit(editor, challenge, base, title="Scarce", severity=5)
    lines = lines_of(challenge)
    elements.edit(steward, challenge, base, title="Scarce", severity=5)
    assert lines_of(challenge) == lines


def test_an_edit_without_a_difference_leaves_no_line(editor, roadmap, challenge, base):
    elements.edit(editor, challenge, base, title="Too few technicians", severity=4, sectors=[])
    elements.edit(editor, challenge, base)
    roadmap.refresh_from_db()
    assert roadmap.revision == base


def test_a_field_that_somebody_changed_there_and_back_is_shown_to_the_next_one(
    editor, steward, challenge, base
):
    elements.edit(editor, challenge, base, severity=5)
    elements.edit(editor, challenge, as_it_is(challenge).revision, severity=4)
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, severity=2)
    assert clash.value.fields["severity"] == Difference(4, 4, 2)


def test_who_has_seen_the_last_word_may_write_over_it(editor, steward, roadmap, challenge, base):
    elements.edit(editor, challenge, base, title="Theirs")
    roadmap.refresh_from_db()
    elements.edit(steward, challenge, roadmap.revision, title="Mine")
    assert as_it_is(challenge).title == "Mine"


def test_fields_of_many_clash_as_a_whole(registrar, editor, steward, programme, challenge, base):
    one, other = (factories.sector(registrar, programme) for _ in range(2))
    elements.edit(editor, challenge, base, sectors=[one])
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, sectors=[other])
    assert clash.value.fields["sectors"] == Difference([], [str(one.pk)], [str(other.pk)])
    assert list(challenge.sectors.all()) == [one]


def test_the_order_of_many_is_no_difference(registrar, editor, steward, programme, challenge, base):
    two = [factories.sector(registrar, programme) for _ in range(2)]
    elements.edit(editor, challenge, base, sectors=two)
    lines = lines_of(challenge)
    elements.edit(steward, challenge, base, sectors=two[::-1])
    assert lines_of(challenge) == lines


def test_lists_clash_as_a_whole_and_equal_ones_do_not(editor, steward, challenge, base):
    elements.edit(editor, challenge, base, categories=["competition"], places=["MX-NLE"])
    elements.edit(steward, challenge, base, places=("MX-NLE",))
    with pytest.raises(Clash) as clash:
        elements.edit(steward, challenge, base, categories=["sophistication"])
    assert clash.value.fields["categories"] == Difference([], ["competition"], ["sophistication"])


def test_numbers_that_are_equal_are_no_difference(editor, steward, goal, base):
    figure = goal.figures.get()
    figures.edit(editor, figure, base, low="25.00", baseline_value="4.50000000")
    assert lines_of(figure) == 1
    figures.edit(editor, figure, base, low="30")
    figures.edit(steward, figure, base, low="30.000")
    with pytest.raises(Clash) as clash:
        figures.edit(steward, figure, base, low="35.50")
    assert clash.value.fields["low"] == Difference("25", "30", "35.5")


def test_foreign_keys_are_compared_by_their_rows(registrar, editor, steward, challenge, base):
    one, other = (factories.source(registrar) for _ in range(2))
    before = str(challenge.source_id)
    elements.edit(editor, challenge, base, source=one)
    elements.edit(steward, challenge, base, source=one)
    for mine, said in ((other, str(other.pk)), (None, None)):
        with pytest.raises(Clash) as clash:
            elements.edit(steward, challenge, base, source=mine)
        assert clash.value.fields["source"] == Difference(before, str(one.pk), said)


def test_null_and_empty_are_the_same_nothing(editor, steward, challenge, base):
    lines = lines_of(challenge)
    for nothing in (None, ""):
        elements.edit(editor, challenge, base, summary=nothing, barrier=nothing)
    elements.edit(editor, challenge, base, categories=None, translations=None)
    assert lines_of(challenge) == lines
    elements.edit(editor, challenge, base, period=None, severity=None)
    now = as_it_is(challenge)
    assert (now.period, now.severity) == ("", None)


@pytest.mark.parametrize("name", ["title", "visibility", "certainty", "valence"])
def test_what_has_to_be_there_is_not_emptied(name, editor, challenge, base):
    lines = lines_of(challenge)
    for nothing in (None, ""):
        with pytest.raises(ValidationError) as refusal:
            elements.edit(editor, challenge, base, **{name: nothing})
        assert name in refusal.value.message_dict
    assert lines_of(challenge) == lines


@pytest.mark.parametrize("nonsense", [-1, 10_000, "3", 2.0, None, True, [], "last"])
def test_a_base_that_nobody_can_have_seen_is_refused_in_a_sentence(
    nonsense, editor, roadmap, challenge
):
    with pytest.raises(ValidationError) as refusal:
        elements.edit(editor, challenge, nonsense, title="Mine")
    assert refusal.value.message_dict == {
        "base": [
            "The base has to be a revision of this map that you have seen: "
            f"0 to {roadmap.revision}."
        ]
    }


def test_the_very_first_and_the_very_last_revision_are_bases(editor, roadmap, challenge, skill):
    elements.edit(editor, challenge, roadmap.revision, title="Seen all")
    with pytest.raises(Clash):
        elements.edit(editor, skill, 0, title="Seen nothing")


def test_what_another_map_counts_is_no_base_of_this_one(steward, programme, challenge):
    other = factories.roadmap(steward, programme)
    lonely = elements.add(steward, other, "challenge", title="Water")
    with pytest.raises(ValidationError, match="revision of this map"):
        elements.edit(steward, lonely, challenge.revision, title="Mine")


def test_the_fields_of_a_kind_merge_with_those_of_all_kinds(editor, steward, goal, base):
    elements.edit(editor, goal, base, direction="increase")
    elements.edit(steward, goal, base, period="2031")
    assert Goal.objects.values_list("direction", "period").get(pk=goal.pk) == ("increase", "2031")


def test_a_clash_is_one_whatever_the_form_in_which_the_element_was_read(
    editor, steward, roadmap, challenge, base
):
    spine = roadmap.elements.get(pk=challenge.pk)
    elements.edit(editor, spine, base, severity=5)
    with pytest.raises(Clash):
        elements.edit(steward, Challenge.objects.get(pk=challenge.pk), base, severity=1)
