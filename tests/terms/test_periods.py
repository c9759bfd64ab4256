from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from terms.periods import NotAPeriod, PeriodField, parse, say

DASH = "\N{EN DASH}"

unhurried = settings(deadline=None)  # a date is read in some milliseconds, on a good day

years = st.integers(1000, 2999).map("{:04}".format)
parts = st.sampled_from([*range(1, 13), *range(21, 25), *range(33, 42)]).map("{:02}".format)
days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(date.isoformat)
moments = st.one_of(years, st.tuples(years, parts).map("-".join), days)
marks = st.sampled_from(["", "", "~", "?", "%"])
marked = st.tuples(moments, marks).map("".join)
stretches = st.tuples(marked, marked).map("/".join)
open_stretches = st.one_of(
    st.tuples(marked, st.sampled_from(["/", "/.."])).map("".join),
    st.tuples(st.sampled_from(["/", "../"]), marked).map("".join),
)


def is_in_order(text):
    start, _slash, end = text.partition("/")
    return parse(start).earliest <= parse(end).latest


well_formed = st.one_of(marked, open_stretches, stretches.filter(is_in_order))
few_moments = st.sampled_from(["2026", "2027", "2026-12", "2027-01", "2027-33", "2027-40"])
near = st.one_of(few_moments, st.tuples(few_moments, few_moments).map("/".join).filter(is_in_order))


def written(moment):
    if moment is None:
        return ""
    parts = [f"{part:02}" for part in (moment.year, moment.month, moment.day) if part]
    return "-".join(parts) + moment.mark


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2027", date(2027, 1, 1), date(2027, 12, 31), "year"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "month"),
        ("2027-03-12", date(2027, 3, 12), date(2027, 3, 12), "day"),
        ("2027-35", date(2027, 7, 1), date(2027, 9, 30), "quarter"),
        ("2027-37", date(2027, 1, 1), date(2027, 4, 30), "third"),
        ("2027-41", date(2027, 7, 1), date(2027, 12, 31), "half"),
        ("2027-22", date(2027, 6, 1), date(2027, 8, 31), "season"),
        ("2027-24", date(2027, 12, 1), date(2028, 2, 29), "season"),
        ("2025/2030", date(2025, 1, 1), date(2030, 12, 31), "interval"),
        ("2024-40/2025-40", date(2024, 1, 1), date(2025, 6, 30), "interval"),
        ("2027/..", date(2027, 1, 1), None, "interval"),
        ("2017-04-20/", date(2017, 4, 20), None, "interval"),
        ("../2027-06", None, date(2027, 6, 30), "interval"),
        ("2027-06/2027", date(2027, 6, 1), date(2027, 12, 31), "interval"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text, earliest, latest, precision):
    period = parse(text)
    assert (period.earliest, period.latest, period.precision) == (earliest, latest, precision)


def test_a_vague_date_says_so_and_keeps_its_plain_ends():
    vague = {text: parse(text) for text in ("2026~", "2026?", "2026%", "2026")}
    assert {(period.earliest, period.latest) for period in vague.values()} == {
        (date(2026, 1, 1), date(2026, 12, 31))
    }
    assert [period.is_approximate for period in vague.values()] == [True, False, True, False]
    assert [period.is_uncertain for period in vague.values()] == [False, True, True, False]


NONE = ["", "soon", "27", "0999", "3000", "-2027", "202X", "2027-3", "Q3 2027", " 2027", "2027\n"]
NO_SUCH = ["2027-00", "2027-13", "2027-25", "2027-42", "2027-02-29", "2027-04-31", "2027-35-01"]
NO_ENDS = ["/", "..", "../..", "/..", "2025/2026/2027", "2025/2026/", "soon/..", "2025~~"]


@pytest.mark.parametrize("text", [*NONE, *NO_SUCH, *NO_ENDS])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(NotAPeriod):
        parse(text)


def test_the_refusal_shows_how_to_write_it():
    with override("en"), pytest.raises(NotAPeriod, match=r"“soon” is not a period.*2027-03-12"):
        parse("soon")
    with override("es"), pytest.raises(NotAPeriod, match=r"«soon» no es un periodo"):
        parse("soon")


