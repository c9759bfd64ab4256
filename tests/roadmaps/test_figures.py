from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from roadmaps import figures
from roadmaps.figures import Figure

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
