import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from changes.values import emptied, held, plain, taken, told
from roadmaps.elements import Challenge, Goal
from roadmaps.figures import Figure
from roadmaps.milestones import ProgressUpdate
from sectors.models import Sector
from tests import factories


def of(model, name):
    return model._meta.get_field(name)


@pytest.mark.parametrize("value", ["25", "25.00", "025", 25, Decimal("25.00000000"), 25.0])
def test_equal_numbers_are_told_equally(value):
    assert told(of(Figure, "low"), value) == "25"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0", "0"), ("-0", "0"), ("0.000", "0"), ("-0.00", "0"), ("100", "100"), ("1E+2", "100"),
        ("-2.50", "-2.5"), ("624618000000.25000000", "624618000000.25"),
        ("0.00000001", "0.00000001"),
    ],
)  # fmt: skip
def test_a_decimal_has_one_form_and_loses_no_digit(value, said):
    assert plain(Decimal(value)) == said


@pytest.mark.parametrize(
    ("model", "name", "value", "said"),
    [
        (Challenge, "severity", "4", 4),
        (Challenge, "severity", None, None),
        (Challenge, "title", 7, "7"),
        (
            Challenge,
            "categories",
            ("competition", "sophistication"),
            ["competition", "sophistication"],
        ),
        (Challenge, "places", [], []),
        (Challenge, "translations", {"es": {}}, {"es": {}}),
        (Figure, "shared", "True", True),
        (ProgressUpdate, "as_of", datetime.date(2026, 5, 4), "2026-05-04"),
        (ProgressUpdate, "as_of", "2026-05-04", "2026-05-04"),
    ],
)
def test_values_stand_in_the_log_as_plain_json(model, name, value, said):
    assert told(of(model, name), value) == said


def test_rows_stand_in_the_log_by_their_keys(goal, source, sector):
    source_field, sectors = of(Goal, "source"), of(Goal, "sectors")
    assert told(source_field, source) == told(source_field, source.pk) == str(source.pk)
    assert told(source_field, None) is None
    assert told(sectors, [sector]) == told(sectors, [str(sector.pk)]) == [str(sector.pk)]
    assert told(sectors, None) == []


def test_rows_of_many_are_told_in_one_order(registrar, programme, goal):
    two = [factories.sector(registrar, programme) for _ in range(2)]
    assert told(of(Goal, "sectors"), two) == told(of(Goal, "sectors"), two[::-1])


def test_what_a_row_holds_is_what_the_log_says_of_it(goal, source):
    figure = goal.figures.get()
    assert (held(figure, "low"), held(figure, "high")) == ("25", None)
    assert held(figure, "source") == str(source.pk)
    assert held(goal, "sectors") == []


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (Figure, "low", "a lot"),
        (Figure, "shared", "perhaps"),
        (Challenge, "severity", "bad"),
        (Challenge, "severity", [4]),
        (Challenge, "places", "MX-NLE"),
        (ProgressUpdate, "as_of", "yesterday"),
    ],
)
def test_what_cannot_be_read_is_refused_by_the_name_of_its_field(model, name, value):
    with pytest.raises(ValidationError) as refusal:
        told(of(model, name), value)
    assert list(refusal.value.message_dict) == [name]


@pytest.mark.parametrize(
    ("name", "nothing"),
    [("summary", ""), ("categories", []), ("translations", {}), ("severity", None)],
)
def test_null_is_nothing_in_the_form_of_the_field(name, nothing):
    assert emptied(of(Challenge, name), None) == nothing
    assert taken(of(Challenge, name), None) == nothing


@pytest.mark.parametrize("name", ["title", "visibility", "certainty", "valence"])
def test_null_is_no_way_to_a_default(name):
    assert emptied(of(Challenge, name), None) is None


def test_a_field_takes_back_what_the_log_says(goal, source, sector):
    assert taken(of(Figure, "low"), "25") == Decimal(25)
    assert taken(of(Goal, "source"), str(source.pk)) == source
    assert taken(of(Goal, "source"), None) is None
    assert taken(of(Goal, "sectors"), [str(sector.pk)]) == [sector]
    assert taken(of(Goal, "sectors"), None) == []


@pytest.mark.parametrize(("name", "is_many"), [("source", False), ("sectors", True)])
def test_a_row_that_is_gone_is_said_to_be_gone(name, is_many, goal):
    gone = str(Sector().pk)
    with pytest.raises(ValidationError, match="no longer there") as refusal:
        taken(of(Goal, name), [gone] if is_many else gone)
    assert list(refusal.value.message_dict) == [name]
