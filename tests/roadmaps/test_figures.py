from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from changes.models import Change
from roadmaps import elements, figures
from roadmaps.figures import Figure
from roadmaps.roadmap import Refused

JOBS = {"metric": "jobs", "label": "Jobs", "kind": "change", "unit": "jobs", "basis": "target"}


def test_a_figure_stands_on_what_it_speaks_of(editor, registrar, roadmap, goal, sector, programme):
    for actor, subject in (
        (editor, goal), (editor, roadmap), (registrar, sector), (registrar, programme),
    ):  # fmt: skip
        figure = figures.state(actor, subject, low="3000", **JOBS)
        assert figure.subject.pk == subject.pk
        assert Figure.objects.of(subject).filter(pk=figure.pk).exists()


def test_a_range_runs_upwards(editor, goal):
    with pytest.raises(ValidationError, match="not below its lower end"):
        figures.state(editor, goal, operator="range", low="4000", high="3000", **JOBS)


def test_only_a_range_has_two_ends(editor, goal):
    with pytest.raises(ValidationError):
        figures.state(editor, goal, operator="ge", low="3000", high="4000", **JOBS)


def test_big_money_keeps_every_digit(editor, goal):
    money = {**JOBS, "kind": "cumulative", "unit": "", "currency": "MXN"}
    figure = figures.state(editor, goal, low="624618000000.25", **money)
    figure.refresh_from_db()
    assert figure.low == Decimal("624618000000.25")


def test_the_database_refuses_a_figure_of_nothing(registrar, source):
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.bulk_create([Figure(low=1, **JOBS)])


def test_the_same_target_told_twice_and_a_part_of_a_total_are_marked(editor, goal):
    total = figures.state(editor, goal, low="30", **JOBS)
    told = figures.state(editor, goal, low="31", told_as=total, **JOBS)
    part = figures.state(editor, goal, low="28", part_of=total, **JOBS)
    assert list(total.tellings.all()) == [told]
    assert list(total.parts.all()) == [part]


def test_who_may_not_edit_states_nothing(partner, goal, sector):
    for subject in (goal, sector):
        with pytest.raises(PermissionDenied):
            figures.state(partner, subject, low="1", **JOBS)


MONEY = {**JOBS, "kind": "cumulative", "unit": ""}


@pytest.fixture
def total(editor, goal):
    return figures.state(editor, goal, low="30", **JOBS)


def seen_now(thing):
    thing.ledger.refresh_from_db()
    return thing.ledger.revision


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"low": "31"}, "is larger than its whole"),
        ({"low": "10", "unit": "people"}, "are not told in the same unit"),
        ({"low": "10", "currency": "MXN"}, "are not told in the same unit"),
    ],
)
def test_a_part_fits_into_its_whole(fields, complaint, editor, goal, total):
    with pytest.raises(ValidationError, match=complaint):
        figures.state(editor, goal, part_of=total, **(JOBS | fields))
    part = figures.state(editor, goal, low="30", part_of=total, **JOBS)
    with pytest.raises(ValidationError, match=complaint):
        figures.edit(editor, part, seen_now(part), **fields)


def test_a_whole_does_not_become_smaller_than_its_parts(editor, goal, total):
    part = figures.state(editor, goal, low="28", part_of=total, **JOBS)
    with pytest.raises(ValidationError, match="is larger than its whole"):
        figures.edit(editor, total, seen_now(total), low="27")
    figures.withdraw(editor, part)
    figures.edit(editor, total, seen_now(total), low="27")
    with pytest.raises(ValidationError, match="is larger than its whole"):
        figures.restore(editor, part)


def test_a_part_of_a_range_or_of_more_than_so_much_may_be_larger_than_its_lower_end(editor, goal):
    span = figures.state(editor, goal, operator="range", low="10", high="20", **JOBS)
    least = figures.state(editor, goal, operator="ge", low="10", **JOBS)
    for whole in (span, least):
        assert figures.state(editor, goal, low="15", part_of=whole, **JOBS).part_of == whole


def test_a_part_may_be_told_in_another_currency(editor, goal):
    whole = figures.state(editor, goal, low="80000000", currency="USD", **MONEY)
    part = figures.state(editor, goal, low="720000000", currency="MXN", part_of=whole, **MONEY)
    assert part.part_of == whole


def test_a_figure_is_no_part_of_itself(editor, total):
    with pytest.raises(ValidationError, match="not a part of itself"):
        figures.edit(editor, total, seen_now(total), part_of=total)


@pytest.mark.parametrize("currency", ["XYZ", "mxn", "$"])
def test_a_currency_is_one_of_iso_4217(currency, editor, goal, total):
    with pytest.raises(ValidationError, match="no currency of ISO 4217"):
        figures.state(editor, goal, low="1", currency=currency, **MONEY)
    with pytest.raises(ValidationError, match="no currency of ISO 4217"):
        figures.edit(editor, total, seen_now(total), currency=currency)


def test_a_percentage_has_no_currency(editor, goal):
    share = figures.state(editor, goal, low="1", **JOBS | {"kind": "share", "unit": "%"})
    with pytest.raises(ValidationError, match="A percentage has no currency"):
        figures.edit(editor, share, seen_now(share), currency="MXN")


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"low": "a lot"}, "low"),
        ({"low": None}, "low"),
        ({"low": "1e40"}, "digits"),
        ({"low": "NaN", "baseline_value": "1"}, "low"),
        ({"period": "soon"}, "soon"),
        ({"baseline_period": "2030/2025"}, "2030/2025"),
        ({"operator": "range"}, "upper end"),
        ({"high": "40"}, "upper end"),
        ({"kind": "guess"}, "guess"),
        ({"label": ""}, "blank"),
        ({"visibility": "secret"}, "secret"),
    ],
)
def test_nonsense_is_neither_kept_nor_logged(fields, complaint, editor, goal, total):
    lines = Change.objects.count()
    with pytest.raises(ValidationError, match=complaint):
        figures.edit(editor, total, seen_now(total), **fields)
    total.refresh_from_db()
    assert (total.low, total.period, Change.objects.count()) == (Decimal(30), "", lines)


def test_a_figure_of_a_register_is_kept_by_those_who_keep_the_register(registrar, editor, sector):
    figure = figures.state(registrar, sector, low="30", **JOBS)
    with pytest.raises(PermissionDenied):
        figures.edit(editor, figure, seen_now(figure), low="31")
    figures.edit(registrar, figure, seen_now(figure), low="31")
    figures.withdraw(registrar, figure)
    figures.restore(registrar, figure)
    verbs = Change.objects.of(figure).order_by("revision").values_list("verb", flat=True)
    assert list(verbs) == ["added", "edited", "withdrawn", "restored"]


def test_no_figure_is_stated_of_what_was_withdrawn(editor, goal):
    elements.withdraw(editor, goal)
    with pytest.raises(Refused, match="Restore it first"):
        figures.state(editor, goal, low="1", **JOBS)
