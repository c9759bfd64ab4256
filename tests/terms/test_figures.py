import re
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from terms.figures import say_baseline, say_figure, say_number, short_figure

DASH = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"

ZEROS = {"trillion": 12, "billion": 9, "million": 6, "billón": 12, "billones": 12}
ZEROS |= {"millón": 6, "millones": 6, "": 0}

amounts = st.decimals(Decimal("-1e22"), Decimal("1e22"), places=8)
round_amounts = st.builds(
    lambda digits, zeros: Decimal(digits).scaleb(zeros),
    st.integers(-9999, 9999),
    st.integers(0, 15),
)


def figure(low, kind="level", **fields):
    return {"kind": kind, "operator": "eq", "low": low, "high": None} | fields


def usd(low, **fields):
    return figure(low, currency="USD", **fields)


def both(say, thing):
    said = []
    for language in ("en", "es"):
        with override(language):
            said.append(say(thing).replace("\N{NO-BREAK SPACE}", " "))
    return said


def read_back(said):
    """What a careful reader understands of an amount in USD."""
    digits, word = re.fullmatch(
        r"(-?[\d,.]+) ?([a-zó]*)", said.replace("USD", "").replace(" de ", " ").strip()
    ).groups()
    return Decimal(f"{digits.replace(',', '')}E{ZEROS[word]}")  # exactly, however long


@pytest.mark.parametrize(
    ("low", "english", "spanish"),
    [
        ("36872000000", "USD 36.872 billion", "36,872 millones de USD"),
        ("100000000000", "USD 100 billion", "100,000 millones de USD"),
        ("1000000000000", "USD 1 trillion", "1 billón de USD"),
        ("6880000000000", "USD 6.88 trillion", "6.88 billones de USD"),
        ("1000000", "USD 1 million", "1 millón de USD"),
        ("900000000", "USD 900 million", "900 millones de USD"),
        ("15000", "USD 15,000", "15,000 USD"),
        ("12345678.91", "USD 12,345,678.91", "12,345,678.91 USD"),
        ("0", "USD 0", "0 USD"),
    ],
)
def test_money_has_scale_words_and_all_its_digits(low, english, spanish):
    assert both(say_figure, usd(low)) == [english, spanish]


@given(st.one_of(amounts, round_amounts))
def test_no_digit_of_money_is_lost(value):
    for said in both(say_figure, usd(str(value))):
        assert read_back(said) == value


@given(st.one_of(amounts, round_amounts))
def test_no_digit_of_a_number_is_lost(value):
    for said in both(say_number, value):
        assert Decimal(said.replace(",", "")) == value


@given(round_amounts)
def test_spanish_never_calls_a_thousand_million_a_billion(value):
    said = both(say_figure, usd(str(value)))[1]
    assert "bill" not in said or abs(value) >= 10**12


@pytest.mark.parametrize(
    ("operator", "english", "spanish"),
    [
        ("eq", "30 firms", "30 empresas"),
        ("about", "about 30 firms", "alrededor de 30 empresas"),
        ("ge", "at least 30 firms", "al menos 30 empresas"),
        ("gt", "more than 30 firms", "más de 30 empresas"),
        ("le", "at most 30 firms", "como máximo 30 empresas"),
        ("lt", "less than 30 firms", "menos de 30 empresas"),
        ("up_to", "up to 30 firms", "hasta 30 empresas"),
    ],
)
def test_the_operator_is_said(operator, english, spanish):
    assert both(say_figure, figure("30", operator=operator, unit="firms")) == [english, spanish]


@pytest.mark.parametrize(
    ("thing", "english", "spanish"),
    [
        (
            figure("25", "share", operator="ge", unit="% of GDP"),
            "at least 25 % of GDP",
            "al menos 25 % del PIB",
        ),
        (figure("15", "change_rate"), "+15 %", "+15 %"),
        (figure("-50", "change_rate", unit="%"), "-50 %", "-50 %"),
        (figure("1500000", "change", unit="jobs"), "+1.5 million jobs", "+1.5 millones de empleos"),
        (figure("2.7", "growth", unit="% per year"), "2.7 % per year", "2.7 % al año"),
        (figure("2.7", "growth", unit="%"), "2.7 % per year", "2.7 % al año"),
        (
            figure("5500", "flow_per_year", unit="jobs"),
            "5,500 jobs per year",
            "5,500 empleos al año",
        ),
        (
            figure("350", "flow_per_year", unit="engines per year"),
            "350 engines per year",
            "350 motores al año",
        ),
        (
            usd("100000000000", kind="flow_per_year"),
            "USD 100 billion per year",
            "100,000 millones de USD al año",
        ),
        (figure("10", "rank", unit="rank"), "rank 10", "lugar 10"),
        (figure("10", "rank", operator="le"), "rank 10 or better", "lugar 10 o mejor"),
        (figure("2", "multiple", unit="x"), f"{TIMES}2", f"{TIMES}2"),
        (figure("16", "ratio", unit="times"), "16 times", "16 veces"),
        (figure("1", "ratio", unit="to 1"), "1 to 1", "1 a 1"),
        (figure("1", "yes_no", unit="achieved (yes/no)"), "yes", "sí"),
        (figure("0", "yes_no"), "no", "no"),
        (figure("1", "duration", unit="years"), "1 year", "1 año"),
        (figure("2.6", "duration", unit="years"), "2.6 years", "2.6 años"),
        (
            figure("24", "duration", operator="lt", unit="hours"),
            "less than 24 hours",
            "menos de 24 horas",
        ),
        (figure("1", "count", unit="plants"), "1 plant", "1 planta"),
        (figure("1000000", unit="jobs"), "1 million jobs", "1 millón de empleos"),
        (figure("33700000", unit="TEU"), "33.7 million TEU", "33.7 millones de TEU"),
        (figure("2014", unit="year"), "2014", "2014"),
        (figure("85000", unit="m2"), "85,000 m²", "85,000 m²"),
        (figure(None), "", ""),
    ],
)
def test_each_kind_of_figure_has_its_words(thing, english, spanish):
    assert both(say_figure, thing) == [english, spanish]