@pytest.mark.parametrize("text", ["2030/2025", "2027-35/2027-34", "2027-02/2027-01-31"])
def test_an_end_before_the_start_is_refused(text):
    with override("en"), pytest.raises(NotAPeriod, match="ends before it begins"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("2027", "2027", "2027"),
        ("2027-03", "March 2027", "marzo de 2027"),
        ("2027-03-12", "12 March 2027", "12 de marzo de 2027"),
        ("2027-35", "Q3 2027", "3.er trimestre de 2027"),
        ("2025-40", "first half of 2025", "primer semestre de 2025"),
        ("2025-38", "second third of 2025", "segundo cuatrimestre de 2025"),
        ("2025-22", "summer 2025", "verano de 2025"),
        ("2025/2030", f"2025{DASH}2030", f"2025{DASH}2030"),
        ("2025-33/2025-35", f"Q1{DASH}Q3 2025", f"1.er trimestre {DASH} 3.er trimestre de 2025"),
        ("2024-01/2024-10", f"January{DASH}October 2024", f"enero{DASH}octubre de 2024"),
        ("2026~", "about 2026", "hacia 2026"),
        ("2026?", "2026 (uncertain)", "2026 (incierto)"),
        ("2026%", "about 2026 (uncertain)", "hacia 2026 (incierto)"),
        ("2027/..", "from 2027", "desde 2027"),
        ("2017-04-20/", "from 20 April 2017", "desde el 20 de abril de 2017"),
        ("../2027-06", "until June 2027", "hasta junio de 2027"),
        (
            "2027-06/2028-01",
            f"June 2027 {DASH} January 2028",
            f"junio de 2027 {DASH} enero de 2028",
        ),
        ("", "", ""),
    ],
)
def test_a_period_is_said_in_the_language_of_the_reader(text, english, spanish):
    with override("en"):
        assert say(text) == english
    with override("es"):
        assert say(text) == spanish


@unhurried
@given(well_formed)
def test_what_was_read_can_be_written_again(text):
    period = parse(text)
    ends = [written(period.start), written(period.end)]
    assert text.replace("..", "").split("/") == (ends if "/" in text else ends[:1])


@unhurried
@given(well_formed)
def test_the_first_day_is_never_after_the_last(text):
    period = parse(text)
    assert period.earliest or period.latest
    assert not (period.earliest and period.latest) or period.earliest <= period.latest


@unhurried
@given(stretches)
def test_no_stretch_runs_backwards(text):
    assume(not is_in_order(text))
    with pytest.raises(NotAPeriod):
        parse(text)


@unhurried
@given(near, near)
def test_different_periods_are_said_differently(one, other):
    with override("en"):
        is_said_alike = say(one) == say(other)
    bounds = [(parse(text).earliest, parse(text).latest) for text in (one, other)]
    assert not is_said_alike or bounds[0] == bounds[1]


@unhurried
@given(st.one_of(st.text(), st.text("0123456789-/.~?%X", max_size=24)))
def test_any_other_text_is_refused_and_breaks_nothing(text):
    try:
        period = parse(text)
    except NotAPeriod:
        return
    assert period.text == text


@unhurried
@given(well_formed)
def test_every_period_fits_its_column(text):
    assert len(text) <= PeriodField().max_length


def test_the_field_takes_periods_and_an_empty_text():
    field = PeriodField()
    assert [field.clean(text, None) for text in ("2027-35", "")] == ["2027-35", ""]
    with pytest.raises(ValidationError) as refusal:
        field.clean("soon", None)
    assert "soon" in refusal.value.messages[0]


@pytest.mark.parametrize("options", [{}, {"blank": False}, {"max_length": 60}])
def test_the_field_can_be_written_into_a_migration(options):
    field = PeriodField("existed", **options)
    _name, path, args, kwargs = field.deconstruct()
    again = PeriodField(*args, **kwargs)
    assert path == "terms.periods.PeriodField"
    assert again.deconstruct() == field.deconstruct()
    assert (again.blank, again.max_length) == (field.blank, field.max_length)