@pytest.mark.parametrize(
    ("thing", "english"),
    [
        (figure("3000", high="4000", operator="range", unit="jobs"), f"3,000{DASH}4,000 jobs"),
        (figure("4", "growth", high="5", operator="range"), f"4{DASH}5 % per year"),
        (figure("-3", "change_rate", high="2", operator="range"), "-3 to 2 %"),
        (usd("3000000000", high="4500000000", operator="range"), f"USD 3{DASH}4.5 billion"),
        (usd("500000000", high="1200000000", operator="range"), f"USD 500{DASH}1,200 million"),
        (usd("0", high="2000000", operator="range"), f"USD 0{DASH}2 million"),
    ],
)
def test_a_range_has_one_scale_for_both_ends(thing, english):
    assert both(say_figure, thing)[0] == english


@pytest.mark.parametrize(
    ("thing", "english", "spanish"),
    [
        (figure("25", "share", operator="ge", unit="% of GDP"), "≥ 25 %", "≥ 25 %"),
        (usd("100000000000", kind="flow_per_year"), "USD 100 bn/yr", "100,000 M USD/año"),
        (usd("6880000000000", operator="about"), "≈ USD 6.88 tn", "≈ 6,880,000 M USD"),
        (figure("10", "rank", operator="le"), "rank ≤ 10", "lugar ≤ 10"),
        (figure("2", "multiple", operator="ge"), f"≥ {TIMES}2", f"≥ {TIMES}2"),
        (
            figure("5500", "flow_per_year", unit="jobs per year"),
            "5,500 jobs/yr",
            "5,500 empleos/año",
        ),
    ],
)
def test_a_small_box_holds_a_short_figure(thing, english, spanish):
    assert both(short_figure, thing) == [english, spanish]


def from_(value, unit=None, period=None):
    return {"value": value, "unit": unit, "period": period, "note": None}


@pytest.mark.parametrize(
    ("thing", "english", "spanish"),
    [
        (
            figure("10", "rank", baseline=from_("12", "rank", "2024")),
            "from 12 in 2024",
            "frente a 12 en 2024",
        ),
        (
            usd("100000000000", kind="flow_per_year", baseline=from_("36872000000", None, "2024")),
            "from USD 36.872 billion in 2024",
            "frente a 36,872 millones de USD en 2024",
        ),
        (
            figure("24", "duration", unit="hours", baseline=from_("5", "days", "2017")),
            "from 5 days in 2017",
            "frente a 5 días en 2017",
        ),
        (
            figure("50", "change_rate", unit="%", baseline=from_(None, None, "2020")),
            "against 2020",
            "respecto de 2020",
        ),
        (
            figure("4", "change_rate", baseline=from_("22000", "jobs")),
            "from 22,000 jobs",
            "frente a 22,000 empleos",
        ),
        (
            figure("15000", "change", baseline=from_("90000", "CAD", "2030~")),
            "from CAD 90,000, about 2030",
            "frente a 90,000 CAD, hacia 2030",
        ),
        (
            figure("2.7", "growth", unit="% per year", baseline=from_("2.2", None, "2013/2016")),
            f"from 2.2 % per year in 2013{DASH}2016",
            f"frente a 2.2 % al año en 2013{DASH}2016",
        ),
        (figure("9", baseline=from_("5", "TEU")), "from 5 TEU", "frente a 5 TEU"),
        (figure("10", baseline=None), "", ""),
    ],
)
def test_a_baseline_says_where_the_figure_starts(thing, english, spanish):
    assert both(say_baseline, thing) == [english, spanish]


def test_an_unknown_unit_passes_as_it_is():
    assert both(say_figure, figure("29074", "change", unit="MW")) == ["+29,074 MW", "+29,074 MW"]


@given(
    st.sampled_from(["level", "flow_per_year", "growth", "share", "change", "count"]),
    st.sampled_from(["jobs", "jobs per year", "%", "% per year", "", "grants a year"]),
)
def test_per_year_is_never_said_twice(kind, unit):
    english, spanish = both(say_figure, figure("3", kind, unit=unit))
    assert english.count("year") <= 1
    assert spanish.count("año") <= 1
